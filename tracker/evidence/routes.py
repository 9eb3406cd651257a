"""Pages of evidence: the list with its upload, one evidence, and what is done to it."""

from contextlib import AsyncExitStack
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from tracker.accounts.rights import Actor, Right, may
from tracker.errors import Invalid, RenaksiError, TooLarge
from tracker.evidence import listing, service, storage, views
from tracker.evidence.clashes import take_in
from tracker.evidence.intake import LONGEST_PASSWORD, Intake, plain_name, taken_in
from tracker.evidence.kinds import accepted_endings, kinds_in_words, safe_name
from tracker.evidence.listing import Asked
from tracker.evidence.lookup import visible_evidence
from tracker.evidence.models import ReadingState, Source, StoredFile
from tracker.evidence.naming import own_indicator_names
from tracker.evidence.service import Described, Uploaded
from tracker.evidence.unlocking import unlock, unlock_with
from tracker.i18n import _, ngettext
from tracker.resumable.service import unfinished
from tracker.resumable.views import clash_choices, resumable_upload
from tracker.settings import get_settings
from tracker.web.downloads import attachment
from tracker.web.errors import status_of
from tracker.web.flashes import Flash
from tracker.web.pages import go, is_htmx, page, with_query
from tracker.web.paging import Paging
from tracker.web.session import needs

router = APIRouter(dependencies=[Depends(own_indicator_names)])
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_EVIDENCE))]
Uploader = Annotated[Actor, Depends(needs(Right.UPLOAD_EVIDENCE))]


