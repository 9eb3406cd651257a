"""Work under a lease that is renewed for as long as it goes on."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from tracker.jobs.models import Job
from tracker.jobs.service import RENEW_EVERY, renew


async def held(job: Job, working: Coroutine[Any, Any, None]) -> None:
    """Do the work while the job's lease is renewed; the work is cancelled where the lease is lost.

    Raises what the work raises, or the renewing.
    """
    work = asyncio.create_task(working)
    keeper = asyncio.create_task(_hold(job))
    done: set[asyncio.Task[None]] = set()
    try:
        done, _pending = await asyncio.wait({work, keeper}, return_when=asyncio.FIRST_COMPLETED)
    finally:  # also where this worker is to stop: then both end here, and with them what they started
        for task in {work, keeper} - done:
            task.cancel()
        await asyncio.gather(keeper, work, return_exceptions=True)
    for task in (work, keeper):
        if task in done:
            task.result()


async def _hold(job: Job) -> None:
    """Renew the lease as long as it is ours; ends when it was lost."""
    while await renew(job):  # noqa: ASYNC110 - time is what is waited for
        await asyncio.sleep(RENEW_EVERY)
