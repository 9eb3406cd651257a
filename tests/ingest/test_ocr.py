"""Scans and photos: by RapidOCR on every machine, by Tesseract where it is, which then reads the most."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy
import pillow_heif
import pypdfium2
import pytest
import typst
from PIL import Image, ImageFilter

from ingest.columns import in_columns
from ingest.document import Page
from ingest.errors import Damaged, TooLarge
from ingest.limits import Limits
from ingest.ocr import engine, rapid, tesseract
from ingest.ocr.page import mended
from ingest.ocr.recognised import Recognised
from ingest.pictures import page_picture
from ingest.read import read

SENTENCES = (
    "Pemerintah Provinsi Nusa Harapan melaporkan nilai reformasi birokrasi tahun 2023 sebesar 75,50 dan "
    "realisasi anggaran mencapai 92 persen pada triwulan ketiga."
)
has_tesseract = pytest.mark.skipif(
    not tesseract.reads_indonesian(), reason="this machine has no Tesseract with Indonesian"
)
both_engines = pytest.mark.parametrize(
    "reader", [pytest.param("tesseract", marks=has_tesseract), "rapidocr"], indirect=True
)


@both_engines
def test_words_are_read_as_they_stand(picture, make_file, reader):
    document = read(make_file(saved(picture, "PNG")), name="a")
    assert document.text.split() == SENTENCES.split()
    page = document.pages[0]
    assert page.source == "ocr"
    assert all(0.5 < word.confidence <= 1 for word in page.words)
    assert words_on_ink(page, picture) == len(page.words)
    assert reader in document.warnings[0].message.casefold()


@pytest.mark.parametrize("degrees", [90, 180, -4])
def test_a_page_that_lies_or_leans_is_read(picture, make_file, degrees):
    leaning = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    document_path = make_file(saved(leaning, "PNG"))
    document = read(document_path, name="a")
    assert document.text.split() == SENTENCES.split()
    page = document.pages[0]
    assert page.turn == pytest.approx(degrees % 360, abs=0.3)
    assert page.words[0].top < page.words[len(page.words) - 1].top
    assert words_on_ink(page, shown(page, document_path)) == len(page.words)


def test_a_photo_in_uneven_light_is_read(picture, make_file):
    document = read(make_file(saved(photographed(picture), "JPEG", quality=70)), name="a.jpg")
    assert document.text.split() == SENTENCES.split()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_every_kind_of_picture_is_read(picture, make_file, kind):
    assert read(make_file(saved(picture, kind)), name="a").text.split() == SENTENCES.split()


def test_a_photo_of_a_phone_is_read_upright(picture, make_file):
    """HEIC, with the camera's turn in its EXIF."""
    turned = picture.rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    pillow_heif.from_pillow(turned).save(out, exif=exif.tobytes(), quality=90)
    document = read(make_file(out.getvalue()), name="IMG_0001.HEIC")
    assert document.text.split() == SENTENCES.split()
    assert document.pages[0].width > document.pages[0].height


def test_words_lie_on_the_picture_of_their_page(picture, make_file):
    path = make_file(saved(picture, "PNG"))
    page = read(path, name="a").pages[0]
    assert words_on_ink(page, shown(page, path)) == len(page.words)


def test_a_scan_in_a_pdf_is_read(picture, make_file):
    document = read(make_file(saved(picture, "PDF", resolution=200)), name="a.pdf")
    assert document.text.split() == SENTENCES.split()
    assert document.pages[0].source == "ocr"
    assert [warning.code for warning in document.warnings] == ["recognised"]


def test_a_scan_with_a_stamp_of_text_is_read_whole(on_a_page):
    stamped = on_a_page("#place(bottom + left)[Ditandatangani secara elektronik]")
    assert "reformasi birokrasi tahun 2023" in " ".join(read(stamped, name="a.pdf").text.split())


def test_every_frame_of_a_tiff_is_a_page(picture, make_file):
    content = saved(picture, "TIFF", save_all=True, append_images=[picture])
    seen = []
    document = read(make_file(content), name="a.tif", on_page=lambda done, total: seen.append((done, total)))
    assert [page.number for page in document.pages] == [1, 2]
    assert seen == [(1, 2), (2, 2)]


