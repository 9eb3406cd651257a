"""Days to a deadline, and what is due: pure functions of dates.

Working days are Monday to Friday without Indonesia's public holidays and collective leave, as far as the
`holidays` package knows them; the joint decree of three ministers sets them a year ahead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

import holidays

from tracker.progress.rules import ended_triwulan

SOON_DAYS = 7
LAST_MINUTE = time(23, 59, 59)
FRIDAY = 4
EARLIEST, LATEST = date(2000, 1, 1), date(2101, 12, 31)
"""The days on which a deadline may lie: days are counted one by one, and pages show them in any zone."""


class DeadlineState(StrEnum):
    """How near a deadline is. LATE: it passed and something is missing. CLOSED: it passed and all is in."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    CLOSED = "closed"


class HasDue(Protocol):
    """What the rules need to know of a deadline."""

    @property
    def through(self) -> int: ...

    @property
    def closes_at(self) -> datetime: ...

    def closes_for(self, unit: str | None) -> datetime: ...


D = TypeVar("D", bound=HasDue)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as the rules need it: for what year, through which triwulan, and its day in the zone."""

    year: int
    through: int
    closes_on: date


@dataclass(frozen=True, slots=True)
class Remaining:
    """The time to a deadline. Days are negative after it; working days are None then."""

    state: DeadlineState
    days_left: int
    working_days_left: int | None

    @property
    def days_late(self) -> int | None:
        """Days since the deadline passed, at least 1; None before."""
        return None if self.working_days_left is not None else max(1, -self.days_left)


@lru_cache(maxsize=128)
def free_days(year: int) -> frozenset[date]:
    """Public holidays and collective leave of Indonesia in a year."""
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


def is_working_day(day: date) -> bool:
    """Whether offices work on that day."""
    return day.weekday() <= FRIDAY and day not in free_days(day.year)


def working_days(after: date, through: date) -> int:
    """Working days after one day through another: Thursday 19 to Friday 20 October 2023 is 1."""
    count = (through - after).days
    return sum(is_working_day(after + timedelta(days=step)) for step in range(1, count + 1))


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in the institution's zone, in UTC."""
    return datetime.combine(day, LAST_MINUTE, tzinfo=zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day in the institution's zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def remaining(closes_at: datetime, at: datetime, zone: ZoneInfo, *, is_complete: bool = False) -> Remaining:
    """How long it is to a deadline at an instant, counted in days of the institution's zone."""
    today, last = at.astimezone(zone).date(), closes_at.astimezone(zone).date()
    days = (last - today).days
    if closes_at < at:
        return Remaining(DeadlineState.CLOSED if is_complete else DeadlineState.LATE, days, None)
    state = DeadlineState.SOON if days <= SOON_DAYS else DeadlineState.OPEN
    return Remaining(state, days, working_days(today, last))


def due_of(deadlines: Iterable[D], triwulan: int) -> D | None:
    """The earliest of a year's deadlines by which that triwulan must be in, or None."""
    return min(
        (deadline for deadline in deadlines if deadline.through >= triwulan),
        key=lambda deadline: deadline.closes_at,
        default=None,
    )


def through_for(today: date, deadlines: Sequence[Due], year: int) -> int:
    """Through which triwulan a year's cells count as due on a day: 0 to 4.

    That of the nearest open deadline; else of the last that passed; else as many triwulan as have ended.
    """
    of_year = [due for due in deadlines if due.year == year]
    ahead = [due for due in of_year if due.closes_on >= today]
    if ahead:
        return min(ahead, key=lambda due: (due.closes_on, -due.through)).through
    if of_year:
        return max(of_year, key=lambda due: (due.closes_on, due.through)).through
    return ended_triwulan(year, today)
