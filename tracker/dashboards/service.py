"""Gathering what the pages of figures show: few queries, whatever the size of the plans."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.dashboards.inputs import OutputInput, inputs_of
from tracker.deadlines.lookup import due_through, reporting
from tracker.deadlines.models import Deadline
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.institutions.service import units_by_id
from tracker.outlook.gaps import IsLate
from tracker.percentages.facts import PlacedOutput
from tracker.percentages.rules import Formula, Percentage, Tally, percentages, tally
from tracker.percentages.service import PlanFigures, plan_figures, plan_outputs, top_nodes
from tracker.plans.models import Plan, PlanStatus, Renaksi
from tracker.progress.models import Progress

UNASSIGNED = "-"
"""In addresses: the unit of what no unit was matched to."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The year that a page speaks of, and how far into it things are due."""

    year: int
    through: int
    years: tuple[int, ...]
    plans: tuple[Plan, ...]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class FigureDetail:
    """A figure with all that it was made of."""

    plan: Plan
    through: int
    figure: Percentage
    inputs: tuple[OutputInput, ...]


async def scope_of(
    institution: Institution, *, now_at: datetime, year: int | None = None, through: int | None = None
) -> Scope:
    """The year asked for, or the newest with an active plan; and the triwulan that are due in it."""
    plans = await Plan.find({"instansi": institution.id, "status": PlanStatus.ACTIVE}).to_list()
    years = tuple(sorted({plan.year for plan in plans}, reverse=True))
    chosen = year if year in years else (years[0] if years else now_at.astimezone(institution.tz).year)
    due = await due_through(institution, chosen, now_at)
    deadlines = [deadline for deadline in await reporting(institution.id) if deadline.year == chosen]
    ahead = [deadline for deadline in deadlines if deadline.closes_at >= now_at]
    return Scope(
        year=chosen,
        through=through or due or 1,
        years=years,
        plans=tuple(sorted((plan for plan in plans if plan.year == chosen), key=lambda plan: plan.kind)),
        deadline=ahead[0] if ahead else None,
    )


async def figures_of(plans: Sequence[Plan]) -> list[PlanFigures]:
    """The figures of each plan, in order."""
    return [await plan_figures(plan) for plan in plans]


async def unit_names(instansi: str) -> dict[str | None, str]:
    """Short names of the units by id; None names what no unit was matched to."""
    units = await units_by_id(instansi)
    return {**{unit.id: unit.short_name for unit in units.values()}, None: _("Belum ditetapkan")}


async def figure_detail(
    actor: Actor,
    *,
    plan_id: PydanticObjectId,
    formula: Formula,
    field: str,
    through: int,
    unit: str | None = None,
    top: str | None = None,
    is_late: Callable[[int], IsLate] = lambda _year: lambda _unit, _triwulan: False,
) -> FigureDetail:
    """A figure and its inputs for a plan, or for one unit or top node of it. Raises NotFound.

    The unit UNASSIGNED stands for the outputs that no unit was matched to. `is_late` says of a year which of
    its cells are late.
    """
    plan = await Plan.get(plan_id)
    if plan is None:
        raise NotFound(_("Rencana aksi ini tidak ditemukan."))
    demand(actor, Right.VIEW_FIGURES, instansi=plan.instansi, unit=None)
    outputs = _within(await plan_outputs(plan.instansi, plan.id), plan, unit=unit, top=top)
    total: Tally = tally((output.facts for output in outputs), through)
    figure: Percentage = getattr(percentages(total), field)
    renaksi, progress = await _described(plan)
    inputs = inputs_of(formula, outputs, renaksi, progress, through=through, is_late=is_late(plan.year))
    return FigureDetail(plan, through, figure, tuple(inputs))


def _within(
    outputs: Sequence[PlacedOutput], plan: Plan, *, unit: str | None, top: str | None
) -> list[PlacedOutput]:
    tops = top_nodes(plan.nodes)
    return [
        output
        for output in outputs
        if unit in (None, output.unit or UNASSIGNED) and top in (None, tops[output.node_id])
    ]


async def _described(
    plan: Plan,
) -> tuple[dict[str, Mapping[str, Any]], dict[tuple[str, int], Mapping[str, Any]]]:
    """The renaksi's words by id, and the reports' states and proofs by output and triwulan."""
    where = {"instansi": plan.instansi, "plan_id": plan.id}
    words = {"text": 1, "outputs.id": 1, "outputs.indikator": 1, "outputs.satuan": 1}
    renaksi = await Renaksi.get_pymongo_collection().find(where, words).to_list()
    wanted = {"output_id": 1, "triwulan": 1, "state": 1, "proof": 1, "links.evidence_id": 1, "links.pages": 1}
    progress = await Progress.get_pymongo_collection().find(where, wanted).to_list()
    return (
        {str(action["_id"]): action for action in renaksi},
        {(report["output_id"], report["triwulan"]): report for report in progress},
    )
