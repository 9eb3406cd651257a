"""Whether a figure in running text is a target or an actual: by clause, chain and heading."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.candidates import Candidate
from nlp.cell_roles import cell_role
from nlp.cues import CUES, cue_at
from nlp.lexer import Lexed
from nlp.sentences import Sentences
from nlp.tables import Tables
from nlp.words import ACTUAL_CUES, words

_ROLE_WINDOW = 40
_AHEAD = 9
_STILL = frozenset({"masih", "tetap"})
_CHANGES = frozenset({"bertambah", "naik", "turun", "meningkat", "menurun", "berkurang"})
_HEADED = frozenset({"target", "realisasi", "pagu", "anggaran"})
_PLANNING = frozenset({"target", "rencana", "usulan", "anggaran", "pagu", "usul"})
_BUDGETS = frozenset({"usulan", "anggaran", "pagu", "usul"})
_DUTIES = frozenset(
    {"rekomendasi", "agar", "akan", "langkah", "harus", "rencana", "diminta", "saran", "tugas"}
)
_CLOSES = frozenset({",", ";", ".", "(", ")", "dan", "dari", "namun", "sedangkan", "atau"})
_NEUTRAL = words("roles neutral")
_TELLING = _NEUTRAL | CUES
_DONE = frozenset({"telah", "sudah", "berhasil", "belum"})
_ANNOUNCING = frozenset({"akan", "bakal", "ditargetkan", "direncanakan"})


def claim_role(
    lexed: Lexed, sentences: Sentences, tables: Tables, one: Candidate, past: list[tuple[Candidate, str]]
) -> str | None:
    """ "target" or "actual": cues before the figure in its sentence, those behind it, the figures before it.

    The nearest strong cue decides; a weak one ("mencapai", "naik") gives way to a target named further off.
    """
    number = sentences.at(one.first)
    low, high = sentences.bounds(number)
    stop = max(low, one.first - _ROLE_WINDOW)
    chain = [pair for pair in past[-2:] if pair[0].end > stop]
    sure = _of_pair(lexed, one, chain) or _beside(lexed, one)
    if sure:
        return sure
    weak: str | None = None
    begin = chain[-1][0].end if chain else stop
    near = lexed.low[begin : one.first + 1]
    for i in range(one.first, begin - 1, -1) if not _TELLING.isdisjoint(near) else ():
        word = near[i - begin]
        if word not in _TELLING:
            continue
        if word in _NEUTRAL and chain:
            return chain[-1][1] or "actual"
        cue = cue_at(lexed, i, one.kind)
        if cue == "weak":
            weak = weak or word
            if word in _STILL and one.first - i <= 5:
                return "actual"
        elif cue:
            return cue
    ahead = min(high, one.end + _AHEAD)
    behind = lexed.low[one.end : max(ahead, one.end)]
    if not _ANNOUNCING.isdisjoint(behind) and _announced(lexed, one.end, ahead):
        return "target"
    if not weak and not _DONE.isdisjoint(behind) and _reported(lexed, one.end, ahead):
        return "actual"
    if weak:
        changed = weak in _CHANGES and chain and one.kind == chain[-1][0].kind == "money"
        return (chain[-1][1] if changed else "") or "actual"
    if chain and chain[-1][1] and (chain[-1][0].kind == one.kind or one.first - chain[-1][0].end <= 4):
        return chain[-1][1]
    place = tables.at(lexed.starts[one.first])
    if place is not None and not _HEADED.isdisjoint(place.head.replace("/", " ").split()):
        return cell_role(place)[0]
    return _heading_cue(lexed, sentences, number, one.kind)


def _of_pair(lexed: Lexed, one: Candidate, chain: list[tuple[Candidate, str]]) -> str | None:
    """Roles of "realisasi X dari pagu Y atau Z %": Y is what was planned, Z is of X."""
    if not chain:
        return None
    last, role = chain[-1]
    if (
        one.kind == "money"
        and last.kind == "money"
        and role != "target"
        and lexed.word(one.first - 1) == "dari"
    ):
        return "target"
    if one.kind == last.kind == "score" and role != "target" and one.first - last.end == 1:
        before = lexed.word(last.first - 1)
        if lexed.word(last.end) == "dari" and before not in {"naik", "turun", "dari"}:
            return "target"  # "indeks SPBE 2,61 dari 3,0"
    close = one.first - last.end <= 3 and not lexed.is_number(one.first - 1)
    share = one.kind == "percent" and close and len(chain) > 1 and last.kind != "percent"
    return (
        (chain[-2][1] or "actual")
        if share and "dari" in lexed.low[max(0, last.first - 4) : last.first]
        else None
    )


def _beside(lexed: Lexed, one: Candidate) -> str | None:
    """Roles told right beside the figure: "di bawah 60 persen" is a threshold, "92 % dari target" was
    reached.
    """
    if lexed.word(one.first - 1) in {"bawah", "dibawah", "atas", "diatas"} and one.kind in {
        "percent",
        "score",
    }:
        return "target"
    j = one.end
    if lexed.word(j) in {"atau", "(", "=", ","} and lexed.is_number(j + 1):
        j = next((k + 1 for k in range(j + 1, j + 5) if lexed.word(k) in {"%", "persen"}), j)
    elif one.kind != "percent":
        return None
    if lexed.word(j) == ")":
        j += 1
    return (
        "actual"
        if lexed.word(j) == "dari" and lexed.word(j + 1) in {"target", "pagu", "anggaran", "rencana"}
        else None
    )


def _heading_cue(lexed: Lexed, sentences: Sentences, number: int, kind: str) -> str | None:
    """The cue of the heading or colon that a list of figures stands under ("Target tahun 2022:", "II.
    TARGET").
    """
    first, end = sentences.bounds(number)
    reach = 40 if end - first <= 14 else 13  # the short lines of a table that lost its columns reach further
    for back in range(1, reach):
        if number - back < 0:
            return None
        low, high = sentences.bounds(number - back)
        if lexed.word(high - 1) != ":" and not _is_heading(lexed, low, high):
            continue
        for i in range(high - 1, max(low, high - 30) - 1, -1):
            if lexed.low[i] in _PLANNING and lexed.word(i + 1) not in {"aksi", "kerja"}:
                return "target" if kind == "money" or lexed.low[i] not in _BUDGETS else None
            if lexed.low[i] in _DUTIES and _opens_with_verb(lexed, sentences, number):
                return "target"
            if lexed.low[i] in {"realisasi", "capaian", "hasil", "perkembangan"}:
                return "actual"
        return None
    return None


def _opens_with_verb(lexed: Lexed, sentences: Sentences, number: int) -> bool:
    """True for an item such as "2) menambah 15 unit embung;", which says what is to be done."""
    low, high = sentences.bounds(number)
    for k in range(low, min(low + 5, high)):
        if len(lexed.low[k]) > 2 and lexed.low[k].isalpha():
            return len(lexed.low[k]) > 5 and lexed.low[k].startswith("me") and lexed.low[k] not in ACTUAL_CUES
    return False


def _is_heading(lexed: Lexed, low: int, high: int) -> bool:
    """True for a short line without a full stop that has no figure of its own."""
    if not 1 <= high - low <= 14 or lexed.low[high - 1] in {".", ";", ",", "!", "?"}:
        return False
    return not lexed.has_figure(low + 2, high)


def _announced(lexed: Lexed, i: int, high: int) -> bool:
    """True when "akan", "ditargetkan" … follows the figure and its noun in the same clause."""
    for k in range(i, high):
        if lexed.low[k] == "dan" and lexed.is_number(k + 1):
            continue  # "5.100 pengemudi dan 840 nelayan yang akan menerima"
        if lexed.is_number(k) and lexed.word(k - 1) == "dan":
            continue
        if lexed.low[k] in _CLOSES or lexed.is_number(k):
            return False
        if lexed.low[k] in _ANNOUNCING:
            return True
    return False


def _reported(lexed: Lexed, i: int, high: int) -> bool:
    """ "32 kegiatan telah dilaksanakan": what was done is told behind the figure in the same clause."""
    for k in range(i, high):
        if lexed.low[k] in _CLOSES or lexed.is_number(k):
            return False
        if lexed.low[k] in _DONE:
            return True
    return False
