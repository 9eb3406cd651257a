"""Columns of a table whose cells stand apart by blanks: which head is over a cell whose edges do not meet it.

The line of heads with the most cells gives the columns; the other lines of the head continue single columns,
name groups of them, or have columns of their own. A row's cells go to columns in order, each to one of its
own, by where they stand and by what the column's other cells look like.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.grid import Block, Cell, Row
from nlp.heads import LONE, atoms, is_part
from nlp.shapes import Shape, learn, shape_of, unlike

_MAX_COLUMNS = 28
_MAX_CELLS = 40
_SKIPPED = 1.0
_FAR = 30.0
_INF = float("inf")


@dataclass(slots=True)
class _Column:
    """Where a column stands, and the words of its head by line."""

    left: int
    right: int
    words: dict[int, str] = field(default_factory=dict)

    def gap(self, left: int, right: int) -> int:
        """Blanks between the column and a cell, 0 when they overlap."""
        return max(0, left - self.right, self.left - right)


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
    for row in block.rows:
        _place(row, columns, shapes)
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
        near = min(
            range(len(columns)),
            key=lambda k: (columns[k].gap(cell.left, cell.right), _apart(columns[k], cell)),
        )
        if columns[near].gap(cell.left, cell.right) > 3 and not (above and _grouped(columns, cell)):
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


def _apart(column: _Column, cell: Cell) -> float:
    return abs((column.left + column.right) - (cell.left + cell.right)) / 2


def _closer(column: _Column, cells: list[Cell], one: int, other: int) -> bool:
    return _apart(column, cells[other]) < _apart(column, cells[one])


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
    for k, column in enumerate(columns):
        if k in named or not _is_division(column):
            continue
        side = [j for j in wide if _reaches(columns, j, k, named)]
        if side:
            under = [c.words.get(n) for c in columns]
            best = min(side, key=lambda j: (abs(j - k), under.count(columns[j].words[n]), j > k))
            column.words[n] = columns[best].words[n]


def _reaches(columns: list[_Column], j: int, k: int, named: frozenset[int]) -> bool:
    """True when all columns from j to k are divisions, and none but j has a head of its own in the line."""
    between = range(min(j, k), max(j, k) + 1)
    return all(_is_division(columns[i]) and (i == j or i not in named) for i in between)


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


def _place(row: Row, columns: list[_Column], shapes: list[Shape]) -> None:
    """Number the cells of a row."""
    cells, n, m = row.cells, len(row.cells), len(columns)
    row.piped = True
    if n > m:
        for cell in cells:
            cell.column = min(
                range(m), key=lambda k: (columns[k].gap(cell.left, cell.right), _apart(columns[k], cell))
            )
        return
    if n == m:
        for k, cell in enumerate(cells):
            cell.column = k
        return
    costs = [_costs(cell, columns, shapes) for cell in cells]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        mine, cost, below, least = best[i], costs[i], best[i + 1], _INF
        mine[m] = least
        for k in range(m - 1, -1, -1):
            mine[k] = least = min(least, cost[k] + below[k + 1])
    k = 0
    for i, cell in enumerate(cells):
        while k < m - 1 and best[i][k + 1] < costs[i][k] + best[i + 1][k + 1]:
            k += 1
        cell.column = k
        k += 1


def _costs(cell: Cell, columns: list[_Column], shapes: list[Shape]) -> list[float]:
    """How ill a cell stands in each column: blanks between them, edges apart, another sort of cell."""
    left, right, own = cell.left, cell.right, shape_of(cell.text)
    found = []
    for column, shape in zip(columns, shapes, strict=True):
        first, last = column.left, column.right
        gap = first - right if first > right else left - last if left > last else 0
        if gap * 1.5 >= _FAR:
            found.append(_FAR)
            continue
        edge = min(abs(first - left), abs(last - right), abs(first + last - left - right) / 2)
        found.append(min(_FAR, gap * 1.5 + edge * 0.15 + min(3.0, unlike(own, shape))))
    return found
