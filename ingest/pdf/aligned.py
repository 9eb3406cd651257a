"""Tables without rules between their columns: columns where nothing is printed between them, rows by their
spacing.

Careful on purpose: at least three columns over at least three rows, so that running text in two columns,
lists and signatures are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.grid import Edge
from ingest.pdf.cells import cell_text
from ingest.pdf.layout import Line
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, TextCell

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
_GUTTER = 5.0  # points without print between two columns
_FAR = 3.0  # of the text's height: a gap in which a table ends
_NEW_ROW = 1.35  # of the usual distance between lines: a row begins
_LONG_RULE = 100.0  # points

Band = list[Line]  # the lines that stand side by side


def aligned_tables(
    tokens: Sequence[Token], lines: Sequence[Line], rules: Sequence[Edge], taken: Sequence[Box], page: int
) -> list[RawTable]:
    """The tables of a page outside the boxes `taken`; `rules` are its horizontal lines, which part rows."""
    free = [line for line in lines if not any(_inside(line, box) for box in taken)]
    found = []
    for area in _areas(_bands(free)):
        columns = _columns(area)
        if len(columns) >= _FEWEST_COLUMNS and _is_table(area, columns):
            found.append(_table(tokens, area, columns, rules, page))
    return found


def _inside(line: Line, box: Box) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _bands(lines: Sequence[Line]) -> list[Band]:
    """Lines side by side, from the top of the page down."""
    bands: list[Band] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        middle = (line.top + line.bottom) / 2
        if bands and middle < bands[-1][0].bottom - 0.2 * line.height:
            bands[-1].append(line)
        else:
            bands.append([line])
    return [sorted(band, key=lambda line: line.x0) for band in bands]


def _areas(bands: Sequence[Band]) -> list[list[Band]]:
    """Runs of bands that may be a table: from one with several lines to the last such, without a wide gap."""
    areas: list[list[Band]] = []
    current: list[Band] = []
    for band in bands:
        if current and _top(band) - _bottom(current[-1]) > _FAR * band[0].height:
            areas.append(current)
            current = []
        if current or len(band) > 1:
            current.append(band)
    areas.append(current)
    return [_without_tail(area) for area in areas if area]


def _without_tail(area: list[Band]) -> list[Band]:
    """Lines that stand alone after the last row are text under the table, unless they lie in a column."""
    columns = _columns(area)
    end = max((number for number, band in enumerate(area) if len(band) > 1), default=0) + 1
    while end < len(area) and _lies_in_one(area[end][0], columns):
        end += 1
    return area[:end]


def _lies_in_one(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    return any(x0 - 1 <= line.x0 and line.x1 <= x1 + 1 for x0, x1 in columns)


def _columns(area: Sequence[Band]) -> list[tuple[float, float]]:
    """Left and right of the columns, by the fullest bands: heads over several columns stand in the others."""
    most = max(map(len, area), default=0)
    fullest = [band for band in area if len(band) >= max(2, 0.6 * most)]
    spans: list[list[float]] = []
    for x0, x1 in sorted((line.x0, line.x1) for band in fullest for line in band):
        if spans and x0 - spans[-1][1] < _GUTTER:
            spans[-1][1] = max(spans[-1][1], x1)
        else:
            spans.append([x0, x1])
    return [(x0, x1) for x0, x1 in spans]


def _is_table(area: Sequence[Band], columns: Sequence[tuple[float, float]]) -> bool:
    full = [band for band in area if len(band) >= min(_FEWEST_COLUMNS, len(columns))]
    return len(full) >= _FEWEST_ROWS and len(full) * 3 >= len(area)


def _table(
    tokens: Sequence[Token],
    area: Sequence[Band],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Edge],
    page: int,
) -> RawTable:
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    cells: list[TextCell] = []
    rows = _rows(area, columns, rules)
    for number, row in enumerate(rows):
        inside: dict[tuple[int, int], list[Token]] = {}
        for line in (line for band in row for line in band):
            inside.setdefault(_place(line, columns), []).extend(tokens[line.first : line.last])
        for (first, last), words in sorted(inside.items()):
            cells.append(TextCell(number, first, number + 1, last, cell_text(words)))
    return RawTable(
        page=page,
        rows=len(rows),
        columns=len(columns),
        cells=tuple(cells),
        xs=(columns[0][0] - 1, *middles, columns[-1][1] + 1),
        top=_top(area[0]),
        bottom=_bottom(area[-1]),
    )


def _rows(
    area: Sequence[Band], columns: Sequence[tuple[float, float]], rules: Sequence[Edge]
) -> list[list[Band]]:
    """Bands that make one row: until a rule, a gap, or a band that fills the first and most columns."""
    long_rules = [rule.at for rule in rules if rule.end - rule.start >= _LONG_RULE]
    steps = [_top(lower) - _top(upper) for upper, lower in pairwise(area)]
    usual = median(sorted(steps)[: len(steps) // 2 + 1])
    rows: list[list[Band]] = [[area[0]]]
    for (upper, lower), step in zip(pairwise(area), steps, strict=True):
        is_ruled = any(_bottom(upper) - 1 <= at <= _top(lower) + 2 for at in long_rules)
        is_full = len(lower) * 2 > len(columns) and _place(lower[0], columns)[0] == 0
        if is_ruled or is_full or step > _NEW_ROW * usual:
            rows.append([lower])
        else:
            rows[-1].append(lower)
    return rows


def _place(line: Line, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """First and last (exclusive) of the columns that a line stands in."""
    inside = [n for n, (x0, x1) in enumerate(columns) if min(line.x1, x1) - max(line.x0, x0) > 0.5]
    if not inside:
        middle = (line.x0 + line.x1) / 2
        nearest = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))
        return nearest, nearest + 1
    return inside[0], inside[-1] + 1


def _top(band: Band) -> float:
    return min(line.top for line in band)


def _bottom(band: Band) -> float:
    return max(line.bottom for line in band)
