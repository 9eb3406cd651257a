"""What calamine leaves out of a workbook of the time before 2007: whether it has a password."""

from __future__ import annotations

import struct
from pathlib import Path

_BEGINNING = b"\x09\x08"  # of a stream of records, and of each sheet in it
_PASSWORD, _END = 0x2F, 0x0A
_SECTOR = 512
_MOST = 1 << 22  # bytes that are looked at: the stream begins near the file's beginning
_FIRST = 8  # records: the password is told among the first


def is_locked(path: Path) -> bool:
    """Whether the cells are enciphered: a record right behind the beginning says so."""
    with path.open("rb") as file:
        content = file.read(_MOST)
    return any(
        content.startswith(_BEGINNING, sector) and _PASSWORD in _records(content, sector)
        for sector in range(0, len(content), _SECTOR)
    )


def _records(content: bytes, place: int) -> list[int]:
    """The kinds of the first records from a place on."""
    found: list[int] = []
    while place + 4 <= len(content) and len(found) < _FIRST and _END not in found:
        kind, size = struct.unpack_from("<HH", content, place)
        found.append(kind)
        place += 4 + size
    return found
