"""Editing a plan by hand: its nodes, its renaksi and their outputs."""

from dataclasses import asdict
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may
from tracker.audit.service import events_of
from tracker.errors import Invalid, RenaksiError
from tracker.i18n import _
from tracker.inquiries.views import asking
from tracker.institutions.service import units_by_id
from tracker.plans import actions, differences, pages, service, tree
from tracker.plans.errors import EditConflict
from tracker.plans.forms import NodeForm, OutputForm, RenaksiForm
from tracker.plans.links import facts_for
from tracker.plans.models import Plan, Renaksi
from tracker.plans.reference.loader import load_fokus
from tracker.plans.values import NodeKind
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PLAN))]
Editor = Annotated[Actor, Depends(needs(Right.EDIT_PLAN))]
Version = Annotated[int, Form(ge=1, le=MOST_NUMBER)]


def _problems(error: RenaksiError | None) -> dict[str, Any]:
    """What a form's template shows of an error: a summary, the fields at fault, a status."""
    fields = error.fields if isinstance(error, Invalid) else {}
    listed: list[dict[str, str | None]] = [{"name": name, "text": text} for name, text in fields.items()]
    if isinstance(error, Invalid) and not fields:
        listed = [{"name": None, "text": error.message}]
    status = 409 if isinstance(error, EditConflict) else 422 if error else 200
    conflict = error if isinstance(error, EditConflict) else None
    return {"errors": listed, "fields": fields, "status": status, "conflict": conflict}


# Nodes of the tree


@router.get("/rencana/{plan_id}/bagian/baru", name="node_new")
async def node_new(
    request: Request, actor: Editor, plan_id: PydanticObjectId, jenis: NodeKind, induk: str = ""
) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    return _node_form(request, plan, differences.empty_node(plan.version), kind=jenis, parent=induk)


