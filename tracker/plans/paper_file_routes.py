"""The file of a paper: pictures of its pages, its bytes, reading it again, its password."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response, StreamingResponse

from tracker.errors import Invalid
from tracker.evidence import pictures, storage
from tracker.evidence.intake import LONGEST_PASSWORD
from tracker.evidence.kinds import safe_name
from tracker.i18n import _
from tracker.plans import papers
from tracker.plans.paper_routes import Editor, Place
from tracker.web.downloads import attachment
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.pictures import kept_picture

router = APIRouter()


@router.get("/rencana/{plan_id}/impor/{import_id}/halaman/{page_number}", name="paper_picture")
async def paper_picture(
    request: Request,
    actor: Editor,
    at: Place,
    page_number: int,
    lebar: Annotated[int, Query(ge=1, le=4000)] = 1000,
) -> Response:
    """The picture of a page of the paper, WebP."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    turn = await pictures.turn_of(paper.file, page_number)
    tag = pictures.named(paper.file.sha256[:24], page_number, lebar, turn=turn)
    return await kept_picture(
        request, tag, lambda: pictures.page_picture(paper.file, page_number, width=lebar, turn=turn)
    )


@router.get("/rencana/{plan_id}/impor/{import_id}/berkas", name="paper_file")
async def paper_file(actor: Editor, at: Place) -> Response:
    """The bytes as they came, as an attachment."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    content = await storage.opened(paper.file.gridfs_id)
    await papers.record_download(actor, paper)
    name = safe_name(paper.upload.file_name, paper.file.media_type)
    return StreamingResponse(
        content,
        media_type="application/octet-stream",
        headers={
            "content-disposition": attachment(name),
            "content-length": str(paper.file.size),
            "cache-control": "private, no-store",
        },
    )


@router.post("/rencana/{plan_id}/impor/{import_id}/baca-ulang", name="paper_retry")
async def paper_retry(request: Request, actor: Editor, at: Place) -> Response:
    """Read a paper again that could not be read."""
    await papers.retry(actor, plan_id=at.plan_id, import_id=at.import_id)
    return go(request, "paper_columns", **at.params())


@router.post("/rencana/{plan_id}/impor/{import_id}/kata-sandi", name="paper_unlock")
async def paper_unlock(
    request: Request,
    actor: Editor,
    at: Place,
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD)] = "",
) -> Response:
    """The password is used while this request runs; it is neither kept nor shown again."""
    problem = _("Isikan kata sandi berkas ini.")
    if password:
        try:
            await papers.unlock(actor, plan_id=at.plan_id, import_id=at.import_id, password=password)
        except Invalid as error:
            problem = error.message
        else:
            told = Flash("good", _("Kunci berkas dibuka. Berkas sedang dibaca."))
            return go(request, "paper_columns", flash=told, **at.params())
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    return page(request, "plans/paper_status.html", status=422, paper=paper, plan=paper.plan, problem=problem)
