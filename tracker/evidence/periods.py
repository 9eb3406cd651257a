"""The days that an EDTF value covers, and whether they lie where a triwulan's evidence must.

Pure functions on plain values; the forms of the values are those of the extraction contract.
"""

import re
from calendar import monthrange
from datetime import date

from tracker.percentages.rules import Accumulation
from tracker.progress.rules import Period, triwulan_period

_POINT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?")
OPEN = ".."


def days_of(value: str | None) -> Period | None:
    """The days of a year, month, day, instant or interval: "2023-07/2023-09" -> 1 July to 30 September 2023.

    An open side reaches to the end of time. None where nothing is said or it is no such value.
    """
    if not value:
        return None
    first_part, _slash, last_part = value.partition("/")
    first = date.min if first_part == OPEN else _first_day(first_part)
    last = date.max if last_part == OPEN else _last_day(last_part or first_part)
    if first is None or last is None or first > last:
        return None
    return Period(first, last)


def _parts(point: str) -> tuple[int, int | None, int | None] | None:
    match = _POINT.fullmatch(point.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return (year, month, day) if year else None


def _first_day(point: str) -> date | None:
    parts = _parts(point)
    return _day(parts[0], parts[1] or 1, parts[2] or 1) if parts else None


def _last_day(point: str) -> date | None:
    parts = _parts(point)
    if parts is None:
        return None
    year, month, day = parts[0], parts[1] or 12, parts[2]
    if day is None and 1 <= month <= 12:
        day = monthrange(year, month)[1]
    return _day(year, month, day or 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def span_of(year: int, triwulan: int, accumulation: Accumulation) -> Period:
    """The days that a cell's value speaks of: its triwulan, or 1 January to its end for a running total."""
    own = triwulan_period(year, triwulan)
    return own if accumulation is Accumulation.PER_QUARTER else Period(date(year, 1, 1), own.last)


def lies_in_year(days: Period, year: int) -> bool:
    """Whether all of the days are of that year."""
    return days.first.year == days.last.year == year


def overlaps(days: Period, other: Period) -> bool:
    """Whether the two have a day in common."""
    return days.first <= other.last and other.first <= days.last


def fits(days: Period, year: int, triwulan: int, accumulation: Accumulation) -> bool:
    """Whether evidence of these days may serve the cell.

    Per quarter: it touches the triwulan. Running total: it lies between 1 January and the triwulan's end.
    In both cases all of it is of the plan's year: last year's file, or a programme of five years, proves
    nothing.
    """
    span = span_of(year, triwulan, accumulation)
    if not lies_in_year(days, year):
        return False
    if accumulation is Accumulation.PER_QUARTER:
        return overlaps(days, span)
    return span.first <= days.first and days.last <= span.last


def triwulan_value(year: int, triwulan: int) -> str:
    """EDTF interval of a triwulan's months: (2023, 3) -> "2023-07/2023-09"."""
    first = 3 * triwulan - 2
    return f"{year}-{first:02}/{year}-{first + 2:02}"
