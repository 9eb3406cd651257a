"""Members of a ZIP container, read within the limits: the sizes that it declares are not believed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from ingest.errors import ArchiveTooDense, Damaged, Encrypted
from ingest.limits import Limits

_CHUNK = 1 << 20
_ENCRYPTED_FLAG = 0x1
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


class Archive:
    """An open ZIP file that counts what was unpacked from it."""

    def __init__(self, opened: zipfile.ZipFile, packed: int, name: str, limits: Limits) -> None:
        self._opened, self._packed, self._name, self._limits = opened, packed, name, limits
        self._unpacked = 0
        self.names = [info.filename for info in opened.infolist() if not info.is_dir()]
        if len(self.names) > limits.archive_members:
            raise ArchiveTooDense(name, reason=f"{len(self.names)} berkas di dalamnya")

    def read(self, member: str) -> bytes:
        """Raises KeyError, Encrypted, Damaged or ArchiveTooDense."""
        info = self._opened.getinfo(member)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Encrypted(self._name)
        chunks = []
        try:
            with self._opened.open(info) as file:
                while chunk := file.read(_CHUNK):
                    chunks.append(chunk)
                    self._count(len(chunk))
        except _UNREADABLE as error:
            raise Damaged(self._name) from error
        return b"".join(chunks)

    def head(self, member: str, size: int) -> bytes:
        """The first bytes of a member. Raises KeyError, Encrypted or Damaged."""
        info = self._opened.getinfo(member)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Encrypted(self._name)
        try:
            with self._opened.open(info) as file:
                return file.read(size)
        except _UNREADABLE as error:
            raise Damaged(self._name) from error

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
    """Raises Damaged when the file is no ZIP, ArchiveTooDense when it holds too many files."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Damaged(name) from error
    with archive:
        yield Archive(archive, path.stat().st_size, name, limits)
