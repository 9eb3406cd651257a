"""From a table's cells to its header and rows, whatever the format it came from (contract: "Tables")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

from ingest.document import Box
from ingest.flow import Piece
from ingest.pdf.layout import bounds

_MOST_HEADER_ROWS = 8
_LONGEST_HEAD = 160  # characters: longer cells are no column's name
_MOST = 0.6  # share of the columns that a row of column numbers counts
_READ = 0.75  # share of them that must be read as numbers; a scan's may be misread
_MISREAD = 3  # characters that a number may have been misread as
_SEPARATOR = " / "
_COLUMN_NUMBER = re.compile(
    r"\(?\s*(\d{1,2}|[a-z])\s*[.)]?\s*(?:=\s*[\d()+\-–x×*/:.%\s]+)?\s*\)?", re.IGNORECASE
)
_FIGURE = re.compile(r"(?:Rp\.?\s*)?[-–]?[\d.,]+\s*(?:%|persen|,-)?|[-–—]+|\d{1,3}\.", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"(?:1|I)[.)]?|[aA][.)]")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)\d\d|\d{1,2}")


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell with its text: rows [row, row_end), columns [column, column_end). `filled`: it has a colour.

    `pieces` are its words on the page, where it has one.
    """

    row: int
    column: int
    row_end: int
    column_end: int
    text: str
    filled: bool = False
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """The cells of a table on one page, in the order of their rows; `xs` are its columns' edges and `ys` its
    rows', if it has any. `places` are page and box of each row where they are known otherwise.

    `above` are the lines of text that stand between it and the table before, or the page's top. `heads` is
    how many of its first rows the file itself calls heads, at least.
    """

    page: int
    rows: int
    columns: int
    cells: tuple[TextCell, ...]
    xs: tuple[float, ...] = ()
    top: float = 0.0
    bottom: float = 0.0
    open_top: bool = False
    open_bottom: bool = False
    ys: tuple[float, ...] = ()
    places: tuple[tuple[int, Box | None], ...] = ()
    above: tuple[str, ...] = ()
    heads: int = 0

    @cached_property
    def _by_row(self) -> dict[int, list[TextCell]]:
        found: dict[int, list[TextCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    def starting(self, row: int) -> list[TextCell]:
        """The cells that begin in the row."""
        return self._by_row.get(row, [])

    def is_crossed(self, row: int) -> bool:
        """Whether a cell with text reaches into the row from above, as heads stand beside the months'."""
        return any(cell.row < row < cell.row_end and cell.text for cell in self.cells)

    def between(self, first: int, last: int) -> RawTable:
        """The table's rows [first, last) as a table; a cell stays with the row that it begins in."""
        cells = tuple(
            replace(cell, row=cell.row - first, row_end=min(cell.row_end, last) - first)
            for cell in self.cells
            if first <= cell.row < last
        )
        return replace(
            self,
            rows=last - first,
            cells=cells,
            open_top=self.open_top and first == 0,
            open_bottom=self.open_bottom and last == self.rows,
            ys=self.ys[first : last + 1],
            places=self.places[first:last],
            above=self.above if first == 0 else (),
            heads=max(self.heads - first, 0),
        )

    def row_page(self, row: int) -> int:
        """The page that a row stands on."""
        return self.places[row][0] if self.places else self.page

    def row_box(self, row: int) -> Box | None:
        """Where a row stands on its page; by its words where no lines part the rows, None without either."""
        if self.places:
            return self.places[row][1]
        if self.ys:
            return rounded((self.xs[0], self.ys[row], self.xs[-1], self.ys[row + 1]))
        return bounds_of(token for cell in self.starting(row) for token, _, _ in cell.pieces)

    def row_shades(self, row: int) -> tuple[int, ...]:
        """The columns of the coloured cells that begin in a row."""
        coloured = [cell for cell in self.starting(row) if cell.filled]
        return tuple(column for cell in coloured for column in range(cell.column, cell.column_end))

    def row_sure(self, row: int) -> float:
        """How surely the least sure word of a row was read, 0 to 1."""
        words = (token.confidence for cell in self.starting(row) for token, _, _ in cell.pieces)
        return min(words, default=100) / 100


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table's rows are: `title` of the rows before the header, the header, the body from row `body`
    on.

    `header` is empty where the table has none; `is_filled` says that the header is coloured and the body is
    not.
    """

    title: str
    header: tuple[str, ...]
    body: int
    is_filled: bool = False
    header_rows: int = 0


def shape_of(table: RawTable) -> Shape:
    """The header of a table by its merged cells, its row of column numbers and what stands in its cells."""
    first = _after_titles(table)
    title = " ".join(cell.text for row in range(first) for cell in table.starting(row) if cell.text)
    numbers = next(
        (row for row in range(first, first + _MOST_HEADER_ROWS) if is_number_row(table, row)), None
    )
    end = numbers if numbers is not None and numbers > first else _header_end(table, first)
    is_named = first < table.heads < table.rows
    end = max(end, table.heads) if is_named and numbers is None else end
    heads = [cell for cell in table.cells if first <= cell.row < end]
    if numbers == first:
        return Shape(title, (), first + 1)
    if numbers is None and not is_named and not _reads_as_header(table, heads):
        return Shape(title, (), first)
    body = end + (numbers is not None)
    below = [cell for cell in table.cells if cell.row >= body]
    is_filled = _is_filled(heads) and not _is_filled(below)
    return Shape(title, labels(table, heads), body, is_filled, end - first)


def rounded(box: Box) -> Box:
    """A box in tenths of a point."""
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


class Boxed(Protocol):
    """What has a box on a page."""

    @property
    def box(self) -> Box: ...


def bounds_of(things: Iterable[Boxed]) -> Box | None:
    """The smallest box around all of them, None without any."""
    boxes = [thing.box for thing in things]
    return rounded(bounds(boxes)) if boxes else None


class BodyRow(NamedTuple):
    """A row of a table: its texts, where it stands, how surely it was read, and its coloured columns."""

    texts: tuple[str, ...]
    page: int
    box: Box | None
    sure: float
    shades: tuple[int, ...] = ()


def body_rows(table: RawTable, body: int) -> list[BodyRow]:
    """The rows from `body` on that have text; a merged cell's text stands in the first place that it
    spans."""
    rows = []
    for number in range(body, table.rows):
        row = [""] * table.columns
        for cell in table.starting(number):
            row[cell.column] = cell.text
        if any(row) and not is_number_row(table, number):
            place = table.row_page(number), table.row_box(number)
            rows.append(BodyRow(tuple(row), *place, table.row_sure(number), table.row_shades(number)))
    return rows


def is_number_row(table: RawTable, row: int) -> bool:
    """Whether the row only counts the columns: "1 2 3", "(1) (2) (3)", with formulas too: "13 = (9+10)"."""
    numbered = [cell for cell in table.starting(row) if cell.text]
    texts = [cell.text for cell in numbered]
    covered = sum(cell.column_end - cell.column for cell in numbered)
    if len(texts) < 3 or covered < _MOST * table.columns:
        return False
    matches = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [match.group(1).casefold() for match in matches if match]
    unread = [text for text, match in zip(texts, matches, strict=True) if not match]
    if len(numbers) < _READ * len(texts) or any(len(text) > _MISREAD for text in unread):
        return False
    counted = [int(number) if number.isdigit() else ord(number) - ord("a") + 1 for number in numbers]
    if counted[0] > 2 or counted != sorted(set(counted)) or table.is_crossed(row):
        return False
    marked = any(not text.isalnum() for text in texts)
    return marked or 2 * sum(right - left == 1 for left, right in pairwise(counted)) >= len(counted) - 1


def _after_titles(table: RawTable) -> int:
    """The first row that is not one cell over the whole width."""
    row = 0
    while row < min(table.rows - 1, _MOST_HEADER_ROWS):
        cells = table.starting(row)
        with_text = [cell for cell in cells if cell.text]
        is_wide = len(cells) == 1 and cells[0].column_end - cells[0].column == table.columns > 1
        if not is_wide and with_text:
            break
        row = max((cell.row_end for cell in cells), default=row + 1)
    return row


def _header_end(table: RawTable, first: int) -> int:
    """The row after the header: no cell reaches over it, and no head still waits for its parts."""
    end = first + 1
    while end < min(table.rows, first + _MOST_HEADER_ROWS):
        reach = max((cell.row_end for cell in table.cells if first <= cell.row < end), default=end)
        if reach > end:
            end = reach
        elif _has_parts_below(table, first, end):
            end += 1
        else:
            break
    return min(end, table.rows)


def _has_parts_below(table: RawTable, first: int, end: int) -> bool:
    """Whether the next row names the parts of a wide head and says nothing under the others."""
    wide = [
        cell
        for cell in table.cells
        if first <= cell.row and cell.row_end == end and cell.column_end - cell.column > 1
    ]
    below = [cell for cell in table.starting(end) if cell.text]
    if not wide or not below:
        return False
    under = [
        any(head.text and head.column <= cell.column < head.column_end for head in wide) for cell in below
    ]
    parts = max(sum(head.column <= cell.column < head.column_end for cell in below) for head in wide)
    return all(under) and parts > 1 and not any(_is_figure(cell.text) for cell in below)


def _reads_as_header(table: RawTable, heads: Sequence[TextCell]) -> bool:
    """Names of columns: short texts, no figures but years and months, over most of the columns."""
    named = {column for cell in heads if cell.text for column in range(cell.column, cell.column_end)}
    texts = [cell.text for cell in heads if cell.text]
    if (
        not texts
        or _FIRST_NUMBER.fullmatch(texts[0])
        or len(named) * 2 < table.columns
        or any(len(text) > _LONGEST_HEAD for text in texts)
    ):
        return False
    return not any(_is_figure(text) for text in texts)


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text)) and not _YEAR_OR_MONTH.fullmatch(text)


def _is_filled(cells: Sequence[TextCell]) -> bool:
    with_text = [cell for cell in cells if cell.text]
    return bool(with_text) and sum(cell.filled for cell in with_text) * 2 > len(with_text)


def labels(table: RawTable, heads: Sequence[TextCell]) -> tuple[str, ...]:
    """One name a column: the heads over it from the top down, each once."""
    names: list[list[str]] = [[] for _ in range(table.columns)]
    for cell in sorted(heads, key=lambda cell: cell.row):
        for column in range(cell.column, cell.column_end):
            if cell.text and (not names[column] or names[column][-1] != cell.text):
                names[column].append(cell.text)
    return tuple(_SEPARATOR.join(parts) for parts in names)
