from __future__ import annotations

import io

import pytest
from PIL import Image

from ingest.errors import NoSuchPage
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
