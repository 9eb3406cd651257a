"""Lines of a page and the order in which they are read.

The order of the content is kept where it can be: producers write columns and cells one after the other. Only
where a line would come after one that lies below it in the same column (titles and feet that were drawn
last) are the late lines put where they belong; where many do, the lines' places alone decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.columns import in_columns
from ingest.document import Box
from ingest.pdf.tokens import Token

CELL_GAP = 2.0  # of the line's height: wider gaps separate columns of a table, not words
_UPRIGHT = 1.5  # a word of three letters or more that is this much taller than wide stands upright
_BINS = 96  # the page's width in steps, for the skyline
_LATE = 0.3  # share of the lines: so few are sorted into the order of the others
_COLUMN = 4  # lines
_SLACK = 0.4  # of a line's height: how much lines may overlap and still be one above the other


@dataclass(slots=True)
class Line:
    """A run of tokens [first, last) on one line, without gaps as wide as those between columns."""

    x0: float
    top: float
    x1: float
    bottom: float
    first: int
    last: int

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lines(tokens: Sequence[Token]) -> list[Line]:
    """Lines in the content's order."""
    found: list[Line] = []
    line: Line | None = None
    number = -1
    for index, token in enumerate(tokens):
        x0, top, x1, bottom = token.box
        if line is not None and token.line == number and _goes_on(line, token):
            line.last = index + 1
            line.x0 = min(line.x0, x0)
            line.x1 = max(line.x1, x1)
            line.top = min(line.top, top)
            line.bottom = max(line.bottom, bottom)
        else:
            line = Line(x0, top, x1, bottom, index, index + 1)
            found.append(line)
            number = token.line
    return found


def _goes_on(line: Line, token: Token) -> bool:
    x0, top, x1, bottom = token.box
    if len(token.text) > 2 and bottom - top > _UPRIGHT * (x1 - x0):
        return min(x1, line.x1) > max(x0, line.x0)
    height = bottom - top
    return -height < x0 - line.x1 <= CELL_GAP * height and top < line.bottom and bottom > line.top


def in_reading_order(found: list[Line], width: float) -> list[Line]:
    """The lines as a person reads them."""
    runs = _runs(found, width)
    base = max(runs, key=len)
    late = [line for run in runs if run is not base for line in run]
    if len(late) > _LATE * len(found) or _goes_left(found):
        places = [(line.x0, line.top, line.x1, line.bottom) for line in found]
        return [found[index] for index in in_columns(places)]
    order = list(base)
    for line in sorted(late, key=lambda line: -line.top):
        order.insert(_place(line, order), line)
    return order


def _runs(found: list[Line], width: float) -> list[list[Line]]:
    """The content cut wherever a line lies above an earlier one of the same columns; a skyline of middles
    tells."""
    runs: list[list[Line]] = [[]]
    skyline = [0.0] * (_BINS + 1)
    scale = _BINS / max(width, 1.0)
    for line in found:
        first = min(max(int(line.x0 * scale), 0), _BINS)
        last = max(min(int(line.x1 * scale), _BINS), first + 1)
        middle = (line.top + line.bottom) / 2
        if max(skyline[first:last], default=0.0) > middle + line.bottom - line.top:
            runs.append([])
            skyline = [0.0] * (_BINS + 1)
        skyline[first:last] = [middle] * (last - first)
        runs[-1].append(line)
    return runs


def _goes_left(found: list[Line]) -> bool:
    """Whether a column was drawn after one that stands to its right."""
    columns: list[list[Line]] = []
    for line in found:
        if not columns or line.top < columns[-1][-1].top:
            columns.append([])
        columns[-1].append(line)
    areas = [bounds([(one.x0, one.top, one.x1, one.bottom) for one in column]) for column in columns]
    tall = [area for area, column in zip(areas, columns, strict=True) if len(column) >= _COLUMN]
    return any(
        later[2] < earlier[0] and later[1] < earlier[3] and earlier[1] < later[3]
        for earlier, later in pairwise(tall)
    )


def _follows(line: Line, other: Line) -> bool:
    """Whether the other one is the next line of the same paragraph."""
    is_below = -_SLACK * line.height < other.top - line.bottom < line.height
    return is_below and other.x0 < line.x1 and line.x0 < other.x1


def _place(line: Line, order: list[Line]) -> int:
    """Before the first line that lies under it in its columns, else after the block of the last above it."""
    after = 0
    for index, other in enumerate(order):
        if line.x0 < other.x1 and other.x0 < line.x1:
            if other.top > line.top + _SLACK * line.height:
                return index
            after = index + 1
        elif 0 < after == index and _follows(order[index - 1], other):
            after = index + 1
    return after or (0 if not order or line.top < order[0].top else len(order))


def bounds(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of them."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
