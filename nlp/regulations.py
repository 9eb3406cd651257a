"""Citations of laws, regulations and decrees: type, number and year."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.marks import RegulationMark
from nlp.text.codes import NUMBER_WORDS, YEAR_WORDS, cited_year_end, code_end, is_year, skip_marks
from nlp.text.lexer import Lexed, Trigger
from nlp.text.words import words

DATA = Path(__file__).parent / "data" / "regulations.tsv"
MAX_NAME = 30  # lexemes between the type and "Nomor": the longest name of a ministry has 12

_HEADS = frozenset({"peraturan", "keputusan", "undang", "surat", "instruksi"})
_STOPS = words("regulations stops")
_OWN_NUMBER = frozenset({"SE", "SK"})
_REGIONAL = {"gubernur": "g", "bupati": "b", "walikota": "w", "wali": "w"}
_REGULATION_OF = {"gubernur": "Pergub", "bupati": "Perbup", "walikota": "Perwali", "wali": "Perwali",
                  "daerah": "Perda", "presiden": "Perpres", "pemerintah": "PP"}  # fmt: skip
_DECREE_HEADS = words("regulations decree heads")


@dataclass(frozen=True, slots=True)
class Regulation:
    """What is known of a regulation: which one took its place or changed it."""

    type: str
    number: str
    year: int
    relation: str
    other: str


@cache
def short_names(path: Path = DATA) -> dict[str, str]:
    """Short names of one word, lower case, and their types ("perbup" -> "Perbup")."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {row[1]: row[2] for row in rows if row[0] == "short"}


@cache
def relations(path: Path = DATA) -> tuple[Regulation, ...]:
    """Known facts of which regulation replaces or amends which; "PermenPANRB 8/2026 replaces PermenPANRB
    59/2020".
    """
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    found = []
    for row in rows:
        if row[0] in {"replaces", "amends"}:
            kind, _, citation = row[1].partition(" ")
            number, _, year = citation.partition("/")
            found.append(Regulation(kind, number, int(year), row[0], row[2]))
    return tuple(found)


def find_regulations(lexed: Lexed) -> list[RegulationMark]:
    """All citations with number and year, in order; their lexemes are taken."""
    shorts = short_names()
    found: list[RegulationMark] = []
    end = 0
    loose = _loose_heads(lexed)
    for i in lexed.where(frozenset(_heads() | loose) if loose else _heads()):
        if i < end or lexed.taken[i]:
            continue
        head = _type_at(lexed, i, shorts)
        if head is None:
            continue
        kind, after = head
        start = i
        while True:
            cited = _number_and_year(lexed, kind, after)
            if cited is None:
                break
            number, year, end = cited
            found.append(
                RegulationMark(*lexed.span(start, end), kind, number, year, _sure(kind, lexed, start))
            )
            lexed.take(start, end)
            after = start = _next_of_same_type(lexed, end)
            if start == end:
                break
    return found


@cache
def _heads() -> Trigger:
    return Trigger(_HEADS | short_names().keys())


def _loose_heads(lexed: Lexed) -> set[str]:
    """Short names of ministers' regulations that the table does not list: "permenparekraf"."""
    if "permen" not in lexed.text.lower():
        return set()
    return {word for word in lexed.low if word.startswith("permen") and len(word) > 8}


def _sure(kind: str, lexed: Lexed, start: int) -> float:
    return 0.9 if kind in _OWN_NUMBER else 0.98


def _next_of_same_type(lexed: Lexed, end: int) -> int:
    """Where "dan Nomor 132 Tahun 2022" goes on with a further number of the same type; `end` when it does
    not.
    """
    j = end
    while lexed.word(j) in {",", "dan", "serta", "jo", ".", "juncto"} and j - end < 3:
        j += 1
    return j if j > end and lexed.word(j) in NUMBER_WORDS else end


