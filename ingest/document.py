"""The shape of a document that was read, the same for every format.

Boxes are (x0, top, x1, bottom) in PDF points from the page's top left corner, as the page is shown: turned as
its file says, and as far more (`Page.turn`) as it takes for a scan that lies or leans to stand straight.
Offsets are code points into `Document.text`, the end exclusive.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from math import cos, radians, sin
from typing import Any, Literal, NamedTuple, overload

Box = tuple[float, float, float, float]
Source = Literal["text", "ocr"]

_NUMBERS = 6  # a word
_TENTHS = 10  # words are stored in whole tenths of a point: exact enough for a box, a third of the bytes


class Word(NamedTuple):
    """One word on a page; its text is `document.text[start:end]`.

    A word that is broken at a line's end is two Words without white space between their offsets.
    `confidence` is 0 to 1, below 1 only where the word was recognised from a picture.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    start: int
    end: int
    confidence: float = 1.0

    @property
    def box(self) -> Box:
        return self[:4]


class Words(Sequence[Word]):
    """The words of a page, kept as whole numbers: a report of 500 pages has a quarter of a million words.

    `flat` has six numbers a word: the box in tenths of a point, the start after `origin`, the length.
    `confidences` are per cent, one byte a word, where the words were recognised from a picture.
    """

    __slots__ = ("confidences", "flat", "origin")

    def __init__(self, flat: array[int], origin: int = 0, confidences: bytes | None = None) -> None:
        self.flat, self.origin, self.confidences = flat, origin, confidences

    def __len__(self) -> int:
        return len(self.flat) // _NUMBERS

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        x0, top, x1, bottom, start, length = self.flat[index * _NUMBERS : (index + 1) * _NUMBERS]
        sure = self.confidences[index] / 100 if self.confidences else 1.0
        start += self.origin
        return Word(x0 / _TENTHS, top / _TENTHS, x1 / _TENTHS, bottom / _TENTHS, start, start + length, sure)

    def __iter__(self) -> Iterator[Word]:
        columns = [self.flat[column::_NUMBERS] for column in range(_NUMBERS)]
        sure = self.confidences or repeat(100)
        for x0, top, x1, bottom, start, length, percent in zip(*columns, sure, strict=False):
            first = self.origin + start
            box = x0 / _TENTHS, top / _TENTHS, x1 / _TENTHS, bottom / _TENTHS
            yield Word(*box, first, first + length, percent / 100)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Words):
            return NotImplemented
        mine = (self.flat, self.origin, self.confidences)
        return mine == (other.flat, other.origin, other.confidences)

    def __hash__(self) -> int:
        return hash((len(self.flat), self.origin))

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that the span [start, end) touches; only these are made."""
        starts, lengths = self.flat[4::_NUMBERS], self.flat[5::_NUMBERS]
        last = bisect_left(starts, end - self.origin)
        first = bisect_right(range(last), start - self.origin, key=lambda n: starts[n] + lengths[n])
        return self[first:last]

    def moved(self, origin: int) -> Words:
        """The same words where the page's text begins at `origin`."""
        return Words(self.flat, origin, self.confidences)


def words_of(words: Iterable[Word], origin: int) -> Words:
    """The words of a page whose text begins at `origin`."""
    flat: array[int] = array("i")
    for word in words:
        flat.extend(round(side * _TENTHS) for side in word.box)
        flat.extend((word.start - origin, word.end - word.start))
    return Words(flat, origin)


