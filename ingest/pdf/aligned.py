"""Tables without rules between their columns: columns show by gutters, and rows by their spacing.

Careful on purpose: at least three columns over at least four lines, so that running text in two columns,
lists and signatures are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.grid import Edge, merged, places_of
from ingest.pdf.abreast import sides_of
from ingest.pdf.areas import Part, areas_of
from ingest.pdf.banded import edges_of_fills
from ingest.pdf.bands import (
    Band,
    Columns,
    bands_of,
    bottom_of,
    column_at,
    is_section,
    is_total,
    phrases_of,
    texts_of,
    top_of,
)
from ingest.pdf.gutters import FEWEST_CORE, after_numbers, columns_of
from ingest.pdf.justified import gutters_of
from ingest.pdf.rulings import Rulings
from ingest.pdf.tabular import FEWEST_COLUMNS, is_table
from ingest.pdf.tokens import Token
from ingest.pdf.unruled import unruled_table
from ingest.pdf.upright import joined, with_parts
from ingest.table_shape import RawTable

_FEWEST_BANDS = 4
_SHORT = 14  # bands
_UNSURE = 6  # one column in so many may have too few words to be seen
_NEAR = 4  # lines over and under a table that are looked at
_TEXT = 2  # of them that tell running text
_SAME_SIDE = 2.0  # points
_SAME_STEP = 1.2
_WHOLE = 0.9  # of an area's width: so long a rule parts rows
_RULED = 3  # parts between rules that make a table
_CENTRED = 0.03  # of the table's width that a title's middle may be off


def aligned_tables(
    tokens: Sequence[Token], drawn: Rulings, taken: Sequence[Box], page: int
) -> list[RawTable]:
    """The tables of a page outside the boxes `taken`; its horizontal lines and colours part rows."""
    free = [token for token in tokens if not any(is_inside(token, box) for box in taken)]
    if len(free) < _FEWEST_BANDS * FEWEST_COLUMNS:
        return []
    words, parts = joined(free)
    whole = replace(drawn, horizontal=merged(drawn.horizontal))
    return [with_parts(table, parts) for table in _tables(words, whole, page)]


def _tables(tokens: Sequence[Token], drawn: Rulings, page: int) -> list[RawTable]:
    """The tables that words make, those side by side one after the other; each rule is in one piece."""
    sides = sides_of(tokens, drawn.horizontal)
    if sides is not None:
        left, right, others = (_tables(side, drawn, page) if side else [] for side in sides)
        if left and right:
            return [*left, *right, *others]
    return _tables_of_lines(tokens, drawn, page)


def _tables_of_lines(tokens: Sequence[Token], drawn: Rulings, page: int) -> list[RawTable]:
    lines = bands_of(tokens)
    if len(lines) < _FEWEST_BANDS:
        return []
    rules = [*drawn.horizontal, *edges_of_fills(drawn.fills)]
    areas = [run for area in areas_of(lines, drawn.horizontal) for run in _joined(area)]
    found = [
        grown
        for area in areas
        if len(area) >= _FEWEST_BANDS
        and (grown := _grown(area, _parts_between_rules(area, drawn.horizontal)))
    ]
    return [
        unruled_table(bands, columns, rules, page)
        for bands, columns in found
        if not _is_amid_text(bands, columns, lines)
    ]


def _is_amid_text(bands: Sequence[Band], columns: Columns, lines: Sequence[Band]) -> bool:
    """Whether lines as wide and as near as these, but without their gutters, stand over or under them: what
    looks like columns is the white between the words of running text.
    """
    step = median(top_of(lower) - top_of(upper) for upper, lower in pairwise(bands))
    left, right = min(band[0].box[0] for band in bands), max(band[-1].box[2] for band in bands)
    places = {id(line): at for at, line in enumerate(lines)}
    first, last = places.get(id(bands[0])), places.get(id(bands[-1]))
    if first is None or last is None:
        return False
    over = lines[max(0, first - _NEAR) : first + 1]
    under = lines[last : last + _NEAR + 1]
    steps = [(upper, upper, lower) for upper, lower in pairwise(over)]
    steps += [(lower, upper, lower) for upper, lower in pairwise(under)]
    alike = sum(
        top_of(lower) - top_of(upper) <= _SAME_STEP * step
        and _crossed(line, columns) > 0
        and abs(line[0].box[0] - left) <= _SAME_SIDE
        and abs(line[-1].box[2] - right) <= _SAME_SIDE
        for line, upper, lower in steps
    )
    return alike >= _TEXT


def _joined(parts: Sequence[Part]) -> list[list[Band]]:
    """The parts of an area; those with the same columns are one, with the headings that stand between."""
    runs: list[list[Band]] = [[]]
    headings: list[Band] = []
    for part in parts:
        if part.is_heading:
            headings += part.bands
        elif not runs[-1] or _agree(runs[-1], part.bands):
            runs[-1] += [*(headings if runs[-1] else []), *part.bands]
            headings = []
        else:
            runs.append(part.bands)
            headings = []
    return runs


def _agree(upper: Sequence[Band], lower: Sequence[Band]) -> bool:
    """Whether both print into the same columns."""
    small, large = sorted((upper, lower), key=len)
    columns = columns_of(large)
    if len(columns) < FEWEST_COLUMNS:
        return False
    is_head = small is upper and not any(band[0].text.strip(".)").isdecimal() for band in upper)
    if len(small) >= _FEWEST_BANDS and not is_head:
        both = len(columns_of([*upper, *lower]))
        counts = len(columns), len(columns_of(small)), both
        return max(counts) - min(counts) <= max(counts) // _UNSURE
    some = len(columns) // 2 if small is upper else 0
    rows = [band for band in small if len(phrases_of(band, columns)) > 1]
    return bool(rows) and all(_crossed(band, columns) <= some for band in rows)


def is_inside(token: Token, box: Box) -> bool:
    """Whether the word's middle lies in the box."""
    x0, top, x1, bottom = token.box
    return box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


