"""All pages of a PDF in their order, those of a long one by several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from ingest import crew
from ingest.limits import Limits
from ingest.pdf.opening import opened
from ingest.pdf.page import ReadPage, lost_page, read_page
from ingest.pdf.plumber import Plumbed, plumbed

OnPage = Callable[[int, int], None]

_LONG = 60  # pages: from here on several processes are worth their start
_PART = 10  # pages that a process reads at a time


@dataclass(slots=True)
class _Reader:
    """Reads pages of a PDF that it opens when it is first asked: each process has one of its own."""

    path: Path
    password: str | None
    pdf: pypdfium2.PdfDocument | None = field(default=None, init=False)

    def read(self, numbers: range) -> list[ReadPage]:
        self.pdf = self.pdf or pypdfium2.PdfDocument(self.path, password=self.password)
        return [read_page(self.pdf, number, self._plumbed) for number in numbers]

    def _plumbed(self, number: int) -> Plumbed | None:
        return plumbed(self.path, number, self.password)


def pages_of(
    path: Path, *, name: str, limits: Limits, password: str | None, on_page: OnPage
) -> list[ReadPage]:
    """The pages in order. Raises Encrypted, WrongPassword, NoPages, Damaged or TooManyPages.

    `on_page(done, total)` counts those that need no OCR.
    """
    reader = _Reader(path, password)
    with opened(path, name=name, limits=limits, password=password) as pdf:
        total = len(pdf)
        is_shared = total >= _LONG and limits.hands() > 1
        if not is_shared:
            reader.pdf = pdf
            return list(_told((reader.read(range(n, n + 1))[0] for n in range(1, total + 1)), total, on_page))
    return list(_told(_shared(reader, total, limits), total, on_page))


def _shared(reader: _Reader, total: int, limits: Limits) -> Iterator[ReadPage]:
    """By several processes; where one of them dies, its pages are read again, each by itself."""
    parts = [range(first, min(first + _PART, total + 1)) for first in range(1, total + 1, _PART)]
    hands, seconds = limits.hands(), limits.page_seconds
    for part, found in crew.each(reader.read, parts, hands=hands, seconds=seconds):
        if not isinstance(found, crew.Lost):
            yield from found
            continue
        singles = [range(number, number + 1) for number in part]
        for single, page in crew.each(reader.read, singles, hands=1, seconds=seconds):
            yield lost_page(single[0]) if isinstance(page, crew.Lost) else page[0]


def _told(pages: Iterator[ReadPage], total: int, on_page: OnPage) -> Iterator[ReadPage]:
    done = 0
    for page in pages:
        done += not page.is_for_ocr
        on_page(done, total)
        yield page
