"""A table of lines and columns: its heads, and the rows that rules, white or the words themselves part."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.grid import Edge, merged, places_of
from ingest.pdf.banded import grid_between
from ingest.pdf.bands import (
    APART,
    Band,
    Columns,
    blocks_of,
    bottom_of,
    column_of,
    gap_between,
    holds_rows,
    is_full,
    is_section,
    is_wrapped,
    lines_of,
    phrases_of,
    rows_of,
    texts_of,
    top_of,
)
from ingest.pdf.cells import fill_grid, pieces_of, text_of
from ingest.pdf.gutters import FEWEST_CORE, columns_of, counts_columns, rooms_of
from ingest.pdf.head_cells import head_cells
from ingest.pdf.heads import head_end, head_texts, reach, walls_of, with_own_columns
from ingest.pdf.justified import gutters_of
from ingest.pdf.rulings import Rulings
from ingest.pdf.spans import with_spans
from ingest.pdf.tabular import FEWEST_COLUMNS
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, TextCell

_MOST_HEADS = 14  # lines
_UNRULED = 1.3  # rows that begin between two rules, on average, at most
_WHOLE = 0.8  # of the table's width: so long a rule parts rows
_SIGN = re.compile(r"\(?(?:[a-z]|\d{1,2})[.)]|[-–—•●▪➢*]")
_FEWEST_PARTS, _MOSTLY = 3, 0.8  # of the parts between rules, that are one row each
_HIGHER = 2.0  # points over the heads at both sides: a head over their columns
_WIDEST = 0.25  # of the text's height: between the lines of one cell


def unruled_table(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge], page: int) -> RawTable:
    """The table that the bands make in the columns."""
    end = _heads(bands, columns, rules)
    columns = _by_body(bands, columns, end)
    end = _heads(bands, columns, rules)
    columns = _without_nameless(bands[:end], bands[end:], columns)
    top, bottom = top_of(bands[0]), bottom_of(bands[-1])
    inner = _inside(rules, columns, top, bottom)
    rooms = rooms_of(bands[end:], columns)
    cells, depth = head_cells(bands[:end], columns, rooms, inner, _spacing(bands[end:], columns))
    body = _body(bands[end:], columns, inner, page)
    cells += (replace(cell, row=cell.row + depth, row_end=cell.row_end + depth) for cell in body.cells)
    return RawTable(
        page=page,
        rows=depth + body.rows,
        columns=len(columns),
        cells=tuple(cells),
        xs=tuple(walls_of(columns)),
        top=top,
        bottom=bottom,
        heads=depth,
    )


def _heads(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge]) -> int:
    """How many of the bands are heads."""
    inner = _inside(rules, columns, top_of(bands[0]), bottom_of(bands[-1]))
    numbers = next((at for at, band in enumerate(bands[:_MOST_HEADS]) if counts_columns(band)), None)
    return head_end(bands, columns, *_cuts(bands, inner, columns[-1][1] - columns[0][0]), numbers)


def _inside(rules: Sequence[Edge], columns: Columns, top: float, bottom: float) -> list[Edge]:
    left, right = columns[0][0], columns[-1][1]
    return merged(rule for rule in rules if top < rule.at < bottom and rule.start < right and rule.end > left)


def _by_body(bands: Sequence[Band], columns: Columns, end: int) -> Columns:
    """The columns as the lines under the heads show them, and those that have but a head."""
    if len(bands) - end < FEWEST_CORE:
        return columns
    found = columns_of(bands[end:])
    if len(found) < FEWEST_COLUMNS:
        return columns
    return with_own_columns(bands[:end], found)


def _without_nameless(heads: Sequence[Band], body: Sequence[Band], columns: Columns) -> Columns:
    """The columns; one without a head of its own is none if it has but second words of justified lines, or
    what stands behind the signs of lists."""
    if not heads or not body:
        return columns
    named = _named(heads, columns, rooms_of(body, columns))
    gutters = gutters_of(body, columns)
    found = [columns[0]]
    for at, column in enumerate(columns[1:], 1):
        is_stretched = at not in named and gutters[at - 1].pairs and not gutters[at - 1].own
        is_listed = not {at - 1, at} <= named and _are_signs(body, columns, at - 1)
        if not is_stretched and not is_listed:
            found.append(column)
        else:
            found[-1] = found[-1][0], column[1]
    return found


def _are_signs(bands: Sequence[Band], columns: Columns, column: int) -> bool:
    """Whether a column has hardly anything but signs of lists; the first one may number rows so."""
    texts = [token.text for band in bands for token in band if column_of(token, columns) == column]
    signs = sum(bool(_SIGN.fullmatch(text)) for text in texts)
    return column > 0 and signs > 1 and signs >= _MOSTLY * len(texts)


def _named(heads: Sequence[Band], columns: Columns, rooms: Columns) -> set[int]:
    """The columns with a head over them alone, that does not stand higher than those at both sides."""
    lowest: dict[int, Band] = {}
    for text in (text for band in heads for text in head_texts(band)):
        first, last = reach(text[0].box[0], text[-1].box[2], columns, rooms)
        if first == last:
            lowest[first] = text
    return {
        at
        for at, text in lowest.items()
        if not all(
            beside in lowest and bottom_of(text) < top_of(lowest[beside]) - _HIGHER
            for beside in (at - 1, at + 1)
        )
    }


def _cuts(bands: Sequence[Band], rules: Sequence[Edge], width: float) -> tuple[list[int], list[int]]:
    """The bands before which a rule over the whole width stands, and those before which a wide gap does."""
    wide = [rule.at for rule in rules if rule.end - rule.start >= _WHOLE * width]
    starts = {id(block[0]) for block in blocks_of(bands)}
    ruled = [
        at
        for at in range(1, len(bands))
        if any(bottom_of(bands[at - 1]) - 2 <= y <= top_of(bands[at]) + 3 for y in wide)
    ]
    return ruled, [at for at in range(1, len(bands)) if id(bands[at]) in starts]


def _spacing(bands: Sequence[Band], columns: Columns) -> float:
    """The white between the lines of a cell, in heights of the text."""
    last: dict[int, Band] = {}
    gaps = []
    for band in bands:
        for phrase in phrases_of(band, columns):
            column = column_of(phrase[0], columns)
            if column in last:
                gap = top_of(phrase) - bottom_of(last[column])
                gaps.append(gap / (phrase[0].box[3] - phrase[0].box[1] or 1.0))
            last[column] = phrase
    return min(sorted(gaps)[len(gaps) // 5], _WIDEST) if gaps else 0.0


def _body(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge], page: int) -> RawTable:
    """The rows under the heads."""
    if not bands:
        return RawTable(page, 0, len(columns), ())
    inner = [rule for rule in rules if top_of(bands[0]) < rule.at < bottom_of(bands[-1])]
    places = places_of([rule.at for rule in inner])
    starts = sum(is_full(band, columns) for band in bands)
    are_single = starts <= _UNRULED * (len(places) + 1) or _are_rows(_between(bands, places), columns)
    if places and are_single:
        return _ruled(bands, columns, inner, page)
    rows = rows_of(bands, columns, rules)
    sections = {id(band) for index, band in enumerate(bands) if is_section(bands, index)}
    cells = [cell for number, row in enumerate(rows) for cell in _cells(row, columns, number, sections)]
    return RawTable(page, len(rows), len(columns), tuple(cells))


def _between(bands: Sequence[Band], places: Sequence[float]) -> list[list[Band]]:
    """The bands in the parts that rules make."""
    parts: list[list[Band]] = [[] for _ in range(len(places) + 1)]
    for band in bands:
        parts[bisect_right(places, (top_of(band) + bottom_of(band)) / 2)].append(band)
    return [part for part in parts if part]


def _are_rows(parts: Sequence[Sequence[Band]], columns: Columns) -> bool:
    """Whether what stands between two rules is mostly one row: lines of cells near one another, of which each
    has words where the one above has, and the first one a figure at most once in a column."""
    single = sum(
        len(part) == 1
        or (
            max(gap_between(upper, lower) for upper, lower in pairwise(part)) < APART
            and not holds_rows(part, columns)
            and is_wrapped(lines_of(part, columns))
        )
        for part in parts
    )
    return len(parts) >= _FEWEST_PARTS and single >= _MOSTLY * len(parts)


def _ruled(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge], page: int) -> RawTable:
    """Rows as rules, not necessarily over the whole width, part them."""
    words = [token for band in bands for token in band]
    grid = grid_between(walls_of(columns), top_of(bands[0]) - 1, bottom_of(bands[-1]) + 1, rules)
    wide = [
        (phrase[0].box[0], top_of(band), phrase[-1].box[2], bottom_of(band))
        for index, band in enumerate(bands)
        if is_section(bands, index)
        for phrase in texts_of(band)
    ]
    return fill_grid(with_spans(grid, wide), Rulings(), words, page)


def _cells(row: Sequence[Band], columns: Columns, number: int, sections: Collection[int]) -> list[TextCell]:
    """The words of a row by the columns that they print over."""
    inside: dict[tuple[int, int], list[Token]] = {}
    for band in row:
        for phrase in texts_of(band) if id(band) in sections else phrases_of(band, columns):
            place = column_of(phrase[0], columns), column_of(phrase[-1], columns) + 1
            inside.setdefault(place, []).extend(phrase)
    cells = []
    for (first, last), words in sorted(inside.items()):
        pieces = pieces_of(words)
        cells.append(TextCell(number, first, number + 1, last, text_of(pieces), pieces=pieces))
    return cells
