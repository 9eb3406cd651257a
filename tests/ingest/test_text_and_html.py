from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Empty, NoText, TooLarge, UnsupportedType
from ingest.flow_pages import pages_of_text
from ingest.limits import Limits
from ingest.read import read
from ingest.text import decode

NEWS = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Nilai RB Nusa Harapan naik</title>
<meta property="article:published_time" content="2023-10-17T09:00:00+07:00"></head>
<body><nav>Beranda Berita</nav>
<article><h1>Nilai RB Nusa Harapan naik</h1>
<p>NUSA HARAPAN - Pemerintah Provinsi Nusa Harapan mencatat nilai reformasi birokrasi 75,50 pada tahun 2022,
naik dari 70,10 pada tahun sebelumnya, demikian keterangan Biro Organisasi di kantor gubernur.</p>
<p>Batas akhir pengisian portal adalah 20 Oktober mendatang. Semua perangkat daerah diminta segera melengkapi
data dukung rencana aksi masing-masing agar tidak ada yang terlewat.</p></article>
<footer>Hak cipta</footer></body></html>"""


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_text_of_any_encoding_is_read(make_file, encoding):
    text = "Nilai “baik” tahun 2023 – naik.\r\nBaris kedua.\n"
    assert read(make_file(text.encode(encoding)), name="a.txt").text == text


@given(st.text(max_size=3000))
def test_the_pages_of_a_text_are_the_text(text):
    pages = pages_of_text(text)
    assert "".join(page.text for page in pages) == text
    words = [text[word.start : word.end] for page in pages for word in page.words]
    assert "".join(words) == "".join(text.split())
    for page in pages:
        for word in page.words:
            assert page.start <= word.start < word.end <= page.end
            assert 0 <= word.x0 < word.x1 <= page.width
            assert 0 <= word.top < word.bottom <= page.height


def test_a_news_page_gives_title_text_and_day(make_file):
    document = read(make_file(NEWS), name="berita.html")
    assert document.title == "Nilai RB Nusa Harapan naik"
    assert document.published == date(2023, 10, 17)
    assert "75,50" in document.text
    assert "Hak cipta" not in document.text
    assert document.language == "id"


@given(st.binary(max_size=500))
def test_any_bytes_decode(content):
    assert isinstance(decode(content), str)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"", Empty, id="an empty file"),
        pytest.param(b"  \n\t ", NoText, id="nothing but white space"),
        pytest.param(b"<html><body></body></html>", NoText, id="a page without text"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(200), UnsupportedType, id="a program"),
        pytest.param(b"{\\rtf1 Halo}", UnsupportedType, id="a format that is not read"),
    ],
)
def test_what_cannot_be_read_says_why(make_file, content, error):
    with pytest.raises(error) as caught:
        read(make_file(content), name="berkas.pdf")
    assert caught.value.message
    assert caught.value.name == "berkas.pdf"


def test_a_file_over_the_limit_is_not_opened(make_file):
    with pytest.raises(TooLarge, match="melebihi batas"):
        read(make_file(b"x" * 2_000_000), name="a.txt", limits=Limits(bytes=1_000_000))
