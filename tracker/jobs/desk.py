"""The administrator's view of the jobs: what waits, runs and failed, tried again or acknowledged."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, NotFound
from tracker.evidence.models import StoredFile
from tracker.i18n import _
from tracker.jobs.models import Job, JobState

Prepare = Callable[[Session, Mapping[str, Any]], Awaitable[None]]
FRESH = {
    "attempts": 0,
    "outages": 0,
    "lease": None,
    "lease_until": None,
    "started_at": None,
    "ended_at": None,
    "error": None,
}
SEEN = {"acknowledged_by": None, "acknowledged_at": None}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the page shows it: `name` of what it is about, "" where that is gone; `stage` of its file."""

    job: Job
    name: str
    stage: str
    since: datetime


def preparations() -> dict[str, Prepare]:
    """What else is set back before a job of each kind is tried again."""
    from tracker.dossier.orders import KIND, wait_again  # noqa: PLC0415 - jobs lie below what they serve
    from tracker.evidence.reading import read_again  # noqa: PLC0415 - the web needs no readers before that

    return {"read_file": read_again, KIND: wait_again}


async def listed(actor: Actor, *, state: JobState | None, seen: bool, limit: int) -> list[JobRow]:
    """The institution's jobs, of a state or all, newest first; acknowledged failures only if `seen`."""
    demand(actor, Right.MANAGE_JOBS, instansi=actor.instansi, unit=None)
    where: dict[str, Any] = {"instansi": actor.instansi}
    if state is not None:
        where["state"] = state
    if state is JobState.FAILED and not seen:
        where["acknowledged_at"] = None
    jobs = await Job.find(where).sort("-queued_at").limit(limit).to_list()
    return await _rows(jobs)


async def _rows(jobs: Sequence[Job]) -> list[JobRow]:
    files, orders = await _subjects(jobs)
    return [_row(job, files.get(str(job.payload.get("file_id")), {}), orders) for job in jobs]


async def _subjects(jobs: Iterable[Job]) -> tuple[dict[str, Mapping[str, Any]], dict[str, str]]:
    """What the jobs are about: files with name and stage, and the labels of ordered dossiers, by id."""
    from tracker.dossier.models import DossierOrder  # noqa: PLC0415 - jobs lie below what they serve

    ids = sorted({str(job.payload["file_id"]) for job in jobs if "file_id" in job.payload})
    found = StoredFile.get_pymongo_collection().find({"_id": {"$in": ids}}, {"name": 1, "stage": 1})
    files = {file["_id"]: file for file in (await found.to_list() if ids else [])}
    asked = sorted({PydanticObjectId(job.payload["order_id"]) for job in jobs if "order_id" in job.payload})
    ordered = DossierOrder.get_pymongo_collection().find({"_id": {"$in": asked}}, {"label": 1})
    return files, {str(row["_id"]): row["label"] for row in (await ordered.to_list() if asked else [])}


def _row(job: Job, file: Mapping[str, Any], orders: Mapping[str, str]) -> JobRow:
    """A job's line; what is swept by now has no name."""
    since = job.ended_at or job.started_at or job.queued_at
    name = file.get("name") or orders.get(job.payload.get("order_id", "")) or ""
    return JobRow(job, str(name), str(file.get("stage", "")), since)


async def counts(instansi: str) -> dict[JobState, int]:
    """How many jobs the institution has in each state; acknowledged failures are left out."""
    found = dict.fromkeys(JobState, 0)
    fields = {"state": 1, "acknowledged_at": 1}
    async for job in Job.get_pymongo_collection().find({"instansi": instansi}, fields):
        if job["state"] != JobState.FAILED or job.get("acknowledged_at") is None:
            found[JobState(job["state"])] += 1
    return found


async def try_again(actor: Actor, job_id: PydanticObjectId) -> Job:
    """Queue a failed job once more. Raises Conflict where it did not fail, or no longer."""
    job = await _find(actor, job_id)

    async def work(session: Session) -> None:
        await _change(session, job, {"state": JobState.QUEUED, "queued_at": real_now(), **FRESH, **SEEN})
        if (prepare := preparations().get(job.kind)) is not None:
            await prepare(session, job.payload)
        await _tell(session, actor, job, "job.retried")

    await in_transaction(work)
    return job


async def acknowledge(actor: Actor, job_id: PydanticObjectId) -> Job:
    """Note that somebody has seen that a job failed. Raises Conflict where it did not, or no longer."""
    job = await _find(actor, job_id)

    async def work(session: Session) -> None:
        await _change(session, job, {"acknowledged_by": actor.name, "acknowledged_at": real_now()})
        await _tell(session, actor, job, "job.acknowledged")

    await in_transaction(work)
    return job


async def _find(actor: Actor, job_id: PydanticObjectId) -> Job:
    job = await Job.find_one({"_id": job_id, "instansi": actor.instansi})
    if job is None:
        raise NotFound(_("Pekerjaan ini tidak ditemukan."))
    demand(actor, Right.MANAGE_JOBS, instansi=job.instansi, unit=None)
    return job


async def _change(session: Session, job: Job, fields: Mapping[str, Any]) -> None:
    result = await Job.get_pymongo_collection().update_one(
        {"_id": job.id, "state": JobState.FAILED}, {"$set": fields}, session=session
    )
    if not result.matched_count:
        raise Conflict(_("Pekerjaan ini tidak sedang gagal; mungkin sudah diulangi. Muat ulang halaman."))


async def _tell(session: Session, actor: Actor, job: Job, action: str) -> None:
    [row] = await _rows([job])
    await audit.record(
        session,
        actor=actor,
        instansi=job.instansi,
        action=action,
        subject=Subject(kind="job", id=str(job.id), label=row.name or job.key),
        data={"kind": job.kind, "error": job.error},
    )
