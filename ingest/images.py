"""Scans and photos as picture files, each frame a page."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from ingest.document import Document, Page, Remark
from ingest.errors import Damaged, NoText, NoTextLayer, TooLarge, TooManyPages
from ingest.language import language_of
from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import recognise_page
from ingest.table_join import tables
from ingest.table_shape import RawTable
from ingest.text_document import first_line

OnPage = Callable[[int, int], None]

LONG_SIDE = 841.89  # points: a picture is shown as large as an A4 page
_BEST_PIXELS = 2339  # of the long side: 200 dots an inch
_MOST_PIXELS = 3600


def read_image(
    path: Path, *, name: str, media_type: str, limits: Limits, on_page: OnPage | None = None
) -> Document:
    """Raises NoTextLayer without an engine, Damaged, TooLarge, TooManyPages or NoText."""
    pages: list[Page] = []
    parts: list[RawTable] = []
    remarks: list[Remark] = []
    with opened_image(path, name=name, limits=limits) as picture:
        count = getattr(picture, "n_frames", 1)
        if engine.program() is None:
            raise NoTextLayer(name, pages=count)
        for number, frame in enumerate(_frames(picture, name), 1):
            width, height = page_size(frame)
            found = recognise_page(_for_reading(frame), width, number)
            start = pages[-1].end + 1 if pages else 0
            page = Page(number, width, height, found.text, 0, found.words, "ocr").at(start)
            pages.append(page)
            parts += found.tables
            if on_page:
                on_page(number, count)
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
        warnings=tuple(remarks),
    )


@contextmanager
def opened_image(path: Path, *, name: str, limits: Limits) -> Iterator[Image.Image]:
    """The picture file, not yet decoded. Raises Damaged, TooLarge or TooManyPages."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Damaged(name) from error
    with picture:
        if picture.width * picture.height > limits.pixels:
            raise TooLarge(
                name,
                size_mb=picture.width * picture.height * 3 / 1024**2,
                limit_mb=limits.pixels * 3 / 1024**2,
            )
        frames = getattr(picture, "n_frames", 1)
        if frames > limits.pages:
            raise TooManyPages(name, pages=frames, limit=limits.pages)
        yield picture


def frame_of(picture: Image.Image, number: int, name: str) -> Image.Image:
    """The frame (1-based), upright as its camera meant it. Raises Damaged."""
    try:
        picture.seek(number - 1)
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Damaged(name) from error


def page_size(frame: Image.Image) -> tuple[float, float]:
    """Width and height in points of the page that a frame is shown as."""
    scale = LONG_SIDE / max(frame.size)
    return round(frame.width * scale, 2), round(frame.height * scale, 2)


def _frames(picture: Image.Image, name: str) -> Iterator[Image.Image]:
    for number in range(1, getattr(picture, "n_frames", 1) + 1):
        yield frame_of(picture, number, name)


def _for_reading(frame: Image.Image) -> Image.Image:
    """As large as the engine reads best."""
    longest = max(frame.size)
    factor = min(2.0, _BEST_PIXELS / longest) if longest < _BEST_PIXELS else min(1.0, _MOST_PIXELS / longest)
    return frame if factor == 1 else ImageOps.scale(frame, factor)
