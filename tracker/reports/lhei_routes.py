"""The internal evaluation report (LHEI) of a triwulan and ex-ante, as DOCX for the inspectorate."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.i18n import _
from tracker.reports import lhei_service, service
from tracker.reports.ex_ante_paper import ex_ante_docx
from tracker.reports.lhei_paper import quarterly_docx
from tracker.reports.routes import DOCX, file_answer
from tracker.web.formats import roman
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_PROGRESS))]
Year = Annotated[int | None, Query(ge=2000, le=2100)]
Triwulan = Annotated[int, Query(ge=1, le=4)]


@router.post("/lhei/triwulan.docx", name="lhei_quarterly")
async def quarterly(who: CurrentSignedIn, actor: Decider, tahun: Year = None, tw: Triwulan = 1) -> Response:
    day = now().astimezone(who.institution.tz).date()
    year = tahun or (await lhei_service.plan_years(actor.instansi, now()))[0]
    found = await lhei_service.quarterly(actor, year=year, triwulan=tw)
    data = await asyncio.to_thread(quarterly_docx, found, institution=who.institution.name, day=day)
    label = _("LHEI TW {tw} {year}").format(tw=roman(tw), year=year)
    told = {"year": year, "tw": tw, "improvements": len(found.improvements)}
    await service.record_export(actor, action="lhei.exported", label=label, data=told)
    return file_answer(data, DOCX, f"lhei-tw{tw}-{year}.docx")


@router.post("/lhei/ex-ante.docx", name="lhei_ex_ante")
async def ex_ante(who: CurrentSignedIn, actor: Decider, tahun: Year = None) -> Response:
    day = now().astimezone(who.institution.tz).date()
    year = tahun or (await lhei_service.plan_years(actor.instansi, now()))[0]
    found = await lhei_service.ex_ante(actor, year=year)
    data = await asyncio.to_thread(ex_ante_docx, found, institution=who.institution.name, day=day)
    label = _("LHEI ex-ante {year}").format(year=year)
    await service.record_export(actor, action="lhei.exported", label=label, data={"year": year})
    return file_answer(data, DOCX, f"lhei-ex-ante-{year}.docx")
