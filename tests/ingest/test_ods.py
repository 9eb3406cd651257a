"""Numbers of ODS workbooks are read as the sheet shows them, like those of XLSX."""

from __future__ import annotations

import pytest

from ingest.number_formats import shown, shows_numbers
from ingest.read import read
from tests.ingest.making import zipped

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = (
    f'xmlns:office="{_URN}:office:1.0" xmlns:style="{_URN}:style:1.0" xmlns:table="{_URN}:table:1.0" '
    f'xmlns:text="{_URN}:text:1.0" xmlns:number="{_URN}:datastyle:1.0"'
)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    f'<m:manifest xmlns:m="{_URN}:manifest:1.0">'
    f'<m:file-entry m:full-path="/" m:media-type="{_KIND}"/></m:manifest>'
)
STYLES = """
<number:percentage-style style:name="N1">
<number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text>
</number:percentage-style>
<number:number-style style:name="N2"><number:number number:decimal-places="2" number:min-integer-digits="1"
 number:grouping="true"/></number:number-style>
<number:currency-style style:name="N3P0"><number:currency-symbol>Rp</number:currency-symbol><number:number
 number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:currency-style>
<number:currency-style style:name="N3"><number:text>-</number:text>
<number:currency-symbol>Rp</number:currency-symbol>
<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/>
<style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:currency-style>
""" + "".join(
    f'<style:style style:name="c{n}" style:family="table-cell" style:data-style-name="N{n}"/>'
    for n in (1, 2, 3)
)


def book(rows: str, columns: str = "") -> bytes:
    body = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="Data">{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": _KIND, "content.xml": body, "META-INF/manifest.xml": _MANIFEST})


def row(*cells: str, style: str = "") -> str:
    usual = f' table:default-cell-style-name="{style}"' if style else ""
    return f"<table:table-row{usual}>{''.join(cells)}</table:table-row>"


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value: float, style: str = "", kind: str = "float") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} office:value-type="{kind}" office:value="{value}"/>'


HEAD = row(text("Uraian"), text("Capaian"), text("Nilai"), text("Pagu"))


def test_numbers_read_as_the_sheet_shows_them(make_file):
    cells = number(0.5, "c1", "percentage"), number(1234.5, "c2"), number(1500000, "c3", "currency")
    (table,) = read(make_file(book(HEAD + row(text("Survei"), *cells))), name="a.ods").tables
    assert table.rows == (("Survei", "50 %", "1.234,50", "Rp 1.500.000"),)


def test_numbers_below_nought_have_the_pattern_that_is_theirs(make_file):
    cells = number(-0.25, "c1", "percentage"), number(-1234.5, "c2"), number(-1500000, "c3", "currency")
    (table,) = read(make_file(book(HEAD + row(text("Survei"), *cells))), name="a.ods").tables
    assert table.rows == (("Survei", "-25 %", "-1.234,50", "-Rp 1.500.000"),)


def test_rows_and_columns_give_their_cells_a_style(make_file):
    columns = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column/>'
        '<table:table-column table:default-cell-style-name="c3"/>'
    )
    by_row = row(text("Survei"), number(0.5), number(0.75), text("-"), style="c1")
    by_column = row(text("Forum"), number(2), number(3), number(2000))
    (table,) = read(make_file(book(HEAD + by_row + by_column, columns)), name="a.ods").tables
    assert table.rows == (("Survei", "50 %", "75 %", "-"), ("Forum", "2", "3", "Rp 2.000"))


@pytest.mark.parametrize(("value", "reads"), [(1234.5, "1.234,50"), (-1234.5, "-1.234,50"), (0, "-")])
def test_the_format_of_accounts_is_one_of_numbers(value, reads):
    code = '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-'
    assert shows_numbers(code)
    assert shown(value, code) == reads


def test_a_member_whose_name_is_in_no_encoding_is_read_past(make_file):
    """The name in the file's own head says UTF-8 and is not; the directory has it right."""
    whole = zipped({"a.csv": "No;Aksi\n1;Survei\n", "é.csv": "No;Aksi\n2;Telaah\n"})
    broken = whole.replace("é".encode(), b"\xd0\x20", 1)
    assert "Survei" in read(make_file(broken, "a.zip"), name="a.zip").text
