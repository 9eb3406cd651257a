"""Renaksi and their outputs: finding, adding, editing, removing and taking that back."""

from collections.abc import Mapping, Sequence
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid, NotFound
from tracker.evidence.proving import reprove
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.percentages import service as percentages
from tracker.percentages.rules import TRIWULANS
from tracker.plans import tree
from tracker.plans.errors import EditConflict, changed_fields
from tracker.plans.models import Output, Plan, PlanNode, Renaksi
from tracker.plans.service import find_node, find_plan, new_id
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import REPORTED, State
from tracker.review.keeping import keep
from tracker.search.indexing import keep_renaksi

LONGEST_LABEL = 120


async def find_renaksi(
    actor: Actor, renaksi_id: PydanticObjectId, right: Right = Right.VIEW_PLAN
) -> tuple[Plan, Renaksi]:
    """The renaksi and its plan, for somebody who has the right. Raises NotFound or Forbidden."""
    renaksi = await Renaksi.get(renaksi_id)
    if renaksi is None:
        raise NotFound(_("Rencana aksi ini tidak ditemukan."))
    demand(actor, right, instansi=renaksi.instansi, unit=None)
    return await find_plan(actor, renaksi.plan_id, right), renaksi


async def add_renaksi(
    actor: Actor, *, plan_id: PydanticObjectId, node_id: str, values: Mapping[str, Any]
) -> Renaksi:
    """Add a renaksi without outputs under a node. `values` are fields of a Renaksi.

    Raises Invalid for a text that is missing or a node that holds no renaksi, NotFound for a strange unit.
    """
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    node = _holding_node(plan, node_id)
    await _demand_values(actor, values)
    renaksi = Renaksi(
        instansi=plan.instansi,
        plan_id=plan.id,
        year=plan.year,
        node_id=node.id,
        order=await next_order(plan),
        **values,
    )

    async def work(session: Session) -> None:
        await _demand_node(session, plan, node.id)
        await renaksi.insert(session=session)
        await _tell(session, actor, renaksi, "renaksi.added", {"node": node.name})

    await in_transaction(work)
    return renaksi


def _holding_node(plan: Plan, node_id: str) -> PlanNode:
    """The node of the plan with that id, where renaksi hang. Raises NotFound or Invalid."""
    node = find_node(plan, node_id)
    if not tree.holds_renaksi(plan.kind, node, plan.nodes):
        raise Invalid(_("Rencana aksi tidak dapat ditaruh di bagian ini. Pilih bagian yang lain."))
    return node


async def _demand_node(session: Session, plan: Plan, node_id: str) -> None:
    """The same as the plan is now: somebody may be taking the node away at this moment.

    Whoever does writes the plan's tally too, so one of the two is done again and sees the other.
    """
    current = await Plan.find_one({"_id": plan.id}, session=session)
    _holding_node(current or plan, node_id)


async def next_order(plan: Plan) -> int:
    """The place behind the last renaksi of a plan, the removed ones counted too."""
    last = await (
        Renaksi.find({"instansi": plan.instansi, "plan_id": plan.id}).sort("-order").limit(1).to_list()
    )
    return last[0].order + 1 if last else 1


async def edit_renaksi(
    actor: Actor, *, renaksi_id: PydanticObjectId, version: int, values: Mapping[str, Any]
) -> Renaksi:
    """Change fields of a renaksi. Its reports follow it to another unit.

    Raises Invalid, NotFound, or EditConflict where it changed meanwhile.
    """
    plan, renaksi = await find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    await _demand_values(actor, values)

    async def work(session: Session) -> None:
        if "node_id" in values:
            await _demand_node(session, plan, values["node_id"])
        await _set(session, renaksi, version=version, changes=values)
        if values.get("unit", renaksi.unit) != renaksi.unit:
            await Progress.get_pymongo_collection().update_many(
                {"instansi": renaksi.instansi, "plan_id": renaksi.plan_id, "renaksi_id": renaksi.id},
                {"$set": {"unit": values["unit"]}},
                session=session,
            )
            reports = [
                progress_id(output.id, triwulan) for output in renaksi.outputs for triwulan in TRIWULANS
            ]
            await keep(session, instansi=renaksi.instansi, progress_ids=reports)
        await _tell(
            session, actor, renaksi, "renaksi.edited", changed_fields(renaksi.model_dump(mode="json"), values)
        )

    await in_transaction(work)
    return (await find_renaksi(actor, renaksi_id))[1]


