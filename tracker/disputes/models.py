"""Contradictions: topics on which form, reports and news say different things, and what was decided."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import IndexModel


class DisputeState(StrEnum):
    """Where a contradiction stands."""

    OPEN = "open"
    SETTLED = "settled"


class Said(BaseModel):
    """One statement as it was when the topic was last looked at; details are read where it stands.

    `key` is `finding:ID`, `report:ID` or `node:PLAN:ID`.
    """

    key: str
    kind: str
    value: Decimal | None = None
    grade: str | None = None
    accepted: bool = True


class Ruling(BaseModel):
    """Which statement stands, and why. `stands` None: they speak of different matters, so all of them do."""

    stands: str | None
    why: str
    superseded: list[str]
    considered: str  # print of the statements that it was about
    by: str
    by_name: str
    at: datetime


class Dispute(Document):
    """A topic with statements that contradict each other. Its id is `tracker.disputes.rules.dispute_id`.

    It is written again whenever a part of it changes; a ruling holds as long as what it was about stays the
    same. Earlier rulings stay in `history`.
    """

    id: str  # type: ignore[assignment]
    instansi: str
    topic: str
    subject: Literal["indicator", "output"]
    label: str
    period: str  # EDTF
    unit: str | None = None
    progress_id: str | None = None
    statements: list[Said]
    strong: bool
    state: DisputeState = DisputeState.OPEN
    ruling: Ruling | None = None
    history: list[Ruling] = Field(default_factory=list)
    version: int = 1
    changed_at: datetime

    class Settings:
        name = "disputes"
        indexes = [
            IndexModel([("instansi", 1), ("state", 1)], name="disputes_by_state"),
            IndexModel([("instansi", 1), ("ruling.superseded", 1)], name="disputes_by_superseded"),
        ]
