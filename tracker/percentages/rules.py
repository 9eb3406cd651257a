"""Percentages: from the facts of outputs to figures that say how they were made.

Everything here is a pure function of plain values. A percentage is never a bare number: it carries its
numerator, its denominator, the name of its formula and what was left out; where nothing can be computed its
value is None with a reason, never 0. A total divides the sum of the numerators by the sum of the
denominators; it is never an average of percentages. The formulas are told in docs/percentages.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
TRIWULANS = (1, 2, 3, 4)


class Polarity(StrEnum):
    """Which way an output's value is better."""

    HIGHER = "higher"
    LOWER = "lower"
    EXACT = "exact"


class Accumulation(StrEnum):
    """How the values of the triwulan add up to the year's.

    CUMULATIVE: each value is the running total since January, so the latest one is the total.
    PER_QUARTER: each value is the triwulan's own, so the total is their sum.
    """

    CUMULATIVE = "cumulative"
    PER_QUARTER = "per_quarter"


class LowerFormula(StrEnum):
    """How far a falling output is reached: governments use two formulas, so each output names its own."""

    DEVIATION = "lower-deviation-1"  # (2 × target − actual) ÷ target
    RATIO = "lower-ratio-1"  # target ÷ actual


class Formula(StrEnum):
    """The named, versioned formulas of a percentage."""

    TERINPUT = "terinput-1"
    DILAPORKAN = "dilaporkan-1"
    TERBUKTI = "terbukti-1"
    TERVERIFIKASI = "terverifikasi-1"
    CAPAIAN = "capaian-output-1"
    SERAPAN = "serapan-1"


class Reason(StrEnum):
    """Why a figure is not there, or why an output was left out of it."""

    NOTHING_DUE = "nothing_due"
    NO_TARGET = "no_target"
    ZERO_TARGET = "zero_target"
    NOT_REPORTED = "not_reported"
    ZERO_ACTUAL = "zero_actual"
    NO_BUDGET = "no_budget"
    NO_WEIGHT = "no_weight"


