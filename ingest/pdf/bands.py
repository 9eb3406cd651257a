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

_LEAST_GAP = 0.12  # of the text's height: between two columns that nearly touch
_AT_SIDE = 1.6  # points
_TIGHT, _JUMP = (
    0.6,
    0.3,
)  # of the text's height: the widest gap inside a row; how much wider those between rows are
_OFF_MIDDLE = 2.0  # points that a text may stand off the middle of its row
_MOST_PARENTS = 4  # columns of them
_FEWEST_BLOCKS = 3
APART = 0.4  # of the text's height: the lines of one cell stand nearer
_FEWEST_CELLS = 3  # of a row
_TOTALS = ("jumlah", "total", "sub")

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
    return column_at((token.box[0] + token.box[2]) / 2, columns)


def column_at(x: float, columns: Columns) -> int:
    return max(0, bisect_right(columns, x, key=lambda column: column[0]) - 1)


def phrases_of(band: Band, columns: Columns) -> list[list[Token]]:
    """The words of a band that stand together; a gap wider than a space parts them where a gutter is."""
    phrases: list[list[Token]] = [[band[0]]]
    for one, two in pairwise(band):
        gap = (two.box[0] - one.box[2]) / (one.box[3] - one.box[1] or 1.0)
        if gap >= _LEAST_GAP and _begins_column(one, two, columns):
            phrases.append([two])
        elif gap < _SPACE or _is_inside(one, two, columns):
            phrases[-1].append(two)
        else:
            phrases.append([two])
    return phrases


def _is_inside(one: Token, two: Token, columns: Columns) -> bool:
    """Whether two words stand in one column, however far justified lines draw them apart."""
    column = column_of(one, columns)
    left, right = columns[column]
    return column == column_of(two, columns) and one.box[2] > left and two.box[0] <= right


def _begins_column(one: Token, two: Token, columns: Columns) -> bool:
    """Whether two words stand at the sides of two columns that face each other, however near they are."""
    left, right = column_of(one, columns), column_of(two, columns)
    if left == right:
        return False
    begins = abs(two.box[0] - columns[right][0]) <= _AT_SIDE
    ends = abs(one.box[2] - columns[left][1]) <= _AT_SIDE
    return (begins or ends) and one.box[2] <= columns[left][1] + _AT_SIDE and right == left + 1


