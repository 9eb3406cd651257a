from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.findings import find
from ingest.grid import Edge, grids
from ingest.read import read
from ingest.table_shape import RawTable, TextCell, is_number_row
from ingest.tables import page_numbers, tables_json

WIDE = "#set page(width: 800pt, height: 400pt, margin: 20pt)\n"


def only_table(path):
    tables = read(path, name="a.pdf").tables
    assert len(tables) == 1
    return tables[0]


def test_a_ruled_table_is_its_header_and_rows(make_pdf):
    table = only_table(make_pdf("#table(columns: 3, [No], [Indikator], [Target], [1], [Indeks SPBE], [3,2])"))
    assert table.header == ("No", "Indikator", "Target")
    assert table.rows == (("1", "Indeks SPBE", "3,2"),)


def test_a_header_of_two_rows_becomes_one(make_pdf):
    source = """#table(columns: 4, table.cell(rowspan: 2)[Indikator], table.cell(colspan: 2)[Target],
      table.cell(rowspan: 2)[OPD], [TW I], [TW II], [Nilai SAKIP], [70,1], [71,2], [Bappeda])"""
    table = only_table(make_pdf(source))
    assert table.header == ("Indikator", "Target / TW I", "Target / TW II", "OPD")
    assert table.rows == (("Nilai SAKIP", "70,1", "71,2", "Bappeda"),)


def test_parts_of_a_head_may_stand_in_a_row_of_their_own(make_pdf):
    source = """#table(columns: 4, [No], table.cell(colspan: 2)[Target], [OPD], [], [TW I], [TW II], [],
      [1], [70,1], [71,2], [Bappeda])"""
    assert only_table(make_pdf(source)).header == ("No", "Target / TW I", "Target / TW II", "OPD")


def test_a_cell_merged_downwards_stands_in_its_first_row(make_pdf):
    source = """#table(columns: 3, [Sasaran], [Indikator], [Target], table.cell(rowspan: 2)[Layanan membaik],
      [IKM], [88], [Ombudsman], [90])"""
    assert only_table(make_pdf(source)).rows == (("Layanan membaik", "IKM", "88"), ("", "Ombudsman", "90"))


@pytest.mark.parametrize(
    ("numbers", "dropped"),
    [
        pytest.param(["1", "2", "3", "4"], True, id="plain"),
        pytest.param(["(1)", "(2)", "(3)", "(4)"], True, id="in brackets"),
        pytest.param(["1", "2", "3", "4 = (3/2)"], True, id="with a formula"),
        pytest.param(["1", "2", "4", "13 = (9+10)"], True, id="counted over merged columns"),
        pytest.param(["1", "Indeks", "3", "4"], False, id="a row with a name"),
        pytest.param(["1", "12", "3", "4"], False, id="figures that do not rise"),
    ],
)
def test_a_row_of_column_numbers_is_no_row(numbers, dropped):
    cells = tuple(TextCell(0, column, 1, column + 1, text) for column, text in enumerate(numbers))
    assert is_number_row(RawTable(1, 1, len(numbers), cells), 0) is dropped


def test_column_numbers_under_a_header_are_dropped(make_pdf):
    source = "#table(columns: 3, [No], [Indikator], [Target], [(1)], [(2)], [(3)], [1], [Indeks SPBE], [3,2])"
    table = only_table(make_pdf(source))
    assert table.header == ("No", "Indikator", "Target")
    assert table.rows == (("1", "Indeks SPBE", "3,2"),)


def test_a_table_over_pages_is_one_and_its_header_comes_once(make_pdf):
    rows = ", ".join(f"[{number}], [Kegiatan nomor {number}], [{number} dokumen]" for number in range(1, 41))
    table = only_table(make_pdf(f"#table(columns: 3, table.header([No], [Kegiatan], [Target]), {rows})"))
    assert len(table.pages) > 2
    assert [row[0] for row in table.rows] == [str(number) for number in range(1, 41)]
    assert table.row_pages == tuple(sorted(table.row_pages))


def test_a_table_that_goes_on_without_its_header_is_one(make_pdf):
    rows = ", ".join(f"[{number}], [Kegiatan nomor {number}], [{number} dokumen]" for number in range(1, 41))
    table = only_table(make_pdf(f"#table(columns: (1fr, 3fr, 2fr), [No], [Kegiatan], [Target], {rows})"))
    assert [row[0] for row in table.rows] == [str(number) for number in range(1, 41)]


