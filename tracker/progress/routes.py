"""The bureau's pages: the list of work, and a cell with its report, evidence and history."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from markupsafe import escape
from starlette.responses import HTMLResponse, Response

from tracker.accounts.rights import Actor, Right
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.deadlines.lookup import nearest
from tracker.deadlines.rules import remaining
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.inquiries.views import asking
from tracker.institutions.models import Institution
from tracker.institutions.service import units_by_id
from tracker.progress import service
from tracker.progress.cells import Cell
from tracker.progress.errors import Attempt, ReportConflict
from tracker.progress.forms import ReportForm
from tracker.progress.lacking import counted
from tracker.progress.models import Progress, progress_id
from tracker.progress.numbers import parse_rupiah, parse_value
from tracker.progress.pages import cell_page, check_items, standing_checks
from tracker.progress.precheck import open_warnings
from tracker.progress.work import Work, work_of
from tracker.progress.worklist import Shelf, Wanted, narrowed, row_of, shelf_counts, within
from tracker.web.flashes import Flash
from tracker.web.formats import EMPTY, number, rupiah
from tracker.web.pages import go, go_to, is_htmx, page, with_query
from tracker.web.paging import Paging
from tracker.web.session import CurrentSignedIn, local_path, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PROGRESS))]
Reporter = Annotated[Actor, Depends(needs(Right.REPORT_PROGRESS))]
FilledForm = Annotated[ReportForm, Depends()]
ROWS_PER_PAGE = 50
MOST_PAGES = 50
MOST_PAGE_DIGITS = 5


@router.get("/kerja", name="work")
async def work(
    request: Request,
    who: CurrentSignedIn,
    _actor: Reporter,
    state: Shelf = Shelf.TODO,
    tw: Annotated[str, Query(pattern="^[1-4]?$")] = "",
    unit: str = "",
    cari: Annotated[str, Query(max_length=100)] = "",
    tahun: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    hal: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    found = await work_of(who.actor, who.institution, year=int(tahun) if tahun else None, at=now())
    wanted = Wanted(state, int(tw) if tw else None, unit or None, cari, found.through)
    query = {"tahun": tahun, "tw": tw, "unit": unit, "cari": cari}
    url = str(request.app.url_path_for("work"))
    return page(
        request,
        "progress/work.html",
        block="rows",
        work=found,
        wanted=wanted,
        query=query,
        year_choices=[(year, str(year)) for year in found.years],
        shelf=state,
        counts=shelf_counts(within(found.rows, wanted)),
        lacking=counted(within(found.rows, wanted)),
        part=Paging.of(
            narrowed(found.rows, wanted),
            number=hal,
            size=ROWS_PER_PAGE,
            url=url,
            state=None if state is Shelf.TODO else state,
            **query,
        ),
        back=with_query(url, **query, state=state, hal=hal if hal > 1 else None),
        left=_left(found, who.institution),
        nearest=await nearest(who.actor, who.institution, now()),
    )


def _left(found: Work, institution: Institution) -> dict[object, object]:
    """The time left to each closing that the rows name."""
    closings = {row.closes_at for row in found.rows if row.closes_at}
    return {closes_at: remaining(closes_at, now(), institution.tz) for closes_at in closings}


@router.post("/kerja/{progress_id}", name="work_save")
async def work_save(
    request: Request,
    who: CurrentSignedIn,
    actor: Reporter,
    progress_id: str,
    revision: Annotated[int, Form(ge=0)],
    value: Annotated[str, Form(max_length=200)] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Keep one value of the list; htmx gets the row again, a browser without script the list."""
    try:
        await service.save_value(actor, progress_id=progress_id, revision=revision, value=parse_value(value))
    except Invalid as error:
        problem = error.fields.get("value", error.message)
        return await _row(request, who.institution, actor, progress_id, back, value, problem, status=422)
    except ReportConflict as conflict:
        stored = number(conflict.cell.progress.value)
        problem = _("Baru saja diubah orang lain menjadi {stored}. Simpan lagi untuk memakai isian Anda.")
        return await _row(
            request,
            who.institution,
            actor,
            progress_id,
            back,
            value,
            problem.format(stored=stored),
            status=409,
        )
    return await _row(request, who.institution, actor, progress_id, back)


