"""Where a question stands: what was said last decides. Pure."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    """What somebody does about a question."""

    ASK = "asked"
    ANSWER = "answered"
    ASK_AGAIN = "asked_again"
    CLOSE = "closed"


class Standing(StrEnum):
    """Where it stands. WITHDRAWN: all that was said was taken back."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Turn(Protocol):
    """What the rules need of something that was said."""

    @property
    def step(self) -> Step: ...

    @property
    def taken_back(self) -> bool: ...


LEADS_TO = {
    Step.ASK: Standing.OPEN,
    Step.ANSWER: Standing.ANSWERED,
    Step.ASK_AGAIN: Standing.OPEN,
    Step.CLOSE: Standing.CLOSED,
}
MAY: dict[Standing, frozenset[Step]] = {
    Standing.OPEN: frozenset({Step.ANSWER, Step.CLOSE}),
    Standing.ANSWERED: frozenset({Step.ASK_AGAIN, Step.CLOSE}),
    Standing.CLOSED: frozenset({Step.ASK_AGAIN}),
    Standing.WITHDRAWN: frozenset(),
}
DAYS_BEFORE = (1, 0)
DAYS_AFTER = (1, 3, 7)


def standing_of(turns: Sequence[Turn]) -> Standing:
    """Where a question stands after all that was said and not taken back."""
    said = [turn for turn in turns if not turn.taken_back]
    return LEADS_TO[said[-1].step] if said else Standing.WITHDRAWN


def is_overdue(standing: str, due_on: date, today: date) -> bool:
    """Whether an answer is missing on a day after the one by which it was asked for."""
    return standing == Standing.OPEN and due_on < today


def reminder_days(due_on: date, today: date) -> int | None:
    """Days to the due day where a reminder falls on today, negative after it; None on other days."""
    days = (due_on - today).days
    return days if days in DAYS_BEFORE or -days in DAYS_AFTER else None
