"""The API of figures: percentages now, as days ended, and as deadlines froze them; deadlines; the trail."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from tracker.accounts.rights import Actor, Right
from tracker.api import problems
from tracker.api.access import CurrentBearer, token_needs
from tracker.api.answers_figures import (
    DayAnswer,
    DaysAnswer,
    DeadlineAnswer,
    ExtensionAnswer,
    Figures,
    FiguresOf,
    FrozenAnswer,
    FrozenPlanAnswer,
    Left,
    ManifestAnswer,
    MovedAnswer,
    PercentageAnswer,
    PlanFiguresAnswer,
    TrailAnswer,
)
from tracker.api.listing import Listed, answer
from tracker.audit import exporting
from tracker.audit import service as audit
from tracker.clock import now
from tracker.dashboards.overview import roots
from tracker.deadlines.lookup import listed as deadlines_of
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.percentages.rules import Percentage, Tally, percentages
from tracker.percentages.service import plan_figures
from tracker.plans.pages import through_of
from tracker.plans.service import find_plan
from tracker.snapshots import freezing
from tracker.snapshots.models import Frozen
from tracker.snapshots.service import snapshots_of
from tracker.web.downloads import attachment

router = APIRouter(prefix="/api/v1")
Viewer = Annotated[Actor, Depends(token_needs(Right.VIEW_FIGURES))]
Waiter = Annotated[Actor, Depends(token_needs(Right.VIEW_DEADLINE))]
Auditor = Annotated[Actor, Depends(token_needs(Right.VIEW_AUDIT))]
Through = Annotated[int | None, Query(ge=1, le=4)]
USUAL_DAYS, MOST_DAYS = 90, 400
JSON_LINES: dict[str, Any] = {
    "description": "JSON lines: a header with the recipe of the seal, then every event.",
    "content": {"application/jsonl": {"schema": {"type": "string"}}},
}


@router.get(
    "/plans/{plan_id}/figures",
    name="api_figures",
    response_model=PlanFiguresAnswer,
    responses=problems.READ_ONE,
)
async def figures(
    request: Request,
    who: CurrentBearer,
    actor: Viewer,
    plan_id: PydanticObjectId,
    through: Through = None,
    of: Literal["plan", "top", "unit"] = "plan",
) -> Response:
    """The percentages of a plan, by top node, or by unit; through the triwulan that is due today."""
    plan = await find_plan(actor, plan_id)
    today = now().astimezone(who.institution.tz).date()
    through = through or await through_of(plan, who.institution, today)
    counted = await plan_figures(plan)
    items = [FiguresOf(of="plan", id=str(plan.id), name=plan.title, figures=_figures(counted.total(through)))]
    if of == "top":
        items = [
            FiguresOf(
                of="top", id=node.id, name=node.name, figures=_figures(counted.of_top(node.id, through))
            )
            for node in roots(plan.nodes)
        ]
    elif of == "unit":
        names = {unit_id: unit.name for unit_id, unit in (await units_by_id(actor.instansi)).items()}
        items = [
            FiguresOf(
                of="unit",
                id=unit,
                name=names.get(unit, unit) if unit else _("Tanpa perangkat daerah"),
                figures=_figures(counted.of_unit(unit, through)),
            )
            for unit in counted.units()
        ]
    return answer(
        request, PlanFiguresAnswer(plan_id=str(plan.id), year=plan.year, through=through, items=items)
    )


@router.get(
    "/plans/{plan_id}/snapshots",
    name="api_snapshots",
    response_model=DaysAnswer,
    responses=problems.READ_ONE,
)
async def snapshots(
    request: Request,
    who: CurrentBearer,
    actor: Viewer,
    plan_id: PydanticObjectId,
    since: date | None = None,
    through: Through = None,
) -> Response:
    """The percentages of the plan as each day ended: of the last 90 days, or from `since` on, 400 at most."""
    plan = await find_plan(actor, plan_id)
    today = now().astimezone(who.institution.tz).date()
    first = max(since or today - timedelta(days=USUAL_DAYS), today - timedelta(days=MOST_DAYS))
    through = through or await through_of(plan, who.institution, today)
    items = [
        DayAnswer(
            day=one.day.isoformat(), taken_at=one.taken_at, figures=_figures(one.figures.total(through))
        )
        for one in await snapshots_of(plan, first)
    ]
    return answer(request, DaysAnswer(plan_id=str(plan.id), through=through, items=items))


@router.get(
    "/deadlines", name="api_deadlines", response_model=Listed[DeadlineAnswer], responses=problems.READ
)
async def deadlines(
    request: Request, actor: Waiter, year: Annotated[int | None, Query(ge=2000, le=2100)] = None
) -> Response:
    found = [one for one in await deadlines_of(actor.instansi) if year is None or one.year == year]
    items = [
        DeadlineAnswer(
            id=str(one.id),
            history=[MovedAnswer(**each.model_dump()) for each in one.history],
            extensions=[ExtensionAnswer(**each.model_dump()) for each in one.extensions],
            **one.model_dump(include=_OF_DEADLINE),
        )
        for one in found
    ]
    return answer(request, Listed[DeadlineAnswer](items=items))


_OF_DEADLINE = {"title", "year", "through", "stage", "strict", "opens_at", "closes_at", "version"}


@router.get("/frozen", name="api_frozen_list", response_model=Listed[FrozenAnswer], responses=problems.READ)
async def frozen_list(request: Request, actor: Viewer) -> Response:
    """The frozen states, newest first."""
    items = [_frozen(request, one) for one in await freezing.listed(actor)]
    return answer(request, Listed[FrozenAnswer](items=items))


@router.get(
    "/frozen/{frozen_id}", name="api_frozen", response_model=FrozenAnswer, responses=problems.READ_ONE
)
async def frozen(request: Request, actor: Viewer, frozen_id: PydanticObjectId) -> Response:
    return answer(request, _frozen(request, await freezing.find_frozen(actor, frozen_id)))


@router.get(
    "/frozen/{frozen_id}/manifest",
    name="api_manifest",
    response_model=ManifestAnswer,
    responses=problems.GIVEN_OUT,
)
async def manifest(actor: Auditor, frozen_id: PydanticObjectId) -> Response:
    """The manifest with all facts; that it was taken is written into the audit trail."""
    found = await freezing.find_frozen(actor, frozen_id)
    content = ManifestAnswer.model_validate(await freezing.take_out(actor, found))
    headers = {
        "content-disposition": attachment(f"keadaan-beku-{found.instansi}-{found.frozen_at:%Y-%m-%d}.json"),
        "cache-control": "private, no-store",
    }
    return Response(content.model_dump_json(), media_type="application/json", headers=headers)


@router.get("/audit", name="api_audit", response_model=TrailAnswer, responses=problems.READ)
async def trail(request: Request, actor: Auditor) -> Response:
    """Where the trail stands: kept outside, it tells whether a later trail continues this one."""
    number, digest = await audit.head_of(actor.instansi)
    links = {
        "page": str(request.app.url_path_for("audit_list")),
        "export": str(request.app.url_path_for("api_audit_export")),
    }
    return answer(request, TrailAnswer(number=number, hash=digest, links=links))


@router.get(
    "/audit/export",
    name="api_audit_export",
    response_class=StreamingResponse,
    responses=problems.TAKEN_OUT | {200: JSON_LINES},
)
async def trail_export(actor: Auditor) -> Response:
    """The whole trail as JSON lines; that it was taken out is its last event."""
    await exporting.record_export(actor, actor.instansi)
    return StreamingResponse(
        exporting.exported([actor.instansi]),
        media_type="application/jsonl",
        headers={
            "content-disposition": attachment(f"jejak-audit-{actor.instansi}.jsonl"),
            "cache-control": "private, no-store",
        },
    )


def _frozen(request: Request, one: Frozen) -> FrozenAnswer:
    path = request.app.url_path_for
    links = {"page": "frozen_page", "self": "api_frozen", "manifest": "api_manifest"}
    return FrozenAnswer(
        id=str(one.id),
        deadline_id=str(one.deadline_id),
        plans=[
            FrozenPlanAnswer(
                plan_id=str(plan.plan_id),
                figures=_figures(freezing.figures_of(plan).total(one.through)),
                **plan.model_dump(include={"kind", "title", "cells", "facts_sha256"}),
            )
            for plan in one.plans
        ],
        links={name: str(path(route, frozen_id=one.id)) for name, route in links.items()},
        **one.model_dump(include=_OF_FROZEN),
    )


_OF_FROZEN = {
    *("title", "year", "through", "closes_at", "frozen_at", "by_name", "reason", "manifest_sha256"),
}


def _figures(tally: Tally) -> Figures:
    made = percentages(tally)
    return Figures(**{name: _percentage(getattr(made, name)) for name in Figures.model_fields})


def _percentage(one: Percentage) -> PercentageAnswer:
    return PercentageAnswer(
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        formula=one.formula,
        excluded=[Left(reason=each.reason, count=each.count) for each in one.excluded],
        reason=one.reason,
    )
