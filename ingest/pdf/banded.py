"""Tables whose cells are coloured areas, and tables with rules between their rows alone.

The colours' edges, or the gutters between words, stand for the lines that were not drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import Box
from ingest.grid import Cell, Edge, Grid, cells_of, merged, places_of, ruled
from ingest.pdf.bands import Band, bands_of, bottom_of, is_full, rows_of, top_of
from ingest.pdf.cells import fill_grid
from ingest.pdf.rulings import Rulings
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable

_LOWEST, _NARROWEST = 6.0, 6.0  # points of a coloured cell
_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 2
_SAME_SIDE = 4.0  # points
_APART = 1.8  # of the tallest coloured row: how far the next one may be
_NEXT_LINE = 0.9  # of the text's height: how far the lines of an uncoloured last row may be
_WIDE_GAP = 2.5  # of the text's height: no such gap between two words of one cell
_INSIDE = 1.0  # points
_FAR = 3.0  # of the text's height: a gap in which a table ends


def coloured_tables(
    found: Rulings, tokens: Sequence[Token], taken: Sequence[Box], page: int
) -> list[RawTable]:
    """The tables outside the boxes `taken` that show by the colours of their cells."""
    fills = [fill for fill in _cells_only(found.fills) if not any(_within(fill, box) for box in taken)]
    tables: list[RawTable] = []
    for group in _groups(fills):
        if tables and group[0][1] < tables[-1].bottom - _INSIDE:
            continue  # stripes of a table that the head above began
        grid = _grid_of_fills(group, tokens, found.horizontal)
        if grid is None:
            continue
        table = fill_grid(grid, found, tokens, page)
        if _has_rows(table) and not _has_gaps(grid, tokens):
            tables.append(table)
    return tables


def edges_of_fills(fills: Sequence[Box]) -> list[Edge]:
    """The upper and lower sides of coloured areas, joined over those that stand side by side."""
    cells = _cells_only(fills)
    return merged([Edge(side, x0, x1) for x0, top, x1, bottom in cells for side in (top, bottom)])


def grid_between(
    xs: Sequence[float],
    top: float,
    bottom: float,
    floors: Sequence[Edge],
    spans: Sequence[Box] = (),
    words: Sequence[Token] | None = None,
) -> Grid:
    """A grid with a wall at each of the `xs`, except through `spans`, and floors where they are drawn.

    With `words`, strips between the spans in which no word stands are no rows.
    """
    inner = [edge for edge in merged(floors) if top + _INSIDE < edge.at < bottom - _INSIDE]
    ys = places_of([top, *(edge.at for edge in inner), bottom])
    columns = tuple(xs)
    ys = ys if words is None else _without_gaps(ys, spans, words, axis=1)
    floor = ruled(inner, ys, columns)
    wall = {
        (place, row)
        for place in range(1, len(columns) - 1)
        for row, (upper, lower) in enumerate(pairwise(ys))
        if not any(_crosses(span, columns[place], (upper + lower) / 2) for span in spans)
    }
    return Grid(columns, ys, tuple(cells_of(wall, floor, len(ys) - 1, len(columns) - 1)))


def _cells_only(fills: Sequence[Box]) -> list[Box]:
    """Coloured areas that may be cells: large enough for text, and not the ground under others."""
    large = [
        fill
        for fill in dict.fromkeys(fills)
        if fill[3] - fill[1] >= _LOWEST and fill[2] - fill[0] >= _NARROWEST
    ]
    if len(large) > 5000:
        return []
    tallest = sorted(fill[3] - fill[1] for fill in large)[len(large) * 3 // 4] if large else 0.0
    return [fill for fill in large if fill[3] - fill[1] <= 4 * tallest]


def _within(fill: Box, box: Box) -> bool:
    return box[0] <= (fill[0] + fill[2]) / 2 <= box[2] and box[1] <= (fill[1] + fill[3]) / 2 <= box[3]


def _groups(fills: Sequence[Box]) -> Iterator[list[Box]]:
    """Areas under one another, with no more than an uncoloured row between them."""
    group: list[Box] = []
    reach = left = right = tallest = 0.0
    for fill in sorted(fills, key=lambda fill: (fill[1], fill[0])):
        apart = group and (
            fill[1] - reach > max(_APART * tallest, 4.0) or fill[0] > right + 8 or fill[2] < left - 8
        )
        if apart:
            yield group
        if apart or not group:
            group, reach, left, right, tallest = [], fill[3], fill[0], fill[2], 0.0
        group.append(fill)
        reach, left, right = max(reach, fill[3]), min(left, fill[0]), max(right, fill[2])
        tallest = max(tallest, fill[3] - fill[1])
    if group:
        yield group


def _grid_of_fills(fills: Sequence[Box], tokens: Sequence[Token], rules: Sequence[Edge]) -> Grid | None:
    xs = places_of([side for fill in fills for side in (fill[0], fill[2])])
    xs = _without_gaps(xs, fills, tokens, axis=0)
    tops = places_of([fill[1] for fill in fills])
    if len(xs) <= _FEWEST_COLUMNS:
        return None
    top, bottom = min(fill[1] for fill in fills), max(fill[3] for fill in fills)
    end, columns = _below(tokens, xs, bottom)
    if _is_striped(fills, bottom - top):
        bottom = end
    floors = [Edge(side, x0, x1) for x0, upper, x1, lower in fills for side in (upper, lower)]
    if columns >= _FEWEST_COLUMNS and not _is_striped(fills, bottom - top):  # only the head is coloured
        end, under = body_floors(xs, bottom, tokens, rules)
        return grid_between(xs, top, end, floors + under, fills, tokens) if under else None
    if len(tops) < _FEWEST_ROWS:
        return None
    return grid_between(xs, top, bottom, floors, fills, tokens)


def body_floors(
    xs: Sequence[float], top: float, tokens: Sequence[Token], rules: Sequence[Edge]
) -> tuple[float, list[Edge]]:
    """Where the body under a coloured head ends, and the lines between its rows, drawn or not."""
    below = [token for token in tokens if (token.box[1] + token.box[3]) / 2 > top]
    bands: list[Band] = []
    end = top
    for band in bands_of(below):
        height = band[0].box[3] - band[0].box[1]
        outside = band[0].box[0] < xs[0] - _SAME_SIDE or band[-1].box[2] > xs[-1] + _SAME_SIDE
        if outside or top_of(band) - end > _FAR * height:
            break
        bands.append(band)
        end = bottom_of(band)
    if not bands:
        return top, []
    columns = list(pairwise(xs))
    drawn = [rule for rule in merged(rules) if top + _INSIDE < rule.at < end + _SAME_SIDE]
    starts = sum(is_full(band, columns) for band in bands)
    if len(places_of([rule.at for rule in drawn])) + 1 < starts:
        rows = rows_of(bands, columns, rules)
        cuts = [(bottom_of(upper[-1]) + top_of(lower[0])) / 2 for upper, lower in pairwise(rows)]
        drawn += [Edge(cut, xs[0], xs[-1]) for cut in cuts]
    return end + _INSIDE, [Edge(top, xs[0], xs[-1]), *drawn]


def _without_gaps(
    places: tuple[float, ...], fills: Sequence[Box], tokens: Sequence[Token], axis: int
) -> tuple[float, ...]:
    """The places along an axis; those at both sides of a gap between cells, without a word in it, become
    one."""
    begins = [fill[axis] for fill in fills]
    ends = [fill[axis + 2] for fill in fills]
    middles = [(token.box[axis] + token.box[axis + 2]) / 2 for token in tokens]
    kept = [places[0]]
    for before, place in pairwise(places):
        is_gap = (
            not any(abs(side - before) < _SAME_SIDE for side in begins)
            and not any(abs(side - place) < _SAME_SIDE for side in ends)
            and not any(before < middle < place for middle in middles)
        )
        if is_gap:
            kept[-1] = (before + place) / 2
        else:
            kept.append(place)
    return tuple(kept)


def _is_striped(fills: Sequence[Box], height: float) -> bool:
    """Whether every other row is uncoloured."""
    left = min(fill[0] for fill in fills)
    return sum(fill[3] - fill[1] for fill in fills if fill[0] < left + _SAME_SIDE) < 0.85 * height


def _below(tokens: Sequence[Token], xs: Sequence[float], bottom: float) -> tuple[float, int]:
    """Where a row that stands directly under the last coloured one ends, and in how many columns it has
    words."""
    lines = sorted(
        (token.box for token in tokens if token.box[1] > bottom - 2 and xs[0] <= token.box[0] <= xs[-1]),
        key=lambda box: box[1],
    )
    end = bottom
    columns: set[int] = set()
    for box in lines:
        if box[1] - end > _NEXT_LINE * (box[3] - box[1]) or box[2] > xs[-1] + _SAME_SIDE:
            break
        end = max(end, box[3])
        columns.add(bisect_right(xs, (box[0] + box[2]) / 2))
    return end, len(columns)


def _crosses(span: Box, x: float, y: float) -> bool:
    return span[0] < x - _SAME_SIDE and span[2] > x + _SAME_SIDE and span[1] < y < span[3]


def _has_rows(table: RawTable) -> bool:
    """Whether words stand in several columns of several rows."""
    rows = [sum(bool(cell.text) for cell in table.starting(row)) for row in range(table.rows)]
    return sum(count >= _FEWEST_COLUMNS for count in rows) >= _FEWEST_ROWS


def _has_gaps(grid: Grid, tokens: Sequence[Token]) -> bool:
    """Whether words of one line stand so far apart in a cell of the body that they are several cells."""
    owner = {(row, column): cell for cell in grid.cells for row, column in _slots(cell)}
    last: dict[Cell, Token] = {}
    wide = 0
    for token in sorted(tokens, key=lambda token: (round(token.box[3]), token.box[0])):
        x0, top, x1, bottom = token.box
        place = grid.at((x0 + x1) / 2, (top + bottom) / 2)
        if place is None:
            continue
        before = last.get(owner[place])
        same_line = before is not None and abs(before.box[3] - bottom) < 0.3 * (bottom - top)
        if before is not None and same_line and x0 - before.box[2] > _WIDE_GAP * (bottom - top):
            wide += 1
        last[owner[place]] = token
    return wide > len(grid.ys) // 3


def _slots(cell: Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row_end):
        for column in range(cell.column, cell.column_end):
            yield row, column
