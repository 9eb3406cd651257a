"""The heads of a table without upright lines as cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.grid import Edge
from ingest.pdf.bands import Band, Columns, bottom_of, top_of
from ingest.pdf.cells import pieces_of, text_of
from ingest.pdf.gutters import meet
from ingest.pdf.head_spans import Head, levels_of, place
from ingest.pdf.heads import head_texts, reach, walls_of
from ingest.pdf.tokens import Token
from ingest.table_shape import TextCell

_APART = 0.25  # of the text's height, more than between the lines of a cell: another cell
_TIGHT = 0.3  # of the text's height: lines of one cell are so near where nothing else tells
_SAME_PLACE = 1.0  # points
_SAME_MIDDLE = 2.5  # points


def head_cells(
    bands: Sequence[Band], columns: Columns, rooms: Columns, rules: Sequence[Edge], spacing: float
) -> tuple[list[TextCell], int]:
    """The heads as cells, and how many rows they take. `spacing` is the white between the lines of a cell,
    in heights of the text."""
    if not bands:
        return [], 0
    walls = walls_of(columns)
    heads = _heads(bands, columns, rooms, walls, spacing, rules)
    leaves = _leaves(heads, walls)
    upper = [head for head in heads if head not in leaves.values()]
    levels = levels_of(upper)
    for level in levels:
        place(level, leaves, walls, columns, rules)
    depth = len(levels) + 1
    for number, level in enumerate(levels):
        for head in level:
            head.level = number
    cells = [_cell(head, head.level, head.level + 1) for head in upper]
    for leaf in {id(leaf): leaf for leaf in leaves.values()}.values():
        over = [head.level + 1 for head in upper if head.first <= leaf.first and leaf.last <= head.last]
        cells.append(_cell(leaf, max(over, default=0), depth))
    return cells, depth


def _cell(head: Head, row: int, row_end: int) -> TextCell:
    pieces = pieces_of(head.words)
    return TextCell(row, head.first, row_end, head.last + 1, text_of(pieces), pieces=pieces)


def _heads(
    bands: Sequence[Band],
    columns: Columns,
    rooms: Columns,
    walls: Sequence[float],
    spacing: float,
    rules: Sequence[Edge],
) -> list[Head]:
    """Lines of words that stand together are one head, as are lines of it under one another."""
    heads: list[Head] = []
    lines = [_placed(head_texts(band), columns, rooms) for band in bands]
    for line in lines:
        for phrase, first, last in line:
            x0, x1 = phrase[0].box[0], phrase[-1].box[2]
            top, bottom = top_of(phrase), bottom_of(phrase)
            above = [
                head
                for head in heads
                if (head.first, head.last) == (first, last)
                or (head.first >= first < last >= head.last and _is_in_line(head, x0, x1))
                or (min(head.x1, x1) - max(head.x0, x0) > 0 and first == last == head.first == head.last)
            ]
            upper = max(above, key=lambda head: head.bottom, default=None)
            if (
                upper is not None
                and _is_next_line(upper, (x0, top, x1, bottom), spacing, rules)
                and not (_is_over_parts(upper, first, last, line, heads, walls))
            ):
                upper.words += phrase
                upper.x0, upper.x1, upper.bottom = min(upper.x0, x0), max(upper.x1, x1), bottom
                upper.first, upper.last = min(upper.first, first), max(upper.last, last)
                continue
            heads.append(Head(list(phrase), x0, top, x1, bottom, first, last))
    return heads


def _placed(
    texts: Sequence[list[Token]], columns: Columns, rooms: Columns
) -> list[tuple[list[Token], int, int]]:
    """The texts of a line with the first and the last column that each reaches into.

    Two beside one another are in two columns: one of them that stands in a gutter belongs to its other side.
    """
    spans = [(text[0].box[0], text[-1].box[2]) for text in texts]
    places = [reach(*span, columns, rooms) for span in spans]
    for at, (one, two) in enumerate(pairwise(places)):
        if not one == two == (one[0], one[0]):
            continue
        left, right = (any(meet(span, column) for column in columns) for span in spans[at : at + 2])
        column = one[0]
        if left and not right and (column + 1, column + 1) not in places and column + 1 < len(columns):
            places[at + 1] = column + 1, column + 1
        elif right and not left and (column - 1, column - 1) not in places and column:
            places[at] = column - 1, column - 1
    return [(text, *place) for text, place in zip(texts, places, strict=True)]


def _is_next_line(
    upper: Head, box: tuple[float, float, float, float], spacing: float, rules: Sequence[Edge]
) -> bool:
    x0, top, x1, bottom = box
    height = bottom - top or 1.0
    gap = (top - upper.bottom) / height
    middle = (x0 + x1) / 2
    if any(upper.bottom - 1 < rule.at < top + 2 and rule.start < middle < rule.end for rule in rules):
        return False
    return gap <= max(spacing + _APART, _TIGHT - _APART)


def _is_in_line(upper: Head, x0: float, x1: float) -> bool:
    """Whether a longer line of words begins where the head above does, or stands under its middle."""
    return abs(x0 - upper.x0) <= _SAME_PLACE or abs((x0 + x1) / 2 - upper.middle) <= _SAME_PLACE


def _is_over_parts(
    upper: Head,
    first: int,
    last: int,
    line: Sequence[tuple[list[Token], int, int]],
    heads: Sequence[Head],
    walls: Sequence[float],
) -> bool:
    """Whether what stands over a line is a head over several parts, and the line but one of them."""
    if first != last:
        return False
    parts = {column for _, one, other in line for column in range(one, other + 1)}
    named = {column for head in heads for column in range(head.first, head.last + 1)}
    beside = [column in parts and column not in named for column in (first - 1, first + 1)]
    phrase = next(phrase for phrase, one, _ in line if one == first)
    middle = (phrase[0].box[0] + phrase[-1].box[2]) / 2
    is_centred = abs(middle - upper.middle) <= _SAME_MIDDLE
    is_left = abs(phrase[0].box[0] - upper.x0) <= _SAME_PLACE
    return all(beside) if is_centred else any(beside) and (not is_left or all(beside) or beside[1])


def _leaves(heads: Sequence[Head], walls: Sequence[float]) -> dict[int, Head]:
    """Column -> the lowest head over it; one over several columns only where nothing else is."""
    leaves: dict[int, Head] = {}
    for head in sorted(heads, key=lambda head: head.bottom):
        if head.first == head.last:
            leaves[head.first] = head
    return leaves
