"""Rows that a page's end cuts, though lines are drawn around both parts, as word processors do.

What is cut goes on: it reached the end of its page, and what follows reads like its rest. A row is cut where
that is so for all its cells and others that rows have are empty; a merged cell may be cut by itself, beside a
row that is new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.table_shape import BodyRow, RawTable, TextCell, is_number_row

_NEAR_END = 1.7  # of the text's height: how far from the page's end the last line of a cell may stand
_USUAL = 0.6  # share of the rows that have something in a column
_PAD = 4.0  # points between a cell's text and its side
_ITEM = re.compile(r"(?:\(?([a-z]|\d{1,2})[.)]|[-–•●▪➢*])\s")
_NUMBERED = re.compile(r"\(?\d{1,4}[.)]?")


def continued_columns(
    upper: RawTable, lower: RawTable, body: int, rows: Sequence[BodyRow]
) -> tuple[frozenset[int], bool]:
    """The columns of the first row of `lower`, from its row `body` on, that go on from the last of `upper`.

    The second value says that the whole row does. `rows` are those read so far.
    """
    first = _first_row(lower, body)
    if first is None or not rows:
        return frozenset(), False
    filled = [cell for cell in lower.starting(first) if cell.text]
    going_on = {cell.column for cell in filled if _goes_on(_over(upper, cell), cell, upper)}
    if len(going_on) == len(filled) and _lacks_something(filled, rows):
        return frozenset(going_on), True
    merged = {
        cell.column
        for cell in filled
        if cell.column in going_on and (above := _over(upper, cell)) and above.row_end - above.row > 1
    }
    return frozenset(merged), False


def _first_row(table: RawTable, body: int) -> int | None:
    for row in range(body, table.rows):
        if any(cell.text for cell in table.starting(row)) and not is_number_row(table, row):
            return row
    return None


def _over(upper: RawTable, cell: TextCell) -> TextCell | None:
    """The cell at the end of the upper part in the same columns."""
    for other in upper.cells:
        if other.row_end == upper.rows and (other.column, other.column_end) == (cell.column, cell.column_end):
            return other
    return None


def _goes_on(above: TextCell | None, cell: TextCell, upper: RawTable) -> bool:
    if above is None or not above.pieces or not cell.pieces or _NUMBERED.fullmatch(cell.text):
        return False
    last = above.pieces[-1][0].box
    if upper.bottom - last[3] > _NEAR_END * (last[3] - last[1]):
        return False
    if cell.text[0].islower() and not _ITEM.match(cell.text):
        return True
    if (item := _ITEM.match(cell.text)) and _is_next_item(above.text, item):
        return True
    first = cell.pieces[0][0].box
    return bool(last[2] + first[2] - first[0] > upper.xs[above.column_end] - _PAD)


def _is_next_item(text: str, item: re.Match[str]) -> bool:
    """Whether a list in the text has the sign before this one."""
    sign = item.group(1)
    if sign is None:
        return any(mark in text for mark in "-–•●▪➢*")
    before = chr(ord(sign) - 1) if sign.isalpha() else str(int(sign) - 1)
    return bool(re.search(rf"(?:^|\s)\(?{re.escape(before)}[.)]\s", text))


def _lacks_something(filled: Sequence[TextCell], rows: Sequence[BodyRow]) -> bool:
    """Whether a column that rows mostly fill is empty."""
    columns = {cell.column for cell in filled}
    return any(
        sum(bool(row.texts[column]) for row in rows) >= _USUAL * len(rows)
        for column in range(len(rows[0].texts))
        if column not in columns
    )
