"""What a Word file shows and what stands in none of its texts: numbers of lists, pages, boxes, notes."""

from __future__ import annotations

import pytest

from ingest.read import read
from tests.ingest.making import W, p, tc, tr, zipped

LEVELS = (
    ("decimal", "%1."),
    ("lowerLetter", "%2)"),
    ("upperRoman", "%1.%3"),
)


def numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(LEVELS)
    )
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}</w:numbering>'
    )


def word(body: str, **parts: str) -> bytes:
    members = {f"word/{name}.xml": content for name, content in parts.items()}
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **members})


def item(text: str, number: int = 1, depth: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_lists_have_their_numbers(make_file):
    body = (
        item("Satu") + item("rinci", depth=1) + item("lagi", depth=1) + item("Dua") + item("rinci", depth=1)
    )
    other = item("Lain", number=2)
    text = read(make_file(word(body + other, numbering=numbering())), name="a").text
    assert text.splitlines() == ["1. Satu", "a) rinci", "b) lagi", "2. Dua", "a) rinci", "1. Lain"]


def test_a_numbered_column_has_its_numbers(make_file):
    cell = "<w:tc>{}</w:tc>"
    rows = tr(tc("No"), tc("Aksi"), tc("Target")) + "".join(
        tr(cell.format(item("")), tc(text), tc("75")) for text in ("Survei", "Telaah")
    )
    table = read(make_file(word(f"<w:tbl>{rows}</w:tbl>", numbering=numbering())), name="a").tables[0]
    assert table.rows == (("1.", "Survei", "75"), ("2.", "Telaah", "75"))


def test_a_list_may_come_from_a_style(make_file):
    place = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:styles {W}><w:style w:styleId="Daftar">{place}</w:style></w:styles>'
    content = word(p("Satu", "Daftar") + p("Dua", "Daftar"), numbering=numbering(), styles=styles)
    assert read(make_file(content), name="a").text.splitlines() == ["1. Satu", "2. Dua"]


@pytest.mark.parametrize(
    "between",
    [
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
        "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>",
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>",
    ],
)
def test_pages_are_those_of_the_file(make_file, between):
    document = read(make_file(word(p("Halaman satu") + between + p("Halaman dua"))), name="a")
    assert [page.text.strip() for page in document.pages] == ["Halaman satu", "Halaman dua"]


def test_a_text_box_in_a_cell_and_nested_tables_are_read(make_file):
    box = f"<w:p><w:r><w:txbxContent>{p('Dalam kotak')}</w:txbxContent></w:r></w:p>"
    nested = f"<w:tbl>{tr(tc('Dalam'), tc('tabel'))}</w:tbl>"
    rows = tr(tc("No"), tc("Aksi")) + tr(tc("1"), f"<w:tc>{box}{nested}{p('')}</w:tc>")
    table = read(make_file(word(f"<w:tbl>{rows}</w:tbl>")), name="a").tables[0]
    assert table.rows[0] == ("1", "Dalam tabel Dalam kotak")


def test_heads_feet_and_soft_hyphens_are_no_text_and_notes_are(make_file):
    note = f"<w:footnotes {W}><w:footnote>{p('Catatan kaki')}</w:footnote></w:footnotes>"
    end = f"<w:endnotes {W}><w:endnote>{p('Catatan akhir')}</w:endnote></w:endnotes>"
    head = f"<w:hdr {W}>{p('Kepala surat')}</w:hdr>"
    content = word(p("penye\u00adlenggaraan"), footnotes=note, endnotes=end, header1=head)
    assert read(make_file(content), name="a").text.splitlines() == [
        "penyelenggaraan",
        "Catatan kaki",
        "Catatan akhir",
    ]


def test_a_link_and_a_change_read_as_they_are_shown(make_file):
    link = "<w:hyperlink><w:r><w:t>tautan</w:t></w:r></w:hyperlink>"
    changed = (
        "<w:ins><w:r><w:t> baru</w:t></w:r></w:ins><w:del><w:r><w:delText> lama</w:delText></w:r></w:del>"
    )
    assert read(make_file(word(f"<w:p>{link}{changed}</w:p>")), name="a").text == "tautan baru\n"
