"""Files, the evidence made of them, their pages, and what was found on those.

The bytes of a file are kept once per institution (GridFS, named by their SHA-256); what is read from them
belongs to the file, so the same bytes are read once however often they serve.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel


class ReadingState(StrEnum):
    """How far the reading of a file is."""

    QUEUED = "queued"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


LOCKED = frozenset({"encrypted", "wrong-password"})
"""Errors of a reading that a password mends."""


class WrongTotal(BaseModel):
    """A total that a table prints and that its rows do not add up to, as Indonesians write numbers."""

    page: int | None
    row: str
    column: str
    printed: str
    added: str


class StoredFile(Document):
    """A file as it was received. Its id is `instansi:sha256`."""

    id: str  # type: ignore[assignment]
    instansi: str
    sha256: str
    size: int  # bytes
    media_type: str
    name: str  # as first uploaded
    gridfs_id: PydanticObjectId
    unlocked_id: PydanticObjectId | None = None  # of a copy without the password that the original asks for
    received_at: datetime
    state: ReadingState = ReadingState.QUEUED
    stage: str = "queued"  # of the reading: queued, opening, pages, findings, saving, matching
    pages_done: int = 0
    table_count: int | None = None  # None: read before tables were kept
    total_findings: int = 0  # kept with every write of findings and verdicts, so that lists need not count
    proposed_findings: int = 0
    page_count: int | None = None
    title: str | None = None
    published: date | None = None
    proposed_period: str | None = None  # EDTF: what it seems to speak of, until a person says so
    warnings: list[str] = Field(default_factory=list)
    error_code: str | None = None
    error: str | None = None
    read_at: datetime | None = None
    extractor: str | None = None
    wrong_totals: list[WrongTotal] = Field(default_factory=list)  # printed in its tables
    text_print: str | None = None  # the same for files that say the same, whatever their bytes

    @property
    def readable_id(self) -> PydanticObjectId:
        """The bytes to read and to draw; what is given out is always the original."""
        return self.unlocked_id or self.gridfs_id

    class Settings:
        name = "files"
        indexes = [
            IndexModel([("instansi", 1), ("received_at", -1)], name="files"),
            IndexModel([("instansi", 1), ("text_print", 1)], name="files_of_print"),
        ]


class Source(StrEnum):
    """Where evidence comes from."""

    REPORT = "report"
    NEWS = "news"
    DECREE = "decree"
    LETTER = "letter"
    PHOTO = "photo"
    OTHER = "other"


class Revision(BaseModel):
    """One state of an evidence: a file, by whom and when. Later ones never take its place, they follow it."""

    number: int
    file_id: str
    file_name: str
    by: str
    by_name: str
    at: datetime


class Evidence(Document):
    """A piece of evidence of a unit: its title, what period it speaks of, and its revisions."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    unit: str | None
    title: str
    source: Source = Source.REPORT
    period: str | None = None  # EDTF: what time it speaks of, such as 2023-07/2023-09
    revisions: list[Revision]
    file_id: str  # of the newest revision
    removed: bool = False
    version: int = 1
    created_at: datetime
    updated_at: datetime | None = None  # of the last change; None: none since it was made

    class Settings:
        name = "evidence"
        indexes = [
            IndexModel([("instansi", 1), ("unit", 1), ("created_at", -1)], name="evidence_of_unit"),
            IndexModel([("instansi", 1), ("revisions.file_id", 1)], name="evidence_of_file"),
        ]


class Page(Document):
    """A page of a read file. Its id is `file:number`; `words` are [start, end, x0, top, x1, bottom]."""

    id: str  # type: ignore[assignment]
    instansi: str
    file_id: str
    number: int
    width: float
    height: float
    start: int  # offset of the page's text in the document's
    text: str
    words: list[list[float]]
    turn: float = 0.0  # degrees clockwise that a scan was turned; all places are those after it

    class Settings:
        name = "pages"
        indexes = [IndexModel([("instansi", 1), ("file_id", 1), ("number", 1)], name="pages_of_file")]


class FileTable(Document):
    """A table of a read file. Its id is `file:number`; `content` is its JSON form, compressed."""

    id: str  # type: ignore[assignment]
    instansi: str
    file_id: str
    number: int
    content: bytes

    class Settings:
        name = "tables"
        indexes = [IndexModel([("instansi", 1), ("file_id", 1), ("number", 1)], name="tables_of_file")]


class Verdict(StrEnum):
    """What a person said of a finding."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    EDITED = "edited"
    REJECTED = "rejected"
    UNSURE = "unsure"


DECIDED = frozenset({Verdict.CONFIRMED, Verdict.EDITED, Verdict.REJECTED, Verdict.UNSURE})
ACCEPTED = frozenset({Verdict.CONFIRMED, Verdict.EDITED})


class Finding(Document):
    """A claim, date or regulation at its place on a page.

    `found` is what the extractor read (the fields of the extraction contract); `edited` what a person put in
    its place. Offsets are code points into the document's text, boxes PDF points (x0, top, x1, bottom).
    """

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    file_id: str
    kind: Literal["claim", "date", "regulation"]
    start: int
    end: int
    text: str
    page: int
    boxes: list[tuple[float, float, float, float]]
    before: str
    quote: str
    after: str
    found: dict[str, Any]
    edited: dict[str, Any] | None = None
    confidence: float
    extractor: str
    verdict: Verdict = Verdict.PROPOSED
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    version: int = 1

    class Settings:
        name = "findings"
        indexes = [
            IndexModel(
                [("instansi", 1), ("file_id", 1), ("start", 1), ("end", 1), ("kind", 1)],
                unique=True,
                name="finding_place",
            ),
            IndexModel([("instansi", 1), ("file_id", 1), ("page", 1), ("start", 1)], name="findings_of_page"),
            IndexModel(
                [("instansi", 1), ("found.indicator", 1), ("found.period", 1)], name="findings_of_indicator"
            ),
            IndexModel(
                [("instansi", 1), ("edited.indicator", 1), ("edited.period", 1)],
                name="edited_findings_of_indicator",
            ),
        ]

    @property
    def value(self) -> dict[str, Any]:
        """The fields that hold: the person's where there are, else the extractor's."""
        return self.edited or self.found


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Suggestion(Document):
    """A finding that may serve a cell of a plan, a deadline, or the completeness of input, and why."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    file_id: str
    finding_id: PydanticObjectId
    target: Literal["progress", "deadline", "input"]
    target_id: str | None  # of the progress, or of the deadline that would move
    unit: str | None = None  # whose cell it is; None where the target belongs to no unit
    label: str
    score: float
    reason: str
    state: SuggestionState = SuggestionState.OFFERED

    class Settings:
        name = "suggestions"
        indexes = [
            IndexModel([("instansi", 1), ("file_id", 1)], name="suggestions_of_file"),
            IndexModel([("instansi", 1), ("finding_id", 1)], name="suggestions_of_finding"),
            IndexModel([("instansi", 1), ("target_id", 1)], name="suggestions_of_target"),
        ]
