"""Tables of web pages, saved pages and mails: merged cells, heads of two rows, and what is no table."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from ingest.html_tables import marked_page
from ingest.read import read

TABLE = """<table><thead><tr><th rowspan=2>Indikator</th><th colspan=2>Target</th><th rowspan=2>OPD</th></tr>
<tr><th>TW I</th><th>TW II</th></tr></thead><tbody><tr><td>Nilai <b>SAKIP</b><br>pemda</td><td>70,1</td>
<td>71,2</td><td rowspan=2>Bappeda</td></tr><tr><td>Indeks SPBE</td><td>3,1</td><td>3,4</td></tr></tbody>
</table>"""
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>Capaian reformasi</title></head><body>
<nav><table><tr><td>Menu</td><td>Beranda</td></tr><tr><td>Berita</td><td>Agenda</td></tr></table></nav>
<article><h1>Capaian reformasi</h1><p>Bupati menyampaikan capaian reformasi birokrasi tahun 2024 di hadapan
para kepala perangkat daerah pada hari Senin. Rinciannya sebagai berikut.</p>{TABLE}
<p>Demikian
disampaikan Kepala Bagian Organisasi. Semua perangkat daerah diminta segera melengkapi data dukung.</p>
</article>
</body></html>"""
HEADER = ("Indikator", "Target / TW I", "Target / TW II", "OPD")
ROWS = (("Nilai SAKIP pemda", "70,1", "71,2", "Bappeda"), ("Indeks SPBE", "3,1", "3,4", ""))


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Laporan capaian", "biro@nusa.example"
    message.set_content("Lihat tabel.")
    message.add_alternative(f"<p>Berikut capaian kami.</p>{TABLE}<p>Terima kasih.</p>", subtype="html")
    return message.as_bytes()


def saved_page() -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://nusa.example\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="batas"\r\n\r\n--batas\r\n'
        "Content-Type: text/html; charset=utf-8\r\n\r\n"
    )
    return f"{head}{PAGE}\r\n--batas--\r\n".encode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(PAGE.encode(), "a.html", id="a web page"),
        pytest.param(saved_page(), "a.mhtml", id="a saved page"),
        pytest.param(mail(), "a.eml", id="a mail"),
        pytest.param(f"<html><body>{TABLE}</body></html>".encode(), "a.html", id="nothing but a table"),
    ],
)
def test_a_table_of_a_page_is_its_header_and_rows(make_file, content, name):
    document = read(make_file(content), name=name)
    assert [(table.header, table.rows) for table in document.tables] == [(HEADER, ROWS)]


def test_the_rows_of_a_table_stand_in_the_text_at_their_boxes(make_file):
    document = read(make_file(PAGE), name="a.html")
    (table,) = document.tables
    page = document.pages[table.row_pages[1] - 1]
    x0, top, x1, bottom = table.row_boxes[1]
    inside = [w for w in page.words if x0 <= w.x0 and w.x1 <= x1 and top <= w.top and w.bottom <= bottom]
    words = [document.text[word.start : word.end] for word in inside]
    assert [word for word in words if word != "|"] == ["Indeks", "SPBE", "3,1", "3,4"]


def test_what_stands_around_a_table_stays_around_it(make_file):
    text = read(make_file(PAGE), name="a.html").text
    assert text.index("Rinciannya") < text.index("Nilai SAKIP") < text.index("Demikian disampaikan")
    assert "zqtabel" not in text
    assert "Beranda" not in text


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<table><tr><td>kiri<td>kanan</table>", id="one row"),
        pytest.param("<table><tr><td>a<tr><td>b<tr><td>c<tr><td>d</table>", id="one column"),
        pytest.param(f"<table role=presentation>{TABLE[7:]}", id="said to be no table"),
        pytest.param(f"<table hidden>{TABLE[7:]}", id="hidden"),
        pytest.param("<table><tr><td>a<td><form>b</form><tr><td>c<td>d</table>", id="around a form"),
        pytest.param(f"<table><tr><td>{'kata ' * 600}<td>b<tr><td>c<td>d</table>", id="around an article"),
    ],
)
def test_what_only_sets_a_page_is_no_table(source):
    assert marked_page(f"<html><body>{source}</body></html>") is None


def test_spans_beyond_the_table_end_with_it(make_file):
    wide = "<table><tr><th>Aksi<th>Target<tr><td rowspan=9999>Survei<td colspan=0>2<tr><td>3</table>"
    (table,) = read(make_file(f"<html><body>{wide}</body></html>"), name="a.html").tables
    assert table.header == ("Aksi", "Target")
    assert table.rows[0] == ("Survei", "2")


def test_signs_that_no_page_may_have_break_no_table(make_file):
    page = PAGE.replace("Indeks SPBE", "Indeks\x01 SPBE&#2;")
    (table,) = read(make_file(page), name="a.html").tables
    assert table.rows[1][0] == "Indeks SPBE"
