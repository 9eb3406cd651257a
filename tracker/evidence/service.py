"""Evidence: taken in, revised, described, removed and brought back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand, may
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.disputes.following import follow_file
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence import storage
from tracker.evidence.lookup import visible_evidence, visible_of_file
from tracker.evidence.models import Evidence, Revision, Source, StoredFile
from tracker.evidence.periods import days_of
from tracker.evidence.proving import reprove, served_by_evidence
from tracker.evidence.storing import Stored, file_id_of, queue_again, store
from tracker.evidence.waking import wake
from tracker.i18n import _
from tracker.institutions.models import Unit
from tracker.progress.models import Progress
from tracker.progress.rules import REPORTED, State

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says of an evidence. `period` is EDTF; `title` empty: the file's name."""

    title: str = ""
    source: Source = Source.REPORT
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The outcome of an upload: the evidence, its file, and whether the institution had those bytes already.

    `twin` is another evidence of the same bytes that this person may see, the oldest of them. `revision` is
    the number of the revision that it became of what was there; `is_same`: its last revision has these bytes.
    """

    evidence: Evidence
    file: StoredFile
    known: bool = False
    twin: Evidence | None = None
    revision: int | None = None
    is_same: bool = False


class SameBytes(Invalid):
    """The newest revision has the very bytes."""


Unlock = Callable[[storage.Received, str], Awaitable[PydanticObjectId | None]]
"""Writes a copy of received bytes (and their file's id) that opens without a password, None for others."""


async def upload(
    actor: Actor,
    *,
    unit: str | None,
    source: storage.Source,
    name: str,
    described: Described | None = None,
    unlock: Unlock | None = None,
    sha256: str = "",
    also: Callable[[Session, Evidence], Awaitable[None]] | None = None,
) -> Uploaded:
    """Take a file in as a new evidence of the unit and have it read.

    Bytes that the institution has already are not kept twice. `unlock` makes the copy of a locked file that
    is read in its place; `also` writes more in the same transaction. Raises NotFound for a unit that is not
    the person's, TooLarge, and Invalid for an empty file, a kind that cannot be read, a bad description, or
    bytes that are not those of `sha256`.
    """
    await demand_unit(actor, unit)
    said = _checked(described or Described(), name)

    copy: PydanticObjectId | None = None

    async def write(session: Session, kept: Stored) -> Evidence:
        await _name_copy(session, kept, copy)
        evidence = Evidence(
            instansi=actor.instansi,
            unit=unit,
            title=said.title,
            source=said.source,
            period=said.period,
            revisions=[_revision(actor, 1, kept.file, name)],
            file_id=kept.file.id,
            created_at=now(),
            updated_at=now(),
        )
        await evidence.insert(session=session)
        data = {"file": kept.file.id, "name": name, "size": kept.file.size, "known": kept.known}
        data |= {"unlocked": True} if copy is not None else {}
        await _tell(session, actor, "evidence.uploaded", evidence, data)
        if also is not None:
            await also(session, evidence)
        return evidence

    async with storage.received(source, name=name, sha256=sha256) as taken:
        copy = await unlock(taken, file_id_of(actor.instansi, taken.sha256)) if unlock else None
        evidence, kept = await store(actor, taken, name, write)
    twin = await _twin(actor, evidence, kept) if kept.known else None
    return Uploaded(evidence, kept.file, kept.known, twin)


async def add_revision(
    actor: Actor,
    *,
    evidence_id: PydanticObjectId,
    version: int,
    source: storage.Source,
    name: str,
    unlock: Unlock | None = None,
    sha256: str = "",
    also: Callable[[Session, Evidence], Awaitable[None]] | None = None,
) -> Uploaded:
    """Follow an evidence's file up with a newer one; the earlier ones stay, with what was found in them.

    `unlock`, `sha256` and `also` are as in `upload`. Raises Conflict where somebody changed the evidence
    since `version`, SameBytes where nothing would change.
    """
    copy: PydanticObjectId | None = None
    before = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    _demand_version(before, version)

    async def write(session: Session, kept: Stored) -> Evidence:
        if kept.file.id == before.file_id:
            raise SameBytes(
                _("Isi berkas ini sama persis dengan revisi terakhir, jadi tidak ada yang diganti.")
            )
        await _demand_unverified(session, before)
        await _name_copy(session, kept, copy)
        revision = _revision(actor, before.revisions[-1].number + 1, kept.file, name)
        changes = {"$set": {"file_id": kept.file.id}, "$push": {"revisions": revision.model_dump()}}
        evidence = await _change(session, before, changes)
        data = {"revision": revision.number, "file": kept.file.id, "name": name}
        await _tell(session, actor, "evidence.revised", evidence, data)
        await _reprove(session, evidence)
        if also is not None:
            await also(session, evidence)
        return evidence

    async with storage.received(source, name=name, sha256=sha256) as taken:
        copy = await unlock(taken, file_id_of(actor.instansi, taken.sha256)) if unlock else None
        evidence, kept = await store(actor, taken, name, write)
    return Uploaded(evidence, kept.file, kept.known)


async def _name_copy(session: Session, kept: Stored, copy: PydanticObjectId | None) -> None:
    """Name the copy of a locked file that opens without its password; None: there is none."""
    if copy is not None:
        await StoredFile.get_pymongo_collection().update_one(
            {"_id": kept.file.id}, {"$set": {"unlocked_id": copy}}, session=session
        )


async def describe(
    actor: Actor, *, evidence_id: PydanticObjectId, version: int, described: Described
) -> Evidence:
    """Change title, source or period. Raises Conflict where somebody changed the evidence since `version`."""
    before = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    _demand_version(before, version)
    said = _checked(described, before.title)
    after = {"title": said.title, "source": said.source, "period": said.period}
    changed = {name: value for name, value in after.items() if getattr(before, name) != value}
    if not changed:
        return before

    async def work(session: Session) -> Evidence:
        if "period" in changed:
            await _demand_unverified(session, before)
        evidence = await _change(session, before, {"$set": changed})
        data = {"before": {name: getattr(before, name) for name in changed}, "after": changed}
        await _tell(session, actor, "evidence.described", evidence, data)
        await _reprove(session, evidence)
        return evidence

    return await in_transaction(work)


async def remove(actor: Actor, *, evidence_id: PydanticObjectId, version: int) -> Evidence:
    """Take an evidence out of the lists; `restore` brings it back.

    Raises Invalid while a report that was handed in or verified rests on it.
    """
    before = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    _demand_version(before, version)

    async def work(session: Session) -> Evidence:
        await _demand_free(session, before)
        evidence = await _change(session, before, {"$set": {"removed": True}})
        await _tell(session, actor, "evidence.removed", evidence)
        await _reprove(session, evidence)
        return evidence

    return await in_transaction(work)


async def restore(actor: Actor, *, evidence_id: PydanticObjectId) -> Evidence:
    """Bring a removed evidence back."""
    before = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE, removed=True)
    if not before.removed:
        return before

    async def work(session: Session) -> Evidence:
        evidence = await _change(session, before, {"$set": {"removed": False}})
        await _tell(session, actor, "evidence.restored", evidence)
        await _reprove(session, evidence)
        return evidence

    return await in_transaction(work)