def test_of_a_tiff_whose_list_of_frames_breaks_off_the_rest_is_read(picture, make_file):
    content = saved(picture, "TIFF", save_all=True, append_images=[picture])
    (first,) = struct.unpack_from("<I", content, 4)
    (tags,) = struct.unpack_from("<H", content, first)
    (second,) = struct.unpack_from("<I", content, first + 2 + 12 * tags)
    width = content.index(struct.pack("<H", 256), second)
    document = read(make_file(content[:width] + b"\xff\xff" + content[width + 2 :]), name="a.tif")
    assert [page.number for page in document.pages] == [1]
    assert "damaged-part" in {remark.code for remark in document.warnings}


def test_a_ruled_table_in_a_picture_is_read(make_pdf, make_file):
    source = """#set page(width: 595pt, height: 300pt)\n#set text(size: 12pt)
      #table(columns: (1fr, 3fr, 1fr), [Nomor], [Indikator], [Target], [11], [Indeks pelayanan], [75],
      [12], [Nilai akuntabilitas], [80])"""
    table = read(make_file(saved(drawn(make_pdf(source)), "PNG")), name="a").tables[0]
    assert table.header == ("Nomor", "Indikator", "Target")
    assert table.rows == (("11", "Indeks pelayanan", "75"), ("12", "Nilai akuntabilitas", "80"))


@both_engines
def test_a_line_read_by_itself_changes_nothing_for_the_pages_after_it(picture, reader):
    before = engine.recognise(picture)
    engine.recognise_line(picture.crop((0, 0, picture.width, picture.height // 3)))
    assert engine.recognise(picture) == before


def test_a_picture_over_the_limit_is_not_decoded(picture, make_file):
    with pytest.raises(TooLarge):
        read(make_file(saved(picture, "PNG")), name="a", limits=Limits(pixels=1000))


def test_a_later_frame_over_the_limit_is_not_decoded(picture, make_file):
    content = saved(picture.resize((40, 40)), "TIFF", save_all=True, append_images=[picture])
    with pytest.raises(TooLarge):
        read(make_file(content), name="a.tif", limits=Limits(pixels=40_000))


def test_half_a_picture_is_damaged(picture, make_file):
    content = saved(picture, "PNG")
    with pytest.raises(Damaged):
        read(make_file(content[: len(content) // 2]), name="a")


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        *(("55,56Yo", "55,56%"), ("Yo", "%"), ("Yogyakarta", "Yogyakarta")),
        *(
            ("Ill", "III"),
            ("Il", "II"),
            ("ll.", "II."),
            ("lV", "IV"),
            ("Xll", "XII"),
            ("VX", "VX"),
            ("XL", "XL"),
        ),
        *(
            ("TWI", "TW I"),
            ("TWIl", "TW II"),
            ("TWlV", "TW IV"),
            ("TWLI", "TWL I"),
            ("TriwulanIII,", "Triwulan III,"),
        ),
        *(("TW-l", "TW-I"), ("TW1", "TW1"), ("TWL", "TWL"), ("l", "l"), ("TWITTER", "TWITTER")),
    ],
)
def test_misread_signs_are_mended(seen, meant):
    assert mended(seen) == meant


def test_tesseracts_table_is_read():
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    line = "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\n"
    word = "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.4\tNilai\n"
    speck = "5\t1\t2\t1\t1\t1\t0\t50\t9\t9\t5.0\t|\n"
    assert tesseract.words_of_table(head + line + word + speck) == [
        Recognised("Nilai", (10, 20, 40, 32), 0, 96)
    ]


def test_a_line_is_split_where_its_blanks_are():
    """Ten letters and a blank on twelve steps: each word gets the part of the line that its letters fill."""
    corners = [(100, 10), (220, 10), (220, 30), (100, 30)]
    sure = [0.9, 0.9, 0.6, 0.9, 0.9, 0.2, 0.99, 0.99, 0.99, 0.99]
    words = rapid.words_of_line("Nilai 75,5", sure, [1, 2, 3, 4, 5, 7, 8, 9, 10], 12, corners)
    assert list(words) == [("Nilai", 0.6, (109, 10, 161, 30)), ("75,5", 0.99, (169, 10, 211, 30))]


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(0, 20, 90, 30), (50, 0, 90, 10), (0, 1, 40, 11)], [2, 1, 0], id="rows across"),
        pytest.param(
            [(x, 20 * row, x + 90, 20 * row + 12) for row in range(5) for x in (0, 110)],
            [0, 2, 4, 6, 8, 1, 3, 5, 7, 9],
            id="two columns",
        ),
        pytest.param(
            [
                (x, 20 * row, x + width, 20 * row + 12)
                for row in range(5)
                for x, width in ((0, 90), (110, 15))
            ],
            list(range(10)),
            id="a column of figures",
        ),
        pytest.param(
            [(0, 0, 200, 12)]
            + [(x, 20 * row, x + 90, 20 * row + 12) for row in range(1, 5) for x in (0, 110)]
            + [(0, 100, 200, 112)],
            [0, 1, 3, 5, 7, 2, 4, 6, 8, 9],
            id="columns between a head and a foot",
        ),
        pytest.param(
            [(x, 20 * row, x + 58, 20 * row + 12) for row in range(4) for x in (0, 70, 140)],
            [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11],
            id="three columns",
        ),
    ],
)
def test_columns_of_prose_are_read_one_after_the_other(boxes, order):
    assert in_columns(boxes) == order


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def drawn(path: Path) -> Image.Image:
    """The first page as a scanner would see it."""
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[0].render(scale=200 / 72).to_pil().convert("RGB")


