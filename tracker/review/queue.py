"""The inspectorate's queue: what waits for a decision, by risk and age, read from its kept lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tracker.institutions.service import units_by_id
from tracker.plans.models import Renaksi
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review.entries import Entry, Filter, Level, narrowed
from tracker.review.keeping import kept_entries
from tracker.review.models import WAITING

FIELDS = {
    "output_id": 1,
    "renaksi_id": 1,
    "triwulan": 1,
    "year": 1,
    "unit": 1,
    "state": 1,
    "value": 1,
    "revision": 1,
    "submissions": 1,
}
REVIEWABLE = (State.SUBMITTED, State.RETURNED, State.VERIFIED, State.REOPENED)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One report in the queue."""

    progress_id: str
    revision: int
    indikator: str
    satuan: str
    renaksi: str
    unit: str
    triwulan: int
    year: int
    value: Decimal | None
    target: Decimal | None
    state: State
    by: str
    at: datetime | None
    decided_by: str | None
    is_again: bool  # it was decided before and came back
    marks: Sequence[str]
    level: Level
    passes: bool
    held: str


async def waiting(instansi: str) -> list[Entry]:
    """Every report that waits, in no order."""
    return await kept_entries(instansi, WAITING)


async def decided(instansi: str, year: int) -> list[Entry]:
    """Every report of a year that was decided and not handed in again since, in no order."""
    return await kept_entries(instansi, str(year))


async def waiting_ids(instansi: str, wanted: Filter) -> list[str]:
    """The ids of the waiting reports that the filter leaves, in the order of work."""
    return [entry.id for entry in narrowed(await waiting(instansi), wanted)]


async def queue_rows(instansi: str, entries: Sequence[Entry]) -> list[QueueRow]:
    """The rows of some reports, in their order: three queries, whatever their number."""
    where = {"_id": {"$in": [entry.id for entry in entries]}, "instansi": instansi}
    reports = await Progress.get_pymongo_collection().find(where, FIELDS).to_list()
    actions = await _renaksi(instansi, reports)
    units = {unit.id: unit.name for unit in (await units_by_id(instansi)).values()}
    by_id = {report["_id"]: report for report in reports}
    return [
        _row(entry, by_id[entry.id], actions.get(by_id[entry.id]["renaksi_id"], {}), units)
        for entry in entries
        if entry.id in by_id
    ]


async def _renaksi(instansi: str, reports: Iterable[Mapping[str, Any]]) -> dict[Any, Mapping[str, Any]]:
    ids = list({report["renaksi_id"] for report in reports})
    fields = {"text": 1, "outputs": 1}
    where = {"_id": {"$in": ids}, "instansi": instansi}
    found = await Renaksi.get_pymongo_collection().find(where, fields).to_list()
    return {action["_id"]: action for action in found}


def _row(
    entry: Entry, report: Mapping[str, Any], action: Mapping[str, Any], units: Mapping[str, str]
) -> QueueRow:
    outputs = [output for output in action.get("outputs", []) if output["id"] == report["output_id"]]
    output = outputs[0] if outputs else {}
    submissions = report.get("submissions", [])
    last = submissions[-1] if submissions else {}
    return QueueRow(
        progress_id=report["_id"],
        revision=report["revision"],
        indikator=output.get("indikator", report["output_id"]),
        satuan=output.get("satuan", ""),
        renaksi=action.get("text", ""),
        unit=units.get(report.get("unit") or "", ""),
        triwulan=report["triwulan"],
        year=report["year"],
        value=report.get("value"),
        target=output.get("targets", {}).get(f"tw{report['triwulan']}"),
        state=State(report["state"]),
        by=last.get("by_name", ""),
        at=last.get("at"),
        decided_by=(last.get("decision") or {}).get("by_name"),
        is_again=any(each.get("decision") for each in submissions[:-1]),
        marks=entry.marks,
        level=entry.level,
        passes=entry.passes,
        held=entry.held,
    )
