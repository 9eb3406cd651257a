"""A PDF into a Document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from ingest.crew import Lost
from ingest.document import Document, Page, turned_size
from ingest.errors import Damaged, NoTextLayer, ReaderCrashed
from ingest.language import is_misread, is_readable, language_of
from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import Recognition, by_engine, lost
from ingest.pdf.page import ReadPage
from ingest.pdf.pages import pages_of
from ingest.pdf.running import with_margins
from ingest.pdf.scan import recognised
from ingest.remarks import of_page
from ingest.sniff import PDF
from ingest.table_join import tables

OnPage = Callable[[int, int], None]
_UNSURE = 0.7  # mean confidence
_TITLE_SHARE = 0.9  # of the tallest line's height
_LONGEST_TITLE = 200


def read_pdf(
    path: Path, *, name: str, limits: Limits, password: str | None = None, on_page: OnPage | None = None
) -> Document:
    """Raises Encrypted, WrongPassword, NoPages, Damaged, TooManyPages, NoTextLayer or ReaderCrashed."""
    tell = on_page or (lambda _done, _total: None)
    read = pages_of(path, name=name, limits=limits, password=password, on_page=tell)
    scans = [one.page.number for one in read if one.is_for_ocr]
    if scans and engine.chosen() is not None:
        for done, (number, found) in enumerate(recognised(path, scans, limits, password), 1):
            _put_recognised(read[number - 1], found)
            tell(len(read) - len(scans) + done, len(read))
    _check(read, name)
    pages = with_margins(_placed([one.page for one in read]))
    text = "\f".join(page.text for page in pages)
    remarks = by_engine([page for page in pages if page.source == "ocr"])
    return Document(
        media_type=PDF,
        name=name,
        text=text,
        pages=tuple(pages),
        title=title_of(pages[0]),
        language=language_of(text),
        tables=tuple(tables([part for one in read for part in one.tables])),
        warnings=(*remarks, *(one.remark for one in read if one.remark is not None)),
    )


def _put_recognised(one: ReadPage, found: Recognition | Lost | None) -> None:
    """The recognised page in place of the one without text; kept as it was where OCR saw less."""
    page = one.page
    if isinstance(found, Lost):
        one.remark = lost(page.number)
        return
    is_sound = is_readable(page.text) and not is_misread(page.text)
    if found is None or (len(found.words) <= len(page.words) and is_sound):
        return
    width, height = turned_size(page.width, page.height, found.turn)
    one.page = replace(
        page,
        width=round(width, 2),
        height=round(height, 2),
        text=found.text,
        words=found.words,
        source="ocr",
        turn=found.turn,
    )
    one.tables = list(found.tables)
    is_unsure = found.words and found.confidence < _UNSURE
    one.remark = of_page("page-unsure", page.number) if is_unsure else None


def _check(read: list[ReadPage], name: str) -> None:
    if all(one.remark is not None and one.remark.code == "page-damaged" for one in read):
        raise Damaged(name)
    if not any(one.page.words for one in read):
        if any(one.remark is not None and one.remark.code == "page-lost" for one in read):
            raise ReaderCrashed(name)
        raise NoTextLayer(name, pages=len(read))


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
