"""What was read of a file on its way into the database: written in batches, the same at every repetition.

A finding that a person has decided is never touched, but for where it stands on the page's picture. One that
is still proposed takes what a newer extractor reads at its place; where that reads nothing there any more, it
goes, unless a report cites it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from beanie import PydanticObjectId
from pymongo import ReplaceOne
from pymongo.errors import BulkWriteError

from ingest import document as read
from ingest import findings as found
from tracker.database import Session
from tracker.evidence.models import Finding, Page, StoredFile, Verdict
from tracker.evidence.quotes import quoted
from tracker.progress.models import Progress

BATCH = 200
DUPLICATE_KEY = 11000
Place = tuple[int, int, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a reading found: its day, the periods it names, and earlier proposals that it no longer finds."""

    published: date | None
    periods: tuple[str, ...]
    stale: tuple[PydanticObjectId, ...]

    async def drop_stale(self, session: Session) -> None:
        """Remove the proposals that are gone, but for those that were decided or cited meanwhile."""
        ids = set(self.stale)
        if not ids:
            return
        citing = (
            await Progress.get_pymongo_collection()
            .find({"links.findings": {"$in": sorted(ids)}}, {"links.findings": 1}, session=session)
            .to_list()
        )
        cited = {one for report in citing for link in report["links"] for one in link["findings"]}
        await Finding.get_pymongo_collection().delete_many(
            {"_id": {"$in": sorted(ids - cited)}, "verdict": Verdict.PROPOSED}, session=session
        )


async def keep_pages(file: StoredFile, pages: Sequence[read.Page]) -> None:
    """Write pages with their words."""
    collection = Page.get_pymongo_collection()
    for batch in batches([page_fields(file, page) for page in pages]):
        await collection.bulk_write(
            [ReplaceOne({"_id": fields["_id"]}, fields, upsert=True) for fields in batch], ordered=False
        )


class Reaping:
    """Findings on their way into the database, as they are found.

    Those that are not there yet are written, and proposals of another extractor are brought up to date.
    `text` is the document's, into which the findings' offsets point.
    """

    def __init__(
        self, file: StoredFile, text: str, known: Mapping[Place, Mapping[str, Any]], stamp: str
    ) -> None:
        self._file, self._text, self._known, self._stamp = file, text, known, stamp
        self._places: set[Place] = set()
        self._published: date | None = None
        self._periods: list[str] = []

    @classmethod
    async def begun(cls, file: StoredFile, text: str, *, stamp: str) -> Self:
        return cls(file, text, await _known(file), stamp)

    async def keep(self, findings: Sequence[found.Finding]) -> int:
        """Write these findings; gives how many of them are new."""
        fresh = {
            place_of(finding): finding_fields(self._file, self._text, finding, self._stamp)
            for finding in findings
        }
        self._places |= set(fresh)
        self._published = self._published or _published(findings)
        self._periods += _dates(findings, "period")
        new = [fields for place, fields in fresh.items() if place not in self._known]
        for batch in batches(new):
            await _insert_absent(batch)
        for place, fields in fresh.items():
            old = self._known.get(place)
            if old is not None and old["extractor"] != self._stamp:
                content = {name: value for name, value in fields.items() if name not in _DECISION}
                collection = Finding.get_pymongo_collection()
                await collection.update_one(
                    {"_id": old["_id"], "verdict": Verdict.PROPOSED}, {"$set": content}
                )
                if old["boxes"] != fields["boxes"]:  # pages may be read straighter than before
                    await collection.update_one({"_id": old["_id"]}, {"$set": {"boxes": fields["boxes"]}})
        return len(new)

    def harvest(self) -> Harvest:
        """What all of them say together, once the last ones are kept."""
        stale = (
            old["_id"]
            for place, old in self._known.items()
            if place not in self._places and old["verdict"] == Verdict.PROPOSED
        )
        return Harvest(self._published, tuple(self._periods), tuple(stale))


async def drop_proposals(session: Session, file: StoredFile) -> None:
    """Remove the findings of a reading that failed, but for those that were decided or cited meanwhile."""
    where = {"instansi": file.instansi, "file_id": file.id, "verdict": Verdict.PROPOSED}
    rows = await Finding.get_pymongo_collection().find(where, {"_id": 1}, session=session).to_list()
    await Harvest(None, (), tuple(row["_id"] for row in rows)).drop_stale(session)


async def count_findings(session: Session, file: StoredFile) -> dict[str, int]:
    """How many findings the file has, and how many of them wait for a person."""
    where = {"instansi": file.instansi, "file_id": file.id}
    rows = await Finding.get_pymongo_collection().find(where, {"verdict": 1}, session=session).to_list()
    waiting = sum(row["verdict"] == Verdict.PROPOSED for row in rows)
    return {"total_findings": len(rows), "proposed_findings": waiting}


def page_fields(file: StoredFile, page: read.Page) -> dict[str, Any]:
    """A page as it is stored."""
    return {
        "_id": f"{file.id}:{page.number}",
        "instansi": file.instansi,
        "file_id": file.id,
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "start": page.start,
        "text": page.text,
        "words": [[word.start, word.end, *word.box] for word in page.words],
        "turn": page.turn,
    }


_DECISION = frozenset({"edited", "verdict", "decided_by", "decided_by_name", "decided_at", "version"})


def finding_fields(file: StoredFile, text: str, finding: found.Finding, stamp: str) -> dict[str, Any]:
    """A finding as it is first stored: proposed, quoted with the rest of its sentence on either side."""
    before, quote, after = quoted(text, finding.start, finding.end)
    return {
        "instansi": file.instansi,
        "file_id": file.id,
        "kind": finding.kind,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "page": finding.page,
        "boxes": [list(box) for box in finding.boxes],
        "before": before,
        "quote": quote,
        "after": after,
        "found": dict(finding.fields),
        "edited": None,
        "confidence": finding.confidence,
        "extractor": stamp,
        "verdict": Verdict.PROPOSED,
        "decided_by": None,
        "decided_by_name": None,
        "decided_at": None,
        "version": 1,
    }


def place_of(finding: found.Finding) -> Place:
    """What makes a finding the same one at the next reading."""
    return finding.start, finding.end, finding.kind


def batches(things: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The things in parts of at most `size`."""
    for first in range(0, len(things), size):
        yield things[first : first + size]


async def _known(file: StoredFile) -> dict[Place, Mapping[str, Any]]:
    wanted = {"start": 1, "end": 1, "kind": 1, "verdict": 1, "extractor": 1, "boxes": 1}
    where = {"instansi": file.instansi, "file_id": file.id}
    rows = await Finding.get_pymongo_collection().find(where, wanted).to_list()
    return {(row["start"], row["end"], row["kind"]): row for row in rows}


async def _insert_absent(batch: Sequence[dict[str, Any]]) -> None:
    """Insert what is not there; a worker that lost its lease may have been quicker with some of it."""
    try:
        await Finding.get_pymongo_collection().insert_many(batch, ordered=False)
    except BulkWriteError as error:
        if any(fault["code"] != DUPLICATE_KEY for fault in error.details["writeErrors"]):
            raise


def _dates(findings: Sequence[found.Finding], role: str) -> Iterator[str]:
    """The values of the dates with that role."""
    for finding in findings:
        if finding.kind == "date" and finding.fields.get("role") == role:
            yield finding.fields["value"]


def _published(findings: Sequence[found.Finding]) -> date | None:
    """The day of the document's own dateline, where it was found."""
    first = next(_dates(findings, "published"), "")[:10]
    try:
        return date.fromisoformat(first)
    except ValueError:
        return None
