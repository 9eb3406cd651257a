"""Tables without rules between their columns: columns show by gutters, and rows by their spacing.

Careful on purpose: at least three columns over at least four lines, so that running text in two columns,
lists and signatures are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Box
from ingest.grid import Edge, merged, places_of
from ingest.pdf.areas import areas_of
from ingest.pdf.banded import edges_of_fills, grid_between
from ingest.pdf.bands import (
    Band,
    Columns,
    bands_of,
    bottom_of,
    column_of,
    is_full,
    is_section,
    is_total,
    phrases_of,
    rows_of,
    top_of,
)
from ingest.pdf.cells import fill_grid, pieces_of, text_of
from ingest.pdf.rulings import Rulings
from ingest.pdf.spans import with_head_spans, with_spans
from ingest.pdf.tabular import is_table
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, TextCell

_FEWEST_BANDS = 4
_GUTTER = 4  # points without print between two columns
_NARROW_GUTTER, _MANY = 2, 10  # the same where so many lines keep to it
_WORD_SPACE = 0.36  # of the text's height: no gap between columns is so narrow in every line
_FEWEST_COUNTED, _DIGITS = 4, 2
_FEWEST_CORE = 3
_SHORT = 14  # bands
_FORGIVEN = 10  # one band in so many may print into a gutter
_FEWEST_RULES = 3  # inside a table: with them, rules part its rows
_UNRULED = 1.3  # rows that begin between two of those rules, on average, at most


def aligned_tables(
    tokens: Sequence[Token], drawn: Rulings, taken: Sequence[Box], page: int
) -> list[RawTable]:
    """The tables of a page outside the boxes `taken`; its horizontal lines and colours part rows."""
    rules = [*drawn.horizontal, *edges_of_fills(drawn.fills)]
    free = [token for token in tokens if not any(is_inside(token, box) for box in taken)]
    found = []
    for area in areas_of(bands_of(free), rules):
        if len(area) >= _FEWEST_BANDS and (grown := _grown(area)):
            bands, columns = grown
            found.append(_ruled_rows(bands, columns, rules, page) or _table(bands, columns, rules, page))
    return found


def is_inside(token: Token, box: Box) -> bool:
    """Whether the word's middle lies in the box."""
    x0, top, x1, bottom = token.box
    return box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


