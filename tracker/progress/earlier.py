"""What was accepted or returned here before: the decisions on an output's earlier triwulan, and last year's.

An output of last year is the same where its unit had exactly one of that indicator and satuan, or exactly one
under the same renaksi; where that cannot be told, nothing is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tracker.accounts.rights import Actor, Right, may
from tracker.evidence.models import Evidence
from tracker.percentages.rules import TRIWULANS
from tracker.plans.models import Plan, PlanStatus, Renaksi
from tracker.progress.cells import Cell
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import State

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """Evidence that a report was decided on with; it may have been removed since."""

    id: str
    title: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A decision on an earlier report: what was handed in, with which evidence, and what became of it."""

    output_id: str
    triwulan: int
    year: int
    value: Decimal | None
    state: State
    reason: str | None
    by: str
    at: datetime
    is_late: bool
    papers: Sequence[Paper]


async def earlier_decisions(actor: Actor, cell: Cell) -> list[Past]:
    """The decisions on earlier reports of the cell's output that the person may see, newest first."""
    report = cell.progress
    ids = [progress_id(report.output_id, each) for each in TRIWULANS if each < report.triwulan]
    before = await _last_years(actor, cell)
    if before is not None:
        ids += [progress_id(before, each) for each in TRIWULANS]
    where = {"_id": {"$in": ids}, "instansi": report.instansi}
    found = await Progress.get_pymongo_collection().find(where).to_list() if ids else []
    return _decisions(found, await _papers(actor, found))


def same_output(
    output: tuple[str, str], renaksi: str, candidates: Iterable[tuple[str, str, str, str]]
) -> str | None:
    """The id of the one candidate that is the same output; None where none is, or several are.

    `output` is its indicator and satuan; candidates are id, indicator, satuan and the text of their renaksi.
    """
    alike = [each for each in candidates if (_plain(each[1]), _plain(each[2])) == tuple(map(_plain, output))]
    if len(alike) > 1:
        alike = [each for each in alike if _plain(each[3]) == _plain(renaksi)]
    return alike[0][0] if len(alike) == 1 else None


def _plain(text: str) -> str:
    """Letters and digits alone, so that a comma or a capital tells no two outputs apart."""
    return " ".join(re.findall(r"\w+", text.casefold()))


async def _last_years(actor: Actor, cell: Cell) -> str | None:
    instansi, year = cell.progress.instansi, cell.progress.year - 1
    where: dict[str, Any] = {"instansi": instansi, "year": year, "kind": cell.plan.kind}
    plans = await Plan.get_pymongo_collection().find(where, {"status": 1}).to_list()
    wanted = [plan["_id"] for plan in plans if plan["status"] != PlanStatus.DRAFT]
    unit = cell.renaksi.unit
    if not wanted or not may(actor, Right.VIEW_PROGRESS, instansi=instansi, unit=unit):
        return None
    where = {"instansi": instansi, "plan_id": {"$in": wanted}, "unit": unit}
    fields = {"text": 1, "removed": 1, "outputs.id": 1, "outputs.indikator": 1, "outputs.satuan": 1}
    actions = await Renaksi.get_pymongo_collection().find(where, fields).to_list()
    candidates = [
        (output["id"], output["indikator"], output.get("satuan", ""), action["text"])
        for action in actions
        if not action.get("removed")
        for output in action["outputs"]
    ]
    return same_output((cell.output.indikator, cell.output.satuan), cell.renaksi.text, candidates)


def _decisions(reports: Iterable[Raw], papers: Mapping[Any, Paper]) -> list[Past]:
    found = [
        Past(
            output_id=report["output_id"],
            triwulan=report["triwulan"],
            year=report["year"],
            value=handed_in.get("value"),
            state=State(handed_in["decision"]["state"]),
            reason=handed_in["decision"].get("reason"),
            by=handed_in["decision"]["by_name"],
            at=handed_in["decision"]["at"],
            is_late=bool(handed_in.get("late")),
            papers=[
                papers[link["evidence_id"]] for link in handed_in["links"] if link["evidence_id"] in papers
            ],
        )
        for report in reports
        for handed_in in report.get("submissions", [])
        if handed_in.get("decision")
    ]
    return sorted(found, key=lambda past: past.at, reverse=True)


async def _papers(actor: Actor, reports: Sequence[Raw]) -> dict[Any, Paper]:
    ids = {
        link["evidence_id"]
        for report in reports
        for handed_in in report.get("submissions", [])
        for link in handed_in["links"]
    }
    where = {"_id": {"$in": sorted(ids)}, "instansi": actor.instansi}
    fields = {"title": 1, "removed": 1, "unit": 1, "instansi": 1}
    rows = await Evidence.get_pymongo_collection().find(where, fields).to_list() if ids else []
    return {
        row["_id"]: Paper(str(row["_id"]), row["title"], bool(row.get("removed")))
        for row in rows
        if may(actor, Right.VIEW_EVIDENCE, instansi=row["instansi"], unit=row.get("unit"))
    }
