"""Matrices of the ten kinds, drawn in the shapes of `tests.tables.shapes`: their cells are read."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from ingest.read import read
from tests.tables.contents import f1, pairs, truth
from tests.tables.papers import draw
from tests.tables.shapes import HELD, TAUGHT, Shape

SEED = 1
GOAL = 0.95  # F1 of cells
SHAPES = {**TAUGHT, **{f"{name} (held)": shape for name, shape in HELD.items()}}


@pytest.mark.parametrize("name", SHAPES)
def test_the_cells_of_a_matrix_are_read(name: str, tmp_path: Path) -> None:
    assert score(SHAPES[name], name, tmp_path / "matrix.pdf") >= GOAL


def score(shape: Shape, name: str, path: Path) -> float:
    paper = shape(Random(f"{name.removesuffix(' (held)')}{SEED}"))
    found = read(draw(path, paper), name="matrix.pdf").tables
    wanted = pairs(truth(content) for content in paper.contents)
    return f1(wanted, pairs((table.header, table.rows) for table in found))