async def _row(
    request: Request,
    institution: Institution,
    actor: Actor,
    progress_id: str,
    back: str,
    typed_value: str | None = None,
    problem: str | None = None,
    *,
    status: int = 200,
) -> Response:
    """The row as it stands now. Without script: back to the list, or the problem on a page of its own."""
    found = await service.cell_of(actor, progress_id=progress_id)
    row = row_of(found)
    if not is_htmx(request) and problem is None:
        text = _("Tersimpan: {indikator}, {value}.").format(indikator=row.indikator, value=number(row.value))
        return go_to(request, local_path(back), flash=Flash("good", text))
    left = {row.closes_at: remaining(row.closes_at, now(), institution.tz)} if row.closes_at else {}
    template = "progress/_row.html" if is_htmx(request) else "progress/row_page.html"
    return page(
        request,
        template,
        status=status,
        row=row,
        typed_value=typed_value,
        problem=problem,
        saved=problem is None,
        back=local_path(back),
        left=left,
    )


@router.get("/angka", name="understood")
async def understood(
    _actor: Viewer,
    value: Annotated[str | None, Query(max_length=200)] = None,
    spent: Annotated[str | None, Query(max_length=200)] = None,
) -> HTMLResponse:
    """How a number that is being typed will be read."""
    try:
        text = rupiah(parse_rupiah(spent)) if spent is not None else number(parse_value(value or ""))
    except Invalid as error:
        return HTMLResponse(escape(next(iter(error.fields.values()))))
    return HTMLResponse(escape(_("Dibaca sebagai {number}").format(number=text)))


@router.get("/capaian/{output_id}/{triwulan}", name="progress_page")
async def show(request: Request, actor: Viewer, output_id: str, triwulan: int) -> Response:
    found = await service.cell(actor, output_id=output_id, triwulan=triwulan)
    return await _show(request, actor, found)


@router.post("/capaian/{output_id}/{triwulan}", name="progress_save")
async def save(
    request: Request, actor: Reporter, output_id: str, triwulan: int, form: FilledForm
) -> Response:
    """Keep the form, and hand it in where that was asked for; what cannot be kept stays on the page."""
    identifier = progress_id(output_id, triwulan)
    try:
        report = await _save(actor, identifier, form)
    except Invalid as error:
        found = await service.cell(actor, output_id=output_id, triwulan=triwulan)
        kept = ReportForm(**{**vars(form), "revision": found.progress.revision})
        return await _show(request, actor, found, form=kept, problem=error, status=422)
    except ReportConflict as conflict:
        return await _conflict(request, actor, conflict, form)
    if form.intent == "submit":
        text = _("Diajukan. Inspektorat sekarang melihatnya dalam antrean pemeriksaan.")
        checks = await standing_checks(await service.cell_of(actor, progress_id=identifier), at=now())
        flash = Flash("good", f"{text} {open_warnings(checks)}".strip())
    else:
        flash = Flash("good", _("Tersimpan. Realisasi: {value}.").format(value=number(report.value)))
    return go(request, "progress_page", output_id=output_id, triwulan=triwulan, flash=flash)


async def _save(actor: Actor, identifier: str, form: ReportForm) -> Progress:
    value, spent = form.numbers()
    report = await service.save(
        actor,
        progress_id=identifier,
        revision=form.revision,
        value=value,
        spent=spent,
        obstacles=form.obstacles,
        follow_up=form.follow_up,
        pm=form.pm,
    )
    if form.intent == "submit":
        return await service.submit(actor, progress_id=identifier, revision=report.revision)
    return report


@router.post("/capaian/{output_id}/{triwulan}/tarik", name="progress_withdraw")
async def withdraw(
    request: Request, actor: Reporter, output_id: str, triwulan: int, revision: Annotated[int, Form(ge=0)]
) -> Response:
    try:
        await service.withdraw(actor, progress_id=progress_id(output_id, triwulan), revision=revision)
    except ReportConflict as conflict:
        return await _conflict(request, actor, conflict, None)
    flash = Flash("good", _("Pengajuan ditarik. Ubah seperlunya, lalu ajukan lagi."))
    return go(request, "progress_page", output_id=output_id, triwulan=triwulan, flash=flash)


