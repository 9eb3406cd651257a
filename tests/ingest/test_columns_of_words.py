"""Columns and rows that nothing but the places of words shows."""

from __future__ import annotations

from ingest.pdf.bands import Band, bands_of, rows_of
from ingest.pdf.gutters import columns_of
from ingest.pdf.tokens import Token

LETTER, HEIGHT, LINE = 4.0, 8.0, 10.0  # points
COLUMNS = [(50.0, 60.0), (80.0, 180.0), (200.0, 300.0), (320.0, 360.0)]


def test_equal_blanks_of_a_justified_line_part_no_columns() -> None:
    """The last words begin near one another, but the blank before them is as wide as the one before that."""
    justified = [
        ["Tata", "laksana", "baru"],
        ["Penyelenggaraan", "data", "satu"],
        ["Ini", "pengawasan", "rutin"],
    ]
    bands = table(*((words, ["selesai"]) for words in justified))
    assert len(columns_of(bands)) == len(COLUMNS)


def test_the_second_word_of_a_justified_line_is_no_column() -> None:
    bands = table((["Menyusun", "arsip"], ["dan", "data"]), (["Membina", "indeks"], ["unit"]), (["Satu"], []))
    assert len(columns_of(bands)) == len(COLUMNS)


def test_a_text_that_white_parts_at_several_places_is_one_column() -> None:
    """Two words at the sides of one line, three words in another: neither shows columns."""
    bands = table(
        (["Arsip", "penyelenggaraan"], ["data"]),
        (["Pelayanan", "survei"], ["indeks"]),
        (["Negara", "kinerja"], ["unit"]),
        (["Mutu", "data", "persentase"], ["baru"]),
    )
    assert len(columns_of(bands)) == len(COLUMNS)


def test_a_usual_blank_is_no_gutter() -> None:
    """Of the few texts in a column none prints over the blank of the others."""
    tokens, top = [], 10.0
    for text in ("Mutu data", "Arsip", "Satu", "Tata laksana", "Unit kerja", "Unit baru"):
        tokens += line(top, (50, *text.split()))
        for row in range(4):
            tokens += line(top + row * LINE, (200, "Menyusun", "laporan", "kinerja"), (320, "nilai", "90"))
        top += 5 * LINE
    assert len(columns_of(bands_of(tokens))) == 3


def test_a_column_with_one_figure_beside_all_others_is_one() -> None:
    rows = [line(y, (50, str(y)), (80, "Arsip"), (200, "V")) for y in range(10, 400, 30)]
    assert len(columns_of([*rows, line(410, (50, "9"), (80, "Arsip"), (240, "V"))])) == 4


def test_ticks_at_equal_distances_are_columns() -> None:
    rows = [
        line(y, (50, str(y)), (80, "Arsip"), (200, "V"), (240, "V"), (280, "V")) for y in (10, 40, 70, 100)
    ]
    assert len(columns_of(bands_of([token for row in rows for token in row]))) == 5


def test_texts_around_the_middle_of_their_rows_make_one_row_each() -> None:
    """Lists of two to four lines, beside which shorter texts are set to the middle."""
    tokens, top = [], 10.0
    for items in (3, 4, 2, 4):
        for item in range(items):
            tokens += line(top + item * LINE, (200, "abcd.", "Laporan"), (320, "nilai"))
        lines = 2 - items % 2
        for number in range(lines):
            tokens += line(top + ((items - lines) / 2 + number) * LINE, (50, "II"), (80, "Menyusun"))
        top += items * LINE + LINE
    assert len(rows_of(bands_of(tokens), COLUMNS, [])) == 4


def table(*texts: tuple[list[str], list[str]]) -> list[Band]:
    """Rows of a number, a text whose first line is justified, another text, and a figure."""
    tokens = []
    for number, (first, second) in enumerate(texts, 1):
        top = 30.0 * number
        tokens += line(top, (50, str(number)), (200, "Dokumen", "kerja"), (320, f"{number}5"))
        left, right = COLUMNS[1]
        blank = (right - left - sum(map(len, first)) * LETTER) / max(len(first) - 1, 1)
        place = left
        for word in first:
            tokens += line(top, (place, word))
            place += len(word) * LETTER + blank
        tokens += line(top + LINE, (left, *second)) if second else []
    return bands_of(tokens)


def line(top: float, *texts: tuple[float | str, ...]) -> list[Token]:
    """Words from a place on, with usual blanks between them."""
    tokens = []
    for place, *words in texts:
        x = float(place)
        for word in map(str, words):
            tokens.append(Token(word, (x, top, x + len(word) * LETTER, top + HEIGHT), round(top)))
            x += len(word) * LETTER + 2.0
    return tokens
