"""The recaps by unit, as a page and as XLSX, and the note for a unit as DOCX."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.i18n import _
from tracker.reports import service
from tracker.reports.papers import note_docx, recap_xlsx
from tracker.web.downloads import file_stem
from tracker.web.pages import page
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PROGRESS))]
Year = Annotated[int | None, Query(ge=2000, le=2100)]
Triwulan = Annotated[int | None, Query(ge=1, le=4)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/rekap", name="recap")
async def recap_page(
    request: Request, who: CurrentSignedIn, actor: Viewer, tahun: Year = None, tw: Triwulan = None
) -> Response:
    years = await service.years_of(actor.instansi)
    year = _year(tahun, years, who)
    rows, total = await service.recap_of(actor, year=year, triwulan=tw)
    return page(
        request,
        "reports/recap.html",
        block="rows",
        rows=rows,
        total=total,
        year=year,
        years=[(each, str(each)) for each in years],
        triwulan=tw,
    )


@router.post("/rekap.xlsx", name="recap_sheet")
async def recap_sheet(
    who: CurrentSignedIn, actor: Viewer, tahun: Year = None, tw: Triwulan = None
) -> Response:
    year = _year(tahun, await service.years_of(actor.instansi), who)
    rows, total = await service.recap_of(actor, year=year, triwulan=tw)
    title = _("Rekap Verifikasi, Penolakan, dan Perbaikan {year}").format(year=year)
    data = await asyncio.to_thread(recap_xlsx, rows, total, title=title, zone=who.institution.tz)
    await service.record_export(actor, action="recap.exported", label=title, data={"year": year, "tw": tw})
    return file_answer(data, XLSX, f"rekap-{year}.xlsx")


@router.post("/nota/{unit}.docx", name="note_paper")
async def note_paper(who: CurrentSignedIn, actor: Viewer, unit: str, tahun: Year = None) -> Response:
    year = _year(tahun, await service.years_of(actor.instansi), who)
    found, note = await service.note_for(actor, unit_id=unit, year=year)
    day = now().astimezone(who.institution.tz).date()
    data = await asyncio.to_thread(
        note_docx, note, institution=who.institution.name, unit_name=found.name, day=day
    )
    label = _("Nota Perbaikan {unit}").format(unit=found.name)
    told = {"unit": unit, "year": year, "items": len(note.items)}
    await service.record_export(actor, action="note.exported", label=label, data=told)
    return file_answer(data, DOCX, f"{file_stem('nota-perbaikan', found.code, str(year))}.docx")


def _year(asked: int | None, years: list[int], who: CurrentSignedIn) -> int:
    if asked in years and asked is not None:
        return asked
    return years[0] if years else now().astimezone(who.institution.tz).year


def file_answer(data: bytes, media_type: str, name: str) -> Response:
    """A file to keep under a name of plain letters."""
    return Response(
        data, media_type=media_type, headers={"content-disposition": f"attachment; filename={name}"}
    )
