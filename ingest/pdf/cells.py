"""The tables of a PDF's page: its ruled grids filled with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Box
from ingest.flow import Piece, pieces_of_cell
from ingest.grid import Cell, Grid, grids_and_boxes, merged
from ingest.pdf.narrow import Narrow, pad, whole_words
from ingest.pdf.rows import with_rows
from ingest.pdf.rulings import Rulings
from ingest.pdf.tokens import Token
from ingest.pdf.undrawn import completed, with_number_floor, with_open_floors
from ingest.table_shape import RawTable, TextCell

_UPRIGHT = 1.5  # a word that is this much taller than wide stands upright
_SAME_STRIP = 0.8  # of a word's width that the next word of an upright line has over it
_FORGOTTEN = 0.8  # of the text's height: a gap between two lines of a cell that makes them two cells
_OVER = 0.4  # of the text's height that two words share when one is printed over the other
_SAME_LINE = 2.0  # points
_FEWEST_WORDS = 2  # a grid with fewer is a drawing


def ruled_tables(found: Rulings, tokens: Sequence[Token], page: int) -> list[RawTable]:
    """The tables of a page that have drawn lines, from top to bottom."""
    return ruled_tables_and_frames(found, tokens, page)[0]


def ruled_tables_and_frames(
    found: Rulings, tokens: Sequence[Token], page: int
) -> tuple[list[RawTable], list[Box]]:
    """The same, and the frames that stand alone: cells that were drawn apart, or boxes around text."""
    whole, frames = grids_and_boxes(found.horizontal, found.vertical)
    walls = merged(found.vertical)
    whole = [with_number_floor(with_open_floors(grid, walls), tokens) for grid in whole]
    whole = [completed(grid, found.fills, tokens) for grid in whole]
    tables = [fill_grid(grid, found, tokens, page) for grid in whole]
    return [
        table for table in tables if sum(bool(cell.text) for cell in table.cells) >= _FEWEST_WORDS
    ], frames


def fill_grid(grid: Grid, found: Rulings, tokens: Sequence[Token], page: int) -> RawTable:
    """The grid with the words that stand in it."""
    grid = with_rows(grid, tokens)
    owner = {
        (row, column): index
        for index, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row_end)
        for column in range(cell.column, cell.column_end)
    }
    inside: list[list[Token]] = [[] for _ in grid.cells]
    for token in tokens:
        x0, top, x1, bottom = token.box
        place = grid.at((x0 + x1) / 2, (top + bottom) / 2)
        if place:
            inside[owner[place]].append(token)
    inside = _without_overflow(grid, tokens, inside)
    first_lines = _first_lines(grid, inside)
    parts = [
        (part, _lines(of_part), _is_filled(grid, cell, found))
        for cell, words in zip(grid.cells, inside, strict=True)
        for part, of_part in _at_rows(grid, cell, words, first_lines)
    ]
    cells = []
    for (part, _, is_filled), pieces in zip(parts, _pieces(grid, parts, tokens), strict=True):
        span = part.row, part.column, part.row_end, part.column_end
        cells.append(TextCell(*span, text_of(pieces), is_filled, pieces))
    return RawTable(
        page=page,
        rows=len(grid.ys) - 1,
        columns=len(grid.xs) - 1,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        xs=grid.xs,
        top=grid.ys[0],
        bottom=grid.ys[-1],
        open_top=grid.open_top,
        open_bottom=grid.open_bottom,
        ys=grid.ys,
    )


_Lines = list[list[Token]]


def _pieces(
    grid: Grid, parts: Sequence[tuple[Cell, _Lines, bool]], tokens: Sequence[Token]
) -> Iterator[tuple[Piece, ...]]:
    """The words of each cell in their order; those that a narrow column broke are whole again."""
    if not any(len(line) == 1 for _, lines, _ in parts for line in lines[:-1]):
        yield from (tuple(pieces_of_cell(lines)) for _, lines, _ in parts)
        return
    rooms = _rooms(grid, parts)
    inside = {id(token) for _, lines, _ in parts for line in lines for token in line}
    words = whole_words(
        ((lines, room) for (_, lines, _), room in zip(parts, rooms, strict=True)),
        (token for token in tokens if id(token) not in inside),
    )
    for (_, lines, _), room in zip(parts, rooms, strict=True):
        goes_on = Narrow(room, words).joins(lines) if len(lines) > 1 else ()
        yield tuple(pieces_of_cell(lines, goes_on))


def _rooms(grid: Grid, parts: Sequence[tuple[Cell, _Lines, bool]]) -> list[float]:
    """The width that each cell has for words, in points: as near to its sides as any in its columns come."""
    left: dict[int, list[float]] = {}
    right: dict[int, list[float]] = {}
    for cell, lines, _ in parts:
        for line in lines:
            left.setdefault(cell.column, []).append(line[0].box[0] - grid.xs[cell.column])
            right.setdefault(cell.column_end, []).append(grid.xs[cell.column_end] - line[-1].box[2])
    before = {column: pad(gaps) for column, gaps in left.items()}
    after = {column: pad(gaps) for column, gaps in right.items()}
    return [
        grid.xs[cell.column_end]
        - grid.xs[cell.column]
        - before.get(cell.column, 0.0)
        - after.get(cell.column_end, 0.0)
        for cell, _, _ in parts
    ]


def _without_overflow(
    grid: Grid, tokens: Sequence[Token], inside: Sequence[list[Token]]
) -> list[list[Token]]:
    """The words of the cells without those that a sheet hides: text too long for the cell above.

    A spreadsheet that prints clips it, but the words are in the file: they go on from the cell above in the
    content and lie over the words of the cell that they fall into.
    """
    cell_of = {id(token): number for number, words in enumerate(inside) for token in words}
    before = {id(token): cell_of.get(id(last)) for last, token in pairwise(tokens)}
    cleaned = []
    for number, words in enumerate(inside):
        runs = _runs(words, before, number)
        kept = [
            run
            for run in runs
            if len(runs) == 1
            or not _is_over(grid, before.get(id(run[0])), number)
            or not _overlaps(run, [token for other in runs if other is not run for token in other])
        ]
        cleaned.append([token for run in kept for token in run])
    return cleaned


def _runs(words: Sequence[Token], before: dict[int, int | None], number: int) -> list[list[Token]]:
    """The words of a cell in pieces that come one after the other in the content."""
    runs: list[list[Token]] = []
    for token in words:
        if runs and before.get(id(token)) == number:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _is_over(grid: Grid, upper: int | None, lower: int) -> bool:
    """Whether one cell stands over the other in the same columns."""
    if upper is None:
        return False
    one, other = grid.cells[upper], grid.cells[lower]
    return one.row_end <= other.row and one.column == other.column


def _overlaps(run: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(
        min(one.box[2], two.box[2]) - max(one.box[0], two.box[0]) > 1
        and min(one.box[3], two.box[3]) - max(one.box[1], two.box[1]) > _OVER * (one.box[3] - one.box[1])
        for one in run
        for two in others
    )


def _first_lines(grid: Grid, inside: Sequence[Sequence[Token]]) -> dict[int, list[float]]:
    """Row -> where the first lines of the cells that begin in it stand."""
    tops: dict[int, list[float]] = {}
    for cell, words in zip(grid.cells, inside, strict=True):
        if words:
            tops.setdefault(cell.row, []).append(min(word.box[1] for word in words))
    return tops


def _at_rows(
    grid: Grid, cell: Cell, words: Sequence[Token], first_lines: dict[int, list[float]]
) -> Iterator[tuple[Cell, Sequence[Token]]]:
    """A cell over several rows, parted where a line between two rows was forgotten.

    It was, where after a gap a text begins on the first line of a row, as the row's other cells do.
    """
    if cell.row_end - cell.row == 1 or not words:
        yield cell, words
        return
    lines = _lines(words)
    start, begun = cell.row, 0
    for index in range(1, len(lines)):
        above, below = lines[index - 1][0].box, lines[index][0].box
        row = grid.at((below[0] + below[2]) / 2, (below[1] + below[3]) / 2)
        if row is None or row[0] <= start or below[1] - above[3] < _FORGOTTEN * (below[3] - below[1]):
            continue
        if any(abs(top - below[1]) <= _SAME_LINE for top in first_lines.get(row[0], ())):
            yield (
                replace(cell, row=start, row_end=row[0]),
                [word for line in lines[begun:index] for word in line],
            )
            start, begun = row[0], index
    rest = [word for line in lines[begun:] for word in line] if begun else words
    yield replace(cell, row=start), rest


def _is_filled(grid: Grid, cell: Cell, found: Rulings) -> bool:
    x = (grid.xs[cell.column] + grid.xs[cell.column_end]) / 2
    y = (grid.ys[cell.row] + grid.ys[cell.row_end]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in found.fills)


def text_of(pieces: Sequence[Piece]) -> str:
    """The text of a cell."""
    return "".join(text + joint for _, text, joint in pieces).strip()


def pieces_of(words: Sequence[Token]) -> tuple[Piece, ...]:
    """The words of a cell in their order."""
    return tuple(pieces_of_cell(_lines(words)))


def _lines(words: Sequence[Token]) -> list[list[Token]]:
    """The lines of a cell from top to bottom; words that stand upright are taken in the content's order."""
    if _stand_upright(words):
        return [list(words)]
    lines: list[list[Token]] = []
    for word in sorted(words, key=lambda word: word.box[3]):
        if lines and (word.box[1] + word.box[3]) / 2 < lines[-1][0].box[3]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box[0]) for line in lines]


def _stand_upright(words: Sequence[Token]) -> bool:
    """Whether words are read from the bottom up: taller than wide, or each over the one before it."""
    if any(len(w.text) > 2 and w.box[3] - w.box[1] > _UPRIGHT * (w.box[2] - w.box[0]) for w in words):
        return True
    return len(words) > 1 and all(
        after.box[3] <= before.box[1] + 1.0
        and min(before.box[2], after.box[2]) - max(before.box[0], after.box[0])
        >= _SAME_STRIP * (before.box[2] - before.box[0])
        for before, after in pairwise(words)
    )
