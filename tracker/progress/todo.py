"""What a bureau has to do first: what came back, and what is due, by the working days that are left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.accounts.rights import Actor
from tracker.deadlines.lookup import listed
from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import Remaining, due_of, remaining
from tracker.deadlines.windows import Stage
from tracker.evidence.proof import sentence
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.progress.lacking import counted
from tracker.progress.rules import MENDING, State
from tracker.progress.work import work_of
from tracker.progress.worklist import FAR, WorkRow

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Todo:
    """One report with its next step: what to press, and what is to be done in words."""

    row: WorkRow
    button: str
    step: str
    closes_at: datetime | None
    left: Remaining | None


@dataclass(frozen=True, slots=True)
class Owed:
    """How many reports of a triwulan are not handed in yet, and how long there is for them."""

    triwulan: int
    count: int
    closes_at: datetime | None
    left: Remaining | None


@dataclass(frozen=True, slots=True)
class Todos:
    """The first of what came back and of what is due, each with how many there are in all."""

    returned: Sequence[Todo]
    returned_total: int
    due: Sequence[Todo]
    due_total: int
    missing: int  # of those that are due: nothing written yet
    owed: Sequence[Owed]  # by triwulan
    through: int
    year: int
    lacking: int  # outputs that lack evidence, of those that are due
    needed: int


async def todos_of(actor: Actor, institution: Institution, *, at: datetime) -> Todos:
    """What the person's units have to do through the triwulan that is due, most pressing first."""
    work = await work_of(actor, institution, year=None, at=at)
    mending = [
        deadline
        for deadline in await listed(institution.id)
        if deadline.year == work.year and deadline.stage is Stage.CORRECT
    ]
    rows = [row for row in work.rows if row.triwulan <= work.through]
    returned = _ordered((row, _mend_by(row, mending)) for row in rows if row.state in MENDING)
    due = _ordered((row, row.closes_at) for row in rows if row.state in {State.EMPTY, State.DRAFT})
    lacking, needed = counted(rows)
    return Todos(
        returned=[_todo(row, closes, at, institution.tz) for row, closes in returned[:SHOWN]],
        returned_total=len(returned),
        due=[_todo(row, closes, at, institution.tz) for row, closes in due[:SHOWN]],
        due_total=len(due),
        missing=sum(row.state is State.EMPTY for row, _closes in due),
        owed=_owed(due, at, institution.tz),
        through=work.through,
        year=work.year,
        lacking=lacking,
        needed=needed,
    )


def _owed(due: Sequence[tuple[WorkRow, datetime | None]], at: datetime, zone: ZoneInfo) -> list[Owed]:
    """By triwulan; where units of one have different last days, the earliest is told."""
    found = []
    for triwulan in sorted({row.triwulan for row, _closes in due}):
        of_it = [closes for row, closes in due if row.triwulan == triwulan]
        closes_at = min((closes for closes in of_it if closes is not None), default=None)
        left = remaining(closes_at, at, zone) if closes_at else None
        found.append(Owed(triwulan, len(of_it), closes_at, left))
    return found


def _mend_by(row: WorkRow, mending: Sequence[Deadline]) -> datetime | None:
    """By when it is to be mended: the deadline for corrections where there is one, else that for reports."""
    deadline = due_of(mending, row.triwulan)
    return deadline.closes_for(row.unit) if deadline else row.closes_at


def _ordered(
    rows: Iterable[tuple[WorkRow, datetime | None]],
) -> list[tuple[WorkRow, datetime | None]]:
    return sorted(rows, key=lambda each: (each[1] or FAR, each[0].triwulan, each[0].position))


def _todo(row: WorkRow, closes_at: datetime | None, at: datetime, zone: ZoneInfo) -> Todo:
    button, step = next_step(row)
    return Todo(row, button, step, closes_at, remaining(closes_at, at, zone) if closes_at else None)


def next_step(row: WorkRow) -> tuple[str, str]:
    """What to press and what to do next with a report that lies with its unit."""
    if row.state in MENDING:
        why = "" if row.proven else sentence(row.proof_reason)
        what = _("Perbaiki isian atau buktinya, lalu ajukan lagi.")
        return _("Perbaiki"), f"{why} {what}".strip()
    if row.value is None:
        return _("Isi"), _("Isi realisasinya, lalu kaitkan buktinya.")
    if not row.links:
        return _("Beri bukti"), _(
            "Kaitkan buktinya, atau jelaskan di Kendala mengapa belum ada; lalu ajukan."
        )
    if not row.proven:
        return _("Cocokkan"), sentence(row.proof_reason)
    return _("Ajukan"), _("Nilainya sudah terbukti. Ajukan ke Inspektorat.")
