"""The cells that an evidence may serve, each with its claims: a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tracker.accounts.rights import Actor, Right, may
from tracker.clock import now
from tracker.deadlines.lookup import listed
from tracker.deadlines.models import Deadline
from tracker.deadlines.windows import gate
from tracker.disputes.superseding import Superseded, superseded_by
from tracker.evidence.crops import across_of
from tracker.evidence.labels import finding_value
from tracker.evidence.models import Evidence, Finding, Suggestion, SuggestionState, Verdict
from tracker.evidence.proof import claim_value, scale_of
from tracker.i18n import _
from tracker.percentages.rules import TRIWULANS
from tracker.placing.rules import OPEN, Standing, standing_of
from tracker.plans.models import Output, Plan, PlanStatus, Renaksi
from tracker.progress.cells import split_id
from tracker.progress.models import Progress
from tracker.progress.rules import State, Step, next_state, stage_of
from tracker.progress.steps import refusal, shut_words

SURE = 0.5  # of a suggestion's score: from here on "centang yang yakin" ticks it


@dataclass(frozen=True, slots=True)
class Row:
    """A claim beside the cell that it may serve."""

    suggestion: Suggestion
    finding: Finding
    value: str  # in words
    claimed: Decimal | None  # in the unit of the output
    standing: Standing
    superseded: Superseded | None  # the decision by which another value holds
    across: int  # where on the width of its page it stands: 0 (left) to 10 (right)

    @property
    def id(self) -> str:
        """The suggestion's."""
        return str(self.suggestion.id)

    @property
    def is_open(self) -> bool:
        """Whether it can be ticked."""
        return self.standing in OPEN

    @property
    def is_sure(self) -> bool:
        """Whether it may be ticked together with others, without a choice to make."""
        return self.standing in {Standing.EMPTY, Standing.SAME} and self.suggestion.score >= SURE


@dataclass(frozen=True, slots=True)
class CellRows:
    """A cell with the claims that may serve it, the likeliest first."""

    progress_id: str
    output: Output
    renaksi: Renaksi
    triwulan: int
    report: Progress | None
    shut: str | None  # why it takes nothing now, in words
    rows: Sequence[Row]

    @property
    def label(self) -> str:
        """What people call the cell."""
        roman = ("I", "II", "III", "IV")[self.triwulan - 1]
        return f"{self.output.indikator}, {_('triwulan')} {roman} {self.renaksi.year}"

    @property
    def revision(self) -> int:
        """Of the report; 0 where nobody has written yet."""
        return self.report.revision if self.report else 0

    @property
    def reported(self) -> Decimal | None:
        """The value that the report holds."""
        return self.report.value if self.report else None

    @property
    def target(self) -> Decimal | None:
        """What was aimed at; the year's target where the triwulan has none."""
        own = self.output.targets.at(self.triwulan)
        return self.output.targets.total if own is None else own

    @property
    def is_placed(self) -> bool:
        """Whether the report cites a claim of this evidence already."""
        return any(row.standing is Standing.PLACED for row in self.rows)


async def cells_for(actor: Actor, evidence: Evidence) -> list[CellRows]:
    """The cells that the newest file of an evidence may serve and into which this person may write.

    In the order of the plans; a suggestion that was set aside, or whose finding was refused, is left out.
    """
    where = {"instansi": evidence.instansi, "file_id": evidence.file_id}
    suggestions = [
        one
        for one in await Suggestion.find(where).to_list()
        if one.target == "progress"
        and one.target_id is not None
        and one.state is not SuggestionState.DISMISSED
        and takes(actor, evidence, one.unit)
    ]
    if not suggestions:
        return []
    findings = await _findings(evidence.instansi, suggestions)
    gone = await superseded_by(evidence.instansi, findings)
    across = await across_of(findings.values())
    renaksi = await _renaksi(evidence.instansi, suggestions)
    reports = await _reports(evidence.instansi, suggestions)
    deadlines = await listed(evidence.instansi)
    by_id: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        by_id.setdefault(str(one.target_id), []).append(one)
    cells = [
        made
        for progress_id, own in by_id.items()
        if (
            made := _cell(
                evidence,
                progress_id,
                own,
                findings,
                gone,
                across,
                renaksi,
                reports.get(progress_id),
                deadlines,
            )
        )
    ]
    return sorted(cells, key=_place)


def takes(actor: Actor, evidence: Evidence, unit: str | None) -> bool:
    """Whether this person may tie the evidence to a report of that unit."""
    return (
        may(actor, Right.REPORT_PROGRESS, instansi=evidence.instansi, unit=unit)
        and actor.owns(unit)
        and (evidence.unit is None or evidence.unit == unit or actor.owns(None))
    )