def rows_of(bands: Sequence[Band], columns: Columns, rules: Sequence[Edge]) -> list[list[Band]]:
    """Bands that make one row: until a rule, a gap, or a band that fills the first and most columns."""
    long_rules = [rule.at for rule in rules if rule.end - rule.start >= LONG_RULE]
    blocks, _ = blocks_beside_parents(bands, columns)
    if blocks and not _are_cut(blocks[1:], long_rules):
        full = [sum(is_full(band, columns) for band in block) for block in blocks]
        tall = [lines_of(block, columns) for block in blocks if len(block) > 1]
        are_wrapped = all(
            count <= 1 or is_wrapped(lines_of(block, columns))
            for count, block in zip(full, blocks, strict=True)
        ) and (max(full) <= 1 or 2 * sum(lines[-1] < lines[0] for lines in tall) >= len(tall))
        is_enough = are_wrapped and sum(map(bool, full)) * 4 >= len(full)
        if (is_enough or _are_centred(blocks, columns)) and not any(
            holds_rows(block, columns) for block in blocks
        ):
            return blocks
    steps = [top_of(lower) - top_of(upper) for upper, lower in pairwise(bands)] or [0.0]
    usual = median(sorted(steps)[: len(steps) // 2 + 1])
    rows: list[list[Band]] = [[bands[0]]]
    for (upper, lower), step in zip(pairwise(bands), steps, strict=False):
        is_ruled = any(bottom_of(upper) - 2 <= at <= top_of(lower) + 3 for at in long_rules)
        is_next = is_full(lower, columns) or _figures_again(rows[-1], lower, columns)
        if is_ruled or is_next or step > NEW_ROW * usual:
            rows.append([lower])
        else:
            rows[-1].append(lower)
    return rows


def blocks_beside_parents(bands: Sequence[Band], columns: Columns) -> tuple[list[list[Band]], list[float]]:
    """Bands by the wide gaps between them, also where the text of a parent beside them fills the gaps; and
    the heights of the gaps.

    Such a text is in the block that it begins in. None where the gaps are not of two kinds.
    """
    best, parents = blocks_of(bands), 0
    for count in range(1, min(_MOST_PARENTS, len(columns) - _FEWEST_CELLS) + 1):
        beside = [token for band in bands for token in band if column_of(token, columns) >= count]
        found = blocks_of(bands_of(beside))
        if len(found) > len(best):
            best, parents = found, count
    cuts = [(bottom_of(upper[-1]) + top_of(lower[0])) / 2 for upper, lower in pairwise(best)]
    if not parents:
        return best, cuts
    rows: list[list[Token]] = [[token for band in block for token in band] for block in best]
    for column in range(parents):
        own = [token for band in bands for token in band if column_of(token, columns) == column]
        for text in runs_of(bands_of(own)):
            rows[bisect_right(cuts, (top_of(text[0]) + bottom_of(text[0])) / 2)] += [
                t for band in text for t in band
            ]
    return [bands_of(row) for row in rows], cuts


def runs_of(bands: Sequence[Band]) -> list[list[Band]]:
    """Lines that stand as near to one another as those of one cell."""
    runs: list[list[Band]] = []
    for band in bands:
        if runs and gap_between(runs[-1][-1], band) < APART:
            runs[-1].append(band)
        else:
            runs.append([band])
    return runs


def _are_cut(blocks: Sequence[Sequence[Band]], rules: Sequence[float]) -> bool:
    """Whether a rule runs through one of the blocks."""
    return any(top_of(block[0]) + 2 < at < bottom_of(block[-1]) - 2 for block in blocks for at in rules)


def holds_rows(block: Sequence[Band], columns: Columns) -> bool:
    """Whether figures stand under figures in several columns of a block."""
    return any(_figures_again(block[:index], block[index], columns) for index in range(1, len(block)))


def blocks_of(bands: Sequence[Band]) -> list[list[Band]]:
    """Bands by the wide gaps between them; none where the gaps are not of two kinds."""
    if not bands:
        return []
    gaps = [
        max(top_of(lower) - bottom_of(upper), 0.0) / (lower[0].box[3] - lower[0].box[1] or 1.0)
        for upper, lower in pairwise(bands)
    ]
    ordered = sorted(gaps)
    jumps = [(two - one, (one + two) / 2) for one, two in pairwise(ordered) if one <= _TIGHT and two > 0]
    widest, middle = max(jumps, default=(0.0, 0.0))
    if widest < _JUMP or sum(gap > middle for gap in gaps) < _FEWEST_BLOCKS:
        return []
    blocks: list[list[Band]] = [[bands[0]]]
    for band, gap in zip(bands[1:], gaps, strict=True):
        if gap > middle:
            blocks.append([])
        blocks[-1].append(band)
    return blocks


def is_full(band: Band, columns: Columns) -> bool:
    """Whether a band has words in the first and in most columns, as the first line of a row has."""
    filled = {column_of(token, columns) for token in band}
    return 0 in filled and len(filled) * 2 > len(columns)


def _are_centred(blocks: Sequence[Sequence[Band]], columns: Columns) -> bool:
    """Whether the texts of each block stand around its middle and some are lower than it: each is one row."""
    lower = 0
    for block in blocks:
        top, bottom = top_of(block[0]), max(map(bottom_of, block))
        sides: dict[int, tuple[float, float]] = {}
        for token in (token for band in block for token in band):
            at = column_of(token, columns)
            over, under = sides.get(at, (bottom, top))
            sides[at] = min(over, token.box[1]), max(under, token.box[3])
        middle = (top + bottom) / 2
        if any(abs((over + under) / 2 - middle) > _OFF_MIDDLE for over, under in sides.values()):
            return False
        lower += any(bottom - top - (under - over) > 2 * _OFF_MIDDLE for over, under in sides.values())
    return lower * 3 > len(blocks)


def lines_of(block: Sequence[Band], columns: Columns) -> list[set[int]]:
    """The columns that each line of a block fills."""
    return [{column_of(token, columns) for token in band} for band in block]


def is_wrapped(lines: Sequence[set[int]]) -> bool:
    """Whether the cells of one row were broken into lines: each line has some of those of the line above."""
    return all(lower <= upper for upper, lower in pairwise(lines))


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


def is_section(bands: Sequence[Band], index: int) -> bool:
    """Whether a line stands apart from its neighbours and has but a sign and a text, or is a total."""
    band = bands[index]
    near = [(band, bands[index + 1])] if index + 1 < len(bands) else []
    near += [(bands[index - 1], band)] if index else []
    if any(gap_between(upper, lower) < APART for upper, lower in near):
        return False
    wide = sum(
        two.box[0] - one.box[2] > _WIDE_SPACE * (one.box[3] - one.box[1]) for one, two in pairwise(band)
    )
    return wide < _FEWEST_CELLS - 1 or is_total(band)


def texts_of(band: Band) -> list[list[Token]]:
    """The words of a band that stand together, whatever columns they print over."""
    texts: list[list[Token]] = [[band[0]]]
    for one, two in pairwise(band):
        if two.box[0] - one.box[2] > _WIDE_SPACE * (one.box[3] - one.box[1]):
            texts.append([])
        texts[-1].append(two)
    return texts


def is_total(band: Band) -> bool:
    """Whether a line sums rows up."""
    return band[0].text.casefold().startswith(_TOTALS)


def gap_between(upper: Band, lower: Band) -> float:
    """The white between two bands, in heights of the text."""
    return (top_of(lower) - bottom_of(upper)) / (lower[0].box[3] - lower[0].box[1] or 1.0)
