"""Plans and the nodes of their trees: finding, making, editing. Renaksi and outputs are in `actions`."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from beanie import PydanticObjectId
from bson import ObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.disputes.following import follow_names
from tracker.errors import Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.percentages import service as percentages
from tracker.plans import tree
from tracker.plans.errors import EditConflict, changed_fields
from tracker.plans.models import Plan, PlanNode, PlanStatus, Renaksi, Roadmap
from tracker.plans.reference.errors import ReferenceMissing
from tracker.plans.reference.loader import load_reference
from tracker.plans.sheets.build import fold
from tracker.plans.values import CHILD_KINDS, ROOT_KIND, Node, NodeKind, PlanDraft, PlanKind
from tracker.settings import get_settings

REFERENCE_FOLDER = "rujukan"


def new_id() -> str:
    """An id for a node or an output."""
    return str(ObjectId())


def reference_folder() -> Any:
    """Where an administrator's reference files lie: in the data folder."""
    return get_settings().data_dir / REFERENCE_FOLDER


async def list_plans(actor: Actor) -> list[Plan]:
    """All plans of the institution, the newest year first."""
    demand(actor, Right.VIEW_PLAN, instansi=actor.instansi, unit=None)
    plans = await Plan.find({"instansi": actor.instansi}).to_list()
    return sorted(plans, key=lambda plan: (-plan.year, plan.kind, plan.title))


async def find_plan(actor: Actor, plan_id: PydanticObjectId, right: Right = Right.VIEW_PLAN) -> Plan:
    """The plan, for somebody who has the right over it. Raises NotFound or Forbidden."""
    plan = await Plan.get(plan_id)
    if plan is None:
        raise NotFound(_("Rencana ini tidak ditemukan."))
    demand(actor, right, instansi=plan.instansi, unit=None)
    return plan


async def roadmaps(actor: Actor) -> list[Roadmap]:
    """The institution's road maps, the newest first."""
    return await Roadmap.find({"instansi": actor.instansi}).sort("-year_from").to_list()


async def add_plan(
    actor: Actor,
    institution: Institution,
    *,
    kind: PlanKind,
    year: int,
    title: str,
    roadmap_id: PydanticObjectId | None,
    roadmap_title: str,
    with_reference: bool,
) -> Plan:
    """Make a plan, in a road map that is there or in a new one; with the year's given nodes where asked.

    Raises NotFound for a road map of another institution, Invalid for a name that is missing.
    """
    demand(actor, Right.EDIT_PLAN, instansi=institution.id, unit=None)
    roadmap = await _roadmap(actor, roadmap_id, roadmap_title, year)
    plan = Plan(
        instansi=institution.id,
        roadmap_id=roadmap.id,
        kind=kind,
        year=year,
        title=title.strip() or f"{'RB General' if kind == 'general' else 'RB Tematik'} {year}",
        nodes=reference_nodes(institution, kind, year) if with_reference else [],
        created_at=now(),
    )

    async def work(session: Session) -> None:
        if roadmap_id is None:
            await roadmap.insert(session=session)
        await plan.insert(session=session)
        data = {"kind": kind, "year": year, "nodes": len(plan.nodes)}
        await audit.record(
            session,
            actor=actor,
            instansi=plan.instansi,
            action="plan.added",
            subject=subject_of(plan),
            data=data,
        )
        await percentages.touch(session, plan_id=plan.id, instansi=plan.instansi)

    await in_transaction(work)
    return plan


async def _roadmap(actor: Actor, roadmap_id: PydanticObjectId | None, title: str, year: int) -> Roadmap:
    if roadmap_id is None:
        if not title.strip():
            raise Invalid(
                _("Pilih road map, atau tulis nama road map baru."), {"roadmap_title": _("Isi namanya.")}
            )
        return Roadmap(instansi=actor.instansi, title=title.strip(), year_from=year, year_to=year)
    roadmap = await Roadmap.get(roadmap_id)
    if roadmap is None or roadmap.instansi != actor.instansi:
        raise NotFound(_("Road map ini tidak ditemukan."))
    return roadmap


def reference_nodes(institution: Institution, kind: PlanKind, year: int) -> list[PlanNode]:
    """The kegiatan utama with their indikator, or the themes, of a year; none where the year has no data."""
    try:
        given = load_reference(year, kind, institution.level.value, reference_folder())
    except ReferenceMissing:
        return []
    roots = [
        Node(
            kind="kegiatan_utama",
            name=kegiatan.name,
            children=tuple(Node(kind="indikator", name=item.name) for item in kegiatan.indikator),
        )
        for kegiatan in given.kegiatan_utama
    ] + [Node(kind="tema", name=tema.name) for tema in given.tema]
    return tree.take_in([], PlanDraft(kind=kind, year=year, nodes=tuple(roots)), new_id).nodes


async def edit_plan(
    actor: Actor, *, plan_id: PydanticObjectId, version: int, title: str, status: str
) -> Plan:
    """Rename a plan or change its state. Raises Invalid, or EditConflict where it changed meanwhile."""
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    if not title.strip():
        raise Invalid(_("Nama rencana belum diisi."), {"title": _("Isi nama rencana.")})
    if status not in set(PlanStatus):
        told = _("Status ini tidak dikenal. Pilih salah satu dari daftar.")
        raise Invalid(told, {"status": told})
    changes = {"title": title.strip(), "status": PlanStatus(status).value}
    return await write_plan(actor, plan, version=version, changes=changes, action="plan.edited")


