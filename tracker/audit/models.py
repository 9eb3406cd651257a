"""The audit trail: append-only events, each holding the hash of the one before it."""

from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import IndexModel


class Subject(BaseModel):
    """What an event is about: the collection's singular name, the id, and what people call it."""

    kind: str
    id: str
    label: str


class Event(Document):
    """One thing that somebody did. Its id is `instansi:number`, numbered from 1 without gaps."""

    id: str  # type: ignore[assignment]
    instansi: str
    number: int
    at: datetime
    actor_id: str | None  # None: the system itself
    actor_name: str
    role: str | None
    action: str  # such as "progress.submitted"
    subject: Subject
    unit: str | None
    data: dict[str, Any] = Field(default_factory=dict)
    reason: str | None = None
    previous: str
    hash: str

    class Settings:
        name = "events"
        indexes = [
            IndexModel([("instansi", 1), ("number", 1)], unique=True, name="event_number"),
            IndexModel([("instansi", 1), ("subject.id", 1), ("number", 1)], name="events_of_subject"),
        ]


class AuditHead(Document):
    """The last event of an institution: where the next one is chained. Its id is the institution's."""

    id: str  # type: ignore[assignment]
    number: int = 0
    hash: str = ""

    class Settings:
        name = "audit_heads"
