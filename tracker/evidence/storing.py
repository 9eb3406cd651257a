"""Bytes on their way into the storage: kept once, written with their file, its job, what stands on them."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from beanie import PydanticObjectId
from pymongo.errors import DuplicateKeyError, PyMongoError

from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.evidence import storage
from tracker.evidence.models import ReadingState, StoredFile
from tracker.evidence.rereading import queue_reading
from tracker.evidence.waking import wake

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a transaction made of received bytes; `job_id` where something is to be read or matched."""

    file: StoredFile
    known: bool
    job_id: PydanticObjectId | None


Write = Callable[[Session, Stored], Awaitable[T]]
"""Writes what stands on stored bytes, such as an evidence, within the transaction that stores them."""


def file_id_of(instansi: str, sha256: str) -> str:
    """The id of a stored file: ("62", "ab…") -> "62:ab…"."""
    return f"{instansi}:{sha256}"


async def queue_again(session: Session, instansi: str, file_id: str) -> PydanticObjectId | None:
    """Queue a file that could not be read; None where it is read or on its way."""
    result = await StoredFile.get_pymongo_collection().update_one(
        {"_id": file_id, "state": ReadingState.FAILED}, {"$set": _UNREAD}, session=session
    )
    return await queue_reading(session, instansi, file_id) if result.matched_count else None


_UNREAD: dict[str, Any] = {
    "state": ReadingState.QUEUED,
    "stage": "queued",
    "pages_done": 0,
    "error": None,
    "error_code": None,
}


async def store(actor: Actor, taken: storage.Received, name: str, write: Write[T]) -> tuple[T, Stored]:
    """Keep the bytes unless they are known, then write file, job and what `write` does in one transaction."""
    file_id = file_id_of(actor.instansi, taken.sha256)
    known = await StoredFile.get(file_id)
    fresh = None if known else await storage.keep(taken.path, file_id=file_id)

    async def work(session: Session) -> tuple[T, Stored]:
        file, is_new = await _file(session, actor.instansi, taken, name, fresh or (known and known.gridfs_id))
        job_id = await _job_for(session, file, is_new=is_new)
        kept = Stored(file, not is_new, job_id)
        return await write(session, kept), kept

    try:
        made, kept = await _once_more_on_duplicate(work)
    finally:
        await _drop_unless_named(fresh, file_id)
    await wake(kept.job_id)
    return made, kept


async def _once_more_on_duplicate(work: Callable[[Session], Awaitable[T]]) -> T:
    """Do the work; when somebody stored the same bytes at the same moment, again, now that they are there."""
    try:
        return await in_transaction(work)
    except DuplicateKeyError:
        return await in_transaction(work)


async def _file(
    session: Session, instansi: str, taken: storage.Received, name: str, gridfs_id: PydanticObjectId | None
) -> tuple[StoredFile, bool]:
    """The stored file of these bytes, and whether it was made just now."""
    assert gridfs_id is not None  # noqa: S101 - either the bytes were known, or they were written
    fresh = StoredFile(
        id=file_id_of(instansi, taken.sha256),
        instansi=instansi,
        sha256=taken.sha256,
        size=taken.size,
        media_type=taken.media_type,
        name=name,
        gridfs_id=gridfs_id,
        received_at=now(),
    )
    found = await StoredFile.find_one({"_id": fresh.id}, session=session)
    if found is not None:
        return found, False
    await fresh.insert(session=session)
    return fresh, True


async def _job_for(session: Session, file: StoredFile, *, is_new: bool) -> PydanticObjectId | None:
    """Queue what is to be done with a file: read a new or failed one, match a read one for its new evidence.

    One that is on its way is left alone: its reading looks for evidences at its very end.
    """
    if file.state is ReadingState.FAILED:
        await StoredFile.get_pymongo_collection().update_one(
            {"_id": file.id}, {"$set": _UNREAD}, session=session
        )
    elif not is_new and file.state is not ReadingState.READY:
        return None
    return await queue_reading(session, file.instansi, file.id)


async def _drop_unless_named(gridfs_id: PydanticObjectId | None, file_id: str) -> None:
    """Remove bytes that were written for nothing: somebody else was quicker, or the transaction failed."""
    if gridfs_id is None:
        return
    try:
        file = await StoredFile.get(file_id)
        if file is None or file.gridfs_id != gridfs_id:
            await storage.drop(gridfs_id)
    except PyMongoError as error:
        log.warning("unused bytes %s stay behind: %s", gridfs_id, error)
