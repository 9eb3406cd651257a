"""The year or interval that a figure is for."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from nlp.cells import CellClaim
from nlp.dates import DateSpan
from nlp.edtf import first_year
from nlp.lexer import Lexed
from nlp.sentences import Sentences

_NOW_CUES = frozenset("baru sudah telah saat kini sekarang masih hingga sementara".split())
_BREAKS = frozenset({"selain", "sementara", "disisi"})
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_CARRY = 40  # sentences over which the year of a report's heading is carried on


@dataclass(slots=True)
class Periods:
    """The dates of a text that can be the period of a figure, with what is needed to look them up."""

    spans: list[DateSpan]
    firsts: list[int]
    sentences: Sentences
    today: date | None


def periods_of(spans: list[DateSpan], sentences: Sentences, today: date | None) -> Periods:
    """Prepare the look-up of periods."""
    fit = [s for s in spans if s.mark.role != "published"]
    return Periods(fit, [s.first for s in fit], sentences, today)


def period_of(lexed: Lexed, periods: Periods, first: int, end: int, role: str) -> str | None:
    """EDTF period of the figure at lexemes first to end - 1, None when the text gives none."""
    number = periods.sentences.at(first)
    low, high = periods.sentences.bounds(number)
    here = _in_sentence(lexed, periods, low, high, first, end)
    if here is not None:
        return as_period(here)
    words = set(lexed.low[max(low, first - 12) : first])
    if _same_year(lexed, low, first):
        last = _last_before(periods, low)
        if last is not None:
            return as_period(last)
    if periods.today is not None and role == "actual" and words & _NOW_CUES:
        return str(periods.today.year)
    carried = _carried(lexed, periods, number, low)
    return as_period(carried) if carried else None


def as_period(span: DateSpan) -> str | None:
    """A mark's value as the period of a figure: days become their year, open intervals their known end."""
    value = span.mark.value
    if value.startswith("../"):
        value = value[3:]
    elif value.endswith("/.."):
        value = value[:-3]
    head = value.split("/")[0]
    if len(head) > 7 or "T" in value:
        year = first_year(value)
        return str(year) if year else None
    return value


def _in_sentence(
    lexed: Lexed, periods: Periods, low: int, high: int, first: int, end: int
) -> DateSpan | None:
    """The date that governs a figure: the last one before it in its sentence, else the first one after it."""
    a, b = bisect_left(periods.firsts, low), bisect_left(periods.firsts, high)
    spans = periods.spans[a:b] if b - a <= 12 else _around(periods, a, b, first)
    fit = [s for s in spans if s.mark.role in {"period", "event", "deadline"}]
    after = [s for s in fit if s.first >= end]
    if after and after[0].first - end <= 3 and not _between_figures(lexed, end, after[0].first):
        return after[0]
    before = [s for s in fit if s.end <= first and s.mark.role == "period"]
    if before:
        return before[-1]
    before = [s for s in fit if s.end <= first and s.mark.role == "event"]
    if before:
        return before[-1]
    return next((s for s in after if s.mark.role == "period"), None)


def _around(periods: Periods, a: int, b: int, first: int) -> list[DateSpan]:
    at = bisect_left(periods.firsts, first)
    return periods.spans[max(a, at - 6) : min(b, at + 6)]


def _between_figures(lexed: Lexed, end: int, first: int) -> bool:
    return any(
        lexed.is_number(k) or lexed.low[k] in {";", "menjadi", "dan", "sedangkan"} for k in range(end, first)
    )


def _same_year(lexed: Lexed, low: int, first: int) -> bool:
    words = lexed.low[low:first] if first - low < 40 else lexed.low[first - 40 : first]
    return any(words[n : n + 3] == ["tahun", "yang", "sama"] for n in range(len(words) - 2)) or any(
        words[n : n + 2] == ["tahun", "tersebut"] for n in range(len(words) - 1)
    )


def _last_before(periods: Periods, low: int) -> DateSpan | None:
    at = bisect_left(periods.firsts, low)
    for span in reversed(periods.spans[max(0, at - 8) : at]):
        if span.mark.role == "period":
            return span
    return None


def _carried(lexed: Lexed, periods: Periods, number: int, low: int) -> DateSpan | None:
    """The year that the sentences before this one are about, as reports carry it on."""
    if lexed.word(low) in _BREAKS:
        return None
    last = _last_before(periods, low)
    if last is None or last.shape not in {"year", "part"} or "/" in last.mark.value and last.shape == "year":
        return None
    distance = number - periods.sentences.at(last.first)
    reach = _CARRY if periods.today is None else 1
    return last if distance <= reach else None


def period_of_cell(cell: CellClaim, periods: Periods, first: int) -> str | None:
    """Period of a figure in a table: the year in its head or over the table, and the quarter of its column."""
    year = next((int(y) for y in _YEAR.findall(cell.place.head)[-1:]), None)
    if year is None:
        at = bisect_left(periods.firsts, first)
        base = cell.place.block.rows[0].cells[0].start if cell.place.block.rows[0].cells else 0
        before = [
            s for s in periods.spans[max(0, at - 60) : at] if s.mark.start < base and s.mark.role == "period"
        ]
        if not before:
            return None
        if cell.part is None:
            return as_period(before[-1])
        year = first_year(as_period(before[-1]) or "")
    if year is None or cell.part is None:
        return str(year) if year else None
    return f"{year:04}-{cell.part[0]:02}/{year:04}-{cell.part[1]:02}"