@router.get("/bukti", name="evidence_list")
async def evidence_list(
    request: Request,
    actor: Viewer,
    unit: str = "",
    keadaan: str = "",
    cari: Annotated[str, Query(max_length=100)] = "",
    hal: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    state = ReadingState(keadaan) if keadaan in list(ReadingState) else None
    rows = await listing.listed(actor, Asked(unit or None, state, cari, hal))
    asked = {"unit": unit, "keadaan": keadaan, "cari": cari}
    return page(
        request,
        "evidence/list.html",
        block="rows",
        paging=_paging(request, rows, asked),
        asked=asked,
        is_narrowed=any(asked.values()),
        may_upload=may(actor, Right.UPLOAD_EVIDENCE),
        may_manage_indicators=may(actor, Right.MANAGE_INDICATORS),
        accept=accepted_endings(),
        kinds=kinds_in_words(),
        max_mb=get_settings().max_upload_mb,
        resumable=resumable_upload(request),
        unfinished=await unfinished(actor) if may(actor, Right.UPLOAD_EVIDENCE) else [],
        clashes=clash_choices(),
        **await views.choices(actor),
    )


def _paging(request: Request, rows: listing.Rows, asked: dict[str, str]) -> Paging:
    """The page of rows that was read, with its neighbours."""
    url = str(request.app.url_path_for("evidence_list"))
    start = (rows.page - 1) * listing.PER_PAGE

    def at(number: int) -> str:
        return with_query(url, **asked, hal=number)

    return Paging(
        items=rows.rows,
        first=start + 1 if rows.rows else 0,
        last=start + len(rows.rows),
        total=rows.total,
        previous_url=at(rows.page - 1) if rows.page > 1 else None,
        next_url=at(rows.page + 1) if start + listing.PER_PAGE < rows.total else None,
    )


@router.post("/bukti/unggah", name="evidence_upload")
async def evidence_upload(request: Request, actor: Uploader) -> Response:
    intake = await taken_in(request)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(intake.fields.close)
        if not intake.files:
            raise Invalid(_("Belum ada berkas yang dipilih. Pilih berkas, lalu unggah."))
        if is_htmx(request):
            return await _upload_one(request, actor, intake)
        return await _upload_all(request, actor, intake)


async def _upload_one(request: Request, actor: Actor, intake: Intake) -> Response:
    """The row of the file that was sent, or why it was not taken: it takes the place of the browser's own."""
    file = intake.files[0]
    try:
        uploaded = await _upload(actor, intake, file, titled=True)
    except RenaksiError as error:
        return page(
            request,
            "evidence/refused.html",
            block="refused",
            status=status_of(error),
            name=name_of(file),
            error=error.message,
        )
    row = await listing.row_of(actor, uploaded.evidence)
    return page(request, "evidence/status.html", block="row", row=row, uploaded=uploaded, status=201, here="")


async def _upload_all(request: Request, actor: Actor, intake: Intake) -> Response:
    """Without script: all files at once, then the list with a message that sums up."""
    taken: list[Uploaded] = []
    refused: list[str] = []
    for file in intake.files:
        try:
            taken.append(await _upload(actor, intake, file, titled=len(intake.files) == 1))
        except (Invalid, TooLarge) as error:
            refused.append(error.message)
    return go(request, "evidence_list", flash=_summed_up(taken, refused))


def _summed_up(taken: list[Uploaded], refused: list[str]) -> Flash:
    parts = []
    if taken:
        text = ngettext("{count} bukti diunggah.", "{count} bukti diunggah.", len(taken))
        parts.append(text.format(count=len(taken)))
    revised = sum(uploaded.revision is not None for uploaded in taken)
    if revised:
        parts.append(_("{count} di antaranya menjadi revisi bukti bernama sama.").format(count=revised))
    known = sum(uploaded.known or uploaded.is_same for uploaded in taken)
    if known:
        parts.append(_("{count} di antaranya sudah pernah diunggah.").format(count=known))
    return Flash("bad" if refused else "good", " ".join([*parts, *refused]))


async def _upload(actor: Actor, intake: Intake, file: UploadFile, *, titled: bool) -> Uploaded:
    said = intake.described
    described = Described(said.title if titled else "", said.source, said.period)
    return await take_in(
        actor,
        unit=intake.unit,
        source=file,
        name=name_of(file),
        described=described,
        unlock=unlock_with(intake.password),
        clash=intake.clash,
    )


def name_of(file: UploadFile) -> str:
    """What the file is called, without folders and unseen characters, such as turns of direction."""
    return plain_name(file.filename or "")


@router.get("/bukti/{evidence_id}/status", name="evidence_status")
async def evidence_status(
    request: Request, actor: Viewer, evidence_id: PydanticObjectId, di: str = ""
) -> Response:
    """The row alone, asked for again until the file is read.

    `di`: "1" on the evidence's own page, which reloads once there is something to see; "2" where it shows the
    first findings already and reloads only when the reading failed: somebody may be typing there; "3" where
    only what is read to the end is of use.
    """
    evidence = await visible_evidence(actor, evidence_id)
    row = await listing.row_of(actor, evidence)
    response = page(request, "evidence/status.html", block="row", row=row, uploaded=None, here=di)
    is_failed = row.state is ReadingState.FAILED
    is_news = {"1": row.is_final or bool(row.waiting), "3": row.is_final}.get(di, is_failed)
    if di and is_news and is_htmx(request):
        response.headers["hx-refresh"] = "true"
    return response


@router.post("/bukti/{evidence_id}/baca-ulang", name="evidence_retry")
async def evidence_retry(
    request: Request, actor: Uploader, evidence_id: PydanticObjectId, di: str = ""
) -> Response:
    await service.retry(actor, evidence_id=evidence_id)
    if not is_htmx(request):
        flash = Flash("good", _("Berkas dibaca ulang."))
        return go(request, "evidence_page", evidence_id=evidence_id, flash=flash)
    row = await listing.row_of(actor, await visible_evidence(actor, evidence_id))
    return page(request, "evidence/status.html", block="row", row=row, uploaded=None, here=di)


@router.get("/bukti/{evidence_id}/kata-sandi", name="evidence_password")
async def evidence_password(request: Request, actor: Uploader, evidence_id: PydanticObjectId) -> Response:
    return await _password_page(request, actor, evidence_id, None)


@router.post("/bukti/{evidence_id}/kata-sandi", name="evidence_unlock")
async def evidence_unlock(
    request: Request,
    actor: Uploader,
    evidence_id: PydanticObjectId,
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD)] = "",
) -> Response:
    """The password is used while this request runs; it is neither kept nor shown again."""
    if not password:
        return await _password_page(request, actor, evidence_id, _("Isikan kata sandi berkas ini."))
    try:
        await unlock(actor, evidence_id=evidence_id, password=password)
    except Invalid as error:
        return await _password_page(request, actor, evidence_id, error.message)
    flash = Flash("good", _("Kunci berkas dibuka. Berkas sedang dibaca."))
    return go(request, "evidence_page", evidence_id=evidence_id, flash=flash)


async def _password_page(
    request: Request, actor: Actor, evidence_id: PydanticObjectId, problem: str | None
) -> Response:
    evidence = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    row = await listing.row_of(actor, evidence)
    status = 422 if problem else 200
    return page(request, "evidence/password.html", status=status, evidence=evidence, row=row, problem=problem)


@router.get("/bukti/{evidence_id}/ubah", name="evidence_edit")
async def evidence_edit(request: Request, actor: Uploader, evidence_id: PydanticObjectId) -> Response:
    evidence = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    typed = {"title": evidence.title, "source": evidence.source, "period": evidence.period or ""}
    return await _edit_page(request, actor, evidence_id, typed, evidence.version, {})


