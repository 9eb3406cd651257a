"""Links to frozen states: the list, making and revoking, and the page that a link shows."""

from dataclasses import replace
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import real_now
from tracker.dashboards import overview
from tracker.dashboards.service import unit_names
from tracker.errors import Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.outlook.gaps import Loss
from tracker.outlook.views import Step, steps_of
from tracker.percentages.rules import Tally
from tracker.settings import get_settings
from tracker.shares import service
from tracker.snapshots import freezing
from tracker.web.flashes import Flash
from tracker.web.formats import number, use_zone
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page, with_query
from tracker.web.session import address_of, needs

router = APIRouter()
Sharer = Annotated[Actor, Depends(needs(Right.SHARE))]
Seen = Annotated[int, Query(alias="versi", ge=0, le=MOST_NUMBER)]


@router.get("/tautan", name="share_list")
async def share_list(
    request: Request, actor: Sharer, beku: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    return await _list(request, actor, chosen=beku)


@router.post("/tautan", name="share_make")
async def share_make(
    request: Request,
    actor: Sharer,
    frozen: Annotated[str, Form(pattern="^([0-9a-f]{24})?$")] = "",
    purpose: Annotated[str, Form(max_length=2_000)] = "",
    days: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """Make a link; its address is shown on this answer and never again."""
    try:
        if not frozen:
            told = _("Pilih keadaan beku yang ditunjukkan.")
            raise Invalid(told, {"frozen": told})
        _share, token = await service.make(
            actor,
            frozen_id=PydanticObjectId(frozen),
            purpose=purpose,
            days=int(days) if days.isdecimal() else 0,
        )
    except Invalid as error:
        return await _list(request, actor, chosen=frozen, typed=(purpose, days), error=error)
    base = (get_settings().public_url or str(request.base_url)).rstrip("/")
    made = f"{base}{request.app.url_path_for('share_open', token=token)}"
    return await _list(request, actor, made=made)


async def _list(
    request: Request,
    actor: Actor,
    *,
    chosen: str = "",
    typed: tuple[str, str] = ("", "30"),
    made: str | None = None,
    error: Invalid | None = None,
) -> Response:
    frozen = await freezing.listed(actor)
    return page(
        request,
        "shares/list.html",
        status=422 if error else 200,
        shares=await service.listed(actor),
        frozen=[(str(each.id), each.title) for each in frozen],
        days=[(str(count), _("{days} hari").format(days=number(count))) for count in service.DAYS],
        chosen=chosen,
        typed=typed,
        made=made,
        at=real_now(),
        fields=error.fields if error else {},
        problems=[{"name": name, "text": text} for name, text in error.fields.items()] if error else [],
    )


@router.post("/tautan/{share_id}/cabut", name="share_revoke")
async def share_revoke(
    request: Request, actor: Sharer, share_id: PydanticObjectId, version: Seen
) -> Response:
    share = await service.revoke(actor, share_id=share_id, version=version)
    undo = str(request.app.url_path_for("share_restore", share_id=share_id))
    flash = Flash("good", _("Tautan dicabut."), undo_url=with_query(undo, versi=share.version))
    return go(request, "share_list", flash=flash)


@router.post("/tautan/{share_id}/pulihkan", name="share_restore")
async def share_restore(
    request: Request, actor: Sharer, share_id: PydanticObjectId, version: Seen
) -> Response:
    await service.restore(actor, share_id=share_id, version=version)
    return go(request, "share_list", flash=Flash("good", _("Tautan berlaku lagi.")))


@router.get("/bagikan/{token}", name="share_open")
async def share_open(request: Request, token: str) -> Response:
    """The frozen state, for whoever holds the address: sums by plan and unit, no person and no file."""
    share, frozen = await service.open_share(token, address=address_of(request))
    institution = await Institution.get(share.instansi)
    if institution is None:
        raise NotFound(_("Tautan ini tidak berlaku. Mintalah yang baru kepada pengirimnya."))
    use_zone(institution.tz, institution.zone)
    figures = [freezing.figures_of(plan) for plan in frozen.plans]
    names = dict.fromkeys((unit for each in figures for unit in each.units()), "–")
    answer = page(
        request,
        "shares/open.html",
        place=institution.name,
        frozen=frozen,
        share=share,
        plans=[
            (
                plan.title,
                overview.bars_of(plan.title, found.total(frozen.through), _nowhere),
                _steps(found.total(frozen.through)),
                found.total(frozen.through).required,
            )
            for plan, found in zip(frozen.plans, figures, strict=True)
        ],
        heat=overview.heat_rows(
            figures, names | await unit_names(share.instansi), through=frozen.through, link=_nowhere
        ),
        heat_columns=overview.columns(frozen.through),
    )
    answer.headers["x-robots-tag"] = "noindex, nofollow"
    answer.headers["referrer-policy"] = "no-referrer"
    return answer


def _steps(total: Tally) -> list[Step]:
    """Why not 100, as far as counts tell: they do not say what was late or sent back."""
    lost = {
        Loss.MISSING: total.required - total.filled,
        Loss.DRAFT: total.filled - total.reported,
        Loss.UNPROVEN: total.reported - total.proven,
        Loss.UNVERIFIED: total.proven - total.verified,
    }
    told = {1: (_("Belum diisi"), ""), 2: (_("Belum diajukan"), _("draf atau dikembalikan"))}
    return [
        replace(step, label=told[place][0], note=told[place][1]) if place in told else step
        for place, step in enumerate(steps_of(lost, total))
    ]


def _nowhere(*_args: object, **_params: object) -> str:
    return ""
