"""Whether the figure of a cell is aimed at or reached: by its head, its row, the table and the document."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.tables.captions import is_sentence
from nlp.tables.find import Place
from nlp.tables.grid import Block
from nlp.tables.head_words import heads_words
from nlp.text.words import words

_WORD = re.compile(r"[a-z%]+")
_PERIOD = re.compile(
    r"\b(?:(?:19|20)[0-9]{2}|(?:tw|trw|triwulan|semester|smt|b)[ .-]*(?:i{1,3}|iv|[0-9]{1,2}))\b"
)
_TARGET = words("cells target")
_ACTUAL = words("cells actual")
_PLANS = frozenset(
    {
        "rencana",
        "target",
        "usulan",
        "renaksi",
        "rapbd",
        "rkpd",
        "rka",
        "renja",
        "refocusing",
        "pergeseran",
    }
)
_REPORTS = frozenset(
    {"realisasi", "capaian", "monitoring", "evaluasi", "pengukuran", "perkembangan", "hasil"}
)
_BASE = frozenset({"baseline", "awal", "eksisting"})
_REACHED = frozenset(
    {
        "realisasi",
        "real",
        "realis",
        "serapan",
        "penyerapan",
        "terserap",
        "capaian",
        "sisa",
        "tercapai",
        "tersalur",
    }
)


def cell_role(place: Place) -> tuple[str, bool]:
    """ "target" or "actual", and whether the head over the cell or its row says so; else the table tells."""
    told = _by_words(place.head) or _by_row(place) or _carried(place)
    return told or _by_table(place), told is not None


def _carried(place: Place) -> str | None:
    """The role of "Target TW I" for the columns "TW II", "TW III" and "Total" that follow it."""
    if not _divides(place.head):
        return None
    heads = {c.column: c.text.lower() for row in place.block.heads for c in row.cells[:40]}
    for column in sorted(heads, reverse=True):
        if column < place.cell.column:
            if _BASE & set(_WORD.findall(heads[column])):
                return None  # the state at the start, before the years that are aimed at
            role = _by_words(heads[column])
            if role:
                return role if len(heads[column].split()) > 1 and _PERIOD.search(heads[column]) else None
            if not _divides(heads[column]):
                return None
    return None


def _divides(head: str) -> bool:
    return bool(_PERIOD.search(head)) or head in {"total", "jumlah", "tahunan"}


@lru_cache(maxsize=1 << 9)  # asked of the head of a column for each of its cells
def _by_words(head: str) -> str | None:
    words_of = set(_WORD.findall(head))
    last = set(_WORD.findall(head.rsplit(" / ", 1)[-1]))
    if words_of & _REACHED and not words_of & {"target"}:
        return "actual"
    if last == {"t"} or {"kondisi", "akhir"} <= last:
        return "target"
    if words_of & _BASE and "target" not in last:
        return "actual"
    if words_of & _TARGET:
        if words_of & {"realisasi", "capaian", "realis"}:
            return "target" if last & _TARGET and not last & {"realisasi", "capaian"} else "actual"
        return "target"
    return "actual" if words_of & _ACTUAL else None


def _by_row(place: Place) -> str | None:
    """What the row says of itself: "2031 (rencana)", "Target", "Realisasi"."""
    first = next((c.text for c in place.block.rows[place.row].cells if c is not place.cell), "")
    said = re.search(r"\((rencana|target|usulan|proyeksi|realisasi|capaian)\)", first.lower())
    word = said.group(1) if said else first.lower().strip(" :.")
    if word in {"target", "rencana", "usulan", "proyeksi", "pagu"}:
        return "target"
    return "actual" if word in {"realisasi", "capaian"} else None


def _by_table(place: Place) -> str:
    block = place.block
    if block.planned is None:
        block.planned = _is_planned(block)
    heads = heads_words(block)
    if block.planned or (heads & _BASE and not heads & _REPORTS and _PERIOD.search(place.head)):
        return "target"
    return "actual"


def _is_planned(block: Block) -> bool:
    """True for the table of a plan, by its caption and its heads."""
    lines: list[str] = []
    for line in reversed(block.caption.lower().split("\n")[-3:]):
        if is_sentence(line):
            break
        lines.append(line)
    caption, heads = set(_WORD.findall(" ".join(lines))), heads_words(block)
    planned = caption & _PLANS or heads & {"rencana", "usulan", "renaksi"} or _rebudgeted(heads)
    return bool(planned) and not (caption | heads) & _REPORTS


def _rebudgeted(heads: frozenset[str]) -> bool:
    """True for budgets before and after a change."""
    after = heads & {"menjadi", "menjadl", "setelah", "sesudah"}
    return bool(heads & {"semula", "sebelum"} and after)
