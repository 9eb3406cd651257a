"""Documents as an office's scanner makes them: pages as pictures, a little askew, grainy, without text."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import numpy
import pypdfium2
from PIL import Image, ImageFilter

from tests.tables.contents import Pair, pairs

DPI = 200
TILT = 1.2  # degrees at most
_ALIKE = 0.8  # of two cells' letters and figures: the same cell, some letters misread

Found = tuple[Sequence[str], Sequence[Sequence[str]]]  # header, rows


def scan(source: Path, path: Path, random: Random) -> Path:
    """The PDF at `source` as a PDF of pictures at `path`; each page lies in its own way on the glass."""
    with pypdfium2.PdfDocument(source) as pdf:
        pages = [scanned(page.render(scale=DPI / 72, grayscale=True).to_pil(), random) for page in pdf]
    pages[0].save(path, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], quality=70)
    return path


def scanned(picture: Image.Image, random: Random) -> Image.Image:
    """A clean grey picture of a page as a scanner sees it: tilted, soft, grainy, pressed as JPEG."""
    noise = numpy.random.default_rng(random.getrandbits(32))
    tilt = random.uniform(-TILT, TILT)
    paper = random.randint(235, 252)
    ink = random.randint(10, 70)
    turned = picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 0.9)))
    values = ink + numpy.asarray(soft, numpy.float64) * (paper - ink) / 255
    values += noise.normal(0, random.uniform(2, 7), values.shape)
    grainy = Image.fromarray(values.clip(0, 255).astype(numpy.uint8))
    pressed = io.BytesIO()
    grainy.save(pressed, "JPEG", quality=random.randint(55, 85))
    return Image.open(pressed).convert("L")


def right_grids(wanted: Iterable[Found], got: Iterable[Found]) -> tuple[int, int]:
    """How many of the wanted tables were found with as many columns and rows, and how many are wanted."""
    sizes = Counter((len(header), len(rows)) for header, rows in wanted)
    found = Counter((len(header), len(rows)) for header, rows in got)
    return (sizes & found).total(), sizes.total()


def lenient_f1(wanted: Iterable[Found], got: Iterable[Found]) -> float:
    """The F1 of cells in their columns, where a cell counts whose letters and figures are nearly the same."""
    left, right = _bare(pairs(wanted)), _bare(pairs(got))
    if not left or not right:
        return float(left == right)
    same = left & right
    hits = same.total()
    rest = list((right - same).elements())
    for column, text in (left - same).elements():
        likeness, at = max(
            ((_likeness(text, other), at) for at, (place, other) in enumerate(rest) if place == column),
            default=(0.0, -1),
        )
        if likeness >= _ALIKE:
            hits += 1
            del rest[at]
    return 2 * hits / (left.total() + right.total())


def _bare(found: Counter[Pair]) -> Counter[Pair]:
    """The cells with nothing but small letters and figures; signs and ticks stay as they are."""
    bare: Counter[Pair] = Counter()
    for (column, text), count in found.items():
        kept = "".join(filter(str.isalnum, text.casefold()))
        bare[column, kept or text] += count
    return bare


def _likeness(one: str, other: str) -> float:
    if 2 * min(len(one), len(other)) < _ALIKE * (len(one) + len(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
