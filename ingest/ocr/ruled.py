"""The ruled lines in a picture of a page: long, thin and dark, with nothing but paper at both sides.

Each line is looked for by what it differs from the paper beside it, so that faint ones and those on coloured
ground are found too; rows of letters, which look like lines where they are blurred, have ink at their sides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy
from numpy.typing import NDArray

from ingest.grid import Edge
from ingest.ocr.upright import Grey, shade, shades
from ingest.pdf.rulings import Rulings

_SHORTEST = 26.0  # points: a line is longer than a letter is wide; shorter ones must lead from line to line
_MEET = 3.0  # points from the one to the other
_PIECE = 8.0  # points, of one that the scanner broke
_GAP = 5.0  # points between two pieces
_BREAK = 3  # pixels: a gap in a piece
_THICKEST = 4.0  # points: what is thicker is a bar or a picture
_OFF = 0.8  # points that the pieces of one line may be off one another
_CONTRAST = 0.2  # of that between ink and paper: the faintest line
_FAINTEST = 14  # of 255
_THIN = 1.6  # points: letters in a row are thicker
_SIDE = 1.0  # points beside a line that are looked at
_USUAL = 0.75  # of a line's columns have less contrast than is usual
_EVEN = 0.5  # of the usual contrast: letters are paler between their strokes
_CLEANER = 0.85  # the same of a thick line, which a row of small letters may look like
_CLEAN = 0.7  # share of a line that has lighter paper at both sides
_SURE = 0.15  # of the page's side: so long a line tells how the page leans
_FEWEST_SURE = 2
_ERASED = 2  # pixels around a line: its soft sides
_WHITE = 255

Patches = NDArray[numpy.int32]
Places = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight run of a line along the picture's rows, in pixels: `at` is its middle row at its middle,
    `fall` by how many rows it falls over its length, `patch` the number of its ink."""

    start: int
    end: int
    at: float
    fall: float
    patch: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line in points, and the patches of ink that it is made of."""

    edge: Edge
    patches: list[int]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lines of a picture, by how many degrees they lean (clockwise), and the picture without them, as it
    was and as it is for reading."""

    rulings: Rulings
    lean: float
    bare: Grey
    clean: Grey


def picture_rulings(grey: Grey, scale: float, reading: Grey | None = None) -> Ruled:
    """Lines of a picture with `scale` points a pixel; `reading` is the copy that words are read from."""
    import cv2  # noqa: PLC0415  (only pictures need it)

    least = _least_contrast(grey)
    across, inks_across = _pieces(grey, scale, least)
    down, inks_down = _pieces(numpy.ascontiguousarray(grey.T), scale, least)
    rows, columns = _with_short(_lines(across, scale), _lines(down, scale))
    found = Rulings([line.edge for line in rows], [line.edge for line in columns])
    lean = _lean(across, down, grey.shape)
    if not rows and not columns:
        return Ruled(found, lean, grey, grey if reading is None else reading)
    ink = (_ink(inks_across, rows) | _ink(inks_down, columns).T).astype(numpy.uint8)
    soft = numpy.ones((2 * _ERASED + 1, 2 * _ERASED + 1), numpy.uint8)
    erased = cv2.dilate(ink, soft) > 0
    bare = numpy.where(erased, numpy.uint8(_WHITE), grey)
    clean = bare if reading is None or reading is grey else numpy.where(erased, numpy.uint8(_WHITE), reading)
    return Ruled(found, lean, bare, clean)


def _ink(patches: Patches, lines: Sequence[_Line]) -> NDArray[numpy.bool_]:
    """Where the ink of lines is."""
    kept = numpy.zeros(int(patches.max(initial=0)) + 1, numpy.bool_)
    kept[[patch for line in lines for patch in line.patches]] = True
    return numpy.asarray(kept[patches], numpy.bool_)


