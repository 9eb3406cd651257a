"""A sheet into a plan, step by step: upload, map, rehearse, confirm, and perhaps undo."""

import asyncio
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.models import Unit
from tracker.institutions.service import units_by_id
from tracker.percentages import service as percentages
from tracker.plans import tree, uploads
from tracker.plans.actions import next_order, reported_outputs
from tracker.plans.models import ImportDraft, Plan, PlanNode, Renaksi
from tracker.plans.paper.sheet import mapping_of, workbook_of
from tracker.plans.paper.values import Place
from tracker.plans.paper.workbooks import says_more_as_paper
from tracker.plans.paper_source import Paper
from tracker.plans.paper_source import load as load_paper
from tracker.plans.reference.loader import load_fokus
from tracker.plans.service import find_plan, new_id, reference_folder, set_plan, subject_of
from tracker.plans.sheets.build import fold
from tracker.plans.sheets.dryrun import DryRun, dry_run
from tracker.plans.sheets.errors import ReadAsPaper
from tracker.plans.sheets.fields import FIELDS_OF
from tracker.plans.sheets.grid import Workbook, parse
from tracker.plans.sheets.mapping import Mapping, propose_mapping, rank_sheets
from tracker.plans.sheets.units import split_units
from tracker.plans.values import PlanDraft, RenaksiRow
from tracker.search.indexing import keep_renaksi

LONGEST_NAME = 200


