"""Deadlines (tenggat): what must be in by when, and how it moved."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel


class Moved(BaseModel):
    """An earlier closing of a deadline, and why it moved; the finding holds the sentence that says so."""

    closes_at: datetime
    reason: str
    finding_id: PydanticObjectId | None = None
    by: str
    by_name: str
    at: datetime


class Deadline(Document):
    """A day by which the progress of a year must be in, through a triwulan."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    title: str
    year: int
    through: int  # triwulan I to this one must be in
    opens_at: datetime | None = None
    closes_at: datetime
    source_finding: PydanticObjectId | None = None
    source_quote: str = ""
    history: list[Moved] = Field(default_factory=list)
    version: int = 1
    removed: bool = False

    class Settings:
        name = "deadlines"
        indexes = [IndexModel([("instansi", 1), ("closes_at", 1)], name="deadlines")]
