"""What the inspectorate keeps beside the reports: its queue, views, samples, and areas of improvement."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

WAITING = "waiting"
SHARDS = 64


class QueueShard(Document):
    """A part of the queue: reports by id, each as a line (`tracker.review.entries`), with its marks and age.

    The id is `instansi:group:number`. The group is WAITING, or the year of a plan for reports that were
    decided. It is kept in the transaction of each write of a report, and can be rebuilt from the reports.
    """

    id: str  # type: ignore[assignment]
    instansi: str
    group: str
    entries: dict[str, str] = Field(default_factory=dict)

    class Settings:
        name = "review_queue"
        indexes = [IndexModel([("instansi", 1), ("group", 1)], name="queue_of_group")]


class Hold(Document):
    """A waiting report that an inspector was unsure of. Its id is the report's; it ends with the decision."""

    id: str  # type: ignore[assignment]
    instansi: str
    by: str
    by_name: str
    at: datetime

    class Settings:
        name = "review_holds"
        indexes = [IndexModel([("instansi", 1)], name="holds")]


class SavedView(Document):
    """A person's own view of the queue under a name: its filters as in the address."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    user_id: str
    name: str
    query: dict[str, str]
    is_default: bool = False
    removed: bool = False
    created_at: datetime

    class Settings:
        name = "review_views"
        indexes = [IndexModel([("instansi", 1), ("user_id", 1)], name="views_of_person")]


class Drawable(BaseModel):
    """A report in the population of a sample, at the revision that it had, with its weight."""

    id: str
    revision: int
    weight: int


class Sample(Document):
    """A draw from the queue that anybody can repeat: population, seed, and what was drawn, in order."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    seed: str
    query: dict[str, str]  # the filters that made the population, as in the address
    population: list[Drawable]
    population_hash: str
    population_size: int
    drawn: list[str]
    by: str
    by_name: str
    at: datetime

    class Settings:
        name = "review_samples"
        indexes = [IndexModel([("instansi", 1), ("at", -1)], name="samples")]


class Left(BaseModel):
    """A report that a bulk decision passed over, and why, in words."""

    id: str
    label: str
    why: str


class BulkDecision(Document):
    """Reports that were verified at once: each by itself, with what was left and why."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    by: str
    by_name: str
    at: datetime
    verified: dict[str, int]  # the revision of each after its decision
    left: list[Left]
    undone: list[str] = Field(default_factory=list)

    class Settings:
        name = "review_bulk"
        indexes = [IndexModel([("instansi", 1), ("at", -1)], name="bulk_decisions")]


class Improvement(Document):
    """An area of improvement (AoI) that came of a report: what was seen against what, and what to do."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    unit: str | None
    year: int
    triwulan: int
    progress_id: str
    dimension: str
    judul: str
    kondisi: str
    kriteria: str
    akibat: str
    saran: str
    by: str
    by_name: str
    at: datetime
    version: int = 1
    removed: bool = False

    class Settings:
        name = "improvements"
        indexes = [
            IndexModel([("instansi", 1), ("year", 1), ("triwulan", 1)], name="improvements_of_year"),
            IndexModel([("instansi", 1), ("progress_id", 1)], name="improvements_of_report"),
        ]
