"""Heads over several columns in tables without upright lines: the words alone say how far they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Box
from ingest.grid import Cell, Grid
from ingest.pdf.tokens import Token

_SPACE = 0.6  # of the text's height: a wider gap parts two heads


def with_head_spans(grid: Grid, tokens: Sequence[Token]) -> Grid:
    """The grid with heads that stand over parts of their own widened to all of them.

    They are found in the first row, between heads that reach further down.
    """
    first = [cell for cell in grid.cells if cell.row == 0]
    if not any(cell.row_end > 1 for cell in first):
        return grid
    cells = list(grid.cells)
    for run in _runs([cell for cell in first if cell.row_end == 1]):
        heads = _phrases(grid, run, tokens)
        if len(run) > 1 and 0 < len(heads) < len(run):
            cells = [cell for cell in cells if cell not in run] + _widened(grid, run, heads)
    return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


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


def _runs(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells side by side."""
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and runs[-1][-1].column_end == cell.column:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _phrases(grid: Grid, run: Sequence[Cell], tokens: Sequence[Token]) -> list[tuple[float, float]]:
    """Left and right of the heads over a run of columns."""
    left, right = grid.xs[run[0].column], grid.xs[run[-1].column_end]
    spans: list[tuple[float, float]] = []
    for token in sorted(tokens, key=lambda token: token.box[0]):
        x0, top, x1, bottom = token.box
        if not (left < (x0 + x1) / 2 < right and grid.ys[0] <= (top + bottom) / 2 < grid.ys[1]):
            continue
        if spans and x0 - spans[-1][1] <= _SPACE * (bottom - top):
            spans[-1] = spans[-1][0], max(spans[-1][1], x1)
        else:
            spans.append((x0, x1))
    return spans


def _widened(grid: Grid, run: Sequence[Cell], heads: Sequence[tuple[float, float]]) -> list[Cell]:
    """One cell a head, each column with the nearest one."""
    nearest = [min(range(len(heads)), key=lambda head: _distance(grid, cell, heads[head])) for cell in run]
    starts = [0, *(index + 1 for index, (one, two) in enumerate(pairwise(nearest)) if one != two), len(run)]
    return [replace(run[start], column_end=run[end - 1].column_end) for start, end in pairwise(starts)]


def _distance(grid: Grid, cell: Cell, head: tuple[float, float]) -> float:
    left, right = grid.xs[cell.column], grid.xs[cell.column_end]
    return max(head[0] - right, left - head[1], 0.0) + abs((head[0] + head[1]) - (left + right)) / 1e4
