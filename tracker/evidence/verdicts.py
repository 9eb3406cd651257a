"""What people say of findings and suggestions: accepted, changed, refused, doubted, and taken back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.disputes.following import follow_findings
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence.edits import edited_fields
from tracker.evidence.lookup import visible_finding, visible_suggestion
from tracker.evidence.models import (
    ACCEPTED,
    DECIDED,
    Evidence,
    Finding,
    StoredFile,
    Suggestion,
    SuggestionState,
    Verdict,
)
from tracker.evidence.proof import claim_value, scale_of
from tracker.evidence.proving import citing, reprove
from tracker.i18n import _
from tracker.progress.cells import Cell, cell_of
from tracker.progress.models import Progress
from tracker.progress.rules import REPORTED, State
from tracker.progress.service import link_evidence


async def decide_finding(
    actor: Actor,
    *,
    finding_id: PydanticObjectId,
    version: int,
    verdict: Verdict,
    fields: Mapping[str, str] | None = None,
) -> Finding:
    """Say what a finding is. The verdict that it has already takes it back to a proposal.

    `fields` are those of an edit, as typed. Raises Conflict where somebody decided since `version`, Invalid
    where a field cannot be understood.
    """
    before, evidence = await visible_finding(actor, finding_id, right=Right.DECIDE_FINDING)
    _demand_version(before, version, verdict)
    edited: dict[str, Any] | None = None
    if verdict is Verdict.EDITED:
        edited = edited_fields(before.kind, before.value, fields or {})
        if edited == before.found:
            verdict, edited = Verdict.CONFIRMED, None
    if verdict is before.verdict and edited == before.edited:
        verdict, edited = Verdict.PROPOSED, None
    return await _write(actor, before, evidence, verdict, edited)


async def undo_verdict(actor: Actor, *, finding_id: PydanticObjectId, version: int) -> Finding:
    """Take a verdict back: the finding is proposed again. Raises Conflict as `decide_finding` does."""
    before, evidence = await visible_finding(actor, finding_id, right=Right.DECIDE_FINDING)
    _demand_version(before, version, Verdict.PROPOSED)
    if before.verdict is Verdict.PROPOSED:
        return before
    return await _write(actor, before, evidence, Verdict.PROPOSED, None)


async def take_up(
    actor: Actor, *, suggestion_id: PydanticObjectId, evidence_id: PydanticObjectId, fill: bool
) -> Progress:
    """Tie the finding to the cell that a suggestion names, through one of the person's evidences of its file.

    A claim that is still proposed is confirmed with it; `fill` writes its value into a cell that is empty.
    """
    suggestion, finding, evidence = await visible_suggestion(actor, suggestion_id)
    if suggestion.target != "progress" or suggestion.target_id is None:
        raise Invalid(_("Saran ini tidak menunjuk sel rencana aksi."))
    if all(one.id != evidence_id for one in evidence):
        raise NotFound(_("Bukti ini tidak ditemukan."))
    cell = await cell_of(actor, progress_id=suggestion.target_id)
    if finding.verdict not in DECIDED:
        finding = await _write(actor, finding, evidence, Verdict.CONFIRMED, None)
    progress = await link_evidence(
        actor,
        progress_id=suggestion.target_id,
        evidence_id=evidence_id,
        findings=[finding.id],
        pages=[finding.page],
        fill_value=value_for(finding.value, cell) if fill else None,
    )
    await _answer(actor, suggestion, SuggestionState.ACCEPTED)
    return progress


def value_for(fields: Mapping[str, Any], cell: Cell) -> Decimal | None:
    """A claim's value in the unit of a cell's output; None where they do not go together."""
    value = claim_value(fields.get("value"))
    scale = scale_of(cell.output.satuan, str(fields.get("kind")))
    return None if value is None or scale is None else value / scale


async def dismiss(actor: Actor, *, suggestion_id: PydanticObjectId) -> Suggestion:
    """Set a suggestion aside; `offer_again` brings it back."""
    suggestion, _finding, _evidence = await visible_suggestion(actor, suggestion_id)
    return await _answer(actor, suggestion, SuggestionState.DISMISSED)


async def offer_again(actor: Actor, *, suggestion_id: PydanticObjectId) -> Suggestion:
    """Bring a suggestion back that was set aside."""
    suggestion, _finding, _evidence = await visible_suggestion(actor, suggestion_id)
    return await _answer(actor, suggestion, SuggestionState.OFFERED)


async def _answer(actor: Actor, suggestion: Suggestion, state: SuggestionState) -> Suggestion:
    """Write what a person did with a suggestion; the same answer again writes nothing."""

    await in_transaction(lambda session: answer_within(session, actor, suggestion, state))
    suggestion.state = state
    return suggestion


async def answer_within(
    session: Session, actor: Actor, suggestion: Suggestion, state: SuggestionState
) -> None:
    """The same as a part of a transaction."""
    result = await Suggestion.get_pymongo_collection().update_one(
        {"_id": suggestion.id, "state": {"$ne": state}}, {"$set": {"state": state}}, session=session
    )
    if result.matched_count:
        await audit.record(
            session,
            actor=actor,
            instansi=suggestion.instansi,
            action=f"suggestion.{state}",
            subject=Subject(kind="suggestion", id=str(suggestion.id), label=suggestion.label),
            unit=suggestion.unit,
            data={"finding": str(suggestion.finding_id), "target": suggestion.target_id},
        )


def verdict_words() -> dict[Verdict, str]:
    """The verdicts as people say them."""
    return {
        Verdict.PROPOSED: _("usulan"),
        Verdict.CONFIRMED: _("diterima"),
        Verdict.EDITED: _("diubah"),
        Verdict.REJECTED: _("ditolak"),
        Verdict.UNSURE: _("ditandai ragu"),
    }


def _demand_version(finding: Finding, version: int, wanted: Verdict) -> None:
    """Raise Conflict, which shows both verdicts, where the finding is no longer what the person saw."""
    if finding.version == version:
        return
    words = verdict_words()
    raise Conflict(
        _(
            "Temuan “{text}” sudah {now} oleh {who} setelah Anda membukanya. Keputusan Anda ({yours}) belum "
            "disimpan. Periksa temuannya, lalu putuskan lagi bila perlu."
        ).format(
            text=finding.text,
            now=words[finding.verdict],
            who=finding.decided_by_name or _("orang lain"),
            yours=words[wanted],
        )
    )


async def _write(
    actor: Actor,
    before: Finding,
    evidence: list[Evidence],
    verdict: Verdict,
    edited: dict[str, Any] | None,
) -> Finding:
    """Write a verdict in a transaction of its own."""

    async def work(session: Session) -> Finding:
        return await write_verdict(session, actor, before, evidence, verdict, edited)

    return await in_transaction(work)


async def write_verdict(
    session: Session,
    actor: Actor,
    before: Finding,
    evidence: list[Evidence],
    verdict: Verdict,
    edited: dict[str, Any] | None = None,
) -> Finding:
    """Write a verdict with its event, and judge anew every report that cites the finding.

    `evidence` are those through which the person has the right over it, as `visible_finding` gives them.
    Raises Conflict where somebody decided since `before`, Invalid where the finding may not fall.
    """
    is_decided = verdict in DECIDED
    fields = {
        "verdict": verdict,
        "edited": edited,
        "decided_by": actor.user_id if is_decided else None,
        "decided_by_name": actor.name if is_decided else None,
        "decided_at": now() if is_decided else None,
    }

    if before.verdict in ACCEPTED and (verdict not in ACCEPTED or edited != before.edited):
        await _demand_free(session, actor, before)
    result = await Finding.get_pymongo_collection().update_one(
        {"_id": before.id, "version": before.version},
        {"$set": fields, "$inc": {"version": 1}},
        session=session,
    )
    after = await Finding.find_one({"_id": before.id}, session=session)
    if after is None:
        raise NotFound(_("Temuan ini tidak ditemukan. Mungkin berkasnya dibaca ulang; muat ulang halaman."))
    if not result.matched_count:
        _demand_version(after, before.version, verdict)
    await _count(session, before, verdict)
    await _tell(session, actor, before, after, evidence)
    ids = await citing(session, before.instansi, [before.id])
    await reprove(session, instansi=before.instansi, progress_ids=ids)
    both = [each.model_dump() for each in (before, after)]
    await follow_findings(session, instansi=before.instansi, findings=both)
    return after


async def _demand_free(session: Session, actor: Actor, finding: Finding) -> None:
    """Raise Invalid where an accepted finding carries what is not this person's to let fall.

    That is a verified report, which the inspectorate opens first, and a report of another unit that cites the
    same bytes: verdicts belong to the file, which units may share.
    """
    where = {"instansi": finding.instansi, "links.findings": finding.id}
    fields = {"state": 1, "unit": 1, "proof.finding_id": 1}
    reports = await Progress.get_pymongo_collection().find(where, fields, session=session).to_list()
    if any(
        report["state"] == State.VERIFIED and report["proof"].get("finding_id") == finding.id
        for report in reports
    ):
        raise Invalid(
            _("Temuan ini membuktikan laporan terverifikasi. Buka lagi laporannya, lalu ubah temuannya.")
        )
    if any(report["state"] in REPORTED and not actor.owns(report.get("unit")) for report in reports):
        raise Invalid(
            _("Temuan ini juga dikutip laporan unit lain. Minta Inspektorat atau koordinator mengubahnya.")
        )


async def _count(session: Session, before: Finding, verdict: Verdict) -> None:
    """Keep the number of findings that wait for somebody."""
    change = (verdict is Verdict.PROPOSED) - (before.verdict is Verdict.PROPOSED)
    if change:
        await StoredFile.get_pymongo_collection().update_one(
            {"_id": before.file_id}, {"$inc": {"proposed_findings": int(change)}}, session=session
        )


async def _tell(
    session: Session, actor: Actor, before: Finding, after: Finding, evidence: list[Evidence]
) -> None:
    units = {one.unit for one in evidence}
    await audit.record(
        session,
        actor=actor,
        instansi=after.instansi,
        action=f"finding.{after.verdict}",
        subject=Subject(kind="finding", id=str(after.id), label=after.text),
        unit=units.pop() if len(units) == 1 else None,
        data={
            "file": after.file_id,
            "before": {"verdict": before.verdict, "value": before.value},
            "after": {"verdict": after.verdict, "value": after.value},
        },
    )