@router.post("/rencana/{plan_id}/bagian/baru", name="node_add")
async def node_add(
    request: Request,
    actor: Editor,
    plan_id: PydanticObjectId,
    form: Annotated[NodeForm, Depends()],
    kind: Annotated[NodeKind, Form()],
    parent: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    return await _save_node(request, actor, plan_id, form, node_id=None, kind=kind, parent=parent)


@router.get("/rencana/{plan_id}/bagian/{node_id}", name="node_edit")
async def node_edit(request: Request, actor: Editor, plan_id: PydanticObjectId, node_id: str) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    node = service.find_node(plan, node_id)
    form = NodeForm.of(node, plan.version)
    return _node_form(request, plan, form, kind=node.kind, parent=node.parent or "", node_id=node_id)


@router.post("/rencana/{plan_id}/bagian/{node_id}", name="node_save")
async def node_save(
    request: Request,
    actor: Editor,
    plan_id: PydanticObjectId,
    node_id: str,
    form: Annotated[NodeForm, Depends()],
) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    node = service.find_node(plan, node_id)
    return await _save_node(
        request, actor, plan_id, form, node_id=node_id, kind=node.kind, parent=node.parent or ""
    )


async def _save_node(
    request: Request,
    actor: Actor,
    plan_id: PydanticObjectId,
    form: NodeForm,
    *,
    node_id: str | None,
    kind: NodeKind,
    parent: str,
) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    before = service.find_node(plan, node_id) if node_id else None
    try:
        await service.save_node(
            actor,
            plan_id=plan_id,
            version=form.version,
            node_id=node_id,
            parent=parent or None,
            kind=kind,
            values=form.values(before),
        )
    except (Invalid, EditConflict) as error:
        return _node_form(request, plan, form, kind=kind, parent=parent, node_id=node_id, error=error)
    return go(request, "plan_tree", plan_id=plan_id, flash=Flash("good", _("Bagian rencana disimpan.")))


def _node_form(
    request: Request,
    plan: Plan,
    form: NodeForm,
    *,
    kind: NodeKind,
    parent: str,
    node_id: str | None = None,
    error: Invalid | EditConflict | None = None,
) -> Response:
    stored: Plan = error.stored if isinstance(error, EditConflict) else plan
    node = next((each for each in stored.nodes if each.id == node_id), None)
    problems = _problems(error)
    told = differences.of_node(NodeForm.of(node, stored.version), form) if error and node else []
    if isinstance(error, EditConflict):
        form.version = stored.version
    return page(
        request,
        "plans/node.html",
        plan=plan,
        form=form,
        kind=kind,
        kind_name=pages.kind_names()[kind],
        parent=parent,
        above=[each.name for each in tree.path_of(plan.nodes, parent)],
        node_id=node_id,
        differences=told if problems["conflict"] else [],
        **problems,
    )


@router.post("/rencana/{plan_id}/bagian/{node_id}/hapus", name="node_remove")
async def node_remove(
    request: Request, actor: Editor, plan_id: PydanticObjectId, node_id: str, version: Version
) -> Response:
    await service.remove_node(actor, plan_id=plan_id, version=version, node_id=node_id)
    return go(request, "plan_tree", plan_id=plan_id, flash=Flash("good", _("Bagian rencana dihapus.")))


# Renaksi


@router.get("/rencana/{plan_id}/renaksi/baru", name="renaksi_new")
async def renaksi_new(
    request: Request, actor: Editor, plan_id: PydanticObjectId, bagian: str = ""
) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    return await _renaksi_form(request, actor, plan, differences.empty_renaksi(bagian))


@router.post("/rencana/{plan_id}/renaksi/baru", name="renaksi_add")
async def renaksi_add(
    request: Request, actor: Editor, plan_id: PydanticObjectId, form: Annotated[RenaksiForm, Depends()]
) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    try:
        values = form.values(None, await _unit_names(plan))
        node_id = values.pop("node_id")
        renaksi = await actions.add_renaksi(actor, plan_id=plan_id, node_id=node_id, values=values)
    except Invalid as error:
        return await _renaksi_form(request, actor, plan, form, error=error)
    told = _("Rencana aksi ditambahkan. Lanjutkan dengan outputnya.")
    return go(request, "renaksi_page", renaksi_id=renaksi.id, flash=Flash("good", told))


@router.get("/rencana/renaksi/{renaksi_id}", name="renaksi_page")
async def renaksi_page(
    request: Request, who: CurrentSignedIn, actor: Viewer, renaksi_id: PydanticObjectId
) -> Response:
    plan, renaksi = await actions.find_renaksi(actor, renaksi_id)
    facts = await facts_for(plan, who.institution)
    url = str(request.app.url_path_for("renaksi_page", renaksi_id=renaksi.id))
    return page(
        request,
        "plans/renaksi.html",
        plan=plan,
        renaksi=renaksi,
        view=pages.renaksi_view(facts, renaksi, actor, lambda _slug: f"{url}#output"),
        through=facts.through,
        events=(await events_of(renaksi.instansi, str(renaksi.id)))[::-1][:20],
        event_names=differences.event_names(),
        may_edit=may(actor, Right.EDIT_PLAN),
        asking=await asking(request, actor, "renaksi", str(renaksi.id)),
    )


@router.get("/rencana/renaksi/{renaksi_id}/ubah", name="renaksi_edit")
async def renaksi_edit(request: Request, actor: Editor, renaksi_id: PydanticObjectId) -> Response:
    plan, renaksi = await actions.find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    return await _renaksi_form(request, actor, plan, RenaksiForm.of(renaksi), renaksi=renaksi)


@router.post("/rencana/renaksi/{renaksi_id}/ubah", name="renaksi_save")
async def renaksi_save(
    request: Request, actor: Editor, renaksi_id: PydanticObjectId, form: Annotated[RenaksiForm, Depends()]
) -> Response:
    plan, renaksi = await actions.find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    try:
        values = form.values(renaksi, await _unit_names(plan))
        await actions.edit_renaksi(actor, renaksi_id=renaksi_id, version=form.version, values=values)
    except (Invalid, EditConflict) as error:
        return await _renaksi_form(request, actor, plan, form, renaksi=renaksi, error=error)
    return go(
        request, "renaksi_page", renaksi_id=renaksi_id, flash=Flash("good", _("Rencana aksi disimpan."))
    )


async def _renaksi_form(
    request: Request,
    actor: Actor,
    plan: Plan,
    form: RenaksiForm,
    *,
    renaksi: Renaksi | None = None,
    error: Invalid | EditConflict | None = None,
) -> Response:
    names = await _unit_names(plan)
    places = pages.places_for_renaksi(plan)
    told = []
    if isinstance(error, EditConflict):
        told = differences.of_renaksi(RenaksiForm.of(error.stored), form, names, dict(places))
        form.version = error.stored.version
    return page(
        request,
        "plans/renaksi_form.html",
        plan=plan,
        renaksi=renaksi,
        form=form,
        units=list(names.items()),
        places=places,
        fokus=load_fokus(plan.year, service.reference_folder()),
        differences=told,
        **_problems(error),
    )


async def _unit_names(plan: Plan) -> dict[str, str]:
    return {unit.id: unit.name for unit in (await units_by_id(plan.instansi)).values()}


@router.post("/rencana/renaksi/{renaksi_id}/hapus", name="renaksi_remove")
async def renaksi_remove(
    request: Request, actor: Editor, renaksi_id: PydanticObjectId, version: Version
) -> Response:
    renaksi = await actions.remove_renaksi(actor, renaksi_id=renaksi_id, version=version)
    undo = str(request.app.url_path_for("renaksi_restore", renaksi_id=renaksi.id))
    flash = Flash("info", _("Rencana aksi dihapus dari rencana. Laporannya tetap disimpan."), undo)
    return go(request, "plan_page", plan_id=renaksi.plan_id, flash=flash)


@router.post("/rencana/renaksi/{renaksi_id}/pulihkan", name="renaksi_restore")
async def renaksi_restore(request: Request, actor: Editor, renaksi_id: PydanticObjectId) -> Response:
    await actions.restore_renaksi(actor, renaksi_id=renaksi_id)
    told = Flash("good", _("Rencana aksi dikembalikan."))
    return go(request, "renaksi_page", renaksi_id=renaksi_id, flash=told)


# Outputs


@router.get("/rencana/renaksi/{renaksi_id}/output/baru", name="output_new")
async def output_new(request: Request, actor: Editor, renaksi_id: PydanticObjectId) -> Response:
    plan, renaksi = await actions.find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    return _output_form(request, plan, renaksi, differences.empty_output(renaksi.version))


@router.post("/rencana/renaksi/{renaksi_id}/output/baru", name="output_add")
async def output_add(
    request: Request, actor: Editor, renaksi_id: PydanticObjectId, form: Annotated[OutputForm, Depends()]
) -> Response:
    return await _save_output(request, actor, renaksi_id, form, None)


@router.get("/rencana/renaksi/{renaksi_id}/output/{output_id}", name="output_edit")
async def output_edit(
    request: Request, actor: Editor, renaksi_id: PydanticObjectId, output_id: str
) -> Response:
    plan, renaksi = await actions.find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    form = OutputForm.of(actions.find_output(renaksi, output_id), renaksi.version)
    return _output_form(request, plan, renaksi, form, output_id=output_id)


@router.post("/rencana/renaksi/{renaksi_id}/output/{output_id}", name="output_save")
async def output_save(
    request: Request,
    actor: Editor,
    renaksi_id: PydanticObjectId,
    output_id: str,
    form: Annotated[OutputForm, Depends()],
) -> Response:
    return await _save_output(request, actor, renaksi_id, form, output_id)


async def _save_output(
    request: Request, actor: Actor, renaksi_id: PydanticObjectId, form: OutputForm, output_id: str | None
) -> Response:
    plan, renaksi = await actions.find_renaksi(actor, renaksi_id, Right.EDIT_PLAN)
    try:
        await actions.save_output(
            actor, renaksi_id=renaksi_id, version=form.version, output_id=output_id, values=form.values()
        )
    except (Invalid, EditConflict) as error:
        return _output_form(request, plan, renaksi, form, output_id=output_id, error=error)
    return go(request, "renaksi_page", renaksi_id=renaksi_id, flash=Flash("good", _("Output disimpan.")))


def _output_form(
    request: Request,
    plan: Plan,
    renaksi: Renaksi,
    form: OutputForm,
    *,
    output_id: str | None = None,
    error: Invalid | EditConflict | None = None,
) -> Response:
    told = []
    if isinstance(error, EditConflict):
        stored = error.stored.output(output_id) if output_id else None
        told = differences.of_output(OutputForm.of(stored, 0), form) if stored else []
        form.version = error.stored.version
    return page(
        request,
        "plans/output_form.html",
        plan=plan,
        renaksi=renaksi,
        form=form,
        values=asdict(form),
        output_id=output_id,
        choices=differences.choices(),
        differences=told,
        **_problems(error),
    )


@router.post("/rencana/renaksi/{renaksi_id}/output/{output_id}/hapus", name="output_remove")
async def output_remove(
    request: Request, actor: Editor, renaksi_id: PydanticObjectId, output_id: str, version: Version
) -> Response:
    await actions.remove_output(actor, renaksi_id=renaksi_id, version=version, output_id=output_id)
    return go(request, "renaksi_page", renaksi_id=renaksi_id, flash=Flash("good", _("Output dihapus.")))
