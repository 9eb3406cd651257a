"""Rows of evidence as lists show them: read raw, a fixed number of queries for a page of them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, may, visible_units
from tracker.database import current_database
from tracker.evidence.failures import said
from tracker.evidence.labels import period_words
from tracker.evidence.models import LOCKED, Evidence, ReadingState, StoredFile, Suggestion, SuggestionState
from tracker.i18n import _, ngettext
from tracker.institutions.models import Unit
from tracker.jobs.models import Job, JobState
from tracker.progress.models import Progress
from tracker.watching import life
from tracker.web.formats import number

PER_PAGE = 30
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; None: not narrowed."""

    unit: str | None = None
    state: ReadingState | None = None
    search: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An evidence in a list, with how far the reading of its newest file is."""

    id: str
    title: str
    unit_name: str | None
    source: str
    period: str | None  # in words
    file_name: str
    size: int
    by_name: str
    at: datetime
    state: ReadingState
    note: str
    waiting: int  # findings that nobody has decided
    serves: int  # reports that it is linked to
    version: int
    is_locked: bool = False  # a password would have it read
    offered: int = 0  # cells that it may serve and into which this person may write

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in {ReadingState.READY, ReadingState.FAILED}


@dataclass(frozen=True, slots=True)
class Queue:
    """The files that wait to be read, in order; how many readers were seen of late (None: nobody looked)."""

    files: Sequence[str] = ()
    readers: int | None = None

    def words(self, file_id: str) -> str:
        """Where a file stands in it, and what keeps it from moving."""
        place = self.files.index(file_id) + 1 if file_id in self.files else 0
        said = _("Antrean ke-{place}").format(place=number(place)) if place else _("Menunggu pembaca")
        if self.readers != 0:
            return said
        return _(
            "{place}. Pembaca dokumen sedang tidak berjalan; berkas aman dan dibaca begitu hidup lagi."
        ).format(place=said)


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of the list and how many there are in all."""

    rows: Sequence[Row]
    total: int
    page: int


