"""The bytes of files: taken in piece by piece, kept in GridFS once per institution, copied out at need."""

import asyncio
import hashlib
import io
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from beanie import PydanticObjectId
from gridfs import NoFile
from gridfs.asynchronous import AsyncGridFSBucket, AsyncGridOut

from ingest.refused import advice, is_known
from ingest.sniff import EMPTY, sniff
from tracker.database import client
from tracker.errors import Invalid, NotFound, TooLarge
from tracker.evidence.kinds import READABLE, kinds_in_words
from tracker.i18n import _
from tracker.settings import get_settings
from tracker.web.formats import file_size

BUCKET = "bytes"
PIECE = 1024 * 1024  # bytes


class Source(Protocol):
    """What bytes come from: an uploaded file, or anything else that is read in pieces."""

    async def read(self, size: int = ..., /) -> bytes: ...


class InMemory:
    """Bytes that are there already, read in pieces as an upload is."""

    def __init__(self, content: bytes) -> None:
        self._file = io.BytesIO(content)

    async def read(self, size: int = -1, /) -> bytes:
        return self._file.read(size)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in: where it lies for now, and what it is."""

    path: Path
    sha256: str
    size: int  # bytes
    media_type: str


class OtherBytes(Invalid):
    """What came is not what its sender has."""


@asynccontextmanager
async def received(source: Source, *, name: str, sha256: str = "") -> AsyncIterator[Received]:
    """Take a file in, hash it on the way, tell its type by its content; it is gone when the block ends.

    `sha256`: what it must be, in hexadecimal, or "". Raises TooLarge, OtherBytes or Invalid with what to do.
    Only a piece of the file is in memory at any time.
    """
    with tempfile.TemporaryDirectory(prefix="renaksi-") as folder:
        path = Path(folder, "upload")
        came, size = await _take(source, path, name)
        if sha256 and came != sha256.lower():
            raise OtherBytes(
                _("{name} yang sampai tidak sama dengan berkas Anda. Unggah lagi dari awal.").format(
                    name=name
                )
            )
        media_type = await asyncio.to_thread(sniff, path)
        if media_type == EMPTY:
            raise Invalid(_("{name} kosong (0 bita). Periksa berkasnya, lalu unggah lagi.").format(name=name))
        if media_type not in READABLE and is_known(media_type):
            raise Invalid(f"{name}: {advice(media_type)}")
        if media_type not in READABLE:
            raise Invalid(
                _("{name} bukan jenis berkas yang dapat dibaca. Unggah sebagai {kinds}.").format(
                    name=name, kinds=kinds_in_words()
                )
            )
        yield Received(path, came, size, media_type)


async def _take(source: Source, path: Path, name: str) -> tuple[str, int]:
    """Copy the source to the path; its SHA-256 in hexadecimal and its size in bytes."""
    digest, size, limit = hashlib.sha256(), 0, get_settings().max_upload_bytes
    with path.open("wb") as file:
        while piece := await source.read(PIECE):
            size += len(piece)
            if size > limit:
                raise TooLarge(
                    _(
                        "{name} lebih besar dari batas {limit} per berkas. Perkecil atau bagi menjadi "
                        "beberapa berkas, lalu unggah lagi."
                    ).format(name=name, limit=file_size(limit))
                )
            digest.update(piece)
            await asyncio.to_thread(file.write, piece)
    return digest.hexdigest(), size


def bucket() -> AsyncGridFSBucket:
    """Where the bytes are."""
    return AsyncGridFSBucket(client()[get_settings().database], bucket_name=BUCKET)


async def keep(path: Path, *, file_id: str) -> PydanticObjectId:
    """Write the bytes of a file into GridFS; the id of what was written."""
    stream = bucket().open_upload_stream(file_id)
    with path.open("rb") as file:
        async with stream:
            while piece := await asyncio.to_thread(file.read, PIECE):
                await stream.write(piece)
    return PydanticObjectId(stream._id)


@contextmanager
def aside(content: bytes) -> Iterator[Path]:
    """Bytes as a file of this machine, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="renaksi-") as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        yield path


async def drop(gridfs_id: PydanticObjectId) -> None:
    """Remove bytes that nothing names."""
    await bucket().delete(gridfs_id)


@asynccontextmanager
async def copied_out(gridfs_id: PydanticObjectId) -> AsyncIterator[Path]:
    """The bytes as a file of this machine, gone when the block ends. Raises gridfs.NoFile."""
    with tempfile.TemporaryDirectory(prefix="renaksi-") as folder:
        path = Path(folder, "file")
        file = await asyncio.to_thread(path.open, "wb")
        with file:
            async for piece in pieces(gridfs_id):
                await asyncio.to_thread(file.write, piece)
        yield path


async def pieces(gridfs_id: PydanticObjectId) -> AsyncIterator[bytes]:
    """The bytes, piece by piece. Raises gridfs.NoFile."""
    async for piece in _read(await bucket().open_download_stream(gridfs_id)):
        yield piece


async def opened(gridfs_id: PydanticObjectId) -> AsyncIterator[bytes]:
    """The bytes, piece by piece, for an answer: raises NotFound before the first one where there are none."""
    try:
        stream = await bucket().open_download_stream(gridfs_id)
    except NoFile as error:
        raise NotFound(_("Isi berkas tidak ada di penyimpanan. Unggah ulang berkasnya.")) from error
    return _read(stream)


async def _read(stream: AsyncGridOut) -> AsyncIterator[bytes]:
    while piece := await stream.readchunk():
        yield bytes(piece)
