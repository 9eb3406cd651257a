"""What somebody should see first: the deadline ahead, and what waits for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.accounts.rights import Actor, Right, Role, visible_units
from tracker.dashboards.service import Scope
from tracker.deadlines.lookup import Countdown, countdown
from tracker.disputes.service import count_open
from tracker.evidence.models import Evidence, ReadingState, StoredFile
from tracker.institutions.models import Institution
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.progress.todo import Todos, todos_of


@dataclass(frozen=True, slots=True)
class Content:
    """The deadline ahead and the counts by state within what the person may see."""

    deadline: Countdown | None
    returned: int
    draft: int
    submitted: int
    verified: int
    reading: int
    failed: int
    is_bureau: bool
    is_inspectorate: bool
    disputes: int  # that wait for the inspectorate
    todos: Todos | None  # of a bureau


async def content_for(actor: Actor, institution: Institution, scope: Scope, *, at: datetime) -> Content:
    """The content of the first page for a person."""
    units = visible_units(actor, Right.VIEW_PROGRESS)
    counts = await _counts(actor.instansi, scope, units)
    return Content(
        deadline=countdown(scope.deadline, at, institution.tz) if scope.deadline else None,
        returned=counts.get(State.RETURNED, 0) + counts.get(State.REOPENED, 0),
        draft=counts.get(State.DRAFT, 0),
        submitted=counts.get(State.SUBMITTED, 0),
        verified=counts.get(State.VERIFIED, 0),
        reading=await _files(actor.instansi, units, [ReadingState.QUEUED, ReadingState.READING]),
        failed=await _files(actor.instansi, units, [ReadingState.FAILED]),
        is_bureau=actor.role is Role.BUREAU,
        is_inspectorate=actor.role is Role.INSPECTORATE,
        disputes=await count_open(actor.instansi) if actor.role is Role.INSPECTORATE else 0,
        todos=await todos_of(actor, institution, at=at) if actor.role is Role.BUREAU else None,
    )


async def _counts(instansi: str, scope: Scope, units: frozenset[str] | None) -> dict[str, int]:
    """How many reports of the year's plans stand in each state."""
    where: dict[str, Any] = {"instansi": instansi, "plan_id": {"$in": [plan.id for plan in scope.plans]}}
    if units is not None:
        where["unit"] = {"$in": sorted(units)}
    pipeline = [{"$match": where}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
    cursor = await Progress.get_pymongo_collection().aggregate(pipeline)
    return {row["_id"]: row["count"] async for row in cursor}


async def _files(instansi: str, units: frozenset[str] | None, states: list[ReadingState]) -> int:
    """How many evidence files within sight are in those states."""
    files = await StoredFile.get_pymongo_collection().distinct(
        "_id", {"instansi": instansi, "state": {"$in": states}}
    )
    if not files:
        return 0
    where: dict[str, Any] = {"instansi": instansi, "file_id": {"$in": files}, "removed": False}
    if units is not None:
        where["unit"] = {"$in": sorted(units)}
    return await Evidence.get_pymongo_collection().count_documents(where)
