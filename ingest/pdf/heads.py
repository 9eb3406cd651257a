"""Heads of tables without upright lines: which lines they are, and which columns a text reaches into."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from ingest.pdf.bands import Band, Columns, bottom_of, phrases_of
from ingest.pdf.gutters import meet, united
from ingest.pdf.tokens import Token

_MOST_LINES = 14  # of a head
_OVER = 2.0  # points that a head may reach over its walls
_FEWEST_PARTS = 2  # columns under a head over several
_SHORT = 2  # letters: so short a word may be higher than wide
_SPACE = 0.45  # of the text's height: a wider gap parts two heads
_FIGURE = re.compile(r"[-–]?[\d.,]*\d[\d.,]*\s*%?|[-–—√✓]|[vV]")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)\d\d|\d{1,2}")
_FIRST = re.compile(r"\(?(?:1|I|A|a)[.)]{0,2}")
_LAST_MONTH = 12
_USUALLY = 0.5  # share of a column's lines that are figures


def head_end(
    bands: Sequence[Band], columns: Columns, ruled: Sequence[int], gaps: Sequence[int], numbers: int | None
) -> int:
    """How many of the bands are heads.

    Before the bands `ruled` a rule stands, and before `gaps` a wide gap; `numbers` is the band that counts
    the columns.
    """
    if numbers is not None:
        return numbers
    cuts = sorted({*ruled, *gaps})
    start = _first_figures(bands, columns)
    named = _all_named(bands, columns)
    if start is None:
        after = [cut for cut in cuts if cut >= named] if named is not None else []
        return after[0] if after else (named or 0) if named is not None and named < len(bands) else 0
    if named is None or named > start:
        return max((cut for cut in cuts if cut <= start), default=start)
    between = [[cut for cut in found if named <= cut <= start] for found in (ruled, gaps)]
    return next((cut for found in between for cut in found), start)


def _first_figures(bands: Sequence[Band], columns: Columns) -> int | None:
    """The first band that has a figure where most of the column's lines have one, or that begins to count."""
    walls = walls_of(columns)
    texts = [
        [
            (_column(phrase, walls), " ".join(token.text for token in phrase))
            for phrase in phrases_of(band, columns)
        ]
        for band in bands
    ]
    counts = [[0, 0] for _ in columns]
    for line in texts[len(texts) // 4 :]:
        for column, text in line:
            counts[column][0] += bool(_FIGURE.fullmatch(text))
            counts[column][1] += 1
    usual = {at for at, (figures, lines) in enumerate(counts) if figures > _USUALLY * lines}
    for index, line in enumerate(texts[: max(_MOST_LINES, len(bands) // 2)]):
        if line[0][0] == 0 and _FIRST.fullmatch(line[0][1]) and len(line) > 1:
            return index
        figures = [text for column, text in line if column in usual and _FIGURE.fullmatch(text)]
        if figures and not _are_names(figures):
            return index
    return None


def _are_names(figures: Sequence[str]) -> bool:
    """Whether figures are names of columns: years, or months one after the other."""
    if not all(_YEAR_OR_MONTH.fullmatch(figure) for figure in figures):
        return False
    numbers = list(map(int, figures))
    is_year = numbers[0] > _LAST_MONTH
    return is_year if len(numbers) == 1 else all(two == one + 1 for one, two in pairwise(numbers))


def _all_named(bands: Sequence[Band], columns: Columns) -> int | None:
    """How many bands it takes until each column has words of its own over it."""
    named: set[int] = set()
    for index, band in enumerate(bands[:_MOST_LINES]):
        for phrase in head_texts(band):
            left, right = reach(phrase[0].box[0], phrase[-1].box[2], columns, columns)
            if left == right:
                named.add(left)
        if len(named) == len(columns):
            return index + 1
    return None


def with_own_columns(bands: Sequence[Band], columns: Columns) -> Columns:
    """The columns, and those under heads that stand beside all of them with nothing under them.

    The columns at both sides have heads of their own, no lower than these.
    """
    found = list(columns)
    phrases = [phrase for band in bands for phrase in head_texts(band)]
    sides = [(phrase[0].box[0], phrase[-1].box[2]) for phrase in phrases]
    over = [[at for at, column in enumerate(columns) if meet(side, column, _OVER)] for side in sides]
    for number, (phrase, side) in enumerate(zip(phrases, sides, strict=True)):
        before = [at for at, (_, right) in enumerate(columns) if right <= side[0] + _OVER]
        after = [at for at, (left, _) in enumerate(columns) if left >= side[1] - _OVER]
        if len(before) + len(after) < len(columns):
            continue
        others = [at for at in range(len(phrases)) if at != number]
        near = [at for at in others if meet(sides[at], side, _OVER) and len(over[at]) < _FEWEST_PARTS]
        if any(over[at] or bottom_of(phrases[at]) > bottom_of(phrase) for at in near):
            continue
        lowest = [
            max((bottom_of(phrases[at]) for at in others if place in over[at]), default=inf)
            for place in before[-1:] + after[:1]
        ]
        if bottom_of(phrase) >= max(lowest) - _OVER:
            found.append(side)
    return united(found)


def walls_of(columns: Columns) -> list[float]:
    """The middles of the gutters, and the outer sides."""
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return [columns[0][0] - 1, *inner, columns[-1][1] + 1]


def reach(x0: float, x1: float, columns: Columns, rooms: Columns) -> tuple[int, int]:
    """The first and the last column that a text reaches into; in a gutter, the one that has room there."""
    inside = [at for at, (left, right) in enumerate(columns) if x0 < right - _OVER and x1 > left + _OVER]
    if inside:
        return inside[0], inside[-1]
    middle = (x0 + x1) / 2
    at = min(range(len(rooms)), key=lambda at: _distance(middle, rooms[at]))
    return at, at


def _distance(middle: float, column: tuple[float, float]) -> float:
    return max(column[0] - middle, middle - column[1])


def head_texts(band: Band) -> list[list[Token]]:
    """The words of a line of heads that stand together."""
    texts: list[list[Token]] = [[band[0]]]
    for one, two in pairwise(band):
        if two.box[0] - one.box[2] > _SPACE * _size(one):
            texts.append([])
        texts[-1].append(two)
    return texts


def _size(word: Token) -> float:
    """The height of a word's text, also of one that stands upright."""
    x0, top, x1, bottom = word.box
    return min(bottom - top, x1 - x0) if len(word.text) > _SHORT else bottom - top


def _column(phrase: Sequence[Token], walls: Sequence[float]) -> int:
    middle = (phrase[0].box[0] + phrase[-1].box[2]) / 2
    return min(max(bisect_right(walls, middle) - 1, 0), len(walls) - 2)
