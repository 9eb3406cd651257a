"""Frozen states: the list, one of them beside today, its manifest, and freezing by hand."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may, visible_units
from tracker.dashboards.overview import Bars, bars_of
from tracker.deadlines.lookup import listed as deadlines
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.percentages.service import PlanFigures
from tracker.progress.rules import State
from tracker.snapshots import freezing
from tracker.snapshots.freezing import Comparison
from tracker.snapshots.models import Frozen
from tracker.snapshots.rules import ChangedCell
from tracker.web.downloads import attachment
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
Manager = Annotated[Actor, Depends(needs(Right.MANAGE_DEADLINE))]
Auditor = Annotated[Actor, Depends(needs(Right.VIEW_AUDIT))]
MOST_CHANGES = 200


@router.get("/beku", name="frozen_list")
async def frozen_list(request: Request, actor: Viewer) -> Response:
    return await _list(request, actor)


@router.post("/beku", name="frozen_make")
async def frozen_make(
    request: Request,
    actor: Manager,
    deadline: Annotated[PydanticObjectId, Form()],
    reason: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Freeze what there is now for a deadline."""
    try:
        frozen = await freezing.freeze(actor, deadline_id=deadline, reason=reason)
    except Invalid as error:
        return await _list(request, actor, typed=(str(deadline), reason), fields=error.fields)
    flash = Flash("good", _("Keadaan “{title}” dibekukan.").format(title=frozen.title))
    return go(request, "frozen_page", frozen_id=frozen.id, flash=flash)


async def _list(
    request: Request, actor: Actor, typed: tuple[str, str] = ("", ""), fields: dict[str, str] | None = None
) -> Response:
    frozen = await freezing.listed(actor)
    return page(
        request,
        "snapshots/list.html",
        status=422 if fields else 200,
        frozen=[(one, _bars(one)) for one in frozen],
        deadlines=[(str(one.id), one.title) for one in await deadlines(actor.instansi)],
        may_freeze=may(actor, Right.MANAGE_DEADLINE),
        typed=typed,
        fields=fields or {},
    )


@router.get("/beku/{frozen_id}", name="frozen_page")
async def frozen_page(request: Request, actor: Viewer, frozen_id: PydanticObjectId) -> Response:
    """A frozen state beside today. The cells that changed are those of units that the person may see."""
    frozen = await freezing.find_frozen(actor, frozen_id)
    units = {unit_id: unit.short_name for unit_id, unit in (await units_by_id(actor.instansi)).items()}
    seen = visible_units(actor, Right.VIEW_PROGRESS)
    compared = await freezing.compare(frozen)
    changes = [change for each in compared for change in each.changes if seen is None or change.unit in seen]
    return page(
        request,
        "snapshots/frozen.html",
        frozen=frozen,
        plans=[_beside(each, frozen.through, units) for each in compared],
        changes=[_shown(change, units) for change in changes[:MOST_CHANGES]],
        more=max(0, len(changes) - MOST_CHANGES),
        late=sum(change.late for change in changes),
        may_take_out=may(actor, Right.VIEW_AUDIT),
        may_share=may(actor, Right.SHARE),
    )


@router.get("/beku/{frozen_id}/manifes", name="frozen_manifest")
async def frozen_manifest(actor: Auditor, frozen_id: PydanticObjectId) -> Response:
    """The manifest with all facts and their hashes, to be kept outside."""
    frozen = await freezing.find_frozen(actor, frozen_id)
    content = json.dumps(await freezing.take_out(actor, frozen), ensure_ascii=False, indent=1)
    name = f"keadaan-beku-{frozen.instansi}-{frozen.frozen_at:%Y-%m-%d}.json"
    headers = {"content-disposition": attachment(name)}
    return Response(content, media_type="application/json", headers=headers)


def _bars(frozen: Frozen) -> list[tuple[str, Bars]]:
    return [
        (plan.title, _bar(plan.title, freezing.figures_of(plan), frozen.through)) for plan in frozen.plans
    ]


def _bar(label: str, figures: PlanFigures, through: int, unit: str | None = None) -> Bars:
    tally = figures.of_unit(unit, through) if unit else figures.total(through)
    return bars_of(label, tally, lambda _slug: "")


def _beside(each: Comparison, through: int, units: dict[str, str]) -> dict[str, Any]:
    """A plan then and now, as a whole and by unit."""
    title = each.frozen.title
    rows = [
        (units.get(unit, unit), _bar(unit, each.then, through, unit), _bar(unit, each.now, through, unit))
        for unit in each.now.units()
        if unit
    ]
    return {
        "title": title,
        "then": _bar(title, each.then, through),
        "now": _bar(title, each.now, through),
        "units": sorted(rows, key=lambda row: row[0]),
    }


def _shown(change: ChangedCell, units: dict[str, str]) -> dict[str, Any]:
    def shown(cell: Mapping[str, Any] | None) -> tuple[Decimal | None, str]:
        if cell is None:
            return None, State.EMPTY.value
        return (None if cell["value"] is None else Decimal(cell["value"])), cell["state"]

    return {
        "unit": units.get(change.unit or "", "–"),
        "indikator": change.indikator,
        "renaksi_id": change.renaksi_id,
        "triwulan": change.triwulan,
        "before": shown(change.before),
        "after": shown(change.after),
        "late": change.late,
    }
