"""The leadership's sheet to take along: one A4 as PDF, and a workbook."""

import asyncio
from contextvars import copy_context
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.deadlines.forms import typed_day
from tracker.outlook.paper import paper_of
from tracker.outlook.sheet import USUAL_FIGURE, Asked, Sheet, record_export, sheet_of
from tracker.outlook.workbook import workbook_of
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_for(
    tahun: int | None = None,
    tw: Annotated[int | None, Query(ge=1, le=4)] = None,
    angka: Annotated[str, Query(max_length=20)] = USUAL_FIGURE,
    sejak: Annotated[str, Query(max_length=40)] = "",
) -> Asked:
    """What the address asks for; a day that is none counts as none."""
    return Asked(year=tahun, through=tw, slug=angka, since=typed_day(sejak, "sejak", {}))


Wanted = Annotated[Asked, Depends(asked_for)]


@router.get("/pimpinan/lembar.pdf", name="sheet_pdf")
async def sheet_pdf(who: CurrentSignedIn, actor: Viewer, asked: Wanted) -> Response:
    sheet = await sheet_of(who.institution, asked, at=now())
    data = await asyncio.to_thread(copy_context().run, paper_of, sheet)
    await record_export(actor, sheet, "pdf")
    return _file(data, "application/pdf", sheet, "pdf")


@router.get("/pimpinan/lembar.xlsx", name="sheet_xlsx")
async def sheet_xlsx(who: CurrentSignedIn, actor: Viewer, asked: Wanted) -> Response:
    sheet = await sheet_of(who.institution, asked, at=now())
    data = await asyncio.to_thread(copy_context().run, workbook_of, sheet)
    await record_export(actor, sheet, "xlsx")
    return _file(data, XLSX, sheet, "xlsx")


def _file(data: bytes, media_type: str, sheet: Sheet, ending: str) -> Response:
    name = f"lembar-pimpinan-{sheet.year}-tw{sheet.through}.{ending}"
    return Response(
        data, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
