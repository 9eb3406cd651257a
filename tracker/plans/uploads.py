"""The bytes of sheets on their way into a plan; they stay as the record of the import."""

from bson import ObjectId
from gridfs.asynchronous import AsyncGridFSBucket

from tracker.database import client
from tracker.settings import get_settings

BUCKET = "sheets"


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(client()[get_settings().database], bucket_name=BUCKET)


async def keep(data: bytes, name: str) -> str:
    """Store the bytes of a sheet; the id by which they are found again."""
    return str(await _bucket().upload_from_stream(name, data))


async def load(file_id: str) -> bytes:
    """The bytes of a sheet. Raises gridfs.NoFile."""
    stream = await _bucket().open_download_stream(ObjectId(file_id))
    return bytes(await stream.read())
