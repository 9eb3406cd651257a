"""The order of lines on a page from their places alone, where nothing else tells it.

Blocks of lines side by side are columns of prose where most of their lines are about as long as the longest;
the columns of a table without rules are not, and are read across.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

Box = tuple[float, float, float, float]

_FEWEST = 4  # lines in a column
_GAP = 0.3  # of a line's height, on either side of the middle between two columns
_NARROWEST = 0.2  # of the page's width
_FULL, _MOST = 0.6, 0.6  # of the length of the column's long lines; share of its lines
_TRIED = 80  # steps across the page, for the places where columns may part
_NEAR = 0.01
_SAME_LINE = 0.5  # of a line's height


def in_columns(boxes: Sequence[Box]) -> list[int]:
    """The indices of the lines as a person reads them."""
    if not boxes:
        return []
    page = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    down = sorted(range(len(boxes)), key=lambda index: boxes[index][1] + boxes[index][3])
    return list(_read(boxes, down, page))


def _places(boxes: Sequence[Box], page: float) -> list[float]:
    """Where columns may part: as near behind the ends of lines as a gap allows, one place in each step."""
    ends: dict[int, float] = {}
    for box in boxes:
        end = box[2] + _GAP * (box[3] - box[1]) + _NEAR
        step = int(_TRIED * end / max(page, 1))
        ends[step] = max(end, ends.get(step, 0.0))
    return sorted(ends.values())


def _read(boxes: Sequence[Box], lines: list[int], page: float) -> Iterator[int]:
    """Part the lines where most of them stand in columns, each band of columns from left to right."""
    places = _places([boxes[index] for index in lines], page)
    split = max(
        ((place, bands) for place in places if (bands := _bands(boxes, lines, place, page))),
        key=lambda found: sum(len(band) for band in found[1]),
        default=None,
    )
    if split is None:
        yield from _across(boxes, lines)
        return
    place, bands = split
    rest: list[int] = []
    starts = {band[0]: band for band in bands}
    inside = {index for band in bands for index in band}
    for index in lines:
        if index in starts:
            yield from _read(boxes, rest, page)
            rest = []
            yield from _read(boxes, [i for i in starts[index] if boxes[i][0] <= place], page)
            yield from _read(boxes, [i for i in starts[index] if boxes[i][0] > place], page)
        elif index not in inside:
            rest.append(index)
    yield from _read(boxes, rest, page)


def _bands(boxes: Sequence[Box], lines: list[int], place: float, page: float) -> list[list[int]]:
    """Runs of lines, none of which crosses the place, with a column of prose on either side."""
    runs = (
        list(run) for crosses, run in groupby(lines, key=lambda i: _crosses(boxes[i], place)) if not crosses
    )
    return [
        run
        for run in runs
        if _is_prose([boxes[i] for i in run if boxes[i][2] < place], page)
        and _is_prose([boxes[i] for i in run if boxes[i][0] > place], page)
    ]


def _crosses(box: Box, place: float) -> bool:
    gap = _GAP * (box[3] - box[1])
    return box[0] - gap < place < box[2] + gap


def _is_prose(column: Sequence[Box], page: float) -> bool:
    if len(column) < _FEWEST:
        return False
    lengths = sorted(box[2] - box[0] for box in column)
    long = lengths[-1 - len(lengths) // 10]
    return long >= _NARROWEST * page and sum(length >= _FULL * long for length in lengths) >= _MOST * len(
        lengths
    )


def _across(boxes: Sequence[Box], lines: Sequence[int]) -> list[int]:
    """From the top down, what stands on one line from left to right."""
    rows: list[list[int]] = []
    for index in lines:
        _, top, _, bottom = boxes[index]
        if rows:
            _, above, _, below = boxes[rows[-1][0]]
            if min(bottom, below) - max(top, above) > _SAME_LINE * min(bottom - top, below - above):
                rows[-1].append(index)
                continue
        rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda i: boxes[i][0])]
