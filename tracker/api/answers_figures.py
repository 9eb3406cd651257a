"""The shapes of the API's answers: percentages, deadlines, frozen states, the end of the audit trail."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from tracker.deadlines.windows import Stage
from tracker.percentages.rules import Formula, Reason


class Left(BaseModel):
    """How many outputs a figure leaves out, and why."""

    reason: Reason
    count: int


class PercentageAnswer(BaseModel):
    """A figure that says how it was made; `value` in per cent, or null with a `reason`."""

    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    formula: Formula
    excluded: list[Left]
    reason: Reason | None


class Figures(BaseModel):
    """The six percentages of something."""

    terinput: PercentageAnswer
    dilaporkan: PercentageAnswer
    terbukti: PercentageAnswer
    terverifikasi: PercentageAnswer
    capaian: PercentageAnswer
    serapan: PercentageAnswer


class FiguresOf(BaseModel):
    """The percentages of a plan, of what lies below a top node, or of a unit (`id` null: of none)."""

    of: Literal["plan", "top", "unit"]
    id: str | None
    name: str
    figures: Figures


class PlanFiguresAnswer(BaseModel):
    """The percentages of a plan from triwulan I to `through`."""

    plan_id: str
    year: int
    through: int
    items: list[FiguresOf]


class DayAnswer(BaseModel):
    """The percentages of a plan as a day ended (today's: so far)."""

    day: str
    taken_at: datetime
    figures: Figures


class DaysAnswer(BaseModel):
    """The days that were kept, oldest first; those on which nothing ran are missing."""

    plan_id: str
    through: int
    items: list[DayAnswer]


class MovedAnswer(BaseModel):
    """An earlier closing of a deadline, and why it moved."""

    closes_at: datetime
    reason: str
    at: datetime


class ExtensionAnswer(BaseModel):
    """Longer time for one unit."""

    unit: str
    closes_at: datetime


class DeadlineAnswer(BaseModel):
    """A deadline: what must be in through triwulan I to `through`."""

    id: str
    title: str
    year: int
    through: int
    stage: Stage
    strict: bool
    opens_at: datetime | None
    closes_at: datetime
    history: list[MovedAnswer]
    extensions: list[ExtensionAnswer]
    version: int


class FrozenPlanAnswer(BaseModel):
    """A plan within a frozen state: its figures then, and the SHA-256 of its facts."""

    plan_id: str
    kind: str
    title: str
    cells: int
    facts_sha256: str
    figures: Figures


class FrozenAnswer(BaseModel):
    """What an institution had at a deadline, under the hash of its manifest."""

    id: str
    deadline_id: str
    title: str
    year: int
    through: int
    closes_at: datetime
    frozen_at: datetime
    by_name: str
    reason: str
    manifest_sha256: str
    plans: list[FrozenPlanAnswer]
    links: dict[str, str]


class ManifestAnswer(BaseModel):
    """A manifest with all facts by plan, to be kept outside and checked by its own recipe."""

    manifest_sha256: str
    manifest: dict[str, Any]
    facts: dict[str, list[dict[str, Any]]]


class TrailAnswer(BaseModel):
    """The last event of the audit trail, its hash, and where the whole trail is taken out."""

    number: int
    hash: str
    links: dict[str, str]
