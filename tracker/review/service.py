"""What the inspectorate decides about a report: verify, return, reopen, and take a decision back."""

from datetime import timedelta
from decimal import Decimal

from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.database import Session
from tracker.errors import Forbidden, Invalid
from tracker.evidence import proving
from tracker.evidence.proof import sentence
from tracker.i18n import _
from tracker.progress.cells import Cell
from tracker.progress.errors import Attempt
from tracker.progress.models import Decision, Progress, Submission
from tracker.progress.rules import NEEDS_REASON, State, Step
from tracker.progress.steps import Change, take_step

UNDO_LASTS = timedelta(minutes=10)
SHORTEST_REASON = 5
LONGEST_REASON = 2_000


async def verify(actor: Actor, *, progress_id: str, revision: int) -> Progress:
    """Accept the report as it was handed in at that revision.

    Raises Invalid where its evidence does not prove it, for what is verified is always proven; Forbidden for
    whoever wrote a part of it; ReportConflict where it is no longer at that revision.
    """

    async def prepare(session: Session, found: Cell) -> Change:
        await _demand_proven(session, found)
        return _decided(actor, found, State.VERIFIED, "progress.verified", None)

    attempt = Attempt(revision)
    return await take_step(actor, Step.VERIFY, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def return_(actor: Actor, *, progress_id: str, revision: int, reason: str) -> Progress:
    """Send the report back to the bureau with a reason. Raises Invalid without one."""
    given = _reason(reason, Step.RETURN)

    async def prepare(_session: Session, found: Cell) -> Change:
        return _decided(actor, found, State.RETURNED, "progress.returned", given)

    attempt = Attempt(revision, reason=given or "")
    return await take_step(actor, Step.RETURN, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def reopen(actor: Actor, *, progress_id: str, revision: int, reason: str) -> Progress:
    """Open a verified report again, so that the bureau can correct it. Raises Invalid without a reason."""
    given = _reason(reason, Step.REOPEN)

    async def prepare(_session: Session, found: Cell) -> Change:
        return _decided(actor, found, State.REOPENED, "progress.reopened", given)

    attempt = Attempt(revision, reason=given or "")
    return await take_step(actor, Step.REOPEN, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def undo(actor: Actor, *, progress_id: str, revision: int) -> Progress:
    """Take back one's own decision, shortly after it and before anything followed.

    The report is in the queue again at the place that it had. Raises Forbidden for somebody else's decision.
    """

    async def prepare(_session: Session, found: Cell) -> Change:
        submission = found.submission
        decision = submission.decision if submission else None
        if submission is None or decision is None:
            raise Invalid(_("Tidak ada keputusan yang dapat diurungkan."))
        if decision.by != actor.user_id:
            raise Forbidden(_("Hanya pemeriksa yang memutuskan yang dapat mengurungkannya."))
        if now() - decision.at > UNDO_LASTS:
            raise Invalid(_("Waktu untuk mengurungkan sudah habis. Buka lagi laporannya dengan alasan."))
        if found.progress.revision != decision.revision + 1:  # the bureau wrote since, whoever saw it
            raise Invalid(_("Keputusan ini tidak dapat diurungkan lagi, karena laporannya sudah berlanjut."))
        open_again = submission.model_copy(update={"decision": None})
        fields = {"submissions": _with_last(found.progress, open_again), "submitted_at": submission.at}
        return Change(fields, "progress.undone", {"undone": str(decision.state)})

    attempt = Attempt(revision)
    return await take_step(actor, Step.UNDO, progress_id=progress_id, attempt=attempt, prepare=prepare)


def why_not_proven(report: Progress, claimed: Decimal | None = None) -> str | None:
    """What keeps the report from being proven, in words; None where it is."""
    if report.proof.proven:
        return None
    reported = _plain(report.value)
    return sentence(report.proof.reason, reported=reported, claimed=_plain(claimed))


async def _demand_proven(session: Session, found: Cell) -> None:
    """Judge the evidence anew, so that nothing which changed since is overlooked."""
    report = found.progress
    await proving.reprove(session, instansi=report.instansi, progress_ids=[report.id])
    judged = await Progress.find_one({"_id": report.id}, session=session)
    why = why_not_proven(judged or report)
    if why is not None:
        words = _("Belum dapat diverifikasi karena belum terbukti: {why} Kembalikan dengan alasan ini.")
        raise Invalid(words.format(why=why))


def _decided(actor: Actor, found: Cell, state: State, action: str, reason: str | None) -> Change:
    """The decision on the newest submission, bound to the revision at which it was seen."""
    submission = found.submission
    if submission is None:
        raise Invalid(_("Laporan ini tidak sedang diajukan, jadi belum dapat diputuskan."))
    if submission.by == actor.user_id:
        raise Forbidden(_("Anda yang mengajukan laporan ini, jadi pemeriksanya harus orang lain."))
    decision = Decision(
        revision=found.progress.revision,
        state=state,
        reason=reason,
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )
    decided = submission.model_copy(update={"decision": decision})
    fields = {"submissions": _with_last(found.progress, decided)}
    return Change(fields, action, {"seen": found.progress.revision, "value": found.progress.value}, reason)


def _with_last(report: Progress, submission: Submission) -> list[Submission]:
    return [*report.submissions[:-1], submission]


def _reason(text: str, step: Step) -> str:
    cleaned = text.replace("\r\n", "\n").strip()
    if step in NEEDS_REASON and len(cleaned) < SHORTEST_REASON:
        words = _("Tulis alasannya: apa yang kurang dan apa yang perlu dilakukan perangkat daerah.")
        raise Invalid(words, {"reason": words})
    if len(cleaned) > LONGEST_REASON:
        words = _("Alasan ini lebih dari {count} huruf. Ringkas, lalu kirim lagi.")
        raise Invalid(words.format(count=LONGEST_REASON), {"reason": words.format(count=LONGEST_REASON)})
    return cleaned


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
