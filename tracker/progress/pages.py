"""What the page of a cell shows: gathered in a fixed number of queries, whatever is linked to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from beanie import PydanticObjectId
from fastapi import Request

from tracker.accounts.rights import Actor, Right, may
from tracker.audit import service as audit
from tracker.deadlines.rules import Remaining, remaining
from tracker.disputes.superseding import Superseded, superseded_by
from tracker.evidence.labels import finding_value, period_words, source_names
from tracker.evidence.models import DECIDED, Evidence, Finding, Source, StoredFile, Suggestion, Verdict
from tracker.evidence.proof import claim_value
from tracker.percentages.rules import TRIWULANS
from tracker.plans.models import PlanStatus
from tracker.progress.cells import Cell
from tracker.progress.checks import Check
from tracker.progress.earlier import Past, earlier_decisions
from tracker.progress.history import Line, lines
from tracker.progress.models import Decision, Progress, progress_id
from tracker.progress.rules import EDITABLE, State
from tracker.progress.standing import standing_tests
from tracker.web.pages import with_query

MOST_OFFERED = 30
EVIDENCE_FIELDS = {
    "title": 1,
    "source": 1,
    "period": 1,
    "file_id": 1,
    "revisions.file_id": 1,
    "removed": 1,
    "unit": 1,
}


@dataclass(frozen=True, slots=True)
class Quarter:
    """One triwulan of the output: what was aimed at, reached and spent, and where the report stands."""

    triwulan: int
    target: Decimal | None
    target_text: str | None
    value: Decimal | None
    spent: int | None
    state: State
    is_current: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """A finding that the report cites or that is offered to it, at its place on a page."""

    id: str
    evidence_id: str
    value: str
    number: Decimal | None
    quote: str
    before: str
    after: str
    page: int
    verdict: Verdict
    has_boxes: bool
    is_proof: bool = False
    reason: str | None = None  # why it is offered
    superseded: Superseded | None = None  # the decision by which another value holds

    @property
    def is_decided(self) -> bool:
        """Whether a person has said what they think of it."""
        return self.verdict in DECIDED


@dataclass(frozen=True, slots=True)
class Linked:
    """Evidence on the report, with what is cited of it."""

    id: str
    title: str
    about: str  # its source and period in words
    reading: str
    pages: Sequence[int]
    citations: Sequence[Citation]
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Evidence that could be linked, with the findings that may serve the cell."""

    id: str
    title: str
    about: str
    citations: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class CellPage:
    """All that the page of a cell shows."""

    cell: Cell
    unit_name: str
    quarters: Sequence[Quarter]
    linked: Sequence[Linked]
    offers: Sequence[Offer]
    checks: Sequence[Check]
    timeline: Sequence[Line]
    earlier: Sequence[Past]
    decision: Decision | None
    left: Remaining | None  # to the deadline, while something can still be done
    may_report: bool
    may_decide: bool

    @property
    def report(self) -> Progress:
        """The report itself."""
        return self.cell.progress

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The evidence without suggestions that could be linked, for a field to choose from."""
        return [(offer.id, f"{offer.title} ({offer.about})") for offer in self.offers if not offer.citations]

    @property
    def is_editable(self) -> bool:
        """Whether this person may write into it now."""
        return self.may_report and self.report.state in EDITABLE


async def cell_page(actor: Actor, cell: Cell, *, unit_name: str, zone: ZoneInfo, at: datetime) -> CellPage:
    """Gather the page of a cell for a person who may see it."""
    report = cell.progress
    siblings = await Progress.find(
        {"_id": {"$in": [progress_id(report.output_id, tw) for tw in TRIWULANS]}}
    ).to_list()
    may_report = _may_report(actor, cell)
    evidence = await _evidence(cell, with_others=may_report and report.state in EDITABLE)
    suggestions = await _suggestions(report) if may_report and report.state in EDITABLE else []
    findings = await _findings(report, suggestions)
    readings = await _readings(report.instansi, evidence)
    gone = await superseded_by(report.instansi, findings)
    return CellPage(
        cell=cell,
        unit_name=unit_name,
        quarters=quarters(cell, siblings),
        linked=_linked(report, evidence, findings, readings, gone),
        offers=_offers(report, evidence, findings, suggestions, gone),
        checks=await standing_checks(cell, at=at),
        timeline=lines(await audit.events_of(report.instansi, report.id)),
        earlier=await earlier_decisions(actor, cell),
        decision=last_decision(report),
        left=_left(cell, zone, at),
        may_report=may_report,
        may_decide=may(actor, Right.DECIDE_PROGRESS, instansi=report.instansi, unit=cell.renaksi.unit),
    )


def _left(cell: Cell, zone: ZoneInfo, at: datetime) -> Remaining | None:
    if cell.deadline is None or cell.progress.state not in EDITABLE:
        return None
    return remaining(cell.deadline.closes_for(cell.renaksi.unit), at, zone)


def quarters(cell: Cell, siblings: Iterable[Progress]) -> list[Quarter]:
    """The four triwulan of the cell's output."""
    by_triwulan = {report.triwulan: report for report in siblings}
    found = []
    for triwulan in (1, 2, 3, 4):
        report = by_triwulan.get(triwulan)
        found.append(
            Quarter(
                triwulan=triwulan,
                target=cell.output.targets.at(triwulan),
                target_text=cell.output.target_texts.at(triwulan),
                value=report.value if report else None,
                spent=report.spent if report else None,
                state=report.state if report else State.EMPTY,
                is_current=triwulan == cell.progress.triwulan,
            )
        )
    return found


