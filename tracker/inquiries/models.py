"""Questions about things, with all that was said."""

from datetime import date, datetime

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from tracker.inquiries.rules import Standing, Step


class Turn(BaseModel):
    """Something that was said; what is taken back stays, and says so."""

    step: Step
    text: str
    due_on: date | None = None  # of a question
    evidence_id: PydanticObjectId | None = None  # of an answer
    evidence_title: str = ""
    by: str
    by_name: str
    at: datetime
    taken_back: bool = False


class Subject(BaseModel):
    """What a question is about. `id` is of its kind; `path` leads to it."""

    kind: str
    id: str
    label: str
    path: str


class Inquiry(Document):
    """A question to a unit; `unit` None: to those who answer for all units."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    about: Subject
    unit: str | None
    standing: Standing = Standing.OPEN
    due_on: str  # ISO 8601, of the newest question
    asked_by: str
    asked_by_name: str
    turns: list[Turn]
    version: int = 1
    updated_at: datetime

    class Settings:
        name = "inquiries"
        indexes = [
            IndexModel([("instansi", 1), ("unit", 1), ("standing", 1)], name="inquiries_of_unit"),
            IndexModel([("instansi", 1), ("about.id", 1)], name="inquiries_about"),
            IndexModel([("instansi", 1), ("standing", 1), ("due_on", 1)], name="inquiries_due"),
        ]

    @property
    def due(self) -> date:
        """The day by which it is to be answered."""
        return date.fromisoformat(self.due_on)

    @property
    def question(self) -> Turn:
        """The newest question."""
        asked = [turn for turn in self.turns if turn.step in {Step.ASK, Step.ASK_AGAIN}]
        return next((turn for turn in reversed(asked) if not turn.taken_back), asked[-1])

    @property
    def last(self) -> Turn | None:
        """What was said last and not taken back."""
        return next((turn for turn in reversed(self.turns) if not turn.taken_back), None)
