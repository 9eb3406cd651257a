"""The road map, its plans and their renaksi.

A plan holds its tree of nodes; a renaksi hangs under one node and holds its outputs, because they change
together. `version` counts the writes: whoever saves names the version that they saw.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from tracker.clock import now
from tracker.percentages.rules import Accumulation, LowerFormula, Polarity
from tracker.plans.values import Budgets, Measure, NodeKind, PlanKind, ProofKind, Targets, Texts


class Roadmap(Document):
    """A road map of RB over some years, with its legal basis; a revision names the one that it revises."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    title: str
    year_from: int
    year_to: int
    legal_basis: str = ""
    revision_of: PydanticObjectId | None = None

    class Settings:
        name = "roadmaps"
        indexes = [IndexModel([("instansi", 1), ("year_from", -1)], name="roadmaps")]


class PlanStatus(StrEnum):
    """Where a plan stands: only an active one is reported against."""

    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"


class PlanNode(BaseModel):
    """A place in a plan's tree; `parent` None: a root. Nodes stand in the plan's order."""

    id: str
    parent: str | None
    kind: NodeKind
    name: str
    sasaran: str = ""
    measure: Measure = Measure()


class Plan(Document):
    """An action plan of one kind for one year."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    roadmap_id: PydanticObjectId
    kind: PlanKind
    year: int
    title: str
    status: PlanStatus = PlanStatus.DRAFT
    nodes: list[PlanNode] = Field(default_factory=list)
    version: int = 1
    created_at: datetime

    class Settings:
        name = "plans"
        indexes = [IndexModel([("instansi", 1), ("year", -1), ("kind", 1)], name="plans")]


class Output(BaseModel):
    """An output of a renaksi: what is counted, in which unit, with targets and budget per triwulan."""

    id: str
    indikator: str
    satuan: str = ""
    polarity: Polarity = Polarity.HIGHER
    accumulation: Accumulation = Accumulation.PER_QUARTER
    lower_formula: LowerFormula = LowerFormula.DEVIATION
    proof: ProofKind = ProofKind.CLAIM
    weight: Decimal = Decimal(1)
    targets: Targets = Targets()
    target_texts: Texts = Texts()
    budgets: Budgets = Budgets()


class Renaksi(Document):
    """A planned action under a node of a plan."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    plan_id: PydanticObjectId
    year: int
    node_id: str
    order: int
    code: str = ""
    text: str
    unit: str | None = None  # the pelaksana, matched to a unit of the institution
    coordinator: str | None = None
    pelaksana_text: str = ""  # as written in the plan
    koordinator_text: str = ""
    weight: Decimal = Decimal(1)
    fokus_intervensi: str = ""
    outputs: list[Output] = Field(default_factory=list)
    version: int = 1
    removed: bool = False
    updated_at: datetime = Field(default_factory=now)  # of the last change to it or its outputs

    class Settings:
        name = "renaksi"
        indexes = [
            IndexModel([("instansi", 1), ("plan_id", 1), ("order", 1)], name="renaksi_of_plan"),
            IndexModel([("instansi", 1), ("outputs.id", 1)], name="renaksi_of_output"),
            IndexModel([("instansi", 1), ("unit", 1)], name="renaksi_of_unit"),
        ]

    def output(self, output_id: str) -> Output | None:
        """The output with that id, or None."""
        return next((output for output in self.outputs if output.id == output_id), None)


class ImportDraft(Document):
    """A sheet or paper on its way into a plan: uploaded, mapped, tried, confirmed, and perhaps undone.

    A paper is a file like any evidence, named by `paper`; `wishes` is what was decided about its columns.
    """

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    plan_id: PydanticObjectId
    file_name: str
    file_id: str = ""
    paper: str | None = None
    mapping: dict[str, object] | None = None
    wishes: dict[str, object] | None = None
    state: Literal["uploaded", "confirmed", "undone"] = "uploaded"
    made_nodes: list[str] = Field(default_factory=list)
    made_renaksi: list[PydanticObjectId] = Field(default_factory=list)
    by: str
    at: datetime

    class Settings:
        name = "import_drafts"
        indexes = [IndexModel([("instansi", 1), ("plan_id", 1), ("at", -1)], name="imports_of_plan")]


class PaperDecision(Document):
    """What a person said of a row of a paper: taken as read, changed, or refused.

    The row stands here as it was decided, `texts` by field, so that it stays whatever a later reading finds.
    `batch` names the rows that were accepted at once.
    """

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    import_id: PydanticObjectId
    key: str
    verdict: Literal["confirmed", "edited", "rejected"]
    texts: dict[str, str]
    source: str
    table: int
    row: int
    page: int
    box: tuple[float, float, float, float] | None = None
    batch: str | None = None
    by: str
    by_name: str
    at: datetime
    version: int = 1

    class Settings:
        name = "paper_decisions"
        indexes = [
            IndexModel([("instansi", 1), ("import_id", 1), ("key", 1)], unique=True, name="paper_rows"),
        ]
