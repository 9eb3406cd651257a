"""What the figures of a table's column look like together."""

from __future__ import annotations

import re

from nlp.tables.find import Place
from nlp.tables.grid import Block, is_figure
from nlp.tables.head_words import heads_words

PERCENT = frozenset(["%", "persen", "persentase", "prosentase"])
_SMALL = re.compile(r"-?[0-9]{1,3},[0-9]{1,2}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,-|,[0-9]{2})?")


def grouped_by_dots(written: str) -> bool:
    return bool(_GROUPED.fullmatch(written))


def _column(place: Place) -> list[str]:
    """The figures of a cell's column, of thirty rows at most."""
    return [
        c.text
        for row in place.block.rows[:30]
        for c in row.cells[:40]
        if c.column == place.cell.column and is_figure(c.text)
    ]


def has_decimals(place: Place) -> bool:
    return any("," in text for text in _column(place))


def is_among_amounts(place: Place) -> bool:
    """True for a cell in whose column large amounts stand."""
    return any(len(text) >= 9 and _GROUPED.fullmatch(text) for text in _column(place))


def is_beside_shares(place: Place) -> bool:
    """True for a column of small figures with decimals in a table "(dalam rupiah)" that has one of per cents:
    "Deviasi" beside "%".
    """
    column = _column(place)
    if not any(_SMALL.fullmatch(text) for text in column) or any(len(text) > 7 for text in column):
        return False
    return not PERCENT.isdisjoint(heads_words(place.block))


def is_certain(place: Place) -> bool:
    """True for a column of figures alone in a table of at least two such columns and two rows."""
    block = place.block
    if len(block.rows) < 2 or not place.head:
        return False
    if not block.sorts:
        block.sorts = _sorts(block)
    return block.sorts.get(place.cell.column, False) and sum(block.sorts.values()) >= 2


def _sorts(block: Block) -> dict[int, bool]:
    """By column: whether all its cells are figures or dashes."""
    found: dict[int, bool] = {}
    for row in block.rows[:30]:
        for cell in row.cells:
            figure = is_figure(cell.text) or cell.text in {"-", "–"}
            found[cell.column] = found.get(cell.column, True) and figure
    return found