def _parts_between_rules(area: Sequence[Band], rules: Sequence[Edge]) -> int:
    """How many parts rules as wide as an area make of it."""
    left, right = min(band[0].box[0] for band in area), max(band[-1].box[2] for band in area)
    top, bottom = top_of(area[0]), bottom_of(area[-1])
    least = _WHOLE * (right - left)
    inside = [
        rule.at
        for rule in rules
        if top < rule.at < bottom and min(rule.end, right) - max(rule.start, left) >= least
    ]
    return len(places_of(inside)) + 1


def _grown(area: list[Band], ruled: int = 0) -> tuple[list[Band], Columns] | None:
    """The bands of an area that make a table, and its columns. `ruled` is how many parts rules make of it.

    A part of the area says where the columns are; it grows as long as the bands keep to them. Upwards a band
    may print into some of the gutters, as heads over several columns do.
    """
    heads = len(area) - len(after_numbers(area))
    cores = [(heads, len(area))] if heads else _cores(len(area))
    if ruled >= _RULED:
        cores.append((0, len(area)))
    core = max(cores, key=lambda core: _worth(area[slice(*core)]))
    columns = columns_of(area[slice(*core)])
    if not is_table(area[slice(*core)], columns, ruled):
        return None
    first, last = core
    some = max(1, len(columns) // 3)
    while first > 0 and _may_be_head(area[first - 1], columns, some):
        first -= 1
    while first < last - FEWEST_CORE and _is_caption(area[first], columns):
        first += 1
    while last < len(area) and (_crossed(area[last], columns) == 0 or _is_inner_section(area, last)):
        last += 1
    if last < len(area) and (whole := _whole(area[first:], columns, last - first)):
        return area[first:], whole
    while last > first + FEWEST_CORE and is_section(area, last - 1) and not is_total(area[last - 1]):
        last -= 1
    grown = columns_of(area[first:last])
    columns = grown if len(grown) >= len(columns) else columns
    is_one = is_table(after_numbers(area[first:last]), columns, ruled)
    return (area[first:last], columns) if is_one else None


def _whole(bands: list[Band], columns: Columns, count: int) -> Columns | None:
    """The columns of all the bands where those of the first `count` have but more gutters, and these only
    where words of justified lines were drawn apart; None where the others do not keep to them."""
    found = columns_of(bands)
    if len(found) < FEWEST_COLUMNS or any(_crossed(band, found) for band in bands[count:]):
        return None
    vanished = [
        gutter.own <= gutter.blanks
        for gutter, (left, right) in zip(
            gutters_of(bands[:count], columns, found), pairwise(columns), strict=True
        )
        if column_at(left[1], found) == column_at(right[0], found)
    ]
    return found if vanished and all(vanished) and is_table(after_numbers(bands), found) else None


def _is_inner_section(area: list[Band], index: int) -> bool:
    """Whether a line heads a part of the rows, so that more of them follow, or sums them up."""
    return is_section(area, index) and (index + 1 < len(area) or is_total(area[index]))


def _cores(count: int) -> list[tuple[int, int]]:
    """Parts of an area to look for columns in: the middle of a long one, a short one without its ends."""
    if count > _SHORT:
        return [(count // 4, count - count // 4)]
    ends = [(top, count - bottom) for top in range(count // 2 + 1) for bottom in range(3)]
    return [(first, last) for first, last in ends if last - first >= FEWEST_CORE] or [(0, count)]


def _worth(bands: Sequence[Band]) -> tuple[int, int]:
    return len(columns_of(bands)), len(bands)


def _may_be_head(band: Band, columns: Columns, some: int) -> bool:
    """Whether a band prints into few of the gutters, or has several texts that do so no more than heads over
    groups of columns do."""
    crossed = _crossed(band, columns)
    return crossed <= some or (len(texts_of(band)) >= FEWEST_COLUMNS and 2 * crossed <= len(columns))


def _is_caption(band: Band, columns: Columns) -> bool:
    """Whether a band is one phrase over several columns, at the table's left or middle: a title, no head."""
    left, right = columns[0][0], columns[-1][1]
    x0, x1 = band[0].box[0], band[-1].box[2]
    is_wide = _crossed(band, columns) > 0
    is_left = x0 < columns[0][1]
    is_centred = abs(x0 + x1 - left - right) / 2 <= _CENTRED * (right - left)
    return len(texts_of(band)) == 1 and is_wide and (is_left or is_centred)


def _crossed(band: Band, columns: Columns) -> int:
    """How many gutters a band prints into, by a word or by a space between two words of a sentence."""
    spans = [(phrase[0].box[0], phrase[-1].box[2]) for phrase in phrases_of(band, columns)]
    return sum(any(x0 < left[1] and x1 > right[0] for x0, x1 in spans) for left, right in pairwise(columns))
