"""Tables as word processors print them: cut by pages, too narrow for their words, ruled by colours alone."""

from __future__ import annotations

import pytest

from ingest.read import read

PAGE = "#set page(width: 400pt, height: 300pt, margin: 20pt)\n#set text(size: 10pt)\n"


def rows(first: int, last: int) -> str:
    body = ", ".join(f"[{n}], [Kegiatan nomor {n}], [{n} dokumen]" for n in range(first, last + 1))
    return f"#table(columns: (1fr, 3fr, 2fr), table.header([No], [Kegiatan], [Target]), {body})\n"


def counts(path):
    return [len(table.rows) for table in read(path, name="a.pdf").tables]


@pytest.mark.parametrize(
    ("source", "lengths"),
    [
        pytest.param(f"{rows(1, 3)}\n== Triwulan II\n{rows(1, 4)}", [3, 4], id="a heading parts two"),
        pytest.param(f"{rows(1, 3)}\n#v(1em)\n{rows(4, 6)}", [6], id="white alone does not"),
        pytest.param(
            f"{rows(1, 9)}#pagebreak()\n*Tabel 2. Triwulan II*\n{rows(1, 5)}",
            [9, 5],
            id="also over a page",
        ),
        pytest.param(
            f"{rows(1, 9)}#pagebreak()\n*Tabel 1 (lanjutan)*\n{rows(10, 14)}", [14], id="said to go on"
        ),
        pytest.param(
            f"#set page(header: [Lampiran Keputusan Gubernur], margin: 40pt)\n{rows(1, 30)}",
            [30],
            id="a running head",
        ),
        pytest.param(
            "#set page(header: context { if counter(page).get().first() > 1 [Rencana Aksi] }, margin: 40pt)\n"
            f"{rows(1, 14)}",
            [14],
            id="a head from the second page on",
        ),
    ],
)
def test_two_tables_of_one_head_are_two_where_a_heading_parts_them(make_pdf, source, lengths):
    assert counts(make_pdf(source)) == lengths


def test_a_row_that_a_page_cuts_is_one_though_lines_close_both_parts(make_pdf):
    upper = "#box(height: 246pt, clip: false)[#table(columns: (20pt, 1fr, 60pt), rows: (auto, auto, 1fr),"
    first = "[No], [Aksi], [Target], [1], [Menyusun pedoman], [1 dokumen], [2], align(bottom)[%s], [2 kali])]"
    cut = "Melaksanakan pendampingan penyusunan proses bisnis dan standar operasional prosedur bagi perangkat"
    lower = (
        "#pagebreak()\n#table(columns: (20pt, 1fr, 60pt), [], [daerah yang belum memiliki], [],"
        "[3], [Menilai hasilnya], [1 laporan])"
    )
    (table,) = read(make_pdf(f"{PAGE}{upper}{first % cut}{lower}"), name="a.pdf").tables
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    assert table.rows[1] == ("2", f"{cut} daerah yang belum memiliki", "2 kali")


def test_a_new_row_of_a_merged_parent_is_no_rest_of_the_one_above(make_pdf):
    upper = "#box(height: 246pt)[#table(columns: (20pt, 1fr, 60pt), rows: (auto, auto, 1fr), [No], [Aksi],"
    first = "[Target], [1], [Menyusun pedoman], [1 dokumen], [2], align(bottom)[Pendampingan], [2 kali])]"
    lower = "#pagebreak()\n#table(columns: (20pt, 1fr, 60pt), [], [Menilai hasilnya], [1 laporan])"
    (table,) = read(make_pdf(f"{PAGE}{upper}{first}{lower}"), name="a.pdf").tables
    assert table.rows[-1] == ("", "Menilai hasilnya", "1 laporan")


def test_words_and_figures_that_a_narrow_column_breaks_are_whole(make_pdf):
    cells = (
        "[Kegiatan], [Target], [Pagu], [Survei dokumen], [dokum \\ en], [382.585. \\ 266],"
        "[Forum konsultasi], [12 \\ bulan], [404.197. \\ 730], [Rapat umum], [doku \\ men], [97.143.2 \\ 47]"
    )
    source = f"{PAGE}#table(columns: (200pt, 37pt, 44pt), {cells})"
    (table,) = read(make_pdf(source), name="a.pdf").tables
    assert table.rows == (
        ("Survei dokumen", "dokumen", "382.585.266"),
        ("Forum konsultasi", "12 bulan", "404.197.730"),
        ("Rapat umum", "doku men", "97.143.247"),
    )


def test_two_words_that_fill_their_lines_stay_two(make_pdf):
    source = f"{PAGE}#table(columns: (200pt, 52pt), [Kegiatan], [Unit kerja], [Survei], [Biro \\ umum])"
    (table,) = read(make_pdf(source), name="a.pdf").tables
    assert table.rows == (("Survei", "Biro umum"),)


STRIPES = """#let line(y) = if calc.rem(y, 2) == 1 { rgb("#e6eed5") } else { none }
#table(columns: (30pt, 150pt, 80pt), stroke: (x, y) => if y == 0 { 0.5pt } else { none },
  fill: (x, y) => if y == 0 { green } else { line(y) }, [No], [Kegiatan], [Target],
  [1], [Survei kepuasan masyarakat di semua unit layanan], [1 laporan], [2], [Forum konsultasi], [2 kali],
  [3], [Penyusunan standar], [4 dokumen], [4], [Penilaian], [70,5])
#place(top + left, rect(width: 260pt, height: 108pt, stroke: 0.5pt))"""


def test_a_style_with_a_ruled_head_and_a_frame_has_its_rows_by_their_stripes(make_pdf):
    (table,) = read(make_pdf(f"{PAGE}{STRIPES}"), name="a.pdf").tables
    assert table.header == ("No", "Kegiatan", "Target")
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4"]
    assert table.rows[0] == ("1", "Survei kepuasan masyarakat di semua unit layanan", "1 laporan")
    assert table.rows[3] == ("4", "Penilaian", "70,5")
