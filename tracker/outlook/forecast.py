"""What a percentage will be on a deadline, told from its past days: a plain rule that knows its limits.

The pace is Theil and Sen's: the median of the slopes between all pairs of days at least MIN_GAP working days
apart, within the last WINDOW working days. Its range are the slopes of the slowest and the quickest tenth of
those pairs, so it is as wide as the past was uneven. Days count as working days, for little is filled in on
others. Nothing is foretold from fewer than MIN_DAYS days, across a change of the plan, or further ahead than
REACH times the days that were seen; the result is in whole per cent, its range rounded outwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from math import ceil, floor
from statistics import median

WINDOW = 20  # working days
MIN_DAYS = 7
MIN_GAP = 3
REACH = 2
TENTH = 0.1
NAME = "ramalan-laju-1"
Position = Callable[[date], int]
"""The number of working days from some first day to a day."""


class Silence(StrEnum):
    """Why nothing is foretold."""

    FEW_DAYS = "few_days"
    PLAN_CHANGED = "plan_changed"
    TOO_FAR = "too_far"
    NOTHING_DUE = "nothing_due"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class DayValue:
    """A percentage at the end of a day, with its denominator: where that changes, the plan has changed."""

    day: date
    value: float
    whole: float


@dataclass(frozen=True, slots=True)
class Range:
    """A middle with the two ends around it."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is foretold, and from what. `expected` None: nothing, for the reason in `silence`.

    `pace` and `needed` are points a working day; `needed` would reach 100 on the deadline.
    """

    silence: Silence | None
    days: int  # on which the rule rests
    first: date | None
    last: date | None
    ahead: int  # working days to the deadline
    now: float | None = None
    pace: Range | None = None
    expected: Range | None = None
    needed: float | None = None


def forecast(history: Sequence[DayValue], deadline: date, *, position: Position) -> Forecast:
    """What the history, oldest first and with today as its last day, lets one expect on a deadline."""
    if not history:
        return Forecast(Silence.NOTHING_DUE, 0, None, None, 0)
    today = history[-1]
    ahead = max(0, position(deadline) - position(today.day))
    needed = (100 - today.value) / ahead if ahead else None
    unchanged = _unchanged(history)
    seen = _by_position(unchanged, position)
    found = {
        "days": len(seen),
        "first": min((day for _at, day, _value in seen), default=None),
        "last": today.day,
        "ahead": ahead,
        "now": today.value,
        "needed": needed,
    }
    silence = _silence(history, unchanged, seen, ahead)
    if silence is not None:
        return Forecast(silence, **found)  # type: ignore[arg-type]
    pace = _pace([(at, value) for at, _day, value in seen])
    expected = Range(
        low=_within(floor(today.value + pace.low * ahead)),
        middle=_within(round(today.value + pace.middle * ahead)),
        high=_within(ceil(today.value + pace.high * ahead)),
    )
    return Forecast(None, pace=pace, expected=expected, **found)  # type: ignore[arg-type]


def _unchanged(history: Sequence[DayValue]) -> Sequence[DayValue]:
    """The newest days with the denominator of today."""
    whole = history[-1].whole
    first = next((place for place in range(len(history), 0, -1) if history[place - 1].whole != whole), 0)
    return history[first:]


def _by_position(history: Sequence[DayValue], position: Position) -> list[tuple[int, date, float]]:
    """The last value of each working day in the window: days off belong to the working day before."""
    by_position = {position(each.day): (each.day, each.value) for each in history}
    newest = max(by_position)
    return [(at, *by_position[at]) for at in sorted(by_position) if at > newest - WINDOW]


def _silence(
    history: Sequence[DayValue],
    unchanged: Sequence[DayValue],
    seen: Sequence[tuple[int, date, float]],
    ahead: int,
) -> Silence | None:
    if history[-1].value >= 100:
        return Silence.COMPLETE
    if len(seen) < MIN_DAYS:
        return Silence.PLAN_CHANGED if len(unchanged) < len(history) else Silence.FEW_DAYS
    return Silence.TOO_FAR if ahead > REACH * (seen[-1][0] - seen[0][0]) else None


def _pace(seen: Sequence[tuple[int, float]]) -> Range:
    slopes = sorted(
        (later - earlier) / (at_later - at_earlier)
        for (at_earlier, earlier), (at_later, later) in combinations(seen, 2)
        if at_later - at_earlier >= MIN_GAP
    )
    tenth = int(TENTH * (len(slopes) - 1))
    return Range(slopes[tenth], median(slopes), slopes[len(slopes) - 1 - tenth])


def _within(value: float) -> float:
    return max(0, min(100, value))
