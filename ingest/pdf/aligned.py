"""Tables without rules between their columns: columns show by gutters, and rows by their spacing.

Careful on purpose: at least three columns over at least four lines, so that running text in two columns,
lists and signatures are none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.grid import Edge
from ingest.pdf.cells import pieces_of, text_of
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, TextCell

_FEWEST_COLUMNS = 3
_FEWEST_BANDS = 4
_GUTTER = 4  # points without print between two columns
_FEWEST_CORE = 3
_SHORT = 14  # bands
_FORGIVEN = 10  # one band in so many may print into a gutter
_FAR = 3.0  # of the text's height: a gap in which a table ends
_NEW_ROW = 1.35  # of the usual distance between lines: a row begins
_LONG_RULE = 100.0  # points
_SAME_END = 4.0  # points
_SPACE, _WIDE_SPACE = 0.33, 0.6  # of the text's height: between words, and where lines are justified
_MOST_WORDS = 7  # in a line of a cell, on average: more are running text

Band = list[Token]  # the words that stand side by side
Columns = list[tuple[float, float]]  # left and right


def aligned_tables(
    tokens: Sequence[Token], rules: Sequence[Edge], taken: Sequence[Box], page: int
) -> list[RawTable]:
    """The tables of a page outside the boxes `taken`; `rules` are its horizontal lines, which part rows."""
    free = [token for token in tokens if not any(_inside(token, box) for box in taken)]
    found = []
    for area in _areas(_bands(free), _outer(rules)):
        if len(area) >= _FEWEST_BANDS and (grown := _grown(area)):
            bands, columns = grown
            found.append(_table(bands, columns, rules, page))
    return found


def _inside(token: Token, box: Box) -> bool:
    x0, top, x1, bottom = token.box
    return box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


def _bands(tokens: Sequence[Token]) -> list[Band]:
    """Words side by side, from the top of the page down."""
    bands: list[Band] = []
    for token in sorted(tokens, key=lambda token: token.box[1] + token.box[3]):
        _, top, _, bottom = token.box
        if bands and (top + bottom) / 2 < bands[-1][0].box[3] - 0.2 * (bottom - top):
            bands[-1].append(token)
        else:
            bands.append([token])
    return [sorted(band, key=lambda token: token.box[0]) for band in bands]


def _outer(rules: Sequence[Edge]) -> list[float]:
    """The first and the last of three or more rules that are equally long: the ends of a table."""
    ends: dict[tuple[int, int], list[float]] = {}
    for rule in rules:
        if rule.end - rule.start >= _LONG_RULE:
            ends.setdefault((round(rule.start / _SAME_END), round(rule.end / _SAME_END)), []).append(rule.at)
    return [end for places in ends.values() if len(places) > 2 for end in (min(places), max(places))]


def _areas(bands: Sequence[Band], cuts: Sequence[float]) -> list[list[Band]]:
    """Bands without a wide gap between them, nor a table's end."""
    areas: list[list[Band]] = [[]]
    for band in bands:
        height = band[0].box[3] - band[0].box[1]
        if areas[-1]:
            above, below = _bottom(areas[-1][-1]), _top(band)
            if below - above > _FAR * height or any(above - 2 <= cut <= below + 2 for cut in cuts):
                areas.append([])
        areas[-1].append(band)
    return areas


