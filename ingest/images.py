"""Scans and photos as picture files, each frame a page."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageOps

from ingest import crew
from ingest.archive import damage_remark
from ingest.document import Document, Page, Remark, turned_size
from ingest.errors import (
    Damaged,
    DocumentError,
    NoText,
    NoTextLayer,
    ReaderCrashed,
    TooLarge,
    TooManyPages,
)
from ingest.language import language_of
from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import EMPTY_PAGE, Recognition, by_engine, lost, recognise_page
from ingest.ocr.recognised import EngineFailed
from ingest.table_join import tables
from ingest.table_shape import RawTable
from ingest.text_document import first_line

OnPage = Callable[[int, int], None]

LONG_SIDE = 841.89  # points: a picture is shown as large as an A4 page
_BEST_PIXELS = 2339  # of the long side: 200 dots an inch
_MOST_PIXELS = 3600
_BROKEN = (
    *(OSError, EOFError, ValueError, OverflowError, SyntaxError),
    *(TypeError, KeyError, IndexError, struct.error),  # what Pillow raises of tags that are missing or torn
)


def read_image(
    path: Path, *, name: str, media_type: str, limits: Limits, on_page: OnPage | None = None
) -> Document:
    """Raises NoTextLayer without an engine, Damaged, TooLarge, TooManyPages, ReaderCrashed or NoText."""
    pages: list[Page] = []
    parts: list[RawTable] = []
    remarks: list[Remark] = []
    lost_frames: list[Remark] = []
    with opened_image(path, name=name, limits=limits):
        count, is_whole = frames_of(path)
        remarks += [] if is_whole else [damage_remark()]
    if engine.chosen() is None:
        raise NoTextLayer(name, pages=count)
    engine.prepare()
    frames = _Frames(path, name, limits)
    for number, outcome in crew.each(
        frames.read, range(1, count + 1), hands=limits.hands(), seconds=limits.page_seconds
    ):
        if isinstance(outcome, DocumentError):
            raise outcome
        read = outcome if isinstance(outcome, _Frame) else _Frame(LONG_SIDE, LONG_SIDE, EMPTY_PAGE)
        if read is not outcome:
            lost_frames.append(lost(number))
        start = pages[-1].end + 1 if pages else 0
        pages.append(_page(number, read).at(start))
        parts += read.found.tables
        if on_page:
            on_page(number, count)
    if len(lost_frames) == count:
        raise ReaderCrashed(name)
    text = "\f".join(page.text for page in pages)
    if not text.strip():
        raise NoText(name)
    return Document(
        media_type=media_type,
        name=name,
        text=text,
        pages=tuple(pages),
        title=first_line(text),
        language=language_of(text),
        tables=tuple(tables(parts)),
        warnings=(*by_engine(pages), *remarks, *lost_frames),
    )


def _page(number: int, read: _Frame) -> Page:
    width, height = turned_size(read.width, read.height, read.found.turn)
    text, words, turn = read.found.text, read.found.words, read.found.turn
    return Page(number, round(width, 2), round(height, 2), text, 0, words, "ocr", turn=turn)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame that was read, and the size in points of the page that it is shown as."""

    width: float
    height: float
    found: Recognition


@dataclass(frozen=True, slots=True)
class _Frames:
    """The frames of a picture file, each decoded and read by a process that opens the file itself."""

    path: Path
    name: str
    limits: Limits

    def read(self, number: int) -> _Frame | DocumentError:
        """The frame (1-based); what is wrong with the file is given back: it must reach the caller."""
        try:
            with opened_image(self.path, name=self.name, limits=self.limits) as picture:
                frame = frame_of(picture, number, self.name, self.limits)
            width, height = page_size(frame)
            return _Frame(width, height, recognise_page(_for_reading(frame), width, number))
        except DocumentError as error:
            return error
        except EngineFailed:
            return _Frame(width, height, EMPTY_PAGE)


@contextmanager
def opened_image(path: Path, *, name: str, limits: Limits) -> Iterator[Image.Image]:
    """The picture file, not yet decoded. Raises Damaged, TooLarge or TooManyPages."""
    _know_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path)
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise Damaged(name) from error
    with picture:
        _check_pixels(picture, name, limits)
        frames, _ = frames_of(path)
        if frames > limits.pages:
            raise TooManyPages(name, pages=frames, limit=limits.pages)
        yield picture


def frames_of(path: Path) -> tuple[int, bool]:
    """How many frames of a picture file can be reached, and whether they are all: its list may break off."""
    with suppress(*_BROKEN), Image.open(path) as picture:
        return getattr(picture, "n_frames", 1), True
    frames = 1
    with (
        suppress(*_BROKEN),
        Image.open(path) as picture,
    ):  # anew: Pillow remembers torn frames as good ones
        while True:
            picture.seek(frames)
            frames += 1
    return frames, False


@cache
def _know_heic() -> None:
    """Teach Pillow the format of phones."""
    import pillow_heif  # noqa: PLC0415  (no other format needs it)

    pillow_heif.register_heif_opener()


def _check_pixels(picture: Image.Image, name: str, limits: Limits) -> None:
    pixels = picture.width * picture.height
    if pixels > limits.pixels:
        raise TooLarge(name, size_mb=pixels * 3 / 1024**2, limit_mb=limits.pixels * 3 / 1024**2)


def frame_of(picture: Image.Image, number: int, name: str, limits: Limits) -> Image.Image:
    """The frame (1-based), upright as its camera meant it. Raises Damaged; TooLarge before decoding it."""
    try:
        picture.seek(number - 1)
        _check_pixels(picture, name, limits)
        return ImageOps.exif_transpose(picture).convert("RGB")
    except _BROKEN as error:
        raise Damaged(name) from error


def page_size(frame: Image.Image) -> tuple[float, float]:
    """Width and height in points of the page that a frame is shown as."""
    scale = LONG_SIDE / max(frame.size)
    return round(frame.width * scale, 2), round(frame.height * scale, 2)


def _for_reading(frame: Image.Image) -> Image.Image:
    """As large as the engine reads best."""
    longest = max(frame.size)
    factor = min(2.0, _BEST_PIXELS / longest) if longest < _BEST_PIXELS else min(1.0, _MOST_PIXELS / longest)
    return frame if factor == 1 else ImageOps.scale(frame, factor)
