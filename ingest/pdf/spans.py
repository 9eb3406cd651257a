"""Cells over several columns in tables without upright lines: rows that head a part of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Box
from ingest.grid import Grid


def with_spans(grid: Grid, texts: Sequence[Box]) -> Grid:
    """The grid with the cells joined that one of the texts, on a row of their own, reaches over."""
    cells = list(grid.cells)
    for left, top, right, bottom in texts:
        first, last = grid.at(left, (top + bottom) / 2), grid.at(right, (top + bottom) / 2)
        if first is None or last is None or first[1] == last[1]:
            continue
        under = [c for c in cells if c.row == first[0] and first[1] <= c.column <= last[1]]
        if len(under) == last[1] - first[1] + 1 and all(c.row_end == c.row + 1 for c in under):
            cells = [c for c in cells if c not in under]
            cells.append(replace(under[0], column_end=under[-1].column_end))
    return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
