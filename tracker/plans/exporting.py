"""A stored plan as the portal's sheet, with what was reported on it."""

import asyncio
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.institutions.service import units_by_id
from tracker.plans import tree
from tracker.plans.models import Plan, Renaksi
from tracker.plans.service import find_node, find_plan
from tracker.plans.sheets.write import Layout, write_general, write_tematik
from tracker.plans.values import Accumulation, Budgets, PlanDraft, Realisasi, Targets
from tracker.progress.models import Progress
from tracker.progress.rules import REPORTED, State


async def export(
    actor: Actor, *, plan_id: PydanticObjectId, layout: Layout, node_id: str = ""
) -> tuple[Plan, bytes]:
    """The plan, or the part of it below a node, as XLSX. Raises NotFound, Forbidden or TooLong.

    The portal takes RB General one indikator at a time, so its sheet is wanted in parts.
    """
    plan = await find_plan(actor, plan_id)
    draft = await draft_of(plan, node_id)
    write = write_general if plan.kind == "general" else write_tematik
    data = await asyncio.to_thread(write, draft, layout=layout)
    await _record(actor, plan, {"layout": layout, "node": node_id or None})
    return plan, data


async def _record(actor: Actor, plan: Plan, what: Mapping[str, Any]) -> None:
    """Write into the trail that somebody took a copy."""

    async def work(session: Session) -> None:
        subject = Subject(kind="plan", id=str(plan.id), label=plan.title)
        await audit.record(
            session,
            actor=actor,
            instansi=plan.instansi,
            action="plan.exported",
            subject=subject,
            data=what,
        )

    await in_transaction(work)


async def draft_of(plan: Plan, node_id: str = "") -> PlanDraft:
    """The plan, or the part below a node, as values, with what was submitted or verified as its realisasi."""
    nodes = tree.part_of(plan.nodes, find_node(plan, node_id).id) if node_id else plan.nodes
    where = {"instansi": plan.instansi, "plan_id": plan.id}
    actions = await Renaksi.find({**where, "removed": False}).sort("order").to_list()
    wanted = {"output_id": 1, "triwulan": 1, "state": 1, "value": 1, "spent": 1, "obstacles": 1}
    reports = await Progress.get_pymongo_collection().find(where, wanted).to_list()
    units = await units_by_id(plan.instansi)
    names = {unit.id: unit.name for unit in units.values()}
    ways: dict[str, Accumulation] = {
        output.id: output.accumulation.value for action in actions for output in action.outputs
    }
    return tree.give_back(plan.kind, plan.year, nodes, actions, names, realisasi_by_output(reports, ways))


def realisasi_by_output(
    reports: Iterable[Mapping[str, Any]], ways: Mapping[str, Accumulation]
) -> dict[str, Realisasi]:
    """What raw progress documents report, by output; `ways` says how an output's values add up.

    Only what was submitted or verified counts. The total of the year is the sum of the triwulan, or the
    latest one where they are running totals.
    """
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for report in reports:
        if State(report["state"]) in REPORTED and report["output_id"] in ways:
            grouped.setdefault(report["output_id"], []).append(report)
    return {output: _realisasi(found, ways[output]) for output, found in grouped.items()}


def _realisasi(reports: list[Mapping[str, Any]], way: Accumulation) -> Realisasi:
    ordered = sorted(reports, key=lambda report: report["triwulan"])
    values = {f"tw{each['triwulan']}": each["value"] for each in ordered if each.get("value") is not None}
    spent = {f"tw{each['triwulan']}": each["spent"] for each in ordered if each.get("spent") is not None}
    amounts: list[Decimal] = list(values.values())
    total = (amounts[-1] if way == "cumulative" else sum(amounts, Decimal(0))) if amounts else None
    notes = [f"TW {each['triwulan']}: {each['obstacles']}" for each in ordered if each.get("obstacles")]
    return Realisasi(
        values=Targets(**values, total=total),
        budgets=Budgets(**spent, total=sum(spent.values()) if spent else None),
        catatan="; ".join(notes),
    )
