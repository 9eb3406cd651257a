from __future__ import annotations

import pdfplumber
import pypdfium2
import pytest

from ingest.document import from_dict, to_dict
from ingest.errors import Damaged, Encrypted, NoPages, TooManyPages, WrongPassword
from ingest.flow import join_broken
from ingest.language import is_readable
from ingest.limits import Limits
from ingest.pdf.plumber import plumbed
from ingest.read import read

PARAGRAPH = (
    "Pemerintah Provinsi Nusa Harapan melaporkan nilai reformasi birokrasi tahun 2023 sebesar 75,50, naik "
    "dari tahun sebelumnya. Capaian itu didorong oleh perbaikan layanan publik di semua perangkat daerah."
)


def text_of(path) -> str:
    return read(path, name=path.name).text


def test_every_word_is_its_slice_of_the_text(make_pdf):
    document = read(make_pdf(f"{PARAGRAPH}\n#pagebreak()\n{PARAGRAPH}"), name="a.pdf")
    for page in document.pages:
        words = [document.text[word.start : word.end] for word in page.words]
        assert words == page.text.split()
        assert page.text == document.text[page.start : page.end]


def test_pages_are_parted_by_a_form_feed(make_pdf):
    document = read(make_pdf("Satu\n#pagebreak()\nDua"), name="a.pdf")
    assert document.text == "Satu\fDua"
    assert [document.page_at(offset).number for offset in (0, 4, 5)] == [1, 1, 2]


def test_lines_of_a_paragraph_become_one_line(make_pdf):
    assert text_of(make_pdf(PARAGRAPH)) == PARAGRAPH


def test_boxes_lie_where_pdfplumber_sees_the_words(make_pdf):
    path = make_pdf(PARAGRAPH)
    document = read(path, name="a.pdf")
    with pdfplumber.open(path) as pdf:
        theirs = pdf.pages[0].extract_words()
    ours = document.pages[0].words
    assert [document.text[word.start : word.end] for word in ours] == [word["text"] for word in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.x0 == pytest.approx(other["x0"], abs=1.5)
        assert mine.x1 == pytest.approx(other["x1"], abs=1.5)
        assert (mine.top + mine.bottom) / 2 == pytest.approx((other["top"] + other["bottom"]) / 2, abs=3)


def test_two_columns_are_read_one_after_the_other(make_pdf):
    text = text_of(make_pdf(f"#columns(2)[{PARAGRAPH}\n#colbreak()\nKolom kedua dimulai di sini.]"))
    assert text.index("perangkat daerah.") < text.index("Kolom kedua")


def test_a_title_that_is_drawn_last_is_read_first(make_pdf):
    source = f"#v(2em)\n{PARAGRAPH}\n#place(top + left)[JUDUL LAPORAN]"
    assert text_of(make_pdf(source)).startswith("JUDUL LAPORAN")


def test_a_foot_that_is_drawn_first_is_read_last(make_pdf):
    source = f"#place(bottom + left)[Kaki halaman]\n{PARAGRAPH}"
    assert text_of(make_pdf(source)).endswith("Kaki halaman")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("kesela- \\ matan", "keselamatan", id="a hyphen at a line's end is dropped"),
        pytest.param("anak- \\ anak", "anak-anak", id="a doubled word keeps its hyphen"),
        pytest.param("undang- \\ undangan", "undang-undangan", id="a doubled word with a suffix keeps it"),
        pytest.param("2020- \\ 2024", "2020-2024", id="a span of years keeps it"),
        pytest.param("P E R A T U R A N", "PERATURAN", id="letters spaced out are one word"),
        pytest.param("efisien", "efisien", id="a ligature is its letters"),
    ],
)
def test_words(make_pdf, source, expected):
    assert text_of(make_pdf(f"#set text(ligatures: true)\n{source}")) == expected


@pytest.mark.parametrize(
    ("stem", "head", "joined"),
    [
        ("pemerin", "tahan", "pemerin"),
        ("PEMERIN", "TAHAN", "PEMERIN"),
        ("bersama", "sama", "bersama-"),
        ("e", "government", "e-"),
        ("non", "aktif", "non-"),
        ("RB", "General", "RB-"),
        ("TW", "4", "TW-"),
        ("anggaran", "(Rp)", None),
        ("", "kata", None),
    ],
)
def test_a_broken_word(stem, head, joined):
    assert join_broken(stem, head) == joined


