"""Ways to break a file: its bytes, and inside its members where it is an archive."""

from __future__ import annotations

import io
import zipfile
from random import Random

LONGEST = 500  # bytes that are cut, moved or doubled at once
_HEADS = (
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)
_NUMBERS = (b"0", b"-1", b"4294967295", b"99999999999999999999", b"1e309", b"NaN")


def broken(content: bytes, random: Random) -> bytes:
    """The bytes changed in one to three ways; a half of the archives in a member's own bytes."""
    if content.startswith(b"PK\x03\x04") and random.random() < 0.5:
        return _in_a_member(content, random)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        content = _once(content, random)
    return content or b"\0"


def _once(content: bytes, random: Random) -> bytes:
    changed = bytearray(content or b"\0")
    place = random.randrange(len(changed))
    length = random.randrange(1, LONGEST)
    match random.randrange(9):
        case 0:  # cut short
            return bytes(changed[: max(1, place)])
        case 1:  # bytes changed
            for _ in range(random.choice([1, 10, 100])):
                changed[random.randrange(len(changed))] = random.randrange(256)
        case 2:  # bits flipped
            for _ in range(random.choice([1, 5, 50])):
                changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
        case 3:  # a piece lost
            del changed[place : place + length]
        case 4:  # a piece doubled
            changed[place:place] = changed[:length]
        case 5:  # a piece of zeros
            changed[place : place + length] = bytes(min(length, len(changed) - place))
        case 6:  # two pieces swapped
            other = random.randrange(len(changed))
            first, second = sorted((place, other))
            length = min(length, second - first, len(changed) - second)
            one, two = changed[first : first + length], changed[second : second + length]
            changed[first : first + length], changed[second : second + length] = two, one
        case 7:  # another file's head
            head = random.choice(_HEADS)
            at = random.choice([0, 0, place])
            changed[at : at + random.choice([0, len(head)])] = head
        case 8:  # a number out of bounds
            digits = [index for index, byte in enumerate(changed) if 48 <= byte < 58]
            if digits:
                at = random.choice(digits)
                changed[at : at + 1] = random.choice(_NUMBERS)
    return bytes(changed)


def _in_a_member(content: bytes, random: Random) -> bytes:
    """An archive that is sound but for the bytes of one member, or its name."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        chosen = random.choice(names)
        for name in names:
            data = source.read(name)
            if name == chosen:
                data = _once(data, random)
                name = random.choice([name, name, name, f"../{name}", f"/{name}"])  # noqa: PLW2901
            target.writestr(name, data)
    return out.getvalue()