def _type_at(lexed: Lexed, i: int, shorts: dict[str, str]) -> tuple[str, int] | None:
    word = lexed.low[i]
    if word == "peraturan":
        return _peraturan(lexed, i + 1)
    if word == "keputusan":
        return _keputusan(lexed, i + 1)
    if word == "surat":
        return _surat(lexed, i + 1)
    if word == "instruksi":
        return ("Inpres", i + 2) if lexed.word(i + 1) == "presiden" else None
    if word == "undang":
        return None if lexed.word(i - 1) == "pengganti" else _undang(lexed, i + 1)
    return _short(lexed, i, shorts)


def _undang(lexed: Lexed, i: int) -> tuple[str, int] | None:
    j = i + 1 if lexed.word(i) in {"-", "–", "—", "‐", "‑", "~", "="} else i
    if lexed.word(j) != "undang" or lexed.word(j + 1) == "dasar":
        return None
    return "UU", j + 1


def _peraturan(lexed: Lexed, i: int) -> tuple[str, int] | None:
    word = lexed.word(i)
    if word in {"pj", "penjabat"}:
        i, word = i + 1, lexed.word(i + 1)
    if word == "pemerintah" and lexed.word(i + 1) == "pengganti":
        return None
    if word == "menteri":
        return _of_minister(lexed, i + 1, "Permen", "PermenPANRB", "Permendagri")
    if word.startswith("men") and len(word) > 5:
        return _of_short_minister(lexed, i, "Permen", "PermenPANRB", "Permendagri")
    kind = _REGULATION_OF.get(word)
    return (kind, i + 1) if kind else None


def _keputusan(lexed: Lexed, i: int) -> tuple[str, int] | None:
    word = lexed.word(i)
    if word == "presiden":
        return "Keppres", i + 1
    if word == "menteri":
        return _of_minister(lexed, i + 1, "", "KepmenPANRB", "Kepmendagri")
    if word.startswith("men") and len(word) > 5:
        return _of_short_minister(lexed, i, "", "KepmenPANRB", "Kepmendagri")
    return ("SK", i + 1) if word in _DECREE_HEADS else None


def _surat(lexed: Lexed, i: int) -> tuple[str, int] | None:
    if lexed.word(i) == "edaran":
        return "SE", i + 1
    if lexed.word(i) != "keputusan":
        return None
    if lexed.word(i + 1) in {"bersama", "menteri", "presiden"} or lexed.word(i + 1).startswith("menpan"):
        return _keputusan(lexed, i + 1)
    return "SK", i + 1


def _of_minister(lexed: Lexed, i: int, other: str, panrb: str, home: str) -> tuple[str, int] | None:
    """Type by the ministry's name behind "Menteri"."""
    word = lexed.word(i)
    if word.startswith(("pan", "pendayagunaan", "pemberdayagunaan")):
        return panrb, i + 1
    if word == "dalam" and lexed.word(i + 1) == "negeri":
        return home, i + 2
    return (other, i) if other else None


def _of_short_minister(lexed: Lexed, i: int, other: str, panrb: str, home: str) -> tuple[str, int] | None:
    """Type by a minister's short name: "MenPAN-RB", "Mendagri", "Menkeu"."""
    word = lexed.low[i]
    if word.startswith("menpan"):
        return panrb, i + 1
    if word == "mendagri":
        return home, i + 1
    return (other, i + 1) if other else None


def _short(lexed: Lexed, i: int, shorts: dict[str, str]) -> tuple[str, int] | None:
    word = lexed.low[i]
    kind = shorts.get(word, "Permen" if word.startswith("permen") else "")
    following = lexed.word(i + 1)
    if kind in {"Permen", "KepmenPANRB"} and word in {"permen", "kepmen"}:
        j = i + 2 if following == "-" else i + 1
        if lexed.word(j).startswith("pan"):
            return ("PermenPANRB" if word == "permen" else "KepmenPANRB"), j + 1
        if lexed.word(j) == "dagri" or (lexed.word(j) == "dalam" and lexed.word(j + 1) == "negeri"):
            return ("Permendagri" if word == "permen" else "Kepmendagri"), j + 1
        if word == "kepmen":
            return None
    if len(word) == 2:
        # UU, PP, SE and SK are words only in capitals; "se" and "pp" in running text are not.
        if not lexed.raw(i).isupper() or (lexed.glued(i + 1) and following in {"-", "/"}):
            return None
        if kind == "SK" and (
            following in {"menteri", "bersama", "presiden"} or following.startswith("menpan")
        ):
            return _keputusan(lexed, i + 1)
    return (kind, i + 1) if kind else None


