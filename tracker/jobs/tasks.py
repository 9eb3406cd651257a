"""What Celery carries: an id in, one service call. A lost message does no harm: the sweep asks records."""

import asyncio
from collections.abc import Awaitable, Callable

from beanie import PydanticObjectId
from celery import shared_task

from tracker.database import connected
from tracker.jobs import service
from tracker.jobs.models import Job
from tracker.settings import get_settings
from tracker.worker import stop_asked

MOST_WOKEN = 4  # each of them goes on with what else waits
Handler = Callable[[Job], Awaitable[None]]


def handlers() -> dict[str, Handler]:
    """What does the work of each kind of job."""
    from tracker.evidence.reading import read_file  # noqa: PLC0415 - workers alone need the readers

    return {"read_file": read_file}


@shared_task(name="renaksi.run_job")
def run_job(job_id: str) -> None:
    """Do one job, if it is still to be done."""
    asyncio.run(_run(PydanticObjectId(job_id)))


@shared_task(name="renaksi.sweep")
def sweep() -> None:
    """Wake workers for what waits: jobs of killed workers, and those whose messages got lost."""
    asyncio.run(_sweep())


@shared_task(name="renaksi.upkeep")
def upkeep() -> None:
    """Do what the clock asks for: snapshots of the day, and what else `tracker.jobs.upkeep` lists."""
    asyncio.run(_upkeep())


async def _upkeep() -> None:
    from tracker.jobs.upkeep import keep_up  # noqa: PLC0415 - workers alone need what it does

    async with connected(get_settings()):
        await keep_up()


async def _run(job_id: PydanticObjectId) -> None:
    """Do the job, then whatever else waits: so a backlog needs no more messages than there are workers."""
    async with connected(get_settings()):
        await _do(job_id)
        while not stop_asked() and (waiting := await service.waiting()):
            if not await _do_one_of(waiting):
                return


async def _do_one_of(waiting: list[PydanticObjectId]) -> bool:
    """Do the first of the jobs that nobody else has taken meanwhile; False where all were taken."""
    for job_id in waiting:
        if await _do(job_id):
            return True
    return False


async def _do(job_id: PydanticObjectId) -> bool:
    job = await service.claim(job_id)
    if job is None:
        return False
    await handlers()[job.kind](job)
    return True


async def _sweep() -> None:
    async with connected(get_settings()):
        waiting = await service.waiting()
    for job_id in waiting[:MOST_WOKEN]:
        wake(job_id)


def wake(job_id: PydanticObjectId) -> None:
    """Tell a worker that a job is there."""
    run_job.delay(str(job_id))
