"""The tus protocol as browsers speak it to us, and the end of an upload, which is a form like any other.

Answers to the protocol's own requests are plain text: a script shows them beside the file.
"""

from datetime import UTC
from email.utils import format_datetime
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import PlainTextResponse, Response

from tracker.accounts.rights import Actor, Right
from tracker.errors import Invalid, RenaksiError
from tracker.evidence import listing
from tracker.evidence.clashes import Clash
from tracker.evidence.intake import LONGEST_PASSWORD, plain_name
from tracker.evidence.models import Source
from tracker.evidence.service import Described
from tracker.evidence.unlocking import unlock_with
from tracker.i18n import _
from tracker.resumable import service
from tracker.resumable.models import Upload
from tracker.resumable.rules import KEPT_FOR, VERSION, metadata, whole
from tracker.resumable.service import Said
from tracker.web.errors import status_of
from tracker.web.flashes import Flash
from tracker.web.pages import go, is_htmx, page
from tracker.web.session import needs

router = APIRouter()
Uploader = Annotated[Actor, Depends(needs(Right.UPLOAD_EVIDENCE))]
OFFSET_BYTES = "application/offset+octet-stream"


@router.post("/kiriman", name="upload_begin")
async def begin(request: Request, actor: Uploader) -> Response:
    """Open an upload: its address is in the answer's Location."""
    try:
        _demand_version(request)
        told = metadata(request.headers.get("upload-metadata"))
        upload = await service.begin(
            actor,
            unit=told.get("unit") or None,
            name=plain_name(told.get("filename", "")),
            size=whole(request.headers.get("upload-length"), "Upload-Length"),
            changed=told.get("changed", ""),
        )
    except RenaksiError as error:
        return _refused(error)
    address = request.app.url_path_for("upload_state", upload_id=upload.id)
    return _answer(201, upload, location=str(address))


@router.api_route("/kiriman/{upload_id}", methods=["GET", "HEAD"], name="upload_state")
async def state(actor: Uploader, upload_id: PydanticObjectId) -> Response:
    """How much of an upload has come."""
    try:
        return _answer(200, await service.upload_of(actor, upload_id))
    except RenaksiError as error:
        return _refused(error)


@router.patch("/kiriman/{upload_id}", name="upload_append")
async def append(request: Request, actor: Uploader, upload_id: PydanticObjectId) -> Response:
    """Take in more bytes."""
    try:
        await service.upload_of(actor, upload_id)
        _demand_version(request)
        if request.headers.get("content-type") != OFFSET_BYTES:
            return PlainTextResponse(OFFSET_BYTES, status_code=415)
        offset = whole(request.headers.get("upload-offset"), "Upload-Offset")
        await service.append(actor, upload_id=upload_id, offset=offset, stream=request.stream())
        return _answer(204, await service.upload_of(actor, upload_id))
    except RenaksiError as error:
        return _refused(error)


@router.delete("/kiriman/{upload_id}", name="upload_cancel")
async def cancel(actor: Uploader, upload_id: PydanticObjectId) -> Response:
    try:
        await service.cancel(actor, upload_id=upload_id)
    except RenaksiError as error:
        return _refused(error)
    return Response(status_code=204, headers={"tus-resumable": VERSION})


@router.post("/kiriman/{upload_id}/batal", name="upload_drop")
async def drop(request: Request, actor: Uploader, upload_id: PydanticObjectId) -> Response:
    """The same by a button of the page."""
    upload = await service.cancel(actor, upload_id=upload_id)
    flash = Flash("info", _("Kiriman {name} dibatalkan.").format(name=upload.name))
    return go(request, "evidence_list", flash=flash)


@router.post("/kiriman/{upload_id}/selesai", name="upload_finish")
async def finish(
    request: Request,
    actor: Uploader,
    upload_id: PydanticObjectId,
    unit: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
    period: Annotated[str, Form(max_length=40)] = "",
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD)] = "",
    bentrok: Annotated[str, Form()] = "",
    sha256: Annotated[str, Form(pattern="^([0-9a-fA-F]{64})?$")] = "",
) -> Response:
    """Make evidence of it: the row that takes the place of the browser's own, or why it was not taken."""
    upload = await service.upload_of(actor, upload_id)
    said = Said(
        unit=unit or None,
        described=Described(
            title, Source(source) if source in list(Source) else Source.REPORT, period.strip() or None
        ),
        clash=Clash(bentrok) if bentrok in list(Clash) else Clash.REVISION,
        unlock=unlock_with(password),
        sha256=sha256,
    )
    try:
        uploaded = await service.finish(actor, upload_id=upload_id, said=said)
    except RenaksiError as error:
        if not is_htmx(request):
            raise
        return page(
            request,
            "evidence/refused.html",
            block="refused",
            status=status_of(error),
            name=upload.name,
            error=error.message,
        )
    row = await listing.row_of(actor, uploaded.evidence)
    return page(request, "evidence/status.html", block="row", row=row, uploaded=uploaded, status=201, here="")


def _demand_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise Invalid(_("Halaman ini sudah usang. Muat ulang halaman, lalu coba lagi."))


def _answer(status: int, upload: Upload, **more: str) -> Response:
    headers = {
        "tus-resumable": VERSION,
        "upload-offset": str(upload.offset),
        "upload-length": str(upload.size),
        "upload-expires": format_datetime((upload.touched_at + KEPT_FOR).astimezone(UTC), usegmt=True),
        "cache-control": "no-store",
    }
    return Response(status_code=status, headers=headers | more)


def _refused(error: RenaksiError) -> Response:
    headers = {"tus-resumable": VERSION, "tus-version": VERSION, "cache-control": "no-store"}
    return PlainTextResponse(error.message, status_code=status_of(error), headers=headers)
