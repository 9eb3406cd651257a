"""Tables on scanned pages: their lines, the signs alone in their cells, and tables without lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.grid import Edge
from ingest.ocr.lone import lone_signs
from ingest.ocr.page import mended
from ingest.ocr.ruled import picture_rulings
from ingest.ocr.upright import Grey
from ingest.pictures import line_crop
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


def test_a_row_that_a_pages_end_cuts_is_one_on_scans_too(tmp_path: Path) -> None:
    name = "all, cut rows held"
    paper = RULED[name](Random(f"{name}1"))
    document = read(scan(draw(tmp_path / "a.pdf", paper), tmp_path / "scan.pdf", Random(1)), name="scan")
    wanted = [truth(content) for content in paper.contents]
    assert len(document.tables[0].pages) > 1
    assert right_grids(wanted, [(table.header, table.rows) for table in document.tables]) == (1, 1)


def test_strokes_alone_in_a_row_of_quarters_are_counted() -> None:
    """II, III and IV beside a stroke that an engine takes for a 1."""
    picture = Image.new("L", (400, 60), PAPER)
    pen = ImageDraw.Draw(picture)
    for place, text in enumerate(("I", "II", "III", "IV")):
        pen.text((30 + 100 * place, 15), text, INK, ImageFont.load_default(24))
    cells = [(5 + 100 * place, 5, 95 + 100 * place, 55) for place in range(4)]
    signs = lone_signs(grainy(picture), cells, [])
    assert [mended(sign.text) for sign in signs] == ["I", "II", "III", "IV"]


@pytest.mark.parametrize("degrees", [2.0, -89.0])
def test_a_crop_of_a_row_of_a_leaning_scan_shows_that_row(degrees: float, tmp_path: Path) -> None:
    """Down the middle of each cell there is a line at both ends of the row, and none between."""
    leaning = table_of_rows().rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
    path = tmp_path / "scan.pdf"
    leaning.save(path, "PDF", resolution=DPI)
    document = read(path, name="scan")
    table, page = document.tables[0], document.pages[0]
    rows = [table.header, *table.rows]
    assert rows == [("Nomor", "Uraian"), *((f"Baris {number}", "Selesai") for number in range(1, 6))]
    for box in table.row_boxes:
        assert box is not None
        crop = Image.open(io.BytesIO(line_crop(path, 1, box, turn=page.turn))).convert("L")
        scale = crop.width / page.width
        for x in (box[0] + 20, box[2] - 20):
            strip = numpy.asarray(crop)[:, round(x * scale) :][:, :8]
            dark = numpy.flatnonzero(strip.mean(axis=1) < 170)
            assert dark[-1] - dark[0] == pytest.approx((box[3] - box[1]) * scale, abs=8)
            assert not ((dark > dark[0] + 8) & (dark < dark[-1] - 8)).any()


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


def table_of_rows() -> Image.Image:
    """Six rows of two cells on a page of 1200 × 1000 pixels."""
    picture = Image.new("L", (1200, 1000), PAPER)
    pen = ImageDraw.Draw(picture)
    for row, texts in enumerate([("Nomor", "Uraian"), *((f"Baris {n}", "Selesai") for n in range(1, 6))]):
        pen.line((100, 200 + 80 * row, 1100, 200 + 80 * row), INK, 3)
        for x, text in zip((250, 750), texts, strict=True):
            pen.text((x, 222 + 80 * row), text, INK, ImageFont.load_default(36))
    pen.line((100, 680, 1100, 680), INK, 3)
    for x in (100, 600, 1100):
        pen.line((x, 200, x, 680), INK, 3)
    return picture


def paper() -> Image.Image:
    return Image.new("L", (1200, 600), PAPER)


def grainy(picture: Image.Image) -> Grey:
    """As a scanner sees it."""
    soft = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)), numpy.float64)
    noise = numpy.random.default_rng(1).normal(0, 5, soft.shape)
    return numpy.asarray((soft + noise).clip(0, 255), numpy.uint8)
