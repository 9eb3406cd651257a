"""The audit trail to read: newest first, and whether its chain holds."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from tracker.accounts.rights import Actor, Right
from tracker.audit import exporting, service
from tracker.audit.words import action_word
from tracker.web.downloads import attachment
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import page, with_query
from tracker.web.session import needs

router = APIRouter()
Reader = Annotated[Actor, Depends(needs(Right.VIEW_AUDIT))]
EVENTS_PER_PAGE = 50


@router.get("/jejak", name="audit_list")
async def audit_list(
    request: Request, actor: Reader, sebelum: Annotated[int | None, Query(ge=1, le=MOST_NUMBER)] = None
) -> Response:
    events = await service.newest(actor.instansi, before=sebelum, limit=EVENTS_PER_PAGE)
    older = events[-1].number if len(events) == EVENTS_PER_PAGE and events[-1].number > 1 else None
    here = str(request.app.url_path_for("audit_list"))
    return page(
        request,
        "audit/list.html",
        events=[(event, action_word(event.action)) for event in events],
        older_url=with_query(here, sebelum=older) if older else None,
        head=await service.head_of(actor.instansi),
    )


@router.post("/jejak/ekspor", name="audit_export")
async def audit_export(actor: Reader) -> Response:
    """The whole trail as JSON lines; that it was taken out is its last event."""
    await exporting.record_export(actor, actor.instansi)
    return StreamingResponse(
        exporting.exported([actor.instansi]),
        media_type="application/jsonl",
        headers=_attachment(f"jejak-audit-{actor.instansi}.jsonl"),
    )


@router.get("/jejak/check.py", name="audit_checker")
async def audit_checker(actor: Reader) -> Response:
    """The program that checks an export, for a machine without Renaksi."""
    content = await asyncio.to_thread(exporting.CHECKER.read_bytes)
    return Response(content, media_type="text/x-python", headers=_attachment("check.py"))


def _attachment(name: str) -> dict[str, str]:
    return {"content-disposition": attachment(name), "cache-control": "private, no-store"}


@router.get("/jejak/periksa", name="audit_check")
async def audit_check(request: Request, actor: Reader) -> Response:
    broken = await service.broken_at(actor.instansi)
    total = await service.count(actor.instansi)
    return page(request, "audit/checked.html", broken=broken, total=total)
