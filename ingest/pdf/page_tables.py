"""All tables of a PDF's page: ruled, coloured, and those that only the text's alignment shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2

from ingest.document import Box
from ingest.pdf.aligned import aligned_tables, is_inside
from ingest.pdf.banded import body_floors, coloured_tables, grid_between
from ingest.pdf.captions import with_captions
from ingest.pdf.cells import fill_grid, ruled_tables_and_frames
from ingest.pdf.rulings import Rulings, rulings
from ingest.pdf.tabular import FEWEST_COLUMNS
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, shape_of

_OVER = 3.0  # points that a table may reach over the page's middle
_FEWEST_ROWS = 2  # that a body must have to belong to a head


def tables_of_page(page: pypdfium2.PdfPage, tokens: Sequence[Token], number: int) -> list[RawTable]:
    """The tables of an open page, from its top down."""
    drawn = rulings(page)
    found, frames = ruled_tables_and_frames(drawn, tokens, number)
    found = [part for table in found for part in _inside_frame(table, tokens, drawn)]
    found = [_with_body(table, tokens, drawn, _boxes(found)) for table in found]
    cells = replace(drawn, fills=frames if len(frames) > len(drawn.fills) else drawn.fills)
    found += coloured_tables(cells, tokens, _boxes(found), number)
    found += aligned_tables(tokens, drawn, _boxes(found), number)
    return with_captions(_in_order(found), tokens)


def _in_order(tables: Sequence[RawTable]) -> list[RawTable]:
    """From the top down; where the page is set in two columns, the tables of the left one first."""
    ordered: list[RawTable] = []
    left: list[RawTable] = []
    right: list[RawTable] = []
    middle = (
        (min(table.xs[0] for table in tables) + max(table.xs[-1] for table in tables)) / 2 if tables else 0.0
    )
    for table in sorted(tables, key=lambda table: table.top):
        if table.xs[-1] <= middle + _OVER:
            left.append(table)
        elif table.xs[0] >= middle - _OVER:
            right.append(table)
        else:
            ordered += [*left, *right, table]
            left, right = [], []
    return [*ordered, *left, *right]


def _inside_frame(table: RawTable, tokens: Sequence[Token], drawn: Rulings) -> list[RawTable]:
    """The table, or those that alignment shows inside what was drawn as one column: a frame around them."""
    if table.columns > 1:
        return [table]
    (box,) = _boxes([table])
    return aligned_tables([token for token in tokens if is_inside(token, box)], drawn, (), table.page) or [
        table
    ]


def _with_body(head: RawTable, tokens: Sequence[Token], drawn: Rulings, taken: Sequence[Box]) -> RawTable:
    """A ruled table that is but a head, with the rows that stand under it without rules of their own."""
    shape = shape_of(head)
    if head.columns < FEWEST_COLUMNS or not any(shape.header) or shape.body < head.rows:
        return head
    free = [token for token in tokens if not any(is_inside(token, box) for box in taken)]
    end, floors = body_floors(head.xs, head.bottom, free, drawn.horizontal)
    if not floors:
        return head
    body = fill_grid(grid_between(head.xs, head.bottom, end, floors), drawn, free, head.page)
    full = sum(
        len({cell.column for cell in body.starting(row) if cell.text}) >= FEWEST_COLUMNS
        for row in range(body.rows)
    )
    if full < _FEWEST_ROWS:
        return head
    below = (replace(cell, row=cell.row + head.rows, row_end=cell.row_end + head.rows) for cell in body.cells)
    cells, ys = (*head.cells, *below), (*head.ys, *body.ys[1:])
    return replace(head, rows=head.rows + body.rows, cells=cells, ys=ys, bottom=end)


def _boxes(tables: Sequence[RawTable]) -> list[Box]:
    return [(table.xs[0], table.top, table.xs[-1], table.bottom) for table in tables]
