"""The words of one page with their boxes, as pdfium gives them: in the content's order, quickly.

The text comes in one call; a word's box takes two more, for its first and its last character. That is
some thirty times quicker than asking for each character in Python.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.document import Box

HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at a line's end; the line break after it is left out
_WORD = re.compile(rf"[^\s{HYPHEN}]+")

# The same C function, called with plain addresses: ctypes then converts three integers and nothing else.
_loose_box = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_FLOATS_PER_BOX = 4  # left, top, right, bottom
_BYTES_PER_BOX = 16


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before its reading order is settled.

    `text` is pdfium's; `spans` are its words in it; `boxes` their boxes as the page is shown.
    """

    width: float
    height: float
    text: str
    spans: list[tuple[int, int]]
    boxes: list[Box]


def raw_page(page: pypdfium2.PdfPage) -> RawPage:
    """All words of an open page. The page stays open."""
    width, height = page.get_size()
    textpage = pdfium.FPDFText_LoadPage(page)
    if not textpage:
        return RawPage(width, height, "", [], [])
    try:
        text = _text(textpage)
        spans = [match.span() for match in _WORD.finditer(text)]
        corners = _corners(textpage, spans)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    return RawPage(width, height, text, spans, _shown(corners, page))


def _text(textpage: pdfium.FPDF_TEXTPAGE) -> str:
    """The text with one code point for each of pdfium's characters, so that indices are its indices."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return "".join(
        chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes
    )


def _corners(textpage: pdfium.FPDF_TEXTPAGE, spans: list[tuple[int, int]]) -> list[float]:
    """Eight numbers a word: the boxes of its first and its last character, in the PDF's own axes."""
    floats = (ctypes.c_float * (2 * _FLOATS_PER_BOX * len(spans)))()
    handle = ctypes.cast(textpage, ctypes.c_void_p).value
    address = ctypes.addressof(floats)
    for start, end in spans:
        _loose_box(handle, start, address)
        _loose_box(handle, end - 1, address + _BYTES_PER_BOX)
        address += 2 * _BYTES_PER_BOX
    return floats[:]


def _shown(corners: list[float], page: pypdfium2.PdfPage) -> list[Box]:
    """Boxes from the page's top left corner as it is shown: its own origin and its turn taken out."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    columns = [corners[column::8] for column in range(8)]
    a0, t0, a1, b0, c0, u0, c1, d0 = columns
    lows = map(min, a0, c0)
    highs = map(max, a1, c1)
    floors = map(min, b0, d0)
    ceilings = map(max, t0, u0)
    corners4 = zip(lows, floors, highs, ceilings, strict=True)
    if turn == 90:
        return [(y0 - bottom, x0 - left, y1 - bottom, x1 - left) for x0, y0, x1, y1 in corners4]
    if turn == 180:
        return [(right - x1, y0 - bottom, right - x0, y1 - bottom) for x0, y0, x1, y1 in corners4]
    if turn == 270:
        return [(top - y1, right - x1, top - y0, right - x0) for x0, y0, x1, y1 in corners4]
    return [(x0 - left, top - y1, x1 - left, top - y0) for x0, y0, x1, y1 in corners4]
