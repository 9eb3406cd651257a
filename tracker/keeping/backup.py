"""`renaksi backup`: everything into one archive, while the system runs, in constant memory.

Documents are read as of one instant (`cut`). Bytes are copied after that: they are never changed and never
removed while a document names them, so what the documents of that instant name is there.
"""

import asyncio
import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bson import ObjectId, decode

from tracker.keeping import archive
from tracker.keeping.archive import Digest, Manifest, Reader, StoredBytes, Writer
from tracker.keeping.buckets import CHUNKS, FILES, buckets_of, chunks_of
from tracker.keeping.cut import Cut, cut
from tracker.keeping.errors import CannotWrite, FileThere
from tracker.migrations import service as schemas
from tracker.migrations.steps import Database

EPHEMERAL = frozenset(
    {
        *("sign_ins", "sign_in_attempts", "api_uses", "heartbeats", "commits", "uploads", "upload_pieces"),
        *("dossier_orders", "dossiers.files", "search_parts", "search_sources"),
    }
)
"""Collections that are not kept: people sign in again, attempts are forgotten, whoever works says so anew,
nobody asks about transactions of before, dossiers are made again, what is found by words is indexed again
(`tracker.search.indexing.catch_up`), and what was on its way is sent again."""
FOLDER = ("rujukan", "clock.json")
"""What belongs to an installation and lies in its data folder; secrets stay out (docs/running.md)."""
SHA256 = re.compile(r"[0-9a-f]{64}")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Named:
    """A stored file as the documents of the cut name it."""

    bucket: str
    id: ObjectId
    name: str
    length: int


class _Bytes:
    """Copies stored files into the archive, each content once, and keeps count."""

    def __init__(self, writer: Writer, database: Database, scratch: Path) -> None:
        self.writer, self.database, self.scratch = writer, database, scratch
        self.known: set[str] = set()
        self.listed, self.size = Digest(), 0
        self.damaged: list[str] = []

    async def add(self, file: _Named) -> StoredBytes | None:
        """Copy a file; None where its bytes are not all there."""
        with tempfile.TemporaryFile(dir=self.scratch) as spool:
            digest, size = hashlib.sha256(), 0
            async for piece in chunks_of(self.database, file.bucket, file.id):
                digest.update(piece)
                size += len(piece)
                spool.write(piece)
            if size != file.length:
                await self._note_missing(file)
                return None
            sha256 = digest.hexdigest()
            if _claimed(file.name) not in (None, sha256):
                self.damaged.append(file.name)
            if sha256 not in self.known:
                spool.seek(0)
                with self.writer.plain(f"files/{sha256}") as entry:
                    shutil.copyfileobj(spool, entry, archive.PIECE)
                self.known.add(sha256)
                self.size += size
        return StoredBytes(file.bucket, str(file.id), sha256, size)

    async def _note_missing(self, file: _Named) -> None:
        """Bytes that were removed since the cut are named by nobody; those that should be there are lost."""
        if await self.database[file.bucket + FILES].find_one({"_id": file.id}, {"_id": 1}) is not None:
            self.damaged.append(file.name)


async def backup(database: Database, path: Path, *, data_dir: Path, at: datetime, say: Say) -> Manifest:
    """Write the archive, read it again in full, and only then give it its name.

    Raises FileThere, CannotWrite, NoSnapshot, or ArchiveDamaged where it does not read as it was written.
    """
    if await asyncio.to_thread(path.exists):
        raise FileThere(path)
    aside = path.with_name(f"{path.name}.part")
    try:
        with Writer(aside) as writer:
            manifest = await _write(writer, database, aside.parent, data_dir, at, say)
        say("check")
        with Reader(aside) as reader:
            reader.check()
        aside.replace(path)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
    finally:
        aside.unlink(missing_ok=True)
    return manifest


async def _write(
    writer: Writer, database: Database, scratch: Path, data_dir: Path, at: datetime, say: Say
) -> Manifest:
    names = sorted(await database.list_collection_names())
    buckets = buckets_of(names)
    left_out = EPHEMERAL | {bucket + CHUNKS for bucket in buckets}
    kept: dict[str, Digest] = {}
    files: list[_Named] = []
    async with cut(database) as still:
        for name in names:
            if name not in left_out and not name.startswith("system."):
                say(name)
                bucket = name.removesuffix(FILES) if name.removesuffix(FILES) in buckets else None
                kept[name] = await _write_documents(writer, still, name, bucket, files)
        schema, trails = await _schema(still), await _trails(still)
        kind = still.kind
    say("bytes")
    copied = await _write_files(writer, database, files, scratch)
    manifest = Manifest(
        made_at=at.isoformat(timespec="seconds"),
        program=schemas.PROGRAM,
        schema=schema,
        database=await _server(database),
        consistency=kind,
        collections={name: digest.as_entry() for name, digest in kept.items()},
        files=copied.listed.count,
        file_bytes=copied.size,
        files_digest=copied.listed.as_entry().digest,
        folder=_write_folder(writer, data_dir),
        trails=trails,
        damaged=copied.damaged,
    )
    with writer.entry(archive.MANIFEST) as entry:
        entry.write(manifest.as_json().encode())
    return manifest


async def _write_documents(
    writer: Writer, still: Cut, name: str, bucket: str | None, files: list[_Named]
) -> Digest:
    """Write the documents of a collection; those of a bucket's files are noted in `files` as well."""
    digest = Digest()
    with writer.entry(f"documents/{name}.bson") as entry:
        async for document in still.documents(name):
            digest.add(document)
            entry.write(document)
            if bucket is not None:
                file = decode(document)
                files.append(_Named(bucket, file["_id"], str(file.get("filename")), int(file["length"])))
    return digest


async def _write_files(writer: Writer, database: Database, files: list[_Named], scratch: Path) -> _Bytes:
    """Copy the bytes, then write down which file has which; `scratch` is a folder with room for one file."""
    copying = _Bytes(writer, database, scratch)
    with tempfile.TemporaryFile(dir=scratch) as listing:
        for file in files:
            if (stored := await copying.add(file)) is not None:
                line = archive.file_line(stored)
                copying.listed.add(line)
                listing.write(line)
        listing.seek(0)
        with writer.entry(archive.FILES) as entry:
            shutil.copyfileobj(listing, entry, archive.PIECE)
    return copying


def _write_folder(writer: Writer, data_dir: Path) -> dict[str, str]:
    written = {}
    for name in FOLDER:
        top = data_dir / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                content, inside = path.read_bytes(), path.relative_to(data_dir).as_posix()
                with writer.entry(f"folder/{inside}") as entry:
                    entry.write(content)
                written[inside] = hashlib.sha256(content).hexdigest()
    return written


async def _schema(still: Cut) -> int:
    found = await still.database[schemas.COLLECTION].find_one({"_id": schemas.SCHEMA}, session=still.session)
    return int(found["version"]) if found else 1


async def _trails(still: Cut) -> dict[str, dict[str, Any]]:
    """Where each institution's audit trail ends, so that it can be told whether a later one continues it."""
    return {
        head["_id"]: {"number": head["number"], "hash": head["hash"]}
        async for head in still.find_all("audit_heads", ["number", "hash"])
    }


async def _server(database: Database) -> str:
    """The server in words, such as "MongoDB 8.2.11"."""
    info = await database.client.server_info()
    return f"MongoDB {info['version']}"


def _claimed(name: str) -> str | None:
    """The SHA-256 in the name of a stored file, "62:ab…" -> "ab…"; None where it bears none."""
    sha256 = name.rpartition(":")[2]
    return sha256 if SHA256.fullmatch(sha256) else None
