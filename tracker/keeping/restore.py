"""`renaksi restore`: an archive into an empty database, marked as unfinished until all of it was found there.

The mark is set before the first write and taken away after the last check; every start of Renaksi refuses a
database that bears it. So a restore that was killed cannot be taken for a whole one, and is simply repeated.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from bson import decode
from bson.raw_bson import RawBSONDocument

from tracker.keeping.archive import FORMAT_VERSION, Digest, Reader
from tracker.keeping.backup import EPHEMERAL
from tracker.keeping.buckets import CHUNKS, FILES, buckets_of, index_bucket, write_bytes
from tracker.keeping.cut import AT_ONCE, raw
from tracker.keeping.errors import ArchiveDamaged, ArchiveNewer, NotEmpty, RestoreDiffers
from tracker.migrations import service as schemas
from tracker.migrations.steps import CURRENT, Database

BATCH_BYTES, BATCH_COUNT = 2 * 1024 * 1024, 500
Say = Callable[[str], None]


def open_archive(path: Path) -> Reader:
    """The archive, where this program can restore it. Raises NoArchive or ArchiveNewer."""
    reader = Reader(path)
    if reader.format_version > FORMAT_VERSION or reader.manifest.schema > CURRENT:
        raise ArchiveNewer(path, reader.manifest.program)
    return reader


async def used_collections(database: Database) -> list[str]:
    """The collections of a database that hold anything; none where an earlier restore was cut off."""
    if (await schemas.state_of(database))["state"] == schemas.RESTORING:
        return []
    names = await database.list_collection_names()
    ours = [name for name in names if name not in EPHEMERAL | {schemas.COLLECTION}]
    return sorted([name for name in ours if await database[name].find_one({}, {"_id": 1}) is not None])


async def restore(database: Database, reader: Reader, *, data_dir: Path, replace: bool, say: Say) -> None:
    """Put the archive into the database, see that it is all there, and only then take the mark away.

    The archive must have been checked. Raises NotEmpty unless `replace`, and RestoreDiffers.
    """
    used = await used_collections(database)
    if used and not replace:
        raise NotEmpty(len(used))
    await _mark(database)
    for name in await database.list_collection_names():
        if name != schemas.COLLECTION and not name.startswith("system."):
            await database.drop_collection(name)
    buckets = _buckets(reader)
    for name in reader.manifest.collections:
        if name.removesuffix(FILES) not in buckets and name != schemas.COLLECTION:
            say(name)
            await _insert(database, name, reader.documents(name))
    say("bytes")
    for bucket in buckets:
        await _insert_bucket(database, reader, bucket)
    say("check")
    differing = [name for name in await _differing(database, reader) if name != schemas.COLLECTION]
    if differing:
        raise RestoreDiffers(differing)
    for path, content in reader.folder():
        _put_beside(data_dir, reader, path, content)
    await _unmark(database, reader)


def _buckets(reader: Reader) -> list[str]:
    """The buckets of the archive, which leaves their chunks out."""
    names = [name for name in reader.manifest.collections if name.endswith(FILES)]
    return buckets_of([*names, *(name.removesuffix(FILES) + CHUNKS for name in names)])


async def _mark(database: Database) -> None:
    """From here on the database is unfinished, whatever ends this process."""
    marked = {"state": schemas.RESTORING, "version": CURRENT, "lease": None, "lease_until": None}
    await database[schemas.COLLECTION].update_one({"_id": schemas.SCHEMA}, {"$set": marked}, upsert=True)


async def _unmark(database: Database, reader: Reader) -> None:
    """Take the archive's own state over: with that the restore is finished."""
    for bson in reader.documents(schemas.COLLECTION) if _has_state(reader) else ():
        document = decode(bson)
        if document["_id"] != schemas.SCHEMA:
            await database[schemas.COLLECTION].replace_one({"_id": document["_id"]}, document, upsert=True)
    state = {"version": reader.manifest.schema, "state": schemas.READY, "lease": None, "lease_until": None}
    await database[schemas.COLLECTION].update_one({"_id": schemas.SCHEMA}, {"$set": state})


def _has_state(reader: Reader) -> bool:
    return schemas.COLLECTION in reader.manifest.collections


async def _insert(database: Database, name: str, documents: Iterator[bytes]) -> None:
    """Write documents as they are, some at a time."""
    into = raw(database, name)
    batch: list[RawBSONDocument] = []
    size = 0
    for document in documents:
        batch.append(RawBSONDocument(document))
        size += len(document)
        if size >= BATCH_BYTES or len(batch) >= BATCH_COUNT:
            await into.insert_many(batch)
            batch, size = [], 0
    if batch:
        await into.insert_many(batch)


async def _insert_bucket(database: Database, reader: Reader, bucket: str) -> None:
    """Write the bytes of a bucket, each file's before the document that names them."""
    await index_bucket(database, bucket)
    stored = {one.id: one for one in reader.stored() if one.bucket == bucket}
    for bson in reader.documents(bucket + FILES):
        file = decode(bson)
        one = stored.get(str(file["_id"]))
        if one is not None:
            await write_bytes(database, bucket, file, reader.pieces(one.sha256, file["chunkSize"]))
        await _insert(database, bucket + FILES, iter([bson]))


async def _differing(database: Database, reader: Reader) -> list[str]:
    """The collections whose documents in the database are not those of the archive."""
    found = []
    for name, expected in reader.manifest.collections.items():
        digest = Digest()
        async for document in raw(database, name).find({}, batch_size=AT_ONCE):
            digest.add(bytes(document.raw))
        if digest.as_entry() != expected:
            found.append(name)
    return found


def _put_beside(data_dir: Path, reader: Reader, path: str, content: bytes) -> None:
    """Put a file into the data folder; one whose path leads out of it is refused."""
    target = (data_dir / path).resolve()
    if not target.is_relative_to(data_dir.resolve()):
        raise ArchiveDamaged(reader.path, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
