"""One step of a report through its machine: checked, written, recorded and counted in one transaction."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo.errors import DuplicateKeyError

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.deadlines.windows import Gate, Stage, gate
from tracker.deadlines.words import stage_name
from tracker.errors import Forbidden, Invalid
from tracker.evidence import proving
from tracker.i18n import _
from tracker.notices.reports import tell_unit
from tracker.plans.models import PlanStatus
from tracker.progress.cells import Cell, find_cell, split_id
from tracker.progress.errors import Attempt, ReportConflict
from tracker.progress.models import Progress
from tracker.progress.rules import BUREAU_STEPS, State, Step, next_state, stage_of
from tracker.web.formats import datetime_long


@dataclass(frozen=True, slots=True)
class Change:
    """What a step writes besides the state: fields of the report, and what its event tells."""

    fields: Mapping[str, Any]
    action: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    state: State | None = None  # where taking something back leads elsewhere than the step does


Prepare = Callable[[Session, Cell], Awaitable[Change | None]]
"""Looks at the cell within the transaction and says what to write; None: nothing differs."""


async def take_step(
    actor: Actor, step: Step, *, progress_id: str, attempt: Attempt, prepare: Prepare
) -> Progress:
    """Do a step to a report as the person saw it, and give back the report as it then is.

    Raises NotFound and Forbidden by right, Invalid where the plan or the state does not allow the step, and
    ReportConflict where the report is no longer at the revision that the person saw.
    """
    output_id, triwulan = split_id(progress_id)

    async def work(session: Session) -> Progress:
        return await step_within(
            session, actor, step, progress_id=progress_id, attempt=attempt, prepare=prepare
        )

    try:
        return await in_transaction(work)
    except DuplicateKeyError as error:  # two people wrote into an empty cell at once
        found = await find_cell(actor.instansi, output_id=output_id, triwulan=triwulan)
        raise _conflict(found, attempt) from error


async def step_within(
    session: Session, actor: Actor, step: Step, *, progress_id: str, attempt: Attempt, prepare: Prepare
) -> Progress:
    """The same as a part of a transaction that writes more. Raises as `take_step` does.

    Two who write into an empty cell at once meet as a DuplicateKeyError of the transaction.
    """
    output_id, triwulan = split_id(progress_id)
    found = await find_cell(actor.instansi, output_id=output_id, triwulan=triwulan, session=session)
    _demand_right(actor, step, found)
    if found.progress.revision != attempt.revision:
        raise _conflict(found, attempt)
    state = _demand_state(found.progress.state, step)
    _demand_open(found, step)
    change = await prepare(session, found)
    if change is None:
        return found.progress
    return await _write(session, actor, found, change.state or state, change)


async def _write(session: Session, actor: Actor, found: Cell, state: State, change: Change) -> Progress:
    before = found.progress
    after = before.model_copy(
        update={
            **change.fields,
            "state": state,
            "revision": before.revision + 1,
            "unit": found.renaksi.unit,
            "updated_at": now(),
        }
    )
    await _store(session, before, after)
    data = {"revision": after.revision, "from": str(before.state), "to": str(state), **change.data}
    await audit.record(
        session,
        actor=actor,
        instansi=after.instansi,
        action=change.action,
        subject=Subject(kind="progress", id=after.id, label=found.label),
        unit=after.unit,
        data=data,
        reason=change.reason,
    )
    await tell_unit(
        session, after, action=change.action, label=found.label, by=actor.name, reason=change.reason
    )
    await proving.reprove(session, instansi=after.instansi, progress_ids=[after.id])
    written = await Progress.find_one({"_id": after.id}, session=session)
    assert written is not None  # noqa: S101 - it was written just above, in the same transaction
    return written


async def _store(session: Session, before: Progress, after: Progress) -> None:
    fields = after.model_dump(exclude={"id", "revision_id"})
    collection = Progress.get_pymongo_collection()
    if (
        before.revision == 0
        and await collection.find_one({"_id": after.id}, {"_id": 1}, session=session) is None
    ):
        await collection.insert_one({"_id": after.id, **fields}, session=session)
        return
    await collection.update_one(
        {"_id": after.id, "revision": before.revision}, {"$set": fields}, session=session
    )


def _demand_right(actor: Actor, step: Step, found: Cell) -> None:
    """Whoever may not see the report learns nothing of it; whoever sees it learns what they lack."""
    renaksi = found.renaksi
    demand(actor, Right.VIEW_PROGRESS, instansi=renaksi.instansi, unit=renaksi.unit)
    right = Right.REPORT_PROGRESS if step in BUREAU_STEPS else Right.DECIDE_PROGRESS
    demand(actor, right, instansi=renaksi.instansi, unit=renaksi.unit)
    if found.plan.status is not PlanStatus.ACTIVE:
        raise Invalid(
            _("Rencana aksi ini belum aktif atau sudah ditutup, jadi laporannya tidak dapat diubah.")
        )
    if step not in BUREAU_STEPS and actor.user_id in found.progress.editors:
        raise Forbidden(_("Anda ikut menulis laporan ini, jadi pemeriksanya harus orang lain."))


def _demand_state(state: State, step: Step) -> State:
    following = next_state(state, step)
    if following is None:
        raise Invalid(refusal(state, step))
    return following


def _demand_open(found: Cell, step: Step) -> None:
    """Whether the window of the step's stage is open for the report's unit now."""
    report = found.progress
    stage = stage_of(step, report.state)
    if stage is None:
        return
    shut = gate(found.windows, stage, triwulan=report.triwulan, unit=found.renaksi.unit, at=now())
    if not shut.is_open:
        raise Invalid(shut_words(stage, shut))


def shut_words(stage: Stage, shut: Gate) -> str:
    """Why a stage is shut, and what to do."""
    if shut.opens_at is not None:
        text = _("{stage} untuk triwulan ini baru dibuka {when}.")
        return text.format(stage=stage_name(stage), when=datetime_long(shut.opens_at))
    text = _(
        "{stage} untuk triwulan ini sudah ditutup {when}. "
        "Mintalah perpanjangan untuk unit ini kepada pengelola tenggat."
    )
    return text.format(stage=stage_name(stage), when=datetime_long(shut.closed_at))


def refusal(state: State, step: Step) -> str:
    """Why a step cannot be done from a state, and what to do instead."""
    if step is Step.SAVE and state is State.SUBMITTED:
        return _("Laporan ini sedang diperiksa. Tarik dahulu pengajuannya, lalu ubah.")
    if step is Step.SUBMIT and state is State.EMPTY:
        return _("Laporan ini belum diisi. Isi realisasinya, simpan, lalu ajukan.")
    undecidable = _("Laporan ini tidak sedang diajukan, jadi belum dapat diputuskan.")
    return {
        Step.SAVE: _(
            "Laporan ini sudah terverifikasi. Minta Inspektorat membukanya lagi bila ada yang keliru."
        ),
        Step.SUBMIT: _("Laporan ini sudah diajukan."),
        Step.WITHDRAW: _("Hanya laporan yang sedang diajukan yang dapat ditarik."),
        Step.VERIFY: undecidable,
        Step.RETURN: undecidable,
        Step.REOPEN: _("Hanya laporan terverifikasi yang dapat dibuka lagi."),
        Step.UNDO: _("Keputusan ini tidak dapat diurungkan lagi, karena laporannya sudah berlanjut."),
    }[step]


def _conflict(found: Cell, attempt: Attempt) -> ReportConflict:
    text = _("Laporan ini diubah orang lain setelah Anda membukanya. Belum ada yang disimpan.")
    return ReportConflict(text, cell=found, attempt=attempt)
