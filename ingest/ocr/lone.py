"""Signs that engines overlook: a tick, a dash or one figure alone in a cell of a table.

An engine looks for lines of text, and a sign alone is hardly one. Where a cell has ink but no words, or ink
stands alone in a row of words, the piece of the picture around it is read as a line by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy
from numpy.typing import NDArray
from PIL import Image

from ingest.ocr import engine
from ingest.ocr.recognised import PixelBox, Recognised
from ingest.ocr.upright import Grey, brightness

_INSIDE = 3  # pixels from a cell's sides: what is left of its lines
_INK = 0.3  # of the contrast between the darkest ink of a page and its paper
_LEAST = 6  # pixels of ink: less is a speck
_THINNEST = 2  # pixels: no letter
_TALLEST = 1.6  # of the usual height of words: what is taller is no single line
_AROUND = 0.5  # of that height, beside what is read
_DASH = 0.35  # of that height: a mark so low is a dash
_LONG = 1.1  # times wider than high, if not longer than two letters
_MOST = 400  # cells of a page
_SURE, _LIKELY = 60, 40  # per cent; of strokes, which an engine is never sure of
_USUAL = 22  # pixels: the height of words where there are none

# Of a sign outside ruled cells, in heights of a word.
_BESIDE, _OVER = 0.6, 0.2  # that words and signs are apart, across and down
_SMALLEST, _WIDEST = 0.25, 2.0
_FEWEST_CELLS = 2  # lines of text in the row that it stands in
_FEWEST_ROWS = 4  # lines of text with more beside them, on a page that may have a table
_MOST_FREE = 60  # of a page; a page with very many has a drawing or is dirty
_TOO_MANY = 300
_LETTERS = 3
_STROKES, _MOST_STROKES = frozenset("Il|1"), 3  # what numbers of strokes are read as
_QUARTERS, _FEWEST_ROMANS = frozenset({"II", "III", "IV"}), 2
_DARK_AROUND = 0.1  # of the pixels around a sign: more is the rest of something else


def lone_signs(clean: Grey, cells: Iterable[PixelBox], words: Sequence[Recognised]) -> list[Recognised]:
    """The signs in cells (boxes in pixels) of a picture without its lines, where no word was found."""
    height, paper = _height(words), _paper(clean)
    marks = [mark for mark in _marks(clean, cells, paper) if min(_size(mark)) <= _TALLEST * height]
    return _signs(clean, marks[:_MOST], words, height, paper)


def free_signs(clean: Grey, taken: Sequence[PixelBox], words: Sequence[Recognised]) -> list[Recognised]:
    """The signs that stand alone in rows of words, outside the boxes `taken`."""
    height, paper = _height(words), _paper(clean)
    marks = _free_marks(clean, taken, words, height, paper)
    if len(marks) > _TOO_MANY:
        return []
    found = _signs(clean, marks[:_MOST_FREE], words, height, paper)
    return [sign for sign in found if len(sign.text) <= _LETTERS]


def _height(words: Sequence[Recognised]) -> float:
    return median([word.box[3] - word.box[1] for word in words] or [_USUAL])


def _paper(clean: Grey) -> int:
    return brightness(clean, 0.5)


def _signs(
    clean: Grey, marks: Iterable[PixelBox], words: Sequence[Recognised], height: float, paper: int
) -> list[Recognised]:
    """The marks that read as signs, each a line of its own after those of the words."""
    line = max((word.line for word in words), default=-1) + 1
    found: list[Recognised] = []
    for mark in marks:
        text, sure = _read(clean, mark, height, paper)
        if text and sure >= _SURE:
            found.append(Recognised(text, mark, line + len(found), sure))
    return _in_rows(found, words)


def _size(mark: PixelBox) -> tuple[int, int]:
    return mark[2] - mark[0], mark[3] - mark[1]


def _read(clean: Grey, mark: PixelBox, height: float, paper: int) -> tuple[str, int]:
    """The text of a mark and how sure it is; one that is taller than a line is read from its foot up."""
    wide, tall = _size(mark)
    if tall <= _DASH * height and wide >= _LONG * tall:
        return ("-", 100) if wide <= 2 * height else ("", 0)
    if tall <= _THINNEST or wide <= _THINNEST:
        return "", 0
    ink = _around(clean, mark, round(_AROUND * height), paper)
    if tall > _TALLEST * height:
        ink = numpy.ascontiguousarray(numpy.rot90(ink, -1))
    text, sure = engine.recognise_line(Image.fromarray(ink))
    if text and sure >= _LIKELY and set(text) <= _STROKES:
        count = _strokes(ink < _darkness(clean, paper))
        # Strokes are counted better than read; where serifs join them, they are one.
        if count > 1 and not text.isdecimal():
            text = "I" * count
        sure = max(sure, _SURE)
    return text, sure


def _in_rows(signs: Sequence[Recognised], words: Sequence[Recognised]) -> list[Recognised]:
    """The signs, a 1 as I where two other roman numbers of quarters stand in its row."""
    romans = [word.box for word in (*words, *signs) if word.text.replace("l", "I") in _QUARTERS]
    return [
        replace(sign, text="I") if sign.text == "1" and _crossed(romans, sign.box) >= _FEWEST_ROMANS else sign
        for sign in signs
    ]


def _crossed(boxes: Iterable[PixelBox], place: PixelBox) -> int:
    """How many boxes stand at the height of a place."""
    return sum(top <= (place[1] + place[3]) / 2 <= bottom for _, top, _, bottom in boxes)


def _strokes(ink: NDArray[numpy.bool_]) -> int:
    """How many upright strokes stand apart in a piece of ink, 0 where there are none or more than three."""
    there = numpy.concatenate(([False], ink.any(axis=0), [False]))
    count = int((there[1:] & ~there[:-1]).sum())
    return count if count <= _MOST_STROKES else 0


def _marks(clean: Grey, cells: Iterable[PixelBox], paper: int) -> Iterator[PixelBox]:
    """The boxes around the ink in cells."""
    dark = _darkness(clean, paper)
    for left, top, right, bottom in cells:
        x0, y0 = max(left + _INSIDE, 0), max(top + _INSIDE, 0)
        inside = clean[y0 : bottom - _INSIDE, x0 : right - _INSIDE]
        if not inside.size:
            continue
        ink = inside < min(dark, float(numpy.median(inside)) - (paper - dark) / 2)
        if box := _bounds(ink, x0, y0):
            yield box


def _around(clean: Grey, mark: PixelBox, margin: int, paper: int) -> Grey:
    """The mark on a piece of paper of its own."""
    left, top, right, bottom = mark
    return numpy.pad(clean[top:bottom, left:right], margin, constant_values=paper)


def _darkness(clean: Grey, paper: int) -> float:
    """The brightness below which there is ink."""
    return paper - _INK * (paper - brightness(clean, 0.005))


def _free_marks(
    clean: Grey, taken: Sequence[PixelBox], words: Sequence[Recognised], height: float, paper: int
) -> list[PixelBox]:
    """Ink as small as a sign, apart from all words and other ink, in rows of words; from the top down."""
    import cv2  # noqa: PLC0415  (only pictures need it)

    lines = _upright_spans(words)
    if sum(_beside(lines, (top + bottom) / 2) > _FEWEST_CELLS for top, bottom in lines) < _FEWEST_ROWS:
        return []
    across, over = round(_BESIDE * height), round(_OVER * height)
    dark = (clean < _darkness(clean, paper)).astype(numpy.uint8)
    ink = dark.copy()
    for left, top, right, bottom in [*taken, *(word.box for word in words)]:
        ink[max(top - over, 0) : bottom + over, max(left - across, 0) : right + across] = 0
    near = cv2.dilate(ink, numpy.ones((over + 1, across + 1), numpy.uint8))
    _, patches, stats, _ = cv2.connectedComponentsWithStats(near)
    widest, tallest = _WIDEST * height + across, _TALLEST * height + over
    small = [stat for stat in enumerate(stats.tolist()) if stat[1][2] <= widest and stat[1][3] <= tallest]
    if len(small) > _TOO_MANY:
        return []
    marks = []
    for number, (left, top, wide, tall, _) in small:
        place = slice(top, top + tall), slice(left, left + wide)
        box = _bounds(ink[place].astype(bool) & (patches[place] == number), left, top)
        if (
            box
            and max(_size(box)) >= _SMALLEST * height
            and _beside(lines, (box[1] + box[3]) / 2) >= _FEWEST_CELLS
            and _stands_on_paper(dark, box)
        ):
            marks.append(box)
    return marks


def _stands_on_paper(dark: Grey, mark: PixelBox) -> bool:
    """Whether there is paper around a mark, and not the rest of a letter, a picture or a coloured cell."""
    left, top, right, bottom = mark
    around = dark[max(top - _INSIDE, 0) : bottom + _INSIDE, max(left - _INSIDE, 0) : right + _INSIDE]
    inner = dark[top:bottom, left:right]
    return int(around.sum()) - int(inner.sum()) <= _DARK_AROUND * (around.size - inner.size)


def _upright_spans(words: Sequence[Recognised]) -> list[tuple[int, int]]:
    """Top and bottom of each line of text that the engine saw."""
    spans: dict[int, tuple[int, int]] = {}
    for word in words:
        top, bottom = spans.get(word.line, (word.box[1], word.box[3]))
        spans[word.line] = min(top, word.box[1]), max(bottom, word.box[3])
    return list(spans.values())


def _beside(lines: Sequence[tuple[int, int]], at: float) -> int:
    """How many lines of text stand at a height."""
    return sum(top <= at <= bottom for top, bottom in lines)


def _bounds(ink: NDArray[numpy.bool_], left: int, top: int) -> PixelBox | None:
    """The box around the ink of a piece of the picture that begins there; None where it is but a speck."""
    if ink.sum() < _LEAST:
        return None
    rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1
