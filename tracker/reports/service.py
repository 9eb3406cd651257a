"""Gathering what the inspectorate's papers say: a handful of raw queries, whatever the number of reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts.rights import Actor, Right, demand, visible_units
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.errors import NotFound
from tracker.evidence.models import Evidence, Finding
from tracker.i18n import _
from tracker.institutions.models import Unit
from tracker.institutions.service import units_by_id
from tracker.plans.models import Plan, PlanStatus, Renaksi
from tracker.progress.models import Progress
from tracker.progress.rules import MENDING
from tracker.reports.note import Note, note_of
from tracker.reports.recap import Counts, UnitCounts, recap

COUNTED = {
    "unit": 1,
    "state": 1,
    "submissions.at": 1,
    "submissions.decision.state": 1,
    "submissions.decision.at": 1,
}
SHOWN = {
    "output_id": 1,
    "triwulan": 1,
    "state": 1,
    "value": 1,
    "spent": 1,
    "links": 1,
    "proof": 1,
    "submissions.decision": 1,
}


async def recap_of(
    actor: Actor, *, year: int, triwulan: int | None = None
) -> tuple[list[UnitCounts], Counts]:
    """The recaps of a year's active plans, or of one triwulan, of the units that the person sees."""
    plans = await _plans(actor.instansi, year)
    where: dict[str, Any] = {"instansi": actor.instansi, "plan_id": {"$in": plans}}
    if triwulan is not None:
        where["triwulan"] = triwulan
    units = visible_units(actor, Right.VIEW_PROGRESS)
    if units is not None:
        where["unit"] = {"$in": sorted(units)}
    reports = await Progress.get_pymongo_collection().find(where, COUNTED).to_list()
    names: dict[str | None, str] = {
        unit.id: unit.name for unit in (await units_by_id(actor.instansi)).values()
    }
    return recap(reports, names | {None: _("Belum ditetapkan")})


async def years_of(instansi: str) -> list[int]:
    """The years that have an active plan, newest first."""
    where = {"instansi": instansi, "status": PlanStatus.ACTIVE}
    found = await Plan.get_pymongo_collection().distinct("year", where)
    return sorted((int(year) for year in found), reverse=True)


async def note_for(actor: Actor, *, unit_id: str, year: int) -> tuple[Unit, Note]:
    """What a unit has to mend in a year's active plans. Raises NotFound for a unit that one may not see."""
    demand(actor, Right.VIEW_PROGRESS, instansi=actor.instansi, unit=unit_id)
    unit = await Unit.find_one({"_id": unit_id, "instansi": actor.instansi})
    if unit is None:
        raise NotFound(_("Unit ini tidak ditemukan."))
    plans = await _plans(actor.instansi, year)
    where = {
        "instansi": actor.instansi,
        "unit": unit_id,
        "state": {"$in": sorted(MENDING)},
        "plan_id": {"$in": plans},
    }
    reports = await Progress.get_pymongo_collection().find(where, SHOWN).to_list()
    note = note_of(
        unit_id,
        year,
        reports=reports,
        outputs=await _outputs(actor.instansi, plans, unit_id),
        titles=await _titles(actor.instansi, reports),
        pages=await _pages(actor.instansi, reports),
    )
    return unit, note


async def record_export(actor: Actor, *, action: str, label: str, data: Mapping[str, Any]) -> None:
    """Write into the trail that somebody took a paper away."""

    async def work(session: Session) -> None:
        subject = Subject(kind="report", id=action, label=label)
        await audit.record(
            session, actor=actor, instansi=actor.instansi, action=action, subject=subject, data=data
        )

    await in_transaction(work)


async def _plans(instansi: str, year: int) -> list[Any]:
    where = {"instansi": instansi, "year": year, "status": PlanStatus.ACTIVE}
    return [plan["_id"] for plan in await Plan.get_pymongo_collection().find(where, {"_id": 1}).to_list()]


async def _outputs(
    instansi: str, plans: Sequence[Any], unit: str
) -> dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    where = {"instansi": instansi, "plan_id": {"$in": list(plans)}, "unit": unit}
    wanted = {"code": 1, "text": 1, "removed": 1, "outputs": 1}
    actions = await Renaksi.get_pymongo_collection().find(where, wanted).to_list()
    return {
        output["id"]: (action, output)
        for action in actions
        if not action.get("removed")
        for output in action["outputs"]
    }


async def _titles(instansi: str, reports: Sequence[Mapping[str, Any]]) -> dict[Any, str]:
    ids = {link["evidence_id"] for report in reports for link in report["links"]}
    where = {"_id": {"$in": sorted(ids)}, "instansi": instansi}
    rows = await Evidence.get_pymongo_collection().find(where, {"title": 1}).to_list()
    return {row["_id"]: row["title"] for row in rows}


async def _pages(instansi: str, reports: Sequence[Mapping[str, Any]]) -> dict[Any, int]:
    ids = {one for report in reports for link in report["links"] for one in link["findings"]}
    where = {"_id": {"$in": sorted(ids)}, "instansi": instansi}
    rows = await Finding.get_pymongo_collection().find(where, {"page": 1}).to_list()
    return {row["_id"]: row["page"] for row in rows}


async def count_of_year(instansi: str, ids: Sequence[str], year: int) -> int:
    """How many of some reports are of a year."""
    where = {"_id": {"$in": list(ids)}, "instansi": instansi, "year": year}
    return await Progress.get_pymongo_collection().count_documents(where) if ids else 0
