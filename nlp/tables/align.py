"""Columns of a table whose cells stand apart by blanks: which head is over a cell whose edges do not meet it.

The line of heads with the most cells gives the columns; the other lines of the head continue single columns,
name groups of them, or have columns of their own. A row's cells go to columns in order, each to one of its
own, by where they stand and by what the column's other cells look like.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.tables.grid import Block, Cell, Row
from nlp.tables.heads import LONE, atoms, is_part
from nlp.tables.shapes import Shape, learn, shape_of, unlike

_MAX_COLUMNS = 28
_MAX_CELLS = 40
_SKIPPED = 1.0
_REACH = 20  # blanks between a column and its cells, at most
_FAR = 30.0
_INF = float("inf")
_CLEAR = 1e-6  # less is no difference between costs


@dataclass(slots=True)
class _Column:
    """Where a column stands, and the words of its head by line."""

    left: int
    right: int
    words: dict[int, str] = field(default_factory=dict)


def settle(block: Block) -> bool:
    """Number the columns of the block's heads and cells; False when it cannot be told."""
    heads = [row for row in block.heads if row.cells]
    if not heads or any(row.piped for row in [*heads, *block.rows]):
        return False
    if max(len(row.cells) for row in heads) > _MAX_COLUMNS or any(
        len(r.cells) > _MAX_CELLS for r in block.rows
    ):
        return False
    columns = _columns(heads)
    if len(columns) < 2 or sum(len(r.cells) > len(columns) for r in block.rows) * 3 > len(block.rows):
        return False
    _stretch(columns, block.rows)
    shapes = learn([[c.text for c in r.cells] for r in block.rows], len(columns))
    spans = [(c.left, c.right) for c in columns]
    for row in block.rows:
        _place(row, spans, shapes)
    titles = [
        Cell(c.left, c.right, c.left, c.right, k, " / ".join(c.words[n] for n in sorted(c.words)))
        for k, c in enumerate(columns)
    ]
    block.start = heads[0].cells[0].start
    block.heads = [Row(titles, piped=True)]
    return True


def _columns(heads: list[Row]) -> list[_Column]:
    """The columns that lines of heads tell of, left to right."""
    base = max(range(len(heads)), key=lambda n: (len(heads[n].cells), n))
    columns = [_Column(c.left, c.right, {base: c.text}) for c in heads[base].cells]
    for n in sorted(range(len(heads)), key=lambda n: (abs(n - base), n)):
        if n != base:
            _add_line(columns, heads[n].cells, n, above=n < base)
    return columns


def _add_line(columns: list[_Column], cells: list[Cell], n: int, *, above: bool) -> None:
    """Give the words of one more line of heads to the columns."""
    new: list[_Column] = []
    owned: dict[int, int] = {}
    for at, cell in enumerate(cells):
        apart = [_beside(cell, c.left, c.right) for c in columns]
        near = min(range(len(columns)), key=apart.__getitem__)
        if apart[near][0] > 3 and not (above and _grouped(columns, cell)):
            new.append(_Column(cell.left, cell.right, {n: cell.text}))
        else:
            for k in _under(columns, cell, near, above=above):
                owned[k] = at if k not in owned or _closer(columns[k], cells, owned[k], at) else owned[k]
    for at, cell in enumerate(cells):
        mine = [k for k, one in owned.items() if one == at]
        for k in mine:
            columns[k].words[n] = cell.text
            if len(mine) == 1:
                columns[k].left = min(columns[k].left, cell.left)
                columns[k].right = max(columns[k].right, cell.right)
    _extend(columns, n)
    columns += new
    columns.sort(key=lambda c: c.left)


def _grouped(columns: list[_Column], cell: Cell) -> bool:
    """True when columns stand both left and right of a cell, near enough for it to be over both."""
    return any(0 < cell.left - c.right < 8 for c in columns) and any(
        0 < c.left - cell.right < 8 for c in columns
    )


def _closer(column: _Column, cells: list[Cell], one: int, other: int) -> bool:
    twice = column.left + column.right
    return abs(twice - cells[other].left - cells[other].right) < abs(
        twice - cells[one].left - cells[one].right
    )


def _under(columns: list[_Column], cell: Cell, near: int, *, above: bool) -> list[int]:
    """The columns that a cell of the head belongs to: the nearest, or all those whose middle it covers."""
    if not above:
        return [near]
    covered = [k for k, c in enumerate(columns) if cell.left - 1 <= (c.left + c.right) / 2 <= cell.right + 1]
    return covered or [near]


