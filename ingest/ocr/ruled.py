"""The ruled lines in a picture of a page: long runs of dark pixels."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from ingest.grid import Edge
from ingest.ocr.upright import Grey
from ingest.pdf.rulings import Rulings

_DARK = 140  # of 255
_SHORTEST = 26.0  # points: a line is longer than a letter is wide
_BREAK = 3  # pixels: gaps in a line that the scanner made
_THICKEST = 4.0  # points: what is thicker is a bar or a picture

_WHITE = 255

Picture = NDArray[numpy.bool_]
Run = tuple[int, int, int, int]  # start, end, first row, last row


def picture_rulings(grey: Grey, scale: float) -> tuple[Rulings, Grey]:
    """Lines of a picture with `scale` points a pixel, and the picture without them: they disturb reading."""
    dark = grey < _DARK
    across, down = _lines(dark, scale), _lines(dark.T, scale)
    clean = grey.copy()
    for start, end, first, last in across:
        clean[max(first - 1, 0) : last + 2, start:end] = _WHITE
    for start, end, first, last in down:
        clean[start:end, max(first - 1, 0) : last + 2] = _WHITE
    found = Rulings([_edge(line, scale) for line in across], [_edge(line, scale) for line in down])
    return found, clean


def _lines(dark: Picture, scale: float) -> list[Run]:
    """Lines along the rows of the picture."""
    shortest = max(2, int(_SHORTEST / scale))
    thickest = max(1, int(_THICKEST / scale))
    found: list[Run] = []
    open_runs: list[Run] = []
    for row in numpy.flatnonzero(dark.sum(axis=1) >= shortest):
        open_runs, closed = _grown(open_runs, _runs(dark[row], shortest), int(row))
        found += closed
    return [run for run in found + open_runs if run[3] - run[2] < thickest]


def _runs(row: NDArray[numpy.bool_], shortest: int) -> list[tuple[int, int]]:
    """(start, end) of the dark runs of a row, over small breaks, that are long enough."""
    changes = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], row.view(numpy.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for start, end in zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] <= _BREAK:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [run for run in runs if run[1] - run[0] >= shortest]


def _grown(open_runs: list[Run], runs: list[tuple[int, int]], row: int) -> tuple[list[Run], list[Run]]:
    """Runs that lie on one another in following rows are one line, as thick as they are many."""
    growing: list[Run] = []
    taken: set[int] = set()
    for start, end in runs:
        grown = (start, end, row, row)
        for index, old in enumerate(open_runs):
            if index not in taken and row - old[3] <= _BREAK and grown[0] < old[1] and grown[1] > old[0]:
                grown = (min(grown[0], old[0]), max(grown[1], old[1]), min(grown[2], old[2]), row)
                taken.add(index)
        growing.append(grown)
    waiting = [old for i, old in enumerate(open_runs) if i not in taken and row - old[3] <= _BREAK]
    closed = [old for i, old in enumerate(open_runs) if i not in taken and row - old[3] > _BREAK]
    return growing + waiting, closed


def _edge(run: tuple[int, int, int, int], scale: float) -> Edge:
    start, end, first, last = run
    return Edge((first + last + 1) / 2 * scale, start * scale, end * scale)
