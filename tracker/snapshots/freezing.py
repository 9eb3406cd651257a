"""Freezing: at a deadline, what an institution has is written down under one hash, for good.

Facts, figures and the end of the audit trail are read and written in one transaction, so they are of one
instant; the hash of the manifest goes into the trail itself, where nobody can exchange it unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.deadlines.lookup import find_deadline
from tracker.deadlines.models import Deadline
from tracker.errors import Invalid, NotFound
from tracker.evidence.models import Evidence, StoredFile
from tracker.i18n import _
from tracker.percentages.facts import from_document, placed_outputs, tally_rows, to_document
from tracker.percentages.service import PlanFigures, top_nodes
from tracker.plans.models import Plan, PlanStatus, Renaksi
from tracker.progress.models import Progress
from tracker.snapshots.models import Frozen, FrozenFacts, FrozenPlan
from tracker.snapshots.rules import RECIPE, ChangedCell, canonical_sha256, changed_cells, facts_of

MISSED = timedelta(days=7)
"""A deadline that closed longer ago, while nothing ran, is not frozen by itself: today is not then."""
LONGEST_REASON = 500
SYSTEM = "Renaksi"


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A plan as it is read for freezing or comparing."""

    plan: Plan
    figures: PlanFigures
    cells: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A frozen plan beside today's."""

    frozen: FrozenPlan
    then: PlanFigures
    now: PlanFigures
    changes: list[ChangedCell]


async def freeze(actor: Actor, *, deadline_id: PydanticObjectId, reason: str) -> Frozen:
    """Freeze what there is now for a deadline, by hand. Raises Invalid without a reason."""
    deadline = await find_deadline(actor, deadline_id)
    demand(actor, Right.MANAGE_DEADLINE, instansi=deadline.instansi, unit=None)
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        text = _("Tulis alasan pembekuan, paling panjang {count} karakter.").format(count=LONGEST_REASON)
        raise Invalid(text, {"reason": text})
    return await _freeze(deadline, actor=actor, reason=said, at=now())


async def freeze_due(at: datetime) -> int:
    """Freeze for every deadline that closed lately and is not frozen yet; how many were.

    A deadline that was moved is frozen again at its new closing.
    """
    closed = {"removed": False, "closes_at": {"$gt": at - MISSED, "$lte": at}}
    frozen = 0
    for deadline in await Deadline.find(closed).to_list():
        where = {"instansi": deadline.instansi, "deadline_id": deadline.id, "by": None}
        kept = await Frozen.find({**where, "closes_at": deadline.closes_at}).first_or_none()
        if kept is None:
            await _freeze(deadline, actor=None, reason="", at=at)
            frozen += 1
    return frozen


async def _freeze(deadline: Deadline, *, actor: Actor | None, reason: str, at: datetime) -> Frozen:
    async def work(session: Session) -> Frozen:
        plans = [await _read(plan, session) for plan in await _plans(deadline, session)]
        number, head = await audit.head_of(deadline.instansi, session)
        frozen_plans = [
            FrozenPlan(
                plan_id=each.plan.id,
                kind=each.plan.kind,
                title=each.plan.title,
                rows=[to_document(row) for row in each.figures.rows],
                cells=len(each.cells),
                facts_sha256=canonical_sha256(each.cells),
            )
            for each in plans
        ]
        manifest = {
            "format": "renaksi-frozen",
            "version": 1,
            "instansi": deadline.instansi,
            "deadline": {
                "id": str(deadline.id),
                "title": deadline.title,
                "closes_at": deadline.closes_at.isoformat(timespec="seconds"),
                "year": deadline.year,
                "through": deadline.through,
            },
            "frozen_at": at.isoformat(timespec="milliseconds"),
            "by": actor.name if actor else SYSTEM,
            "plans": [_manifest_of(each, deadline.through) for each in frozen_plans],
            "files": await _files(deadline.instansi, plans, session),
            "trail": {"number": number, "hash": head},
            "recipe": RECIPE,
        }
        frozen = Frozen(
            instansi=deadline.instansi,
            deadline_id=deadline.id,
            title=deadline.title,
            year=deadline.year,
            through=deadline.through,
            closes_at=deadline.closes_at,
            frozen_at=at,
            by=actor.user_id if actor else None,
            by_name=actor.name if actor else SYSTEM,
            reason=reason,
            plans=frozen_plans,
            manifest=manifest,
            manifest_sha256=canonical_sha256(manifest),
        )
        await frozen.insert(session=session)
        for each in plans:
            facts = FrozenFacts(
                id=f"{frozen.id}:{each.plan.id}", instansi=deadline.instansi, cells=each.cells
            )
            await facts.insert(session=session)
        await _tell(session, actor, frozen, "deadline.frozen", reason=reason or None)
        return frozen

    return await in_transaction(work)


async def _plans(deadline: Deadline, session: Session | None = None) -> list[Plan]:
    where = {"instansi": deadline.instansi, "year": deadline.year, "status": PlanStatus.ACTIVE}
    return await Plan.find(where, session=session).sort("+kind").to_list()


