"""Pictures of pages and of single lines, with boxes drawn from stored coordinates. WebP, small."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import sqrt
from pathlib import Path

import pypdfium2
import typst
from PIL import Image, ImageDraw, ImageOps

from ingest import sniff
from ingest.document import Box, Document, Page, turned_size
from ingest.errors import Damaged, NoSuchPage
from ingest.flow_pages import FONT_SIZE, LINE_HEIGHT
from ingest.images import frame_of, opened_image, page_size
from ingest.limits import DEFAULT, Limits
from ingest.pdf.opening import LOCK, opened
from ingest.read import check_size_and_type, read

_WIDEST = 4000  # pixels
_LONGEST_SIDE = 16_000  # pixels: WebP has no longer one
_QUALITY = 70
_FEW_COLOURS, _FEWEST_COLOURS = 10, 6
_SMALL = 600  # pixels: below it a picture is for a first look
_CROP_QUALITIES = (80, 60, 40, 25, 10)
_CROP_SCALE = 2.0  # pixels a point: 144 dots an inch
_CROP_MARGIN = 6.0  # points above and below
_BOX_FILL, _BOX_EDGE = (255, 196, 0, 70), (200, 120, 0, 255)
_PAGE_SOURCE = """
#let page-of = json(bytes(sys.inputs.page))
#set page(width: page-of.width * 1pt, height: page-of.height * 1pt, margin: 0pt)
#set text(font: "DejaVu Sans Mono", size: page-of.size * 1pt, top-edge: "ascender", bottom-edge: "descender")
#for (x, y, word) in page-of.words { place(top + left, dx: x * 1pt, dy: y * 1pt, text(word)) }
"""


def page_picture(
    path: Path,
    page_number: int,
    *,
    width_px: int,
    boxes: Sequence[Box] = (),
    limits: Limits = DEFAULT,
    password: str | None = None,
    turn: float = 0.0,
    document: Document | None = None,
) -> bytes:
    """The page (1-based) as WebP, `width_px` wide, with the boxes (PDF points, as the page is shown) marked.

    `turn` is that of the page as it was read (`Page.turn`): a scan that leans is shown straight. `document`
    spares reading the file again where it has no pages of its own (text, web pages, sheets).
    Raises NoSuchPage, or what reading the file raises.
    """
    with _rendered(path, page_number, limits, password, document) as drawn:
        render = _TurnedRender(drawn, turn) if turn else drawn
        width = render.width
        picture = render(_scale_within(min(max(width_px, 1), _WIDEST) / width, render, limits))
    if boxes:
        picture = _marked(picture, boxes, picture.width / width)
    return min(_webp(picture, _QUALITY), _in_few_colours(picture), key=len)


def line_crop(
    path: Path,
    page_number: int,
    box: Box,
    *,
    max_bytes: int = 20_000,
    limits: Limits = DEFAULT,
    password: str | None = None,
    turn: float = 0.0,
    document: Document | None = None,
) -> bytes:
    """The whole width of the page around the box, as WebP of at most `max_bytes`, the box marked.

    `turn` and `document` as above. Raises NoSuchPage, or what reading the file raises.
    """
    with _rendered(path, page_number, limits, password, document) as drawn:
        render = _TurnedRender(drawn, turn) if turn else drawn
        picture = render(_scale_within(_CROP_SCALE, render, limits))
        scale = picture.width / render.width
    picture = _marked(picture, [box], scale)
    top = max(0, int((box[1] - _CROP_MARGIN) * scale))
    bottom = min(picture.height, int((box[3] + _CROP_MARGIN) * scale) + 1)
    return _webp_within(
        picture.crop((0, min(top, picture.height - 1), picture.width, max(bottom, top + 1))), max_bytes
    )


class _Render:
    """A page that can be drawn: `width` and `height` in points, called with pixels a point."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = max(width, 1.0), max(height, 1.0)

    def __call__(self, scale: float) -> Image.Image:
        raise NotImplementedError


class _PdfRender(_Render):
    def __init__(self, page: pypdfium2.PdfPage) -> None:
        super().__init__(page.get_width(), page.get_height())
        self._page = page

    def __call__(self, scale: float) -> Image.Image:
        picture: Image.Image = self._page.render(scale=scale).to_pil()
        return picture.convert("RGB")


