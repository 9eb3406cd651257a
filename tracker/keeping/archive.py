"""The archive: one ZIP (64-bit) that any tool opens, written and read in pieces.

documents/NAME.bson   every document of a collection, one after the other, as in mongodump's files
files/SHA256          the bytes of a file, once however many name them
files.jsonl           which stored file has which bytes: {"bucket", "id", "sha256", "size"}
folder/…              what else belongs to an installation and lies in the data folder
manifest.json         counts and hashes of all that, written last

A ZIP ends with its table of contents, and it is given its name only when it was read again in full: one that
was cut off is never taken for a whole one.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tracker.keeping.errors import ArchiveDamaged, NoArchive

FORMAT, FORMAT_VERSION = "renaksi-backup", 1
MANIFEST, FILES = "manifest.json", "files.jsonl"
PIECE = 1024 * 1024  # bytes
QUICK = 1  # of the levels of deflate: documents shrink to a fifth at little cost
LENGTH_BYTES = 4  # a BSON document begins with its own length
LARGEST_DOCUMENT = 48 * 1024 * 1024  # bytes; MongoDB's own limit is 16 MB and some room
WHOLE = 2**256


@dataclass(slots=True)
class Digest:
    """A hash of a set of documents that does not depend on their order: the sum of the hashes of each."""

    count: int = 0
    size: int = 0  # bytes
    total: int = 0

    def add(self, document: bytes) -> None:
        self.count += 1
        self.size += len(document)
        self.total = (self.total + int.from_bytes(hashlib.sha256(document).digest())) % WHOLE

    def as_entry(self) -> "Collection":
        return Collection(self.count, self.size, f"{self.total:064x}")


@dataclass(frozen=True, slots=True)
class Collection:
    """What an archive holds of a collection. `digest` is that of `Digest`, in hexadecimal."""

    count: int
    size: int  # bytes
    digest: str


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """The bytes of one file of a GridFS bucket. `id` is the hexadecimal of its ObjectId."""

    bucket: str
    id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds, when and of what it was made."""

    made_at: str  # ISO 8601
    program: str
    schema: int
    database: str  # the server that it came from, in words
    consistency: str  # how the documents were read as of one instant
    collections: dict[str, Collection]
    files: int
    file_bytes: int
    files_digest: str
    folder: dict[str, str]  # path to SHA-256
    trails: dict[str, dict[str, Any]]  # institution to the number and hash of its last audit event
    damaged: list[str] = field(default_factory=list)  # files whose bytes were not whole when it was made
    format: str = FORMAT
    format_version: int = FORMAT_VERSION

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


class Writer:
    """Writes an archive entry by entry; nothing is held but the table of contents."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)  # it holds what people may not all see
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=QUICK)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def entry(self, name: str) -> IO[bytes]:
        """A file inside, compressed, to be written and closed before the next one."""
        return self._zip.open(name, "w", force_zip64=True)

    def plain(self, name: str) -> IO[bytes]:
        """A file inside, kept as it is: PDF and pictures are compressed already."""
        return self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True)


class Reader:
    """Reads an archive that is whole. Raises NoArchive where it was cut off or is something else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            found = json.loads(self._zip.read(MANIFEST))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise NoArchive(path) from error
        if found.get("format") != FORMAT:
            raise NoArchive(path)
        self.format_version: int = found["format_version"]
        self.manifest_sha256 = hashlib.sha256(self._zip.read(MANIFEST)).hexdigest()
        collections = {name: Collection(**one) for name, one in found.pop("collections").items()}
        self.manifest = Manifest(collections=collections, **found)

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def documents(self, collection: str) -> Iterator[bytes]:
        """The documents of a collection, as BSON."""
        with self._opened(f"documents/{collection}.bson") as entry:
            yield from split_documents(entry)

    def stored(self) -> Iterator[StoredBytes]:
        """Which stored file has which bytes."""
        with self._opened(FILES) as entry:
            for line in entry:
                yield StoredBytes(**json.loads(line))

    def pieces(self, sha256: str, size: int = PIECE) -> Iterator[bytes]:
        """The bytes of a file, `size` at a time."""
        with self._opened(f"files/{sha256}") as entry:
            while piece := entry.read(size):
                yield piece

    def folder(self) -> Iterator[tuple[str, bytes]]:
        """What lay in the data folder: path and content."""
        for name in self.manifest.folder:
            with self._opened(f"folder/{name}") as entry:
                yield name, entry.read()

    def check(self) -> None:
        """Read everything and compare it with the manifest. Raises ArchiveDamaged."""
        try:
            for problem in self._problems():
                raise ArchiveDamaged(self.path, problem)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise ArchiveDamaged(self.path, str(error)) from error

    def _problems(self) -> Iterator[str]:
        for name, expected in self.manifest.collections.items():
            digest = Digest()
            for document in self.documents(name):
                digest.add(document)
            if digest.as_entry() != expected:
                yield name
        known: set[str] = set()
        listed = Digest()
        for one in self.stored():
            listed.add(file_line(one))
            if one.sha256 not in known and sha256_of(self.pieces(one.sha256)) != (one.sha256, one.size):
                yield f"files/{one.sha256}"
            known.add(one.sha256)
        if listed.as_entry().digest != self.manifest.files_digest:
            yield FILES
        for path, content in self.folder():
            if hashlib.sha256(content).hexdigest() != self.manifest.folder[path]:
                yield f"folder/{path}"

    def _opened(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(name)
        except KeyError as error:
            raise ArchiveDamaged(self.path, name) from error


def split_documents(source: IO[bytes]) -> Iterator[bytes]:
    """BSON documents that stand one after the other. Raises ValueError where they do not."""
    while head := source.read(LENGTH_BYTES):
        length = int.from_bytes(head, "little")
        if not LENGTH_BYTES < length <= LARGEST_DOCUMENT:
            raise ValueError(f"a document of {length} bytes")
        rest = source.read(length - LENGTH_BYTES)
        if len(rest) != length - LENGTH_BYTES:
            raise ValueError("a document that was cut off")
        yield head + rest


def file_line(one: StoredBytes) -> bytes:
    """A line of files.jsonl."""
    return json.dumps(asdict(one), sort_keys=True).encode() + b"\n"


def sha256_of(pieces: Iterable[bytes]) -> tuple[str, int]:
    """SHA-256 in hexadecimal, and the number of bytes."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