async def _read(plan: Plan, session: Session | None = None) -> PlanNow:
    """A plan's figures and cells, from the facts themselves."""
    where = {"instansi": plan.instansi, "plan_id": plan.id}
    actions = await Renaksi.get_pymongo_collection().find(where, session=session).sort("order", 1).to_list()
    kept = [action for action in actions if not action.get("removed")]
    reports = await Progress.get_pymongo_collection().find(where, session=session).to_list()
    evidence = {link["evidence_id"] for report in reports for link in report.get("links", [])}
    found = await (
        Evidence.get_pymongo_collection()
        .find({"_id": {"$in": sorted(evidence)}}, {"file_id": 1}, session=session)
        .to_list()
    )
    files = {one["_id"]: one["file_id"].rpartition(":")[2] for one in found}
    rows = tally_rows(placed_outputs(kept, reports), top_nodes(plan.nodes))
    return PlanNow(plan, PlanFigures(tuple(rows)), facts_of(kept, reports, files))


async def _files(instansi: str, plans: Sequence[PlanNow], session: Session) -> list[dict[str, Any]]:
    """Every file that a frozen cell stands on, with what proves that it is the same."""
    wanted = sorted({sha256 for each in plans for cell in each.cells for sha256 in cell["files"]})
    found = StoredFile.get_pymongo_collection().find(
        {"_id": {"$in": [f"{instansi}:{sha256}" for sha256 in wanted]}},
        {"sha256": 1, "size": 1, "name": 1},
        session=session,
    )
    files = [{"sha256": one["sha256"], "size": one["size"], "name": one["name"]} async for one in found]
    return sorted(files, key=lambda one: str(one["sha256"]))


def _manifest_of(plan: FrozenPlan, through: int) -> dict[str, Any]:
    total = figures_of(plan).total(through)
    return {
        "id": str(plan.plan_id),
        "kind": plan.kind,
        "title": plan.title,
        "cells": plan.cells,
        "facts_sha256": plan.facts_sha256,
        "required": total.required,
        "filled": total.filled,
        "reported": total.reported,
        "proven": total.proven,
        "verified": total.verified,
    }


def figures_of(plan: FrozenPlan) -> PlanFigures:
    """The figures of a frozen plan, as they were."""
    return PlanFigures(tuple(from_document(row) for row in plan.rows))


async def listed(actor: Actor) -> list[Frozen]:
    """The institution's frozen states, newest first."""
    demand(actor, Right.VIEW_FIGURES, instansi=actor.instansi, unit=None)
    return await Frozen.find({"instansi": actor.instansi}).sort("-frozen_at").to_list()


async def find_frozen(actor: Actor, frozen_id: PydanticObjectId) -> Frozen:
    """A frozen state of the person's institution. Raises NotFound."""
    found = await Frozen.find_one({"_id": frozen_id, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Keadaan beku ini tidak ditemukan."))
    return found


async def compare(frozen: Frozen) -> list[Comparison]:
    """Each frozen plan beside what the facts give today; a plan that is gone stays out."""
    deadline = await Deadline.get(frozen.deadline_id)

    def closes_for(unit: str | None) -> datetime:
        """The closing at which it was frozen, or the longer time that the unit was given."""
        longer = deadline.closes_for(unit) if deadline else frozen.closes_at
        has_longer = deadline is not None and any(one.unit == unit for one in deadline.extensions)
        return max(frozen.closes_at, longer) if has_longer else frozen.closes_at

    compared = []
    for each in frozen.plans:
        plan = await Plan.get(each.plan_id)
        if plan is not None:
            today = await _read(plan)
            changes = changed_cells(await facts(frozen, each), today.cells, closes_for)
            compared.append(Comparison(each, figures_of(each), today.figures, changes))
    return compared


async def facts(frozen: Frozen, plan: FrozenPlan) -> list[dict[str, Any]]:
    """The cells of a frozen plan."""
    kept = await FrozenFacts.get(f"{frozen.id}:{plan.plan_id}")
    return kept.cells if kept else []


async def take_out(actor: Actor, frozen: Frozen) -> dict[str, Any]:
    """The manifest with all facts, to be kept outside; that it was taken is written into the trail."""

    async def work(session: Session) -> None:
        await _tell(session, actor, frozen, "deadline.frozen_exported")

    await in_transaction(work)
    return {
        "manifest_sha256": frozen.manifest_sha256,
        "manifest": frozen.manifest,
        "facts": {str(plan.plan_id): await facts(frozen, plan) for plan in frozen.plans},
    }


async def _tell(
    session: Session, actor: Actor | None, frozen: Frozen, action: str, reason: str | None = None
) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=frozen.instansi,
        action=action,
        subject=Subject(kind="frozen", id=str(frozen.id), label=frozen.title),
        data={"manifest_sha256": frozen.manifest_sha256, "deadline": str(frozen.deadline_id)},
        reason=reason,
    )
