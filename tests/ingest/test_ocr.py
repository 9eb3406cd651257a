from __future__ import annotations

import io

import pypdfium2
import pytest
import typst
from PIL import Image

from ingest.errors import Damaged, TooLarge
from ingest.limits import Limits
from ingest.ocr import engine
from ingest.ocr.page import mended
from ingest.pictures import page_picture
from ingest.read import read

needs_engine = pytest.mark.skipif(engine.program() is None, reason="this machine has no Tesseract")

SENTENCES = (
    "Pemerintah Provinsi Nusa Harapan melaporkan nilai reformasi birokrasi tahun 2023 sebesar 75,50 dan "
    "realisasi anggaran mencapai 92 persen pada triwulan ketiga."
)


@pytest.fixture
def picture(make_pdf) -> Image.Image:
    """A page of text as a scanner would see it."""
    path = make_pdf(f"#set page(width: 595pt, height: 400pt)\n#set text(size: 12pt)\n{SENTENCES}")
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[0].render(scale=200 / 72).to_pil().convert("RGB")


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@needs_engine
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_picture_is_read(picture, make_file, kind):
    document = read(make_file(saved(picture, kind)), name="a")
    assert document.text.split() == SENTENCES.split()
    page = document.pages[0]
    assert page.source == "ocr"
    assert all(0.5 < word.confidence <= 1 for word in page.words)


@needs_engine
def test_words_lie_on_the_picture_of_their_page(picture, make_file):
    path = make_file(saved(picture, "PNG"))
    page = read(path, name="a").pages[0]
    shown = Image.open(io.BytesIO(page_picture(path, 1, width_px=800))).convert("L")
    scale = shown.width / page.width
    for word in page.words:
        assert shown.crop(tuple(round(side * scale) for side in word.box)).getextrema()[0] < 120


@needs_engine
def test_a_scan_in_a_pdf_is_read(picture, make_file):
    document = read(make_file(saved(picture, "PDF", resolution=200)), name="a.pdf")
    assert document.text.split() == SENTENCES.split()
    assert document.pages[0].source == "ocr"
    assert document.warnings == ()


@needs_engine
def test_a_scan_with_a_stamp_of_text_is_read_whole(picture, make_pdf, tmp_path):
    picture.save(tmp_path / "pindai.png")
    source = (
        "#set page(width: 595pt, height: 400pt, margin: 0pt)\n"
        '#place(image("pindai.png", width: 595pt))\n#place(bottom + left)[Ditandatangani secara elektronik]'
    )
    (tmp_path / "s.typ").write_text(source)
    path = tmp_path / "s.pdf"
    path.write_bytes(typst.compile(tmp_path / "s.typ"))
    assert "reformasi birokrasi tahun 2023" in " ".join(read(path, name="a.pdf").text.split())


@needs_engine
def test_a_picture_on_its_side_is_read(picture, make_file):
    document = read(make_file(saved(picture.rotate(90, expand=True), "PNG")), name="a")
    words = document.text.split()
    assert sum(word in words for word in SENTENCES.split()) > 0.9 * len(SENTENCES.split())
    first = document.pages[0].words[0]
    assert first.bottom - first.top > first.x1 - first.x0


@needs_engine
def test_every_frame_of_a_tiff_is_a_page(picture, make_file):
    content = saved(picture, "TIFF", save_all=True, append_images=[picture])
    assert [page.number for page in read(make_file(content), name="a.tif").pages] == [1, 2]


@needs_engine
def test_a_ruled_table_in_a_picture_is_read(make_pdf, make_file):
    source = """#set page(width: 595pt, height: 300pt)\n#set text(size: 12pt)
      #table(columns: (1fr, 3fr, 1fr), [Nomor], [Indikator], [Target], [11], [Indeks pelayanan], [75],
      [12], [Nilai akuntabilitas], [80])"""
    with pypdfium2.PdfDocument(make_pdf(source)) as pdf:
        picture = pdf[0].render(scale=200 / 72).to_pil().convert("RGB")
    table = read(make_file(saved(picture, "PNG")), name="a").tables[0]
    assert table.header == ("Nomor", "Indikator", "Target")
    assert table.rows == (("11", "Indeks pelayanan", "75"), ("12", "Nilai akuntabilitas", "80"))


def test_a_picture_over_the_limit_is_not_decoded(picture, make_file):
    with pytest.raises(TooLarge):
        read(make_file(saved(picture, "PNG")), name="a", limits=Limits(pixels=1000))


@needs_engine
def test_half_a_picture_is_damaged(picture, make_file):
    content = saved(picture, "PNG")
    with pytest.raises(Damaged):
        read(make_file(content[: len(content) // 2]), name="a")


@pytest.mark.parametrize(
    ("seen", "meant"),
    [("55,56Yo", "55,56%"), ("Yo", "%"), ("Yogyakarta", "Yogyakarta"), ("Ill", "III"), ("Il", "II")],
)
def test_misread_signs_are_mended(seen, meant):
    assert mended(seen) == meant


def test_the_engines_table_is_read():
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    line = "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\n"
    word = "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.4\tNilai\n"
    speck = "5\t1\t2\t1\t1\t1\t0\t50\t9\t9\t5.0\t|\n"
    assert engine.words_of_table(head + line + word + speck) == [
        engine.Recognised("Nilai", (10, 20, 40, 32), 0, 96)
    ]
