"""Pages whose words pdfium breaks into letters."""

from __future__ import annotations

import pytest

from ingest.pdf.torn import is_turned, joint
from ingest.read import read

TORN = "#set page(width: 600pt, height: 800pt)\n#let torn(text) = text.clusters().map(box).join()\n"


def test_a_page_of_narrow_columns_is_read_in_words(make_pdf):
    rows = ", ".join(f'[{number}], torn("Satuan"), torn("unit kerja")' for number in range(1, 40))
    source = f"{TORN}#table(columns: (60pt, 200pt, 200pt), stroke: none, inset: 2pt, {rows})"
    text = read(make_pdf(source), name="a.pdf").text
    assert text.splitlines()[:2] == ["1 | Satuan | unit kerja", "2 | Satuan | unit kerja"]


@pytest.mark.parametrize(
    ("before", "box", "after", "following", "expected"),
    [
        pytest.param("S", (72, 46, 79, 58), "a", (79, 46, 86, 58), "word", id="letters side by side"),
        pytest.param("satu", (72, 46, 99, 58), "u", (102, 46, 109, 58), "line", id="a space between"),
        pytest.param("No", (47, 46, 63, 58), "Target", (72, 46, 110, 58), "", id="another column"),
        pytest.param("satu", (72, 46, 99, 58), "dua", (72, 58, 90, 70), "", id="the next line"),
        pytest.param("r", (350, 133, 362, 138), "g", (350, 126, 362, 133), "word", id="upwards"),
        pytest.param("r", (350, 126, 362, 131), "g", (350, 131, 362, 138), "word", id="downwards"),
        pytest.param("unit", (350, 126, 362, 148), "k", (350, 116, 362, 122), "line", id="words upright"),
        pytest.param("1", (47, 46, 53, 58), "2", (47, 58, 53, 70), "", id="figures under one another"),
        pytest.param("12", (47, 46, 60, 58), "34", (47, 58, 60, 70), "", id="figures of two digits"),
    ],
)
def test_pieces_that_pdfium_broke_apart(before, box, after, following, expected):
    assert joint(before, box, after, following) == expected


@pytest.mark.parametrize(
    ("text", "box", "turned"),
    [("g", (0, 0, 12, 7), True), ("g", (0, 0, 7, 12), False), ("unit", (0, 0, 12, 22), True)],
)
def test_upright_letters_are_told_by_their_shape(text, box, turned):
    assert is_turned(text, box) is turned


def test_other_hyphens_at_a_line_end_are_hyphens(make_pdf):
    source = "#table(columns: 2, [Program], [Target], [Penyelenggara\u2010 \\ an layanan], [12])"
    table = read(make_pdf(source), name="a.pdf").tables[0]
    assert table.rows == (("Penyelenggaraan layanan", "12"),)
