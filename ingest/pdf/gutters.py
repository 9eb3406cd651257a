"""Columns by the white between them: strips of the page that hardly any line prints into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from math import inf
from statistics import median

from ingest.pdf.bands import Band, Columns, column_of, is_section, phrases_of
from ingest.pdf.justified import SPACE, is_drawn_away, is_text, without_broken, without_stretched

FEWEST_CORE = 3  # lines that say where columns are
_GUTTER = 4  # points without print between two columns
_NARROW_GUTTER, _MANY = 2, 10  # the same where so many lines keep to it
_WORD_SPACE = 0.36  # of the text's height: no gap between columns is so narrow in every line
_MOSTLY = 0.7  # of the texts of a column
_FEWEST = 3  # columns that a table has
_STRETCHED = 2.5  # of the text's height: the widest space in a justified line
_UNEVEN = 1.3  # times the narrowest one
_JUSTIFIED = 2.5  # points that justified lines may end before a column's side
_FORGIVEN = 10  # one band in so many may print into a gutter
_FEWEST_COUNTED, _DIGITS = 4, 2

_Span = tuple[float, float]  # left and right


def columns_of(bands: Sequence[Band]) -> Columns:
    """What lies between gutters: strips of the page that hardly any band prints into."""
    left = int(min(band[0].box[0] for band in bands))
    right = int(max(token.box[2] for band in bands for token in band)) + 2
    cells = _without_sections(bands)
    printed = _printed(cells, left, right)
    allowed = len(cells) // _FORGIVEN
    columns: list[tuple[float, float]] = []
    least = _GUTTER if len(bands) < _MANY else _NARROW_GUTTER
    gutter = least
    for strip, count in enumerate(printed):
        if count <= allowed:
            gutter += 1
        elif gutter >= least:
            columns.append((left + strip, left + strip + 1))
            gutter = 0
        else:
            columns[-1] = (columns[-1][0], left + strip + 1)
            gutter = 0
    whole = without_stretched(bands, _without_rivers(bands, columns))
    every = without_stretched(cells, _with_sparse(cells, whole))
    return without_broken(cells, _to_their_ends(bands, cells, every))


def _printed(bands: Sequence[Band], left: int, right: int) -> list[int]:
    """How many bands print into each strip of one point; the blank between two words is printed, too."""
    changes = [0] * (right - left + 1)
    for band in bands:
        start, reach = int(band[0].box[0]), band[0].box[2]
        for token in band[1:]:
            x0, top, x1, bottom = token.box
            if x0 - reach > SPACE * (bottom - top) and int(x0) > int(reach):
                changes[start - left] += 1
                changes[int(reach) + 1 - left] -= 1
                start = int(x0)
            reach = max(reach, x1)
        changes[start - left] += 1
        changes[int(reach) + 1 - left] -= 1
    return list(accumulate(changes))[: right - left]


def _with_sparse(bands: Sequence[Band], columns: Columns) -> Columns:
    """The columns, and those that so few lines fill that they passed for gutters."""
    if len(columns) < _FEWEST:
        return columns
    edges = list(pairwise([(-inf, -inf), *columns, (inf, inf)]))
    phrases = [(phrase, band) for band in bands for phrase in phrases_of(band, columns)]
    spans = [(phrase[0].box[0], phrase[-1].box[2]) for phrase, _ in phrases]
    found = [
        span
        for span, (phrase, band) in zip(spans, phrases, strict=True)
        if any(
            left + _NARROW_GUTTER <= span[0] and span[1] <= right - _NARROW_GUTTER
            for (_, left), (right, _) in edges
        )
        and not is_drawn_away(phrase[0], band)
    ]
    if not found:
        return columns
    inside = set(found)
    others = [span for span in spans if span not in inside]
    return united([*columns, *(span for span in found if _is_apart(span, found, others))])


def _is_apart(span: _Span, sparse: Sequence[_Span], others: Sequence[_Span]) -> bool:
    """Whether more texts have their place where one stands between columns than run over it from beside."""
    beside, over = (sum(meet(span, other) for other in spans) for spans in (sparse, others))
    return beside > over


def meet(one: _Span, other: _Span, over: float = 0.0) -> bool:
    """Whether two stretches overlap by more than `over` points."""
    return one[0] < other[1] - over and one[1] > other[0] + over


def _to_their_ends(every: Sequence[Band], bands: Sequence[Band], columns: Columns) -> Columns:
    """The columns as wide as the texts in them, the outer ones as wide as all lines."""
    sides = [list(column) for column in columns]
    for band in bands:
        for phrase in phrases_of(band, columns):
            over = _columns_under(phrase, columns)
            if len(over) == 1:
                (at,) = over
                before = columns[at - 1][1] if at else 0.0
                after = columns[at + 1][0] if at + 1 < len(columns) else phrase[-1].box[2]
                sides[at][0] = max(min(sides[at][0], phrase[0].box[0]), before)
                sides[at][1] = min(max(sides[at][1], phrase[-1].box[2]), after)
    sides[0][0] = min(sides[0][0], *(band[0].box[0] for band in every))
    sides[-1][1] = max(sides[-1][1], *(token.box[2] for band in every for token in band))
    found = [(left, right) for left, right in sides]
    return found if all(one[1] <= two[0] for one, two in pairwise(found)) else columns


def _columns_under(phrase: Band, columns: Columns) -> set[int]:
    """The columns that a phrase reaches into, else those that its ends are nearest to."""
    x0, x1 = phrase[0].box[0], phrase[-1].box[2]
    under = {at for at, (left, right) in enumerate(columns) if x0 < right and x1 > left}
    return under or {column_of(phrase[0], columns), column_of(phrase[-1], columns)}


def rooms_of(bands: Sequence[Band], columns: Columns) -> Columns:
    """The columns, wider by the gutter that belongs to one: right of what is set to the left, and left of
    what is set to the right."""
    sides: list[list[tuple[float, float]]] = [[] for _ in columns]
    for band in bands:
        for phrase in phrases_of(band, columns):
            at = column_of(phrase[0], columns)
            if at == column_of(phrase[-1], columns):
                sides[at].append((phrase[0].box[0], phrase[-1].box[2]))
    leans = [_leaning(spans) for spans in sides]
    usual = max(("left", "right"), key=leans.count)
    leans = [usual if lean == "both" else lean for lean in leans]
    found = [list(column) for column in columns]
    for at, (one, two) in enumerate(pairwise(leans)):
        if one == two == "left":
            found[at][1] = max(found[at][1], columns[at + 1][0] - 1.0)
        elif one == two == "right":
            found[at + 1][0] = min(found[at + 1][0], columns[at][1] + 1.0)
    return [(left, right) for left, right in found]


def _leaning(spans: Sequence[tuple[float, float]]) -> str:
    """Whether texts begin at one place, end at one, do both or neither."""
    if not spans:
        return "both"
    starts, ends = (
        sum(abs(place - median(places)) <= _JUSTIFIED for place in places) >= _MOSTLY * len(places)
        for places in map(list, zip(*spans, strict=True))
    )
    return "both" if starts and ends else "left" if starts else "right" if ends else ""


def united(columns: Iterable[tuple[float, float]]) -> Columns:
    """Columns in their order; those that overlap are one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(columns):
        if found and left < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _without_sections(bands: Sequence[Band]) -> Sequence[Band]:
    """The lines that print into columns: not those that head a part of the rows or sum one up."""
    bands = after_numbers(bands)
    kept = [band for index, band in enumerate(bands) if not is_section(bands, index)]
    return kept if len(kept) * 2 > len(bands) and len(kept) >= FEWEST_CORE else bands


