"""Claims in the cells of tables: the head and the row say what a bare figure is."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

from nlp.calendar import ROMAN
from nlp.candidates import Candidate
from nlp.grid import is_figure
from nlp.lexer import Lexed
from nlp.money import money_at
from nlp.numbers import figure_at, plain_number
from nlp.tables import Place, Tables
from nlp.words import DURATIONS, words

_YEAR = re.compile(r"(?:19|20)[0-9ol]{2}")
_WORD = re.compile(r"[a-z%]+")
_MONEY = words("cells money")
_PERCENT = frozenset(["%", "persen", "persentase", "prosentase"])
_GRADE = frozenset(["predikat", "kategori", "opini", "mutu", "grade", "level", "kualifikasi"])
_RANK = frozenset(["peringkat", "ranking", "rank"])
_SCORE = frozenset(["nilai", "skor", "indeks", "index", "ikm", "nrr", "poin", "angka"])
_FIGURES = words("cells figures")
_IN_SCALE = frozenset(
    {"pma", "pmdn", "nilai", "realisasi", "target", "anggaran", "pagu", "total", "investasi"}
)
_NONE = words("cells none")
_TARGET = words("cells target")
_ACTUAL = words("cells actual")
_GRADES = words("cells grades")
_GRADE_WORDS = re.compile(
    r"(?:(?:sangat|cukup|kurang|amat) )?(?:baik|memuaskan|tinggi|rendah|cukup|kurang"
    r"|hijau|kuning|merah|biru|ungu|memadai|prima|waspada|sehat|rentan|terjaga|sesuai|informatif|inovatif|mandiri|madya|utama|pratama|nindya|berkembang|terdefinisi|sedang|efektif)"
    r"(?: (?:sekali|dengan catatan))?"
)
_SCALE = {"ribu": 3, "ribuan": 3, "juta": 6, "jutaan": 6, "miliar": 9, "milyar": 9}


@dataclass(frozen=True, slots=True)
class CellClaim:
    """A claim in a cell, with the role and the quarter that its head gives."""

    candidate: Candidate
    role: str
    part: tuple[int, int] | None
    place: Place


def find_cell_claims(lexed: Lexed, tables: Tables) -> list[CellClaim]:
    """Claims in the cells of tables; their lexemes, and those of cells that are no claims, are taken."""
    found: list[CellClaim] = []
    for first, end in tables.dropped:
        lexed.take(bisect_left(lexed.starts, first), bisect_left(lexed.starts, end))
    for place in tables.places:
        i, end = bisect_left(lexed.starts, place.cell.start), bisect_left(lexed.starts, place.cell.end)
        if i >= end or any(lexed.taken[i:end]):
            continue
        candidate = _candidate(lexed, place, i, end)
        if candidate:
            found.append(CellClaim(candidate, cell_role(place), _part(place.head), place))
        if candidate or (is_figure(place.cell.text) and _words(place.head) & _NONE):
            lexed.take(i, end)
    return found


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def _candidate(lexed: Lexed, place: Place, i: int, end: int) -> Candidate | None:
    head = _words(place.head)
    if is_figure(place.cell.text):
        return _figure(lexed, place, head, i, end)
    return _grade(lexed, place, head, i, end)


def _grade(lexed: Lexed, place: Place, head: set[str], i: int, end: int) -> Candidate | None:
    text = place.cell.text.strip("\"'“”").lower()
    letter = text in _GRADES and place.cell.text.strip("\"'“”")[:1].isupper()
    named = letter and _graded(place) and bool(head & _FIGURES or _YEAR.search(place.head))
    if len(text) > 30 or not (
        named or head & _GRADE or head & {"target", "realisasi", "capaian", "nilai", "hasil"}
    ):
        return None
    if not letter and not _GRADE_WORDS.fullmatch(text):
        return None
    if (
        not letter
        and not head & _GRADE
        and not (_words(place.label()) | _words(place.unit()))
        & (_GRADE | {"nilai", "indeks", "opini", "kepatuhan", "zona", "maturitas", "tingkat"})
    ):
        return None
    return Candidate(i, end, "grade", place.cell.text.strip("\"'“”"), None, 0.85)


def _graded(place: Place) -> bool:
    """True when the row says that it is told in grades: its label or its unit names them."""
    said = _words(place.label()) | _words(place.unit())
    return bool(said & (_GRADE | {"huruf", "predikat", "sakip", "akip", "opini"}))


def _figure(lexed: Lexed, place: Place, head: set[str], i: int, end: int) -> Candidate | None:
    number = next((k for k in range(i, end) if lexed.is_number(k)), None)
    if number is None:
        return None
    value = plain_number(lexed.low[number])
    if value is None:
        return None
    rest = "".join(lexed.low[number + 1 : end])
    unit = lexed.text[lexed.starts[number + 1] : lexed.ends[end - 1]] if number + 1 < end else ""
    if lexed.low[i] == "rp":
        figure = figure_at(lexed, number)
        money = money_at(lexed, number, figure) if figure else None
        return money or Candidate(i, end, "money", _rupiah(lexed.low[number], value, ""), "Rp", 0.95)
    if rest in {"%", "persen", "o/o"}:
        return Candidate(i, end, "percent", _small(lexed.low[number], value), "%", 0.95)
    if rest in {"poin", "point"}:
        return Candidate(i, end, "score", _small(lexed.low[number], value), unit, 0.9)
    if rest and rest not in {",-", "-", "-,"}:
        return (
            None if rest in {"tahun", "hari", "jam"} or not head & _FIGURES else _count(i, end, value, unit)
        )
    return _by_head(lexed, place, head, i, end, lexed.low[number], value)


def _count(i: int, end: int, value: Decimal, unit: str) -> Candidate:
    return Candidate(i, end, "count", value, unit or None, 0.85)


def _by_head(
    lexed: Lexed, place: Place, head: set[str], i: int, end: int, written: str, value: Decimal
) -> Candidate | None:
    """Kind of a bare figure: by its head, the row's unit, the row's label."""
    last = _words(place.head.rsplit(" / ", 1)[-1])
    if last & _NONE and not last & (_MONEY | _PERCENT):
        return None
    big = value >= 100_000
    caption = _words(place.block.caption[-300:].lower())
    all_heads = {
        w for row in place.block.heads for c in row.cells[:40] for w in _WORD.findall(c.text.lower())
    }
    small = _small(written, value)
    if last & _PERCENT or (head & _PERCENT and not big and not last & _MONEY):
        return Candidate(i, end, "percent", small, "%", 0.9)
    if (head & _MONEY or ((caption | all_heads) & _MONEY and big)) and (big or value == 0 or "rp" in head):
        return Candidate(i, end, "money", _rupiah(written, value, place.head), "Rp", 0.9)
    unit, label = place.unit(), place.label()
    units, labels = _words(unit), _words(label)
    if _in_scaled_rupiah(place, labels, caption, last):
        return Candidate(
            i, end, "money", _rupiah(written, small, f"{place.head} {label} {place.block.caption}"), "Rp", 0.8
        )
    if last & {"capaian", "ketercapaian"} and not last & {"target", "realisasi", "kinerja", "output"}:
        return Candidate(i, end, "percent", small, "%", 0.8)
    if head & _RANK:
        return Candidate(i, end, "rank", value, None, 0.85)
    if units & {"rp", "rupiah"}:
        return Candidate(i, end, "money", _rupiah(written, value, unit), "Rp", 0.9)
    if units & _PERCENT:
        return Candidate(i, end, "percent", small, "%", 0.9)
    if units & (_GRADE | {"tingkat"}) or (head & _GRADE and not head & _SCORE):
        return Candidate(i, end, "grade", lexed.raw(i), None, 0.8)
    if units & _SCORE or (not unit and head & _SCORE):
        return Candidate(i, end, "score", small, None, 0.85)
    if unit and unit not in {"-"}:
        return Candidate(i, end, "count", value, unit, 0.85) if head & _FIGURES or head else None
    if (
        labels & {"level", "maturitas", "kapabilitas"}
        and value <= 5
        and "," not in lexed.low[i]
        and value == int(value)
        and head & _FIGURES
    ):
        return Candidate(i, end, "grade", lexed.raw(i), None, 0.75)
    return _by_label(place, head, label, labels, i, end, small, value)


def _in_scaled_rupiah(place: Place, labels: set[str], caption: set[str], last: set[str]) -> bool:
    """True where the row ("Investasi (Rp miliar)") or the caption ("dalam miliar rupiah") names the scale."""
    scales = frozenset(_SCALE)
    if last & (_PERCENT | _NONE | {"capaian", "proyek", "jumlah"}):
        return False
    row = "rp" in labels or "rupiah" in labels
    return bool(
        (row and labels & scales) or (caption & scales and caption & {"rp", "rupiah"} and last & _IN_SCALE)
    )


def _by_label(
    place: Place,
    head: set[str],
    label: str,
    labels: set[str],
    i: int,
    end: int,
    small: Decimal,
    value: Decimal,
) -> Candidate | None:
    if not head & _FIGURES and not _YEAR.fullmatch(place.head.rsplit(" / ", 1)[-1]):
        return None
    if labels & _PERCENT or (head & {"capaian"} and not head & {"target", "realisasi"}):
        return Candidate(i, end, "percent", small, "%", 0.75)
    if _lasting(label):
        return None
    grouped = small != value and not labels & (_SCORE | {"maturitas", "kapabilitas", "skala", "rating"})
    if grouped:
        return Candidate(i, end, "count", value, None, 0.75)  # "1.204" of what is counted
    if labels & _SCORE or small != small.to_integral_value():
        return Candidate(i, end, "score", small, None, 0.75)
    bracket = re.search(r"\(([a-z/ ]{2,20})\)", label)
    return Candidate(i, end, "count", value, bracket.group(1) if bracket else None, 0.75)


def _lasting(label: str) -> bool:
    """True for a row that is told in days or years: "Rata-rata TL (hari)"."""
    bracket = re.search(r"\(([a-z/ ]{2,20})\)", label)
    return bool(bracket and bracket.group(1).split(" ")[0] in DURATIONS)


def _small(written: str, value: Decimal) -> Decimal:
    return plain_number(written, decimal_point=True) or value


def _rupiah(written: str, value: Decimal, head: str) -> Decimal:
    """Whole rupiah; a head such as "Anggaran (juta rupiah)" multiplies."""
    pieces = written.split(",")
    if len(pieces) == 2 and len(pieces[1]) == 3 and "." not in written:
        value = Decimal(pieces[0] + pieces[1])
    if re.search(r"rp\.? ?000\b", head.lower()):
        return value.scaleb(3).to_integral_value()
    for word, zeros in _SCALE.items():
        if word in _words(head.lower()):
            value = value.scaleb(zeros)
            break
    return value.to_integral_value()


def cell_role(place: Place) -> str:
    """ "target" or "actual" by the head over a cell, else by what the table is about."""
    head = _words(place.head)
    if head & {"realisasi", "real", "serapan", "terserap", "capaian", "sisa"} and not head & {"target"}:
        return "actual"
    if head & _TARGET:
        if head & {"realisasi", "capaian"}:
            last = _words(place.head.rsplit(" / ", 1)[-1])
            return "target" if last & _TARGET else "actual"
        return "target"
    if head & _ACTUAL:
        return "actual"
    caption = _words(place.block.caption.lower())
    heads = {w for row in place.block.heads for c in row.cells[:40] for w in _WORD.findall(c.text.lower())}
    planned = (caption | heads) & {"rencana", "target", "usulan", "renaksi"}
    return (
        "target"
        if planned and not (caption | heads) & {"realisasi", "capaian", "monitoring", "evaluasi"}
        else "actual"
    )


def _part(head: str) -> tuple[int, int] | None:
    """First and last month of the quarter that a head names: "target / tw iii" -> (7, 9)."""
    match = re.search(r"\b(?:tw|trw|triwulan|twl)[ .-]*(iv|iii|ii|i|[1-4])\b", head) or re.fullmatch(
        r"(?:.* / )?(iv|iii|ii|i)", head
    )
    if match:
        number = ROMAN.get(match.group(1)) or int(match.group(1))
        return 3 * number - 2, 3 * number
    return None
