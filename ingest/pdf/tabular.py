"""Whether words in columns are a table: running text in columns, forms and rivers of white are none."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.pdf.bands import Band, Columns, column_of, phrases_of, with_figures

FEWEST_COLUMNS = 3
_SPARSE = 6  # one line in so many must fill several columns: cells may have as many lines around their middle
_MOST_WORDS = 7  # in a line of a cell, on average: more are running text
_OUT_OF_LINE = 2.0  # points
_MOSTLY = 0.7  # share of a column's phrases that stand in line
_REACH = 0.6  # of a column's width: lines of running text mostly reach so far


def is_table(bands: Sequence[Band], columns: Columns) -> bool:
    """Enough columns, filled in enough bands, and not by running text."""
    if len(columns) < FEWEST_COLUMNS:
        return False
    filled = [len({column_of(token, columns) for token in band}) for band in bands]
    full = sum(count >= FEWEST_COLUMNS for count in filled)
    is_filled = (
        full >= 2 and full * _SPARSE >= len(bands) and sum(map(len, bands)) <= _MOST_WORDS * sum(filled)
    )
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
    """Whether lines without figures mostly reach over their columns: text in three columns or more."""
    shares: list[list[float]] = [[] for _ in columns]
    for band in bands:
        for phrase in phrases_of(band, columns):
            if any(character.isdigit() for token in phrase for character in token.text):
                return False
            left, right = columns[column_of(phrase[0], columns)]
            shares[column_of(phrase[0], columns)].append(
                (phrase[-1].box[2] - phrase[0].box[0]) / (right - left) if len(phrase) > 1 else 0.0
            )
    return all(median(share) > _REACH for share in shares if share)
