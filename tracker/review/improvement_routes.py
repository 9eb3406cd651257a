"""The pages of the sheet: shares per dimension, where PM and APIP differ, and the areas of improvement."""

from collections.abc import Mapping
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.errors import Invalid
from tracker.evidence.views import years
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.progress.cells import cell_of
from tracker.progress.dimensions import differing, dimension_names
from tracker.reports import lhei_service
from tracker.review import improvements
from tracker.review.assessed import assessed_rows, reports_that_differ
from tracker.review.improvements import FIELDS, field_names
from tracker.review.queue import decided, queue_rows
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_PROGRESS))]
SHOWN = 50


@router.get("/penilaian", name="sheet_page")
async def sheet_page(
    request: Request,
    actor: Decider,
    tahun: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    tw: Annotated[str, Query(pattern="^[1-4]?$")] = "",
) -> Response:
    """The shares of the four dimensions, the reports in which PM and APIP differ, and the AoI."""
    year, triwulan = int(tahun) if tahun else now().year, int(tw) if tw else None
    entries = await decided(actor.instansi, year)
    names = {unit.id: unit.name for unit in (await units_by_id(actor.instansi)).values()}
    unlike = reports_that_differ(entries, triwulan=triwulan)
    written = await improvements.of_year(actor.instansi, year)
    return page(
        request,
        "review/sheet.html",
        block="rows",
        rows=assessed_rows(entries, names, triwulan=triwulan, total=_("Seluruh instansi")),
        dimensions=dimension_names(),
        differing=[
            (row, differing(entry.pm, entry.apip))
            for row, entry in zip(
                await queue_rows(actor.instansi, unlike[:SHOWN]), unlike[:SHOWN], strict=False
            )
        ],
        more=max(0, len(unlike) - SHOWN),
        improvements=[each for each in written if triwulan in (None, each.triwulan)],
        written={(each.progress_id, each.dimension) for each in written},
        fields=field_names(),
        names=names,
        years=[(each, str(each)) for each in await years(actor.instansi)],
        year=year,
        tw=tw,
        lhei=await lhei_service.offered(actor.instansi, year),
    )


@router.get("/pemeriksaan/{progress_id}/perbaikan", name="improvement_new")
async def new(
    request: Request,
    actor: Decider,
    progress_id: str,
    dimensi: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    draft = improvements.draft_for(await cell_of(actor, progress_id=progress_id), dimensi)
    return await _form(request, actor, progress_id, draft.dimension, draft.fields)


@router.post("/pemeriksaan/{progress_id}/perbaikan", name="improvement_add")
async def add(
    request: Request, actor: Decider, progress_id: str, dimension: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    said = await _said(request)
    try:
        await improvements.save(actor, progress_id=progress_id, dimension=dimension, fields=said)
    except Invalid as error:
        return await _form(request, actor, progress_id, dimension, said, problem=error)
    return go(request, "review_page", progress_id=progress_id, flash=_saved())


@router.get("/perbaikan/{improvement_id}", name="improvement_edit")
async def edit(request: Request, actor: Decider, improvement_id: PydanticObjectId) -> Response:
    one = await improvements.improvement_of(actor, improvement_id)
    fields = {name: getattr(one, name) for name in FIELDS}
    return await _form(request, actor, one.progress_id, one.dimension, fields, one=one)


@router.post("/perbaikan/{improvement_id}", name="improvement_save")
async def save(
    request: Request,
    actor: Decider,
    improvement_id: PydanticObjectId,
    version: Annotated[int, Form(ge=1)],
    dimension: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    one = await improvements.improvement_of(actor, improvement_id)
    said = await _said(request)
    try:
        await improvements.save(
            actor,
            progress_id=one.progress_id,
            dimension=dimension,
            fields=said,
            improvement_id=one.id,
            version=version,
        )
    except Invalid as error:
        return await _form(request, actor, one.progress_id, dimension, said, one=one, problem=error)
    return go(request, "review_page", progress_id=one.progress_id, flash=_saved())


@router.post("/perbaikan/{improvement_id}/hapus", name="improvement_remove")
async def remove(request: Request, actor: Decider, improvement_id: PydanticObjectId) -> Response:
    one = await improvements.remove(actor, improvement_id)
    undo = str(request.app.url_path_for("improvement_restore", improvement_id=one.id))
    flash = Flash("good", _("Area perbaikan dihapus dari daftar."), undo_url=undo)
    return go(request, "review_page", progress_id=one.progress_id, flash=flash)


@router.post("/perbaikan/{improvement_id}/kembalikan", name="improvement_restore")
async def restore(request: Request, actor: Decider, improvement_id: PydanticObjectId) -> Response:
    one = await improvements.remove(actor, improvement_id, removed=False)
    flash = Flash("good", _("Area perbaikan dikembalikan ke daftar."))
    return go(request, "review_page", progress_id=one.progress_id, flash=flash)


def _saved() -> Flash:
    return Flash("good", _("Area perbaikan disimpan. Ia tampil pada lembar penilaian dan laporannya."))


async def _said(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: str(form.get(name, "")) for name in FIELDS}


async def _form(
    request: Request,
    actor: Actor,
    progress_id: str,
    dimension: str,
    fields: Mapping[str, str],
    *,
    one: Any = None,
    problem: Invalid | None = None,
) -> Response:
    cell = await cell_of(actor, progress_id=progress_id)
    return page(
        request,
        "review/improvement.html",
        status=422 if problem else 200,
        cell=cell,
        dimension=dimension,
        dimensions=[(str(code), name) for code, name in dimension_names().items()],
        names=field_names(),
        fields=fields,
        one=one,
        errors=problem.fields if problem else {},
        problems=[{"name": name, "text": text} for name, text in (problem.fields if problem else {}).items()],
    )
