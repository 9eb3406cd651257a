"""Where each required cell stands on its way to 100 per cent, a letter a cell, and what they add up to.

The letters follow the nested counts of `tracker.percentages.rules`: a cell that is verified but has lost its
proof counts as reported alone, so it is unproven here too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.percentages.facts import PlacedOutput
from tracker.percentages.rules import TRIWULANS, Formula, OutputFacts, ProgressFact, is_required
from tracker.progress.rules import MENDING, State


class Gap(StrEnum):
    """What keeps a required cell from being counted, as one letter."""

    EMPTY = "e"
    DRAFT = "d"
    RETURNED = "b"
    UNPROVEN = "u"
    UNVERIFIED = "p"
    VERIFIED = "v"  # nothing: it counts in every figure
    NOT_DUE = "-"  # nothing is asked for


class Loss(StrEnum):
    """A step from 100 down to what is verified, as addresses name it."""

    LATE = "terlambat"
    MISSING = "belum-diisi"
    DRAFT = "draf"
    RETURNED = "dikembalikan"
    UNPROVEN = "tanpa-bukti"
    UNVERIFIED = "belum-diverifikasi"


COUNTED: dict[Formula, frozenset[Gap]] = {
    Formula.TERINPUT: frozenset({Gap.DRAFT, Gap.RETURNED, Gap.UNPROVEN, Gap.UNVERIFIED, Gap.VERIFIED}),
    Formula.DILAPORKAN: frozenset({Gap.UNPROVEN, Gap.UNVERIFIED, Gap.VERIFIED}),
    Formula.TERBUKTI: frozenset({Gap.UNVERIFIED, Gap.VERIFIED}),
    Formula.TERVERIFIKASI: frozenset({Gap.VERIFIED}),
}
"""The letters that count in a figure's numerator; all but NOT_DUE count in its denominator."""

LOSS_OF = {
    Gap.DRAFT: Loss.DRAFT,
    Gap.RETURNED: Loss.RETURNED,
    Gap.UNPROVEN: Loss.UNPROVEN,
    Gap.UNVERIFIED: Loss.UNVERIFIED,
}
IsLate = Callable[[str | None, int], bool]
"""Whether a unit's deadline for a triwulan has passed."""


@dataclass(frozen=True, slots=True)
class PlacedCells:
    """An output of a plan with the letter of each of its triwulan: "vve-"."""

    output: PlacedOutput
    letters: str

    def gap(self, triwulan: int) -> Gap:
        """The letter of a triwulan."""
        return Gap(self.letters[triwulan - 1])


def gap_of(fact: ProgressFact, state: str) -> Gap:
    """The letter of a required cell with this fact, whose report is in this state."""
    if fact.value is None:
        return Gap.EMPTY
    if not fact.reported:
        return Gap.RETURNED if State(state) in MENDING else Gap.DRAFT
    if not fact.proven:
        return Gap.UNPROVEN
    return Gap.VERIFIED if fact.verified else Gap.UNVERIFIED


def letters_of(facts: OutputFacts, states: Mapping[int, str]) -> str:
    """The letters of an output's four triwulan; `states` of the reports that there are."""
    return "".join(
        gap_of(facts.progress.get(triwulan, ProgressFact()), states.get(triwulan, State.EMPTY))
        if is_required(facts, triwulan)
        else Gap.NOT_DUE
        for triwulan in TRIWULANS
    )


def loss_of(gap: Gap, *, is_late: bool) -> Loss | None:
    """The step to which a cell belongs; None: it counts, or nothing is asked for."""
    if gap is Gap.EMPTY:
        return Loss.LATE if is_late else Loss.MISSING
    return LOSS_OF.get(gap)


def losses(cells: Iterable[PlacedCells], *, through: int, is_late: IsLate) -> dict[Loss, int]:
    """How many cells from triwulan I to `through` are lost at each step."""
    found = Counter(
        loss_of(each.gap(triwulan), is_late=is_late(each.output.unit, triwulan))
        for each in cells
        for triwulan in TRIWULANS
        if triwulan <= through
    )
    return {loss: found[loss] for loss in Loss}


def exact_points(counts: Sequence[int], *, places: int = 1) -> list[Decimal]:
    """Counts as points of 100 with so many decimals, which add up to 100 to the last digit.

    The last is rounded half up, as percentages are elsewhere. The others are rounded down, and the smallest
    units that are then missing go to the largest remainders: [1, 1, 1] -> [33.4, 33.3, 33.3].
    Counts that sum to 0 give no points at all.
    """
    *others, last = counts
    whole = sum(counts)
    if not whole:
        return [Decimal(0)] * len(counts)
    units = 100 * 10**places
    kept = (2 * last * units + whole) // (2 * whole)
    down = [count * units // whole for count in others]
    left = units - kept - sum(down)
    by_remainder = sorted(range(len(others)), key=lambda place: (-(others[place] * units % whole), place))
    for place in by_remainder[: max(left, 0)]:
        down[place] += 1
    for place in by_remainder[left:] if left < 0 else ():
        down[place] -= 1
    return [Decimal(share).scaleb(-places) for share in (*down, kept)]