async def retry(actor: Actor, *, evidence_id: PydanticObjectId) -> StoredFile:
    """Have a file read again that could not be read. One that is read or on its way stays as it is."""
    evidence = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)

    async def work(session: Session) -> PydanticObjectId | None:
        job_id = await queue_again(session, evidence.instansi, evidence.file_id)
        if job_id is not None:
            await _tell(session, actor, "evidence.retried", evidence, {"file": evidence.file_id})
            await _reprove(session, evidence)
        return job_id

    await wake(await in_transaction(work))
    file = await StoredFile.get(evidence.file_id)
    assert file is not None  # noqa: S101 - an evidence is written with its file
    return file


async def record_download(actor: Actor, evidence: Evidence, revision: Revision) -> None:
    """Write into the trail that somebody took a copy."""

    async def work(session: Session) -> None:
        data = {"revision": revision.number, "file": revision.file_id}
        await _tell(session, actor, "evidence.downloaded", evidence, data)

    await in_transaction(work)


async def _twin(actor: Actor, evidence: Evidence, kept: Stored) -> Evidence | None:
    others = await visible_of_file(actor, kept.file.id)
    return next((other for other in others if other.id != evidence.id), None)


async def demand_unit(actor: Actor, unit: str | None) -> None:
    """Raise NotFound or Forbidden unless the person may bring evidence in for the unit."""
    demand(actor, Right.UPLOAD_EVIDENCE, instansi=actor.instansi, unit=unit)
    if unit is not None and await Unit.find_one({"_id": unit, "instansi": actor.instansi}) is None:
        raise NotFound(_("Unit ini tidak ditemukan."))


