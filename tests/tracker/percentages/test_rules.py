"""The formulas of the percentages, as tables and as properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.percentages.rules import (
    Accumulation,
    Formula,
    LowerFormula,
    OutputFacts,
    Polarity,
    ProgressFact,
    Reason,
    Tally,
    achievement,
    capaian_of,
    is_required,
    percentages,
    reached_and_target,
    shares,
    tally,
    tally_output,
)


def facts(values: dict[int, int | None], targets: dict[int, int | None], **rest: object) -> OutputFacts:
    """An output with whole targets and submitted values."""
    return OutputFacts(
        targets={tw: None if target is None else Decimal(target) for tw, target in targets.items()},
        progress={
            tw: ProgressFact(value=None if value is None else Decimal(value), reported=value is not None)
            for tw, value in values.items()
        },
        **rest,  # type: ignore[arg-type]
    )


QUARTERS = {1: 1, 2: 2, 3: 3, 4: 4}


@pytest.mark.parametrize(
    ("targets", "total", "required"),
    [
        pytest.param({1: 1, 2: None, 3: 0, 4: 2}, None, [1, 3, 4], id="a triwulan with a target, also of 0"),
        pytest.param({}, 12, [4], id="only a total: triwulan IV"),
        pytest.param({}, None, [], id="no target at all: never"),
        pytest.param({2: 5}, 9, [2], id="targets per triwulan go before the total"),
    ],
)
def test_what_must_be_filled_in(
    targets: dict[int, int | None], total: int | None, required: list[int]
) -> None:
    output = facts({}, targets, target_total=None if total is None else Decimal(total))
    assert [tw for tw in (1, 2, 3, 4) if is_required(output, tw)] == required


@pytest.mark.parametrize("triwulan", [0, 5, -1])
def test_there_are_four_triwulan(triwulan: int) -> None:
    with pytest.raises(ValueError, match="triwulan is 1 to 4"):
        is_required(facts({}, QUARTERS), triwulan)


@pytest.mark.parametrize(
    ("polarity", "lower", "reached", "target", "share"),
    [
        pytest.param("higher", None, "3", "4", "0.75", id="higher: reached over target"),
        pytest.param("higher", None, "6", "4", "1.5", id="higher: uncapped"),
        pytest.param("higher", None, "-1", "4", "0", id="higher: never below nothing"),
        pytest.param(
            "higher", None, "3", "0", Reason.ZERO_TARGET, id="higher: a target of 0 cannot be divided by"
        ),
        pytest.param("lower", "lower-deviation-1", "4", "5", "1.2", id="lower by deviation: less is more"),
        pytest.param(
            "lower", "lower-deviation-1", "11", "5", "0", id="lower by deviation: never below nothing"
        ),
        pytest.param("lower", "lower-deviation-1", "0", "0", "1", id="lower: none wanted, none there"),
        pytest.param(
            "lower", "lower-deviation-1", "2", "0", Reason.ZERO_TARGET, id="lower: none wanted, some there"
        ),
        pytest.param("lower", "lower-ratio-1", "4", "5", "1.25", id="lower by ratio"),
        pytest.param(
            "lower", "lower-ratio-1", "0", "5", Reason.ZERO_ACTUAL, id="lower by ratio: nothing to divide by"
        ),
        pytest.param("exact", None, "12", "10", "0.8", id="exact: too much counts as too little does"),
        pytest.param("exact", None, "0", "0", "1", id="exact: none wanted, none there"),
    ],
)
def test_how_much_of_a_target_is_reached(
    polarity: str, lower: str | None, reached: str, target: str, share: str | Reason
) -> None:
    formula = LowerFormula(lower) if lower else LowerFormula.DEVIATION
    found = achievement(Decimal(reached), Decimal(target), Polarity(polarity), formula)
    assert found == (share if isinstance(share, Reason) else Decimal(share))


def test_a_cumulative_value_is_the_year_so_far() -> None:
    output = facts({1: 10, 2: 25}, {1: 10, 2: 20, 3: 40, 4: 50}, accumulation=Accumulation.CUMULATIVE)
    assert reached_and_target(output, 3) == (25, 40)
    assert capaian_of(output, 3).value == Decimal("62.5")


def test_values_per_quarter_are_added_up() -> None:
    output = facts({1: 1, 2: 3}, QUARTERS)
    assert reached_and_target(output, 3) == (4, 6)


def test_an_output_that_was_not_reported_leaves_the_sum_and_says_so() -> None:
    total = tally([facts({1: 1}, QUARTERS), facts({}, QUARTERS)], through=1)
    figure = percentages(total).capaian
    assert figure.value == 100
    assert [(left_out.reason, left_out.count) for left_out in figure.excluded] == [(Reason.NOT_REPORTED, 1)]


def test_a_percentage_of_nothing_is_no_percentage() -> None:
    figures = percentages(Tally())
    assert figures.terinput.value is None
    assert figures.terinput.reason is Reason.NOTHING_DUE
    assert figures.capaian.value is None
    assert figures.serapan.value is None


def test_a_total_divides_sums_and_is_no_average_of_percentages() -> None:
    small = facts({1: 1}, {1: 1})
    large = facts({1: 1}, {1: 1, 2: 1, 3: 1, 4: 1})
    assert percentages(tally([small, large], through=4)).terinput.value == Decimal(40)


def test_absorption_is_spent_over_the_budget_of_the_year() -> None:
    output = facts({}, QUARTERS, budget_total=200)
    spent = OutputFacts(
        output.targets, budget_total=200, progress={1: ProgressFact(spent=30), 2: ProgressFact(spent=20)}
    )
    assert percentages(tally([spent], through=2)).serapan.value == 25
    assert percentages(tally([output], through=2)).serapan.reason is Reason.NOT_REPORTED


def test_a_verified_report_that_lost_its_proof_counts_as_neither() -> None:
    report = ProgressFact(value=Decimal(1), reported=True, proven=False, verified=True)
    total = tally_output(OutputFacts({1: Decimal(1)}, progress={1: report}), 1)
    assert (total.reported, total.proven, total.verified) == (1, 0, 0)


amounts = st.decimals(min_value=-1000, max_value=1000, places=2, allow_nan=False)
reports = st.builds(
    ProgressFact,
    value=st.none() | amounts,
    spent=st.none() | st.integers(0, 10**12),
    reported=st.booleans(),
    proven=st.booleans(),
    verified=st.booleans(),
)
outputs = st.builds(
    OutputFacts,
    targets=st.dictionaries(st.sampled_from([1, 2, 3, 4]), st.none() | amounts),
    target_total=st.none() | amounts,
    budget_total=st.none() | st.integers(0, 10**12),
    polarity=st.sampled_from(Polarity),
    accumulation=st.sampled_from(Accumulation),
    lower_formula=st.sampled_from(LowerFormula),
    weight=st.decimals(min_value=0, max_value=100, places=2),
    progress=st.dictionaries(st.sampled_from([1, 2, 3, 4]), reports),
)
plans = st.lists(outputs, max_size=6)
throughs = st.sampled_from([1, 2, 3, 4])


@given(plans, throughs)
def test_the_counts_are_nested(plan: list[OutputFacts], through: int) -> None:
    total = tally(plan, through)
    assert total.required >= total.filled >= total.reported >= total.proven >= total.verified >= 0


@given(plans, throughs)
def test_every_figure_has_a_value_or_a_reason(plan: list[OutputFacts], through: int) -> None:
    figures = percentages(tally(plan, through))
    for figure in (
        figures.terinput,
        figures.dilaporkan,
        figures.terbukti,
        figures.terverifikasi,
        figures.capaian,
    ):
        assert (figure.value is None) != (figure.reason is None)
        assert figure.value is None or Decimal(0) <= figure.value <= Decimal(100)


@given(plans, throughs)
def test_every_output_is_counted_or_left_out(plan: list[OutputFacts], through: int) -> None:
    """Each output is in the sum or among the exclusions of capaian, never in both or in neither."""
    total = tally(plan, through).capaian
    counted = [output for output in plan if not tally_output(output, through).capaian.excluded]
    assert len(counted) + sum(total.excluded.values()) == len(plan)
    assert total.denominator == sum((output.weight for output in counted), Decimal(0))


LAST_DIGITS = Decimal("1e-18")  # quotients have 28 digits, so the order of a sum shows in the last ones


def counts(one: Tally) -> tuple[int, ...]:
    """The counts of cells."""
    return one.required, one.filled, one.reported, one.proven, one.verified


@given(plans, plans, throughs)
def test_parts_add_up_to_the_whole(one: list[OutputFacts], other: list[OutputFacts], through: int) -> None:
    parts, whole = tally(one, through) + tally(other, through), tally([*one, *other], through)
    assert counts(parts) == counts(whole)
    for ours, theirs in ((parts.capaian, whole.capaian), (parts.serapan, whole.serapan)):
        assert ours.excluded == theirs.excluded
        assert ours.denominator == theirs.denominator
        assert abs(ours.numerator - theirs.numerator) <= LAST_DIGITS


@given(plans, st.randoms(use_true_random=False), throughs)
def test_the_order_does_not_matter(plan: list[OutputFacts], random: object, through: int) -> None:
    shuffled = list(plan)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert percentages(tally(plan, through)).terinput == percentages(tally(shuffled, through)).terinput


@given(plans, throughs)
def test_more_time_never_asks_for_less(plan: list[OutputFacts], through: int) -> None:
    if through < 4:
        assert tally(plan, through).required <= tally(plan, through + 1).required


@given(st.lists(st.decimals(min_value="0.01", max_value=100, places=2), min_size=1, max_size=20))
def test_shares_add_up_to_one(weights: list[Decimal]) -> None:
    assert abs(sum(shares(weights)) - 1) < Decimal("1e-20")


def test_shares_of_nothing_are_nothing() -> None:
    assert shares([Decimal(0), Decimal(0)]) == [0, 0]


def test_a_formula_is_named_with_its_version() -> None:
    assert all(formula.value.rpartition("-")[2].isdigit() for formula in Formula)