def _number_and_year(lexed: Lexed, kind: str, i: int) -> tuple[str, int, int] | None:
    """Number, year and end of the citation whose type ends at i."""
    for j in range(i, min(i + MAX_NAME, len(lexed))):
        word = lexed.low[j]
        if j > i and _broken(lexed, j):
            return None
        if word in NUMBER_WORDS:
            return _cited(lexed, kind, skip_marks(lexed, j + 1), named=True)
        if lexed.is_number(j):
            return _cited(lexed, kind, j, named=False)
        if word in _STOPS or (word in _HEADS and j > i):
            return None
        if j > i and word in short_names() and lexed.raw(j).isupper():
            return None  # "Perda turunan UU HKPD Nomor 1": the number is of the type named last
        if word == "." and not (j - 1 >= i and len(lexed.low[j - 1]) <= 4):
            return None
    return None


def _broken(lexed: Lexed, j: int) -> bool:
    """True where a paragraph or page ends before lexeme j (a title may be set in lines of its own)."""
    gap = lexed.gap(j)
    return len(gap) > 1 and ("\f" in gap or gap.count("\n") > 2)


def _cited(lexed: Lexed, kind: str, i: int, *, named: bool) -> tuple[str, int, int] | None:
    end = code_end(lexed, i)
    if end == i:
        return None
    if lexed.word(end) == "…" or lexed.low[end : end + 2] in (["/", "…"], ["/", "."], [".", "."]):
        return None  # a number left blank
    written = _written(lexed, i, end)
    after = cited_year_end(lexed, end)
    if after > end and (named or written.isdigit()):
        return "".join(written.split()), int(lexed.low[after - 1]), after
    pieces = "".join(written.split()).split("/")
    year = next(
        (int(p) for p in reversed(pieces[1:]) if len(p) == 4 and p.isdigit() and "1945" <= p <= "2100"), None
    )
    if year is not None and (named or len(pieces) == 2 or kind in _OWN_NUMBER | {"Permen"}):
        return (pieces[0] if len(pieces) == 2 else "/".join(pieces)), year, end
    if named and kind in _OWN_NUMBER:
        dated = _year_of_date(lexed, end)
        if dated is not None:
            return "".join(written.split()), dated, end
    return None


def _written(lexed: Lexed, i: int, end: int) -> str:
    """A number as it stands, with figures where OCR put letters for them ("4O", "I48", "KUM/2O17")."""
    if lexed.word(end - 1) == "l" and end - i == 2 and lexed.is_number(i):
        return f"{lexed.low[i]}1"  # "Nomor 7l Tahun 2012"
    parts = [lexed.low[k] if lexed.is_number(k) else lexed.raw(k) for k in range(i, end)]
    return "".join(parts)


def _year_of_date(lexed: Lexed, i: int) -> int | None:
    """The year of the date that follows a decree's number: ", tanggal 4 Juni 2031"."""
    for j in range(i, min(i + 10, len(lexed))):
        if lexed.low[j] in {"tentang", "perihal", "hal", ";"} or _broken(lexed, j):
            return None
        if is_year(lexed, j):
            return int(lexed.low[j])
        if lexed.is_number(j) and lexed.low[j][-4:].isdigit() and lexed.low[j].count(".") == 2:
            return int(lexed.low[j][-4:])
    return None


__all__ = ["YEAR_WORDS", "Regulation", "find_regulations", "relations", "short_names"]