NO_WORDS = Words(array("i"))


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `text` is the slice of the document's text that begins at `start`.

    `margins` are the spans of running heads and feet (offsets into the document's text): they repeat from
    page to page and are no part of what the page says. `turn` is by how many degrees, clockwise, the page was
    turned to stand straight; width, height and boxes are those of the page so turned.
    """

    number: int
    width: float
    height: float
    text: str
    start: int
    words: Words = NO_WORDS
    source: Source = "text"
    margins: tuple[tuple[int, int], ...] = ()
    turn: float = 0.0

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def at(self, start: int) -> Page:
        """The same page where its text begins at `start` of the document's."""
        by = start - self.start
        margins = tuple((first + by, last + by) for first, last in self.margins)
        return replace(self, start=start, words=self.words.moved(start), margins=margins)

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that the span [start, end) touches, in the order of the text."""
        return self.words.between(start, end)


def turned_size(width: float, height: float, degrees: float) -> tuple[float, float]:
    """Width and height of the upright paper that a page just fits on when it is turned."""
    cosine, sine = abs(cos(radians(degrees))), abs(sin(radians(degrees)))
    return width * cosine + height * sine, width * sine + height * cosine


@dataclass(frozen=True, slots=True)
class Table:
    """One table, possibly over several pages: `row_pages[i]` is the page (1-based) that `rows[i]` stands on.

    `row_boxes[i]` is where the row stands on it (a row cut by a page's end: its first part), `row_sure[i]`
    how surely its words were read, 0 to 1 and below 1 only where they were recognised from a picture. `xs`
    are the edges of the columns in points, none where the file has no drawn pages. `row_shades[i]` are the
    columns (0-based) of the row's coloured cells: schedules are often shaded rather than ticked.
    """

    pages: tuple[int, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_pages: tuple[int, ...] = ()
    title: str = ""
    row_boxes: tuple[Box | None, ...] = ()
    row_sure: tuple[float, ...] = ()
    xs: tuple[float, ...] = ()
    row_shades: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What could not be read or looks doubtful: a code for programs, a sentence in Indonesian for people."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What was read out of one file.

    `language` is "id", "en" or None where the text is too short to tell; `published` is the day that the file
    itself gives (a news page, a mail), else None.
    """

    media_type: str
    name: str
    text: str
    pages: tuple[Page, ...]
    title: str = ""
    published: date | None = None
    language: str | None = None
    tables: tuple[Table, ...] = ()
    warnings: tuple[Remark, ...] = field(default=())

    def page_at(self, offset: int) -> Page:
        """The page that the offset lies on; the separator after a page belongs to it. Raises IndexError."""
        if not self.pages:
            raise IndexError("the document has no pages")
        return self.pages[max(0, bisect_right(self.pages, offset, key=lambda page: page.start) - 1)]


def to_dict(document: Document) -> dict[str, Any]:
    """A JSON-able form; `from_dict` gives the equal document back (coordinates in tenths of a point)."""
    return {
        "media_type": document.media_type,
        "name": document.name,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "text": document.text,
        "pages": [_page_to_dict(page) for page in document.pages],
        "tables": [table_to_dict(table) for table in document.tables],
        "warnings": [[warning.code, warning.message, warning.page] for warning in document.warnings],
    }


def from_dict(data: dict[str, Any]) -> Document:
    """The document that `to_dict` described. Raises KeyError, TypeError or ValueError for anything else."""
    text = data["text"]
    return Document(
        media_type=data["media_type"],
        name=data["name"],
        title=data["title"],
        published=date.fromisoformat(data["published"]) if data["published"] else None,
        language=data["language"],
        text=text,
        pages=tuple(_page_from_dict(page, text) for page in data["pages"]),
        tables=tuple(table_from_dict(table) for table in data["tables"]),
        warnings=tuple(Remark(code, message, page) for code, message, page in data["warnings"]),
    )


def table_to_dict(table: Table) -> dict[str, Any]:
    return {
        "pages": list(table.pages),
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
        "row_pages": list(table.row_pages),
        "title": table.title,
        "row_boxes": [list(box) if box else None for box in table.row_boxes],
        "row_sure": list(table.row_sure),
        "xs": list(table.xs),
        "row_shades": [list(columns) for columns in table.row_shades],
    }


def table_from_dict(data: dict[str, Any]) -> Table:
    return Table(
        pages=tuple(data["pages"]),
        header=tuple(data["header"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        row_pages=tuple(data["row_pages"]),
        title=data["title"],
        row_boxes=tuple((box[0], box[1], box[2], box[3]) if box else None for box in data["row_boxes"]),
        row_sure=tuple(data["row_sure"]),
        xs=tuple(data["xs"]),
        row_shades=tuple(tuple(columns) for columns in data["row_shades"]),
    )


def _page_to_dict(page: Page) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "start": page.start,
        "length": len(page.text),
        "source": page.source,
        "words": page.words.flat.tolist(),
        "margins": [list(span) for span in page.margins],
    }
    if page.turn:
        data["turn"] = page.turn
    if page.words.confidences is not None:
        data["confidences"] = list(page.words.confidences)
    return data


def _page_from_dict(data: dict[str, Any], text: str) -> Page:
    start = data["start"]
    return Page(
        number=data["number"],
        width=data["width"],
        height=data["height"],
        text=text[start : start + data["length"]],
        start=start,
        words=Words(
            array("i", data["words"]), start, bytes(data["confidences"]) if "confidences" in data else None
        ),
        source=data["source"],
        margins=tuple((first, last) for first, last in data["margins"]),
        turn=data.get("turn", 0.0),
    )
