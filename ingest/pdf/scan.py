"""Pages that are pictures: which they are, and their reading by OCR, several at a time."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import Recognition, recognise_page

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


def is_scan(page: pypdfium2.PdfPage, words: int) -> bool:
    """Whether the page is a picture with little or no text of its own."""
    if words == 0:
        return not is_blank(page)
    return words < FEW_WORDS and picture_share(page) >= _MOSTLY


def recognised(
    pdf: pypdfium2.PdfDocument, numbers: Sequence[int], limits: Limits
) -> Iterator[tuple[int, Recognition | None]]:
    """The pages (1-based) read by OCR, in their order; None for one that the engine could not read.

    Pages are drawn here, one after the other, and read by as many processes as there are cores.
    """
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[tuple[int, Future[Recognition]]] = []
        for number in numbers:
            picture, width = _drawn(pdf, number, limits)
            waiting.append((number, pool.submit(recognise_page, picture, width, number)))
            if len(waiting) > workers:
                yield _outcome(*waiting.pop(0))
        for number, future in waiting:
            yield _outcome(number, future)


def _outcome(number: int, future: Future[Recognition]) -> tuple[int, Recognition | None]:
    try:
        return number, future.result()
    except RuntimeError:
        return number, None


def _drawn(pdf: pypdfium2.PdfDocument, number: int, limits: Limits) -> tuple[Image.Image, float]:
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        scale = min(engine.DPI / 72, (limits.pixels / max(width * height, 1.0)) ** 0.5)
        picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
        return picture, width
    finally:
        page.close()
