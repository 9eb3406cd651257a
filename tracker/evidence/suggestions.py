"""What a finding may serve: pure rules over plain values; each outcome has its score and its reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tracker.evidence import reasons
from tracker.evidence.labels import period_words
from tracker.evidence.periods import days_of
from tracker.percentages.rules import Percentage
from tracker.web.formats import date_long, number, percent, round_to

INPUT_INDICATOR = "input_rb"
SAME_WORDS = 0.5  # of a deadline's title, found again in the sentence: it is the same deadline
MOVES, MAKES = 0.9, 0.8
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    {"batas", "akhir", "tanggal", "tahun", "paling", "lambat", "sampai", "dengan", "untuk", "pada", "yang"}
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion before it is stored."""

    target: Literal["progress", "deadline", "input"]
    target_id: str | None
    unit: str | None
    label: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """A deadline that there is: the day in the institution's zone on which it closes."""

    id: str
    title: str
    year: int
    closes_on: date


def deadline_offer(value: str, sentence: str, deadlines: Sequence[DeadlineFact]) -> Offer | None:
    """What a date with the role of a deadline may become: a new deadline, or the new day of one.

    `value` is EDTF; an interval closes on its last day. None where it names no single day, or where a
    deadline of its words closes on that day already.
    """
    day = _closing_day(value)
    if day is None:
        return None
    same = max(
        (one for one in deadlines if one.year == day.year),
        key=lambda one: shared_words(one.title, sentence),
        default=None,
    )
    if any(one.closes_on == day and shared_words(one.title, sentence) >= SAME_WORDS for one in deadlines):
        return None
    if same is not None and shared_words(same.title, sentence) >= SAME_WORDS:
        reason = reasons.MOVES_DEADLINE.format(day=date_long(same.closes_on))
        label = reasons.TO_MOVE.format(title=same.title, day=date_long(day))
        return Offer("deadline", same.id, None, label, MOVES, reason)
    label = reasons.TO_MAKE.format(day=date_long(day))
    return Offer("deadline", None, None, label, MAKES, reasons.MAKES_DEADLINE)


def _closing_day(value: str) -> date | None:
    last = value.rpartition("/")[2]
    days = days_of(last)
    return days.last if days is not None and days.first == days.last else None


def shared_words(title: str, sentence: str) -> float:
    """The share of the title's telling words that the sentence holds: 0 to 1."""
    wanted = set(_WORD.findall(title.lower())) - _COMMON
    return len(wanted & set(_WORD.findall(sentence.lower()))) / len(wanted) if wanted else 0.0


def input_offer(claimed: Decimal, computed: Percentage, *, year: int, through: int) -> Offer:
    """How a claimed completeness of input stands beside the computed one.

    Equal: the computed value, rounded to as many decimals as the claim has, is the claim.
    """
    label = reasons.INPUT.format(year=year, through=("I", "II", "III", "IV")[through - 1])
    if computed.value is None:
        return Offer("input", None, None, label, 0.5, reasons.NOT_COMPUTED)
    figure = reasons.FIGURE.format(
        value=percent(computed.value, places=_places(claimed)),
        part=number(computed.numerator),
        whole=number(computed.denominator),
    )
    difference = abs(claimed - computed.value)
    if rounded_like(computed.value, claimed) == claimed:
        reason = reasons.EQUAL.format(figure=figure)
        return Offer("input", None, None, label, 1.0, reason)
    reason = reasons.DIFFERENT.format(points=number(difference, places=1), figure=figure)
    return Offer("input", None, None, label, max(0.0, float(1 - difference / 100)), reason)


def rounded_like(value: Decimal, pattern: Decimal) -> Decimal:
    """The value with as many decimals as the pattern has: (50.24, 50) -> 50."""
    return round_to(value, _places(pattern))


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def year_of(*values: str | None) -> int | None:
    """The year of the first value (EDTF) that lies within one year."""
    for value in values:
        days = days_of(value)
        if days is not None and days.first.year == days.last.year:
            return days.first.year
    return None


def proposed_period(values: Iterable[str], published: date | None) -> str | None:
    """The period that a document most likely speaks of: the finest that it names most often, else its day."""
    counted: dict[str, int] = {}
    for value in values:
        days = days_of(value)
        if days is not None and days.first.year == days.last.year:
            counted[value] = counted.get(value, 0) + 1
    if counted:
        return max(counted, key=lambda value: (counted[value], len(value)))
    return published.isoformat() if published else None


def cell_label(indikator: str, triwulan: int, year: int) -> str:
    """What people call a cell in a list of suggestions."""
    return f"{indikator} · {period_words(f'{year}-{3 * triwulan - 2:02}/{year}-{3 * triwulan:02}')}"
