"""Pages that are pictures: which they are, and their reading by OCR, several at a time."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ingest import crew
from ingest.language import is_misread
from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import Recognition, recognise_page
from ingest.ocr.recognised import DPI, EngineFailed

FEW_WORDS = 60  # on a page that is mostly a picture: its stamp or signature, not its text
_MOSTLY = 0.5  # of the page's area


def picture_share(page: pypdfium2.PdfPage) -> float:
    """The share of the page that its largest picture covers, 0 to 1."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    largest = 0.0
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFPageObj_GetBounds(item, *sides)
            x0, y0, x1, y1 = (float(side.value) for side in sides)
            width = min(x1, right) - max(x0, left)
            height = min(y1, top) - max(y0, bottom)
            largest = max(largest, width * height if width > 0 and height > 0 else 0.0)
    return float(min(largest / area, 1.0))


def is_blank(page: pypdfium2.PdfPage) -> bool:
    return int(pdfium.FPDFPage_CountObjects(page)) == 0


def is_scan(page: pypdfium2.PdfPage, text: str, words: int) -> bool:
    """Whether the page is a picture with little or no text of its own, or with text that was misread."""
    if words == 0:
        return not is_blank(page)
    return (words < FEW_WORDS or is_misread(text)) and picture_share(page) >= _MOSTLY


@dataclass(slots=True)
class _Drawer:
    """Draws pages of a PDF that it opens when it is first asked: each process has one of its own."""

    path: Path
    password: str | None
    limits: Limits
    pdf: pypdfium2.PdfDocument | None = field(default=None, init=False)

    def read(self, number: int) -> Recognition | None:
        """The page (1-based) read by OCR, None where the engine cannot read it."""
        picture, width = self._drawn(number)
        try:
            return recognise_page(picture, width, number)
        except EngineFailed:
            return None

    def _drawn(self, number: int) -> tuple[Image.Image, float]:
        self.pdf = self.pdf or pypdfium2.PdfDocument(self.path, password=self.password)
        page = self.pdf[number - 1]
        try:
            width, height = page.get_size()
            scale = min(DPI / 72, (self.limits.pixels / max(width * height, 1.0)) ** 0.5)
            picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
            return picture, width
        finally:
            page.close()


def recognised(
    path: Path, numbers: Sequence[int], limits: Limits, password: str | None
) -> Iterator[tuple[int, Recognition | crew.Lost | None]]:
    """The pages (1-based) read by OCR, in their order; None for one that the engine could not read.

    Each process draws its pages itself: what one page breaks is that page alone.
    """
    engine.prepare()
    drawer = _Drawer(path, password, limits)
    return crew.each(drawer.read, numbers, hands=limits.hands(), seconds=limits.page_seconds)
