"""Taking a dossier: as one PDF, or as a ZIP with the originals."""

import tempfile
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.dossier import service
from tracker.web.session import needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_PROGRESS))]
PRIVATE = {"cache-control": "private, no-store"}


@router.get("/capaian/{output_id}/{triwulan}/pembuktian.pdf", name="dossier_pdf")
async def dossier_pdf(actor: Viewer, output_id: str, triwulan: int) -> Response:
    taken = await service.take(actor, output_id=output_id, triwulan=triwulan, form="pdf", at=now())
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


@router.get("/capaian/{output_id}/{triwulan}/pembuktian.zip", name="dossier_zip")
async def dossier_zip(actor: Viewer, output_id: str, triwulan: int) -> Response:
    taken = await service.take(actor, output_id=output_id, triwulan=triwulan, form="zip", at=now())
    headers = _attachment(f"{taken.name}.zip")
    return StreamingResponse(service.as_zip(taken), media_type="application/zip", headers=headers)


def _attachment(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", **PRIVATE}