def _grown(area: list[Band]) -> tuple[list[Band], Columns] | None:
    """The bands of an area that make a table, and its columns.

    A part of the area says where the columns are; it grows as long as the bands keep to them. Upwards a band
    may print into some of the gutters, as heads over several columns do.
    """
    core = max(_cores(len(area)), key=lambda core: _worth(area[slice(*core)]))
    columns = _columns(area[slice(*core)])
    if not _is_table(area[slice(*core)], columns):
        return None
    first, last = core
    some = max(1, len(columns) // 3)
    while first > 0 and _crossed(area[first - 1], columns) <= some:
        first -= 1
    while first < core[0] and _is_caption(area[first], columns):
        first += 1
    while last < len(area) and _crossed(area[last], columns) == 0:
        last += 1
    columns = _columns(area[first:last])
    return (area[first:last], columns) if _is_table(area[first:last], columns) else None


def _cores(count: int) -> list[tuple[int, int]]:
    """Parts of an area to look for columns in: the middle of a long one, a short one without its ends."""
    if count > _SHORT:
        return [(count // 4, count - count // 4)]
    ends = [(top, count - bottom) for top in range(count // 2 + 1) for bottom in range(3)]
    return [(first, last) for first, last in ends if last - first >= _FEWEST_CORE] or [(0, count)]


def _worth(bands: Sequence[Band]) -> tuple[int, int]:
    return len(_columns(bands)), len(bands)


def _is_caption(band: Band, columns: Columns) -> bool:
    """Whether a band is one phrase over several columns: a title, no head."""
    phrases = _phrases(band, columns)
    return len(phrases) == 1 and _column(phrases[0][0], columns) != _column(phrases[0][-1], columns)


def _columns(bands: Sequence[Band]) -> Columns:
    """What lies between gutters: strips of the page that hardly any band prints into."""
    left = int(min(band[0].box[0] for band in bands))
    right = int(max(token.box[2] for band in bands for token in band)) + 2
    printed = [0] * (right - left)
    for band in bands:
        for strip in {x for token in band for x in range(int(token.box[0]), int(token.box[2]) + 1)}:
            printed[strip - left] += 1
    allowed = len(bands) // _FORGIVEN
    columns: Columns = []
    gutter = _GUTTER
    for strip, count in enumerate(printed):
        if count <= allowed:
            gutter += 1
        elif gutter >= _GUTTER:
            columns.append((left + strip, left + strip + 1))
            gutter = 0
        else:
            columns[-1] = (columns[-1][0], left + strip + 1)
            gutter = 0
    return columns


def _is_table(bands: Sequence[Band], columns: Columns) -> bool:
    """Enough columns, filled in enough bands, and not by running text."""
    if len(columns) < _FEWEST_COLUMNS:
        return False
    filled = [len({_column(token, columns) for token in band}) for band in bands]
    full = sum(count >= _FEWEST_COLUMNS for count in filled)
    return full >= 2 and full * 4 >= len(bands) and sum(map(len, bands)) <= _MOST_WORDS * sum(filled)


def _crossed(band: Band, columns: Columns) -> int:
    """How many gutters a band prints into, by a word or by a space between two words of a sentence."""
    spans = [(phrase[0].box[0], phrase[-1].box[2]) for phrase in _phrases(band, columns)]
    return sum(any(x0 < left[1] and x1 > right[0] for x0, x1 in spans) for left, right in pairwise(columns))


def _column(token: Token, columns: Columns) -> int:
    middle = (token.box[0] + token.box[2]) / 2
    return max(0, bisect_right(columns, middle, key=lambda column: column[0]) - 1)


def _table(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge], page: int) -> RawTable:
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    cells: list[TextCell] = []
    rows = _rows(bands, columns, rules)
    for number, row in enumerate(rows):
        inside: dict[tuple[int, int], list[Token]] = {}
        for band in row:
            for phrase in _phrases(band, columns):
                place = _column(phrase[0], columns), _column(phrase[-1], columns) + 1
                inside.setdefault(place, []).extend(phrase)
        for (first, last), words in sorted(inside.items()):
            pieces = pieces_of(words)
            cells.append(TextCell(number, first, number + 1, last, text_of(pieces), pieces=pieces))
    return RawTable(
        page=page,
        rows=len(rows),
        columns=len(columns),
        cells=tuple(cells),
        xs=(columns[0][0] - 1, *middles, columns[-1][1] + 1),
        top=_top(bands[0]),
        bottom=_bottom(bands[-1]),
    )


def _phrases(band: Band, columns: Columns) -> list[list[Token]]:
    """The words of a band that stand together; a gap wider than a space parts them where a gutter is."""
    phrases: list[list[Token]] = [[band[0]]]
    for one, two in pairwise(band):
        gap = (two.box[0] - one.box[2]) / (one.box[3] - one.box[1] or 1.0)
        if gap < _SPACE or (gap < _WIDE_SPACE and _column(one, columns) == _column(two, columns)):
            phrases[-1].append(two)
        else:
            phrases.append([two])
    return phrases


def _rows(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge]) -> list[list[Band]]:
    """Bands that make one row: until a rule, a gap, or a band that fills the first and most columns."""
    long_rules = [rule.at for rule in rules if rule.end - rule.start >= _LONG_RULE]
    steps = [_top(lower) - _top(upper) for upper, lower in pairwise(bands)]
    usual = median(sorted(steps)[: len(steps) // 2 + 1])
    has_rules = sum(_top(bands[0]) < at < _bottom(bands[-1]) for at in long_rules) * 4 > len(bands)
    rows: list[list[Band]] = [[bands[0]]]
    for (upper, lower), step in zip(pairwise(bands), steps, strict=True):
        is_ruled = any(_bottom(upper) - 2 <= at <= _top(lower) + 3 for at in long_rules)
        filled = {_column(token, columns) for token in lower}
        is_full = 0 in filled and len(filled) * 2 > len(columns)
        if is_ruled or (not has_rules and (is_full or step > _NEW_ROW * usual)):
            rows.append([lower])
        else:
            rows[-1].append(lower)
    return rows


def _top(band: Band) -> float:
    return min(token.box[1] for token in band)


def _bottom(band: Band) -> float:
    return max(token.box[3] for token in band)
