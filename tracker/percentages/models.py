"""What is kept of the percentages for speed; it can be rebuilt, and `renaksi recount` proves it equal."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel


class PlanTally(Document):
    """The tallies of one plan, kept by top node, unit and triwulan. Its id is the plan's.

    Every write of a fact raises `facts_version` in its own transaction. `rows` belong to `rows_version`;
    where the two differ, the rows are stale and are computed again before anybody reads them.
    """

    id: PydanticObjectId
    instansi: str
    facts_version: int = 0
    rows_version: int = -1
    rows: list[dict[str, Any]] = Field(default_factory=list)
    counted_at: datetime | None = None

    class Settings:
        name = "plan_tallies"
        indexes = [IndexModel([("instansi", 1)], name="plan_tallies")]
