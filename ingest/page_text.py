"""The text of a page with its tables row by row, so that a figure stands beside the label of its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Words
from ingest.flow import Piece, assembled, pieces_of_lines
from ingest.pdf.layout import Line, bounds, in_reading_order
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, TextCell

CELL_END = "| "  # between the cells of a row, also of empty ones: the place in the row tells the column


def page_text(
    tokens: Sequence[Token], lines: Sequence[Line], tables: Sequence[RawTable]
) -> tuple[str, Words]:
    """The text and words of the lines in the order given, each table where its first word stands."""
    owner = {
        id(token): number
        for number, table in enumerate(tables)
        for cell in table.cells
        for token, _, _ in cell.pieces
    }
    if not owner:
        return assembled(pieces_of_lines(tokens, lines))
    return assembled(_pieces(tokens, lines, tables, owner))


def _pieces(
    tokens: Sequence[Token], lines: Sequence[Line], tables: Sequence[RawTable], owner: dict[int, int]
) -> Iterator[Piece]:
    """A table stands in the order of lines as one of them, as large as it is."""
    blocks: dict[int, Line] = {}
    order: list[Line] = []
    for part, number in _parts(tokens, lines, owner):
        if number is None:
            order.append(part)
        elif number not in blocks:
            table = tables[number]
            blocks[number] = Line(table.xs[0], table.top, table.xs[-1], table.bottom, part.first, part.first)
            order.append(blocks[number])
    numbers = {id(block): number for number, block in blocks.items()}
    width = max(line.x1 for line in order)
    free: list[Line] = []
    for line in in_reading_order(order, width):
        if id(line) in numbers:
            yield from _ended(pieces_of_lines(tokens, free))
            free = []
            yield from _rows(tables[numbers[id(line)]])
        else:
            free.append(line)
    yield from pieces_of_lines(tokens, free)


def _parts(
    tokens: Sequence[Token], lines: Sequence[Line], owner: dict[int, int]
) -> Iterator[tuple[Line, int | None]]:
    """The lines cut where they go into a table or out of it, with the number of that table."""
    for line in lines:
        first = line.first
        for index in range(line.first + 1, line.last + 1):
            number = owner.get(id(tokens[first]))
            if index == line.last or owner.get(id(tokens[index])) != number:
                box = bounds([token.box for token in tokens[first:index]])
                yield Line(*box, first, index), number
                first = index


def _ended(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with a line's end after the last one."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held[0], held[1], "\n"


def _rows(table: RawTable) -> Iterator[Piece]:
    """A line for each row that has words; the ends of cells are part of what follows a word.

    So are those of the next row's first cells where they are empty.
    """
    held: Piece | None = None
    row, column = 0, 0
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        for token, text, joint in cell.pieces:
            if held is not None:
                yield held[0], held[1], _joint(held[2], _ends(row, column, cell))
            held = token, text, joint
            row, column = cell.row, cell.column
    if held is not None:
        yield held[0], held[1], "\n"


def _joint(joint: str, ends: str) -> str:
    return ends if ends.startswith("\n") else joint + ends


def _ends(row: int, column: int, following: TextCell) -> str:
    """What stands between the last word of the cell at (row, column) and the first of the next cell."""
    if following.row > row:
        return "\n" + CELL_END * following.column
    return CELL_END * (following.column - column)
