"""A locked PDF's password: used while the request runs, never kept.

What is kept beside the original, which stays byte for byte, is a copy that opens without it.
"""

from pathlib import Path

from beanie import PydanticObjectId

from ingest.errors import DocumentError, WrongPassword
from ingest.limits import Limits
from ingest.sandbox import unlocked_in_child
from ingest.sniff import PDF
from tracker.accounts.rights import Actor, Right
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.errors import Invalid
from tracker.evidence import storage
from tracker.evidence.lookup import visible_evidence
from tracker.evidence.models import LOCKED, Evidence, StoredFile
from tracker.evidence.service import Unlock
from tracker.evidence.storing import queue_again
from tracker.evidence.waking import wake
from tracker.i18n import _
from tracker.settings import get_settings

_SECONDS = 60.0  # to write the copy


async def unlock(actor: Actor, *, evidence_id: PydanticObjectId, password: str) -> Evidence:
    """Keep a copy of the evidence's file that opens without the password, and have it read.

    A file that is read, or no longer locked, stays as it is. Raises Invalid for a wrong password.
    """
    evidence = await visible_evidence(actor, evidence_id, right=Right.UPLOAD_EVIDENCE)
    file = await StoredFile.get(evidence.file_id)
    if file is None or file.error_code not in LOCKED:
        return evidence
    copy = await copy_beside(file, password)
    if copy is None:
        return evidence

    async def work(session: Session) -> PydanticObjectId | None:
        job_id = await read_from(session, file, copy)
        subject = Subject(kind="evidence", id=str(evidence.id), label=evidence.title)
        data = {"file": file.id}
        await audit.record(
            session,
            actor=actor,
            instansi=evidence.instansi,
            unit=evidence.unit,
            action="evidence.unlocked",
            subject=subject,
            data=data,
        )
        return job_id

    await wake(await in_transaction(work))
    return evidence


async def copy_beside(file: StoredFile, password: str) -> PydanticObjectId | None:
    """The copy of a stored file that is locked; None where it is no locked PDF. Raises Invalid."""
    async with storage.copied_out(file.gridfs_id) as path:
        return await copy_of(path, file_id=file.id, media_type=file.media_type, password=password)


async def read_from(session: Session, file: StoredFile, copy: PydanticObjectId) -> PydanticObjectId | None:
    """Name the copy that opens, and have the file read from it: the job."""
    await StoredFile.get_pymongo_collection().update_one(
        {"_id": file.id}, {"$set": {"unlocked_id": copy}}, session=session
    )
    return await queue_again(session, file.instansi, file.id)


async def copy_of(path: Path, *, file_id: str, media_type: str, password: str) -> PydanticObjectId | None:
    """Write the copy of a locked PDF; None where the file is no locked PDF.

    Raises Invalid for a wrong password and for a file that cannot be opened.
    """
    if media_type != PDF:
        return None
    try:
        content = await unlocked_in_child(path, name="", password=password, limits=_limits())
    except WrongPassword:
        raise Invalid(
            _("Kata sandi tidak cocok dengan berkas ini. Periksa huruf besar dan kecilnya, lalu coba lagi.")
        ) from None
    except DocumentError as error:
        raise Invalid(error.message) from None
    if content is None:
        return None
    with storage.aside(content) as copy:
        return await storage.keep(copy, file_id=file_id)


def unlock_with(password: str) -> Unlock | None:
    """What an upload does with its password, None without one."""
    if not password:
        return None

    async def unlock_received(taken: storage.Received, file_id: str) -> PydanticObjectId | None:
        return await copy_of(taken.path, file_id=file_id, media_type=taken.media_type, password=password)

    return unlock_received


def _limits() -> Limits:
    settings = get_settings()
    return Limits(
        bytes=settings.max_upload_bytes,
        pages=settings.max_pages,
        seconds=_SECONDS,
        memory_mb=settings.read_memory_mb,
    )
