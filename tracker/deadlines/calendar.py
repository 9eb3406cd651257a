"""A month with its deadlines and free days: pure functions of dates."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

from tracker.deadlines.rules import EARLIEST, FRIDAY, LATEST

MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on a day: a deadline that opens or closes. `unit`: it closes so for that unit alone."""

    deadline_id: str
    title: str
    closes: bool
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's sheet. Days of the neighbouring months fill the first and last week."""

    day: date
    in_month: bool
    is_today: bool
    is_weekend: bool
    holiday: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month, in weeks from Monday to Sunday; where the neighbours are."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date | None
    after: date | None

    @property
    def marked(self) -> list[Day]:
        """The month's days on which there is something to know."""
        return [day for week in self.weeks for day in week if day.in_month and (day.marks or day.holiday)]


def month_of(first: date, *, today: date, marks: Iterable[tuple[date, Mark]], language: str = "id") -> Month:
    """The sheet of the month that begins on `first`, its holidays named in a language: "id" or "en".

    Raises ValueError where `first` is not the first day of a month, or lies outside of the days that
    deadlines may have.
    """
    if first.day != 1 or not EARLIEST <= first <= LATEST:
        raise ValueError(f"{first} does not begin a month of our time")
    by_day: dict[date, list[Mark]] = {}
    for day, mark in marks:
        by_day.setdefault(day, []).append(mark)
    weeks = tuple(
        tuple(_day(day, first, today, tuple(by_day.get(day, ())), language) for day in week)
        for week in MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    )
    return Month(first, weeks, _neighbour(first, -1), _neighbour(first, 1))


def _day(day: date, first: date, today: date, marks: tuple[Mark, ...], language: str) -> Day:
    return Day(
        day=day,
        in_month=(day.year, day.month) == (first.year, first.month),
        is_today=day == today,
        is_weekend=day.weekday() > FRIDAY,
        holiday=holiday_names(day.year, language).get(day),
        marks=tuple(sorted(marks, key=lambda mark: (not mark.closes, mark.title))),
    )


def _neighbour(first: date, step: int) -> date | None:
    """The first day of the month before or after; None outside of the days that deadlines may have."""
    months = first.year * 12 + first.month - 1 + step
    other = date(months // 12, months % 12 + 1, 1)
    return other if EARLIEST <= other <= LATEST else None


@lru_cache(maxsize=32)
def holiday_names(year: int, language: str) -> dict[date, str]:
    """Indonesia's public holidays and collective leave of a year, by day, in a language: "id" or "en"."""
    written = {"id": "id", "en": "en_US"}[language]
    found = holidays.country_holidays("ID", years=year, categories=("public", "government"), language=written)
    return dict(found)
