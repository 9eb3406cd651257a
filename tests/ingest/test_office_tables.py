"""Matrices as offices write them, in Word and in workbooks, and as LibreOffice prints them."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from ingest.read import read
from tests.tables.contents import Content, f1, pairs, truth
from tests.tables.kinds import KINDS, content_of, without_parents
from tests.tables.offices import Office, make, printed

SEED = 1
GOAL = 0.95  # F1 of cells
LOOKS = {
    "word, grid": ("portal", Office("word"), False),
    "word, light list": ("tipe baris", Office("word", "Light List Accent 1"), False),
    "word, no rules": ("tipe baris", Office("word", "Normal Table"), False),
    "word, shading": ("lampiran tahun", Office("word", "Medium Shading 1 Accent 1", spaced=2), True),
    "sheet": ("portal", Office("sheet"), False),
    "sheet, rows": ("monev", Office("sheet", borders="rows"), False),
    "sheet, no borders": ("kompilasi", Office("sheet", borders="none", middle=True), True),
}


def content(name: str) -> Content:
    kind, _, is_flat = LOOKS[name]
    shape = without_parents(KINDS[kind]) if is_flat else KINDS[kind]
    return content_of(Random(f"{name}{SEED}"), shape, 12)


def score(path: Path, wanted: Content) -> float:
    tables = read(path, name=path.name).tables
    return f1(pairs([truth(wanted)]), pairs((table.header, table.rows) for table in tables))


@pytest.mark.parametrize("name", LOOKS)
def test_the_cells_of_an_office_file_are_read(name: str, tmp_path: Path) -> None:
    wanted = content(name)
    assert score(make(tmp_path / "matriks", [wanted], LOOKS[name][1]), wanted) == 1.0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_the_cells_are_read_as_they_are_printed(tmp_path: Path) -> None:
    wanted = {name: content(name) for name in LOOKS}
    files = [make(tmp_path / name, [wanted[name]], LOOKS[name][1]) for name in LOOKS]
    scores = {
        name: score(path, wanted[name]) for name, path in zip(LOOKS, printed(files, tmp_path), strict=True)
    }
    assert {name: found for name, found in scores.items() if found < GOAL} == {}
