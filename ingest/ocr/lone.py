"""Signs that engines overlook: a tick, a dash or one figure alone in a cell of a ruled table.

An engine looks for lines of text, and a sign alone is hardly one. Where a cell has ink but no words, the
piece of the picture around the ink is read as a line by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

import numpy
from PIL import Image

from ingest.ocr import engine
from ingest.ocr.recognised import PixelBox, Recognised
from ingest.ocr.upright import Grey

_INSIDE = 3  # pixels from a cell's sides: what is left of its lines
_INK = 0.3  # of the contrast between the darkest ink of a page and its paper
_LEAST = 6  # pixels of ink: less is a speck
_THINNEST = 2  # pixels: no letter
_TALLEST = 1.6  # of the usual height of words: what is taller is no single line
_AROUND = 0.5  # of that height, beside what is read
_DASH = 0.35  # of that height: a mark so low is a dash
_LONG = 1.1  # times wider than high, if not longer than two letters
_MOST = 400  # cells of a page
_SURE = 60  # per cent
_USUAL = 22  # pixels: the height of words where there are none


def lone_signs(clean: Grey, cells: Iterable[PixelBox], words: Sequence[Recognised]) -> list[Recognised]:
    """The signs in cells (boxes in pixels) of a picture without its lines, where no word was found."""
    height = median([word.box[3] - word.box[1] for word in words] or [_USUAL])
    paper = round(float(numpy.median(clean)))
    line = max((word.line for word in words), default=-1) + 1
    marks = [mark for mark in _marks(clean, cells, paper) if min(_size(mark)) <= _TALLEST * height]
    found: list[Recognised] = []
    for mark in marks[:_MOST]:
        text, sure = _read(clean, mark, height, paper)
        if text and sure >= _SURE:
            found.append(Recognised(text, mark, line + len(found), sure))
    return found


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
    return engine.recognise_line(Image.fromarray(ink))


def _marks(clean: Grey, cells: Iterable[PixelBox], paper: int) -> Iterator[PixelBox]:
    """The boxes around the ink in cells."""
    dark = paper - _INK * (paper - float(numpy.percentile(clean, 0.5)))
    for left, top, right, bottom in cells:
        x0, y0 = max(left + _INSIDE, 0), max(top + _INSIDE, 0)
        inside = clean[y0 : bottom - _INSIDE, x0 : right - _INSIDE]
        if not inside.size:
            continue
        ink = inside < min(dark, float(numpy.median(inside)) - (paper - dark) / 2)
        if ink.sum() < _LEAST:
            continue
        rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
        box = (
            x0 + int(columns[0]),
            y0 + int(rows[0]),
            x0 + int(columns[-1]) + 1,
            y0 + int(rows[-1]) + 1,
        )
        yield box


def _around(clean: Grey, mark: PixelBox, margin: int, paper: int) -> Grey:
    """The mark on a piece of paper of its own."""
    left, top, right, bottom = mark
    return numpy.pad(clean[top:bottom, left:right], margin, constant_values=paper)
