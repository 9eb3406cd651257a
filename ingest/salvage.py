"""Members of a ZIP file whose directory is lost or whose bytes are damaged: what can be read is read.

Each member carries its name and its packed bytes behind a header of its own; the directory at the file's end
only lists them. Source: PKWARE's APPNOTE 4.3.7.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_SIGNATURE = b"PK\x03\x04"
_HEADER = struct.Struct("<4s5H3I2H")
_UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
_STORED, _DEFLATED = 0, 8
_STEP = 1 << 16  # bytes


class Member(NamedTuple):
    """A member as its own header tells: its packed bytes begin at `start`."""

    name: str
    method: int
    flags: int
    start: int
    packed: int


def members_of(content: bytes, most: int) -> dict[str, Member]:
    """The members of a ZIP file by their names, in the file's order, at most so many."""
    found: dict[str, Member] = {}
    place = content.find(_SIGNATURE)
    while place >= 0 and place + _HEADER.size <= len(content) and len(found) < most:
        _, _, flags, method, _, _, _, packed, _, name_length, extra_length = _HEADER.unpack_from(
            content, place
        )
        after_name = place + _HEADER.size + name_length
        raw = content[place + _HEADER.size : after_name]
        name = raw.decode("utf-8" if flags & _UTF8_FLAG else "cp437", "replace")
        if name and not name.endswith("/"):
            found.setdefault(name, Member(name, method, flags, after_name + extra_length, packed))
        place = content.find(_SIGNATURE, place + 4)
    return found


def unpacked(content: bytes, member: Member) -> Iterator[bytes]:
    """The member's bytes, piece by piece, up to where they can no longer be unpacked."""
    if member.method == _STORED:
        end = member.start + member.packed if member.packed else content.find(_SIGNATURE, member.start)
        yield content[member.start : end if end >= 0 else len(content)]
        return
    if member.method != _DEFLATED:
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(member.start, len(content), _STEP):
        waiting = content[place : place + _STEP]
        while waiting and not unpacker.eof:
            try:
                yield unpacker.decompress(waiting, 4 * _STEP)
            except zlib.error:
                yield from _byte_by_byte(content[member.start : place + _STEP])
                return
            waiting = unpacker.unconsumed_tail
        if unpacker.eof:
            return


def _byte_by_byte(packed: bytes) -> Iterator[bytes]:
    """What the last piece gave before its error; the pieces before it were given already."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    whole = (len(packed) - 1) // _STEP * _STEP
    try:
        unpacker.decompress(packed[:whole])
        for index in range(whole, len(packed)):
            yield unpacker.decompress(packed[index : index + 1])
    except zlib.error:
        return
