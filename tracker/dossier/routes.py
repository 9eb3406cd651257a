"""Taking a dossier: as one PDF, at once or once a worker has bound it, or as a ZIP with the originals."""

import tempfile
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.dossier import orders, service
from tracker.web.downloads import attachment
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PROGRESS))]
PRIVATE = {"cache-control": "private, no-store"}


@router.get("/capaian/{output_id}/{triwulan}/pembuktian.pdf", name="dossier_pdf")
async def dossier_pdf(request: Request, actor: Viewer, output_id: str, triwulan: int) -> Response:
    """The PDF where it is small; else it is ordered, and its page says how far it is."""
    taken = await service.gathered(actor, output_id=output_id, triwulan=triwulan, at=now())
    service.demand_bindable(taken)
    if not orders.is_small(taken.content):
        order = await orders.place(actor, taken)
        return go(request, "dossier_order", order_id=order.id)
    await service.note_taken(actor, taken, form="pdf")
    folder = tempfile.TemporaryDirectory(prefix="renaksi-")
    try:
        path = await service.as_pdf(taken, folder.name)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path,
        media_type="application/pdf",
        headers=_attachment(f"{taken.name}.pdf"),
        background=BackgroundTask(folder.cleanup),
    )


@router.get("/pembuktian/{order_id}", name="dossier_order")
async def dossier_order(request: Request, actor: Viewer, order_id: PydanticObjectId) -> Response:
    """How far an order of one's own is; htmx asks for the block again and again."""
    order = await orders.find(actor, order_id)
    return page(request, "dossier/order.html", block="order_status", order=order)


@router.get("/pembuktian/{order_id}/unduh", name="dossier_fetch")
async def dossier_fetch(actor: Viewer, order_id: PydanticObjectId) -> Response:
    order, pieces = await orders.fetch(actor, order_id)
    headers = _attachment(f"{order.name}.pdf") | {"content-length": str(order.size)}
    return StreamingResponse(pieces, media_type="application/pdf", headers=headers)


@router.get("/capaian/{output_id}/{triwulan}/pembuktian.zip", name="dossier_zip")
async def dossier_zip(actor: Viewer, output_id: str, triwulan: int) -> Response:
    taken = await service.gathered(actor, output_id=output_id, triwulan=triwulan, at=now())
    await service.note_taken(actor, taken, form="zip")
    headers = _attachment(f"{taken.name}.zip")
    return StreamingResponse(service.as_zip(taken), media_type="application/zip", headers=headers)


def _attachment(name: str) -> dict[str, str]:
    return {"content-disposition": attachment(name), **PRIVATE}