class _TextRender(_Render):
    def __init__(self, document: Document, page: Page) -> None:
        super().__init__(page.width, page.height)
        self._document, self._page = document, page

    def __call__(self, scale: float) -> Image.Image:
        page = self._page
        inner = (LINE_HEIGHT - FONT_SIZE) / 2
        data = {
            "width": page.width,
            "height": page.height,
            "size": FONT_SIZE,
            "words": [[w.x0, w.top + inner, self._document.text[w.start : w.end]] for w in page.words],
        }
        drawn = typst.compile(
            _PAGE_SOURCE.encode(), format="png", ppi=72 * scale, sys_inputs={"page": json.dumps(data)}
        )
        return Image.open(io.BytesIO(drawn)).convert("RGB")


class _ImageRender(_Render):
    def __init__(self, picture: Image.Image) -> None:
        super().__init__(*page_size(picture))
        self._picture = picture

    def __call__(self, scale: float) -> Image.Image:
        width = max(1, round(self.width * scale))
        height = max(1, round(self._picture.height * width / self._picture.width))
        return self._picture.convert("RGB").resize((width, height))


class _TurnedRender(_Render):
    """A page turned clockwise about its middle, as it was for its reading."""

    def __init__(self, straight: _Render, degrees: float) -> None:
        super().__init__(*turned_size(straight.width, straight.height, degrees))
        self._page, self._degrees = straight, degrees

    def __call__(self, scale: float) -> Image.Image:
        return self._page(scale).rotate(
            -self._degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white"
        )


@contextmanager
def _rendered(
    path: Path, page_number: int, limits: Limits, password: str | None, document: Document | None
) -> Iterator[_Render]:
    kind = check_size_and_type(path, name="", limits=limits)
    if kind == sniff.PDF:
        with LOCK, opened(path, name="", limits=limits, password=password) as pdf:
            _check_page(page_number, len(pdf))
            try:
                page = pdf[page_number - 1]
            except pypdfium2.PdfiumError as error:
                raise Damaged from error
            yield _PdfRender(page)
            page.close()
        return
    if kind in sniff.IMAGES:
        with opened_image(path, name="", limits=limits) as picture:
            _check_page(page_number, getattr(picture, "n_frames", 1))
            yield _ImageRender(frame_of(picture, page_number, "", limits))
        return
    document = document or read(path, name="", limits=limits, password=password)
    _check_page(page_number, len(document.pages))
    yield _TextRender(document, document.pages[page_number - 1])


def _scale_within(scale: float, render: _Render, limits: Limits) -> float:
    """No larger than a picture may be: a page may say that it is as high as a house."""
    most = sqrt(limits.pixels / (render.width * render.height))
    return min(scale, most, _LONGEST_SIDE / max(render.width, render.height))


def _check_page(page_number: int, pages: int) -> None:
    if not 1 <= page_number <= pages:
        raise NoSuchPage(page=page_number, pages=pages)


def _marked(picture: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for x0, top, x1, bottom in boxes:
        corners = (x0 * scale - 2, top * scale - 2, x1 * scale + 2, bottom * scale + 2)
        draw.rectangle(corners, fill=_BOX_FILL, outline=_BOX_EDGE, width=max(1, round(scale)))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _webp(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def _in_few_colours(picture: Image.Image) -> bytes:
    """What prints look best in, and are smallest in: letters keep their edges. Photographs are larger so."""
    colours = _FEWEST_COLOURS if picture.width < _SMALL else _FEW_COLOURS
    few = picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.convert("RGB").save(out, "WEBP", lossless=True, quality=60, method=4)
    return out.getvalue()


def _webp_within(picture: Image.Image, max_bytes: int) -> bytes:
    """The best quality that fits; a picture that fits at none is halved until it does."""
    while True:
        for quality in _CROP_QUALITIES:
            content = _webp(picture, quality)
            if len(content) <= max_bytes:
                return content
        if min(picture.size) < 4:
            return content
        picture = ImageOps.scale(picture, 0.5)