@router.post("/capaian/{output_id}/{triwulan}/bukti", name="progress_link")
async def link(
    request: Request,
    actor: Reporter,
    output_id: str,
    triwulan: int,
    revision: Annotated[int, Form(ge=0)],
    evidence: Annotated[PydanticObjectId, Form()],
    finding: Annotated[list[PydanticObjectId] | None, Form()] = None,
    pages: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    try:
        await service.link_evidence(
            actor,
            progress_id=progress_id(output_id, triwulan),
            revision=revision,
            evidence_id=evidence,
            findings=finding or [],
            pages=_page_numbers(pages),
        )
    except ReportConflict as conflict:
        return await _conflict(request, actor, conflict, None)
    flash = Flash("good", _("Bukti dikaitkan. Hasil uji di halaman ini sudah dihitung ulang."))
    return go(request, "progress_page", output_id=output_id, triwulan=triwulan, flash=flash)


@router.post("/capaian/{output_id}/{triwulan}/bukti/{evidence_id}/lepas", name="progress_unlink")
async def unlink(
    request: Request,
    actor: Reporter,
    output_id: str,
    triwulan: int,
    evidence_id: PydanticObjectId,
    revision: Annotated[int, Form(ge=0)],
) -> Response:
    try:
        await service.unlink_evidence(
            actor,
            progress_id=progress_id(output_id, triwulan),
            revision=revision,
            evidence_id=evidence_id,
        )
    except ReportConflict as conflict:
        return await _conflict(request, actor, conflict, None)
    flash = Flash("good", _("Bukti dilepas dari laporan ini. Buktinya sendiri tetap tersimpan."))
    return go(request, "progress_page", output_id=output_id, triwulan=triwulan, flash=flash)


def _page_numbers(text: str) -> list[int]:
    """Pages as typed: "3, 5-7" -> [3, 5, 6, 7]. Raises Invalid for anything else."""
    pages: list[int] = []
    for part in text.replace("–", "-").replace(";", ",").split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not first and not dash:
            continue
        is_pages = first.isdecimal() and (last.isdecimal() or not dash)
        if not is_pages or max(len(first), len(last)) > MOST_PAGE_DIGITS:
            raise Invalid(_("Tulis nomor halaman seperti ini: 3, 5-7."))
        span = range(int(first), int(last or first) + 1)
        if not 1 <= len(span) <= MOST_PAGES:
            raise Invalid(_("Rentang halaman ini terlalu panjang atau terbalik. Tulis seperti ini: 3, 5-7."))
        pages.extend(span)
    return pages


async def _conflict(
    request: Request, actor: Actor, conflict: ReportConflict, form: ReportForm | None
) -> Response:
    """The page as it is now, with what the person wanted to write beside it: nothing is lost."""
    found = conflict.cell
    if form is not None:
        form = ReportForm(**{**vars(form), "revision": found.progress.revision})
    differences = _differences(found.progress, conflict.attempt) if form else []
    return await _show(
        request, actor, found, form=form, conflict=conflict.message, differences=differences, status=409
    )


def _differences(stored: Progress, wanted: Attempt) -> list[tuple[str, str, str]]:
    """Label, stored and wanted text of each field in which the two differ."""
    table = [
        (_("Realisasi"), number(stored.value), number(wanted.value)),
        (_("Anggaran terpakai"), rupiah(stored.spent), rupiah(wanted.spent)),
        (_("Kendala"), stored.obstacles or EMPTY, wanted.obstacles or EMPTY),
        (_("Tindak lanjut"), stored.follow_up or EMPTY, wanted.follow_up or EMPTY),
    ]
    return [row for row in table if row[1] != row[2]]


async def _show(
    request: Request,
    actor: Actor,
    found: Cell,
    *,
    form: ReportForm | None = None,
    problem: Invalid | None = None,
    conflict: str | None = None,
    differences: list[tuple[str, str, str]] | None = None,
    status: int = 200,
) -> Response:
    units = await units_by_id(found.renaksi.instansi)
    unit = units.get(found.renaksi.unit or "")
    name = unit.name if unit else found.renaksi.pelaksana_text or _("Belum ada unit")
    who: SignedIn = request.state.signed_in
    content = await cell_page(actor, found, unit_name=name, zone=who.institution.tz, at=now())
    errors = problem.fields if problem else {}
    return page(
        request,
        "progress/cell.html",
        status=status,
        content=content,
        check_items=check_items(request, content.checks),
        cell=found,
        report=found.progress,
        form=form or ReportForm.of(found.progress),
        errors=errors,
        problems=[{"name": field, "text": text} for field, text in errors.items()]
        or ([{"name": None, "text": problem.message}] if problem else []),
        conflict=conflict,
        differences=differences or [],
        asking=await asking(request, actor, "sel", found.progress.id),
    )