class Choices(BaseModel):
    """What a person decided about a sheet; kept with the upload.

    `columns` are sheet, column and its field ("" for none), `into` a field of the tree with the node's name
    for all rows, `units` a name as written with a unit's id ("" for none). Lists, because names of sheets
    and units hold points, which the names of a document's fields should not.
    """

    sheets: list[str] = Field(default_factory=list)
    columns: list[tuple[str, int, str]] = Field(default_factory=list)
    into: dict[str, str] = Field(default_factory=dict)
    units: list[tuple[str, str]] = Field(default_factory=list)

    def columns_of(self, sheet: str) -> dict[int, str]:
        """The fields given by hand to the columns of a sheet."""
        return {column: name for of, column, name in self.columns if of == sheet}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A sheet read with a person's choices: what would come in.

    `ranked` are all sheets with a plan's head; `mappings` those that are read. `new` counts the renaksi that
    would be made, one per unit; `present` are those that the plan has already, which are left as they are.
    `paper` is the document where the sheet was made of one's rows: its n-th taken row stands in row n + 1.
    """

    upload: ImportDraft
    plan: Plan
    choices: Choices
    ranked: tuple[Mapping, ...]
    mappings: tuple[Mapping, ...]
    run: DryRun
    unit_ids: MappingType[str, str]
    new: int
    present: tuple[str, ...]
    with_realisasi: int
    paper: Paper | None = None

    @property
    def places(self) -> dict[int, Place]:
        """Where the rows of the sheet stand in the document, by their 1-based numbers."""
        taken = self.paper.taken if self.paper else []
        return {number: row.place for number, row in enumerate(taken, start=2)}


async def begin(actor: Actor, *, plan_id: PydanticObjectId, data: bytes, name: str) -> ImportDraft:
    """Keep an uploaded sheet once it is known that it can be read. Raises SheetError with what to do.

    ReadAsPaper is for a table that is to be read as a paper is.
    """
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    workbook = await asyncio.to_thread(parse, data)
    mapping = await asyncio.to_thread(propose_mapping, workbook, kind=plan.kind)
    sheet = workbook.sheet(mapping.sheet)
    if await asyncio.to_thread(says_more_as_paper, sheet, mapping, plan.year):
        raise ReadAsPaper
    upload = ImportDraft(
        instansi=plan.instansi,
        plan_id=plan.id,
        file_name=name[:LONGEST_NAME],
        file_id=await uploads.keep(data, name[:LONGEST_NAME]),
        by=actor.user_id,
        at=now(),
    )
    await upload.insert()
    return upload


async def find_upload(
    actor: Actor, plan_id: PydanticObjectId, import_id: PydanticObjectId
) -> tuple[Plan, ImportDraft]:
    """The upload and its plan. Raises NotFound or Forbidden."""
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    upload = await ImportDraft.get(import_id)
    if upload is None or upload.plan_id != plan.id:
        raise NotFound(_("Impor ini tidak ditemukan."))
    demand(actor, Right.EDIT_PLAN, instansi=upload.instansi, unit=None)
    return plan, upload


async def history(actor: Actor, *, plan_id: PydanticObjectId) -> list[ImportDraft]:
    """The uploads of a plan, the newest first."""
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)
    where = {"instansi": plan.instansi, "plan_id": plan.id}
    return await ImportDraft.find(where).sort("-at").limit(50).to_list()


async def choose(
    actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId, choices: Choices
) -> None:
    """Keep what a person decided about the sheet. Raises Invalid once it was imported."""
    plan, upload = await find_upload(actor, plan_id, import_id)
    demand_open(upload)
    mapping = choices.model_dump(mode="json")

    async def work(session: Session) -> None:
        await ImportDraft.get_pymongo_collection().update_one(
            {"_id": upload.id, "state": "uploaded"}, {"$set": {"mapping": mapping}}, session=session
        )
        subject, data = subject_of(plan), {"file": upload.file_name}
        await audit.record(
            session,
            actor=actor,
            instansi=plan.instansi,
            action="plan.import_mapped",
            subject=subject,
            data=data,
        )

    await in_transaction(work)


def demand_open(upload: ImportDraft) -> None:
    """Raise Invalid once an upload was imported."""
    if upload.state != "uploaded":
        raise Invalid(_("Berkas ini sudah diimpor. Unggah lagi bila ingin mengimpornya sekali lagi."))


async def rehearse(actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId) -> Rehearsal:
    """Read the sheet as it would be imported; nothing is written. Raises SheetError with what to do."""
    plan, upload = await find_upload(actor, plan_id, import_id)
    choices = Choices.model_validate(upload.mapping or {})
    paper = await load_paper(plan, upload) if upload.paper else None
    data = await uploads.load(upload.file_id) if paper is None else None
    units = await units_by_id(plan.instansi)
    fokus = load_fokus(plan.year, reference_folder())
    ranked, mappings, run = await asyncio.to_thread(_read, paper or data, plan, choices, units, fokus)
    unit_ids = _unit_ids(run, choices, units)
    new, present = await _new_and_present(plan, run.draft, unit_ids)
    reached = sum(
        not output.realisasi.is_empty for _path, item in run.draft.renaksi() for output in item.outputs
    )
    return Rehearsal(upload, plan, choices, ranked, mappings, run, unit_ids, new, present, reached, paper)


def _read(
    source: Paper | bytes | None,
    plan: Plan,
    choices: Choices,
    units: MappingType[str, Unit],
    fokus: Sequence[str],
) -> tuple[tuple[Mapping, ...], tuple[Mapping, ...], DryRun]:
    if isinstance(source, Paper):
        workbook = workbook_of([row.texts for row in source.taken], plan.kind)
        mappings: tuple[Mapping, ...] = (mapping_of(plan.kind),)
        ranked: Sequence[Mapping] = mappings
    else:
        workbook = parse(source or b"")
        ranked = rank_sheets(workbook, plan.kind)
        mappings = _mappings(workbook, ranked, plan, choices)
    names = [unit.name for unit in units.values()]
    run = dry_run(workbook, mappings, year=plan.year, units=names, fokus=fokus, into=choices.into)
    return tuple(ranked), mappings, run


def _mappings(
    workbook: Workbook, ranked: Sequence[Mapping], plan: Plan, choices: Choices
) -> tuple[Mapping, ...]:
    """The sheets that a person chose, or the best one, with the columns given by hand."""
    chosen = [mapping for mapping in ranked if mapping.sheet in choices.sheets]
    if not chosen:
        chosen = [propose_mapping(workbook, kind=plan.kind)]
    return tuple(_assigned(mapping, choices.columns_of(mapping.sheet)) for mapping in chosen)


def _assigned(mapping: Mapping, columns: MappingType[int, str]) -> Mapping:
    known = {match.column for match in mapping.columns}
    fields = FIELDS_OF[mapping.kind]
    return mapping.assign(
        {
            column: name or None
            for column, name in columns.items()
            if column in known and (not name or name in fields)
        }
    )


def _unit_ids(run: DryRun, choices: Choices, units: MappingType[str, Unit]) -> dict[str, str]:
    """Unit ids by name as written: what a person chose, else what was matched for sure."""
    by_name = {unit.name: unit.id for unit in units.values()}
    by_hand = dict(choices.units)
    found = {}
    for match in run.units:
        chosen = by_hand.get(match.written)
        if chosen is not None:
            if chosen in units:
                found[match.written] = chosen
        elif match.known:
            found[match.written] = by_name[match.known]
    return found


def unit_of(written: str, unit_ids: MappingType[str, str]) -> str | None:
    """The unit of a cell: its first name that is known."""
    return next((unit_ids[name] for name in split_units(written) if name in unit_ids), None)


async def _new_and_present(
    plan: Plan, draft: PlanDraft, unit_ids: MappingType[str, str]
) -> tuple[int, tuple[str, ...]]:
    """How many renaksi of the draft the plan lacks, and the texts of those that it has already."""
    placement = tree.take_in(plan.nodes, draft, new_id)
    known = await _known_actions(plan)
    parts = [(node_id, part) for node_id, row in placement.renaksi for part in tree.by_unit(row)]
    present = tuple(part.text for node_id, part in parts if _key(node_id, part, unit_ids) in known)
    return len(parts) - len(present), present


async def _known_actions(plan: Plan, session: Session | None = None) -> set[tuple[str, str, str | None]]:
    where = {"instansi": plan.instansi, "plan_id": plan.id, "removed": False}
    wanted = {"node_id": 1, "text": 1, "unit": 1}
    found = Renaksi.get_pymongo_collection().find(where, wanted, session=session)
    return {(each["node_id"], fold(each["text"]), each.get("unit")) for each in await found.to_list()}


def _key(node_id: str, row: RenaksiRow, unit_ids: MappingType[str, str]) -> tuple[str, str, str | None]:
    return node_id, fold(row.text), unit_of(row.pelaksana, unit_ids)


async def confirm(
    actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId, version: int, skip_errors: bool
) -> ImportDraft:
    """Bring the rehearsed draft into the plan, in one write.

    Raises Invalid where it was imported already, brings nothing, or has errors that the person did not
    agree to leave out; EditConflict where the plan changed since the rehearsal was shown.
    """
    rehearsal = await rehearse(actor, plan_id=plan_id, import_id=import_id)
    demand_open(rehearsal.upload)
    if rehearsal.run.errors and not skip_errors:
        raise Invalid(
            _(
                "Masih ada galat. Perbaiki berkasnya dan unggah lagi, atau setujui impor tanpa "
                "bagian yang galat."
            )
        )
    plan = rehearsal.plan
    placement = tree.take_in(plan.nodes, rehearsal.run.draft, new_id)
    actions = await _new_actions(rehearsal, placement)
    if not actions and not placement.made:
        raise Invalid(_("Tidak ada yang baru untuk diimpor. Periksa pemetaan kolomnya."))
    upload: ImportDraft = rehearsal.upload.model_copy(
        update={
            "state": "confirmed",
            "made_nodes": placement.made,
            "made_renaksi": [action.id for action in actions],
        }
    )

    async def work(session: Session) -> None:
        await set_plan(session, plan, version=version, changes={"nodes": _dumped(placement.nodes)})
        if actions:
            await Renaksi.insert_many(actions, session=session)
            await keep_renaksi(
                session,
                instansi=plan.instansi,
                plan_id=plan.id,
                orders=[action.order for action in actions],
            )
        await _move(session, upload, "uploaded")
        data = {"file": upload.file_name, "nodes": len(placement.made), "renaksi": len(actions)}
        await _tell(session, actor, plan, "plan.imported", data)

    await in_transaction(work)
    return upload


async def _new_actions(rehearsal: Rehearsal, placement: tree.Placement) -> list[Renaksi]:
    """The renaksi of the draft that the plan does not have, as they are stored."""
    plan, unit_ids = rehearsal.plan, rehearsal.unit_ids
    known = await _known_actions(plan)
    order = await next_order(plan)
    made: list[Renaksi] = []
    for node_id, row in placement.renaksi:
        for part in tree.by_unit(row):
            if _key(node_id, part, unit_ids) not in known:
                made.append(_action(plan, node_id, part, order + len(made), unit_ids))
    return made


def _action(
    plan: Plan, node_id: str, row: RenaksiRow, order: int, unit_ids: MappingType[str, str]
) -> Renaksi:
    return Renaksi(
        instansi=plan.instansi,
        plan_id=plan.id,
        year=plan.year,
        node_id=node_id,
        order=order,
        code=row.code,
        text=row.text,
        unit=unit_of(row.pelaksana, unit_ids),
        coordinator=unit_of(row.koordinator, unit_ids),
        pelaksana_text=row.pelaksana,
        koordinator_text=row.koordinator,
        weight=row.weight,
        fokus_intervensi=row.fokus_intervensi,
        outputs=[tree.stored_output(output, new_id()) for output in row.outputs],
    )


async def undo(actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId) -> ImportDraft:
    """Take an import out again: its renaksi, and its nodes that hold nothing else.

    Raises Invalid where something was reported on it since, or it was not imported.
    """
    plan, upload = await find_upload(actor, plan_id, import_id)
    if upload.state != "confirmed":
        raise Invalid(_("Impor ini tidak sedang berlaku, jadi tidak ada yang dapat diurungkan."))
    undone: ImportDraft = upload.model_copy(update={"state": "undone"})

    async def work(session: Session) -> None:
        made = await Renaksi.find({"_id": {"$in": upload.made_renaksi}}, session=session).to_list()
        outputs = [output.id for action in made for output in action.outputs]
        reported = await reported_outputs(plan.instansi, plan.id, outputs, session)
        if reported:
            raise Invalid(
                _(
                    "{count} output dari impor ini sudah dilaporkan, jadi impor tidak dapat diurungkan."
                ).format(count=len(reported))
            )
        await Renaksi.get_pymongo_collection().update_many(
            {"_id": {"$in": upload.made_renaksi}},
            {"$set": {"removed": True, "updated_at": now()}, "$inc": {"version": 1}},
            session=session,
        )
        await keep_renaksi(
            session, instansi=plan.instansi, plan_id=plan.id, orders=[action.order for action in made]
        )
        held = {node_id for node_id, _text, _unit in await _known_actions(plan, session)}
        kept = without(plan.nodes, set(upload.made_nodes), held)
        await set_plan(session, plan, version=plan.version, changes={"nodes": _dumped(kept)})
        await _move(session, undone, "confirmed")
        data = {"file": upload.file_name, "nodes": len(plan.nodes) - len(kept), "renaksi": len(made)}
        await _tell(session, actor, plan, "plan.import_undone", data)

    await in_transaction(work)
    return undone


def without(nodes: Sequence[PlanNode], made: set[str], held: set[str]) -> list[PlanNode]:
    """The nodes without those of `made` that hold no renaksi of `held` and no node that is kept."""
    kept: dict[str, PlanNode] = {}
    for node, _depth in reversed(tree.in_order(nodes)):
        is_parent = any(other.parent == node.id for other in kept.values())
        if node.id not in made or node.id in held or is_parent:
            kept[node.id] = node
    return [node for node in nodes if node.id in kept]


async def _move(session: Session, upload: ImportDraft, state: str) -> None:
    """Write the upload's new state; Invalid where another request was quicker."""
    written = await ImportDraft.get_pymongo_collection().update_one(
        {"_id": upload.id, "state": state},
        {
            "$set": {
                "state": upload.state,
                "made_nodes": upload.made_nodes,
                "made_renaksi": upload.made_renaksi,
            }
        },
        session=session,
    )
    if not written.matched_count:
        raise Invalid(_("Impor ini baru saja diproses dari tempat lain. Muat ulang halamannya."))


async def _tell(session: Session, actor: Actor, plan: Plan, action: str, data: MappingType[str, Any]) -> None:
    await audit.record(
        session, actor=actor, instansi=plan.instansi, action=action, subject=subject_of(plan), data=data
    )
    await percentages.touch(session, plan_id=plan.id, instansi=plan.instansi)


def _dumped(nodes: Sequence[PlanNode]) -> list[dict[str, Any]]:
    return [node.model_dump() for node in nodes]
