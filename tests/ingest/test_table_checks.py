"""Printed totals against the sums of the rows above them."""

import pytest

from ingest.document import Table
from ingest.read import read
from ingest.table_checks import is_total, mismatches, total_remarks
from ingest.tables import tables_json

HEAD = ("No", "Kegiatan", "Anggaran")


def table(*rows, header=HEAD):
    return Table(pages=(1,), header=header, rows=rows, row_pages=(1,) * len(rows))


def test_a_total_that_does_not_hold_is_a_sentence_with_its_place():
    wrong = table(("1", "Bimtek", "70"), ("2", "Rapat", "48"), ("", "Jumlah", "120"))
    assert [(remark.message, remark.page) for remark in total_remarks(wrong)] == [
        ("Baris “Jumlah”, kolom Anggaran: tercetak 120, dijumlahkan 118.", 1)
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("1", "a", "70"), ("2", "b", "50"), ("", "Jumlah", "120")), id="a plain sum"),
        pytest.param(
            (("1", "a", "Rp1.000,-"), ("2", "b", "500"), ("Total", "", "1.500")),
            id="currency and closing dash",
        ),
        pytest.param((("1", "a", "10"), ("2", "b", "-"), ("3", "c", "5"), ("Jumlah", "", "15")), id="a dash"),
        pytest.param(
            (
                ("1", "a", "10"),
                ("2", "b", "20"),
                ("", "Sub Jumlah", "30"),
                ("3", "c", "1"),
                ("4", "d", "2"),
                ("", "Sub Jumlah", "3"),
                ("", "Total", "33"),
            ),
            id="subtotals and their total",
        ),
        pytest.param(
            (("A", "Program", "30"), ("1", "a", "10"), ("2", "b", "20"), ("", "Jumlah", "30")),
            id="a parent prints the sum of its children",
        ),
        pytest.param(
            (("1", "a", "10"), ("2", "b", "baik"), ("", "Jumlah", "99")), id="a column of words too"
        ),
        pytest.param((("1", "a", "10"), ("", "Jumlah", "99")), id="one row is no sum"),
        pytest.param((("1", "a", "10"), ("2", "Jumlah peserta", "99")), id="an indicator named jumlah"),
    ],
)
def test_a_total_that_may_hold_is_not_doubted(rows):
    assert mismatches(table(*rows)) == []


def test_shares_and_indexes_are_not_added_up():
    shares = table(
        ("1", "a", "50"), ("2", "b", "70"), ("", "Jumlah", "60"), header=("No", "Kegiatan", "Capaian %")
    )
    assert mismatches(shares) == []


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        (("", "Jumlah", "", "120"), True),
        (("TOTAL ANGGARAN", "5.000"), True),
        (("Sub-Jumlah :", "1"), True),
        (("Jumlah dokumen yang disusun", "4"), False),
        (("1", "Jumlah", "4"), False),
    ],
)
def test_what_is_a_row_of_totals(texts, total):
    assert is_total(texts) is total


def test_a_document_warns_of_a_total_that_does_not_hold(make_pdf):
    path = make_pdf(
        "#table(columns: 3, [No], [Kegiatan], [Anggaran], [1], [Bimtek], [70], [2], [Rapat], [48], "
        "[], [Jumlah], [120])"
    )
    told = "Baris “Jumlah”, kolom Anggaran: tercetak 120, dijumlahkan 118."
    assert [(one.code, one.message, one.page) for one in read(path, name="a.pdf").warnings] == [
        ("table-total", told, 1)
    ]
    assert tables_json(path)["warnings"] == [{"code": "table-total", "page": 1, "message": told}]


def test_rows_know_their_place_on_the_page(make_pdf):
    path = make_pdf(
        "#set page(width: 300pt, height: 200pt, margin: 20pt)\n"
        "#table(columns: 2, [No], [Kegiatan], [1], [Bimtek], [2], [Rapat])"
    )
    document = read(path, name="a.pdf")
    found = document.tables[0]
    words = {document.text[word.start : word.end]: word for word in document.pages[0].words}
    for name, box in zip(("Bimtek", "Rapat"), found.row_boxes, strict=True):
        assert box is not None
        assert box[0] <= words[name].x0 <= words[name].x1 <= box[2]
        assert box[1] <= words[name].top <= words[name].bottom <= box[3]
    assert found.row_sure == (1.0, 1.0)
    assert len(found.xs) == 3