@dataclass(frozen=True, slots=True)
class ProgressFact:
    """What is known of one output in one triwulan. `value` None: nothing was filled in."""

    value: Decimal | None = None
    spent: int | None = None  # whole rupiah
    reported: bool = False  # submitted at least, and not sent back
    proven: bool = False  # its evidence fits
    verified: bool = False  # accepted by the inspectorate


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """An output of a renaksi with its targets, budget and progress.

    `targets` and `progress` are keyed by triwulan 1 to 4; `weight` is the output's share of the plan before
    the shares are divided by their sum.
    """

    targets: Mapping[int, Decimal | None]
    target_total: Decimal | None = None
    budget_total: int | None = None  # whole rupiah, for the year
    polarity: Polarity = Polarity.HIGHER
    accumulation: Accumulation = Accumulation.PER_QUARTER
    lower_formula: LowerFormula = LowerFormula.DEVIATION
    weight: Decimal = ONE
    progress: Mapping[int, ProgressFact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many outputs a figure leaves out, and why."""

    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class Percentage:
    """A figure that says how it was made. `value` is in per cent, or None with a `reason`."""

    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    formula: Formula
    excluded: tuple[Exclusion, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The two sums of a percentage and the outputs that were left out of them, by reason."""

    numerator: Decimal = ZERO
    denominator: Decimal = ZERO
    excluded: Mapping[Reason, int] = field(default_factory=dict)

    def __add__(self, other: "Sum") -> "Sum":
        reasons = self.excluded.keys() | other.excluded.keys()
        return Sum(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            {
                reason: self.excluded.get(reason, 0) + other.excluded.get(reason, 0)
                for reason in sorted(reasons)
            },
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of cells (one output × one triwulan) with the sums of capaian and serapan: all that adds up.

    The counts are nested: required ⊇ filled ⊇ reported ⊇ proven ⊇ verified.
    """

    required: int = 0
    filled: int = 0
    reported: int = 0
    proven: int = 0
    verified: int = 0
    capaian: Sum = field(default_factory=Sum)
    serapan: Sum = field(default_factory=Sum)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.required + other.required,
            self.filled + other.filled,
            self.reported + other.reported,
            self.proven + other.proven,
            self.verified + other.verified,
            self.capaian + other.capaian,
            self.serapan + other.serapan,
        )


@dataclass(frozen=True, slots=True)
class Percentages:
    """The six figures of a plan, a unit, a renaksi or an output."""

    terinput: Percentage
    dilaporkan: Percentage
    terbukti: Percentage
    terverifikasi: Percentage
    capaian: Percentage
    serapan: Percentage


def is_required(output: OutputFacts, triwulan: int) -> bool:
    """Whether something must be filled in for the output in that triwulan.

    A triwulan with a target is required. An output that has only a total for the year is required in
    triwulan IV. One without any target is never required.
    """
    if triwulan not in TRIWULANS:
        raise ValueError(f"triwulan is 1 to 4, not {triwulan}")
    if any(output.targets.get(tw) is not None for tw in TRIWULANS):
        return output.targets.get(triwulan) is not None
    return triwulan == 4 and output.target_total is not None


def reached_and_target(output: OutputFacts, through: int) -> tuple[Decimal | None, Decimal | None]:
    """What was reached and what was aimed at from January to a triwulan's end; None where not known.

    Per quarter: the sums, over the triwulan that have a target. Cumulative: the latest value that was filled
    in and the latest target, both up to `through`.
    """
    due = [tw for tw in TRIWULANS if tw <= through and is_required(output, tw)]
    values = {
        tw: fact.value for tw, fact in output.progress.items() if tw <= through and fact.value is not None
    }
    if not due:
        return None, None
    targets = [_target_of(output, tw) for tw in due]
    if output.accumulation is Accumulation.CUMULATIVE:
        return (values[max(values)] if values else None), targets[-1]
    reached = sum(values.values(), ZERO) if values else None
    return reached, sum((target for target in targets if target is not None), ZERO)


def _target_of(output: OutputFacts, triwulan: int) -> Decimal | None:
    own = output.targets.get(triwulan)
    return own if own is not None else output.target_total


def achievement(  # noqa: PLR0911 - a table of polarities reads best as one return each
    reached: Decimal, target: Decimal, polarity: Polarity, lower: LowerFormula = LowerFormula.DEVIATION
) -> Decimal | Reason:
    """Share of the target that was reached: 1 is all of it, uncapped, never below 0; or why there is none."""
    if polarity is Polarity.EXACT:
        if target == 0:
            return ONE if reached == 0 else ZERO
        return max(ZERO, ONE - abs(reached - target) / abs(target))
    if polarity is Polarity.LOWER:
        if lower is LowerFormula.RATIO:
            if reached == 0:
                return ONE if target == 0 else Reason.ZERO_ACTUAL
            return max(ZERO, target / reached)
        if target == 0:
            return ONE if reached <= 0 else Reason.ZERO_TARGET
        return max(ZERO, (2 * target - reached) / target)
    if target == 0:
        return Reason.ZERO_TARGET
    return max(ZERO, reached / target)


def capaian_of(output: OutputFacts, through: int) -> Percentage:
    """Achievement of one output up to a triwulan, uncapped: 130 % is shown as 130 %."""
    share = _share(output, through)
    if isinstance(share, Reason):
        return Percentage(None, ZERO, ZERO, Formula.CAPAIAN, (), share)
    reached, target = reached_and_target(output, through)
    return Percentage(share * HUNDRED, reached or ZERO, target or ZERO, Formula.CAPAIAN)


def _share(output: OutputFacts, through: int) -> Decimal | Reason:
    reached, target = reached_and_target(output, through)
    if target is None:
        has_target = any(is_required(output, tw) for tw in TRIWULANS)
        return Reason.NOTHING_DUE if has_target else Reason.NO_TARGET
    if reached is None:
        return Reason.NOT_REPORTED
    return achievement(reached, target, output.polarity, output.lower_formula)


def tally_output(output: OutputFacts, through: int) -> Tally:
    """The tally of one output from triwulan I to `through`.

    Proven counts only what is reported, and verified only what is proven, so the bars are nested whatever
    happened to the evidence afterwards.
    """
    due = [
        output.progress.get(tw, ProgressFact())
        for tw in TRIWULANS
        if tw <= through and is_required(output, tw)
    ]
    filled = [fact for fact in due if fact.value is not None]
    reported = [fact for fact in filled if fact.reported]
    proven = [fact for fact in reported if fact.proven]
    return Tally(
        required=len(due),
        filled=len(filled),
        reported=len(reported),
        proven=len(proven),
        verified=sum(fact.verified for fact in proven),
        capaian=_capaian_sum(output, through),
        serapan=_serapan_sum(output, through),
    )


def _capaian_sum(output: OutputFacts, through: int) -> Sum:
    """Weight × share, capped at the whole, over the weight."""
    if output.weight <= 0:
        return Sum(excluded={Reason.NO_WEIGHT: 1})
    share = _share(output, through)
    if isinstance(share, Reason):
        return Sum(excluded={share: 1})
    return Sum(output.weight * min(share, ONE), output.weight)


def _serapan_sum(output: OutputFacts, through: int) -> Sum:
    """Spent up to the triwulan over the budget of the year; an output without a budget stays out."""
    spent = [fact.spent for tw, fact in output.progress.items() if tw <= through and fact.spent is not None]
    if not output.budget_total:
        return Sum(excluded={Reason.NO_BUDGET: 1})
    if not spent:
        return Sum(excluded={Reason.NOT_REPORTED: 1})
    return Sum(Decimal(sum(spent)), Decimal(output.budget_total))


def tally(outputs: Iterable[OutputFacts], through: int) -> Tally:
    """The tally of many outputs from triwulan I to `through`."""
    return sum((tally_output(output, through) for output in outputs), Tally())


def percentages(total: Tally) -> Percentages:
    """The six figures of a tally."""
    return Percentages(
        terinput=_of_cells(total.filled, total.required, Formula.TERINPUT),
        dilaporkan=_of_cells(total.reported, total.required, Formula.DILAPORKAN),
        terbukti=_of_cells(total.proven, total.required, Formula.TERBUKTI),
        terverifikasi=_of_cells(total.verified, total.required, Formula.TERVERIFIKASI),
        capaian=_of_sum(total.capaian, Formula.CAPAIAN),
        serapan=_of_sum(total.serapan, Formula.SERAPAN),
    )


def _of_cells(part: int, whole: int, formula: Formula) -> Percentage:
    if whole == 0:
        return Percentage(None, ZERO, ZERO, formula, (), Reason.NOTHING_DUE)
    return Percentage(HUNDRED * part / whole, Decimal(part), Decimal(whole), formula)


def _of_sum(total: Sum, formula: Formula) -> Percentage:
    excluded = tuple(Exclusion(Reason(reason), count) for reason, count in total.excluded.items() if count)
    if total.denominator == 0:
        commonest = max(excluded, key=lambda exclusion: exclusion.count, default=None)
        reason = commonest.reason if commonest else Reason.NOTHING_DUE
        return Percentage(None, total.numerator, total.denominator, formula, excluded, reason)
    value = HUNDRED * total.numerator / total.denominator
    return Percentage(value, total.numerator, total.denominator, formula, excluded)


def shares(weights: Iterable[Decimal]) -> list[Decimal]:
    """Weights divided by their sum: [30, 10] -> [0.75, 0.25]. All are 0 where the sum is 0."""
    listed = list(weights)
    whole = sum(listed, ZERO)
    return [weight / whole if whole else ZERO for weight in listed]
