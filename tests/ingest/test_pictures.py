from __future__ import annotations

import io

import pillow_heif
import pytest
from PIL import Image

from ingest.errors import NoSuchPage
from ingest.limits import Limits
from ingest.pictures import line_crop, page_picture
from ingest.read import read

SENTENCE = "Nilai SAKIP Provinsi Nusa Harapan 75,50 pada tahun 2022."


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    return picture.convert("L")


def darkest(picture: Image.Image, box, scale: float) -> int:
    return picture.crop(tuple(round(side * scale) for side in box)).getextrema()[0]


@pytest.mark.parametrize("kind", ["pdf", "txt"])
def test_each_word_is_drawn_inside_its_box(make_pdf, make_file, kind):
    path = make_pdf(SENTENCE) if kind == "pdf" else make_file(SENTENCE)
    page = read(path, name="a").pages[0]
    picture = opened(page_picture(path, 1, width_px=1200))
    scale = picture.width / page.width
    assert picture.width == pytest.approx(1200, abs=1)
    for word in page.words:
        assert darkest(picture, word.box, scale) < 100
    bottom = max(word.bottom for word in page.words)
    assert darkest(picture, (0, bottom + 3, page.width, page.height - 1), scale) > 200


def test_boxes_are_marked(make_pdf):
    path = make_pdf(SENTENCE)
    plain = page_picture(path, 1, width_px=400)
    marked = Image.open(io.BytesIO(page_picture(path, 1, width_px=400, boxes=[(100, 100, 200, 120)])))
    red, green, blue = marked.convert("RGB").getpixel((150, 110))
    assert red > blue + 40
    assert opened(plain).getpixel((150, 110)) > 240
    assert green > blue


def test_a_crop_is_small_and_shows_the_line(make_pdf):
    path = make_pdf(SENTENCE * 3)
    word = read(path, name="a").pages[0].words[0]
    content = line_crop(path, 1, word.box)
    assert len(content) <= 20_000
    assert opened(content).width == 800
    assert len(line_crop(path, 1, word.box, max_bytes=1500)) <= 1500


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there(make_pdf, make_file, page):
    with pytest.raises(NoSuchPage, match="1 halaman"):
        page_picture(make_pdf(SENTENCE), page, width_px=100)
    with pytest.raises(NoSuchPage):
        page_picture(make_file(SENTENCE), page, width_px=100)


@pytest.mark.parametrize("size", [(14_400, 14_400), (60, 14_400), (14_400, 60)])
def test_a_page_as_large_as_a_pdf_may_have_is_drawn_within_the_limit(make_pdf, size):
    width, height = size
    path = make_pdf(f"#set page(width: {width}pt, height: {height}pt, margin: 4pt)\nNilai")
    limits = Limits(pixels=1_000_000)
    page = opened(page_picture(path, 1, width_px=1600, limits=limits))
    crop = opened(line_crop(path, 1, (4, 4, 40, 16), limits=limits))
    assert page.width * page.height <= 1_010_000
    assert max(*page.size, *crop.size) <= 16_000


def photograph(kind: str, **more) -> bytes:
    """A page of noise, which no format makes small, with two frames where there may be several."""
    noise = Image.effect_noise((1600, 2200), 90).convert("RGB")
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(noise).save(out, quality=60)
    else:
        noise.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "HEIF", "PDF"])
def test_a_crop_of_a_photograph_is_small_as_well(make_file, kind):
    path = make_file(photograph(kind))
    content = line_crop(path, 1, (100, 300, 480, 420))
    assert opened(content).width > 0
    assert len(content) <= 20_000


def test_each_frame_of_a_tiff_has_its_picture(make_file):
    dark = Image.new("RGB", (300, 400), "black")
    path = make_file(photograph("TIFF", save_all=True, append_images=[dark]))
    assert opened(page_picture(path, 2, width_px=200)).getextrema()[1] < 30
    with pytest.raises(NoSuchPage):
        page_picture(path, 3, width_px=200)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<html><body><article><p>Nilai 75,50 naik pada tahun 2023.</p></article></body></html>"),
        ("a.csv", b"No;Aksi;Target\n1;Survei;75\n2;Telaah;80\n"),
        ("a.eml", b"From: a@contoh.example\nTo: b@contoh.example\nSubject: Nilai\n\nNilai 75,50 naik.\n"),
    ],
)
def test_what_has_no_drawn_pages_has_a_picture_with_boxes_all_the_same(make_file, name, content):
    path = make_file(content, name)
    document = read(path, name=name)
    word = document.pages[0].words[0]
    crop = Image.open(io.BytesIO(line_crop(path, 1, word.box, document=document))).convert("RGB")
    colours = {pixel for _count, pixel in crop.getcolors(1 << 20)}
    assert any(red > blue + 60 for red, _green, blue in colours)
    assert len(line_crop(path, 1, word.box)) <= 20_000
