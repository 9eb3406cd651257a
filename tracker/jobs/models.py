"""Work to be done outside a request. The record is the truth; a message of the queue only wakes a worker."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel


class JobState(StrEnum):
    """Where a job stands. A running one whose lease lapsed is taken over."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Document):
    """One piece of work. `key` names it, so that the same work is queued once at a time."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    kind: str
    key: str
    payload: dict[str, Any]
    state: JobState = JobState.QUEUED
    attempts: int = 0
    outages: int = 0  # attempts that the database ended, and that are not counted among those above
    lease: str | None = None  # the token of who holds it
    lease_until: datetime | None = None
    queued_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str | None = None
    request_id: str | None = None  # of the request that queued it, as the logs name it
    acknowledged_by: str | None = None  # who has seen that it failed
    acknowledged_at: datetime | None = None

    class Settings:
        name = "jobs"
        indexes = [
            IndexModel([("key", 1)], unique=True, name="job_key"),
            IndexModel([("state", 1), ("lease_until", 1)], name="jobs_to_do"),
            IndexModel([("instansi", 1), ("queued_at", -1)], name="jobs_of_institution"),
        ]
