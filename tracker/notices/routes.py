"""What a person was told: the list, opening one, and marking all as read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.notices import service
from tracker.notices.models import Notice
from tracker.notices.words import Worded, worded
from tracker.web.flashes import Flash
from tracker.web.pages import go, go_to, page
from tracker.web.paging import Paging
from tracker.web.session import needs

router = APIRouter()
Reader = Annotated[Actor, Depends(needs(Right.VIEW_DEADLINE))]
PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its words."""

    notice: Notice
    words: Worded


@router.get("/pemberitahuan", name="notice_list")
async def notice_list(
    request: Request, actor: Reader, hal: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    notices = await service.listed(actor)
    told = [Told(notice, worded(notice.kind, notice.data)) for notice in notices]
    url = str(request.app.url_path_for("notice_list"))
    return page(
        request,
        "notices/list.html",
        unread=await service.unread(actor),
        until=now().isoformat(),
        part=Paging.of(told, number=hal, size=PER_PAGE, url=url),
    )


@router.post("/pemberitahuan/{notice_id}/buka", name="notice_open")
async def notice_open(request: Request, actor: Reader, notice_id: str) -> Response:
    """Mark it as read and go where it is dealt with."""
    found = await service.read(actor, notice=notice_id)
    return go_to(request, found.path)


@router.post("/pemberitahuan/dibaca", name="notice_read_all")
async def notice_read_all(
    request: Request, actor: Reader, until: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    try:
        shown = datetime.fromisoformat(until)
    except ValueError as error:
        raise Invalid(_("Muat ulang halaman ini, lalu tandai lagi.")) from error
    count = await service.read_all(actor, until=min(shown, now()) if shown.tzinfo else now())
    text = _("{count} pemberitahuan ditandai sudah dibaca.").format(count=count)
    return go(request, "notice_list", flash=Flash("good", text))
