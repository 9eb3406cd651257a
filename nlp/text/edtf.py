"""EDTF / ISO 8601 values of the contract: days, months, years, times, and intervals of them."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from typing import NamedTuple

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of the months of a year


class Point(NamedTuple):
    """A year, month, day or minute; what is not known is None. A point without a year is incomplete."""

    year: int | None
    month: int | None = None
    day: int | None = None
    clock: str = ""

    def __str__(self) -> str:
        year, month, day, clock = self
        text = "????" if year is None else f"{year:04}"
        if month is not None:
            text += f"-{month:02}" if day is None else f"-{month:02}-{day:02}"
        elif day is not None:
            text += f"-{day:02}"
        return text + clock

    def is_complete(self) -> bool:
        """True when the year is known."""
        return self.year is not None

    def is_valid(self) -> bool:
        """True when month and day exist in that year (29 February counts when the year is not known)."""
        year, month, day, _ = self
        if year is not None and not 1 <= year <= 9999:
            return False
        if month is None:
            return day is None
        if not 1 <= month <= 12:
            return False
        if day is None:
            return True
        return 1 <= day <= _DAYS[month - 1] or (day == 29 and month == 2 and isleap(year or 2000))

    def to_day(self) -> date | None:
        """The day, or None when the point is coarser than a day or does not exist."""
        if self.year is None or self.month is None or self.day is None or not self.is_valid():
            return None
        return date(self.year, self.month, self.day)

    def first_day(self) -> date | None:
        """The first day of the point."""
        if self.year is None or not self.is_valid():
            return None
        return date(self.year, self.month or 1, self.day or 1)


def of_day(day: date) -> Point:
    """A day as a point."""
    return Point(day.year, day.month, day.day)


def interval(first: Point, last: Point) -> str:
    """Closed interval of two points: "2024-03-20/2024-04-02"; one point when both are the same."""
    return str(first) if first == last else f"{first}/{last}"


def months_interval(year: int, size: int, number: int) -> str:
    """Interval of the months in part `number` of a year cut into parts of `size` months.

    (2023, 3, 3) is triwulan III, "2023-07/2023-09"; (2024, 6, 1) is semester I, "2024-01/2024-06".
    Source: extraction contract, "Dates". Raises ValueError when the year has no such part.
    """
    if not 1 <= number <= 12 // size:
        raise ValueError(f"a year has {12 // size} parts of {size} months, not {number}")
    first = size * (number - 1) + 1
    return f"{year:04}-{first:02}/{year:04}-{first + size - 1:02}"


def week_of(day: date) -> str:
    """Monday to Sunday of the week that `day` is in."""
    monday = day - timedelta(days=day.weekday())
    return interval(of_day(monday), of_day(monday + timedelta(days=6)))


def shift_months(year: int, month: int, by: int) -> Point:
    """The month `by` months after year and month."""
    whole = year * 12 + month - 1 + by
    return Point(whole // 12, whole % 12 + 1)


def first_year(value: str) -> int | None:
    """The first year named in an EDTF value, None when there is none ("../2030" gives 2030)."""
    for part in value.split("/"):
        if part[:4].isdigit():
            return int(part[:4])
    return None
