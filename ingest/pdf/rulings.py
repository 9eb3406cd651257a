"""The drawn lines and coloured areas of a page, from pdfium's path objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.document import Box
from ingest.grid import Edge

THIN = 3.2  # points: a filled rectangle no thicker than this is a line
_SHORTEST = 2.0  # points
_PALE = 200  # of 255: fills lighter than this are shading, however thin their pieces are
_WHITE = 250
_HAIR = 1.0  # points: so thin a fill is a line of whatever colour
_FEWEST_DOTS = 4  # in a dotted line
_DOT_GAP = 4.0  # points between two dots of one
_MOST_OBJECTS = 60_000  # of one page
_DEEPEST = 4  # form objects inside one another
_SLANT = 0.7  # points that a line may be off its axis

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Rulings:
    """Edges and fills of a page as it is shown, in points from its top left corner."""

    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)


def rulings(page: pypdfium2.PdfPage) -> Rulings:
    """All lines and fills of an open page."""
    found = Rulings()
    dots: list[Box] = []
    place = _Place(page)
    for box, stroked, filled, lightness in _shapes(page):
        x0, top, x1, bottom = place.shown(box)
        width, height = x1 - x0, bottom - top
        thin = width <= THIN or height <= THIN
        if thin and filled and not stroked and lightness > _PALE and min(width, height) > _HAIR:
            continue
        if filled and not stroked and width <= THIN and height <= THIN:
            dots.append((x0, top, x1, bottom))
        if height <= THIN and width > height:
            if width > _SHORTEST:
                found.horizontal.append(Edge((top + bottom) / 2, x0, x1))
        elif width <= THIN:
            if height > _SHORTEST:
                found.vertical.append(Edge((x0 + x1) / 2, top, bottom))
        elif stroked:
            found.horizontal += [Edge(top, x0, x1), Edge(bottom, x0, x1)]
            found.vertical += [Edge(x0, top, bottom), Edge(x1, top, bottom)]
        elif filled and lightness < _WHITE:
            found.fills.append((x0, top, x1, bottom))
    if len(dots) >= _FEWEST_DOTS:
        found.horizontal += [Edge(at, start, end) for at, start, end in _dotted(dots, across=0)]
        found.vertical += [Edge(at, start, end) for at, start, end in _dotted(dots, across=1)]
    return found


def _dotted(dots: Sequence[Box], across: int) -> Iterator[tuple[float, float, float]]:
    """(place, start, end) of the lines that rows of dots make, along the axis `across`."""
    lines: dict[int, list[tuple[float, float]]] = {}
    for dot in dots:
        middle = (dot[1 - across] + dot[3 - across]) / 2
        lines.setdefault(round(middle * 2), []).append((dot[across], dot[2 + across]))
    for place, spots in lines.items():
        spots.sort()
        first = 0
        for index in range(1, len(spots) + 1):
            if index < len(spots) and spots[index][0] - spots[index - 1][1] <= _DOT_GAP:
                continue
            if index - first >= _FEWEST_DOTS:
                yield place / 2, spots[first][0], spots[index - 1][1]
            first = index


class _Place:
    """Turns a page's own axes into those of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turn = page.get_rotation()

    def shown(self, box: Box) -> Box:
        x0, y0, x1, y1 = box
        if self.turn == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turn == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.turn == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0


_Shape = tuple[Box, bool, bool, int]


def _shapes(page: pypdfium2.PdfPage) -> Iterator[_Shape]:
    """(box in the page's own axes, stroked, filled, lightness of the fill) of each rectangle or straight
    line."""
    budget = _MOST_OBJECTS
    todo: list[tuple[Any, Matrix, int]] = [
        (pdfium.FPDFPage_GetObject(page, index), _IDENTITY, 0)
        for index in range(min(pdfium.FPDFPage_CountObjects(page), budget))
    ]
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    todo.reverse()
    while todo and budget > 0:
        item, matrix, depth = todo.pop()
        budget -= 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(item), matrix)
            count = min(max(pdfium.FPDFFormObj_CountObjects(item), 0), budget)
            todo += [(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(count)]
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
            if mode.value or stroke.value:
                yield from _of_path(item, bool(stroke.value), bool(mode.value), matrix)


def _of_path(item: Any, stroked: bool, filled: bool, matrix: Matrix) -> Iterator[_Shape]:
    count = pdfium.FPDFPath_CountSegments(item)
    if count <= 5 and not stroked and matrix is _IDENTITY:
        box = _bounds(item)
        yield box, stroked, filled, _lightness(item, filled)
        return
    lightness = _lightness(item, filled)
    for points in _subpaths(item, count, _times(_matrix(item), matrix)):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if _is_rectangle(points):
            yield (min(xs), min(ys), max(xs), max(ys)), stroked, filled, lightness
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x0 - x1) <= _SLANT or abs(y0 - y1) <= _SLANT:
                    yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), True, False, 0


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    """Four corners (the first perhaps repeated), each side along an axis."""
    if len(points) not in {4, 5} or (len(points) == 5 and _far(points[0], points[4])):
        return False
    corners = [*points[:4], points[0]]
    sides = list(pairwise(corners))
    return all(abs(x0 - x1) <= _SLANT or abs(y0 - y1) <= _SLANT for (x0, y0), (x1, y1) in sides)


def _far(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) > _SLANT or abs(one[1] - other[1]) > _SLANT


def _subpaths(item: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path, on the page. Parts with curves are left out."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and _far(points[0], points[-1]):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _bounds(item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _lightness(item: Any, filled: bool) -> int:
    """The darkest of the fill's three colours, 255 where it is not seen; 0 without a fill."""
    if not filled:
        return 0
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 0
    return min(red.value, green.value, blue.value) if alpha.value else 255


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
