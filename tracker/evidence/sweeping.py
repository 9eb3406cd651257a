"""Bytes that an interrupted upload left behind: nothing names them, and after a day nothing will."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from beanie import PydanticObjectId
from bson import ObjectId

from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, current_database, in_transaction
from tracker.evidence.models import StoredFile
from tracker.evidence.storage import BUCKET, drop
from tracker.migrations.service import COLLECTION as INSTALLATION

LEFT_ALONE = timedelta(days=1)
OURS = re.compile(r"(?P<instansi>\d{2}(\.\d{2})?):[0-9a-f]{64}")
"""The name of bytes that were kept for a file: others in the bucket are not touched."""


async def sweep_unused(_at: datetime) -> int:
    """Remove the bytes older than a day that no file names, each with its event; how many there were.

    Ages are counted on the real clock, as the database does.
    """
    if not await _first_today():
        return 0
    before = real_now() - LEFT_ALONE
    swept = 0
    async for gridfs_id, name in _unused(before):
        await drop(gridfs_id)
        found = OURS.fullmatch(name)
        if found is not None:
            await _tell(found["instansi"], name)
        swept += 1
    return swept + await _sweep_chunks(before)


async def _first_today() -> bool:
    """Whether nobody has swept today: the look goes through all of the storage."""
    today = real_now().date().isoformat()
    noted = await current_database()[INSTALLATION].update_one(
        {"_id": "sweep"}, {"$set": {"day": today}}, upsert=True
    )
    return bool(noted.modified_count or noted.upserted_id)


async def _unused(before: datetime) -> AsyncIterator[tuple[PydanticObjectId, str]]:
    """Whole bytes that no file names."""
    stored = current_database()[f"{BUCKET}.files"].find({"uploadDate": {"$lt": before}}, {"filename": 1})
    named: set[ObjectId] = set()
    async for one in StoredFile.get_pymongo_collection().find({}, {"gridfs_id": 1, "unlocked_id": 1}):
        named.update(filter(None, (one["gridfs_id"], one.get("unlocked_id"))))
    async for one in stored:
        name = str(one["filename"])
        if OURS.fullmatch(name) and one["_id"] not in named:
            yield PydanticObjectId(one["_id"]), name


async def _sweep_chunks(before: datetime) -> int:
    """Remove the pieces of uploads that never ended; a piece's id tells when it was written."""
    database = current_database()
    chunks = database[f"{BUCKET}.chunks"]
    whole = {one["_id"] async for one in database[f"{BUCKET}.files"].find({}, {"_id": 1})}
    newest: dict[ObjectId, datetime] = {}
    async for chunk in chunks.find({}, {"files_id": 1}):
        if chunk["files_id"] not in whole:
            written = chunk["_id"].generation_time
            newest[chunk["files_id"]] = max(written, newest.get(chunk["files_id"], written))
    loose = [files_id for files_id, written in newest.items() if written < before]
    for files_id in loose:
        if await database[f"{BUCKET}.files"].find_one({"_id": files_id}, {"_id": 1}) is None:
            await chunks.delete_many({"files_id": files_id})
    return len(loose)


async def _tell(instansi: str, name: str) -> None:
    async def work(session: Session) -> None:
        subject = Subject(kind="file", id=name, label=name)
        await audit.record(session, actor=None, instansi=instansi, action="file.swept", subject=subject)

    await in_transaction(work)
