"""Jobs with leases: queued in the transaction that needs them, claimed by one worker, taken over if it dies.

Leases run on the real clock. A worker renews its lease while it works; one that was killed does not, and the
sweep wakes somebody else. Whatever a job writes at its end, it writes under its lease token, so that a worker
that lost its lease changes nothing.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from beanie import PydanticObjectId
from pymongo import ReturnDocument

from tracker.clock import real_now
from tracker.database import Session
from tracker.jobs.models import Job, JobState
from tracker.watching.logs import request_id

LEASE = timedelta(seconds=20)
RENEW_EVERY = 5.0  # seconds
MOST_ATTEMPTS = 5  # by workers that were killed: by the document, or by whoever manages the machine
MOST_OUTAGES = 20


async def enqueue(
    session: Session, *, instansi: str, kind: str, key: str, payload: Mapping[str, Any]
) -> PydanticObjectId:
    """Queue a job, or queue the one of the same key again; its id, to wake a worker with after the commit."""
    fresh = {
        "instansi": instansi,
        "kind": kind,
        "payload": dict(payload),
        "state": JobState.QUEUED,
        "attempts": 0,
        "outages": 0,
        "lease": None,
        "lease_until": None,
        "queued_at": real_now(),
        "started_at": None,
        "ended_at": None,
        "error": None,
        "request_id": request_id(),
        "acknowledged_by": None,
        "acknowledged_at": None,
    }
    job = await Job.get_pymongo_collection().find_one_and_update(
        {"key": key},
        {"$set": fresh},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    assert job is not None  # noqa: S101 - an upsert always gives the document after it
    return PydanticObjectId(job["_id"])


async def claim(job_id: PydanticObjectId) -> Job | None:
    """Take a job that waits or whose holder's lease lapsed; None where somebody else has it or it is over."""
    instant = real_now()
    free: tuple[dict[str, Any], ...] = (
        {"state": JobState.QUEUED},
        {"state": JobState.RUNNING, "lease_until": {"$lt": instant}},
    )
    for waiting in free:
        taken = await Job.get_pymongo_collection().find_one_and_update(
            {"_id": job_id, **waiting},
            {
                "$set": {
                    "state": JobState.RUNNING,
                    "lease": secrets.token_hex(8),
                    "lease_until": instant + LEASE,
                    "started_at": instant,
                },
                "$inc": {"attempts": 1},
            },
            return_document=ReturnDocument.AFTER,
        )
        if taken is not None:
            job: Job = Job.model_validate(taken)
            return job
    return None


async def renew(job: Job) -> bool:
    """Hold a job for longer; False where the lease was lost."""
    result = await Job.get_pymongo_collection().update_one(
        {"_id": job.id, "lease": job.lease}, {"$set": {"lease_until": real_now() + LEASE}}
    )
    return result.matched_count == 1


async def finish(session: Session, job: Job, *, error: str | None = None) -> bool:
    """End a job in the transaction of what it wrote; False where the lease was lost: then write nothing."""
    result = await Job.get_pymongo_collection().update_one(
        {"_id": job.id, "lease": job.lease, "state": JobState.RUNNING},
        {
            "$set": {
                "state": JobState.FAILED if error else JobState.DONE,
                "lease": None,
                "lease_until": None,
                "ended_at": real_now(),
                "error": error,
            }
        },
        session=session,
    )
    return result.matched_count == 1


async def give_back(job: Job) -> bool:
    """Let go of a job that was not ended, so that another worker takes it at once; it was no attempt."""
    result = await Job.get_pymongo_collection().update_one(
        {"_id": job.id, "lease": job.lease, "state": JobState.RUNNING},
        {
            "$set": {"state": JobState.QUEUED, "lease": None, "lease_until": None, "started_at": None},
            "$inc": {"attempts": -1},
        },
    )
    return result.matched_count == 1


async def give_back_after_outage(job: Job) -> bool:
    """Let go of a job that the database's end interrupted: the document has no part in that.

    Only so often, for a document might bring the database down. False where the lease was lost.
    """
    if job.outages >= MOST_OUTAGES:
        return False
    result = await Job.get_pymongo_collection().update_one(
        {"_id": job.id, "lease": job.lease, "state": JobState.RUNNING},
        {
            "$set": {"state": JobState.QUEUED, "lease": None, "lease_until": None, "started_at": None},
            "$inc": {"attempts": -1, "outages": 1},
        },
    )
    return result.matched_count == 1


async def measures() -> dict[str, float]:
    """How much waits, runs and failed, and for how many seconds the oldest has waited."""
    jobs = Job.get_pymongo_collection()
    queued = await jobs.find({"state": JobState.QUEUED}, {"queued_at": 1}).to_list()
    running = await jobs.find({"state": JobState.RUNNING}, {"_id": 1}).to_list()
    failed = await jobs.find({"state": JobState.FAILED}, {"acknowledged_at": 1}).to_list()
    oldest = min((one["queued_at"] for one in queued), default=None)
    return {
        "jobs_waiting": len(queued),
        "jobs_running": len(running),
        "jobs_failed": sum(one.get("acknowledged_at") is None for one in failed),
        "queue_age_seconds": (real_now() - oldest).total_seconds() if oldest else 0.0,
    }


async def waiting() -> list[PydanticObjectId]:
    """The jobs that nobody works on: queued ones, and running ones whose lease lapsed; oldest first."""
    jobs = Job.get_pymongo_collection()
    queued = await jobs.find({"state": JobState.QUEUED}, {"queued_at": 1}).to_list()
    lapsed = await jobs.find(
        {"state": JobState.RUNNING, "lease_until": {"$lt": real_now()}}, {"queued_at": 1}
    ).to_list()
    return [
        PydanticObjectId(job["_id"]) for job in sorted([*lapsed, *queued], key=lambda job: job["queued_at"])
    ]