def after_numbers(bands: Sequence[Band]) -> Sequence[Band]:
    """The lines under one that counts the columns: heads are often centred over what stands to the left."""
    numbers = next((index for index, band in enumerate(bands) if counts_columns(band)), None)
    is_head = numbers is not None and len(bands) - numbers > FEWEST_CORE
    return bands[numbers + 1 :] if numbers is not None and is_head else bands


def _without_rivers(bands: Sequence[Band], columns: list[tuple[float, float]]) -> Columns:
    """The columns; two are one where the gap between them is nowhere wider than between words."""
    found: list[tuple[float, float]] = []
    for left, right in columns:
        if found and _is_river(bands, found[-1], (left, right)):
            found[-1] = found[-1][0], right
        else:
            found.append((left, right))
    return found


def _is_river(bands: Sequence[Band], left: tuple[float, float], right: tuple[float, float]) -> bool:
    """Whether every line that prints into both columns has but a space between them, if anything.

    Lines that are justified, and so begin and end at the sides of both, may have wider ones.
    """
    wall = left[1] + (right[0] - left[1]) / 4
    gaps, is_justified = [], True
    for band in bands:
        before = [token for token in band if left[0] <= token.box[0] < wall]
        after = [token for token in band if wall <= token.box[0] < right[1]]
        if after and not before:
            return False
        if after:
            start, end = before[0].box[0], max(token.box[2] for token in after)
            gap = min(token.box[0] for token in after) - max(token.box[2] for token in before)
            gaps.append(gap / (after[0].box[3] - after[0].box[1] or 1.0))
            reaches = start - left[0] <= _JUSTIFIED and right[1] - end <= _JUSTIFIED
            is_justified = is_justified and reaches and is_text(before[-1]) and is_text(after[0])
    widest = max(gaps, default=0.0)
    return widest < _WORD_SPACE or (is_justified and widest < _STRETCHED and max(gaps) > _UNEVEN * min(gaps))


def counts_columns(band: Band) -> bool:
    """Whether a line is but 1 2 3 and so on."""
    counted = [token.text.strip("().") for token in band]
    numbers = [int(text) for text in counted if text.isdecimal() and len(text) <= _DIGITS]
    return len(numbers) == len(band) >= _FEWEST_COUNTED and numbers == list(range(1, len(band) + 1))
