"""Gathering what the internal evaluation report says: a handful of raw queries, whatever the plans' size."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from tracker.accounts.rights import Actor, Right, demand
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.percentages.service import plan_figures, top_nodes
from tracker.plans.models import Plan, PlanStatus, Renaksi, Roadmap
from tracker.progress.dimensions import differing
from tracker.reports import service
from tracker.reports.lhei import Difference, ExAnte, Quarterly, facts_of, picture_of
from tracker.review import improvements
from tracker.review.assessed import assessed_rows, reports_that_differ
from tracker.review.models import Improvement, Sample
from tracker.review.queue import decided, queue_rows
from tracker.web.formats import roman

Raw = Mapping[str, Any]
HELD = frozenset({PlanStatus.ACTIVE, PlanStatus.CLOSED})  # plans that are or were in force
ACTION_FIELDS = {
    "plan_id": 1,
    "node_id": 1,
    "unit": 1,
    "coordinator": 1,
    "koordinator_text": 1,
    "fokus_intervensi": 1,
    "removed": 1,
    "outputs": 1,
}


async def quarterly(actor: Actor, *, year: int, triwulan: int) -> Quarterly:
    """What the report of a triwulan says. Raises NotFound where the year has no active plan."""
    demand(actor, Right.DECIDE_PROGRESS, instansi=actor.instansi, unit=None)
    plans = await _plans(actor.instansi, year, HELD)
    actions = await _actions(actor.instansi, plans)
    pictures = []
    for plan in plans:
        figures = await plan_figures(plan)
        tallies = {node.id: figures.of_top(node.id, triwulan) for node in plan.nodes if node.parent is None}
        pictures.append(picture_of(plan, actions[plan.id], top_nodes(plan.nodes), tallies))
    names = {unit.id: unit.name for unit in (await units_by_id(actor.instansi)).values()}
    entries = await decided(actor.instansi, year)
    written = [one for one in await improvements.of_year(actor.instansi, year) if one.triwulan == triwulan]
    recap, total = await service.recap_of(actor, year=year, triwulan=triwulan)
    return Quarterly(
        year=year,
        triwulan=triwulan,
        roadmaps=await _roadmaps(plans),
        pictures=pictures,
        assessed=assessed_rows(entries, names, triwulan=triwulan, total=_("Seluruh instansi")),
        differences=await _differences(actor.instansi, entries, triwulan, written),
        improvements=written,
        unit_names=names,
        recap=recap,
        total=total,
        sampled=await _sampled(actor.instansi, year, triwulan),
    )


async def ex_ante(actor: Actor, *, year: int) -> ExAnte:
    """What the report before the year's work says, of drafts too. Raises NotFound where there is no plan."""
    demand(actor, Right.DECIDE_PROGRESS, instansi=actor.instansi, unit=None)
    plans = await _plans(actor.instansi, year, set(PlanStatus))
    actions = await _actions(actor.instansi, plans)
    tops = {plan.id: top_nodes(plan.nodes) for plan in plans}
    return ExAnte(
        year=year,
        roadmaps=await _roadmaps(plans),
        pictures=[picture_of(plan, actions[plan.id], tops[plan.id], None) for plan in plans],
        facts={plan.kind: facts_of(plan, actions[plan.id], tops[plan.id]) for plan in plans},
    )


async def offered(instansi: str, year: int) -> frozenset[str]:
    """Which reports a year can have: "ex-ante" with a plan of any kind, "quarterly" with one that holds."""
    where = {"instansi": instansi, "year": year}
    states = set(await Plan.get_pymongo_collection().distinct("status", where))
    return frozenset({"ex-ante"} if states else ()) | frozenset({"quarterly"} if states & HELD else ())


async def plan_years(instansi: str, at: datetime) -> list[int]:
    """The years that have a plan of any kind, newest first; this one where there is none."""
    found = await Plan.get_pymongo_collection().distinct("year", {"instansi": instansi})
    return sorted((int(year) for year in found), reverse=True) or [at.year]


async def _plans(instansi: str, year: int, states: Set[PlanStatus]) -> list[Plan]:
    """The year's plans, RB General first; of each kind the one that is furthest: active, closed, draft."""
    found = await Plan.find({"instansi": instansi, "year": year}).to_list()
    order = [PlanStatus.ACTIVE, PlanStatus.CLOSED, PlanStatus.DRAFT]
    listed = sorted(
        (plan for plan in found if plan.status in states), key=lambda plan: order.index(plan.status)
    )
    first = {plan.kind: plan for plan in reversed(listed)}
    if not first:
        raise NotFound(_("Belum ada rencana aksi tahun {year}.").format(year=year))
    return [first[kind] for kind in sorted(first)]


async def _actions(instansi: str, plans: Sequence[Plan]) -> dict[Any, list[Raw]]:
    where = {"instansi": instansi, "plan_id": {"$in": [plan.id for plan in plans]}}
    found = await Renaksi.get_pymongo_collection().find(where, ACTION_FIELDS).to_list()
    return {
        plan.id: [each for each in found if each["plan_id"] == plan.id and not each.get("removed")]
        for plan in plans
    }


async def _roadmaps(plans: Sequence[Plan]) -> list[str]:
    ids = {plan.roadmap_id for plan in plans}
    found = await Roadmap.find({"_id": {"$in": sorted(ids)}}).to_list()
    return [f"{each.title}{f' ({each.legal_basis})' if each.legal_basis else ''}" for each in found]


async def _differences(
    instansi: str, entries: Sequence[Any], triwulan: int, written: Sequence[Improvement]
) -> list[Difference]:
    unlike = {entry.id: entry for entry in reports_that_differ(entries, triwulan=triwulan)}
    known = {(one.progress_id, one.dimension) for one in written}
    rows = await queue_rows(instansi, list(unlike.values()))
    return [
        Difference(
            label=f"{row.indikator}, TW {roman(row.triwulan)}",
            unit=row.unit,
            dimensions=codes,
            is_written=all((row.progress_id, code) in known for code in codes),
        )
        for row in rows
        for codes in [
            [str(code) for code in differing(unlike[row.progress_id].pm, unlike[row.progress_id].apip)]
        ]
    ]


async def _sampled(instansi: str, year: int, triwulan: int) -> int:
    """How many reports of the triwulan were drawn into a sample."""
    samples = await Sample.get_pymongo_collection().find({"instansi": instansi}, {"drawn": 1}).to_list()
    drawn = {one for sample in samples for one in sample["drawn"] if one.endswith(f":{triwulan}")}
    return await service.count_of_year(instansi, sorted(drawn), year)
