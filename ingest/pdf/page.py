"""One page of a PDF: by pdfium, by pdfplumber's parser where pdfium fails, marked for OCR where both do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2

from ingest.document import Page, Remark
from ingest.language import is_readable
from ingest.page_text import page_text
from ingest.pdf import layout
from ingest.pdf.page_tables import tables_of_page
from ingest.pdf.plumber import Plumbed
from ingest.pdf.scan import is_scan
from ingest.pdf.tokens import Token, tokens
from ingest.pdf.words import raw_page
from ingest.remarks import of_page
from ingest.table_shape import RawTable

OtherParser = Callable[[int], Plumbed | None]
_A4 = (595.28, 841.89)  # points, for a page whose size cannot be read


@dataclass(slots=True)
class ReadPage:
    """A page that does not know yet where its text begins, its tables, what is wrong with it."""

    page: Page
    tables: list[RawTable]
    remark: Remark | None = None
    is_for_ocr: bool = False


def read_page(pdf: pypdfium2.PdfDocument, number: int, other: OtherParser) -> ReadPage:
    """The page (1-based), as well as it can be read without OCR."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        found = other(number)
        return ReadPage(_page(number, *found), []) if found and found[2] else lost_page(number)
    try:
        raw = raw_page(page)
        found_tokens = tokens(raw)
        parts = tables_of_page(page, found_tokens, number) if found_tokens else []
        read = _page(number, raw.width, raw.height, found_tokens, parts)
        is_picture = is_scan(page, read.text, len(found_tokens))
        if found_tokens and not is_picture and not is_readable(read.text) and (again := other(number)):
            plumbed_page = _page(number, raw.width, raw.height, again[2])
            if is_readable(plumbed_page.text):
                read, parts = plumbed_page, tables_of_page(page, again[2], number)
    finally:
        page.close()
    if is_picture or not is_readable(read.text):
        return ReadPage(read, parts, _unread(number, has_text=bool(found_tokens)), is_for_ocr=True)
    return ReadPage(read, parts)


def lost_page(number: int) -> ReadPage:
    """In the place of a page that nothing could read."""
    return ReadPage(Page(number, *_A4, "", 0), [], of_page("page-damaged", number))


def _page(
    number: int, width: float, height: float, found: list[Token], parts: Sequence[RawTable] = ()
) -> Page:
    lines = layout.in_reading_order(layout.lines(found), width)
    text, words = page_text(found, lines, parts)
    return Page(number, width, height, text, 0, words)


def _unread(number: int, *, has_text: bool) -> Remark:
    if has_text:
        return of_page("page-unreadable", number)
    return of_page("page-without-text", number)
