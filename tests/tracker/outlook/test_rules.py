"""What keeps a percentage from 100, what would move it, what moved it, and what it may become: pure rules."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.outlook.samples import placed
from tracker.deadlines.rules import working_days
from tracker.outlook.cells import letters_by_renaksi
from tracker.outlook.forecast import DayValue, Forecast, Silence, forecast
from tracker.outlook.gaps import COUNTED, Gap, Loss, PlacedCells, exact_points, losses
from tracker.outlook.movement import FIELDS, movement
from tracker.outlook.movers import movers
from tracker.percentages.facts import TallyRow
from tracker.percentages.rules import TRIWULANS, Formula, Tally, percentages, tally, tally_output
from tracker.percentages.service import PlanFigures

letters = st.text(alphabet=[gap.value for gap in Gap], min_size=4, max_size=4)
plans = st.lists(st.tuples(letters, st.sampled_from("abc"), st.sampled_from(["u1", "u2"])), max_size=6)


def cells_of(plan: list[tuple[str, str, str]]) -> list[PlacedCells]:
    return [placed(one, renaksi=renaksi, unit=unit) for one, renaksi, unit in plan]


def figures(cells: list[PlacedCells]) -> PlanFigures:
    return PlanFigures(
        tuple(
            TallyRow("", each.output.unit, through, tally_output(each.output.facts, through))
            for each in cells
            for through in TRIWULANS
        )
    )


@given(plans, st.sampled_from(TRIWULANS))
def test_the_letters_add_up_to_the_counts_of_the_percentages(
    plan: list[tuple[str, str, str]], through: int
) -> None:
    cells = cells_of(plan)
    found = Counter(letter for each in cells for letter in each.letters[:through])
    total = tally((each.output.facts for each in cells), through)
    for formula, counted in COUNTED.items():
        figure = getattr(percentages(total), FIELDS[formula])
        assert sum(found[gap] for gap in counted) == figure.numerator
    assert sum(found.values()) - found[Gap.NOT_DUE] == total.required
    lost = losses(cells, through=through, is_late=lambda _unit, triwulan: triwulan == 1)
    assert sum(lost.values()) + total.verified == total.required


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=8), st.integers(0, 2))
def test_points_add_up_to_a_hundred_to_the_last_digit(counts: list[int], places: int) -> None:
    points = exact_points(counts, places=places)
    assert sum(points) == (100 if sum(counts) else 0)
    for count, part in zip(counts, points, strict=True):
        if sum(counts):
            assert abs(part - Decimal(100 * count) / sum(counts)) <= Decimal(1).scaleb(-places)


def test_an_empty_cell_is_late_where_its_unit_s_deadline_has_passed() -> None:
    cells = [placed("eb-d", unit="u1"), placed("ee--", unit="u2")]
    found = losses(cells, through=4, is_late=lambda unit, _triwulan: unit == "u2")
    assert {loss: count for loss, count in found.items() if count} == {
        Loss.MISSING: 1,
        Loss.LATE: 2,
        Loss.RETURNED: 1,
        Loss.DRAFT: 1,
    }


def test_completing_a_mover_adds_what_it_says() -> None:
    cells = [placed("eeu-", renaksi="a"), placed("vve-", renaksi="b"), placed("vvvv", renaksi="c")]
    first, second = movers(cells, Formula.TERVERIFIKASI, through=3, most=5)
    assert (first.renaksi_id, first.points, first.missing) == (
        "a",
        Decimal(300) / 9,
        {Gap.EMPTY: 2, Gap.UNPROVEN: 1},
    )
    assert (first.commonest, first.first) == (Gap.EMPTY, ("a-eeu-", 1))
    assert (second.renaksi_id, second.first) == ("b", ("b-vve-", 3))


def test_a_mover_of_capaian_is_weighed_and_those_that_did_not_report_enter_both_sides() -> None:
    cells = [
        placed("v---", renaksi="heavy", weight="0.6", target="2"),  # half of its target
        placed("e---", renaksi="silent", weight="0.4"),
        placed("v---", renaksi="done", weight="0.1"),
    ]
    found = {each.renaksi_id: each.points for each in movers(cells, Formula.CAPAIAN, through=1, most=5)}
    now = Decimal(100) * Decimal("0.4") / Decimal("0.7")
    assert found == {
        "heavy": 100 * Decimal("0.7") / Decimal("0.7") - now,
        "silent": 100 * Decimal("0.8") / Decimal("1.1") - now,
    }


@given(plans, plans, st.sampled_from(TRIWULANS), st.sampled_from(list(COUNTED)))
def test_the_parts_of_a_movement_add_up_to_it(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]], through: int, formula: Formula
) -> None:
    then, now = cells_of(before), cells_of(after)
    moved = movement(
        formula,
        figures(then),
        figures(now),
        through=through,
        letters_then=letters_by_renaksi(then),
        letters_now=letters_by_renaksi(now),
    )
    if moved.difference is not None:
        assert sum(each.points for each in moved.units) + moved.other == pytest.approx(moved.difference)
        if moved.renaksi is not None:
            assert sum(each.points for each in moved.renaksi) + moved.other == pytest.approx(moved.difference)


def test_without_letters_nothing_is_said_of_renaksi() -> None:
    same = figures([placed("vv--")])
    moved = movement(Formula.TERBUKTI, same, same, through=2, letters_then={}, letters_now={"r1": "vv--"})
    assert (moved.units, moved.renaksi, moved.difference) == ((), None, 0)


MONDAY = date(2023, 9, 4)
DEADLINE = date(2023, 10, 20)


def days(values: list[float], whole: float = 100, first: date = MONDAY) -> list[DayValue]:
    """A value for each working day from a Monday on."""
    found, day = [], first
    for value in values:
        while working_days(day - timedelta(days=1), day) == 0:
            day += timedelta(days=1)
        found.append(DayValue(day, value, whole))
        day += timedelta(days=1)
    return found


def told(history: list[DayValue], deadline: date = DEADLINE) -> Forecast:
    return forecast(history, deadline, position=lambda day: working_days(MONDAY, day))


def test_a_steady_pace_goes_on_to_the_deadline() -> None:
    found = told(days([10.0 + day for day in range(20)]))
    assert found.pace is not None
    assert (found.pace.low, found.pace.middle, found.pace.high) == (1, 1, 1)
    assert found.expected is not None
    assert found.expected.low == found.expected.middle == found.expected.high == 29 + found.ahead
    assert found.needed == pytest.approx(71 / found.ahead)


def test_an_uneven_past_makes_a_wide_range() -> None:
    found = told(days([10.0] * 10 + [40.0] * 10))
    assert found.expected is not None
    assert found.expected.low == 40
    assert found.expected.high > found.expected.middle >= found.expected.low


def test_one_odd_day_does_not_turn_the_forecast() -> None:
    steady = [10.0 + day for day in range(20)]
    odd = [*steady[:9], 60.0, *steady[10:]]
    expected, with_odd = told(days(steady)).expected, told(days(odd)).expected
    assert expected is not None
    assert with_odd is not None
    assert abs(with_odd.middle - expected.middle) <= 2


@pytest.mark.parametrize(
    ("history", "deadline", "silence"),
    [
        pytest.param([], DEADLINE, Silence.NOTHING_DUE, id="nothing was ever due"),
        pytest.param(days([1.0] * 6), DEADLINE, Silence.FEW_DAYS, id="six days are too few"),
        pytest.param(days([99, 100.0]), DEADLINE, Silence.COMPLETE, id="complete needs no forecast"),
        pytest.param(
            days([1.0] * 12, 90) + days([2.0] * 3, 100, date(2023, 9, 25)),
            DEADLINE,
            Silence.PLAN_CHANGED,
            id="days before the plan changed do not count",
        ),
        pytest.param(days([1.0] * 7), date(2023, 12, 20), Silence.TOO_FAR, id="too far for a week"),
    ],
)
def test_where_too_little_is_known_nothing_is_foretold(
    history: list[DayValue], deadline: date, silence: Silence
) -> None:
    found = told(history, deadline)
    assert (found.silence, found.expected, found.pace) == (silence, None, None)


def test_a_tally_of_nothing_gives_no_steps() -> None:
    assert exact_points([0] * 7) == [0] * 7
    assert Tally().required == 0
