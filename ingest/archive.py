"""Members of a ZIP container, read within the limits: the sizes that it declares are not believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lxml import etree

from ingest.document import Remark
from ingest.errors import ArchiveTooDense, Damaged, LockedArchive
from ingest.limits import Limits
from ingest.remarks import remarked
from ingest.salvage import ENCRYPTED_FLAG, Member, members_of, unpacked

_CHUNK = 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeDecodeError,  # a name that is not in the encoding that it says
)


class Archive:
    """A ZIP file that counts what was unpacked from it.

    Where its directory is lost or a member is damaged, what can be unpacked is, and `is_damaged` says so.
    """

    def __init__(self, path: Path, opened: zipfile.ZipFile | None, name: str, limits: Limits) -> None:
        self._path, self._opened, self._name, self._limits = path, opened, name, limits
        self._packed = path.stat().st_size
        self._unpacked = 0
        self._content = b""
        self._loose: dict[str, Member] = {}
        self.is_damaged = opened is None
        if opened is None:
            self.names = list(self._salvage())
        else:
            self.names = [info.filename for info in opened.infolist() if not info.filename.endswith("/")]
        if not self.names:
            raise Damaged(name)
        if len(self.names) > limits.archive_members:
            raise ArchiveTooDense(name, reason=f"{len(self.names)} berkas di dalamnya")

    def read(self, member: str) -> bytes:
        """Raises KeyError, LockedArchive, Damaged or ArchiveTooDense."""
        if self._opened is not None:
            info = self._opened.getinfo(member)
            if info.flag_bits & ENCRYPTED_FLAG:
                raise LockedArchive(self._name)
            with suppress(*_UNREADABLE), self._opened.open(info) as file:
                return self._counted(iter(lambda: file.read(_CHUNK), b""))
        return self._salvaged(member)

    def head(self, member: str, size: int) -> bytes:
        """The first bytes of a member. Raises KeyError, LockedArchive or Damaged."""
        if self._opened is not None and not self._opened.getinfo(member).flag_bits & ENCRYPTED_FLAG:
            with suppress(*_UNREADABLE), self._opened.open(member) as file:
                return file.read(size)
        return self.read(member)[:size]

    def rebuilt(self, mended: Callable[[str, bytes], bytes]) -> bytes:
        """A sound ZIP file of all members that can be read. Raises LockedArchive or ArchiveTooDense."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as sound:
            for member in self.names:
                with suppress(Damaged, KeyError):
                    sound.writestr(member or "tanpa nama", mended(member, self.read(member)))
        return out.getvalue()

    def _salvage(self) -> dict[str, Member]:
        """The members by their own headers."""
        if not self._content:
            self._content = self._path.read_bytes()
            self._loose = members_of(self._content, self._limits.archive_members + 1)
        return self._loose

    def _salvaged(self, name: str) -> bytes:
        member = self._salvage().get(name)
        if member is None:
            raise Damaged(self._name)
        if member.flags & ENCRYPTED_FLAG:
            raise LockedArchive(self._name)
        content = self._counted(unpacked(self._content, member))
        if not content:
            raise Damaged(self._name)
        self.is_damaged = True
        return content

    def _counted(self, chunks: Iterator[bytes]) -> bytes:
        kept = []
        for chunk in chunks:
            kept.append(chunk)
            self._count(len(chunk))
        return b"".join(kept)

    def xml(self, member: str) -> etree._Element:
        """The root of an XML member; entities are not resolved. Raises KeyError or Damaged too."""
        return parse_xml(self.read(member), self._name)

    def _count(self, size: int) -> None:
        self._unpacked += size
        ratio = self._unpacked / max(self._packed, 1)
        is_dense = self._unpacked > self._limits.archive_free_bytes and ratio > self._limits.archive_ratio
        if is_dense or self._unpacked > self._limits.archive_bytes:
            raise ArchiveTooDense(
                self._name, reason=f"{self._unpacked / 1024**2:.0f} MB, {ratio:.0f} kali lipat"
            )


def parse_xml(content: bytes, name: str) -> etree._Element:
    """Raises Damaged when it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(name) from error
    if root is None:
        raise Damaged(name)
    return root


@contextmanager
def opened_archive(path: Path, *, name: str, limits: Limits) -> Iterator[Archive]:
    """Raises Damaged when the file holds nothing, ArchiveTooDense when it holds too many files."""
    opened: zipfile.ZipFile | None = None
    with suppress(*_UNREADABLE, ValueError):
        opened = zipfile.ZipFile(path)
    try:
        yield Archive(path, opened, name, limits)
    finally:
        if opened is not None:
            opened.close()


def damage_remark() -> Remark:
    return remarked("damaged-part")
