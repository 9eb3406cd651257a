"""Words in bands and columns: what stands side by side, and which bands make a row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.grid import Edge
from ingest.pdf.tokens import Token

NEW_ROW = 1.35  # of the usual distance between lines: a row begins
LONG_RULE = 100.0  # points
_SPACE, _WIDE_SPACE = 0.33, 0.6  # of the text's height: between words, and where lines are justified

Band = list[Token]  # the words that stand side by side
Columns = Sequence[tuple[float, float]]  # left and right


def bands_of(tokens: Sequence[Token]) -> list[Band]:
    """Words side by side, from the top of the page down."""
    bands: list[Band] = []
    for token in sorted(tokens, key=lambda token: token.box[1] + token.box[3]):
        _, top, _, bottom = token.box
        if bands and (top + bottom) / 2 < bands[-1][0].box[3] - 0.2 * (bottom - top):
            bands[-1].append(token)
        else:
            bands.append([token])
    return [sorted(band, key=lambda token: token.box[0]) for band in bands]


def column_of(token: Token, columns: Columns) -> int:
    middle = (token.box[0] + token.box[2]) / 2
    return max(0, bisect_right(columns, middle, key=lambda column: column[0]) - 1)


def phrases_of(band: Band, columns: Columns) -> list[list[Token]]:
    """The words of a band that stand together; a gap wider than a space parts them where a gutter is."""
    phrases: list[list[Token]] = [[band[0]]]
    for one, two in pairwise(band):
        gap = (two.box[0] - one.box[2]) / (one.box[3] - one.box[1] or 1.0)
        if gap < _SPACE or (gap < _WIDE_SPACE and column_of(one, columns) == column_of(two, columns)):
            phrases[-1].append(two)
        else:
            phrases.append([two])
    return phrases


def rows_of(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge]) -> list[list[Band]]:
    """Bands that make one row: until a rule, a gap, or a band that fills the first and most columns."""
    long_rules = [rule.at for rule in rules if rule.end - rule.start >= LONG_RULE]
    steps = [top_of(lower) - top_of(upper) for upper, lower in pairwise(bands)]
    usual = median(sorted(steps)[: len(steps) // 2 + 1])
    rows: list[list[Band]] = [[bands[0]]]
    for (upper, lower), step in zip(pairwise(bands), steps, strict=True):
        is_ruled = any(bottom_of(upper) - 2 <= at <= top_of(lower) + 3 for at in long_rules)
        is_next = is_full(lower, columns) or _figures_again(rows[-1], lower, columns)
        if is_ruled or is_next or step > NEW_ROW * usual:
            rows.append([lower])
        else:
            rows[-1].append(lower)
    return rows


def is_full(band: Band, columns: Columns) -> bool:
    """Whether a band has words in the first and in most columns, as the first line of a row has."""
    filled = {column_of(token, columns) for token in band}
    return 0 in filled and len(filled) * 2 > len(columns)


def _figures_again(row: Sequence[Band], band: Band, columns: Columns) -> bool:
    """Whether a line has figures in two columns or more where its row had some already."""
    here, before = with_figures([band], columns), with_figures(row, columns)
    return len((here & before) - {0}) > 1


def with_figures(bands: Sequence[Band], columns: Columns) -> set[int]:
    return {
        column_of(token, columns)
        for band in bands
        for token in band
        if any(character.isdigit() for character in token.text)
    }


def top_of(band: Band) -> float:
    return min(token.box[1] for token in band)


def bottom_of(band: Band) -> float:
    return max(token.box[3] for token in band)
