"""Wake a worker for a job that was queued, whatever state the broker is in.

The job's record is the truth: where the message cannot be sent, the sweep finds the job a little later. So a
broker that is down fails no upload and holds none up.
"""

import asyncio
import logging

from beanie import PydanticObjectId

from tracker.jobs import tasks
from tracker.worker import app

MOST_SECONDS = 3.0
log = logging.getLogger(__name__)

app.set_default()  # messages are sent from threads, where the app at hand is the default one


async def wake(job_id: PydanticObjectId | None) -> None:
    """Tell a worker that a job is there; None: there is none."""
    if job_id is None:
        return
    try:
        await asyncio.wait_for(asyncio.to_thread(tasks.wake, job_id), MOST_SECONDS)
    except Exception as error:  # every transport has errors of its own
        log.warning("no worker could be woken for job %s: %s", job_id, error)
