"""The inspectorate's queue: what waits for a decision, oldest first, with marks of risk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tracker.evidence.proof import ProofReason
from tracker.institutions.service import units_by_id
from tracker.plans.models import Renaksi
from tracker.progress.models import Progress
from tracker.progress.rules import State

FIELDS = {
    "output_id": 1,
    "renaksi_id": 1,
    "triwulan": 1,
    "year": 1,
    "unit": 1,
    "state": 1,
    "value": 1,
    "proof": 1,
    "submitted_at": 1,
    "updated_at": 1,
    "submissions": 1,
}
ORDER_FIELDS = {"submitted_at": 1, "updated_at": 1, "state": 1}
SPANS = tuple(timedelta(minutes=minutes) for minutes in (0.2, 5, 90, 1_440, 20_000, 250_000, 2_000_000))
REVIEWABLE = (State.SUBMITTED, State.RETURNED, State.VERIFIED, State.REOPENED)


class Risk(StrEnum):
    """Why a report deserves a look before others."""

    NO_EVIDENCE = "no_evidence"
    CLAIM_DIFFERS = "claim_differs"
    NOT_PROVEN = "not_proven"
    LATE = "late"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue is narrowed to. `proven` None: both."""

    state: State = State.SUBMITTED
    triwulan: int | None = None
    unit: str | None = None
    proven: bool | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One report in the queue."""

    progress_id: str
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
    risks: Sequence[Risk]


@dataclass(frozen=True, slots=True)
class Place:
    """The neighbours of a report in the queue; None at its ends, and for a report that does not wait."""

    previous_id: str | None = None
    next_id: str | None = None


async def queue_ids(instansi: str, wanted: Filter) -> list[str]:
    """The ids of the reports in the order in which they are worked through."""
    found = await Progress.get_pymongo_collection().find(_where(instansi, wanted), ORDER_FIELDS).to_list()
    return [report["_id"] for report in sorted(found, key=_order)]


async def queue_rows(instansi: str, ids: Sequence[str]) -> list[QueueRow]:
    """The rows of some reports, in the order of `ids`: three queries, whatever their number."""
    where = {"_id": {"$in": list(ids)}, "instansi": instansi}
    reports = await Progress.get_pymongo_collection().find(where, FIELDS).to_list()
    actions = await _renaksi(instansi, reports)
    units = {unit.id: unit.name for unit in (await units_by_id(instansi)).values()}
    rows = {report["_id"]: _row(report, actions.get(report["renaksi_id"], {}), units) for report in reports}
    return [rows[identifier] for identifier in ids if identifier in rows]


async def counts(instansi: str, wanted: Filter, *, shown: int) -> dict[State, int]:
    """How many reports stand in each state that the inspectorate works with, within the other filters.

    `shown` is how many the list itself has, so that the longest need not be counted twice.
    """
    found = {wanted.state: shown} if wanted.proven is None else {}
    for state in (state for state in REVIEWABLE if state not in found):
        where = _where(instansi, Filter(state, wanted.triwulan, wanted.unit))
        found[state] = await Progress.get_pymongo_collection().count_documents(where)
    return found


async def place_of(instansi: str, wanted: Filter, report: Progress) -> Place:
    """The neighbours of a waiting report. Its length is not asked for: that takes as long as it is."""
    if report.state is not State.SUBMITTED or wanted.state is not State.SUBMITTED:
        return Place()
    where = _where(instansi, wanted)
    return Place(await _neighbour(where, report, -1), await _neighbour(where, report, 1))


async def _neighbour(where: Mapping[str, Any], report: Progress, direction: int) -> str | None:
    """The report before or after one, looked for in wider and wider spans of time.

    A span is read through the index; a sort would read the whole queue.
    """
    at = report.submitted_at
    if at is None:
        return None
    own = (at.timestamp(), report.id)
    for span in SPANS:
        other = at + direction * span
        within = {"$gte": min(at, other), "$lte": max(at, other)}
        cursor = Progress.get_pymongo_collection().find({**where, "submitted_at": within}, ORDER_FIELDS)
        keys = [_order(each) for each in await cursor.to_list()]
        beyond = [key for key in keys if (key > own if direction > 0 else key < own)]
        if beyond:
            return min(beyond)[1] if direction > 0 else max(beyond)[1]
    return None


def _where(instansi: str, wanted: Filter) -> dict[str, Any]:
    where: dict[str, Any] = {"instansi": instansi, "state": str(wanted.state)}
    if wanted.triwulan:
        where["triwulan"] = wanted.triwulan
    if wanted.unit:
        where["unit"] = wanted.unit
    if wanted.proven is not None:
        where["proof.proven"] = wanted.proven
    return where


def _order(report: Mapping[str, Any]) -> tuple[Any, str]:
    """The oldest submission first; what is decided, the newest decision first."""
    if report["state"] == State.SUBMITTED:
        return (report["submitted_at"].timestamp() if report.get("submitted_at") else 0, report["_id"])
    return (-report["updated_at"].timestamp(), report["_id"])


async def _renaksi(instansi: str, reports: Iterable[Mapping[str, Any]]) -> dict[Any, Mapping[str, Any]]:
    ids = list({report["renaksi_id"] for report in reports})
    fields = {"text": 1, "outputs": 1}
    where = {"_id": {"$in": ids}, "instansi": instansi}
    found = await Renaksi.get_pymongo_collection().find(where, fields).to_list()
    return {action["_id"]: action for action in found}


def _row(report: Mapping[str, Any], action: Mapping[str, Any], units: Mapping[str, str]) -> QueueRow:
    outputs = [output for output in action.get("outputs", []) if output["id"] == report["output_id"]]
    output = outputs[0] if outputs else {}
    submissions = report.get("submissions", [])
    last = submissions[-1] if submissions else {}
    return QueueRow(
        progress_id=report["_id"],
        indikator=output.get("indikator", report["output_id"]),
        satuan=output.get("satuan", ""),
        renaksi=action.get("text", ""),
        unit=units.get(report.get("unit", ""), ""),
        triwulan=report["triwulan"],
        year=report["year"],
        value=report.get("value"),
        target=output.get("targets", {}).get(f"tw{report['triwulan']}"),
        state=State(report["state"]),
        by=last.get("by_name", ""),
        at=last.get("at"),
        decided_by=(last.get("decision") or {}).get("by_name"),
        risks=risks(report),
    )


def risks(report: Mapping[str, Any]) -> list[Risk]:
    """The marks of a raw report, the gravest first."""
    proof = report.get("proof", {})
    submissions = report.get("submissions", [])
    found = []
    if not proof.get("proven"):
        reason = proof.get("reason")
        marks = {
            ProofReason.NO_EVIDENCE: Risk.NO_EVIDENCE,
            ProofReason.CLAIM_DIFFERS: Risk.CLAIM_DIFFERS,
        }
        found.append(marks.get(reason, Risk.NOT_PROVEN))
    if submissions and submissions[-1].get("late"):
        found.append(Risk.LATE)
    if any(each.get("decision") for each in submissions[:-1]):
        found.append(Risk.AGAIN)
    return found
