"""Gutters that are none: words of justified lines, drawn apart until the line reaches its column's sides.

The blanks of such a line are equal. A line of two words has but one; it begins and ends at its column's sides
and goes on in a line that does not, for the last line of a text is not drawn apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from ingest.pdf.bands import Band, Columns, bottom_of, column_of, top_of
from ingest.pdf.tokens import Token

_BY_CHANCE = 0.25  # of the lines at a gutter, at most, have a gap of their own there
_EQUAL, _ROUNDED = 0.05, 0.3  # of a blank, and points, that those of a justified line differ by
SPACE = 0.3  # of the text's height: no more than a blank
_AT_SIDE = 2.0  # points
_TORN, _MOST_TORN = 3, 5  # columns that are one
_NEXT_LINE = 0.4  # of the text's height: so near is the next line of a text


@dataclass(slots=True)
class Gutter:
    """What lines have at a gutter: blanks as wide as others of theirs or words over it (`drawn`), or gaps of
    their `own`.
    `pairs` are where the second words of lines begin that have two words there, at both sides."""

    drawn: int = 0
    own: int = 0
    pairs: list[float] = field(default_factory=list)

    @property
    def blanks(self) -> int:
        """How many justified lines there are: the second words of theirs begin at no common place, or as many
        lines have but blanks there."""
        is_common = len(self.pairs) > 1 and max(self.pairs) - min(self.pairs) <= _AT_SIDE
        is_column = is_common and self.drawn < len(self.pairs)
        return self.drawn + (0 if is_column else len(self.pairs))

    @property
    def is_none(self) -> bool:
        """Whether it is but white between words."""
        gaps = self.own + self.drawn + len(self.pairs) - self.blanks
        return self.blanks > 0 and gaps <= _BY_CHANCE * (self.blanks + gaps)


def without_stretched(bands: Sequence[Band], columns: Columns) -> Columns:
    """The columns; those are one between which lines have but the blanks of their words, drawn apart."""
    found = list(columns)
    while len(found) > 1:
        gutters = gutters_of(bands, found)
        at = max(range(len(gutters)), key=lambda at: gutters[at].is_none * gutters[at].blanks)
        if not gutters[at].is_none:
            break
        found[at : at + 2] = [(found[at][0], found[at + 1][1])]
    return found


def without_broken(bands: Sequence[Band], columns: Sequence[tuple[float, float]]) -> Columns:
    """The columns; three or more are one whose lines are together those of a justified text."""
    found = list(columns)
    for count in range(_MOST_TORN, _TORN - 1, -1):
        for at in range(len(found) - count, -1, -1):
            end = found[at + count][0] if at + count < len(found) else inf
            if _are_of_one(bands, found[at : at + count], end):
                found[at : at + count] = [(found[at][0], found[at + count - 1][1])]
    return found


def _are_of_one(bands: Sequence[Band], columns: Columns, end: float) -> bool:
    """Whether the lines in columns, up to `end`, have but blanks between words: narrow ones, equal ones,
    or one that reaches from side to side."""
    left = columns[0][0]
    whole = ([t for t in band if left <= (t.box[0] + t.box[2]) / 2 < end] for band in bands)
    inside = [band for band in whole if band]
    if not inside or not all(is_text(token) for band in inside for token in band):
        return False
    right = max(band[-1].box[2] for band in inside)
    lines = [[0 for _ in band] for band in inside]
    blanks = own = 0
    for number, band in enumerate(inside):
        gaps = [two.box[0] - one.box[2] for one, two in pairwise(band)]
        places = {column_of(token, columns) for token in band}
        if band[0].box[0] - left > _AT_SIDE:
            own += 1
        elif len(places) == 1:
            continue
        elif max(gaps) <= SPACE * (band[0].box[3] - band[0].box[1]):
            blanks += 1
        elif len(gaps) > 1:
            is_drawn = _are_equal(max(gaps), min(gaps)) and right - band[-1].box[2] <= _AT_SIDE
            blanks, own = blanks + is_drawn, own + (not is_drawn)
        else:
            is_pair = _is_pair(band[0], band[1], (left, right), (left, right))
            if is_pair and number == len(inside) - 1:
                continue  # what it goes on in may be beyond the last line
            is_pair = is_pair and _goes_on(inside, lines, number, 0)
            blanks, own = blanks + is_pair, own + (not is_pair)
    return blanks > 0 and own <= _BY_CHANCE * (blanks + own)


def gutters_of(bands: Sequence[Band], columns: Columns, whole: Columns | None = None) -> list[Gutter]:
    """What the lines have between the columns; `whole` are columns without doubted ones."""
    gutters = [Gutter() for _ in columns]
    lines = [[column_of(token, columns) for token in band] for band in bands]
    for number, (band, places) in enumerate(zip(bands, lines, strict=True)):
        gaps = [two.box[0] - one.box[2] for one, two in pairwise(band)]
        inside = [column_of(token, whole) for token in band] if whole else places
        if places[0]:
            gutters[places[0] - 1].own += 1
        for token, at in zip(band, places, strict=True):
            if at and token.box[0] < columns[at - 1][1] - _AT_SIDE:
                gutters[at - 1].drawn += 1
            elif at + 1 < len(columns) and token.box[2] > columns[at + 1][0] + _AT_SIDE:
                gutters[at].drawn += 1
        for at, (one, two) in enumerate(pairwise(places)):
            if two > one + 1:
                gutters[two - 1].own += 1
            if two != one + 1:
                continue
            near = [n for n in (at - 1, at + 1) if 0 <= n < len(gaps) and inside[n] == inside[n + 1]]
            is_space = gaps[at] <= SPACE * (band[at].box[3] - band[at].box[1])
            if is_space or any(_are_equal(gaps[n], gaps[at]) for n in near):
                gutters[one].drawn += 1
            elif (
                not near
                and _is_pair(band[at], band[at + 1], columns[one], columns[two])
                and _goes_on(bands, lines, number, one)
            ):
                gutters[one].pairs.append(band[at + 1].box[0])
            else:
                gutters[one].own += 1
    return gutters[:-1]


def is_text(word: Token) -> bool:
    """Whether a word may stand in running text: letters, more than one sign."""
    return any(map(str.isalpha, word.text)) and len(word.text) > 1


def _is_pair(first: Token, second: Token, left: tuple[float, float], right: tuple[float, float]) -> bool:
    """Whether two words stand at the outer sides of two columns."""
    return (
        first.text[0].isalpha()
        and second.text[0].isalpha()
        and first.box[0] - left[0] <= _AT_SIDE
        and right[1] - second.box[2] <= _AT_SIDE
    )


def _goes_on(bands: Sequence[Band], lines: Sequence[Sequence[int]], number: int, column: int) -> bool:
    """Whether the text in a column goes on under a line, in the end by a line that has nothing beside it."""
    end = bottom_of([token for token, at in zip(bands[number], lines[number], strict=True) if at == column])
    for band, places in zip(bands[number + 1 :], lines[number + 1 :], strict=True):
        own = [token for token, at in zip(band, places, strict=True) if at == column]
        height = band[0].box[3] - band[0].box[1]
        if top_of(band) - end > _NEXT_LINE * height:
            return False
        if own:
            if top_of(own) - end > _NEXT_LINE * height:
                return False
            if column + 1 not in places:
                return True
            end = bottom_of(own)
    return False


def is_drawn_away(word: Token, band: Band) -> bool:
    """Whether a word stands as far from the one before it as that one, or the one after it, from its own
    neighbour: a word of a justified line."""
    at = next(index for index, token in enumerate(band) if token is word)
    if not at:
        return False
    gap = word.box[0] - band[at - 1].box[2]
    for before, after in ((at - 2, at - 1), (at, at + 1)):
        if before >= 0 and after < len(band):
            words = (band[at - 1], word, band[before], band[after])
            are_words = all(token.text.isalpha() and len(token.text) > 1 for token in words)
            if are_words and _are_equal(band[after].box[0] - band[before].box[2], gap):
                return True
    return False


def _are_equal(gap: float, other: float) -> bool:
    """Whether two gaps are blanks of one justified line."""
    return abs(gap - other) <= _EQUAL * other + _ROUNDED
