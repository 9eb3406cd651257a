"""Reading the work list of a person's units: a handful of raw queries, whatever its length."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.accounts.rights import Actor, Right, visible_units
from tracker.deadlines import lookup as deadlines
from tracker.deadlines.models import Deadline
from tracker.institutions.models import Institution
from tracker.institutions.service import units_by_id
from tracker.plans.models import Plan, PlanStatus, Renaksi
from tracker.progress.models import Progress
from tracker.progress.worklist import WorkRow, work_rows

RENAKSI_FIELDS = {
    "plan_id": 1,
    "order": 1,
    "code": 1,
    "text": 1,
    "unit": 1,
    "removed": 1,
    "outputs": 1,
}
PROGRESS_FIELDS = {
    "state": 1,
    "value": 1,
    "revision": 1,
    "submissions.decision": 1,
    "proof": 1,
    "links.evidence_id": 1,
}


@dataclass(frozen=True, slots=True)
class Work:
    """The cells of a person's units in a year, with what the page needs beside them."""

    year: int
    years: Sequence[int]
    rows: Sequence[WorkRow]
    through: int
    units: Sequence[tuple[str, str]]  # id and name of the units that the person sees
    deadlines: Sequence[Deadline]


async def work_of(actor: Actor, institution: Institution, *, year: int | None, at: datetime) -> Work:
    """Every cell of a year that is asked for in the person's units, most urgent first.

    The year is the one asked for where it has an active plan, else the newest that has one.
    """
    plans = await _active_plans(institution.id)
    years = sorted({plan["year"] for plan in plans.values()}, reverse=True)
    newest = years[0] if years else at.astimezone(institution.tz).year
    shown = year if year is not None and year in years else newest
    of_year = {plan_id: plan for plan_id, plan in plans.items() if plan["year"] == shown}
    units = visible_units(actor, Right.VIEW_PROGRESS)
    known = await deadlines.reporting(institution.id)
    rows = work_rows(
        of_year,
        await _of_plans(Renaksi, institution.id, of_year, units, RENAKSI_FIELDS),
        await _of_plans(Progress, institution.id, of_year, units, PROGRESS_FIELDS),
        [deadline for deadline in known if deadline.year == shown],
    )
    return Work(
        year=shown,
        years=years,
        rows=rows,
        through=await deadlines.due_through(institution, shown, at) or 1,
        units=[
            (unit.id, unit.name)
            for unit in (await units_by_id(institution.id)).values()
            if units is None or unit.id in units
        ],
        deadlines=[deadline for deadline in known if deadline.year == shown],
    )


async def _active_plans(instansi: str) -> dict[Any, Mapping[str, Any]]:
    where = {"instansi": instansi, "status": PlanStatus.ACTIVE}
    found = await Plan.get_pymongo_collection().find(where, {"year": 1, "kind": 1, "title": 1}).to_list()
    return {plan["_id"]: plan for plan in found}


async def _of_plans(
    model: type[Renaksi] | type[Progress],
    instansi: str,
    plans: Mapping[Any, Any],
    units: frozenset[str] | None,
    fields: Mapping[str, int],
) -> list[Mapping[str, Any]]:
    where: dict[str, Any] = {"instansi": instansi, "plan_id": {"$in": list(plans)}}
    if units is not None:
        where["unit"] = {"$in": sorted(units)}
    return list(await model.get_pymongo_collection().find(where, dict(fields)).to_list())