def _place(cell: CellRows) -> tuple[Any, ...]:
    outputs = [output.id for output in cell.renaksi.outputs]
    return (
        cell.renaksi.year,
        str(cell.renaksi.plan_id),
        cell.renaksi.order,
        outputs.index(cell.output.id),
        cell.triwulan,
    )


def _cell(
    evidence: Evidence,
    progress_id: str,
    suggestions: Iterable[Suggestion],
    findings: Mapping[Any, Finding],
    gone: Mapping[str, Superseded],
    across: Mapping[Any, int],
    renaksi: Mapping[str, Renaksi],
    report: Progress | None,
    deadlines: Sequence[Deadline],
) -> CellRows | None:
    """The cell, or None where its output is gone or nothing is left to be said of it."""
    output_id, triwulan = split_id(progress_id)
    action = renaksi.get(output_id)
    output = action.output(output_id) if action else None
    if action is None or output is None or triwulan not in TRIWULANS:
        return None
    shut = _shut(action, triwulan, report, deadlines, now())
    rows = [
        _row(
            evidence,
            one,
            findings[one.finding_id],
            output,
            report,
            gone.get(str(one.finding_id)),
            across.get(one.finding_id, 0),
            is_open=shut is None,
        )
        for one in suggestions
        if one.finding_id in findings and findings[one.finding_id].verdict is not Verdict.REJECTED
    ]
    rows.sort(
        key=lambda row: (
            row.standing is not Standing.PLACED,
            row.superseded is not None,
            -row.suggestion.score,
        )
    )
    return CellRows(progress_id, output, action, triwulan, report, shut, rows) if rows else None


def _row(
    evidence: Evidence,
    suggestion: Suggestion,
    finding: Finding,
    output: Output,
    report: Progress | None,
    gone: Superseded | None,
    across: int,
    *,
    is_open: bool,
) -> Row:
    fields = finding.value
    value, scale = claim_value(fields.get("value")), scale_of(output.satuan, str(fields.get("kind")))
    claimed = None if value is None or scale is None else value / scale
    is_cited = report is not None and any(
        link.evidence_id == evidence.id and finding.id in link.findings for link in report.links
    )
    standing = standing_of(
        is_cited=is_cited,
        is_open=is_open and gone is None,
        reported=report.value if report else None,
        claimed=claimed,
    )
    return Row(suggestion, finding, finding_value(finding.kind, fields), claimed, standing, gone, across)


def _shut(
    action: Renaksi, triwulan: int, report: Progress | None, deadlines: Sequence[Deadline], at: datetime
) -> str | None:
    """Why a cell takes nothing at that instant, in words with what to do; None: it does."""
    state = report.state if report else State.EMPTY
    if next_state(state, Step.SAVE) is None:
        return refusal(state, Step.SAVE)
    stage = stage_of(Step.SAVE, state)
    windows = [one.window() for one in deadlines if one.strict and one.year == action.year]
    if stage is not None:
        shut = gate(windows, stage, triwulan=triwulan, unit=action.unit, at=at)
        if not shut.is_open:
            return shut_words(stage, shut)
    return None


async def _findings(instansi: str, suggestions: Iterable[Suggestion]) -> dict[Any, Finding]:
    where = {"_id": {"$in": sorted({one.finding_id for one in suggestions})}, "instansi": instansi}
    return {one.id: one for one in await Finding.find(where).to_list()}


async def _renaksi(instansi: str, suggestions: Iterable[Suggestion]) -> dict[str, Renaksi]:
    """The actions of active plans by the ids of their outputs."""
    outputs = sorted({split_id(str(one.target_id))[0] for one in suggestions})
    found = await Renaksi.find({"instansi": instansi, "outputs.id": {"$in": outputs}}).to_list()
    wanted = {"instansi": instansi, "status": PlanStatus.ACTIVE}
    plans = await Plan.get_pymongo_collection().find(wanted, {"_id": 1}).to_list()
    active = {plan["_id"] for plan in plans}
    return {
        output.id: action
        for action in found
        if not action.removed and action.plan_id in active
        for output in action.outputs
    }


async def _reports(instansi: str, suggestions: Iterable[Suggestion]) -> dict[str, Progress]:
    where = {"_id": {"$in": sorted({str(one.target_id) for one in suggestions})}, "instansi": instansi}
    return {one.id: one for one in await Progress.find(where).to_list()}
