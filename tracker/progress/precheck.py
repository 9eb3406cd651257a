"""The inspectorate's tests on what a unit has not handed in yet, and handing in what may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.accounts.rights import Actor, Right, demand
from tracker.errors import Conflict, Forbidden, Invalid
from tracker.evidence.proof import ProofReason
from tracker.i18n import _
from tracker.progress import service
from tracker.progress.cells import cell_of
from tracker.progress.checks import Check
from tracker.progress.grid import marks_of
from tracker.progress.grid_service import reports_of, tests_of_rows
from tracker.progress.registry import Severity
from tracker.progress.rules import EDITABLE, State
from tracker.progress.worklist import WorkRow

MOST = 100


@dataclass(frozen=True, slots=True)
class Tried:
    """A report before it is handed in: what the tests say of it, and what keeps it here."""

    row: WorkRow
    marks: Sequence[Check]
    missing: Sequence[str]

    @property
    def may_go(self) -> bool:
        """Whether it may be handed in."""
        return not self.missing

    @property
    def is_clean(self) -> bool:
        """Whether nothing of it asks for a look."""
        return self.may_go and not self.marks

    @property
    def ticket(self) -> str:
        """Its id with the revision that was tried, as a form names it."""
        return f"{self.row.progress_id}@{self.row.revision}"


@dataclass(frozen=True, slots=True)
class Precheck:
    """What lies with a unit, tried: by what is to be done about it, each in the order of the plan."""

    blocked: Sequence[Tried]  # cannot be handed in yet
    failed: Sequence[Tried]  # may be, with a test that was not passed
    doubtful: Sequence[Tried]  # may be, with a test that asks for a look
    clean: Sequence[Tried]
    empty: Sequence[WorkRow]  # nothing written yet

    @property
    def ready(self) -> int:
        """How many may be handed in."""
        return len(self.failed) + len(self.doubtful) + len(self.clean)


async def precheck(instansi: str, rows: Sequence[WorkRow], *, at: datetime) -> Precheck:
    """Try every row that its unit may still write into."""
    own = sorted((row for row in rows if row.state in EDITABLE), key=lambda row: (row.triwulan, row.position))
    started = [row for row in own if row.state is not State.EMPTY]
    reports = await reports_of(instansi, [row.progress_id for row in started])
    tests = await tests_of_rows(instansi, started, reports, at=at)
    tried = [_tried(row, tests.get(row.progress_id, []), reports.get(row.progress_id, {})) for row in started]
    ready = [one for one in tried if one.may_go]
    return Precheck(
        blocked=[one for one in tried if not one.may_go],
        failed=[one for one in ready if _worst(one) is Severity.FAILED],
        doubtful=[one for one in ready if _worst(one) is Severity.LOOK],
        clean=[one for one in ready if one.is_clean],
        empty=[row for row in own if row.state is State.EMPTY],
    )


def _tried(row: WorkRow, checks: Sequence[Check], report: Mapping[str, Any]) -> Tried:
    """A row tried; what keeps it here says already that there is no value or no evidence."""
    missing = service.missing_for_submit(
        has_value=row.value is not None, has_links=row.links > 0, obstacles=report.get("obstacles", "")
    )
    told = {ProofReason.NO_VALUE, ProofReason.NO_EVIDENCE} if missing else set()
    return Tried(row, [mark for mark in marks_of(checks) if mark.code not in told], list(missing.values()))


def open_warnings(checks: Sequence[Check]) -> str:
    """What a message says of the tests that a report was handed in with; nothing where it passed them."""
    count = len(marks_of(checks))
    return _("Ada {count} peringatan yang juga dilihat Inspektorat.").format(count=count) if count else ""


def _worst(one: Tried) -> Severity | None:
    return one.marks[0].severity if one.marks else None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of handing in many: how many went, how many of them warned, what stayed and why."""

    went: int
    with_marks: int
    stayed: Sequence[tuple[str, str]]  # label of the report, and why


async def hand_in(actor: Actor, tickets: Sequence[str], *, warned: frozenset[str]) -> HandedIn:
    """Hand in each of the reports by itself, at the revision that was tried; what cannot go is named.

    `warned` are the ids of those with open warnings. Raises Invalid where nothing or too much is chosen,
    NotFound for a report that the person may not see.
    """
    if not 1 <= len(tickets) <= MOST:
        raise Invalid(_("Pilih dari 1 sampai {most} laporan.").format(most=MOST))
    chosen = [
        (identifier, revision) for identifier, _at, revision in (one.rpartition("@") for one in tickets)
    ]
    cells = [await cell_of(actor, progress_id=identifier) for identifier, _revision in chosen]
    for cell in cells:
        demand(actor, Right.REPORT_PROGRESS, instansi=cell.renaksi.instansi, unit=cell.renaksi.unit)
    went, stayed = [], []
    for cell, (identifier, revision) in zip(cells, chosen, strict=True):
        try:
            await service.submit(actor, progress_id=identifier, revision=_number(revision))
            went.append(identifier)
        except (Conflict, Forbidden, Invalid) as error:
            stayed.append((cell.label, next(iter(_fields(error)), error.message)))
    return HandedIn(len(went), len(warned & set(went)), stayed)


def _number(revision: str) -> int:
    """A revision as sent; one that is none is no report's."""
    return int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else -1


def _fields(error: Conflict | Forbidden | Invalid) -> list[str]:
    return list(error.fields.values()) if isinstance(error, Invalid) else []
