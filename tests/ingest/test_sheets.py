"""Numbers as a workbook shows them, and workbooks that say less than they seem to."""

from __future__ import annotations

import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ingest.errors import TooManyCells
from ingest.number_formats import shown, shows_numbers
from ingest.read import read
from tests.ingest.making import zipped


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.5, "0%", "50 %"),
        (0.12345, "0.00%", "12,35 %"),
        (1234567.0, "#,##0", "1.234.567"),
        (75.5, "0.00", "75,50"),
        (75.5, "#,##0.##", "75,5"),
        (2560783220.0, '"Rp"#,##0', "Rp 2.560.783.220"),
        (1500.5, "[$Rp-421] #,##0.00", "Rp 1.500,50"),
        (-1500.0, "#,##0;(#,##0)", "(1.500)"),
        (-1500.0, "#,##0;[Red]-#,##0", "-1.500"),
        (-2.0, "0.0", "-2,0"),
        (0.0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "-"),
        (12.0, '0" orang"', "12 orang"),
        (3.0, "000", "003"),
        (4560000.0, '#,##0.0,,"juta"', "4,6juta"),
        (2.005, "0.00", "2,01"),
        (5.0, "General", None),
    ],
)
def test_a_number_reads_as_it_is_shown(value, code, text):
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("0%", True),
        ("#,##0", True),
        ('0" hari"', True),
        ("General", False),
        ("dd/mm/yyyy", False),
        ("@", False),
    ],
)
def test_which_formats_are_looked_for(code, changes):
    assert shows_numbers(code) is changes


def test_percentages_and_money_are_read_with_their_signs(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("B3", ["Indikator", "Target", "Pagu"])
        sheet.write("B4", "Layanan")
        sheet.write("C4", 0.5, book.add_format({"num_format": "0%"}))
        sheet.write("D4", 1250000, book.add_format({"num_format": '"Rp" #,##0'}))
    assert read(path, name="a").tables[0].rows == (("Layanan", "50 %", "Rp 1.250.000"),)


def test_what_a_workbook_hides_or_did_not_compute_is_said(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Renaksi"
    for row in (["No", "Aksi", "Nilai"], [1, "Survei", "=1/2"], [2, "Telaah", 3]):
        book.active.append(row)
    book.active["C4"] = "#DIV/0!"
    book.active["C4"].data_type = "e"
    book.create_sheet("Rahasia")["A1"] = "isi"
    book["Rahasia"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx", name="a")
    assert [remark.code for remark in document.warnings] == [
        "sheet-errors",
        "sheet-not-calculated",
        "sheet-hidden",
    ]
    assert "Rahasia" in document.warnings[-1].message
    assert "isi" not in document.text


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Aksi", "Tenggat", "OPD"])
    book.active.append(["Survei", date(2024, 10, 20), "Bappeda"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", name="a").tables[0].rows[0][1] == "20/10/2024"


def test_a_stray_cell_far_away_is_named_instead_of_walked_to(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Isian")
        sheet.write("A1", "Target")
        sheet.write(1_048_575, 16_383, 5)
    with pytest.raises(TooManyCells, match="Isian"):
        read(tmp_path / "a.xlsx", name="a")


def test_a_cell_beyond_what_the_sheet_says_of_its_size_is_found_before_memory_is_taken(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Isian").write_row(0, 0, [1, 2, 3])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b'r="C1"', b'r="XFD1048576"')
    (tmp_path / "a.xlsx").write_bytes(zipped(members))
    with pytest.raises(TooManyCells, match="Isian"):
        read(tmp_path / "a.xlsx", name="a")