async def _demand_values(actor: Actor, values: Mapping[str, Any]) -> None:
    """Raises Invalid without a text, NotFound for a unit of another institution."""
    if not str(values.get("text", "-")).strip():
        raise Invalid(_("Teks rencana aksi belum diisi."), {"text": _("Isi rencana aksinya.")})
    wanted = {values[name] for name in ("unit", "coordinator") if values.get(name)}
    if wanted and not wanted <= set(await units_by_id(actor.instansi)):
        raise NotFound(_("Perangkat daerah ini tidak ditemukan."))


async def remove_renaksi(actor: Actor, *, renaksi_id: PydanticObjectId, version: int) -> Renaksi:
    """Take a renaksi out of its plan; it and its drafts are kept, and it can be put back.

    Raises Invalid while a report on it was handed in or verified: the inspectorate would find it gone.
    """
    return await _mark_removed(actor, renaksi_id, version=version, removed=True)


async def restore_renaksi(actor: Actor, *, renaksi_id: PydanticObjectId) -> Renaksi:
    """Put a removed renaksi back. Raises Invalid where its node is gone."""
    _plan, renaksi = await find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    return await _mark_removed(actor, renaksi_id, version=renaksi.version, removed=False)


async def _mark_removed(
    actor: Actor, renaksi_id: PydanticObjectId, *, version: int, removed: bool
) -> Renaksi:
    plan, renaksi = await find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)

    async def work(session: Session) -> None:
        current = await Plan.find_one({"_id": plan.id}, session=session)
        if not removed and renaksi.node_id not in {node.id for node in (current or plan).nodes}:
            raise Invalid(
                _("Bagian rencana tempatnya sudah dihapus. Buat lagi bagian itu, lalu impor ulang.")
            )
        if removed and await _handed_in(session, renaksi):
            raise Invalid(
                _("Rencana aksi ini punya laporan yang sudah diajukan atau diverifikasi, jadi tidak dihapus.")
            )
        await _set(session, renaksi, version=version, changes={"removed": removed})
        await _tell(session, actor, renaksi, "renaksi.removed" if removed else "renaksi.restored", {})

    await in_transaction(work)
    return (await find_renaksi(actor, renaksi_id))[1]


async def save_output(
    actor: Actor,
    *,
    renaksi_id: PydanticObjectId,
    version: int,
    output_id: str | None,
    values: Mapping[str, Any],
) -> Renaksi:
    """Add an output (`output_id` None) or change one. `values` are fields of an Output.

    Raises Invalid without a name, NotFound, or EditConflict where the renaksi changed meanwhile.
    """
    _plan, renaksi = await find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    old = find_output(renaksi, output_id) if output_id else None
    if not str(values["indikator"]).strip():
        raise Invalid(_("Indikator output belum diisi."), {"indikator": _("Isi indikatornya.")})
    kept = old.model_dump() if old else {"id": new_id()}
    output = Output.model_validate(kept | dict(values))
    outputs = [output if other.id == output.id else other for other in renaksi.outputs]
    if old is None:
        outputs.append(output)
    told = {
        "output": output.indikator,
        "before": old.model_dump(mode="json") if old else None,
        "after": output.model_dump(mode="json"),
    }
    action = "renaksi.output_edited" if old else "renaksi.output_added"
    return await _write_outputs(actor, renaksi, version=version, outputs=outputs, action=action, told=told)