def last_decision(report: Progress) -> Decision | None:
    """The newest decision on any of the report's submissions."""
    decisions = [submission.decision for submission in report.submissions if submission.decision]
    return decisions[-1] if decisions else None


async def standing_checks(cell: Cell, *, at: datetime) -> list[Check]:
    """The tests of the report as it stands, in words."""
    report = cell.progress
    raw = {**report.model_dump(exclude={"id"}), "_id": report.id}
    late = {report.id: cell.is_late(at)} if report.state in EDITABLE else {}
    return (await standing_tests(report.instansi, [raw], late=late))[report.id]


def _may_report(actor: Actor, cell: Cell) -> bool:
    renaksi = cell.renaksi
    has_right = may(actor, Right.REPORT_PROGRESS, instansi=renaksi.instansi, unit=renaksi.unit)
    return has_right and actor.owns(renaksi.unit) and cell.plan.status is PlanStatus.ACTIVE


async def _evidence(cell: Cell, *, with_others: bool) -> dict[Any, Mapping[str, Any]]:
    """The linked evidence, and the unit's other evidence where some may be added, newest first."""
    collection = Evidence.get_pymongo_collection()
    ids = [link.evidence_id for link in cell.progress.links]
    found = await collection.find({"_id": {"$in": ids}}, EVIDENCE_FIELDS).to_list() if ids else []
    if with_others:
        where = {"instansi": cell.progress.instansi, "unit": cell.renaksi.unit, "removed": False}
        newest = collection.find(where, EVIDENCE_FIELDS).sort("created_at", -1).limit(MOST_OFFERED)
        found += await newest.to_list()
    return {evidence["_id"]: evidence for evidence in found}


async def _suggestions(report: Progress) -> list[Mapping[str, Any]]:
    where = {"instansi": report.instansi, "target_id": report.id, "state": "offered"}
    return list(await Suggestion.get_pymongo_collection().find(where).to_list())


async def _findings(
    report: Progress, suggestions: Sequence[Mapping[str, Any]]
) -> dict[PydanticObjectId, Finding]:
    ids = {finding for link in report.links for finding in link.findings}
    ids |= {suggestion["finding_id"] for suggestion in suggestions}
    if not ids:
        return {}
    found = await Finding.find({"_id": {"$in": list(ids)}, "instansi": report.instansi}).to_list()
    return {finding.id: finding for finding in found}


async def _readings(instansi: str, evidence: Mapping[Any, Mapping[str, Any]]) -> dict[str, str]:
    ids = sorted({each["file_id"] for each in evidence.values()})
    where = {"_id": {"$in": ids}, "instansi": instansi}
    found = await StoredFile.get_pymongo_collection().find(where, {"state": 1}).to_list() if ids else []
    return {file["_id"]: file["state"] for file in found}


