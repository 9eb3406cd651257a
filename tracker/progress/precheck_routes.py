"""Before a unit hands in: the inspectorate's tests over what lies with it, and handing in what is ticked."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.progress import precheck as trying
from tracker.progress.pages import check_items
from tracker.progress.work import Work, work_of
from tracker.progress.worklist import Shelf, Wanted, narrowed
from tracker.web.flashes import Flash
from tracker.web.formats import number, roman
from tracker.web.pages import go, page
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Reporter = Annotated[Actor, Depends(needs(Right.REPORT_PROGRESS))]
Tahun = Annotated[str, Query(pattern=r"^(\d{4})?$")]
Tw = Annotated[str, Query(pattern="^[1-4]?$")]
Unit = Annotated[str, Query(max_length=100)]


@router.get("/lembar/periksa", name="precheck")
async def show(
    request: Request, who: CurrentSignedIn, _actor: Reporter, tahun: Tahun = "", tw: Tw = "", unit: Unit = ""
) -> Response:
    return await _show(request, who, tahun, tw, unit)


@router.post("/lembar/periksa", name="precheck_submit")
async def submit(
    request: Request,
    who: CurrentSignedIn,
    actor: Reporter,
    tahun: Tahun = "",
    tw: Tw = "",
    unit: Unit = "",
    pilih: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Hand in the ticked reports; those that could not go are named on the page."""
    _work, tried = await _tried(who, tahun, tw, unit)
    warned = frozenset(one.row.progress_id for one in [*tried.failed, *tried.doubtful])
    try:
        done = await trying.hand_in(actor, pilih or [], warned=warned)
    except Invalid as error:
        return await _show(request, who, tahun, tw, unit, problem=error.message, status=422)
    text = _("{count} laporan diajukan.").format(count=number(done.went))
    if done.with_marks:
        text += " " + _("{count} di antaranya dengan peringatan yang juga dilihat Inspektorat.").format(
            count=number(done.with_marks)
        )
    if done.stayed:
        return await _show(request, who, tahun, tw, unit, stayed=done.stayed, went=text, status=409)
    query = {"tahun": tahun, "tw": tw, "unit": unit}
    return go(request, "precheck", flash=Flash("good", text), _query=query)


async def _tried(who: SignedIn, tahun: str, tw: str, unit: str) -> tuple[Work, trying.Precheck]:
    at = now()
    work = await work_of(who.actor, who.institution, year=int(tahun) if tahun else None, at=at)
    wanted = Wanted(Shelf.ALL, int(tw) if tw else None, unit or None, through=work.through)
    return work, await trying.precheck(who.institution.id, narrowed(work.rows, wanted), at=at)


async def _show(
    request: Request,
    who: SignedIn,
    tahun: str,
    tw: str,
    unit: str,
    *,
    problem: str | None = None,
    stayed: object = (),
    went: str = "",
    status: int = 200,
) -> Response:
    work, tried = await _tried(who, tahun, tw, unit)
    return page(
        request,
        "progress/precheck.html",
        status=status,
        work=work,
        tried=tried,
        items=lambda one: check_items(request, one.marks),
        query={"tahun": tahun, "tw": tw, "unit": unit},
        triwulan_choices=[(each, roman(each)) for each in (1, 2, 3, 4)],
        problem=problem,
        stayed=stayed,
        went=went,
    )
