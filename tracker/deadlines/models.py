"""Deadlines (tenggat): what must be in by when, and how it moved."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from tracker.deadlines.windows import Stage, Window


class Moved(BaseModel):
    """An earlier closing of a deadline, and why it moved; the finding holds the sentence that says so."""

    closes_at: datetime
    reason: str
    finding_id: PydanticObjectId | None = None
    by: str
    by_name: str
    at: datetime


class Extension(BaseModel):
    """Longer time for one unit, and why."""

    unit: str
    closes_at: datetime
    reason: str
    by: str
    by_name: str
    at: datetime


class Deadline(Document):
    """A day by which a stage of a year's work must be done, through a triwulan."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    title: str
    year: int
    through: int  # triwulan I to this one must be in
    stage: Stage = Stage.REPORT
    strict: bool = False  # outside its window the stage is shut
    opens_at: datetime | None = None
    closes_at: datetime
    source_finding: PydanticObjectId | None = None
    source_quote: str = ""
    history: list[Moved] = Field(default_factory=list)
    extensions: list[Extension] = Field(default_factory=list)  # one for a unit at most
    version: int = 1
    removed: bool = False

    class Settings:
        name = "deadlines"
        indexes = [IndexModel([("instansi", 1), ("closes_at", 1)], name="deadlines")]

    @property
    def is_due(self) -> bool:
        """Whether reports count as due by it: it stands, and it is about reporting."""
        return not self.removed and self.stage is Stage.REPORT

    def closes_for(self, unit: str | None) -> datetime:
        """The last instant for a unit."""
        return self.window().closes_for(unit)

    def window(self) -> Window:
        """The deadline as the rules of windows need it."""
        extensions = {each.unit: each.closes_at for each in self.extensions}
        return Window(self.stage, self.through, self.opens_at, self.closes_at, extensions)


class CalendarKey(Document):
    """The secret address of a person's calendar of deadlines. Its id is the SHA-256 of the secret."""

    id: str  # type: ignore[assignment]
    instansi: str
    user_id: str
    created_at: datetime
    used_at: datetime | None = None

    class Settings:
        name = "calendar_keys"
        indexes = [IndexModel([("instansi", 1), ("user_id", 1)], unique=True, name="calendar_key_of_person")]