def _linked(
    report: Progress,
    evidence: Mapping[Any, Mapping[str, Any]],
    findings: Mapping[PydanticObjectId, Finding],
    readings: Mapping[str, str],
    gone: Mapping[str, Superseded],
) -> list[Linked]:
    found = []
    proof = report.proof.finding_id if report.proof.proven else None
    for link in report.links:
        known = evidence.get(link.evidence_id, {})
        cited = [findings[finding] for finding in link.findings if finding in findings]
        found.append(
            Linked(
                id=str(link.evidence_id),
                title=known.get("title", ""),
                about=_about(known),
                reading=readings.get(known.get("file_id", ""), "queued"),
                pages=link.pages,
                citations=[_citation(each, link.evidence_id, gone, proof=proof) for each in cited],
                is_gone=not known or bool(known.get("removed")),
            )
        )
    return found


def _offers(
    report: Progress,
    evidence: Mapping[Any, Mapping[str, Any]],
    findings: Mapping[PydanticObjectId, Finding],
    suggestions: Sequence[Mapping[str, Any]],
    gone: Mapping[str, Superseded],
) -> list[Offer]:
    """Evidence to add: what has a suggestion for this cell first, then the unit's newest."""
    cited = {finding for link in report.links for finding in link.findings}
    linked = {link.evidence_id for link in report.links}
    found = []
    for evidence_id, known in evidence.items():
        if known.get("removed"):
            continue
        files = {revision["file_id"] for revision in known["revisions"]}
        offered = [
            _citation(findings[each["finding_id"]], evidence_id, gone, reason=each["reason"])
            for each in sorted(suggestions, key=lambda each: -each["score"])
            if each["finding_id"] in findings
            and each["finding_id"] not in cited
            and findings[each["finding_id"]].file_id in files
            and findings[each["finding_id"]].verdict is not Verdict.REJECTED
        ]
        if offered or evidence_id not in linked:
            found.append(Offer(str(evidence_id), known["title"], _about(known), offered))
    return sorted(found, key=lambda offer: not offer.citations)


def _about(evidence: Mapping[str, Any]) -> str:
    """Source and period of an evidence: "Laporan, Triwulan III 2023"."""
    source = source_names()[Source(evidence.get("source", Source.OTHER))]
    period = evidence.get("period")
    return f"{source}, {period_words(period)}" if period else source


def _citation(
    finding: Finding,
    evidence_id: PydanticObjectId,
    gone: Mapping[str, Superseded],
    *,
    proof: PydanticObjectId | None = None,
    reason: str | None = None,
) -> Citation:
    return Citation(
        id=str(finding.id),
        evidence_id=str(evidence_id),
        value=finding_value(finding.kind, finding.value),
        number=claim_value(finding.value.get("value")),
        quote=finding.quote,
        before=finding.before,
        after=finding.after,
        page=finding.page,
        verdict=finding.verdict,
        has_boxes=bool(finding.boxes),
        is_proof=proof is not None and finding.id == proof,
        reason=reason,
        superseded=gone.get(str(finding.id)),
    )


def check_items(request: Request, found: Iterable[Check]) -> list[dict[str, str | None]]:
    """The tests as a page lists them, each with the address of what it rests on."""
    return [
        {"tone": check.tone, "text": check.text, "proof": check.proof, "url": _proof_url(request, check)}
        for check in found
    ]


def _proof_url(request: Request, check: Check) -> str | None:
    if check.dispute_id is not None:
        return str(request.app.url_path_for("dispute_page", dispute_id=check.dispute_id))
    if check.evidence_id is None:
        if check.cell is None:
            return None
        output_id, triwulan = check.cell
        return str(request.app.url_path_for("progress_page", output_id=output_id, triwulan=triwulan))
    url = request.app.url_path_for("evidence_page", evidence_id=check.evidence_id)
    return with_query(str(url), temuan=check.finding_id, halaman=None if check.finding_id else check.page)
