"""GridFS from below: its buckets, and the bytes of a file read and written raw.

`tracker.evidence.storage` is the way of the application; here every bucket is kept, whoever fills it.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from bson import ObjectId
from pymongo import ASCENDING

from tracker.migrations.steps import Database

FILES, CHUNKS = ".files", ".chunks"
BATCH_BYTES = 2 * 1024 * 1024
CHUNKS_AT_ONCE = 8  # of 255 KiB each; a server's own choice is 16 MB


def buckets_of(collections: Iterable[str]) -> list[str]:
    """The buckets among some collections: ["bytes.files", "bytes.chunks", "plans"] -> ["bytes"]."""
    names = set(collections)
    return sorted(
        name.removesuffix(FILES)
        for name in names
        if name.endswith(FILES) and name.removesuffix(FILES) + CHUNKS in names
    )


async def chunks_of(database: Database, bucket: str, file_id: ObjectId) -> AsyncIterator[bytes]:
    """The bytes of a file, chunk by chunk; fewer than its length says where some are gone."""
    found = database[bucket + CHUNKS].find(
        {"files_id": file_id}, {"n": 1, "data": 1}, batch_size=CHUNKS_AT_ONCE
    )
    found = found.sort("n", ASCENDING)
    expected = 0
    async for chunk in found:
        if chunk["n"] != expected:
            return
        expected += 1
        yield bytes(chunk["data"])


async def write_bytes(
    database: Database, bucket: str, file: Mapping[str, Any], pieces: Iterable[bytes]
) -> None:
    """Write the chunks of a file; each piece must be as long as its `chunkSize`, but the last."""
    batch: list[dict[str, Any]] = []
    size = 0
    for number, piece in enumerate(pieces):
        batch.append({"_id": ObjectId(), "files_id": file["_id"], "n": number, "data": piece})
        size += len(piece)
        if size >= BATCH_BYTES:
            await database[bucket + CHUNKS].insert_many(batch)
            batch, size = [], 0
    if batch:
        await database[bucket + CHUNKS].insert_many(batch)


async def index_bucket(database: Database, bucket: str) -> None:
    """The indexes that every GridFS driver expects."""
    await database[bucket + CHUNKS].create_index(
        [("files_id", ASCENDING), ("n", ASCENDING)], unique=True, name="files_id_1_n_1"
    )
    await database[bucket + FILES].create_index(
        [("filename", ASCENDING), ("uploadDate", ASCENDING)], name="filename_1_uploadDate_1"
    )
