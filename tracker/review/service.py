"""What the inspectorate decides about a report: verify, return, reopen, and take a decision back."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.database import Session
from tracker.errors import Forbidden, Invalid
from tracker.evidence import proving
from tracker.evidence.models import Evidence, Finding
from tracker.evidence.proof import sentence
from tracker.i18n import _
from tracker.progress.cells import Cell
from tracker.progress.errors import Attempt
from tracker.progress.models import Assessed, Decision, Progress, Submission
from tracker.progress.registry import HINDERS
from tracker.progress.rules import NEEDS_REASON, State, Step
from tracker.progress.standing import standing_tests
from tracker.progress.steps import Change, take_step
from tracker.review.models import Hold
from tracker.review.rules import Chain, Part, part_of

UNDO_LASTS = timedelta(minutes=10)
SHORTEST_REASON = 5
LONGEST_REASON = 2_000
Sheet = Mapping[str, Assessed]
"""The four dimensions as somebody assessed them, by the dimension's name."""


async def verify(
    actor: Actor,
    *,
    progress_id: str,
    revision: int,
    apip: Sheet | None = None,
    only_if_passing: bool = False,
) -> Progress:
    """Accept the report as it was handed in at that revision, with the inspectorate's own sheet.

    Raises Invalid where its evidence does not prove it, for what is verified is always proven, and, with
    `only_if_passing`, where any standing test asks for a look; Forbidden for whoever wrote a part of it,
    brought its evidence in or confirmed its claim; ReportConflict where it is no longer at that revision.
    """

    async def prepare(session: Session, found: Cell) -> Change:
        judged = await _demand_proven(session, found)
        await _demand_apart(session, actor, judged)
        if only_if_passing:
            await _demand_passing(session, judged)
        await _release(session, found)
        return _decided(actor, found, State.VERIFIED, "progress.verified", None, apip)

    attempt = Attempt(revision)
    return await take_step(actor, Step.VERIFY, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def return_(
    actor: Actor, *, progress_id: str, revision: int, reason: str, apip: Sheet | None = None
) -> Progress:
    """Send the report back to the bureau with a reason. Raises Invalid without one."""
    given = _reason(reason, Step.RETURN)

    async def prepare(session: Session, found: Cell) -> Change:
        await _release(session, found)
        return _decided(actor, found, State.RETURNED, "progress.returned", given, apip)

    attempt = Attempt(revision, reason=given or "")
    return await take_step(actor, Step.RETURN, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def reopen(actor: Actor, *, progress_id: str, revision: int, reason: str) -> Progress:
    """Open a verified report again, so that the bureau can correct it. Raises Invalid without a reason."""
    given = _reason(reason, Step.REOPEN)

    async def prepare(_session: Session, found: Cell) -> Change:
        return _decided(actor, found, State.REOPENED, "progress.reopened", given, None)

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


async def chain_of(report: Progress, session: Session | None = None) -> Chain:
    """Who made what proves the report: its writers, the proving file's uploader, the claim's confirmer."""
    proof, submission = report.proof, report.submissions[-1] if report.submissions else None
    writers = {*report.editors, *([submission.by] if submission else [])}
    evidence = await Evidence.find_one({"_id": proof.evidence_id}, session=session)
    finding = await Finding.find_one({"_id": proof.finding_id}, session=session) if proof.finding_id else None
    file_id = finding.file_id if finding else evidence.file_id if evidence else None
    revisions = evidence.revisions if evidence else []
    uploaders = {revision.by for revision in revisions if revision.file_id == file_id}
    return Chain(writers, uploaders, finding.decided_by if finding else None)


async def why_somebody_else(actor: Actor, report: Progress) -> str | None:
    """Why this person may return the report but not verify it, in words; None where they may."""
    if report.state is not State.SUBMITTED or not report.proof.proven:
        return None
    part = part_of(actor.user_id, await chain_of(report))
    return part_words(part) if part else None


def part_words(part: Part) -> str:
    """Why somebody else must verify, in words."""
    return {
        Part.WROTE: _("Anda ikut menulis laporan ini, jadi pemeriksanya harus orang lain."),
        Part.UPLOADED: _("Anda yang mengunggah buktinya, jadi yang memverifikasi harus orang lain."),
        Part.CONFIRMED: _("Anda yang menerima klaimnya, jadi yang memverifikasi harus orang lain."),
    }[part]


async def _demand_apart(session: Session, actor: Actor, report: Progress) -> None:
    """Raise Forbidden for whoever had a part in what proves the report."""
    part = part_of(actor.user_id, await chain_of(report, session))
    if part is not None:
        raise Forbidden(part_words(part))


async def _demand_passing(session: Session, report: Progress) -> None:
    """Raise Invalid where a standing test asks for a person's look, or somebody was unsure."""
    raw = {**report.model_dump(exclude={"id"}), "_id": report.id}
    tests = (await standing_tests(report.instansi, [raw], session=session))[report.id]
    graver = [check.text for check in tests if check.severity in HINDERS]
    if graver:
        raise Invalid(" ".join(graver))
    hold = await Hold.find_one({"_id": report.id, "instansi": report.instansi}, session=session)
    if hold is not None:
        raise Invalid(_("{who} menandainya ragu.").format(who=hold.by_name))


async def _demand_proven(session: Session, found: Cell) -> Progress:
    """Judge the evidence anew, so that nothing which changed since is overlooked."""
    report = found.progress
    await proving.reprove(session, instansi=report.instansi, progress_ids=[report.id])
    judged = await Progress.find_one({"_id": report.id}, session=session) or report
    why = why_not_proven(judged)
    if why is not None:
        words = _("Belum dapat diverifikasi karena belum terbukti: {why} Kembalikan dengan alasan ini.")
        raise Invalid(words.format(why=why))
    return judged


async def _release(session: Session, found: Cell) -> None:
    """A decision ends what somebody was unsure of."""
    where = {"_id": found.progress.id, "instansi": found.progress.instansi}
    await Hold.get_pymongo_collection().delete_one(where, session=session)


def _decided(
    actor: Actor, found: Cell, state: State, action: str, reason: str | None, apip: Sheet | None
) -> Change:
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
        apip=dict(apip or {}),
    )
    decided = submission.model_copy(update={"decision": decision})
    fields = {"submissions": _with_last(found.progress, decided)}
    data = {
        "seen": found.progress.revision,
        "value": found.progress.value,
        "apip": {name: one.model_dump() for name, one in decision.apip.items()},
    }
    return Change(fields, action, data, reason)


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