def test_two_tables_with_other_columns_stay_two(make_pdf):
    source = (
        "#table(columns: 2, [A], [B], [a], [b])\n#v(2em)\n#table(columns: 3, [C], [D], [E], [c], [d], [e])"
    )
    assert [table.header for table in read(make_pdf(source), name="a.pdf").tables] == [
        ("A", "B"),
        ("C", "D", "E"),
    ]


def test_words_broken_in_a_cell_are_whole(make_pdf):
    source = "#table(columns: 2, [Program], [Target], [Penyelenggara- \\ an layanan], [12 \\ bulan])"
    assert only_table(make_pdf(source)).rows == (("Penyelenggaraan layanan", "12 bulan"),)


def test_upright_heads_are_read(make_pdf):
    source = """#table(columns: 3, [Indikator], rotate(-90deg, reflow: true)[Satuan kerja],
      rotate(-90deg, reflow: true)[Triwulan], [IKM], [unit], [88])"""
    assert only_table(make_pdf(source)).header == ("Indikator", "Satuan kerja", "Triwulan")


def test_a_coloured_cell_without_text_is_empty(make_pdf):
    source = "#table(columns: 3, [Aksi], [TW I], [TW II], [Survei], table.cell(fill: green)[], [x])"
    assert only_table(make_pdf(source)).rows == (("Survei", "", "x"),)


def test_a_table_open_at_its_sides_is_closed(make_pdf):
    source = """#let side(x, y) = (bottom: 1pt, top: 1pt, left: if x > 0 { 1pt } else { none })
      #table(columns: 3, stroke: side, [No], [Aksi], [Target], [1], [Survei], [2 kali])"""
    table = only_table(make_pdf(source))
    assert table.header == ("No", "Aksi", "Target")
    assert table.rows == (("1", "Survei", "2 kali"),)


def test_tables_of_some_pages(make_pdf):
    rows = ", ".join(f"[{number}], [Kegiatan nomor {number}], [{number} dokumen]" for number in range(1, 41))
    path = make_pdf(f"#table(columns: 3, table.header([No], [Kegiatan], [Target]), {rows})")
    everything = tables_json(path)["tables"][0]
    second = tables_json(path, pages="2")["tables"][0]
    assert second["pages"] == [2]
    assert second["header"] == everything["header"]
    assert 0 < len(second["rows"]) < len(everything["rows"])


@pytest.mark.parametrize(("text", "numbers"), [("1", {1}), ("1-3", {1, 2, 3}), ("1-2, 5", {1, 2, 5})])
def test_pages_are_asked_for(text, numbers):
    assert page_numbers(text) == numbers


@pytest.mark.parametrize("text", ["", "x", "3-1", "0", "1-"])
def test_no_list_of_pages(text):
    with pytest.raises(ValueError, match="halaman"):
        page_numbers(text)


@given(
    columns=st.integers(1, 6), rows=st.integers(1, 6), width=st.integers(20, 90), height=st.integers(12, 60)
)
def test_a_full_grid_has_all_its_cells(columns, rows, width, height):
    across = [Edge(row * height, 0, columns * width) for row in range(rows + 1)]
    down = [Edge(column * width, 0, rows * height) for column in range(columns + 1)]
    found = grids(across, down)
    if rows * columns < 2:
        assert found == []
        return
    assert len(found) == 1
    assert len(found[0].cells) == rows * columns


ALIGNED = "columns: 4, stroke: none, column-gutter: 12pt"
ROWS = (
    "[1], [Indeks SPBE], [3,2], [3,1], "
    "[2], [Nilai SAKIP], [70,0], [71,5], "
    "[3], [Indeks layanan], [4,0], [4,1]"
)


@pytest.mark.parametrize("rule", ["", "table.hline(), "])
def test_a_table_without_rules_is_seen_by_its_alignment(make_pdf, rule):
    heads = f"{rule}[No], [Indikator], [Target], [Realisasi], {rule}"
    table = f"#table({ALIGNED}, {heads}{ROWS})"
    source = f"Pengantar di atas tabel.\n{table}\nSesudah tabel ada kalimat."
    table = only_table(make_pdf(source))
    assert table.header == ("No", "Indikator", "Target", "Realisasi")
    assert table.rows == (
        ("1", "Indeks SPBE", "3,2", "3,1"),
        ("2", "Nilai SAKIP", "70,0", "71,5"),
        ("3", "Indeks layanan", "4,0", "4,1"),
    )


