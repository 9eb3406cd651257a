"""A picture of a page made straight: evenly lit, without grain, its lines level."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy
from numpy.typing import NDArray

from ingest.document import turned_size

Grey = NDArray[numpy.uint8]
Points = NDArray[numpy.float64]
Counts = NDArray[numpy.int64]

_SMALL = 900  # pixels, of the longest side on which the lines' direction is measured
_FEWEST_POINTS, _MOST_POINTS = 100, 60_000  # dark pixels looked at
_INK = 0.7  # of the paper's brightness
_COARSE = 0.4  # of the small picture's size: enough to see the paper
_RULE = 0.06  # of the small picture's side: longer runs of ink are rules, not letters
_STEEPEST, _STEP, _FINE = 5.0, 0.5, 0.1  # degrees
_LEVEL = 0.15  # degrees: what is left as it is
_SIDE = 1400  # pixels, of the longest side on which letters are told from lines
_LETTER_GAP = 5  # pixels there: letters of a word are nearer to one another, lines are not
_LYING = 1.25  # times more words than columns of letters
_NOISY = 3.0  # of 255: what the grain of a page's paper differs by, on average
_WHITE = 255
_UNEVEN = 24  # of 255, between the brightest paper of a page and its darkest
_PAPER = 16  # the picture's size ÷ that of the picture of its paper


def brightness(grey: Grey, share: float) -> int:
    """The brightness that so many of a picture's pixels (0 to 1) do not exceed."""
    return shade(shades(grey), share)


def shades(grey: Grey) -> Counts:
    """How many pixels there are of each brightness."""
    import cv2  # noqa: PLC0415  (only pictures need it)

    return numpy.asarray(cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel(), numpy.int64)


def shade(counts: Counts, share: float) -> int:
    """The brightness that so many of the pixels (0 to 1) do not exceed."""
    rising = counts.cumsum()
    return int(numpy.searchsorted(rising, share * rising[-1]))


def evened(grey: Grey) -> Grey:
    """The picture as if its paper were equally bright everywhere; the same one where it is."""
    import cv2  # noqa: PLC0415  (only pictures need it)

    height, width = grey.shape
    small = cv2.resize(
        grey, (max(width // _PAPER, 1), max(height // _PAPER, 1)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.GaussianBlur(cv2.dilate(small, numpy.ones((5, 5), numpy.uint8)), (0, 0), 3)
    dark, bright = numpy.percentile(paper, (5, 95))
    if bright - dark < _UNEVEN:
        return grey
    whole = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _bytes(cv2.divide(grey, whole, scale=_WHITE))


def without_grain(grey: Grey) -> Grey:
    """The picture without the grain of a bad scan; the same one where it has none: it blurs letters."""
    import cv2  # noqa: PLC0415

    smooth = cv2.medianBlur(grey, 3)
    paper = smooth > numpy.median(smooth) - _UNEVEN
    grain = cv2.absdiff(grey, smooth)[paper].mean() if paper.any() else 0.0
    return _bytes(smooth) if grain > _NOISY else grey


def direction(grey: Grey) -> tuple[int, float]:
    """The degrees, clockwise, by which the picture must be turned (0 or 90) and levelled.

    Whether it then stands on its head is not to be seen from its lines.
    """
    turn = 90 if _is_lying(_ink(grey, _SIDE)) else 0
    found = numpy.argwhere(_ink(grey, _SMALL))[:, ::-1].astype(numpy.float64)
    if len(found) < _FEWEST_POINTS:
        return turn, 0.0
    points = found[:: len(found) // _MOST_POINTS + 1]
    angle = _tilt(points[:, ::-1] * (-1, 1) if turn else points)
    return turn, angle if abs(angle) >= _LEVEL else 0.0


def turned(grey: Grey, degrees: float) -> Grey:
    """The picture turned clockwise about its middle, on paper as large as that needs (`turned_size`)."""
    import cv2  # noqa: PLC0415

    height, width = grey.shape
    if not degrees % 360:
        return grey
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    wide, tall = (round(side) for side in turned_size(width, height, degrees))
    matrix[:, 2] += (wide - width) / 2, (tall - height) / 2
    picture = cv2.warpAffine(grey, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=_WHITE)
    return _bytes(picture)


def _ink(grey: Grey, side: int) -> Grey:
    """The ink (1) on a copy whose longest side has so many pixels, its rules taken out."""
    import cv2  # noqa: PLC0415

    factor = min(1.0, side / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(small, None, fx=_COARSE, fy=_COARSE, interpolation=cv2.INTER_AREA)
    coarse = cv2.medianBlur(cv2.dilate(coarse, numpy.ones((3, 3), numpy.uint8)), 9)
    paper = cv2.resize(coarse, small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    ink = (small < _INK * paper).astype(numpy.uint8)
    rule = max(8, int(_RULE * max(small.shape)))
    for shape in ((1, rule), (rule, 1)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones(shape, numpy.uint8))
        ink[cv2.dilate(lines, numpy.ones((3, 3), numpy.uint8)) > 0] = 0
    return ink


def _is_lying(ink: Grey) -> bool:
    """Whether letters stand nearer to one another down the picture than across it."""
    import cv2  # noqa: PLC0415

    across, down = (
        cv2.connectedComponents(cv2.dilate(ink, numpy.ones(shape, numpy.uint8)))[0]
        for shape in ((1, _LETTER_GAP), (_LETTER_GAP, 1))
    )
    return bool(across > _LYING * down)


def _tilt(points: Points) -> float:
    """By how many degrees they must be turned clockwise to stand in the clearest rows."""
    steps = round(_STEEPEST / _STEP)
    coarse = max((step * _STEP for step in range(-steps, steps + 1)), key=partial(_clearness, points))
    near = round(_STEP / _FINE)
    return max((coarse + step * _FINE for step in range(-near, near + 1)), key=partial(_clearness, points))


def _clearness(points: Points, degrees: float) -> float:
    """How unevenly the ink falls into the rows of the picture turned clockwise by so many degrees."""
    angle = math.radians(degrees)
    rows = points[:, 0] * math.sin(angle) + points[:, 1] * math.cos(angle)
    rows = numpy.rint(rows - rows.min()).astype(numpy.int64)
    counts = numpy.bincount(rows).astype(numpy.float64)
    return float(numpy.square(numpy.diff(counts)).sum() / len(points))


def _bytes(picture: Any) -> Grey:
    return numpy.asarray(picture, dtype=numpy.uint8)