def _grown(area: list[Band]) -> tuple[list[Band], Columns] | None:
    """The bands of an area that make a table, and its columns.

    A part of the area says where the columns are; it grows as long as the bands keep to them. Upwards a band
    may print into some of the gutters, as heads over several columns do.
    """
    heads = len(area) - len(_after_numbers(area))
    cores = [(heads, len(area))] if heads else _cores(len(area))
    core = max(cores, key=lambda core: _worth(area[slice(*core)]))
    columns = _columns(area[slice(*core)])
    if not is_table(area[slice(*core)], columns):
        return None
    first, last = core
    some = max(1, len(columns) // 3)
    while first > 0 and _crossed(area[first - 1], columns) <= some:
        first -= 1
    while first < last - _FEWEST_CORE and _is_caption(area[first], columns):
        first += 1
    while last < len(area) and (_crossed(area[last], columns) == 0 or _is_inner_section(area, last)):
        last += 1
    while last > first + _FEWEST_CORE and is_section(area, last - 1) and not is_total(area[last - 1]):
        last -= 1
    columns = _columns(area[first:last])
    return (area[first:last], columns) if is_table(_after_numbers(area[first:last]), columns) else None


def _is_inner_section(area: list[Band], index: int) -> bool:
    """Whether a line heads a part of the rows, so that more of them follow, or sums them up."""
    return is_section(area, index) and (index + 1 < len(area) or is_total(area[index]))


def _cores(count: int) -> list[tuple[int, int]]:
    """Parts of an area to look for columns in: the middle of a long one, a short one without its ends."""
    if count > _SHORT:
        return [(count // 4, count - count // 4)]
    ends = [(top, count - bottom) for top in range(count // 2 + 1) for bottom in range(3)]
    return [(first, last) for first, last in ends if last - first >= _FEWEST_CORE] or [(0, count)]


def _worth(bands: Sequence[Band]) -> tuple[int, int]:
    return len(_columns(bands)), len(bands)


def _is_caption(band: Band, columns: Columns) -> bool:
    """Whether a band is one phrase over several columns: a title, no head."""
    phrases = phrases_of(band, columns)
    return len(phrases) == 1 and column_of(phrases[0][0], columns) != column_of(phrases[0][-1], columns)


def _columns(bands: Sequence[Band]) -> Columns:
    """What lies between gutters: strips of the page that hardly any band prints into."""
    left = int(min(band[0].box[0] for band in bands))
    right = int(max(token.box[2] for band in bands for token in band)) + 2
    printed = [0] * (right - left)
    cells = _without_sections(bands)
    for band in cells:
        for strip in {x for token in band for x in range(int(token.box[0]), int(token.box[2]) + 1)}:
            printed[strip - left] += 1
    allowed = len(cells) // _FORGIVEN
    columns: list[tuple[float, float]] = []
    least = _GUTTER if len(bands) < _MANY else _NARROW_GUTTER
    gutter = least
    for strip, count in enumerate(printed):
        if count <= allowed:
            gutter += 1
        elif gutter >= least:
            columns.append((left + strip, left + strip + 1))
            gutter = 0
        else:
            columns[-1] = (columns[-1][0], left + strip + 1)
            gutter = 0
    return _without_rivers(bands, columns)


def _without_sections(bands: Sequence[Band]) -> Sequence[Band]:
    """The lines that print into columns: not those that head a part of the rows or sum one up."""
    bands = _after_numbers(bands)
    kept = [band for index, band in enumerate(bands) if not is_section(bands, index)]
    return kept if len(kept) * 2 > len(bands) and len(kept) >= _FEWEST_CORE else bands


def _after_numbers(bands: Sequence[Band]) -> Sequence[Band]:
    """The lines under one that counts the columns: heads are often centred over what stands to the left."""
    numbers = next((index for index, band in enumerate(bands) if _counts_columns(band)), None)
    is_head = numbers is not None and len(bands) - numbers > _FEWEST_CORE
    return bands[numbers + 1 :] if numbers is not None and is_head else bands


def _counts_columns(band: Band) -> bool:
    """Whether a line is but 1 2 3 and so on."""
    counted = [int(token.text) for token in band if token.text.isdecimal() and len(token.text) <= _DIGITS]
    return len(counted) == len(band) >= _FEWEST_COUNTED and counted == list(range(1, len(band) + 1))


def _without_rivers(bands: Sequence[Band], columns: list[tuple[float, float]]) -> Columns:
    """The columns; two are one where the gap between them is nowhere wider than between words."""
    found: list[tuple[float, float]] = []
    for left, right in columns:
        if found and _is_river(bands, found[-1], (left, right)):
            found[-1] = found[-1][0], right
        else:
            found.append((left, right))
    return found


def _is_river(bands: Sequence[Band], left: tuple[float, float], right: tuple[float, float]) -> bool:
    """Whether every line that prints into both columns has but a space between them."""
    gaps = []
    for band in bands:
        before = [token for token in band if left[0] <= token.box[0] < left[1]]
        after = [token for token in band if right[0] <= token.box[0] < right[1]]
        if after and not before:
            return False
        if after:
            gap = min(token.box[0] for token in after) - max(token.box[2] for token in before)
            gaps.append(gap / (after[0].box[3] - after[0].box[1] or 1.0))
    return bool(gaps) and max(gaps) < _WORD_SPACE


def _crossed(band: Band, columns: Columns) -> int:
    """How many gutters a band prints into, by a word or by a space between two words of a sentence."""
    spans = [(phrase[0].box[0], phrase[-1].box[2]) for phrase in phrases_of(band, columns)]
    return sum(any(x0 < left[1] and x1 > right[0] for x0, x1 in spans) for left, right in pairwise(columns))


def _table(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge], page: int) -> RawTable:
    rows = rows_of(bands, columns, rules)
    cells = _head_cells(rows[0], columns)
    heads = max((cell.row_end for cell in cells), default=0)
    for number, row in enumerate(rows[1:] if heads else rows, heads):
        cells += _cells(row, columns, number, number + 1)
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return RawTable(
        page=page,
        rows=len(rows) + max(heads - 1, 0),
        columns=len(columns),
        cells=tuple(cells),
        xs=(columns[0][0] - 1, *middles, columns[-1][1] + 1),
        top=top_of(bands[0]),
        bottom=bottom_of(bands[-1]),
    )


def _cells(row: Sequence[Band], columns: Columns, first_row: int, row_end: int) -> list[TextCell]:
    """The words of a row by the columns that they print over."""
    inside: dict[tuple[int, int], list[Token]] = {}
    for band in row:
        for phrase in phrases_of(band, columns):
            place = column_of(phrase[0], columns), column_of(phrase[-1], columns) + 1
            inside.setdefault(place, []).extend(phrase)
    cells = []
    for (first, last), words in sorted(inside.items()):
        pieces = pieces_of(words)
        cells.append(TextCell(first_row, first, row_end, last, text_of(pieces), pieces=pieces))
    return cells


def _head_cells(row: Sequence[Band], columns: Columns) -> list[TextCell]:
    """The first row as two where heads reach over several columns that have parts below; else none."""
    for index, band in enumerate(row[:-1]):
        upper = [phrase for above in row[: index + 1] for phrase in phrases_of(above, columns)]
        spans = [(column_of(phrase[0], columns), column_of(phrase[-1], columns)) for phrase in upper]
        if all(first == last for first, last in spans):
            continue
        lower = row[index + 1 :]
        parts = {column_of(token, columns) for below in lower for token in below}
        own = {first for first, last in spans if first == last}
        reach = [_reach(first, last, parts, own) for first, last in spans if first != last]
        if any(last - first < 1 for first, last in reach):
            continue
        under = {column for first, last in reach for column in range(first, last + 1)}
        wide = dict(zip([span for span in spans if span[0] != span[1]], reach, strict=True))
        cells = []
        for cell in _cells(row[: index + 1], columns, 0, 1):
            place = wide.get((cell.column, cell.column_end - 1))
            if place:
                cells.append(replace(cell, column=place[0], column_end=place[1] + 1))
        beside = [[token for token in band if column_of(token, columns) not in under] for band in row]
        cells += _cells([band for band in beside if band], columns, 0, 2)
        below = [[token for token in band if column_of(token, columns) in under] for band in lower]
        return cells + _cells([band for band in below if band], columns, 1, 2)
    return []


def _reach(first: int, last: int, parts: set[int], own: set[int]) -> tuple[int, int]:
    """The columns beside [first, last] that have a part below and no head of their own."""
    while first - 1 in parts and first - 1 not in own:
        first -= 1
    while last + 1 in parts and last + 1 not in own:
        last += 1
    return first, last


def _ruled_rows(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge], page: int) -> RawTable | None:
    """The table as a grid where rules, not necessarily over its whole width, part all of its rows."""
    top, bottom = top_of(bands[0]), bottom_of(bands[-1])
    left, right = columns[0][0], columns[-1][1]
    inner = merged(
        rule for rule in rules if top < rule.at < bottom and rule.start < right and rule.end > left
    )
    places = places_of([rule.at for rule in inner])
    starts = sum(is_full(band, columns) for band in bands)
    if len(places) < _FEWEST_RULES or starts > _UNRULED * (len(places) + 1):
        return None
    xs = (left - 1, *((one[1] + two[0]) / 2 for one, two in pairwise(columns)), right + 1)
    words = [token for band in bands for token in band]
    grid = with_head_spans(grid_between(xs, top - 1, bottom + 1, inner), words)
    wide = [
        (phrase[0].box[0], top_of(band), phrase[-1].box[2], bottom_of(band))
        for index, band in enumerate(bands)
        if is_section(bands, index)
        for phrase in phrases_of(band, columns)
    ]
    return fill_grid(with_spans(grid, wide), Rulings(), words, page)
