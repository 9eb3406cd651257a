"""Reports on an output in a triwulan: one document per cell of the plan."""

from datetime import datetime
from decimal import Decimal

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from tracker.progress.rules import State


class Link(BaseModel):
    """Evidence that serves this report, with the findings and pages of it that are cited."""

    evidence_id: PydanticObjectId
    findings: list[PydanticObjectId] = Field(default_factory=list)
    pages: list[int] = Field(default_factory=list)
    by: str
    at: datetime


class Assessed(BaseModel):
    """One dimension of the inspectorate's sheet as somebody assessed it: Sesuai, or not, with a note."""

    fits: bool
    note: str = ""


class Decision(BaseModel):
    """What the inspectorate decided, and about which revision; `apip` is its own sheet, by dimension."""

    revision: int
    state: State
    reason: str | None
    by: str
    by_name: str
    at: datetime
    apip: dict[str, Assessed] = Field(default_factory=dict)


class Submission(BaseModel):
    """A report as it was handed in, kept for the decision and for the diff to the next one."""

    revision: int
    value: Decimal | None
    spent: int | None
    obstacles: str
    follow_up: str
    links: list[Link]
    pm: dict[str, Assessed] = Field(default_factory=dict)  # the bureau's own assessment, by dimension
    by: str
    by_name: str
    at: datetime
    late: bool = False  # handed in after its deadline
    decision: Decision | None = None


class Proof(BaseModel):
    """Whether the evidence fits, why (a code of `tracker.evidence.proof`), and what proves it."""

    proven: bool = False
    reason: str = "no_evidence"
    evidence_id: PydanticObjectId | None = None
    finding_id: PydanticObjectId | None = None


class Progress(Document):
    """The report on one output in one triwulan. Its id is `output:triwulan`, so a cell has one at most."""

    id: str  # type: ignore[assignment]
    instansi: str
    plan_id: PydanticObjectId
    renaksi_id: PydanticObjectId
    output_id: str
    year: int
    triwulan: int
    unit: str | None
    state: State = State.EMPTY
    value: Decimal | None = None
    spent: int | None = None  # whole rupiah
    obstacles: str = ""
    follow_up: str = ""
    pm: dict[str, Assessed] = Field(default_factory=dict)  # the bureau's own assessment, by dimension
    links: list[Link] = Field(default_factory=list)
    proof: Proof = Proof()
    revision: int = 0
    editors: list[str] = Field(default_factory=list)  # user ids who wrote any of it: none of them decides
    submissions: list[Submission] = Field(default_factory=list)
    submitted_at: datetime | None = None
    updated_at: datetime

    class Settings:
        name = "progress"
        indexes = [
            IndexModel([("instansi", 1), ("plan_id", 1), ("triwulan", 1)], name="progress_of_plan"),
            IndexModel([("instansi", 1), ("state", 1), ("submitted_at", 1)], name="progress_queue"),
            IndexModel([("instansi", 1), ("unit", 1), ("state", 1)], name="progress_of_unit"),
            IndexModel([("instansi", 1), ("links.evidence_id", 1)], name="progress_of_evidence"),
            IndexModel([("instansi", 1), ("links.findings", 1)], name="progress_of_finding"),
        ]


def progress_id(output_id: str, triwulan: int) -> str:
    """The id of a cell's report: ("652f…", 3) -> "652f…:3"."""
    return f"{output_id}:{triwulan}"
