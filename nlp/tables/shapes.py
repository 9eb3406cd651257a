"""What the cells of a column look like, so that a row with fewer cells than columns finds their places.

A shape is the size of a figure, its decimals and whether it is a grade; cells go to columns in order, each to
the one whose cells it is most like.
"""

from __future__ import annotations

import re
from math import log10
from statistics import median
from typing import NamedTuple

_DIGITS = re.compile(r"[0-9][0-9.,]*")
_DASHES = frozenset({"-", "–", "—", "…", "n/a", "N/A", "NA"})
_MANY = 40  # rows that a column is learned from
_SKIPPED = 0.4  # cost of a column without a cell
_STRANGE = 6.0


class Shape(NamedTuple):
    """`size` is the figure's decimal logarithm, `decimals` the digits behind its comma, `sort` "figure",
    "grade" or "dash".
    """

    sort: str
    size: float = 0.0
    decimals: int = 0


def shape_of(text: str) -> Shape:
    """The shape of a cell's text."""
    if text.strip() in _DASHES:
        return Shape("dash")
    match = _DIGITS.search(text[:40])
    if not match:
        return Shape("grade")
    written = match.group().rstrip(".,")
    whole, decimals = _parts(written)
    return Shape("figure", log10(max(1.0, float(whole or 0))), decimals)


def _parts(written: str) -> tuple[str, int]:
    """The whole part's digits and the number of decimals: "1.204,5" is "1204" and 1."""
    for mark in (",", "."):
        head, found, tail = written.rpartition(mark)
        if found and (len(tail) != 3 or (mark == "," and "." in head)) and head.count(mark) == 0:
            return head.replace(".", "").replace(",", "") or "0", len(tail)
    return written.replace(".", "").replace(",", ""), 0


def learn(rows: list[list[str]], width: int) -> list[Shape]:
    """The shape of each of `width` columns, from rows of as many cells."""
    full = [row for row in rows if len(row) == width][:_MANY]
    shapes = []
    for k in range(width):
        seen = [shape_of(row[k]) for row in full]
        told = [s for s in seen if s.sort != "dash"]
        figures = [s for s in told if s.sort == "figure"]
        if 2 * len(figures) >= len(told) and figures:
            shapes.append(
                Shape("figure", median(s.size for s in figures), round(median(s.decimals for s in figures)))
            )
        else:
            shapes.append(Shape("grade" if told else "dash"))
    return shapes


def fit(cells: list[str], columns: list[Shape]) -> list[int]:
    """The column of each cell, rising; cells must not be more than columns."""
    n, m = len(cells), len(columns)
    if n == m:
        return [*range(n)]
    shapes = [shape_of(c) for c in cells]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        best[i][m] = float("inf")
        for k in range(m - 1, -1, -1):
            here = _cost(shapes[i], columns[k]) + best[i + 1][k + 1]
            best[i][k] = min(here, best[i][k + 1] + _SKIPPED)
    found, k = [], 0
    for i in range(n):
        while (
            k < m - 1
            and best[i][k] < _cost(shapes[i], columns[k]) + best[i + 1][k + 1]
            and best[i][k + 1] < float("inf")
        ):
            k += 1
        found.append(k)
        k += 1
    return found


def unlike(cell: Shape, column: Shape) -> float:
    """How unlike the other cells of a column a cell is; 0 is the same."""
    return 0.0 if cell.sort == "dash" or column.sort == "dash" else _cost(cell, column)


def _cost(cell: Shape, column: Shape) -> float:
    if cell.sort == "dash" or column.sort == "dash":
        return 0.5
    if cell.sort != column.sort:
        return _STRANGE
    unlike = abs(cell.size - column.size) * 0.7
    return unlike + (0.6 if cell.decimals != column.decimals else 0.0)