async def write_plan(
    actor: Actor,
    plan: Plan,
    *,
    version: int,
    changes: Mapping[str, Any],
    action: str,
    data: Mapping[str, Any] | None = None,
    check: Callable[[Session], Awaitable[None]] | None = None,
) -> Plan:
    """Write fields of a plan that is still at that version, with its event. Raises EditConflict.

    `check` looks, within the transaction, at what must hold and raises where it does not.
    """

    async def work(session: Session) -> None:
        if check is not None:
            await check(session)
        await set_plan(session, plan, version=version, changes=changes)
        told = data if data is not None else changed_fields(plan.model_dump(mode="json"), changes)
        await audit.record(
            session,
            actor=actor,
            instansi=plan.instansi,
            action=action,
            subject=subject_of(plan),
            data=told,
        )
        await percentages.touch(session, plan_id=plan.id, instansi=plan.instansi)
        if "nodes" in changes:
            names = {node["name"] for node in changes["nodes"]} | {node.name for node in plan.nodes}
            await follow_names(session, instansi=plan.instansi, year=plan.year, names=names)

    await in_transaction(work)
    return await find_plan(actor, plan.id)


async def set_plan(session: Session, plan: Plan, *, version: int, changes: Mapping[str, Any]) -> None:
    """Set fields of a plan within a transaction. Raises EditConflict where the version is another."""
    written = await Plan.get_pymongo_collection().update_one(
        {"_id": plan.id, "version": version},
        {"$set": dict(changes), "$inc": {"version": 1}},
        session=session,
    )
    if not written.matched_count:
        raise EditConflict(await Plan.get(plan.id, session=session))


def subject_of(plan: Plan) -> Subject:
    """What events about the plan are about."""
    return Subject(kind="plan", id=str(plan.id), label=plan.title)


def find_node(plan: Plan, node_id: str) -> PlanNode:
    """The node of the plan with that id. Raises NotFound."""
    for node in plan.nodes:
        if node.id == node_id:
            return node
    raise NotFound(_("Bagian rencana ini tidak ditemukan."))


async def save_node(
    actor: Actor,
    *,
    plan_id: PydanticObjectId,
    version: int,
    node_id: str | None,
    parent: str | None,
    kind: NodeKind,
    values: Mapping[str, Any],
) -> Plan:
    """Add a node (`node_id` None) or change one. `values` are name, sasaran and measure of a PlanNode.

    Raises Invalid for a name that is missing or taken beside it, EditConflict where the plan changed.
    """
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    old = find_node(plan, node_id) if node_id else None
    if old is None:
        _demand_place(plan, parent, kind)
    node = PlanNode(
        id=old.id if old else new_id(),
        parent=old.parent if old else parent,
        kind=old.kind if old else kind,
        **values,
    )
    _demand_own_name(plan, node)
    nodes = [node if other.id == node.id else other for other in plan.nodes]
    if old is None:
        nodes.append(node)
    told = {"node": node.name, "before": old.model_dump(mode="json") if old else None}
    return await write_plan(
        actor,
        plan,
        version=version,
        changes={"nodes": [other.model_dump() for other in nodes]},
        action="plan.node_edited" if old else "plan.node_added",
        data=told | {"after": node.model_dump(mode="json")},
    )


def _demand_place(plan: Plan, parent: str | None, kind: NodeKind) -> None:
    above = find_node(plan, parent) if parent else None
    fits = kind in CHILD_KINDS[above.kind] if above else kind == ROOT_KIND[plan.kind]
    if not fits:
        raise Invalid(_("Bagian ini tidak dapat ditaruh di sana. Pilih induk yang lain."))


def _demand_own_name(plan: Plan, node: PlanNode) -> None:
    if not node.name.strip():
        raise Invalid(_("Nama belum diisi."), {"name": _("Isi namanya.")})
    beside = [
        other
        for other in plan.nodes
        if other.parent == node.parent and other.kind == node.kind and other.id != node.id
    ]
    if fold(node.name) in {fold(other.name) for other in beside}:
        raise Invalid(_("Nama ini sudah ada di tempat yang sama."), {"name": _("Pakai nama lain.")})


async def remove_node(actor: Actor, *, plan_id: PydanticObjectId, version: int, node_id: str) -> Plan:
    """Take a node with the nodes under it out of the tree; refused while renaksi hang there.

    Raises Invalid, NotFound, or EditConflict where the plan changed.
    """
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    node = find_node(plan, node_id)
    gone = tree.below(plan.nodes, node_id)
    where = {
        "instansi": plan.instansi,
        "plan_id": plan.id,
        "removed": False,
        "node_id": {"$in": sorted(gone)},
    }

    async def demand_empty(session: Session) -> None:
        if await Renaksi.find(where, session=session).limit(1).to_list():
            raise Invalid(
                _("Masih ada rencana aksi di bawah bagian ini. Hapus atau pindahkan dahulu, lalu coba lagi.")
            )

    kept = [other for other in plan.nodes if other.id not in gone]
    told = {
        "removed": [other.model_dump(mode="json") for other in plan.nodes if other.id in gone],
        "node": node.name,
    }
    return await write_plan(
        actor,
        plan,
        version=version,
        changes={"nodes": [other.model_dump() for other in kept]},
        action="plan.node_removed",
        data=told,
        check=demand_empty,
    )