@router.post("/bukti/{evidence_id}/ubah", name="evidence_describe")
async def evidence_describe(
    request: Request,
    actor: Uploader,
    evidence_id: PydanticObjectId,
    version: Annotated[int, Form()],
    title: Annotated[str, Form()] = "",
    source: Annotated[Source, Form()] = Source.REPORT,
    period: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    described = Described(title, source, period or None)
    try:
        await service.describe(actor, evidence_id=evidence_id, version=version, described=described)
    except Invalid as error:
        typed = {"title": title, "source": source, "period": period}
        return await _edit_page(request, actor, evidence_id, typed, version, error.fields)
    flash = Flash("good", _("Keterangan bukti disimpan."))
    return go(request, "evidence_page", evidence_id=evidence_id, flash=flash)


async def _edit_page(
    request: Request,
    actor: Actor,
    evidence_id: PydanticObjectId,
    typed: dict[str, str],
    version: int,
    problems: dict[str, str],
) -> Response:
    evidence = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    return page(
        request,
        "evidence/edit.html",
        status=422 if problems else 200,
        evidence=evidence,
        typed=typed,
        version=version,
        problems=problems,
        accept=accepted_endings(),
        max_mb=get_settings().max_upload_mb,
        **await views.choices(actor, period=typed["period"]),
    )


@router.post("/bukti/{evidence_id}/periode", name="evidence_period")
async def evidence_period(
    request: Request,
    actor: Uploader,
    evidence_id: PydanticObjectId,
    version: Annotated[int, Form()],
    period: Annotated[str, Form(max_length=40)],
) -> Response:
    """Take over the period that the document seems to speak of."""
    evidence = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    described = Described(evidence.title, evidence.source, period)
    await service.describe(actor, evidence_id=evidence_id, version=version, described=described)
    flash = Flash("good", _("Periode bukti disimpan. Sel yang dilayaninya sudah diuji ulang."))
    return go(request, "evidence_page", evidence_id=evidence_id, flash=flash)


@router.post("/bukti/{evidence_id}/revisi", name="evidence_revise")
async def evidence_revise(request: Request, actor: Uploader, evidence_id: PydanticObjectId) -> Response:
    intake = await taken_in(request)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(intake.fields.close)
        if not intake.files:
            raise Invalid(_("Belum ada berkas yang dipilih. Pilih berkas, lalu unggah."))
        file = intake.files[0]
        await service.add_revision(
            actor,
            evidence_id=evidence_id,
            version=intake.number("version"),
            source=file,
            name=name_of(file),
        )
    flash = Flash("good", _("Revisi diunggah. Revisi sebelumnya tetap tersimpan."))
    return go(request, "evidence_page", evidence_id=evidence_id, flash=flash)


@router.post("/bukti/{evidence_id}/hapus", name="evidence_remove")
async def evidence_remove(
    request: Request, actor: Uploader, evidence_id: PydanticObjectId, version: Annotated[int, Form()]
) -> Response:
    evidence = await service.remove(actor, evidence_id=evidence_id, version=version)
    undo = str(request.app.url_path_for("evidence_restore", evidence_id=evidence_id))
    text = _("Bukti “{title}” dihapus dari daftar.").format(title=evidence.title)
    return go(request, "evidence_list", flash=Flash("good", text, undo_url=undo))


@router.post("/bukti/{evidence_id}/kembalikan", name="evidence_restore")
async def evidence_restore(request: Request, actor: Uploader, evidence_id: PydanticObjectId) -> Response:
    evidence = await service.restore(actor, evidence_id=evidence_id)
    text = _("Bukti “{title}” dikembalikan.").format(title=evidence.title)
    return go(request, "evidence_page", evidence_id=evidence_id, flash=Flash("good", text))


@router.get("/berkas/{evidence_id}/{revision}/unduh", name="evidence_download")
async def evidence_download(
    request: Request, actor: Viewer, evidence_id: PydanticObjectId, revision: int
) -> Response:
    """The bytes as they came, as an attachment: a browser never shows an uploaded page as one of ours."""
    evidence = await visible_evidence(actor, evidence_id)
    chosen = views.revision_of(evidence, revision)
    file = await StoredFile.get(chosen.file_id)
    assert file is not None  # noqa: S101 - a revision is written with its file
    content = await storage.opened(file.gridfs_id)
    await service.record_download(actor, evidence, chosen)
    name = safe_name(chosen.file_name, file.media_type)
    return StreamingResponse(
        content,
        media_type="application/octet-stream",
        headers={
            "content-disposition": attachment(name),
            "content-length": str(file.size),
            "cache-control": "private, no-store",
        },
    )
