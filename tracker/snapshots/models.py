"""What is kept of the percentages of past days."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel


class Snapshot(Document):
    """The tallies of a plan at the end of a day in the institution's zone. Its id is `plan:YYYY-MM-DD`.

    `rows` are those of `PlanTally`, summed over the top nodes (their `top` is empty), because a year of days
    is kept for each plan. Today's are taken again while facts change; those of days that are over stay.
    `letters` say where each cell stood (`tracker.outlook.gaps`): by renaksi, four for each of its outputs.
    """

    id: str  # type: ignore[assignment]
    instansi: str
    plan_id: PydanticObjectId
    day: str  # ISO 8601, so that days sort as text
    taken_at: datetime
    facts_version: int
    rows: list[dict[str, Any]] = Field(default_factory=list)
    letters: dict[str, str] = Field(default_factory=dict)

    class Settings:
        name = "snapshots"
        indexes = [IndexModel([("instansi", 1), ("plan_id", 1), ("day", 1)], name="snapshots_of_plan")]


class FrozenPlan(BaseModel):
    """A plan within a frozen state: its tallies, and the hash of its facts, which lie in `FrozenFacts`."""

    plan_id: PydanticObjectId
    kind: str
    title: str
    rows: list[dict[str, Any]]
    cells: int
    facts_sha256: str


class Frozen(Document):
    """What an institution had at a deadline: percentages, facts and evidence, under one hash."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    deadline_id: PydanticObjectId
    title: str  # of the deadline, as it was called then
    year: int
    through: int
    closes_at: datetime
    frozen_at: datetime
    by: str | None  # None: the scheduler, when the deadline closed
    by_name: str
    reason: str = ""
    plans: list[FrozenPlan]
    manifest: dict[str, Any]
    manifest_sha256: str

    class Settings:
        name = "frozen"
        indexes = [
            IndexModel([("instansi", 1), ("frozen_at", -1)], name="frozen"),
            IndexModel([("instansi", 1), ("deadline_id", 1)], name="frozen_of_deadline"),
        ]


class FrozenFacts(Document):
    """The cells of a plan as they were frozen. Its id is `frozen:plan`."""

    id: str  # type: ignore[assignment]
    instansi: str
    cells: list[dict[str, Any]]

    class Settings:
        name = "frozen_facts"
