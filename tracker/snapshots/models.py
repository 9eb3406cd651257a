"""What is kept of the percentages of past days."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel


class Snapshot(Document):
    """The tallies of a plan at the end of a day in the institution's zone. Its id is `plan:YYYY-MM-DD`.

    `rows` are those of `PlanTally`, summed over the top nodes (their `top` is empty), because a year of days
    is kept for each plan. Today's are taken again while facts change; those of days that are over stay.
    """

    id: str  # type: ignore[assignment]
    instansi: str
    plan_id: PydanticObjectId
    day: str  # ISO 8601, so that days sort as text
    taken_at: datetime
    facts_version: int
    rows: list[dict[str, Any]] = Field(default_factory=list)

    class Settings:
        name = "snapshots"
        indexes = [IndexModel([("instansi", 1), ("plan_id", 1), ("day", 1)], name="snapshots_of_plan")]