async def remove_output(
    actor: Actor, *, renaksi_id: PydanticObjectId, version: int, output_id: str
) -> Renaksi:
    """Take an output out of its renaksi; refused once something was reported on it.

    Raises Invalid, NotFound, or EditConflict where the renaksi changed meanwhile.
    """
    _plan, renaksi = await find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    output = find_output(renaksi, output_id)
    if await reported_outputs(renaksi.instansi, renaksi.plan_id, [output_id]):
        raise Invalid(_("Output ini sudah dilaporkan, jadi tidak dapat dihapus. Ubah targetnya bila perlu."))
    outputs = [other for other in renaksi.outputs if other.id != output_id]
    told = {"output": output.indikator, "before": output.model_dump(mode="json")}
    return await _write_outputs(
        actor, renaksi, version=version, outputs=outputs, action="renaksi.output_removed", told=told
    )


async def _handed_in(session: Session, renaksi: Renaksi) -> bool:
    """Whether a report on the renaksi waits for the inspectorate or was accepted by it."""
    where = {
        "instansi": renaksi.instansi,
        "plan_id": renaksi.plan_id,
        "renaksi_id": renaksi.id,
        "state": {"$in": sorted(REPORTED)},
    }
    return await Progress.find_one(where, session=session) is not None


async def reported_outputs(
    instansi: str, plan_id: PydanticObjectId, output_ids: Sequence[str], session: Session | None = None
) -> set[str]:
    """Those of the outputs on which anything was filled in or reported."""
    where = {"instansi": instansi, "plan_id": plan_id, "output_id": {"$in": list(output_ids)}}
    found = Progress.get_pymongo_collection().find(where, {"output_id": 1, "state": 1}, session=session)
    return {report["output_id"] for report in await found.to_list() if report["state"] != State.EMPTY}


def find_output(renaksi: Renaksi, output_id: str) -> Output:
    """The output of the renaksi with that id. Raises NotFound."""
    output = renaksi.output(output_id)
    if output is None:
        raise NotFound(_("Output ini tidak ditemukan."))
    return output


async def _write_outputs(
    actor: Actor,
    renaksi: Renaksi,
    *,
    version: int,
    outputs: Sequence[Output],
    action: str,
    told: Mapping[str, Any],
) -> Renaksi:
    async def work(session: Session) -> None:
        changes = {"outputs": [output.model_dump() for output in outputs]}
        await _set(session, renaksi, version=version, changes=changes)
        await _tell(session, actor, renaksi, action, told)
        reports = [progress_id(output.id, triwulan) for output in outputs for triwulan in TRIWULANS]
        await reprove(session, instansi=renaksi.instansi, progress_ids=reports)  # unit and kind of proof

    await in_transaction(work)
    return (await find_renaksi(actor, renaksi.id))[1]


async def _set(session: Session, renaksi: Renaksi, *, version: int, changes: Mapping[str, Any]) -> None:
    """Set fields of a renaksi that is still at that version. Raises EditConflict."""
    written = await Renaksi.get_pymongo_collection().update_one(
        {"_id": renaksi.id, "version": version},
        {"$set": {**changes, "updated_at": now()}, "$inc": {"version": 1}},
        session=session,
    )
    if not written.matched_count:
        raise EditConflict(await Renaksi.get(renaksi.id, session=session))


async def _tell(
    session: Session, actor: Actor, renaksi: Renaksi, action: str, data: Mapping[str, Any]
) -> None:
    """Record the event, and say that the plan's facts changed."""
    await audit.record(
        session,
        actor=actor,
        instansi=renaksi.instansi,
        action=action,
        subject=Subject(kind="renaksi", id=str(renaksi.id), label=renaksi.text[:LONGEST_LABEL]),
        unit=renaksi.unit,
        data=data,
    )
    await percentages.touch(session, plan_id=renaksi.plan_id, instansi=renaksi.instansi)
    await keep_renaksi(session, instansi=renaksi.instansi, plan_id=renaksi.plan_id, orders=[renaksi.order])
