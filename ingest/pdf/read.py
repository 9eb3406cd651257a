"""A PDF into a Document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2

from ingest.document import Document, Page, Remark
from ingest.errors import Damaged, NoTextLayer
from ingest.flow import text_and_words
from ingest.language import is_readable, language_of
from ingest.limits import Limits
from ingest.pdf import layout
from ingest.pdf.cells import ruled_tables
from ingest.pdf.opening import opened
from ingest.pdf.rulings import rulings
from ingest.pdf.running import with_margins
from ingest.pdf.tokens import tokens
from ingest.pdf.words import raw_page
from ingest.sniff import PDF
from ingest.table_join import tables
from ingest.table_shape import RawTable

OnPage = Callable[[int, int], None]
_A4 = (595.28, 841.89)  # points, for a page whose size cannot be read
_TITLE_SHARE = 0.9  # of the tallest line's height
_LONGEST_TITLE = 200


def read_pdf(
    path: Path, *, name: str, limits: Limits, password: str | None = None, on_page: OnPage | None = None
) -> Document:
    """Raises Encrypted, WrongPassword, NoPages, Damaged, TooManyPages or NoTextLayer."""
    remarks: list[Remark] = []
    pages: list[Page] = []
    parts: list[RawTable] = []
    with opened(path, name=name, limits=limits, password=password) as pdf:
        origin = 0
        for number in range(1, len(pdf) + 1):
            page, found = _page(pdf, number, origin, remarks)
            pages.append(page)
            parts += found
            origin = page.end + 1
            if on_page:
                on_page(number, len(pdf))
    if len(remarks) == len(pages) and all(remark.code == "page-damaged" for remark in remarks):
        raise Damaged(name)
    if not any(page.words for page in pages):
        raise NoTextLayer(name, pages=len(pages))
    pages = with_margins(pages)
    text = "\f".join(page.text for page in pages)
    return Document(
        media_type=PDF,
        name=name,
        text=text,
        pages=tuple(pages),
        title=title_of(pages[0]),
        language=language_of(text),
        tables=tuple(tables(parts)),
        warnings=tuple(remarks),
    )


def _page(
    pdf: pypdfium2.PdfDocument, number: int, origin: int, remarks: list[Remark]
) -> tuple[Page, list[RawTable]]:
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        remarks.append(Remark("page-damaged", f"Halaman {number} rusak dan tidak terbaca.", number))
        return Page(number, *_A4, "", origin), []
    try:
        raw = raw_page(page)
        found = tokens(raw)
        parts = ruled_tables(rulings(page), found, number) if found else []
    finally:
        page.close()
    lines = layout.in_reading_order(layout.lines(found), raw.width)
    text, words = text_and_words(found, lines, origin)
    if not words:
        remarks.append(
            Remark("page-without-text", f"Halaman {number} tidak memuat teks (mungkin pindaian).", number)
        )
    elif not is_readable(text):
        remarks.append(
            Remark(
                "page-unreadable", f"Teks halaman {number} tidak terbaca: hurufnya tersandi keliru.", number
            )
        )
    return Page(number, raw.width, raw.height, text, origin, words), parts


def title_of(page: Page) -> str:
    """The lines set largest in the upper half of the first page, in their order."""
    upper = [word for word in page.words if word.top < page.height / 2]
    if not upper:
        return ""
    tallest = max(word.bottom - word.top for word in upper)
    chosen = [word for word in upper if word.bottom - word.top >= _TITLE_SHARE * tallest]
    return " ".join(page.text[w.start - page.start : w.end - page.start] for w in chosen)[:_LONGEST_TITLE]
