"""The shapes of the API's answers: plans, reports and evidence.

Decimal numbers are texts with a dot ("2.75"), so that none is rounded on its way; rupiah are whole numbers.
Instants bear their zone (UTC). Ids are opaque. `links` hold paths below this server.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field

from tracker.accounts.models import TokenScope
from tracker.accounts.rights import Role
from tracker.evidence.models import ReadingState, Source
from tracker.institutions.models import Level
from tracker.percentages.rules import Accumulation, LowerFormula, Polarity
from tracker.plans.models import PlanStatus
from tracker.plans.values import NodeKind, PlanKind, ProofKind
from tracker.progress.rules import State


class InstitutionAnswer(BaseModel):
    """The institution of the token. `zone` is WIB, WITA or WIT."""

    id: str
    name: str
    level: Level
    zone: str


class OwnerAnswer(BaseModel):
    """Who the token speaks for. `units` null: all units of the institution."""

    institution: InstitutionAnswer
    name: str
    email: str
    role: Role
    units: list[str] | None
    token: str
    scope: TokenScope
    expires_at: datetime


class UnitAnswer(BaseModel):
    """A unit (perangkat daerah)."""

    id: str
    code: str
    name: str
    short_name: str
    active: bool


class RoadmapAnswer(BaseModel):
    """A road map of some years."""

    id: str
    title: str
    year_from: int
    year_to: int
    legal_basis: str
    revision_of: str | None


class NodeAnswer(BaseModel):
    """A place in a plan's tree; `parent` null: a root."""

    id: str
    parent: str | None
    kind: NodeKind
    name: str
    sasaran: str
    measure: dict[str, Any]


class PlanAnswer(BaseModel):
    """A plan of one kind for one year."""

    id: str
    roadmap_id: str
    kind: PlanKind
    year: int
    title: str
    status: PlanStatus
    version: int
    created_at: datetime
    links: dict[str, str]


class PlanTreeAnswer(PlanAnswer):
    """A plan with its tree, in its order."""

    nodes: list[NodeAnswer]


class Amounts(BaseModel):
    """Targets by triwulan and for the year; null where nothing is said."""

    tw1: Decimal | None = None
    tw2: Decimal | None = None
    tw3: Decimal | None = None
    tw4: Decimal | None = None
    total: Decimal | None = None


class Rupiah(BaseModel):
    """Whole rupiah by triwulan and for the year."""

    tw1: int | None = None
    tw2: int | None = None
    tw3: int | None = None
    tw4: int | None = None
    total: int | None = None


class Written(BaseModel):
    """Targets as the plan writes them, where they are no plain numbers ("BB")."""

    tw1: str | None = None
    tw2: str | None = None
    tw3: str | None = None
    tw4: str | None = None
    total: str | None = None


class OutputAnswer(BaseModel):
    """An output of a renaksi: what is counted, with targets and budgets."""

    id: str
    indikator: str
    satuan: str
    polarity: Polarity
    accumulation: Accumulation
    lower_formula: LowerFormula
    proof: ProofKind
    weight: Decimal
    targets: Amounts
    target_texts: Written
    budgets: Rupiah


class RenaksiAnswer(BaseModel):
    """A planned action with its outputs."""

    id: str
    plan_id: str
    node_id: str
    year: int
    order: int
    code: str
    text: str
    unit: str | None
    coordinator: str | None
    pelaksana_text: str
    koordinator_text: str
    weight: Decimal
    fokus_intervensi: str
    outputs: list[OutputAnswer]
    version: int
    links: dict[str, str]


class DecisionAnswer(BaseModel):
    """What the inspectorate decided about a revision."""

    revision: int
    state: State
    reason: str | None
    by_name: str
    at: datetime


class SubmissionAnswer(BaseModel):
    """A report as it was handed in, with the decision about it, null while there is none."""

    revision: int
    value: Decimal | None
    spent: int | None
    by_name: str
    at: datetime
    late: bool
    decision: DecisionAnswer | None


class CitedAnswer(BaseModel):
    """Evidence that a report rests on, with the findings and pages that it cites."""

    evidence_id: str
    findings: list[str]
    pages: list[int]


class ProofAnswer(BaseModel):
    """Whether the evidence fits the value, and what proves it."""

    proven: bool
    reason: str
    evidence_id: str | None
    finding_id: str | None


class ProgressAnswer(BaseModel):
    """The report on one output in one triwulan. Its id is `output:triwulan`."""

    id: str
    plan_id: str
    renaksi_id: str
    output_id: str
    year: int
    triwulan: int
    unit: str | None
    state: State
    value: Decimal | None
    spent: int | None
    obstacles: str
    follow_up: str
    revision: int
    proof: ProofAnswer
    evidence: list[CitedAnswer]
    submissions: list[SubmissionAnswer]
    submitted_at: datetime | None
    updated_at: datetime
    links: dict[str, str]


class RevisionAnswer(BaseModel):
    """A file of an evidence: its SHA-256, its size in bytes, and in `link` where its bytes are."""

    number: int
    file_name: str
    sha256: str
    size: int
    media_type: str
    by_name: str
    at: datetime
    link: str


class ReadingAnswer(BaseModel):
    """How far the reading of the newest file is, and what it found."""

    state: ReadingState
    pages: int | None
    findings: int
    undecided: int
    error: str | None


class EvidenceAnswer(BaseModel):
    """A piece of evidence of a unit. `period` is EDTF, such as 2023-07/2023-09."""

    id: str
    unit: str | None
    title: str
    source: Source
    period: str | None
    revisions: list[RevisionAnswer]
    reading: ReadingAnswer
    version: int
    created_at: datetime
    updated_at: datetime
    links: dict[str, str]


class FindingAnswer(BaseModel):
    """What every finding has, by the extraction contract; offsets are code points of the document's text.

    `verdict` is what a person said of it; what is only proposed counts for nothing.
    """

    id: str
    start: int
    end: int
    text: str
    confidence: float
    page: int
    boxes: list[tuple[float, float, float, float]]
    verdict: Literal["proposed", "confirmed", "edited", "rejected", "unsure"]
    quote: str
    link: str


class DateAnswer(FindingAnswer):
    """A date: ISO 8601 or EDTF."""

    value: str
    role: str


class ClaimAnswer(FindingAnswer):
    """A checkable figure or grade."""

    kind: str
    value: int | float | str
    unit: str | None = None
    role: str | None = None
    indicator: str | None = None
    period: str | None = None


class RegulationAnswer(FindingAnswer):
    """A cited regulation."""

    type: str
    number: str
    year: int


class FindingsAnswer(BaseModel):
    """What was found in a file: the extraction contract's object, with what people decided."""

    evidence_id: str
    revision: int
    sha256: str
    published: str | None
    dates: list[DateAnswer] = Field(default_factory=list)
    claims: list[ClaimAnswer] = Field(default_factory=list)
    regulations: list[RegulationAnswer] = Field(default_factory=list)


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields with their ids as texts: what the shapes take."""
    return {"id": str(fields["_id"]), **{name: value for name, value in fields.items() if name != "_id"}}
