"""When a person is reminded of a deadline: pure functions of dates.

Before the day at 30, 7, 3 and 1 days, to those who still have something to do by it. After it at 1, 3 and 7
days, then weekly until four weeks, to those people and to who must know that it is late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from tracker.accounts.rights import Role
from tracker.deadlines.windows import Stage

DAYS_BEFORE = (30, 7, 3, 1)
DAYS_AFTER = (1, 3, 7, 14, 21, 28)
MORNING = time(7)  # on the institution's clock; nobody is reminded earlier


class Occasion(StrEnum):
    """Why somebody is told of a deadline: it comes, or it has passed with something missing."""

    AHEAD = "ahead"
    LATE = "late"


EVERY = frozenset(Stage)
TOLD: dict[Role, dict[Occasion, frozenset[Stage]]] = {
    Role.BUREAU: {
        Occasion.AHEAD: frozenset({Stage.REPORT, Stage.CORRECT}),
        Occasion.LATE: frozenset({Stage.REPORT, Stage.CORRECT}),
    },
    Role.INSPECTORATE: {Occasion.AHEAD: frozenset({Stage.VERIFY}), Occasion.LATE: EVERY},
    Role.LEADERSHIP: {Occasion.AHEAD: frozenset(), Occasion.LATE: EVERY},
    Role.ADMIN: {Occasion.AHEAD: frozenset(), Occasion.LATE: frozenset()},
}
"""Who hears of which stage: those who have to do it, and those who must know that it is late."""


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder of this day. `days`: to the deadline, or since it."""

    occasion: Occasion
    days: int


def due_on(today: date, closes_on: date) -> Due | None:
    """What of a deadline's reminders falls on a day: None on most days.

    >>> due_on(date(2023, 10, 13), date(2023, 10, 20))
    Due(occasion=<Occasion.AHEAD: 'ahead'>, days=7)
    """
    days = (closes_on - today).days
    if days in DAYS_BEFORE:
        return Due(Occasion.AHEAD, days)
    return Due(Occasion.LATE, -days) if -days in DAYS_AFTER else None


def morning_of(at: datetime, zone: ZoneInfo) -> date | None:
    """The day in the zone whose morning has begun at an instant; None before seven o'clock."""
    local = at.astimezone(zone)
    return local.date() if local.time() >= MORNING else None


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What a unit has still to do by a deadline, and its own closing day."""

    unit: str
    missing: int
    is_silent: bool  # it has done nothing at all
    closes_on: date


@dataclass(frozen=True, slots=True)
class Lack:
    """What some units lack together by a deadline."""

    missing: int
    units: int
    silent: int


def lack_of(shares: Iterable[UnitShare]) -> Lack:
    """The sum of what units lack; those that lack nothing do not count as units."""
    lacking = [share for share in shares if share.missing > 0]
    return Lack(
        missing=sum(share.missing for share in lacking),
        units=len(lacking),
        silent=sum(share.is_silent for share in lacking),
    )
