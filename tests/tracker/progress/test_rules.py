"""The machine of a report, and the days of a triwulan."""

from datetime import date

import pytest

from tracker.progress.rules import (
    BUREAU_STEPS,
    EDITABLE,
    REPORTED,
    State,
    Step,
    ended_triwulan,
    next_state,
    steps_from,
    triwulan_period,
)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (State.EMPTY, {Step.SAVE}),
        (State.DRAFT, {Step.SAVE, Step.SUBMIT}),
        (State.SUBMITTED, {Step.WITHDRAW, Step.VERIFY, Step.RETURN}),
        (State.RETURNED, {Step.SAVE, Step.SUBMIT, Step.UNDO}),
        (State.VERIFIED, {Step.REOPEN, Step.UNDO}),
        (State.REOPENED, {Step.SAVE, Step.SUBMIT}),
    ],
)
def test_each_state_allows_its_steps_and_no_others(state: State, steps: set[Step]) -> None:
    assert steps_from(state) == steps


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_the_bureau_changes_only_what_is_not_with_the_inspectorate(state: State, step: Step) -> None:
    following = next_state(state, step)
    if step is Step.SAVE:
        assert (following is None) == (state not in EDITABLE)
        assert following is None or following not in REPORTED
    if following is State.VERIFIED:
        assert step not in BUREAU_STEPS
        assert state is State.SUBMITTED


def test_every_state_can_be_reached_from_an_empty_one() -> None:
    reached, waiting = {State.EMPTY}, [State.EMPTY]
    while waiting:
        state = waiting.pop()
        following = {after for step in Step if (after := next_state(state, step)) is not None}
        waiting.extend(following - reached)
        reached |= following
    assert reached == set(State)


@pytest.mark.parametrize(
    ("triwulan", "first", "last"),
    [
        (1, date(2023, 1, 1), date(2023, 3, 31)),
        (2, date(2023, 4, 1), date(2023, 6, 30)),
        (3, date(2023, 7, 1), date(2023, 9, 30)),
        (4, date(2023, 10, 1), date(2023, 12, 31)),
    ],
)
def test_a_triwulan_is_three_months(triwulan: int, first: date, last: date) -> None:
    period = triwulan_period(2023, triwulan)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("triwulan", [0, 5, -1])
def test_there_are_four_triwulan(triwulan: int) -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        triwulan_period(2023, triwulan)


@pytest.mark.parametrize(
    ("today", "ended"),
    [
        (date(2022, 12, 31), 0),
        (date(2023, 3, 31), 0),
        (date(2023, 4, 1), 1),
        (date(2023, 10, 5), 3),
        (date(2024, 1, 1), 4),
    ],
)
def test_a_triwulan_has_ended_the_day_after_its_last(today: date, ended: int) -> None:
    assert ended_triwulan(2023, today) == ended
