"""The whole head of a table: rows of names that were read as its first rows belong to it."""

from dataclasses import replace

from ingest.document import Table
from tracker.plans.sheets.grid import Sheet
from tracker.plans.sheets.headers import is_heading
from tracker.plans.sheets.mapping import is_head_row

SEARCH_ROWS = 8
FEWEST_HEADINGS = 2


def with_head(table: Table) -> Table:
    """The table with its whole head; the same where none of its first rows are names of columns.

    A template has a row of machine keys above the head that people see; a table whose head was not found has
    it among its rows, below a title.
    """
    sheet = Sheet("", tuple(tuple(text or None for text in row) for row in table.rows[:SEARCH_ROWS]))
    heads = [row for row in range(len(sheet.rows)) if is_head_row(sheet, row)]
    first = heads[0] if heads else 0
    named = sum(is_heading(text) for text in table.rows[first] if text) if heads else 0
    if named < FEWEST_HEADINGS or (any(table.header) and first > 0):
        return table
    last = first
    while last + 1 in heads:
        last += 1
    return replace(
        table,
        header=tuple(_joined(table, column, first, last) for column in range(len(table.header))),
        title=table.title or " ".join(text for row in table.rows[:first] for text in row if text),
        rows=table.rows[last + 1 :],
        row_pages=table.row_pages[last + 1 :],
        row_boxes=table.row_boxes[last + 1 :],
        row_sure=table.row_sure[last + 1 :],
        row_shades=table.row_shades[last + 1 :],
    )


def _joined(table: Table, column: int, first: int, last: int) -> str:
    parts = [table.header[column], *(table.rows[row][column] for row in range(first, last + 1))]
    return " / ".join(dict.fromkeys(part for part in parts if part))