def _checked(said: Described, fallback: str) -> Described:
    """The description with the file's name for a missing title. Raises Invalid."""
    title = " ".join((said.title.strip() or title_of(fallback)).split())
    if len(title) > LONGEST_TITLE:
        words = _("Judul lebih dari {count} huruf. Ringkas judulnya.").format(count=LONGEST_TITLE)
        raise Invalid(words, {"title": words})
    period = said.period or None
    if period is not None and days_of(period) is None:
        words = _("Periode ini tidak dikenali. Pilih periode dari daftar.")
        raise Invalid(words, {"period": words})
    return Described(title, said.source, period)


def title_of(name: str) -> str:
    """A title from a file's name: "laporan_TW3-2023.pdf" -> "laporan TW3-2023"."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    return " ".join(stem.replace("_", " ").split())[:LONGEST_TITLE] or _("Tanpa judul")


def _revision(actor: Actor, number: int, file: StoredFile, name: str) -> Revision:
    at: datetime = now()
    return Revision(
        number=number, file_id=file.id, file_name=name, by=actor.user_id, by_name=actor.name, at=at
    )


def _demand_version(evidence: Evidence, version: int) -> None:
    if evidence.version != version:
        raise Conflict(
            _(
                "Bukti “{title}” sudah diubah orang lain setelah Anda membukanya. Belum ada yang disimpan; "
                "muat ulang halaman, lalu ulangi."
            ).format(title=evidence.title)
        )


async def _change(session: Session, before: Evidence, changes: dict[str, Any]) -> Evidence:
    """Write changes to the evidence as it was seen, one version on. Raises Conflict."""
    written = {**changes, "$set": {**changes.get("$set", {}), "updated_at": now()}, "$inc": {"version": 1}}
    result = await Evidence.get_pymongo_collection().update_one(
        {"_id": before.id, "version": before.version}, written, session=session
    )
    if not result.matched_count:
        _demand_version(before, before.version - 1)
    after = await Evidence.find_one({"_id": before.id}, session=session)
    assert after is not None  # noqa: S101 - it was written just above
    return after


async def _demand_free(session: Session, evidence: Evidence) -> None:
    """Raise Invalid while a report that was handed in or verified rests on the evidence."""
    wanted = {"instansi": evidence.instansi, "links.evidence_id": evidence.id}
    reports = await Progress.get_pymongo_collection().find(wanted, {"state": 1}, session=session).to_list()
    held = sum(report["state"] in REPORTED for report in reports)
    if held:
        raise Invalid(
            _(
                "Bukti ini dipakai {count} laporan yang sudah diajukan atau terverifikasi, jadi tidak dapat "
                "dihapus. Tarik atau buka laporannya lebih dahulu."
            ).format(count=held)
        )


async def _demand_unverified(session: Session, evidence: Evidence) -> None:
    """Raise Invalid where a verified report rests on the evidence: it stays as it was seen."""
    wanted = {"instansi": evidence.instansi, "links.evidence_id": evidence.id}
    reports = await Progress.get_pymongo_collection().find(wanted, {"state": 1}, session=session).to_list()
    verified = sum(report["state"] == State.VERIFIED for report in reports)
    if verified:
        raise Invalid(
            _(
                "Bukti ini mendasari {count} laporan terverifikasi, jadi periode dan berkasnya tidak dapat "
                "diganti. Unggah sebagai bukti baru, atau minta Inspektorat membuka laporannya lagi."
            ).format(count=verified)
        )


async def _reprove(session: Session, evidence: Evidence) -> None:
    ids = await served_by_evidence(session, evidence.instansi, [evidence.id])
    await reprove(session, instansi=evidence.instansi, progress_ids=ids)
    for revision in evidence.revisions:
        await follow_file(session, instansi=evidence.instansi, file_id=revision.file_id)


async def _tell(
    session: Session, actor: Actor, action: str, evidence: Evidence, data: dict[str, Any] | None = None
) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=evidence.instansi,
        action=action,
        subject=Subject(kind="evidence", id=str(evidence.id), label=evidence.title),
        unit=evidence.unit,
        data=data,
    )


def may_change(actor: Actor, evidence: Evidence) -> bool:
    """Whether this person may change the evidence, for what a page offers."""
    return may(actor, Right.UPLOAD_EVIDENCE, instansi=evidence.instansi, unit=evidence.unit) and (
        evidence.unit is not None or actor.owns(None)
    )
