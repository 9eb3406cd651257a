"""Rows of a ruled table that has no rules between them: only its columns are drawn, or only its frame.

Such a row is parted where the words say that several begin in it; a row whose cells merely have several
lines is left whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.grid import Cell, Grid
from ingest.pdf.bands import (
    bands_of,
    blocks_beside_parents,
    bottom_of,
    column_of,
    holds_rows,
    runs_of,
    top_of,
)
from ingest.pdf.tokens import Token

_MOST_RULED = 8  # rows of a table, its heads among them: one with more has rules between its rows
_FEWEST_COLUMNS = 3
_FEWEST_STARTS = 3  # rows that must begin in one to part it
_TALL = 5.0  # of the text's height: a lower row holds no three
_STEP = 1.3  # of the other distances between lines: a new row
_PADDED = 1.4  # of the text's height: lines so far apart that each is a row
_NUMBER = re.compile(r"(\d{1,3})[.)]?")


@dataclass(slots=True)
class _Band:
    """Words side by side: where they stand, and the columns that they fill."""

    top: float
    bottom: float
    columns: set[int]
    first: str = ""


def with_rows(grid: Grid, tokens: Sequence[Token]) -> Grid:
    """The grid with its unruled rows parted; most grids are given back as they are."""
    if len(grid.ys) - 1 > _MOST_RULED:
        return grid
    for row in reversed(range(len(grid.ys) - 1)):
        if _is_alone(grid, row) and (cuts := _cuts(grid, row, tokens)):
            grid = _with_parents(_parted(grid, row, cuts), row, len(cuts), tokens)
    return grid


def _with_parents(grid: Grid, row: int, cuts: int, tokens: Sequence[Token]) -> Grid:
    """The grid with the cells joined whose text goes on through the cuts under a row: merged parents."""
    cells = list(grid.cells)
    for column, (left, right) in enumerate(pairwise(grid.xs)):
        own = [token for token in tokens if left < (token.box[0] + token.box[2]) / 2 < right]
        for text in runs_of(bands_of(own)):
            first, last = (
                bisect_right(grid.ys, (top_of(band) + bottom_of(band)) / 2) - 1
                for band in (text[0], text[-1])
            )
            if not row <= first < last <= row + cuts:
                continue
            joined = [c for c in cells if c.column == column and first <= c.row <= last]
            if all(c.column_end == column + 1 and c.row_end == c.row + 1 for c in joined):
                cells = [c for c in cells if c not in joined]
                cells.append(Cell(first, column, last + 1, column + 1))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(grid, cells=tuple(cells))


def _is_alone(grid: Grid, row: int) -> bool:
    """Whether no cell reaches from the row into another one; heads may reach down into the last one."""
    is_last = row == len(grid.ys) - 2
    inside = [cell for cell in grid.cells if cell.row <= row < cell.row_end]
    return all(cell.row_end == row + 1 and (is_last or cell.row == row) for cell in inside)


def _cuts(grid: Grid, row: int, tokens: Sequence[Token]) -> list[float]:
    """The heights at which rows begin inside a ruled one, without its own top."""
    bands = _bands(grid, row, tokens)
    if not bands:
        return []
    if cuts := _cuts_at_gaps(grid, row, tokens) or _cuts_at_numbers(bands):
        return cuts
    height = bands[0].bottom - bands[0].top
    if bands[-1].bottom - bands[0].top < _TALL * height:
        return []
    filled = set().union(*(band.columns for band in bands))
    starts = [
        index
        for index, band in enumerate(bands)
        if min(filled) in band.columns and len(band.columns) * 2 > len(filled)
    ]
    if len(filled) < 2 or len(starts) < _FEWEST_STARTS or starts[0] != 0 or not _are_rows(bands, starts):
        return []
    return [(bands[index - 1].bottom + bands[index].top) / 2 for index in starts[1:]]


def _cuts_at_numbers(bands: Sequence[_Band]) -> list[float]:
    """The same where the first column counts one by one, each number on the first line of its row."""
    first = min(min(band.columns) for band in bands)
    filled = [index for index, band in enumerate(bands) if first in band.columns]
    numbered = [index for index in filled if _NUMBER.fullmatch(bands[index].first)]
    counted = [int(match.group(1)) for i in numbered if (match := _NUMBER.fullmatch(bands[i].first))]
    heads = [index for index in filled if index not in numbered]
    is_sure = (
        len(counted) >= _FEWEST_STARTS
        and all(two == one + 1 for one, two in pairwise(counted))
        and all(first + 1 in bands[index].columns for index in numbered)
        and all(index < numbered[0] for index in heads)
    )
    starts = [index for index in numbered if index] if is_sure else []
    return [(bands[index - 1].bottom + bands[index].top) / 2 for index in starts]


def _cuts_at_gaps(grid: Grid, row: int, tokens: Sequence[Token]) -> list[float]:
    """The same where white parts the rows, wider than that between their lines."""
    left, right, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[row], grid.ys[row + 1]
    inside = [
        token
        for token in tokens
        if left < (token.box[0] + token.box[2]) / 2 < right
        and top < (token.box[1] + token.box[3]) / 2 < bottom
    ]
    columns = list(pairwise(grid.xs))
    if not inside or len(columns) < _FEWEST_COLUMNS:
        return []
    blocks, cuts = blocks_beside_parents(bands_of(inside), columns)
    wide = [
        block
        for block in blocks
        if 2 * len({column_of(token, columns) for band in block for token in band}) >= len(columns)
    ]
    if len(wide) < max(_FEWEST_STARTS, len(blocks) / 2) or any(
        holds_rows(block, columns) for block in blocks
    ):
        return []
    return cuts


def _are_rows(bands: Sequence[_Band], starts: Sequence[int]) -> bool:
    """Whether lines that fill the first column begin rows: they count up, or stand apart from the others."""
    numbers = [_NUMBER.fullmatch(bands[index].first) for index in starts]
    if all(numbers):
        counted = [int(match.group(1)) for match in numbers if match]
        return all(two > one for one, two in pairwise(counted))
    steps = {index: bands[index].top - bands[index - 1].top for index in range(1, len(bands))}
    apart = min(steps[index] for index in starts[1:])
    within = [step for index, step in steps.items() if index not in set(starts)]
    if within:
        return apart > _STEP * max(within)
    return apart > _PADDED * (bands[0].bottom - bands[0].top)


def _bands(grid: Grid, row: int, tokens: Sequence[Token]) -> list[_Band]:
    top, bottom = grid.ys[row], grid.ys[row + 1]
    bands: list[_Band] = []
    for token in sorted(tokens, key=lambda token: (token.box[1] + token.box[3], token.box[0])):
        x0, upper, x1, lower = token.box
        if not (top < (upper + lower) / 2 < bottom and grid.xs[0] < (x0 + x1) / 2 < grid.xs[-1]):
            continue
        column = bisect_right(grid.xs, (x0 + x1) / 2) - 1
        if bands and (upper + lower) / 2 < bands[-1].bottom - 0.2 * (lower - upper):
            band = bands[-1]
            band.bottom = max(band.bottom, lower)
        else:
            band = _Band(upper, lower, set())
            bands.append(band)
        if not band.columns or column < min(band.columns):
            band.first = token.text
        elif column == min(band.columns):
            band.first += token.text
        band.columns.add(column)
    return bands


def _parted(grid: Grid, row: int, cuts: Sequence[float]) -> Grid:
    cells: list[Cell] = []
    for cell in grid.cells:
        if cell.row_end <= row:
            cells.append(cell)
        elif cell.row > row:
            cells.append(replace(cell, row=cell.row + len(cuts), row_end=cell.row_end + len(cuts)))
        else:
            cells.append(cell)
            parts = range(row + 1, row + len(cuts) + 1)
            cells += [replace(cell, row=part, row_end=part + 1) for part in parts]
    ys = (*grid.ys[: row + 1], *cuts, *grid.ys[row + 1 :])
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(grid, ys=ys, cells=tuple(cells))
