"""Whether words in columns are a table: running text in columns, forms and rivers of white are none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from ingest.pdf.bands import Band, Columns, column_of, phrases_of, top_of, with_figures

FEWEST_COLUMNS = 3
_SPARSE = 6  # one line in so many must fill several columns: cells may have as many lines around their middle
_WIDE, _SPARSEST = 5, 12  # columns: a line that fills so many, and most of them, is no chance; one in so many
_MOST_WORDS = 7  # in a line of a cell, on average: more are running text
_OUT_OF_LINE = 2.0  # points
_MOSTLY = 0.7  # share of a column's phrases that stand in line
_FULL = 0.85  # of a column's width: a line that runs on in the next one
_NEXT_LINE = 1.2  # of the usual distance of lines
_COMMON_ENDS = 0.15  # share of the lines behind which texts side by side end together by chance, at most
_FEWEST_LINES = 3
_MOST_TEXTS = 3  # side by side on a page
_SIGN = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|[-–—•●▪➢*]", re.IGNORECASE)
_REACH = 0.6  # of a column's width: lines of running text mostly reach so far


def is_table(bands: Sequence[Band], columns: Columns, ruled: int = 0) -> bool:
    """Enough columns, filled in enough bands, and not by running text. `ruled` is how many parts long rules
    make of the bands; lines of one part are then one row."""
    if len(columns) < FEWEST_COLUMNS:
        return False
    filled = [len({column_of(token, columns) for token in band}) for band in bands]
    full = sum(count >= FEWEST_COLUMNS for count in filled)
    wide = sum(count >= _WIDE and 2 * count > len(columns) for count in filled)
    lines = ruled if ruled >= _FEWEST_LINES else len(bands)
    is_often = full * _SPARSE >= lines or wide * _SPARSEST >= lines
    is_filled = full >= 2 and is_often and sum(map(len, bands)) <= _MOST_WORDS * sum(filled)
    return (
        is_filled
        and not _is_form(bands, columns)
        and not _is_prose(bands, columns)
        and _stand_in_line(bands, columns)
    )


def _stand_in_line(bands: Sequence[Band], columns: Columns) -> bool:
    """Whether the words of most columns begin, end or have their middle at one place."""
    sides: list[list[tuple[float, float]]] = [[] for _ in columns]
    for band in bands:
        for phrase in phrases_of(band, columns):
            first = column_of(phrase[0], columns)
            if first == column_of(phrase[-1], columns):
                sides[first].append((phrase[0].box[0], phrase[-1].box[2]))
    in_line = sum(_in_line(spans) for spans in sides)
    has_figures = any(with_figures([band], columns) for band in bands)
    return in_line >= len(columns) - (has_figures and len(columns) > FEWEST_COLUMNS)


def _in_line(spans: Sequence[tuple[float, float]]) -> bool:
    if len(spans) < 2:
        return True
    if len(spans) == 2:  # a head and the one row under it
        wide, narrow = sorted(spans, key=lambda span: span[0] - span[1])
        if wide[0] - _OUT_OF_LINE <= narrow[0] and narrow[1] <= wide[1] + _OUT_OF_LINE:
            return True
    places = zip(*((x0, x1, (x0 + x1) / 2) for x0, x1 in spans), strict=True)
    return any(
        sum(abs(place - median(side)) <= _OUT_OF_LINE for place in side) >= _MOSTLY * len(side)
        for side in map(list, places)
    )


def _is_form(bands: Sequence[Band], columns: Columns) -> bool:
    """Whether one of the columns has colons alone, as the heads of a letter have."""
    texts: list[set[str]] = [set() for _ in columns]
    for band in bands:
        for token in band:
            texts[column_of(token, columns)].add(token.text)
    return {":"} in texts


def _is_prose(bands: Sequence[Band], columns: Columns) -> bool:
    """Whether lines mostly reach over their columns: text in several, signs of lists and words beside it.

    Texts side by side end their paragraphs at different heights; the cells of a row begin on one line.
    """
    phrases: list[list[Band]] = [[] for _ in columns]
    reach: list[dict[int, float]] = [{} for _ in columns]
    for number, band in enumerate(bands):
        for phrase in phrases_of(band, columns):
            at = column_of(phrase[0], columns)
            left, right = columns[at]
            phrases[at].append(phrase)
            reach[at][number] = (phrase[-1].box[2] - left) / (right - left)
    texts = [at for at, own in enumerate(phrases) if own and sum(map(len, own)) > len(own)]
    others = [at for at, own in enumerate(phrases) if own and at not in texts]
    words = [phrase[0].text for at in others for phrase in phrases[at]]
    if sum(word[0].islower() or bool(_SIGN.fullmatch(word)) for word in words) < _MOSTLY * len(words):
        return False
    if any(median(reach[at].values()) <= _REACH for at in texts):
        return False
    if len(bands) >= _FEWEST_LINES and len(texts) <= _MOST_TEXTS:
        tops = [top_of(band) for band in bands]
        ends = _ends(tops, [reach[at] for at in texts])
        return len(texts) > 1 and ends <= _COMMON_ENDS * (len(bands) - 1)
    return not any(character.isdigit() for own in phrases for p in own for t in p for character in t.text)


def _ends(tops: Sequence[float], columns: Sequence[Mapping[int, float]]) -> int:
    """Behind how many of the lines, which begin at `tops`, no column's text runs on: where a row may end."""
    running: set[int] = set()
    for reach in columns:
        lines = list(pairwise(sorted(reach)))
        usual = median([tops[two] - tops[one] for one, two in lines] or [0.0])
        for one, two in lines:
            if reach[one] >= _FULL and tops[two] - tops[one] <= _NEXT_LINE * usual:
                running.update(range(one, two))
    return len(tops) - 1 - len(running)
