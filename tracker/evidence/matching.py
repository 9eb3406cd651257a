"""Claims beside the cells of a plan: which output in which triwulan a figure may be about, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nlp.marks import ClaimMark
from nlp.matching import Candidate, match, offered
from tracker.evidence.labels import YEAR, claim_words
from tracker.evidence.periods import days_of, lies_in_year, overlaps, span_of
from tracker.evidence.proof import claim_value, scale_of
from tracker.evidence.suggestions import Offer, cell_label
from tracker.percentages.rules import TRIWULANS, Accumulation
from tracker.plans.models import Plan, Renaksi
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import ended_triwulan

MOST_OFFERS = 3  # per claim


@dataclass(frozen=True, slots=True)
class Cell:
    """An output in a triwulan as matching needs it. `reported` is what was filled in, if anything."""

    progress_id: str
    unit: str | None
    year: int
    triwulan: int
    indikator: str
    satuan: str
    renaksi: str
    accumulation: Accumulation
    reported: Decimal | None
    target: Decimal | None
    unit_names: tuple[str, ...] = ()

    @property
    def output_id(self) -> str:
        """The output, in the cell's id before the colon."""
        return self.progress_id.rpartition(":")[0]


async def cells_of(
    plan: Plan, units: frozenset[str | None], names: Mapping[str, tuple[str, ...]]
) -> list[Cell]:
    """The cells of a plan with a target that belong to these units; None among them: to any unit.

    `names` are the names of each unit, long and short.
    """
    where: dict[str, Any] = {"instansi": plan.instansi, "plan_id": plan.id}
    if None not in units:
        where["unit"] = {"$in": sorted(unit for unit in units if unit is not None)}
    renaksi = await Renaksi.get_pymongo_collection().find(where).to_list()
    reports = (
        await Progress.get_pymongo_collection()
        .find({"instansi": plan.instansi, "plan_id": plan.id}, {"value": 1})
        .to_list()
    )
    reported = {report["_id"]: report.get("value") for report in reports}
    return [
        cell
        for action in renaksi
        if not action.get("removed")
        for output in action["outputs"]
        for cell in _cells_of_output(action, output, reported, names)
    ]


def _cells_of_output(
    action: Mapping[str, Any],
    output: Mapping[str, Any],
    reported: Mapping[str, Decimal | None],
    names: Mapping[str, tuple[str, ...]],
) -> Iterable[Cell]:
    targets = output["targets"]
    due = [tw for tw in TRIWULANS if targets.get(f"tw{tw}") is not None]
    if not due and targets.get("total") is not None:
        due = [4]
    for triwulan in due:
        key = progress_id(output["id"], triwulan)
        yield Cell(
            progress_id=key,
            unit=action.get("unit"),
            year=action["year"],
            triwulan=triwulan,
            indikator=output["indikator"],
            satuan=output.get("satuan", ""),
            renaksi=action["text"],
            accumulation=Accumulation(output["accumulation"]),
            reported=reported.get(key),
            target=targets.get(f"tw{triwulan}", targets.get("total")),
            unit_names=names.get(action.get("unit") or "", ()),
        )


def progress_offers(
    fields: Mapping[str, Any], sentence: str, cells: Sequence[Cell], today: date
) -> list[Offer]:
    """The cells that a claim may be about, best first, at most three and each output once.

    `today` is the day of the document: a claim without a finer period is taken to be of the triwulan that had
    ended by then. A target, a grade, a claim of another unit or period is about none.
    """
    value = claim_value(fields.get("value"))
    if value is None or fields.get("role") != "actual":
        return []
    outputs: dict[str, list[Cell]] = {}
    for cell in cells:
        if _may_be_about(fields, cell):
            outputs.setdefault(cell.output_id, []).append(cell)
    likely = {
        cell.progress_id: cell
        for of_output in outputs.values()
        for cell in [_likeliest(fields, value, of_output, today)]
    }
    candidates = [_candidate(cell, fields["kind"]) for cell in likely.values()]
    matches = match(_claim_mark(fields, value), sentence, candidates)
    return [
        _offer(likely[found.candidate], found.score, found.reason) for found in offered(matches, MOST_OFFERS)
    ]


def _may_be_about(fields: Mapping[str, Any], cell: Cell) -> bool:
    if scale_of(cell.satuan, fields["kind"]) is None:
        return False
    days = days_of(fields.get("period"))
    return days is None or overlaps(days, span_of(cell.year, cell.triwulan, cell.accumulation))


def _likeliest(fields: Mapping[str, Any], value: Decimal, cells: Sequence[Cell], today: date) -> Cell:
    """The triwulan of an output that the claim is most likely about.

    One in which that very value was reported; else the first that ends no sooner than what the claim speaks
    of, or than what had ended on the document's day where the claim names but a year.
    """
    for cell in cells:
        if cell.reported is not None and cell.reported * _scale(cell, fields["kind"]) == value:
            return cell
    days = days_of(fields.get("period"))
    is_fine = days is not None and lies_in_year(days, cells[0].year) and len(str(fields["period"])) > YEAR
    if days is not None and is_fine:
        wanted = (days.last.month + 2) // 3
    else:
        wanted = max(1, ended_triwulan(cells[0].year, today))
    return next((cell for cell in cells if cell.triwulan >= wanted), cells[-1])


def _scale(cell: Cell, kind: str) -> int:
    return scale_of(cell.satuan, kind) or 1


def _candidate(cell: Cell, kind: str) -> Candidate:
    """The cell as matching wants it, its values in the claim's unit."""
    scale = _scale(cell, kind)
    known = {"reported": cell.reported, "target": cell.target}
    return Candidate(
        id=cell.progress_id,
        text=f"{cell.indikator} {cell.renaksi}",
        satuan=cell.satuan,
        year=cell.year,
        triwulan=cell.triwulan,
        values={name: value * scale for name, value in known.items() if value is not None},
        unit_names=cell.unit_names,
    )


def _claim_mark(fields: Mapping[str, Any], value: Decimal) -> ClaimMark:
    unit = fields.get("unit")
    return ClaimMark(
        start=0,
        end=0,
        text=claim_words(fields),
        kind=fields["kind"],
        value=value,
        unit=unit,
        role=fields["role"],
        indicator=fields.get("indicator"),
        period=fields.get("period"),
    )


def _offer(cell: Cell, score: float, reason: str) -> Offer:
    return Offer(
        target="progress",
        target_id=cell.progress_id,
        unit=cell.unit,
        label=cell_label(cell.indikator, cell.triwulan, cell.year),
        score=score,
        reason=f"{reason[:1].upper()}{reason[1:]}.",
    )
