"""The API of what is planned: the institution, its units, road maps, plans with their trees, renaksi."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.api import problems
from tracker.api.access import CurrentBearer, token_needs
from tracker.api.answers import (
    InstitutionAnswer,
    NodeAnswer,
    OwnerAnswer,
    PlanAnswer,
    PlanTreeAnswer,
    RenaksiAnswer,
    RoadmapAnswer,
    UnitAnswer,
)
from tracker.api.listing import USUAL_ITEMS, Cursor, Limit, Listed, answer, part_of, since
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.plans import actions, service
from tracker.plans.models import Plan, Renaksi

router = APIRouter(prefix="/api/v1")
Viewer = Annotated[Actor, Depends(token_needs(Right.VIEW_PLAN))]


@router.get("/me", name="api_me", response_model=OwnerAnswer, responses=problems.READ)
async def me(request: Request, who: CurrentBearer, _actor: Viewer) -> Response:
    institution = InstitutionAnswer.model_validate(who.institution.model_dump())
    units = who.actor.units
    return answer(
        request,
        OwnerAnswer(
            institution=institution,
            name=who.user.name,
            email=who.user.email,
            role=who.actor.role,
            units=None if units is None else sorted(units),
            token=who.token.name,
            scope=who.token.scope,
            expires_at=who.token.expires_at,
        ),
    )


@router.get("/units", name="api_units", response_model=Listed[UnitAnswer], responses=problems.READ)
async def units(request: Request, actor: Viewer) -> Response:
    found = await units_by_id(actor.instansi)
    items = [UnitAnswer.model_validate(unit.model_dump()) for unit in found.values()]
    return answer(request, Listed[UnitAnswer](items=items))


@router.get("/roadmaps", name="api_roadmaps", response_model=Listed[RoadmapAnswer], responses=problems.READ)
async def roadmaps(request: Request, actor: Viewer) -> Response:
    items = [
        RoadmapAnswer(
            id=str(one.id),
            title=one.title,
            year_from=one.year_from,
            year_to=one.year_to,
            legal_basis=one.legal_basis,
            revision_of=str(one.revision_of) if one.revision_of else None,
        )
        for one in await service.roadmaps(actor)
    ]
    return answer(request, Listed[RoadmapAnswer](items=items))


@router.get("/plans", name="api_plans", response_model=Listed[PlanAnswer], responses=problems.READ)
async def plans(
    request: Request, actor: Viewer, year: Annotated[int | None, Query(ge=2000, le=2100)] = None
) -> Response:
    found = [plan for plan in await service.list_plans(actor) if year is None or plan.year == year]
    items = [PlanAnswer(**_plan(request, plan)) for plan in found]
    return answer(request, Listed[PlanAnswer](items=items))


@router.get("/plans/{plan_id}", name="api_plan", response_model=PlanTreeAnswer, responses=problems.READ_ONE)
async def plan_tree(request: Request, actor: Viewer, plan_id: PydanticObjectId) -> Response:
    plan = await service.find_plan(actor, plan_id)
    nodes = [NodeAnswer(**node.model_dump()) for node in plan.nodes]
    return answer(request, PlanTreeAnswer(**_plan(request, plan), nodes=nodes))


@router.get(
    "/plans/{plan_id}/renaksi",
    name="api_plan_renaksi",
    response_model=Listed[RenaksiAnswer],
    responses=problems.READ_ONE,
)
async def renaksi_of_plan(
    request: Request,
    actor: Viewer,
    plan_id: PydanticObjectId,
    unit: Annotated[str, Query(max_length=60)] = "",
    updated_since: datetime | None = None,
    limit: Limit = USUAL_ITEMS,
    cursor: Cursor = "",
) -> Response:
    """The renaksi of a plan; those taken out of it are left out."""
    plan = await service.find_plan(actor, plan_id)
    where: dict[str, Any] = {"instansi": plan.instansi, "plan_id": plan.id, "removed": False}
    where |= ({"unit": unit} if unit else {}) | since(updated_since)
    rows, following = await part_of(Renaksi.get_pymongo_collection(), where, cursor=cursor, limit=limit)
    items = [_renaksi(request, row) for row in rows]
    return answer(request, Listed[RenaksiAnswer](items=items, next=following))


@router.get(
    "/renaksi/{renaksi_id}", name="api_renaksi", response_model=RenaksiAnswer, responses=problems.READ_ONE
)
async def renaksi(request: Request, actor: Viewer, renaksi_id: PydanticObjectId) -> Response:
    _plan_of, action = await actions.find_renaksi(actor, renaksi_id)
    if action.removed:
        raise NotFound(_("Rencana aksi ini tidak ditemukan."))
    return answer(request, _renaksi(request, {"_id": action.id, **action.model_dump(exclude={"id"})}))


def _plan(request: Request, plan: Plan) -> dict[str, Any]:
    def path(name: str) -> str:
        return str(request.app.url_path_for(name, plan_id=plan.id))

    links = {"page": "plan_page", "self": "api_plan", "renaksi": "api_plan_renaksi"}
    links |= {"figures": "api_figures", "snapshots": "api_snapshots"}
    return {
        "id": str(plan.id),
        "roadmap_id": str(plan.roadmap_id),
        "links": {name: path(route) for name, route in links.items()},
        **plan.model_dump(include={"kind", "year", "title", "status", "version", "created_at"}),
    }


def _renaksi(request: Request, row: Mapping[str, Any]) -> RenaksiAnswer:
    links = {
        name: str(request.app.url_path_for(route, renaksi_id=row["_id"])) for name, route in _LINKS.items()
    }
    ids = {"id": str(row["_id"]), "plan_id": str(row["plan_id"])}
    return RenaksiAnswer.model_validate({**row, **ids, "links": links})


_LINKS = {"page": "renaksi_page", "self": "api_renaksi"}
