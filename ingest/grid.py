"""From ruled lines to the cells of a table: pure geometry, from list to list.

Lines are snapped and joined, lines that touch make one grid, and in a grid the places without a line between
them are one cell. A side that was not drawn (an open table, a table that a page's end cuts off) is closed
where the lines end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ingest.document import Box

SNAP = 2.5  # points: lines nearer than this are one line
GAP = 4.0  # points: a gap in a line that is no gap
_LONGEST_DASH = 15.0  # points
_DASH_GAP = 1.2  # of a dash's length
TOUCH = 4.0  # points: how far from a line another one may end and still meet it
_FEWEST_WALLS = 3  # upright lines that make a table with one or no line across
_LONG_WALL = 60.0  # points
_DRAWN = 0.6  # share of a cell's side that must be ruled
_SMALLEST = 4.0  # points: rows and columns narrower than this hold no text


class Edge(NamedTuple):
    """A line: `at` on the axis across it, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows [row, row_end) and columns [column, column_end) of its grid."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines: `ys` and `xs` in points, the cells between them.

    `open_top` and `open_bottom` say that the side was not drawn.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of the point, None outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


def grids(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> list[Grid]:
    """The grids of a page from top to bottom: at least two cells each."""
    return grids_and_boxes(horizontal, vertical)[0]


def grids_and_boxes(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> tuple[list[Grid], list[Box]]:
    """The grids of a page from top to bottom, and its frames: what is a single cell."""
    across, down = merged(horizontal), merged(vertical)
    found = [grid for rows, columns in _touching(across, down) if (grid := _grid(rows, columns))]
    whole = sorted((grid for grid in found if len(grid.cells) > 1), key=lambda grid: grid.ys[0])
    return whole, [grid.box for grid in found if len(grid.cells) == 1]


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """Lines that lie on one another become one, as do the pieces of a line."""
    groups: list[list[Edge]] = []
    for edge in sorted(edges):
        if groups and edge.at - groups[-1][-1].at <= SNAP and edge.at - groups[-1][0].at <= 2 * SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [line for group in groups for line in _joined(group)]


def _joined(group: list[Edge]) -> list[Edge]:
    """The pieces of one group, joined where they meet, all at the place of the longest."""
    at = max(group, key=lambda edge: edge.end - edge.start).at
    joined: list[Edge] = []
    dash = group[0]
    for edge in sorted(group, key=lambda edge: edge.start):
        if joined and edge.start <= joined[-1].end + _gap_after(dash, edge):
            joined[-1] = Edge(at, joined[-1].start, max(joined[-1].end, edge.end))
        else:
            joined.append(Edge(at, edge.start, edge.end))
        dash = edge
    return joined


def _gap_after(dash: Edge, following: Edge) -> float:
    """How wide a gap between two pieces of a line may be: dashes may stand as far apart as they are long."""
    shorter = min(dash.end - dash.start, following.end - following.start)
    return max(GAP, shorter * _DASH_GAP if shorter <= _LONGEST_DASH else 0.0)


def _touching(across: list[Edge], down: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of lines that meet, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if _meet(row, column):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(column)
    whole = [group for group in groups.values() if len(group[0]) > 1 and group[1]]
    whole += [group for group in groups.values() if len(group[0]) == 1 and len(group[1]) >= _FEWEST_WALLS]
    alone = [group[1][0] for group in groups.values() if not group[0] and len(group[1]) == 1]
    alone = [wall for wall in alone if not _is_taken(wall, whole)]
    return whole + [([], walls) for walls in _abreast(alone)]


def _is_taken(wall: Edge, groups: Sequence[tuple[list[Edge], list[Edge]]]) -> bool:
    """Whether a wall that meets nothing goes on from one of a group's walls; it is then put to them."""
    for across, down in groups:
        if not across:
            continue
        is_inside = min(across).at < wall.start and wall.end < max(across).at
        if is_inside and any(abs(other.at - wall.at) <= SNAP for other in down):
            down.append(wall)
            return True
    return False


def _abreast(down: Sequence[Edge]) -> list[list[Edge]]:
    """Lines that begin and end at the same heights: a row that is longer than its page has no others."""
    sets: dict[tuple[int, int], list[Edge]] = {}
    for wall in down:
        if wall.end - wall.start >= _LONG_WALL:
            sets.setdefault((round(wall.start / TOUCH), round(wall.end / TOUCH)), []).append(wall)
    return [walls for walls in sets.values() if len(walls) >= _FEWEST_WALLS]


def _meet(row: Edge, column: Edge) -> bool:
    return (
        row.start - TOUCH <= column.at <= row.end + TOUCH
        and column.start - TOUCH <= row.at <= column.end + TOUCH
    )


def _grid(across: list[Edge], down: list[Edge]) -> Grid | None:
    left = min(edge.start for edge in across) if across else down[0].at
    right = max(edge.end for edge in across) if across else down[-1].at
    top, bottom = min(edge.start for edge in down), max(edge.end for edge in down)
    xs, _, _ = _positions([edge.at for edge in down], left, right)
    ys, open_top, open_bottom = _positions([edge.at for edge in across], top, bottom)
    if len(xs) < 2 or len(ys) < 2:
        return None
    walls = ruled(down, xs, ys)
    floors = ruled(across, ys, xs)
    return Grid(xs, ys, tuple(cells_of(walls, floors, len(ys) - 1, len(xs) - 1)), open_top, open_bottom)


def places_of(places: Sequence[float]) -> tuple[float, ...]:
    """The places in their order; those with no room for text between them are one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] >= _SMALLEST:
            found.append(place)
    return tuple(found)


def _positions(places: list[float], first: float, last: float) -> tuple[tuple[float, ...], bool, bool]:
    """The places without doubles; where other lines reach beyond the outermost, the side was left open."""
    found = list(places_of(places))
    opens_first = not found or found[0] - first > 2 * _SMALLEST
    opens_last = not found or last - found[-1] > 2 * _SMALLEST
    found = [first] * opens_first + found + [last] * opens_last
    return tuple(found), opens_first, opens_last


def ruled(edges: Sequence[Edge], places: tuple[float, ...], stops: tuple[float, ...]) -> set[tuple[int, int]]:
    """(index of the place, index of the interval between stops) where a line runs."""
    ruled: set[tuple[int, int]] = set()
    for edge in edges:
        place = min(range(len(places)), key=lambda index: abs(places[index] - edge.at))
        for interval, (start, end) in enumerate(pairwise(stops)):
            if min(end, edge.end) - max(start, edge.start) >= _DRAWN * (end - start):
                ruled.add((place, interval))
    return ruled


def cells_of(
    walls: set[tuple[int, int]], floors: set[tuple[int, int]], rows: int, columns: int
) -> list[Cell]:
    """Cells from left to right and top to bottom; parts of an area that is no rectangle become cells of
    their own."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            column_end = column + 1
            while column_end < columns and (column_end, row) not in walls and (row, column_end) not in taken:
                column_end += 1
            row_end = row + 1
            span = range(column, column_end)
            while row_end < rows and _goes_down(walls, floors, row_end, span):
                row_end += 1
            taken.update((r, c) for r in range(row, row_end) for c in span)
            cells.append(Cell(row, column, row_end, column_end))
    return cells


def _goes_down(walls: set[tuple[int, int]], floors: set[tuple[int, int]], row: int, span: range) -> bool:
    """Whether the next row belongs to the cell above: no line between, and none through it."""
    return not any((row, column) in floors for column in span) and not any(
        (column, row) in walls for column in span[1:]
    )
