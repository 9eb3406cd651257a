"""The contradiction desk: the list, one contradiction with its statements side by side, the ruling."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.disputes import service
from tracker.disputes.models import Dispute, DisputeState
from tracker.disputes.pages import shown, values_of
from tracker.errors import Conflict, Invalid
from tracker.evidence.labels import period_words
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.review.entries import place_in
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.paging import Paging
from tracker.web.session import needs

router = APIRouter()
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_PROGRESS))]
ROWS_PER_PAGE = 30
UNLIKE = "beda"
"""In forms: the statements speak of different matters, so all of them stand."""


@router.get("/pertentangan", name="dispute_list")
async def listed(
    request: Request,
    actor: Decider,
    lihat: Annotated[str, Query(pattern="^(putus)?$")] = "",
    hal: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    open_ = await service.listed(actor.instansi, DisputeState.OPEN)
    settled = await service.listed(actor.instansi, DisputeState.SETTLED)
    url = str(request.app.url_path_for("dispute_list"))
    part = Paging.of(
        settled if lihat else open_, number=hal, size=ROWS_PER_PAGE, url=url, lihat=lihat or None
    )
    return page(
        request,
        "disputes/list.html",
        block="rows",
        part=part,
        rows=[(one, values_of(one), period_words(one.period)) for one in part.items],
        units={unit.id: unit.name for unit in (await units_by_id(actor.instansi)).values()},
        settled=bool(lihat),
        counts={"open": len(open_), "settled": len(settled)},
    )


@router.get("/pertentangan/{dispute_id}", name="dispute_page")
async def show(request: Request, actor: Decider, dispute_id: str) -> Response:
    return await _show(request, actor, await service.dispute_of(actor, dispute_id))


@router.post("/pertentangan/{dispute_id}", name="dispute_settle")
async def settle(
    request: Request,
    actor: Decider,
    dispute_id: str,
    version: Annotated[int, Form(ge=1)],
    stands: Annotated[str, Form(max_length=200)] = "",
    why: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Write the ruling and go on to the next contradiction, with the way back in the message."""
    before = await service.dispute_of(actor, dispute_id)
    place = place_in([one.id for one in await service.listed(actor.instansi, DisputeState.OPEN)], dispute_id)
    try:
        chosen = None if stands == UNLIKE else stands
        after = await service.settle(actor, identifier=dispute_id, version=version, stands=chosen, why=why)
    except (Invalid, Conflict) as error:
        return await _show(request, actor, before, problem=error, stands=stands, why=why)
    undo = request.app.url_path_for("dispute_undo", dispute_id=dispute_id, version=after.version)
    following = place.next_id or place.previous_id
    text = _("Diputuskan. Pertentangan berikutnya.") if following else _("Diputuskan. Tidak ada lagi.")
    flash = Flash("good", text, undo_url=str(undo))
    if following is None:
        return go(request, "dispute_list", flash=flash)
    return go(request, "dispute_page", dispute_id=following, flash=flash)


@router.post("/pertentangan/{dispute_id}/urungkan/{version}", name="dispute_undo")
async def undo(request: Request, actor: Decider, dispute_id: str, version: int) -> Response:
    await service.undo(actor, identifier=dispute_id, version=version)
    flash = Flash("good", _("Keputusan diurungkan. Semua nilai kembali seperti semula."))
    return go(request, "dispute_page", dispute_id=dispute_id, flash=flash)


async def _show(
    request: Request,
    actor: Actor,
    dispute: Dispute,
    *,
    problem: Invalid | Conflict | None = None,
    stands: str = "",
    why: str = "",
) -> Response:
    open_ = [one.id for one in await service.listed(actor.instansi, DisputeState.OPEN)]
    unit = (await units_by_id(actor.instansi)).get(dispute.unit or "")
    return page(
        request,
        "disputes/dispute.html",
        status=(409 if isinstance(problem, Conflict) else 422) if problem else 200,
        dispute=dispute,
        statements=await shown(dispute),
        values=values_of(dispute),
        period=period_words(dispute.period),
        unit=unit.name if unit else "",
        place=place_in(open_, dispute.id),
        problem=problem,
        errors=problem.fields if isinstance(problem, Invalid) else {},
        stands=stands,
        why=why,
        unlike=UNLIKE,
    )
