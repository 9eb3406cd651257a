"""The pages of plans: the list, a plan with its renaksi, its tree, its sheet; and making plans."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may
from tracker.clock import now
from tracker.dashboards.overview import card_of
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.percentages.service import plan_figures
from tracker.plans import exporting, pages, service, tree
from tracker.plans.errors import EditConflict
from tracker.plans.links import facts_for, figure_links
from tracker.plans.models import Plan, PlanStatus
from tracker.plans.reference.loader import load_fokus
from tracker.plans.sheets.templates import template_general, template_tematik
from tracker.plans.sheets.write import Layout
from tracker.plans.values import PlanKind
from tracker.web.downloads import attachment
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page
from tracker.web.paging import Paging
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PLAN))]
Editor = Annotated[Actor, Depends(needs(Right.EDIT_PLAN))]
RENAKSI_PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/rencana", name="plan_list")
async def plan_list(request: Request, who: CurrentSignedIn, actor: Viewer) -> Response:
    plans = await service.list_plans(actor)
    cards = []
    for plan in plans:
        through = await pages.through_of(plan, who.institution, now().astimezone(who.institution.tz).date())
        figures = await plan_figures(plan)
        url = str(request.app.url_path_for("plan_page", plan_id=plan.id))
        links = figure_links(request, plan.id, through)
        cards.append((plan, card_of(plan, figures.total(through), url=url, link=links)))
    return page(request, "plans/list.html", cards=cards, may_edit=may(actor, Right.EDIT_PLAN))


@router.get("/rencana/baru", name="plan_new")
async def plan_new(request: Request, actor: Editor) -> Response:
    return await _new_form(request, actor)


@router.post("/rencana/baru", name="plan_add")
async def plan_add(
    request: Request,
    who: CurrentSignedIn,
    actor: Editor,
    kind: Annotated[PlanKind, Form()],
    year: Annotated[int, Form(ge=2000, le=2100)],
    title: Annotated[str, Form(max_length=200)] = "",
    roadmap_id: Annotated[str, Form(pattern="^([0-9a-f]{24})?$")] = "",
    roadmap_title: Annotated[str, Form(max_length=200)] = "",
    reference: Annotated[bool, Form()] = False,
) -> Response:
    try:
        plan = await service.add_plan(
            actor,
            who.institution,
            kind=kind,
            year=year,
            title=title,
            roadmap_id=PydanticObjectId(roadmap_id) if roadmap_id else None,
            roadmap_title=roadmap_title,
            with_reference=reference,
        )
    except Invalid as error:
        typed = {"kind": kind, "year": str(year), "title": title, "roadmap_title": roadmap_title}
        return await _new_form(request, actor, typed=typed, error=error)
    return go(request, "plan_page", plan_id=plan.id, flash=Flash("good", _("Rencana dibuat.")))


async def _new_form(
    request: Request, actor: Actor, *, typed: dict[str, str] | None = None, error: Invalid | None = None
) -> Response:
    return page(
        request,
        "plans/new.html",
        status=422 if error else 200,
        roadmaps=await service.roadmaps(actor),
        typed={"kind": "general", "year": str(now().year), "title": "", "roadmap_title": ""} | (typed or {}),
        fields=error.fields if error else {},
        errors=[{"name": name, "text": text} for name, text in error.fields.items()] if error else [],
    )


@router.get("/rencana/templat/{kind}.xlsx", name="plan_template")
async def plan_template(kind: PlanKind, _actor: Viewer) -> Response:
    fokus = load_fokus(now().year, service.reference_folder())
    make = template_general if kind == "general" else template_tematik
    return _sheet(make(fokus=fokus), f"templat-rb-{kind}.xlsx")


@router.get("/rencana/{plan_id}", name="plan_page")
async def plan_page(
    request: Request,
    who: CurrentSignedIn,
    actor: Viewer,
    plan_id: PydanticObjectId,
    opd: Annotated[str, Query(max_length=60)] = "",
    cari: Annotated[str, Query(max_length=100)] = "",
    bagian: Annotated[str, Query(max_length=60)] = "",
    hal: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    plan = await service.find_plan(actor, plan_id)
    facts = await facts_for(plan, who.institution)
    wanted = pages.Wanted(opd, cari, bagian)
    found = pages.narrowed(facts, wanted)
    url = str(request.app.url_path_for("plan_page", plan_id=plan.id))
    asked = {"opd": opd, "cari": cari, "bagian": bagian}
    paging = Paging.of(found, number=hal, size=RENAKSI_PER_PAGE, url=url, **asked)
    links = figure_links(request, plan.id, facts.through)
    return page(
        request,
        "plans/plan.html",
        block="rows",
        plan=plan,
        card=card_of(plan, pages.plan_tally(facts), url=url, link=links),
        through=facts.through,
        paging=paging,
        rows=[pages.renaksi_view(facts, action, actor, links) for action in paging.items],
        wanted=wanted,
        total=len(facts.renaksi),
        units=[(unit.id, unit.name) for unit in facts.units.values()],
        tops=[(node.id, node.name) for node, depth in tree.in_order(plan.nodes) if depth == 0],
        may_edit=may(actor, Right.EDIT_PLAN),
    )


@router.get("/rencana/{plan_id}/struktur", name="plan_tree")
async def plan_tree(
    request: Request, who: CurrentSignedIn, actor: Viewer, plan_id: PydanticObjectId
) -> Response:
    plan = await service.find_plan(actor, plan_id)
    facts = await facts_for(plan, who.institution)
    return page(
        request,
        "plans/tree.html",
        plan=plan,
        branches=tree.branches(plan.kind, plan.nodes, pages.renaksi_counts(facts)),
        kinds=pages.kind_names(),
        total=len(facts.renaksi),
        may_edit=may(actor, Right.EDIT_PLAN),
    )


@router.get("/rencana/{plan_id}/ekspor", name="plan_export")
async def plan_export(
    actor: Viewer,
    plan_id: PydanticObjectId,
    bentuk: Layout = "full",
    bagian: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    plan, data = await exporting.export(actor, plan_id=plan_id, layout=bentuk, node_id=bagian)
    return _sheet(data, f"rb-{plan.kind}-{plan.year}{'-portal' if bentuk == 'portal' else ''}.xlsx")


@router.get("/rencana/{plan_id}/ubah", name="plan_edit")
async def plan_edit(request: Request, actor: Editor, plan_id: PydanticObjectId) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    return _edit_form(request, plan, title=plan.title, status=plan.status)


@router.post("/rencana/{plan_id}/ubah", name="plan_save")
async def plan_save(
    request: Request,
    actor: Editor,
    plan_id: PydanticObjectId,
    version: Annotated[int, Form(ge=1, le=MOST_NUMBER)],
    title: Annotated[str, Form(max_length=200)] = "",
    status: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    try:
        plan = await service.edit_plan(actor, plan_id=plan_id, version=version, title=title, status=status)
    except EditConflict as conflict:
        return _edit_form(request, conflict.stored, title=title, status=status, conflict=conflict)
    except Invalid as error:
        plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
        return _edit_form(request, plan, title=title, status=status, error=error)
    return go(request, "plan_page", plan_id=plan.id, flash=Flash("good", _("Rencana disimpan.")))


def _edit_form(
    request: Request,
    plan: Plan,
    *,
    title: str,
    status: str,
    error: Invalid | None = None,
    conflict: EditConflict | None = None,
) -> Response:
    names = status_names()
    stored = [(_("Nama"), plan.title, title), (_("Status"), names[plan.status], names.get(status, status))]
    return page(
        request,
        "plans/edit.html",
        status=409 if conflict else 422 if error else 200,
        plan=plan,
        typed={"title": title, "status": status},
        statuses=list(names.items()),
        fields=error.fields if error else {},
        errors=[{"name": None, "text": error.message}] if error else [],
        conflict=conflict,
        differences=[row for row in stored if row[1] != row[2]] if conflict else [],
    )


def status_names() -> dict[str, str]:
    """The states of a plan as people call them."""
    return {
        PlanStatus.DRAFT.value: _("Rancangan"),
        PlanStatus.ACTIVE.value: _("Berlaku"),
        PlanStatus.CLOSED.value: _("Selesai"),
    }


def _sheet(data: bytes, name: str) -> Response:
    return Response(data, media_type=XLSX, headers={"content-disposition": attachment(name)})
