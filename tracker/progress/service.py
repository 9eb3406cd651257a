"""What the bureau does to a report: save, submit, withdraw, and tie evidence to it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.clock import now
from tracker.database import Session
from tracker.errors import Invalid, NotFound
from tracker.evidence.models import Evidence, Finding, Verdict
from tracker.i18n import _
from tracker.progress.cells import Cell, cell, cell_of
from tracker.progress.errors import Attempt
from tracker.progress.models import Assessed, Link, Progress, Submission
from tracker.progress.rules import Step
from tracker.progress.steps import Change, Prepare, take_step
from tracker.progress.texts import cleaned

__all__ = [
    "cell",
    "cell_of",
    "link_evidence",
    "linking",
    "save",
    "save_value",
    "submit",
    "unlink_evidence",
    "withdraw",
]


async def save(
    actor: Actor,
    *,
    progress_id: str,
    revision: int,
    value: Decimal | None,
    spent: int | None,
    obstacles: str,
    follow_up: str,
    pm: Mapping[str, Assessed] | None = None,
) -> Progress:
    """Keep what was filled in. Saving what is already there writes nothing. `pm` None: it stays as it is.

    Raises Invalid where the report is submitted or verified, or a text is too long; ReportConflict where
    somebody else wrote since `revision`.
    """
    fields: dict[str, Any] = {
        "value": value,
        "spent": spent,
        "obstacles": cleaned(obstacles, "obstacles"),
        "follow_up": cleaned(follow_up, "follow_up"),
    }
    if pm is not None:
        fields["pm"] = dict(pm)

    async def prepare(_session: Session, found: Cell) -> Change | None:
        changed = {name: new for name, new in fields.items() if getattr(found.progress, name) != new}
        if not changed:
            return None
        before = {name: getattr(found.progress, name) for name in changed}
        data = {"before": _told(before), "after": _told(changed)}
        return Change({**changed, **_edited(actor, found)}, "progress.saved", data)

    attempt = Attempt(revision, value, spent, fields["obstacles"], fields["follow_up"])
    return await take_step(actor, Step.SAVE, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def save_value(actor: Actor, *, progress_id: str, revision: int, value: Decimal | None) -> Progress:
    """Keep the value alone, as it is typed into a list; the rest of the report stays."""
    found = await cell_of(actor, progress_id=progress_id)
    report = found.progress
    return await save(
        actor,
        progress_id=progress_id,
        revision=revision,
        value=value,
        spent=report.spent,
        obstacles=report.obstacles,
        follow_up=report.follow_up,
    )


async def submit(actor: Actor, *, progress_id: str, revision: int) -> Progress:
    """Hand the report in to the inspectorate.

    Raises Invalid without a value, and without evidence unless the obstacles say why there is none.
    """

    async def prepare(_session: Session, found: Cell) -> Change:
        _demand_submittable(found.progress)
        handed_in = _submission(actor, found)
        deadline = found.deadline.title if found.deadline else None
        data = {"value": handed_in.value, "late": handed_in.late, "deadline": deadline}
        fields = {
            "submissions": [*found.progress.submissions, handed_in],
            "submitted_at": handed_in.at,
            **_edited(actor, found),
        }
        return Change(fields, "progress.submitted", data)

    attempt = Attempt(revision)
    return await take_step(actor, Step.SUBMIT, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def withdraw(actor: Actor, *, progress_id: str, revision: int) -> Progress:
    """Take a report back from the queue to change it."""

    async def prepare(_session: Session, found: Cell) -> Change:
        return Change({"submitted_at": None, **_edited(actor, found)}, "progress.withdrawn")

    attempt = Attempt(revision)
    return await take_step(actor, Step.WITHDRAW, progress_id=progress_id, attempt=attempt, prepare=prepare)


async def link_evidence(
    actor: Actor,
    *,
    progress_id: str,
    revision: int | None = None,
    evidence_id: PydanticObjectId,
    findings: Sequence[PydanticObjectId] = (),
    pages: Sequence[int] = (),
    fill_value: Decimal | None = None,
) -> Progress:
    """Tie evidence to the report, citing findings and pages; citations add up over several calls.

    `fill_value` becomes the report's value where nobody has filled one in; a person's value stays. Without a
    `revision` the newest is meant. Raises NotFound for evidence or a finding that this person may not see.
    """
    seen = (
        revision
        if revision is not None
        else (await cell_of(actor, progress_id=progress_id)).progress.revision
    )

    attempt = Attempt(seen)
    prepare = linking(
        actor, evidence_id=evidence_id, findings=findings, pages=pages, value=fill_value, replaces=False
    )
    return await take_step(actor, Step.SAVE, progress_id=progress_id, attempt=attempt, prepare=prepare)


def linking(
    actor: Actor,
    *,
    evidence_id: PydanticObjectId,
    findings: Sequence[PydanticObjectId],
    pages: Sequence[int],
    value: Decimal | None,
    replaces: bool,
    told: Mapping[str, Any] | None = None,
) -> Prepare:
    """The step that ties evidence to a report. `value` goes into an empty cell, and in the place of a value
    only where it `replaces` that; `told` is what else its event tells."""

    async def prepare(session: Session, found: Cell) -> Change | None:
        evidence = await _evidence(session, actor, evidence_id, found)
        await _demand_findings(session, evidence, findings)
        links = _with_link(found.progress.links, actor, evidence_id, findings, pages)
        before = found.progress.value
        after = value if value is not None and (before is None or replaces) else before
        if links is None and after == before:
            return None
        data: dict[str, Any] = {"evidence": str(evidence_id), "title": evidence.title, **(told or {})}
        data["findings"] = [str(one) for one in findings]
        if after != before:
            data |= {"before": {"value": before}, "after": {"value": after}}
        fields = {"links": links or found.progress.links, "value": after, **_edited(actor, found)}
        return Change(fields, "progress.linked", data)

    return prepare


async def unlink_evidence(
    actor: Actor, *, progress_id: str, revision: int, evidence_id: PydanticObjectId
) -> Progress:
    """Take evidence off the report; the evidence itself stays."""

    async def prepare(session: Session, found: Cell) -> Change:
        links = [link for link in found.progress.links if link.evidence_id != evidence_id]
        if len(links) == len(found.progress.links):
            raise NotFound(_("Bukti ini tidak terkait dengan laporan ini."))
        evidence = await Evidence.find_one({"_id": evidence_id}, session=session)
        data = {"evidence": str(evidence_id), "title": evidence.title if evidence else None}
        return Change({"links": links, **_edited(actor, found)}, "progress.unlinked", data)

    attempt = Attempt(revision)
    return await take_step(actor, Step.SAVE, progress_id=progress_id, attempt=attempt, prepare=prepare)


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as an event tells them."""
    return {
        name: {key: one.model_dump() for key, one in value.items()} if name == "pm" else value
        for name, value in fields.items()
    }