def test_lines_of_a_cell_without_rules_stay_together(make_pdf):
    source = """#table(columns: (auto, 120pt, 50pt, 50pt), stroke: none, column-gutter: 12pt,
      [No], [Indikator], [TW I], [TW II],
      [1], [Indeks SPBE yang diukur pemerintah pusat], [3,2], [3,1],
      [2], [Nilai SAKIP], [70], [71],
      [3], [Indeks layanan], [4,0], [4,1])"""
    rows = only_table(make_pdf(source)).rows
    assert rows[0] == ("1", "Indeks SPBE yang diukur pemerintah pusat", "3,2", "3,1")
    assert len(rows) == 3


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            f"#columns(2)[{'Kalimat panjang tentang layanan publik. ' * 30}]", id="running text in columns"
        ),
        pytest.param(
            "#grid(columns: 2, gutter: 60pt, [Sekretaris], [Kepala Biro], [Nama Satu], [Nama Dua])",
            id="names",
        ),
        pytest.param("+ Satu\n+ Dua\n+ Tiga\n+ Empat", id="a list"),
        pytest.param("#rect(width: 100pt, height: 50pt)[Kotak]", id="a box"),
    ],
)
def test_what_is_no_table(make_pdf, source):
    assert read(make_pdf(source), name="a.pdf").tables == ()


def test_a_header_in_the_middle_of_a_page_is_no_row(make_pdf):
    heads = "[No], [Kegiatan], [Target]"
    rows = ", ".join(f"[{number}], [Kegiatan nomor {number}], [{number} dokumen]" for number in range(1, 5))
    source = f"#table(columns: 3, {heads}, {rows}, {heads}, [5], [Kegiatan nomor 5], [5 dokumen])"
    assert [row[0] for row in only_table(make_pdf(source)).rows] == ["1", "2", "3", "4", "5"]


def test_a_line_that_was_forgotten_between_two_cells(make_pdf):
    source = """#let low = table.cell(stroke: (bottom: none), inset: (bottom: 20pt))[100 persen]
      #table(columns: 3, [Aksi], [Target], [OPD], table.cell(inset: (bottom: 20pt))[Satu], low, [A],
      [Dua], table.cell(stroke: (top: none))[1 dokumen], [B])"""
    assert only_table(make_pdf(source)).rows == (("Satu", "100 persen", "A"), ("Dua", "1 dokumen", "B"))


def test_a_table_stands_in_the_text_row_by_row(make_pdf):
    source = """Sebelum
      #table(columns: (40pt, 90pt, 60pt), [No], [Indikator kinerja layanan publik], [Target],
      [1], [Indeks layanan], [], [], [Nilai], [75])
      Sesudah"""
    document = read(make_pdf(source), name="a.pdf")
    assert document.text.splitlines() == [
        "Sebelum",
        "No | Indikator kinerja layanan publik | Target",
        "1 | Indeks layanan",
        "| Nilai | 75",
        "Sesudah",
    ]
    for word in document.pages[0].words:
        assert document.text[word.start : word.end].strip("| ")


def test_a_figure_in_a_table_takes_its_role_from_the_head(make_pdf):
    rows = "[1], [Persentase layanan], [75 %], [2], [Persentase lain], [80 %]"
    source = f"#table(columns: 3, [No], [Indikator], [Target], {rows})"
    findings = find(read(make_pdf(source), name="a.pdf"))
    assert [(found.text, found.fields["role"]) for found in findings] == [
        ("75 %", "target"),
        ("80 %", "target"),
    ]


def test_text_that_a_cell_hides_is_not_that_of_the_cell_below(make_pdf):
    source = """#table(columns: (150pt, 60pt), inset: 3pt, [Indikator], [Target],
      box(height: 10pt, clip: false)[Jumlah dokumen yang disusun dan kemudian disebarkan ke desa], [5],
      [Nilai akuntabilitas kinerja seluruh perangkat], [6])"""
    rows = only_table(make_pdf(source)).rows
    assert rows[1] == ("Nilai akuntabilitas kinerja seluruh perangkat", "6")