def _least_contrast(grey: Grey) -> float:
    """How much darker than the paper beside it the faintest line of a picture is."""
    counts = shades(grey)
    paper = shade(counts, 0.5)
    ink = counts[: max(paper - 3 * _FAINTEST, 0)]
    darkest = shade(ink, 0.05) if ink.any() else paper
    return max(_CONTRAST * (paper - darkest), _FAINTEST)


def _pieces(grey: Grey, scale: float, least: float) -> tuple[list[Piece], Patches]:
    """Pieces of lines along the rows of the picture, and its patches of ink by their numbers."""
    import cv2  # noqa: PLC0415

    thickest = max(3, round(_THICKEST / scale))
    upright = numpy.ones((2 * (thickest // 2) + 5, 1), numpy.uint8)
    smooth = cv2.blur(grey, (5, 1))
    thin = (cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, upright) >= least).astype(numpy.uint8)
    whole = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, numpy.ones((1, _BREAK + 2), numpy.uint8))
    length = max(5, round(_PIECE / scale))
    long = cv2.morphologyEx(whole, cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    patches = numpy.asarray(labels, numpy.int32)
    widths, areas = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_AREA]
    is_thin_enough = areas <= _THICKEST / scale * widths  # or it is a bar
    is_thin_enough[0] = False  # the paper
    runs = _Runs.of(long, patches, numpy.flatnonzero(is_thin_enough), stats)
    return list(_clean(runs, grey, scale, least)), patches


@dataclass(frozen=True, slots=True)
class _Runs:
    """Patches of ink, all columns of all of them one after the other: patch `numbers[i]` has the columns
    from `starts[i]` on, each with its middle row and how many rows it has."""

    numbers: Places
    starts: Places
    widths: Places
    columns: Places
    rows: NDArray[numpy.float64]
    counts: Places

    @classmethod
    def of(cls, ink: NDArray[Any], patches: Patches, numbers: Places, stats: NDArray[Any]) -> _Runs:
        """Of the patches of ink with these numbers; each fills all columns from its left to its right."""
        import cv2  # noqa: PLC0415

        lefts, widths = (stats[numbers, side].astype(numpy.int64) for side in (0, 2))
        starts = numpy.cumsum(widths) - widths
        columns = numpy.arange(widths.sum()) + numpy.repeat(lefts - starts, widths)
        place = numpy.full(len(stats), -1)
        place[numbers] = numpy.arange(len(numbers))
        xs, ys = cv2.findNonZero(ink).reshape(-1, 2).T if len(numbers) else numpy.zeros((2, 0), numpy.int32)
        own = place[patches[ys, xs]]
        ys, xs, own = ys[own >= 0], xs[own >= 0], own[own >= 0]
        at = starts[own] + xs - lefts[own]
        counts = numpy.bincount(at, minlength=len(columns))
        rows = numpy.bincount(at, weights=ys, minlength=len(columns)) / counts
        return cls(numbers, starts, widths, columns, rows, counts)

    def sums(self, values: NDArray[Any]) -> NDArray[Any]:
        """Of each patch, the sum of what its columns have."""
        return numpy.add.reduceat(values, self.starts) if len(self.starts) else values

    def all_columns(self, values: NDArray[Any]) -> NDArray[Any]:
        """What each patch has, for each of its columns."""
        return numpy.repeat(values, self.widths)


def _clean(runs: _Runs, grey: Grey, scale: float, least: float) -> Iterator[Piece]:
    """The pieces that patches are; those with ink beside them are none."""
    thick = runs.sums(runs.counts) / runs.widths
    is_thin = thick * scale <= _THIN
    contrast = _contrast(runs, grey, thick, is_thin, scale)
    rising = contrast[numpy.lexsort((contrast, runs.all_columns(runs.starts)))]
    usual = rising[runs.starts + numpy.rint(_USUAL * (runs.widths - 1)).astype(numpy.int64)]
    dirty = numpy.floor((1 - numpy.where(is_thin, _CLEAN, _CLEANER)) * runs.widths).astype(numpy.int64)
    is_clean = rising[runs.starts + dirty] >= numpy.maximum(_EVEN * usual, least / 2)
    means = runs.sums(runs.rows) / runs.widths
    away = runs.columns - runs.all_columns(runs.columns[runs.starts] + (runs.widths - 1) / 2)
    slopes = runs.sums(away * runs.rows) / runs.sums(numpy.square(away))
    for index in numpy.flatnonzero(is_clean):
        left, width = int(runs.columns[runs.starts[index]]), int(runs.widths[index])
        fall, number = float(slopes[index]) * width, int(runs.numbers[index])
        yield Piece(left, left + width, float(means[index]) + 0.5, fall, number)


def _contrast(runs: _Runs, grey: Grey, thick: Any, is_thin: Any, scale: float) -> Places:
    """How much darker each column of each patch is than the paper over and under it."""
    middle = numpy.rint(runs.rows).astype(numpy.int64)
    ink = _row(grey, middle, runs.columns)
    # The middle of a thin one may lie between two rows of pixels.
    near = numpy.minimum(*(_row(grey, middle + step, runs.columns) for step in (-1, 1)))
    ink = numpy.where(runs.all_columns(is_thin), numpy.minimum(near, ink), ink)
    beside = runs.all_columns(numpy.ceil(thick / 2 + _SIDE / scale).astype(numpy.int64))
    over, under = (_row(grey, middle + step, runs.columns) for step in (-beside, beside))
    return numpy.asarray(numpy.minimum(over, under) - ink, numpy.int64)


def _row(grey: Grey, rows: Places, columns: Places) -> Places:
    """The brightness at (row, column) of each."""
    return numpy.asarray(grey[numpy.clip(rows, 0, len(grey) - 1), columns], numpy.int64)


def _lines(pieces: Sequence[Piece], scale: float) -> list[_Line]:
    """Pieces in one row are one line."""
    off, gap = _OFF / scale, _GAP / scale
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        before = (
            line
            for line in lines
            if -gap <= piece.start - line[-1].end <= gap
            and abs(line[-1].at + line[-1].fall / 2 - piece.at + piece.fall / 2) <= off
        )
        nearest = min(before, key=lambda line: abs(line[-1].end - piece.start), default=None)
        if nearest is None:
            lines.append([piece])
        else:
            nearest.append(piece)
    return [
        _Line(
            Edge(_middle(line) * scale, line[0].start * scale, line[-1].end * scale),
            [piece.patch for piece in line],
        )
        for line in lines
    ]


def _with_short(across: Sequence[_Line], down: Sequence[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The lines that are long, and short ones that lead from one of them to another: small cells' sides."""
    long_across, long_down = (
        [line.edge for line in lines if _is_long(line.edge)] for lines in (across, down)
    )
    return (
        [line for line in across if _is_long(line.edge) or _leads(line.edge, long_down)],
        [line for line in down if _is_long(line.edge) or _leads(line.edge, long_across)],
    )


def _is_long(line: Edge) -> bool:
    return line.end - line.start >= _SHORTEST


def _leads(line: Edge, others: Sequence[Edge]) -> bool:
    """Whether other lines cross both ends of a line."""
    return all(
        any(
            abs(other.at - end) <= _MEET and other.start - _MEET <= line.at <= other.end + _MEET
            for other in others
        )
        for end in (line.start, line.end)
    )


def _middle(line: Sequence[Piece]) -> float:
    weights = [piece.end - piece.start for piece in line]
    return sum(piece.at * weight for piece, weight in zip(line, weights, strict=True)) / sum(weights)


def _lean(across: Sequence[Piece], down: Sequence[Piece], shape: tuple[int, ...]) -> float:
    """The degrees that the longest lines must be turned clockwise to be level, 0 where few are long."""
    height, width = shape
    slopes = [
        -piece.fall / (piece.end - piece.start)
        for piece in across
        if piece.end - piece.start >= _SURE * width
    ]
    slopes += [
        piece.fall / (piece.end - piece.start) for piece in down if piece.end - piece.start >= _SURE * height
    ]
    return math.degrees(median(slopes)) if len(slopes) >= _FEWEST_SURE else 0.0