def _edited(actor: Actor, found: Cell) -> dict[str, list[str]]:
    return {"editors": sorted({*found.progress.editors, actor.user_id})}


def missing_for_submit(*, has_value: bool, has_links: bool, obstacles: str) -> dict[str, str]:
    """What keeps a report from being handed in, by field, in words; empty where nothing does."""
    problems = {}
    if not has_value:
        problems["value"] = _("Isi realisasinya. Bila memang belum ada, isi 0 dan jelaskan di Kendala.")
    if not has_links and not obstacles:
        problems["obstacles"] = _(
            "Belum ada bukti. Kaitkan bukti, atau jelaskan di Kendala mengapa belum ada."
        )
    return problems


def _demand_submittable(report: Progress) -> None:
    problems = missing_for_submit(
        has_value=report.value is not None, has_links=bool(report.links), obstacles=report.obstacles
    )
    if problems:
        raise Invalid(_("Laporan ini belum dapat diajukan. Lengkapi yang ditandai."), problems)


def _submission(actor: Actor, found: Cell) -> Submission:
    """The report as it is handed in; its revision is the one that the step makes."""
    report, at = found.progress, now()
    return Submission(
        revision=report.revision + 1,
        value=report.value,
        spent=report.spent,
        obstacles=report.obstacles,
        follow_up=report.follow_up,
        links=report.links,
        pm=report.pm,
        by=actor.user_id,
        by_name=actor.name,
        at=at,
        late=found.is_late(at),
    )


async def _evidence(session: Session, actor: Actor, evidence_id: PydanticObjectId, found: Cell) -> Evidence:
    evidence = await Evidence.find_one({"_id": evidence_id, "removed": False}, session=session)
    if evidence is None:
        raise NotFound(_("Bukti ini tidak ditemukan."))
    demand(actor, Right.VIEW_EVIDENCE, instansi=evidence.instansi, unit=evidence.unit)
    if evidence.unit is not None and evidence.unit != found.renaksi.unit and not actor.owns(None):
        raise NotFound(_("Bukti ini milik unit lain. Unggah bukti unit Anda sendiri."))
    return evidence


async def _demand_findings(
    session: Session, evidence: Evidence, findings: Sequence[PydanticObjectId]
) -> None:
    """Every cited finding stands in a file of the evidence, and nobody rejected it."""
    if not findings:
        return
    where = {"_id": {"$in": list(findings)}, "instansi": evidence.instansi}
    found = await Finding.find(where, session=session).to_list()
    files = {revision.file_id for revision in evidence.revisions}
    if len(found) != len(set(findings)) or any(finding.file_id not in files for finding in found):
        raise NotFound(_("Temuan yang dikutip tidak ada dalam bukti ini."))
    if any(finding.verdict is Verdict.REJECTED for finding in found):
        raise Invalid(_("Temuan yang sudah ditolak tidak dapat dikutip. Pilih temuan lain."))


def _with_link(
    links: Sequence[Link],
    actor: Actor,
    evidence_id: PydanticObjectId,
    findings: Sequence[PydanticObjectId],
    pages: Sequence[int],
) -> list[Link] | None:
    """The links with this one added to what was cited before; None where all of it was cited already."""
    earlier = next((link for link in links if link.evidence_id == evidence_id), None)
    cited = list(dict.fromkeys([*(earlier.findings if earlier else []), *findings]))
    seen = sorted({*(earlier.pages if earlier else []), *pages})
    if earlier is not None and cited == earlier.findings and seen == earlier.pages:
        return None
    made = Link(evidence_id=evidence_id, findings=cited, pages=seen, by=actor.user_id, at=now())
    if earlier is None:
        return [*links, made]
    return [made if link.evidence_id == evidence_id else link for link in links]
