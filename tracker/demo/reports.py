"""What the invented units have reported by the demo's day: pure, from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tracker.plans.values import OutputRow, PlanDraft, RenaksiRow

DUE = (1, 2, 3)
FILLED_SHARE = {1: Decimal("0.86"), 2: Decimal("0.50"), 3: Decimal("0.14")}
LATE = (
    "Pengadaan mundur karena penyedia baru ditetapkan pada akhir triwulan.",
    "Jadwal bergeser menunggu penetapan pedoman teknis.",
    "Sebagian lokasi belum terjangkau karena cuaca.",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """An output in a triwulan of the invented plans."""

    renaksi: RenaksiRow
    output: OutputRow
    triwulan: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is filled into a cell: a value near its target, what was spent, and why less was reached."""

    cell: Cell
    value: Decimal
    spent: int
    obstacles: str


def due_cells(drafts: Sequence[PlanDraft]) -> list[Cell]:
    """All cells of the plans that are due through triwulan III, in the plans' order."""
    return [
        Cell(renaksi, output, triwulan)
        for draft in drafts
        for _path, renaksi in draft.renaksi()
        for output in renaksi.outputs
        for triwulan in DUE
        if output.targets.at(triwulan) is not None
    ]


def reports(drafts: Sequence[PlanDraft], random: Random) -> list[Report]:
    """Reports for exactly half of the due cells (rounded down), most of triwulan I and few of III."""
    cells = due_cells(drafts)
    wanted = len(cells) // 2
    chosen = list(_chosen(cells, random))
    rest = [cell for cell in cells if cell not in chosen]
    random.shuffle(rest)
    while len(chosen) < wanted:
        chosen.append(rest.pop())
    kept = set(map(id, chosen[:wanted]))
    return [_report(cell, random) for cell in cells if id(cell) in kept]


def _chosen(cells: Sequence[Cell], random: Random) -> Iterator[Cell]:
    for triwulan, share in FILLED_SHARE.items():
        of_triwulan = [cell for cell in cells if cell.triwulan == triwulan]
        random.shuffle(of_triwulan)
        yield from of_triwulan[: int(len(of_triwulan) * share)]


def _report(cell: Cell, random: Random) -> Report:
    target = cell.output.targets.at(cell.triwulan) or Decimal(0)
    reaches = random.random() < 0.7
    factor = Decimal(1) if reaches else Decimal(str(round(random.uniform(0.6, 1.15), 2)))
    value = (target * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if cell.output.satuan == "%":
        value = min(value, Decimal(100))
    budget = cell.output.budgets.total or 0
    spent = int(budget * random.uniform(0.15, 0.28)) // 1000 * 1000
    return Report(cell, value, spent, "" if value >= target else random.choice(LATE))
