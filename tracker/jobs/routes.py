"""The page of jobs, for administrators."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import offset, real_now
from tracker.evidence.waking import wake
from tracker.i18n import _
from tracker.jobs import desk
from tracker.jobs.models import JobState
from tracker.web.flashes import Flash
from tracker.web.pages import go, page, with_query
from tracker.web.session import needs

router = APIRouter()
Keeper = Annotated[Actor, Depends(needs(Right.MANAGE_JOBS))]
MOST_SHOWN = 100


@router.get("/antrean", name="job_list")
async def job_list(
    request: Request,
    actor: Keeper,
    keadaan: JobState | None = None,
    diketahui: Annotated[bool, Query()] = False,
) -> Response:
    """The jobs of the institution, narrowed by state."""
    rows = await desk.listed(actor, state=keadaan, seen=diketahui, limit=MOST_SHOWN)
    counts = await desk.counts(actor.instansi)
    here = str(request.app.url_path_for("job_list"))
    tabs = [{"label": _("Semua"), "url": here, "active": keadaan is None, "count": None}] + [
        {
            "label": word,
            "url": with_query(here, keadaan=state.value),
            "active": keadaan is state,
            "count": counts[state],
        }
        for state, word in state_words().items()
    ]
    return page(
        request,
        "jobs/list.html",
        rows=rows,
        tabs=tabs,
        state=keadaan,
        state_words={state.value: word for state, word in state_words().items()},
        kind_words=kind_words(),
        age=lambda at: max(0, round((real_now() - at).total_seconds() / 60)),
        shown_at=lambda at: at + offset(),
        seen=diketahui,
        seen_url=with_query(here, keadaan=JobState.FAILED.value, diketahui="1"),
        most=MOST_SHOWN,
    )


@router.post("/antrean/{job_id}/ulangi", name="job_retry")
async def job_retry(request: Request, actor: Keeper, job_id: PydanticObjectId) -> Response:
    job = await desk.try_again(actor, job_id)
    await wake(job.id)
    return go(request, "job_list", flash=Flash("good", _("Pekerjaan diantrekan lagi.")))


@router.post("/antrean/{job_id}/ketahui", name="job_acknowledge")
async def job_acknowledge(request: Request, actor: Keeper, job_id: PydanticObjectId) -> Response:
    await desk.acknowledge(actor, job_id)
    return go(request, "job_list", flash=Flash("good", _("Kegagalan ditandai sudah diketahui.")))


def state_words() -> dict[JobState, str]:
    """The states of a job as people call them, the ones that need somebody first."""
    return {
        JobState.FAILED: _("Gagal"),
        JobState.QUEUED: _("Menunggu"),
        JobState.RUNNING: _("Berjalan"),
        JobState.DONE: _("Selesai"),
    }


def kind_words() -> dict[str, str]:
    """The kinds of jobs as people call them."""
    return {"read_file": _("Membaca berkas"), "bind_dossier": _("Menyusun berkas pembuktian")}
