"""What was placed at once: kept so that it can be taken back as a whole."""

from datetime import datetime
from decimal import Decimal

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from tracker.progress.models import Link
from tracker.progress.rules import State


class PlacedCell(BaseModel):
    """A report that took claims, as it was before. `confirmed` are the findings that were accepted with it,
    each with the version that it then had."""

    progress_id: str
    label: str
    revision: int  # after it was placed
    state: State
    value: Decimal | None
    links: list[Link]
    suggestions: list[PydanticObjectId]
    confirmed: dict[str, int] = Field(default_factory=dict)


class LeftCell(BaseModel):
    """A report that was passed over, and why, in words."""

    progress_id: str
    label: str
    why: str


class Placement(Document):
    """Claims of one evidence that a person placed on many reports by one form."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    evidence_id: PydanticObjectId
    by: str
    by_name: str
    at: datetime
    placed: list[PlacedCell] = Field(default_factory=list)
    left: list[LeftCell] = Field(default_factory=list)
    undone: list[str] = Field(default_factory=list)

    class Settings:
        name = "placements"
        indexes = [IndexModel([("instansi", 1), ("at", -1)], name="placements")]
