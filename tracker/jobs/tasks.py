"""What Celery carries: an id in, one service call. A lost message does no harm: the sweep asks records."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from time import monotonic

from beanie import PydanticObjectId
from celery import shared_task
from pymongo.errors import ConnectionFailure

from tracker.database import connected
from tracker.jobs import service
from tracker.jobs.models import Job
from tracker.migrations.errors import SchemaError
from tracker.settings import get_settings
from tracker.watching.logs import about
from tracker.watching.metrics import JOBS
from tracker.worker import stop_asked

PATIENCE_SECONDS = 6.0  # for the job at hand, once asked to stop; the supervisor waits for ten
LOOK_SECONDS = 0.2
OUTAGE_ATTEMPTS = 6  # to tell the database that a job is free, each up to five seconds long
MOST_WOKEN = 4  # each of them goes on with what else waits
log = logging.getLogger(__name__)
Handler = Callable[[Job], Awaitable[None]]


def handlers() -> dict[str, Handler]:
    """What does the work of each kind of job."""
    from tracker.dossier.orders import KIND, bind_dossier  # noqa: PLC0415 - workers alone need these
    from tracker.evidence.reading import read_file  # noqa: PLC0415

    return {"read_file": read_file, KIND: bind_dossier}


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

    async with _usable_database() as is_usable:
        if is_usable:
            await keep_up()


@asynccontextmanager
async def _usable_database() -> AsyncIterator[bool]:
    """The database, open; False while its data are being migrated or restored: the next round looks again."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(connected(get_settings()))
        except SchemaError as error:
            log.warning("%s", error.message)
            yield False
        else:
            yield True


async def _run(job_id: PydanticObjectId) -> None:
    """Do the job, then whatever else waits: so a backlog needs no more messages than there are workers."""
    async with _usable_database() as is_usable:
        if not is_usable:
            return
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
    with about(job_id=str(job.id), request_id=job.request_id):
        outcome = "died"
        began = monotonic()
        try:
            outcome = await work_or_give_back(job, handlers()[job.kind], stop_asked)
        except ConnectionFailure as error:
            outcome = "outage"
            log.warning("the database went away: %s", str(error).partition(",")[0])
            await _give_back_when_it_is_back(job)
        finally:
            seconds = monotonic() - began
            JOBS.labels(job.kind, outcome).observe(seconds)
            log.info("job", extra={"kind": job.kind, "outcome": outcome, "ms": round(seconds * 1000)})
    return True


async def _give_back_when_it_is_back(job: Job) -> None:
    """Wait for the database for a while; after that the lease lapses, and the attempt counts."""
    for _attempt in range(OUTAGE_ATTEMPTS):
        with suppress(ConnectionFailure):
            await service.give_back_after_outage(job)
            return


async def work_or_give_back(
    job: Job, handler: Handler, is_asked: Callable[[], bool], *, patience_seconds: float = PATIENCE_SECONDS
) -> str:
    """Do the job; once this worker is asked to stop, for so long and no longer: then another takes it.

    "done", or "given back".
    """
    work = asyncio.ensure_future(handler(job))
    until: float | None = None
    while not work.done():
        await asyncio.wait({work}, timeout=LOOK_SECONDS)
        if until is None and is_asked():
            until = monotonic() + patience_seconds
        if until is not None and monotonic() > until and not work.done():
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            return "given back" if await service.give_back(job) else "done"
    await work
    return "done"


async def _sweep() -> None:
    async with _usable_database() as is_usable:
        waiting = await service.waiting() if is_usable else []
    for job_id in waiting[:MOST_WOKEN]:
        wake(job_id)


def wake(job_id: PydanticObjectId) -> None:
    """Tell a worker that a job is there."""
    run_job.delay(str(job_id))
