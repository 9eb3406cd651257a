"""The renaksi whose completion adds most points to a percentage of their plan."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.outlook.gaps import COUNTED, Gap, PlacedCells
from tracker.percentages.rules import TRIWULANS, Formula, Reason, Sum, tally_output

HUNDRED = Decimal(100)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mover:
    """A renaksi with the points that it would add if it were complete.

    `missing` counts its cells that keep the figure down, by what is wrong with them; `first` is the output
    and triwulan of the earliest of the commonest kind, where the next step is done.
    """

    renaksi_id: str
    unit: str | None
    points: Decimal
    missing: Counter[Gap] = field(default_factory=Counter)
    commonest: Gap | None = None
    first: tuple[str, int] | None = None


def movers(cells: Sequence[PlacedCells], formula: Formula, *, through: int, most: int) -> list[Mover]:
    """The `most` renaksi that would add most to a figure through a triwulan; the largest first."""
    by_renaksi: dict[str, list[PlacedCells]] = {}
    for each in cells:
        by_renaksi.setdefault(each.output.renaksi_id, []).append(each)
    points = _capaian_points(cells, by_renaksi, through) if formula is Formula.CAPAIAN else None
    counted = COUNTED[Formula.DILAPORKAN if formula is Formula.CAPAIAN else formula]
    required = sum(_is_due(each, triwulan) for each in cells for triwulan in TRIWULANS if triwulan <= through)
    found = []
    for renaksi_id, own in by_renaksi.items():
        open_cells = _open(own, counted, through)
        gain = points[renaksi_id] if points is not None else HUNDRED * len(open_cells) / max(required, 1)
        if gain > 0:
            missing = Counter(gap for gap, _output, _triwulan in open_cells)
            gap = commonest(missing)
            first = next(((output, tw) for each, output, tw in open_cells if each is gap), None)
            found.append(Mover(renaksi_id, own[0].output.unit, gain, missing, gap, first))
    return sorted(found, key=lambda mover: (-mover.points, mover.renaksi_id))[:most]


def commonest(missing: Counter[Gap]) -> Gap | None:
    """What is wrong with most cells; on a tie, what comes first on the way; None where nothing is."""
    order = list(Gap)
    return min(missing, key=lambda gap: (-missing[gap], order.index(gap)), default=None)


def _is_due(each: PlacedCells, triwulan: int) -> bool:
    return each.gap(triwulan) is not Gap.NOT_DUE


def _open(own: Iterable[PlacedCells], counted: frozenset[Gap], through: int) -> list[tuple[Gap, str, int]]:
    """The cells that do not count yet, by triwulan."""
    return sorted(
        (
            (each.gap(triwulan), each.output.output_id, triwulan)
            for each in own
            for triwulan in TRIWULANS
            if triwulan <= through and _is_due(each, triwulan) and each.gap(triwulan) not in counted
        ),
        key=lambda cell: cell[2],
    )


def _capaian_points(
    cells: Iterable[PlacedCells], by_renaksi: dict[str, list[PlacedCells]], through: int
) -> dict[str, Decimal]:
    """What each renaksi would add to capaian if all of its outputs reached their targets.

    An output that has not reported stays out of the sum today; with its report it enters both sides of it.
    """
    sums = {each.output.output_id: tally_output(each.output.facts, through).capaian for each in cells}
    whole = sum(sums.values(), Sum())
    found = {}
    for renaksi_id, own in by_renaksi.items():
        gain, more = ZERO, ZERO
        for each in own:
            weight, now = each.output.facts.weight, sums[each.output.output_id]
            if now.denominator:
                gain += weight - now.numerator
            elif Reason.NOT_REPORTED in now.excluded:
                gain, more = gain + weight, more + weight
        found[renaksi_id] = _share(whole.numerator + gain, whole.denominator + more) - _share(
            whole.numerator, whole.denominator
        )
    return found


def _share(numerator: Decimal, denominator: Decimal) -> Decimal:
    return HUNDRED * numerator / denominator if denominator else ZERO
