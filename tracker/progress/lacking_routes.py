"""The list of evidence that is still asked for: each unit with its count, or one unit's list."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may
from tracker.clock import now
from tracker.i18n import _
from tracker.progress.lacking import asked_of, claims_for, message
from tracker.progress.work import work_of
from tracker.progress.worklist import Wanted, within
from tracker.web.formats import roman
from tracker.web.pages import page, with_query
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PROGRESS))]


@router.get("/kekurangan", name="lacking")
async def lacking(
    request: Request,
    who: CurrentSignedIn,
    actor: Viewer,
    unit: Annotated[str, Query(max_length=100)] = "",
    tw: Annotated[str, Query(pattern="^[1-4]?$")] = "",
    tahun: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
) -> Response:
    """`tw`: that triwulan alone; without, all that are due. A unit that is not the person's has no rows."""
    work = await work_of(actor, who.institution, year=int(tahun) if tahun else None, at=now())
    rows = within(
        work.rows, Wanted(triwulan=int(tw) if tw else None, unit=unit or None, through=work.through)
    )
    units = asked_of(rows, await claims_for(actor.instansi, rows))
    names = dict(work.units)
    chosen = units if len(units) == 1 else []
    through = (
        _("TW {number} {year}").format(number=roman(int(tw)), year=work.year)
        if tw
        else _("sampai TW {number} {year}").format(number=roman(work.through), year=work.year)
    )
    query = {"tw": tw, "tahun": tahun}
    address = str(request.url_for("lacking"))
    return page(
        request,
        "progress/lacking.html",
        work=work,
        units=sorted(units, key=lambda each: (-each.lacking, names.get(each.unit or "", ""))),
        chosen=chosen[0] if chosen else None,
        told=message(
            chosen[0],
            name=names.get(chosen[0].unit or "", _("Seluruh instansi")),
            through=through,
            address=with_query(address, unit=chosen[0].unit, **query),
        )
        if chosen
        else None,
        names=names,
        through=through,
        query={"unit": unit, **query},
        may_upload=may(actor, Right.REPORT_PROGRESS),
    )