def photographed(picture: Image.Image) -> Image.Image:
    """Lit from one corner, with the grain of a small camera."""
    grey = numpy.asarray(picture.convert("L")).astype(float)
    rows, columns = numpy.indices(grey.shape)
    light = 1 - 0.75 * (rows / grey.shape[0] + columns / grey.shape[1]) / 2
    grain = numpy.random.default_rng(20).normal(0, 5, grey.shape)
    return Image.fromarray((grey * light + grain).clip(0, 255).astype("uint8")).filter(
        ImageFilter.GaussianBlur(0.6)
    )


def shown(page: Page, path: Path) -> Image.Image:
    """The page as people see it."""
    return Image.open(io.BytesIO(page_picture(path, page.number, width_px=800, turn=page.turn)))


def words_on_ink(page: Page, picture: Image.Image) -> int:
    """How many words' boxes hold something dark, and not all of the page's."""
    grey = picture.convert("L")
    scale = grey.width / page.width
    boxes = [tuple(round(side * scale) for side in word.box) for word in page.words]
    small = [box for box in boxes if (box[2] - box[0]) * (box[3] - box[1]) < 0.2 * grey.width * grey.height]
    return sum(grey.crop(box).getextrema()[0] < 120 for box in small)


@pytest.fixture
def picture(make_pdf: Callable[..., Path]) -> Image.Image:
    """Two lines of text on a page."""
    source = f"#set page(width: 400pt, height: 150pt)\n#set text(size: 12pt)\n{SENTENCES}"
    return drawn(make_pdf(source))


@pytest.fixture
def on_a_page(picture: Image.Image, tmp_path: Path) -> Callable[[str], Path]:
    """A PDF whose page is the picture, with more on it."""

    def make(more: str) -> Path:
        picture.save(tmp_path / "pindai.png")
        source = tmp_path / "s.typ"
        source.write_text(
            "#set page(width: 400pt, height: 150pt, margin: 0pt)\n"
            f'#place(image("pindai.png", width: 400pt))\n{more}'
        )
        path = tmp_path / "s.pdf"
        path.write_bytes(typst.compile(source))
        return path

    return make


@pytest.fixture
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The engine of that name: Tesseract is hidden where it is not the one."""
    if request.param == "rapidocr":
        monkeypatch.setenv("PATH", str(tmp_path))
    forget_engines()
    assert engine.chosen() == request.param
    yield request.param
    forget_engines()


def forget_engines() -> None:
    for known in (tesseract.program, tesseract.reads_indonesian, engine.chosen):
        known.cache_clear()