def test_a_turned_page_is_read_as_it_is_shown(make_pdf, tmp_path):
    lying = make_pdf(f"#rotate(90deg, reflow: true)[#box(width: 250pt)[{PARAGRAPH}]]")
    turned = tmp_path / "turned.pdf"
    with pypdfium2.PdfDocument(lying) as pdf:
        pdf[0].set_rotation(270)
        pdf.save(turned)
    document = read(turned, name="a.pdf")
    page = document.pages[0]
    assert document.text == PARAGRAPH
    assert (page.width, page.height) == (300, 400)
    assert page.words[0].x0 == pytest.approx(20, abs=1)
    assert page.words[0].x1 - page.words[0].x0 > page.words[0].bottom - page.words[0].top


def test_running_heads_and_feet_are_set_apart(make_pdf):
    source = (
        "#set page(header: [Laporan Kinerja 2023], footer: context [Halaman #counter(page).display()])\n"
        + "\n#pagebreak()\n".join([PARAGRAPH] * 4)
    )
    document = read(make_pdf(source), name="a.pdf")
    for page in document.pages:
        assert [document.text[start:end] for start, end in page.margins] == [
            "Laporan Kinerja 2023",
            f"Halaman {page.number}",
        ]


def test_a_document_survives_its_plain_form(make_pdf):
    document = from_dict(to_dict(read(make_pdf(PARAGRAPH), name="a.pdf")))
    assert from_dict(to_dict(document)) == document


def test_progress_counts_pages(make_pdf):
    seen = []
    read(
        make_pdf("Satu\n#pagebreak()\nDua"),
        name="a.pdf",
        on_page=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]


def test_too_many_pages_are_refused_before_they_are_read(make_pdf):
    with pytest.raises(TooManyPages, match="2 halaman"):
        read(make_pdf("Satu\n#pagebreak()\nDua"), name="a.pdf", limits=Limits(pages=1))


def test_a_pdf_without_pages_says_so(make_file):
    catalog = (
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    source = b"%PDF-1.7\n" + catalog + b"trailer\n<</Size 3/Root 1 0 R>>\n%%EOF\n"
    with pytest.raises(NoPages):
        read(make_file(source), name="a.pdf")


def test_a_pdf_that_is_no_pdf_inside_is_damaged(make_file):
    with pytest.raises(Damaged):
        read(make_file(b"%PDF-1.7\n" + b"tidak ada isinya " * 50), name="a.pdf")


LOCKED = b"""%%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>
endobj
4 0 obj
<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>
endobj
trailer
<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>
%%%%EOF
""" % (b"11" * 32, b"22" * 32)


def test_a_locked_pdf_asks_for_its_password(make_file):
    path = make_file(LOCKED)
    with pytest.raises(Encrypted, match="kata sandi"):
        read(path, name="a.pdf")
    with pytest.raises(WrongPassword):
        read(path, name="a.pdf", password="salah")


def test_a_file_without_pages_is_told_from_a_locked_one_read_before(make_file):
    """pdfium keeps the error of the file before."""
    with pytest.raises(Encrypted):
        read(make_file(LOCKED), name="a.pdf")
    with pytest.raises(Damaged):
        read(make_file(b"%PDF-1.7\n" + b"tidak ada isinya " * 50, "b"), name="b.pdf")


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        pytest.param(PARAGRAPH, True, id="Indonesian"),
        pytest.param("The report of the agency was read by all. " * 5, True, id="English"),
        pytest.param("No. 12/TW-III 75,5 %", True, id="too short to tell"),
        pytest.param(
            "3HPHULQWDK 3URYLQVL 1XVD +DUDSDQ WKQ PHODSRUNDQ QLODL UHIRUPDVL" * 3, False, id="shifted"
        ),
        pytest.param("\ufffd\ufffd\ue001\ue002" * 40, False, id="no characters at all"),
    ],
)
def test_text_is_told_from_garbage(text, readable):
    assert is_readable(text) is readable


def test_pdfplumbers_parser_gives_the_same_words(make_pdf):
    path = make_pdf(PARAGRAPH)
    document = read(path, name="a.pdf")
    _, _, found = plumbed(path, 1, None)
    assert [token.text for token in found] == document.text.split()
    assert plumbed(path, 9, None) is None
