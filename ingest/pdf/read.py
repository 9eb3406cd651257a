"""A PDF into a Document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

import pypdfium2

from ingest.crew import Lost
from ingest.document import Document, Page, Remark
from ingest.errors import Damaged, NoTextLayer
from ingest.language import is_readable, language_of
from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import Recognition, by_engine, lost
from ingest.page_text import page_text
from ingest.pdf import layout
from ingest.pdf.opening import opened
from ingest.pdf.page_tables import tables_of_page
from ingest.pdf.plumber import Plumbed, plumbed
from ingest.pdf.running import with_margins
from ingest.pdf.scan import is_scan, recognised
from ingest.pdf.tokens import Token, tokens
from ingest.pdf.words import raw_page
from ingest.sniff import PDF
from ingest.table_join import tables
from ingest.table_shape import RawTable

OnPage = Callable[[int, int], None]
_OtherParser = Callable[[int], Plumbed | None]
_A4 = (595.28, 841.89)  # points, for a page whose size cannot be read
_UNSURE = 0.7  # mean confidence
_TITLE_SHARE = 0.9  # of the tallest line's height
_LONGEST_TITLE = 200


@dataclass(slots=True)
class _Reading:
    """What has been read of a document so far; pages do not know yet where their text begins."""

    pages: list[Page] = field(default_factory=list)
    parts: dict[int, list[RawTable]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)


def read_pdf(
    path: Path, *, name: str, limits: Limits, password: str | None = None, on_page: OnPage | None = None
) -> Document:
    """Raises Encrypted, WrongPassword, NoPages, Damaged, TooManyPages or NoTextLayer."""
    reading = _Reading()

    def other(page_number: int) -> Plumbed | None:
        return plumbed(path, page_number, password)

    with opened(path, name=name, limits=limits, password=password) as pdf:
        total = len(pdf)
        for number in range(1, total + 1):
            _read_page(pdf, number, reading, other)
            if on_page:
                on_page(number - len(reading.scans), total)
    if reading.scans and engine.chosen() is not None:
        for done, (number, found) in enumerate(recognised(path, reading.scans, limits, password), 1):
            _put_recognised(reading, number, found)
            if on_page:
                on_page(total - len(reading.scans) + done, total)
    _check(reading, name)
    reading.remarks += by_engine([page for page in reading.pages if page.source == "ocr"])
    pages = with_margins(_placed(reading.pages))
    text = "\f".join(page.text for page in pages)
    return Document(
        media_type=PDF,
        name=name,
        text=text,
        pages=tuple(pages),
        title=title_of(pages[0]),
        language=language_of(text),
        tables=tuple(tables([part for number in sorted(reading.parts) for part in reading.parts[number]])),
        warnings=tuple(sorted(reading.remarks, key=lambda remark: remark.page or 0)),
    )


def _read_page(pdf: pypdfium2.PdfDocument, number: int, reading: _Reading, other: _OtherParser) -> None:
    """By pdfium; by pdfplumber's parser where pdfium opens no page or its characters are no text."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        _put_plumbed(reading, number, other(number))
        return
    try:
        raw = raw_page(page)
        found = tokens(raw)
        parts = tables_of_page(page, found, number) if found else []
        read = _page(number, raw.width, raw.height, found, parts)
        is_picture = is_scan(page, len(found))
        if found and not is_picture and not is_readable(read.text) and (again := other(number)):
            plumbed_page = _page(number, raw.width, raw.height, again[2])
            if is_readable(plumbed_page.text):
                read, parts = plumbed_page, tables_of_page(page, again[2], number)
        reading.parts[number] = parts
    finally:
        page.close()
    reading.pages.append(read)
    if is_picture or not is_readable(read.text):
        reading.scans.append(number)
        reading.remarks.append(_unread(number, has_text=bool(found)))


def _page(
    number: int, width: float, height: float, found: list[Token], parts: Sequence[RawTable] = ()
) -> Page:
    lines = layout.in_reading_order(layout.lines(found), width)
    text, words = page_text(found, lines, parts)
    return Page(number, width, height, text, 0, words)


def _put_plumbed(reading: _Reading, number: int, found: Plumbed | None) -> None:
    """A page that pdfium could not open, as pdfplumber read it, or an empty one."""
    if found is None or not found[2]:
        reading.remarks.append(Remark("page-damaged", f"Halaman {number} rusak dan tidak terbaca.", number))
        reading.pages.append(Page(number, *_A4, "", 0))
    else:
        reading.pages.append(_page(number, *found))


def _unread(number: int, *, has_text: bool) -> Remark:
    if has_text:
        return Remark("page-unreadable", f"Teks halaman {number} tidak lengkap atau tersandi keliru.", number)
    return Remark("page-without-text", f"Halaman {number} tidak memuat teks (pindaian atau gambar).", number)


def _put_recognised(reading: _Reading, number: int, found: Recognition | Lost | None) -> None:
    """The recognised page in place of the one without text; kept as it was where OCR saw less."""
    page = reading.pages[number - 1]
    if isinstance(found, Lost):
        reading.remarks.append(lost(number))
        return
    if found is None or (len(found.words) <= len(page.words) and is_readable(page.text)):
        return
    reading.pages[number - 1] = replace(page, text=found.text, words=found.words, source="ocr")
    reading.parts[number] = list(found.tables)
    reading.remarks = [remark for remark in reading.remarks if remark.page != number]
    if found.words and found.confidence < _UNSURE:
        reading.remarks.append(
            Remark(
                "page-unsure", f"Halaman {number} hasil pindai yang kurang jelas; periksa angkanya.", number
            )
        )


def _check(reading: _Reading, name: str) -> None:
    if all(
        page.number in {r.page for r in reading.remarks if r.code == "page-damaged"} for page in reading.pages
    ):
        raise Damaged(name)
    if not any(page.words for page in reading.pages):
        raise NoTextLayer(name, pages=len(reading.pages))


def _placed(pages: list[Page]) -> list[Page]:
    """The pages one after the other, a form feed between them."""
    starts = accumulate((len(page.text) + 1 for page in pages), initial=0)
    return [page.at(start) for page, start in zip(pages, starts, strict=False)]


def title_of(page: Page) -> str:
    """The lines set largest in the upper half of the first page, in their order."""
    upper = [word for word in page.words if word.top < page.height / 2]
    if not upper:
        return ""
    tallest = max(word.bottom - word.top for word in upper)
    chosen = [word for word in upper if word.bottom - word.top >= _TITLE_SHARE * tallest]
    return " ".join(page.text[w.start - page.start : w.end - page.start] for w in chosen)[:_LONGEST_TITLE]
