"""The state of a report on one output in one triwulan, and who may take it where."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.deadlines.windows import Stage


class State(StrEnum):
    """Where a report stands."""

    EMPTY = "empty"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    REOPENED = "reopened"


class Step(StrEnum):
    """What can be done to a report."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    VERIFY = "verify"
    RETURN = "return"
    REOPEN = "reopen"
    UNDO = "undo"


MACHINE: dict[Step, dict[State, State]] = {
    Step.SAVE: {
        State.EMPTY: State.DRAFT,
        State.DRAFT: State.DRAFT,
        State.RETURNED: State.RETURNED,
        State.REOPENED: State.REOPENED,
    },
    Step.SUBMIT: {
        State.DRAFT: State.SUBMITTED,
        State.RETURNED: State.SUBMITTED,
        State.REOPENED: State.SUBMITTED,
    },
    Step.WITHDRAW: {State.SUBMITTED: State.DRAFT},
    Step.VERIFY: {State.SUBMITTED: State.VERIFIED},
    Step.RETURN: {State.SUBMITTED: State.RETURNED},
    Step.REOPEN: {State.VERIFIED: State.REOPENED},
    Step.UNDO: {State.VERIFIED: State.SUBMITTED, State.RETURNED: State.SUBMITTED},
}
"""One machine: from step to the states in which it may be done, each with the state that follows."""

BUREAU_STEPS = frozenset({Step.SAVE, Step.SUBMIT, Step.WITHDRAW})
REPORTED = frozenset({State.SUBMITTED, State.VERIFIED})
EDITABLE = frozenset(MACHINE[Step.SAVE])
MENDING = frozenset({State.RETURNED, State.REOPENED})
NEEDS_REASON = frozenset({Step.RETURN, Step.REOPEN})


def next_state(state: State, step: Step) -> State | None:
    """The state that a step leads to, or None where it cannot be done."""
    return MACHINE[step].get(state)


def stage_of(step: Step, state: State) -> Stage | None:
    """The stage whose window must be open for a step; None: it may be done at any time.

    Withdrawing is followed by saving, so it asks for the same window; a decision can always be undone.
    """
    if step in BUREAU_STEPS:
        return Stage.CORRECT if state in MENDING else Stage.REPORT
    return Stage.VERIFY if step in {Step.VERIFY, Step.RETURN} else None


def steps_from(state: State) -> frozenset[Step]:
    """The steps that the state allows."""
    return frozenset(step for step, moves in MACHINE.items() if state in moves)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a triwulan, both ends included."""

    first: date
    last: date


def triwulan_period(year: int, triwulan: int) -> Period:
    """The days of a triwulan: (2023, 3) -> 1 July to 30 September 2023.

    Raises ValueError when triwulan is not 1 to 4.
    """
    if not 1 <= triwulan <= 4:
        raise ValueError(f"triwulan is 1 to 4, not {triwulan}")
    first_month = 3 * triwulan - 2
    last_day = {1: 31, 2: 30, 3: 30, 4: 31}[triwulan]
    return Period(date(year, first_month, 1), date(year, first_month + 2, last_day))


def ended_triwulan(year: int, today: date) -> int:
    """How many triwulan of the year are over on that day: 0 to 4."""
    return sum(triwulan_period(year, triwulan).last < today for triwulan in (1, 2, 3, 4))
