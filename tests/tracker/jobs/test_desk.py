"""Administrators see jobs, try failed ones again, acknowledge them; stopped workers let go of theirs."""

import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient

from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.evidence import service as evidence
from tracker.evidence.models import ReadingState, StoredFile
from tracker.evidence.reading import read_file
from tracker.evidence.storage import InMemory
from tracker.jobs import service
from tracker.jobs.models import Job, JobState
from tracker.jobs.tasks import work_or_give_back
from tracker.watching.logs import about

BROKEN = b"%PDF-1.7 and then nothing"


@pytest.fixture(scope="module")
async def failed(world: World) -> Job:
    """A file that could not be read."""
    unit = world.units["kominfo"]
    with about(request_id="permintaan-1"):
        uploaded = await evidence.upload(
            world.actor("bureau"), unit=unit, source=InMemory(BROKEN), name="rusak.pdf"
        )
    queued = await Job.find_one({"key": f"read_file:{uploaded.file.id}"})
    assert queued is not None
    taken = await service.claim(queued.id)
    assert taken is not None
    await read_file(taken)
    return queued


async def again(job: Job) -> Job:
    found = await Job.get(job.id)
    assert found is not None
    return found


async def test_a_job_bears_the_id_of_the_request_that_queued_it(failed: Job) -> None:
    assert failed.request_id == "permintaan-1"


async def test_a_failed_job_is_shown_with_its_reason_until_somebody_has_seen_it(
    world: World, client: AsyncClient, failed: Job
) -> None:
    await world.sign_in(client, "admin")
    shown = (await client.get("/antrean?keadaan=failed")).text
    assert "rusak.pdf" in shown
    assert (await again(failed)).error in shown
    assert (await service.measures())["jobs_failed"] == 1

    assert (await client.post(f"/antrean/{failed.id}/ketahui")).status_code == 303
    assert "rusak.pdf" not in (await client.get("/antrean?keadaan=failed")).text
    assert "Diketahui Admin" in (await client.get("/antrean?keadaan=failed&diketahui=1")).text
    assert (await service.measures())["jobs_failed"] == 0


async def test_a_failed_job_is_tried_again_once(world: World, client: AsyncClient, failed: Job) -> None:
    await world.sign_in(client, "admin")
    assert (await client.post(f"/antrean/{failed.id}/ulangi")).status_code == 303
    job = await again(failed)
    assert (job.state, job.attempts, job.error, job.acknowledged_by) == (JobState.QUEUED, 0, None, None)
    file = await StoredFile.get(job.payload["file_id"])
    assert file is not None
    assert file.state is ReadingState.QUEUED
    assert (await client.post(f"/antrean/{failed.id}/ulangi")).status_code == 409
    told = await Event.find({"instansi": INSTANSI, "subject.id": str(failed.id)}).sort("+number").to_list()
    assert [event.action for event in told] == ["job.acknowledged", "job.retried"]


async def queue(key: str) -> Job:
    async def work(session: Session) -> None:
        await service.enqueue(session, instansi=INSTANSI, kind="test", key=key, payload={})

    await in_transaction(work)
    found = await Job.find_one({"key": key})
    assert found is not None
    taken = await service.claim(found.id)
    assert taken is not None
    return taken


async def test_a_worker_that_is_to_stop_gives_a_long_job_back(world: World) -> None:
    job = await queue("long")

    async def long(_job: Job) -> None:
        await asyncio.sleep(60)

    assert await work_or_give_back(job, long, lambda: True, patience_seconds=0) == "given back"
    free = await again(job)
    assert (free.state, free.attempts, free.lease) == (JobState.QUEUED, 0, None)
    assert await service.claim(job.id) is not None


async def test_a_worker_that_is_to_stop_finishes_a_short_job(world: World) -> None:
    job = await queue("short")

    async def short(taken: Job) -> None:
        await in_transaction(lambda session: service.finish(session, taken))

    assert await work_or_give_back(job, short, lambda: True, patience_seconds=30) == "done"
    assert (await again(job)).state is JobState.DONE


async def test_what_the_databases_end_interrupted_was_no_attempt_but_only_so_often(world: World) -> None:
    job = await queue("outage")
    for _outage in range(service.MOST_OUTAGES):
        assert await service.give_back_after_outage(job)
        taken = await service.claim(job.id)
        assert taken is not None
        job = taken
        assert job.attempts == 1
    assert not await service.give_back_after_outage(job)
    assert (await again(job)).state is JobState.RUNNING


async def test_the_age_of_the_queue_is_that_of_its_oldest_job(world: World) -> None:
    job = await queue("old")
    await service.give_back(job)
    long_ago = real_now() - timedelta(hours=1)
    await Job.get_pymongo_collection().update_one({"_id": job.id}, {"$set": {"queued_at": long_ago}})
    assert (await service.measures())["queue_age_seconds"] >= 3600