def _extend(columns: list[_Column], n: int) -> None:
    """Let a head over one of several years, quarters or pairs reach over its like on both sides."""
    told = [k for k, c in enumerate(columns) if n in c.words]
    named = frozenset(told)
    wide = [j for j in told if columns[j].words[n].lower().split(" ")[0].strip("(") not in LONE]
    if not wide:
        return
    divisions = [_is_division(c) for c in columns]
    for k, column in enumerate(columns):
        if k in named or not divisions[k]:
            continue
        side = [j for j in wide if _reaches(divisions, j, k, named)]
        if side:
            under = [c.words.get(n) for c in columns]
            best = min(side, key=lambda j: (abs(j - k), under.count(columns[j].words[n]), j > k))
            column.words[n] = columns[best].words[n]
            divisions[k] = _is_division(column)


def _reaches(divisions: list[bool], j: int, k: int, named: frozenset[int]) -> bool:
    """True when all columns from j to k are divisions, and none but j has a head of its own in the line."""
    between = range(min(j, k), max(j, k) + 1)
    return all(divisions[i] and (i == j or i not in named) for i in between)


def _is_division(column: _Column) -> bool:
    """True for a column that is a year, a quarter or one of a pair."""
    last = column.words[max(column.words)] if column.words else ""
    found = atoms(last)
    return 0 < len(found) <= 2 and all(is_part(a) for a in found) and not last.startswith(("(Rp", "(%", "%"))


def _stretch(columns: list[_Column], rows: list[Row]) -> None:
    """Widen the columns by the cells of full rows, which stand in them one by one."""
    full = [r for r in rows if len(r.cells) == len(columns)][:_MAX_CELLS]
    for k, column in enumerate(columns):
        lefts = sorted(r.cells[k].left for r in full)
        rights = sorted(r.cells[k].right for r in full)
        if full:
            column.left = min(column.left, lefts[len(full) // 2])
            column.right = max(column.right, rights[len(full) // 2])


def _place(row: Row, spans: list[tuple[int, int]], shapes: list[Shape]) -> None:
    """Number the cells of a row by the columns, which stand at `spans`."""
    cells, n, m = row.cells, len(row.cells), len(spans)
    row.piped = True
    if n == m:
        places = [*range(n)]
    elif n > m:
        places = [min(range(m), key=[_beside(cell, *span) for span in spans].__getitem__) for cell in cells]
    else:
        costs = [_costs(cell, spans, shapes) for cell in cells]
        clear = _clearly(costs)
        places = _in_order(costs) if clear is None else clear
    for cell, k in zip(cells, places, strict=True):
        cell.column = k


def _beside(cell: Cell, first: int, last: int) -> tuple[int, float]:
    """Blanks between a cell and a column, and how far their middles are apart."""
    middles = abs((first + last) - (cell.left + cell.right)) / 2
    return max(0, cell.left - last, first - cell.right), middles


def _clearly(costs: list[list[float]]) -> list[int] | None:
    """The columns of cells, rising, where each cell has one that suits it clearly best; else None."""
    found: list[int] = []
    for cost in costs:
        least, second = sorted(cost)[:2]
        k = cost.index(least)
        if second - least < _CLEAR or (found and k <= found[-1]):
            return None
        found.append(k)
    return found


def _in_order(costs: list[list[float]]) -> list[int]:
    """The columns of cells, rising, that cost the least together."""
    n, m = len(costs), len(costs[0])
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        best[i][m] = _INF
        for k in range(m - 1, -1, -1):
            best[i][k] = min(costs[i][k] + best[i + 1][k + 1], best[i][k + 1])
    found, k = [], 0
    for i in range(n):
        while k < m - 1 and best[i][k + 1] < costs[i][k] + best[i + 1][k + 1]:
            k += 1
        found.append(k)
        k += 1
    return found


def _costs(cell: Cell, spans: list[tuple[int, int]], shapes: list[Shape]) -> list[float]:
    """How ill a cell stands in each column: blanks between them, edges apart, another sort of cell."""
    left, right, own = cell.left, cell.right, shape_of(cell.text)
    found = [_FAR] * len(spans)
    near = [k for k, (first, last) in enumerate(spans) if first - right < _REACH and left - last < _REACH]
    for k in near:
        first, last = spans[k]
        gap = max(0, left - last, first - right)
        edge = min(abs(first - left), abs(last - right), abs(first + last - left - right) / 2)
        found[k] = min(_FAR, gap * 1.5 + edge * 0.15 + min(3.0, unlike(own, shapes[k])))
    return found