async def listed(actor: Actor, asked: Asked) -> Rows:
    """The evidences that this person may see, newest first."""
    where = await _where(actor, asked)
    evidence = Evidence.get_pymongo_collection()
    total = await evidence.count_documents(where)
    page = min(max(1, asked.page), max(1, -(-total // PER_PAGE)))
    found = (
        await evidence.find(where)
        .sort("created_at", -1)
        .skip((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
        .to_list()
    )
    return Rows(await _rows(actor, found), total, page)


async def row_of(actor: Actor, evidence: Evidence) -> Row:
    """One evidence as a row, as this person sees it."""
    return (await _rows(actor, [evidence.model_dump() | {"_id": evidence.id}]))[0]


async def unit_choices(actor: Actor, right: Right) -> list[tuple[str, str]]:
    """The units among which this person chooses, by name: their own, or all of the institution."""
    units = visible_units(actor, right)
    rows = await Unit.get_pymongo_collection().find({"instansi": actor.instansi}, {"name": 1}).to_list()
    return sorted(
        ((row["_id"], row["name"]) for row in rows if units is None or row["_id"] in units),
        key=lambda choice: choice[1],
    )


async def _where(actor: Actor, asked: Asked) -> dict[str, Any]:
    where: dict[str, Any] = {"instansi": actor.instansi, "removed": False}
    units = visible_units(actor, Right.VIEW_EVIDENCE)
    if asked.unit is not None and (units is None or asked.unit in units):
        where["unit"] = asked.unit
    elif units is not None:
        where["unit"] = {"$in": sorted(units)}
    if asked.search.strip():
        where["title"] = {"$regex": re.escape(asked.search.strip()), "$options": "i"}
    if asked.state is not None:
        where["file_id"] = await _files_in(actor.instansi, asked.state)
    return where


async def _files_in(instansi: str, state: ReadingState) -> dict[str, list[str]]:
    """A filter for files in a state; nearly all are ready, so those are told by not being another."""
    files = StoredFile.get_pymongo_collection()
    if state is ReadingState.READY:
        others = [str(other) for other in ReadingState if other is not state]
        rows = await files.find({"instansi": instansi, "state": {"$in": others}}, {"_id": 1}).to_list()
        return {"$nin": [row["_id"] for row in rows]}
    rows = await files.find({"instansi": instansi, "state": state}, {"_id": 1}).to_list()
    return {"$in": [row["_id"] for row in rows]}


async def _rows(actor: Actor, found: Sequence[Raw]) -> list[Row]:
    instansi = actor.instansi
    file_ids = sorted({one["file_id"] for one in found})
    files = await StoredFile.get_pymongo_collection().find({"_id": {"$in": file_ids}}).to_list()
    by_id = {file["_id"]: file for file in files}
    names = await _unit_names(instansi)
    serves = await _serves(instansi, [one["_id"] for one in found])
    is_waiting = any(file["state"] == ReadingState.QUEUED for file in files)
    queue = Queue(await _queue(), await life.seen(current_database(), "worker")) if is_waiting else Queue()
    offers = await _offers(actor, file_ids)
    return [
        replace(
            _row(one, by_id[one["file_id"]], names, serves, queue),
            offered=len(_for(actor, one, offers.get(one["file_id"], ()))),
        )
        for one in found
    ]


async def _offers(actor: Actor, file_ids: Sequence[str]) -> dict[str, list[tuple[str | None, str]]]:
    """The cells that each file may serve, with their units; none for who writes no reports."""
    if not may(actor, Right.REPORT_PROGRESS):
        return {}
    where = {"instansi": actor.instansi, "file_id": {"$in": list(file_ids)}}
    wanted = {"file_id": 1, "target": 1, "target_id": 1, "unit": 1, "state": 1}
    found: dict[str, list[tuple[str | None, str]]] = {}
    for row in await Suggestion.get_pymongo_collection().find(where, wanted).to_list():
        if row["target"] == "progress" and row["state"] == SuggestionState.OFFERED:
            found.setdefault(row["file_id"], []).append((row.get("unit"), row["target_id"]))
    return found


def _for(actor: Actor, evidence: Raw, offers: Iterable[tuple[str | None, str]]) -> set[str]:
    """The cells among them to whose reports this person may tie the evidence."""
    return {
        cell
        for unit, cell in offers
        if actor.owns(unit) and (evidence["unit"] in (None, unit) or actor.owns(None))
    }


def _row(
    evidence: Raw,
    file: Raw,
    names: Mapping[str, str],
    serves: Mapping[PydanticObjectId, int],
    queue: Queue,
) -> Row:
    newest = evidence["revisions"][-1]
    return Row(
        id=str(evidence["_id"]),
        title=evidence["title"],
        unit_name=names.get(evidence["unit"]) if evidence["unit"] else None,
        source=evidence["source"],
        period=period_words(evidence["period"]) if evidence.get("period") else None,
        file_name=newest["file_name"],
        size=file["size"],
        by_name=newest["by_name"],
        at=newest["at"],
        state=ReadingState(file["state"]),
        note=reading_words(file, queue),
        waiting=file.get("proposed_findings", 0),
        serves=serves[evidence["_id"]],
        version=evidence["version"],
        is_locked=file["state"] == ReadingState.FAILED and file.get("error_code") in LOCKED,
    )


def reading_words(file: Raw, queue: Queue | None = None) -> str:
    """How far the reading of a file is, as a person reads it."""
    state = file["state"]
    if state == ReadingState.FAILED:
        return said(file.get("error") or "") or _("Berkas ini tidak dapat dibaca.")
    if state == ReadingState.READY:
        total, waiting = file.get("total_findings", 0), file.get("proposed_findings", 0)
        if not total:
            return _("Terbaca; tidak ada angka, tanggal atau peraturan yang ditemukan.")
        found = ngettext("{count} temuan", "{count} temuan", total).format(count=number(total))
        if not waiting:
            return _("{found}, semua sudah diperiksa").format(found=found)
        return _("{found}, {waiting} menunggu konfirmasi").format(found=found, waiting=number(waiting))
    if state == ReadingState.QUEUED:
        return (queue or Queue()).words(file["_id"])
    return _stage_words(file)


def _stage_words(file: Raw) -> str:
    stage, pages = file.get("stage"), file.get("page_count")
    if stage == "pages" and pages:
        return _("Membaca halaman {done} dari {pages}").format(
            done=number(file["pages_done"]), pages=number(pages)
        )
    if stage == "findings" and (total := file.get("total_findings", 0)):
        found = ngettext("{count} temuan", "{count} temuan", total).format(count=number(total))
        return _("Mencari angka, tanggal dan peraturan: {found} sejauh ini").format(found=found)
    return {
        "findings": _("Mencari angka, tanggal dan peraturan"),
        "saving": _("Menyimpan hasil bacaan"),
        "matching": _("Mencocokkan dengan rencana aksi"),
    }.get(str(stage), _("Membuka berkas"))


async def _unit_names(instansi: str) -> dict[str, str]:
    rows = await Unit.get_pymongo_collection().find({"instansi": instansi}, {"short_name": 1}).to_list()
    return {row["_id"]: row["short_name"] for row in rows}


async def _serves(instansi: str, ids: Sequence[PydanticObjectId]) -> Counter[PydanticObjectId]:
    """How many reports each evidence is linked to."""
    where = {"instansi": instansi, "links.evidence_id": {"$in": list(ids)}}
    rows = await Progress.get_pymongo_collection().find(where, {"links.evidence_id": 1}).to_list()
    return Counter(link["evidence_id"] for row in rows for link in row["links"])


async def _queue() -> list[str]:
    """The files that wait to be read, in the order in which workers take them."""
    where = {"state": JobState.QUEUED}
    rows = await Job.get_pymongo_collection().find(where, {"payload": 1, "queued_at": 1}).to_list()
    return [row["payload"].get("file_id", "") for row in sorted(rows, key=lambda row: row["queued_at"])]
