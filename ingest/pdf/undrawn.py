"""Sides of cells that a ruled table shows by colours or by its words alone.

Styles of word processors rule the head and the frame, colour every other row, and leave the rest to the eye.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Box
from ingest.grid import Cell, Edge, Grid, cells_of, places_of, ruled
from ingest.pdf.bands import bands_of, top_of
from ingest.pdf.gutters import counts_columns
from ingest.pdf.tokens import Token

_AT_WALL = 3.0  # points that a coloured cell's side may lie off its column's
_LOWEST = 6.0  # points of a coloured cell
_SPACE = 0.6  # of the text's height: a wider gap may part two cells
_OVER = 1.0  # points that a word may reach over a side
_FEWEST = 2


def with_open_floors(grid: Grid, walls: Sequence[Edge]) -> Grid:
    """The grid with floors where its walls begin or end inside a row: under a head over several columns, over
    and under a row that is one cell."""
    own = [wall for wall in walls if wall.start < grid.ys[-1] - _LOWEST and wall.end > grid.ys[0] + _LOWEST]
    ends: dict[float, set[int]] = {}
    for wall in own:
        place = min(range(len(grid.xs)), key=lambda index: abs(grid.xs[index] - wall.at))
        if abs(grid.xs[place] - wall.at) > _AT_WALL or not 0 < place < len(grid.xs) - 1:
            continue
        for y in (wall.start, wall.end):
            if all(abs(y - other) >= _LOWEST for other in grid.ys):
                at = next((known for known in ends if abs(known - y) <= _AT_WALL), y)
                ends.setdefault(at, set()).update({place - 1, place})
    if not ends:
        return grid
    ys = places_of([*grid.ys, *ends])
    across = [
        Edge(grid.ys[at], grid.xs[cell.column], grid.xs[cell.column_end])
        for cell in grid.cells
        for at in (cell.row, cell.row_end)
    ]
    across += [
        Edge(y, grid.xs[column], grid.xs[column + 1]) for y, columns in ends.items() for column in columns
    ]
    inner = [wall for wall in own if any(abs(wall.at - x) <= _AT_WALL for x in grid.xs[1:-1])]
    found = cells_of(ruled(inner, grid.xs, ys), ruled(across, ys, grid.xs), len(ys) - 1, len(grid.xs) - 1)
    return replace(grid, ys=ys, cells=tuple(found))


def with_number_floor(grid: Grid, tokens: Sequence[Token]) -> Grid:
    """The grid with a floor over the line that counts the columns, where one row has it and the heads."""
    columns = len(grid.xs) - 1
    left, top, right, bottom = grid.box
    inside = [
        token
        for token in tokens
        if left < token.box[0] < right and top < token.box[1] < bottom and token.text.strip("().").isdecimal()
    ]
    numbers = next((band for band in bands_of(inside) if len(band) == columns and counts_columns(band)), None)
    if numbers is None:
        return grid
    above = [
        token.box[3]
        for token in tokens
        if left < token.box[0] < right and top < token.box[1] and token.box[3] <= top_of(numbers) + _OVER
    ]
    y = (max(above, default=top) + top_of(numbers)) / 2
    if not above or any(abs(y - other) < _LOWEST for other in grid.ys):
        return grid
    at = bisect_right(grid.ys, y)
    cells = [
        part
        for cell in grid.cells
        for part in _cut(replace(cell, row=_moved(cell.row, at), row_end=_moved(cell.row_end, at)), at)
    ]
    ys = (*grid.ys[:at], y, *grid.ys[at:])
    return replace(grid, ys=ys, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _moved(row: int, at: int) -> int:
    return row + 1 if row >= at else row


def _cut(cell: Cell, row: int) -> Iterator[Cell]:
    """The cell, or its parts over and under the upper side of a row that it goes through."""
    if cell.row < row < cell.row_end:
        yield replace(cell, row_end=row)
        yield replace(cell, row=row)
    else:
        yield cell


def completed(grid: Grid, fills: Sequence[Box], tokens: Sequence[Token]) -> Grid:
    """The grid with its wide cells parted where their coloured parts or their words are those of columns."""
    if not any(cell.column_end - cell.column > 1 for cell in grid.cells):
        return grid
    grid = _with_fill_sides(grid, fills)
    parts = [part for cell in grid.cells for part in _parted(grid, cell, tokens)]
    return replace(grid, cells=tuple(sorted(parts, key=lambda cell: (cell.row, cell.column))))


def _with_fill_sides(grid: Grid, fills: Sequence[Box]) -> Grid:
    wide = [_box(grid, cell) for cell in grid.cells if cell.column_end - cell.column > 1]
    inner = [fill for fill in fills if _is_cell(grid, fill) and any(_is_part(fill, box) for box in wide)]
    if len(inner) < _FEWEST:
        return grid
    ys = places_of([*grid.ys, *(side for fill in inner for side in (fill[1], fill[3]))])
    boxes = [*(_box(grid, cell) for cell in grid.cells), *inner]
    down = [Edge(x, box[1], box[3]) for box in boxes for x in (box[0], box[2])]
    across = [Edge(y, box[0], box[2]) for box in boxes for y in (box[1], box[3])]
    walls, floors = ruled(down, grid.xs, ys), ruled(across, ys, grid.xs)
    return replace(grid, ys=ys, cells=tuple(cells_of(walls, floors, len(ys) - 1, len(grid.xs) - 1)))


def _box(grid: Grid, cell: Cell) -> Box:
    return grid.xs[cell.column], grid.ys[cell.row], grid.xs[cell.column_end], grid.ys[cell.row_end]


def _is_cell(grid: Grid, fill: Box) -> bool:
    """Whether a coloured area lies from one column's side to another's."""
    is_high = fill[3] - fill[1] >= _LOWEST
    return is_high and all(any(abs(side - x) <= _AT_WALL for x in grid.xs) for side in (fill[0], fill[2]))


def _is_part(fill: Box, box: Box) -> bool:
    """Whether the area lies in the box and is smaller."""
    x, y = (fill[0] + fill[2]) / 2, (fill[1] + fill[3]) / 2
    is_inside = box[0] < x < box[2] and box[1] < y < box[3]
    is_narrower = fill[2] - fill[0] < box[2] - box[0] - 2 * _AT_WALL
    return is_inside and (is_narrower or fill[3] - fill[1] < box[3] - box[1] - 2 * _AT_WALL)


def _parted(grid: Grid, cell: Cell, tokens: Sequence[Token]) -> Iterator[Cell]:
    """The cell, or the cells that its words show: those of each line keep to columns."""
    if cell.column_end - cell.column < _FEWEST:
        yield cell
        return
    left, top, right, bottom = _box(grid, cell)
    inside = [
        token
        for token in tokens
        if left < (token.box[0] + token.box[2]) / 2 < right
        and top < (token.box[1] + token.box[3]) / 2 < bottom
    ]
    spans = list(_spans(inside))
    walls = range(cell.column + 1, cell.column_end)
    free = [
        wall
        for wall in walls
        if not any(x0 < grid.xs[wall] - _OVER and x1 > grid.xs[wall] + _OVER for x0, x1 in spans)
    ]
    parts = list(pairwise([cell.column, *free, cell.column_end]))
    filled = sum(
        any(grid.xs[first] < (x0 + x1) / 2 < grid.xs[last] for x0, x1 in spans) for first, last in parts
    )
    if filled < _FEWEST:
        yield cell
        return
    yield from (replace(cell, column=first, column_end=last) for first, last in parts)


def _spans(tokens: Sequence[Token]) -> Iterator[tuple[float, float]]:
    """Left and right of the words that stand together."""
    for band in bands_of(tokens):
        start, end = band[0].box[0], band[0].box[2]
        for token in band[1:]:
            if token.box[0] - end > _SPACE * (token.box[3] - token.box[1]):
                yield start, end
                start = token.box[0]
            end = max(end, token.box[2])
        yield start, end
