"""Tables on scanned pages: their lines, the signs alone in their cells, and tables without lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.grid import Edge
from ingest.ocr.ruled import picture_rulings
from ingest.ocr.upright import Grey
from ingest.read import read
from tests.tables.contents import truth
from tests.tables.papers import draw
from tests.tables.scans import DPI, lenient_f1, right_grids, scan
from tests.tables.shapes import RULED, TAUGHT

SCALE = 72 / DPI
PAPER, INK = 240, 60


def test_faint_lines_on_grainy_paper_are_lines() -> None:
    rulings = picture_rulings(grainy(grid(contrast=0.4)), SCALE).rulings
    assert pixels(rulings.horizontal) == pytest.approx([100, 300, 500], abs=1.5)
    assert pixels(rulings.vertical) == pytest.approx([100, 600, 1100], abs=1.5)


def test_rows_of_small_letters_are_no_lines() -> None:
    picture = paper()
    text = "Melaksanakan penyederhanaan birokrasi dan penataan kelembagaan"
    for row in range(12):
        ImageDraw.Draw(picture).text((100, 100 + 24 * row), text, INK, ImageFont.load_default(15))
    rulings = picture_rulings(grainy(picture), SCALE).rulings
    assert (rulings.horizontal, rulings.vertical) == ([], [])


def test_a_short_line_is_one_where_it_leads_from_line_to_line() -> None:
    picture = grid()
    ImageDraw.Draw(picture).line((100, 345, 1100, 345), INK, 2)
    for x, length in ((350, 45), (850, 30)):  # from one line to the next, and from one into nothing
        ImageDraw.Draw(picture).line((x, 300, x, 300 + length), INK, 2)
    upright = picture_rulings(grainy(picture), SCALE).rulings.vertical
    assert pixels(upright) == pytest.approx([100, 350, 600, 1100], abs=1.5)


def test_lines_tell_how_a_page_leans() -> None:
    leaning = grid().rotate(0.4, Image.Resampling.BICUBIC, fillcolor=PAPER)
    assert picture_rulings(grainy(leaning), SCALE).lean == pytest.approx(0.4, abs=0.05)


def test_only_lines_are_taken_out_of_the_picture() -> None:
    picture = grid()
    ImageDraw.Draw(picture).text((150, 150), "III", INK, ImageFont.load_default(60))
    clean = picture_rulings(numpy.asarray(picture), SCALE).clean
    assert clean[290:310].min() > 200
    assert (clean[140:220, 140:400] < 100).sum() > 500


def test_a_scanned_matrix_has_its_rows_and_columns(tmp_path: Path) -> None:
    """Twelve columns of figures, dashes and turned heads, as a scanner gives them."""
    name = "all, turned heads taught"
    paper = RULED[name](Random(f"{name}1"))
    source = draw(tmp_path / "matrix.pdf", paper)
    document = read(scan(source, tmp_path / "scan.pdf", Random(1)), name="scan")
    wanted = [truth(content) for content in paper.contents]
    got = [(table.header, table.rows) for table in document.tables]
    assert right_grids(wanted, got) == (1, 1)
    assert lenient_f1(wanted, got) >= 0.9
    dashes = sum(row.count("-") for _, rows in wanted for row in rows)
    assert sum(row.count("-") for _, rows in got for row in rows) >= 0.9 * dashes > 0


@pytest.mark.parametrize("name", ["no rules", "rows"])
def test_a_scan_without_upright_rules_has_its_columns(name: str, tmp_path: Path) -> None:
    paper = TAUGHT[name](Random(f"{name}1"))
    document = read(scan(draw(tmp_path / "a.pdf", paper), tmp_path / "scan.pdf", Random(1)), name="scan")
    wanted = [truth(content) for content in paper.contents]
    got = [(table.header, table.rows) for table in document.tables]
    assert right_grids(wanted, got) == (1, 1)
    assert lenient_f1(wanted, got) >= 0.9


def test_a_scan_of_text_in_two_columns_has_no_table(make_pdf: Callable[[str], Path], tmp_path: Path) -> None:
    source = make_pdf("#set par(justify: true)\n#columns(2)[#lorem(500)]")
    assert read(scan(source, tmp_path / "scan.pdf", Random(1)), name="scan").tables == ()


def pixels(edges: Sequence[Edge]) -> list[float]:
    """Where lines are on the picture, in order."""
    return sorted(edge.at / SCALE for edge in edges)


def grid(contrast: float = 1.0) -> Image.Image:
    """Two rows of two cells on a page of 1200 × 600 pixels."""
    picture = paper()
    ink = round(PAPER - contrast * (PAPER - INK))
    for y in (100, 300, 500):
        ImageDraw.Draw(picture).line((100, y, 1100, y), ink, 2)
    for x in (100, 600, 1100):
        ImageDraw.Draw(picture).line((x, 100, x, 500), ink, 2)
    ImageDraw.Draw(picture).text((700, 150), "Nilai", INK, ImageFont.load_default(24))
    return picture


def paper() -> Image.Image:
    return Image.new("L", (1200, 600), PAPER)


def grainy(picture: Image.Image) -> Grey:
    """As a scanner sees it."""
    soft = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)), numpy.float64)
    noise = numpy.random.default_rng(1).normal(0, 5, soft.shape)
    return numpy.asarray((soft + noise).clip(0, 255), numpy.uint8)
