"""Pictures of pages and of single lines, drawn in a child process and kept on the disk of this machine.

What is kept is named by the hash of the file and by what is on it, so it never grows old; the folder may be
emptied at any time. Whoever asks is checked by the caller, each time.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from weakref import WeakValueDictionary

from gridfs import NoFile

from ingest.errors import DocumentError
from ingest.sandbox import line_crop_in_child, page_picture_in_child
from tracker.errors import NotFound
from tracker.evidence import storage
from tracker.evidence.models import Finding, Page, StoredFile
from tracker.evidence.reading import limits_of
from tracker.i18n import _
from tracker.settings import get_settings

WIDTHS = (480, 1000, 1600)  # pixels
SMALL = WIDTHS[0]  # enough to see where things stand, on a slow line before anything else
CROP_BYTES = 20_000
AT_ONCE = 2  # pictures drawn at the same time by this process
Draw = Callable[[Path], Awaitable[bytes]]

_drawing = asyncio.Semaphore(AT_ONCE)
_waiting: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()
"""One for each picture that is being drawn: who asks for it meanwhile waits and takes it."""


async def turn_of(file: StoredFile, number: int) -> float:
    """By how many degrees a page is turned to be shown straight, 0 of one that was not read."""
    row = await Page.get_pymongo_collection().find_one({"_id": f"{file.id}:{number}"}, {"turn": 1})
    return float(row.get("turn", 0.0)) if row else 0.0


def named(*parts: object, turn: float) -> str:
    """The name of a picture by what is on it; that of a page that stands straight does not say so."""
    return "-".join(map(str, [*parts, f"{turn:g}"] if turn else parts))


async def page_picture(file: StoredFile, number: int, *, width: int, turn: float = 0.0) -> bytes:
    """A page (from 1) as WebP, at least as wide as asked for, of a few fixed widths, turned as it was read.

    Raises NotFound where the file has no such page or cannot be drawn.
    """
    if file.page_count is not None and not 1 <= number <= file.page_count:
        raise NotFound(_("Gambar halaman ini tidak dapat dibuat."))
    fixed = next((one for one in WIDTHS if one >= width), WIDTHS[-1])

    async def draw(path: Path) -> bytes:
        return await page_picture_in_child(
            path, number, width_px=fixed, limits=limits_of(get_settings()), turn=turn
        )

    return await _kept(file, named(number, fixed, turn=turn), draw)


async def line_crop(file: StoredFile, finding: Finding, *, turn: float = 0.0) -> bytes:
    """The lines around a finding as WebP of at most 20 kB, its first box marked. Raises NotFound likewise."""
    if not finding.boxes:
        raise NotFound(_("Tempat temuan ini pada halaman tidak diketahui."))
    box = finding.boxes[0]

    async def draw(path: Path) -> bytes:
        return await line_crop_in_child(
            path, finding.page, box, max_bytes=CROP_BYTES, limits=limits_of(get_settings()), turn=turn
        )

    name = named(finding.page, "baris", *(round(10 * side) for side in box), turn=turn)
    return await _kept(file, name, draw)


async def _kept(file: StoredFile, name: str, draw: Draw) -> bytes:
    """The picture of that name; drawn and kept where it is not there yet."""
    path = folder_of(file) / f"{name}.webp"
    found = await asyncio.to_thread(_read, path)
    if found is not None:
        return found
    async with _waiting.setdefault(path, asyncio.Lock()):
        found = await asyncio.to_thread(_read, path)  # another may have drawn it while this one waited
        if found is not None:
            return found
        async with _drawing:
            try:
                async with storage.copied_out(file.readable_id) as source:
                    content = await draw(source)
            except (DocumentError, NoFile) as error:
                raise NotFound(_("Gambar halaman ini tidak dapat dibuat.")) from error
        await asyncio.to_thread(_write, path, content)
        return content


def folder_of(file: StoredFile) -> Path:
    """Where pictures of a file are kept on this machine."""
    return get_settings().data_dir / "pictures" / file.instansi / file.sha256


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Keep a picture, whole or not at all; a disk that is full or read-only costs speed alone."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
