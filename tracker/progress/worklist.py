"""The cells of some units as a list of work: from raw documents to rows, without a query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tracker.deadlines.rules import HasDue, due_of
from tracker.percentages.facts import output_facts
from tracker.percentages.rules import TRIWULANS, is_required
from tracker.progress.cells import Cell
from tracker.progress.models import progress_id
from tracker.progress.numbers import typed
from tracker.progress.rules import EDITABLE, State


class Shelf(StrEnum):
    """The parts of the list, as the address names them."""

    TODO = "todo"
    RETURNED = "returned"
    MISSING = "empty"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    ALL = "all"


STATES_OF: dict[Shelf, frozenset[State]] = {
    Shelf.TODO: EDITABLE,
    Shelf.RETURNED: frozenset({State.RETURNED, State.REOPENED}),
    Shelf.MISSING: frozenset({State.EMPTY}),
    Shelf.DRAFT: frozenset({State.DRAFT}),
    Shelf.SUBMITTED: frozenset({State.SUBMITTED}),
    Shelf.VERIFIED: frozenset({State.VERIFIED}),
    Shelf.ALL: frozenset(State),
}
URGENCY = {
    State.RETURNED: 0,
    State.REOPENED: 0,
    State.EMPTY: 1,
    State.DRAFT: 1,
    State.SUBMITTED: 2,
    State.VERIFIED: 3,
}
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One cell in the list, with what its row shows."""

    progress_id: str
    output_id: str
    triwulan: int
    year: int
    plan_kind: str
    code: str
    renaksi: str
    indikator: str
    satuan: str
    unit: str | None
    target: Decimal | None
    target_text: str | None
    budget: int | None
    value: Decimal | None
    state: State
    revision: int
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    proven: bool
    proof_reason: str
    links: int
    closes_at: datetime | None
    position: tuple[int, int, int]

    @property
    def is_editable(self) -> bool:
        """Whether the bureau may write into it now."""
        return self.state in EDITABLE

    @property
    def typed(self) -> str:
        """The value as the list's field holds it."""
        return typed(self.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to. `triwulan` None: all that are due, `through` at most."""

    shelf: Shelf = Shelf.TODO
    triwulan: int | None = None
    unit: str | None = None
    search: str = ""
    through: int = 4


def work_rows(
    plans: Mapping[Any, Mapping[str, Any]],
    renaksi: Iterable[Mapping[str, Any]],
    progress: Iterable[Mapping[str, Any]],
    deadlines: Sequence[Any],
) -> list[WorkRow]:
    """Every cell in which something is asked for or written, of raw documents; most urgent first.

    `plans` are keyed by id; `deadlines` are those of the year.
    """
    reports = {report["_id"]: report for report in progress}
    dues = {triwulan: due_of(deadlines, triwulan) for triwulan in TRIWULANS}
    rows = [
        _row(
            plans[action["plan_id"]],
            action,
            place,
            triwulan,
            report=reports.get(progress_id(output["id"], triwulan), {}),
            due=dues[triwulan],
        )
        for action in renaksi
        if action["plan_id"] in plans and not action.get("removed")
        for place, output in enumerate(action["outputs"])
        for triwulan in _triwulans(output, reports)
    ]
    return sorted(rows, key=_urgency)


def row_of(cell: Cell) -> WorkRow:
    """The row of one cell that was looked up by itself."""
    place = cell.renaksi.outputs.index(cell.output)
    return _row(
        cell.plan.model_dump(),
        cell.renaksi.model_dump(),
        place,
        cell.progress.triwulan,
        report=cell.progress.model_dump(),
        due=cell.deadline,
    )


def _triwulans(output: Mapping[str, Any], reports: Mapping[str, Any]) -> list[int]:
    facts = output_facts(output, weight=Decimal(1), progress={})
    return [
        triwulan
        for triwulan in TRIWULANS
        if is_required(facts, triwulan) or progress_id(output["id"], triwulan) in reports
    ]


def _row(
    plan: Mapping[str, Any],
    action: Mapping[str, Any],
    place: int,
    triwulan: int,
    *,
    report: Mapping[str, Any],
    due: HasDue | None,
) -> WorkRow:
    output = action["outputs"][place]
    decision = _last_decision(report)
    state = State(report.get("state", State.EMPTY))
    told = state in {State.RETURNED, State.REOPENED, State.VERIFIED} and decision is not None
    proof = report.get("proof", {})
    targets = output["targets"]
    target = targets.get(f"tw{triwulan}")
    if target is None and triwulan == 4 and not any(targets.get(f"tw{tw}") is not None for tw in TRIWULANS):
        target = targets.get("total")
    return WorkRow(
        progress_id=progress_id(output["id"], triwulan),
        output_id=output["id"],
        triwulan=triwulan,
        year=plan["year"],
        plan_kind=plan["kind"],
        code=action.get("code", ""),
        renaksi=action["text"],
        indikator=output["indikator"],
        satuan=output.get("satuan", ""),
        unit=action.get("unit"),
        target=target,
        target_text=output.get("target_texts", {}).get(f"tw{triwulan}"),
        budget=output.get("budgets", {}).get(f"tw{triwulan}"),
        value=report.get("value"),
        state=state,
        revision=report.get("revision", 0),
        reason=decision["reason"] if told and decision else None,
        decided_by=decision["by_name"] if told and decision else None,
        decided_at=decision["at"] if told and decision else None,
        proven=bool(proof.get("proven")),
        proof_reason=proof.get("reason", "no_evidence"),
        links=len(report.get("links", [])),
        closes_at=due.closes_for(action.get("unit")) if due else None,
        position=(0 if plan["kind"] == "general" else 1, action["order"], place),
    )


def _last_decision(report: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The newest decision on any of the report's submissions."""
    for submission in reversed(report.get("submissions", [])):
        if submission.get("decision"):
            decision: Mapping[str, Any] = submission["decision"]
            return decision
    return None


def _urgency(row: WorkRow) -> tuple[Any, ...]:
    return (URGENCY[row.state], row.closes_at or FAR, row.triwulan, row.position)


def narrowed(rows: Iterable[WorkRow], wanted: Wanted) -> list[WorkRow]:
    """The rows of a shelf, triwulan, unit and search."""
    states = STATES_OF[wanted.shelf]
    return [row for row in within(rows, wanted) if row.state in states]


def within(rows: Iterable[WorkRow], wanted: Wanted) -> list[WorkRow]:
    """The rows that the filters leave on all shelves together."""
    words = wanted.search.casefold().split()
    return [
        row
        for row in rows
        if (row.triwulan == wanted.triwulan if wanted.triwulan else row.triwulan <= wanted.through)
        and (wanted.unit is None or row.unit == wanted.unit)
        and (not words or _has_words(row, words))
    ]


def _has_words(row: WorkRow, words: Sequence[str]) -> bool:
    text = f"{row.code} {row.renaksi} {row.indikator}".casefold()
    return all(word in text for word in words)


def shelf_counts(rows: Sequence[WorkRow]) -> dict[Shelf, int]:
    """How many of the rows stand on each shelf."""
    return {shelf: sum(row.state in states for row in rows) for shelf, states in STATES_OF.items()}
