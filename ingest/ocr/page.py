"""One picture of a page into words, text and tables, in points of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from PIL import Image

from ingest.document import NO_WORDS, Box, Page, Remark, Words
from ingest.ocr import engine, upright
from ingest.ocr.lone import free_signs, lone_signs
from ingest.ocr.recognised import PixelBox, Recognised
from ingest.ocr.ruled import Ruled, picture_rulings
from ingest.page_text import page_text
from ingest.pdf import layout
from ingest.pdf.aligned import aligned_tables, is_inside
from ingest.pdf.captions import with_captions
from ingest.pdf.cells import ruled_tables
from ingest.pdf.rulings import Rulings
from ingest.pdf.tokens import Token
from ingest.remarks import of_page, remarked
from ingest.table_shape import RawTable

_UNSURE = 70.0  # per cent on average: the picture may stand on its head
_MANY_SHORT = 0.5  # share of words of one or two characters in such a picture
_PER_CENT = re.compile(r"(?<![^\W\d_])(?:Yo|°/o)(?![^\W\d_])")
_ROMAN = re.compile(r"([IVXl|]{2,5})([.,;:)]?)")
_IN_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_QUARTER = re.compile(r"(TWL|TW|T[Rr][Ww]|[Tt]riwulan|TRIWULAN)([-.]?)([IVl|]{1,3})([.,;:)]?)")
_SPECK = 30  # per cent
_LEVEL = 0.03  # degrees that lines may lean: less than their thickness over a page
_SHORTEST = 3  # letters of a word that tells which way the page stands


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised on a page; offsets of the words count from the text's start.

    All places are those on the page made straight: turned by `turn` degrees clockwise.
    """

    text: str
    words: Words
    tables: tuple[RawTable, ...]
    confidence: float  # 0 to 1, the words' mean
    turn: float = 0.0


EMPTY_PAGE = Recognition("", NO_WORDS, (), 0.0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A picture turned to stand straight, what is ruled on it, the picture without that, and what the engine
    saw there."""

    turn: float
    rulings: Rulings
    bare: upright.Grey
    words: list[Recognised]

    @property
    def certainty(self) -> float:
        """How much of it looks like words."""
        return sum(word.confidence * len(word.text) for word in self.words if len(word.text) >= _SHORTEST)


def by_engine(pages: Sequence[Page]) -> list[Remark]:
    """By what a document's pages were recognised, said once."""
    if not pages:
        return []
    name = {"tesseract": "Tesseract", "rapidocr": "RapidOCR", None: ""}[engine.chosen()]
    return [remarked("recognised", pages=len(pages), name=name)]


def lost(number: int) -> Remark:
    """Said of a page whose reader died, stalled or failed."""
    return of_page("page-lost", number)


def recognise_page(picture: Image.Image, width: float, number: int) -> Recognition:
    """Read a picture that shows a page `width` points wide. Raises EngineFailed."""
    scale = width / picture.width
    even = upright.evened(numpy.asarray(picture.convert("L")))
    grey = upright.without_grain(even)
    turn, angle = upright.direction(grey)
    seen = _seen(even, grey, turn + angle, scale)
    if _looks_turned(seen.words):
        seen = max(seen, _seen(even, grey, turn + angle + 180, scale), key=lambda one: one.certainty)
    return _recognition(seen, scale, number)


def mended(text: str) -> str:
    """The word without misreadings that matter here: "Yo" for "%", l or | for I in roman numbers, and a
    quarter written in one with its number."""
    text = _PER_CENT.sub("%", text)
    if (match := _ROMAN.fullmatch(text)) and (number := _roman(match[1])):
        return number + match[2]
    if (match := _QUARTER.fullmatch(text)) and (number := _roman(match[3])):
        return f"{match[1]}{match[2] or ' '}{number}{match[4]}"
    return text


def _roman(text: str) -> str:
    """The roman number that was read so, "" for none."""
    number = text.replace("l", "I").replace("|", "I")
    return number if _IN_ROMAN.fullmatch(number) else ""


def _seen(even: upright.Grey, grey: upright.Grey, degrees: float, scale: float) -> _Seen:
    """The picture turned by so many degrees and as many more as its lines lean; `grey` is `even` without
    grain, in which faint lines are lost."""
    degrees = round(degrees, 2)
    ruled = _ruled(even, grey, degrees, scale)
    if abs(ruled.lean) >= _LEVEL:
        degrees = round(degrees + ruled.lean, 2)
        ruled = _ruled(even, grey, degrees, scale)
    words = engine.recognise(Image.fromarray(ruled.clean))
    return _Seen(degrees % 360, ruled.rulings, ruled.bare, words)


def _ruled(even: upright.Grey, grey: upright.Grey, degrees: float, scale: float) -> Ruled:
    straight = upright.turned(grey, degrees)
    grainy = straight if even is grey else upright.turned(even, degrees)
    return picture_rulings(grainy, scale, straight)


def _looks_turned(found: list[Recognised]) -> bool:
    if len(found) < 3:
        return True
    mean = sum(word.confidence for word in found) / len(found)
    return mean < _UNSURE or sum(len(word.text) < _SHORTEST for word in found) > _MANY_SHORT * len(found)


def _recognition(seen: _Seen, scale: float, number: int) -> Recognition:
    kept = [word for word in seen.words if word.confidence >= _SPECK or any(map(str.isalnum, word.text))]
    tokens = [_token(word, scale) for word in kept]
    tables = ruled_tables(seen.rulings, tokens, number)
    if tables and (in_cells := lone_signs(seen.bare, _empty_cells(tables, scale), kept)):
        tokens += [_token(sign, scale) for sign in in_cells]
        tables = ruled_tables(seen.rulings, tokens, number)
    taken = [_box(table) for table in tables]
    alone = free_signs(seen.bare, [_in_pixels(box, scale) for box in taken], kept)
    signs = [_token(sign, scale) for sign in alone]
    aligned = aligned_tables([*tokens, *signs], seen.rulings, taken, number)
    tokens += [sign for sign in signs if any(is_inside(sign, _box(table)) for table in aligned)]
    tables = with_captions([*tables, *aligned], tokens)
    text, words = page_text(tokens, layout.lines(tokens), tables)
    mean = sum(token.confidence for token in tokens) / len(tokens) / 100 if tokens else 0.0
    return Recognition(text, words, tuple(tables), mean, seen.turn)


def _token(word: Recognised, scale: float) -> Token:
    x0, top, x1, bottom = word.box
    box = (x0 * scale, top * scale, x1 * scale, bottom * scale)
    return Token(mended(word.text), box, word.line, confidence=word.confidence)


def _empty_cells(tables: Sequence[RawTable], scale: float) -> list[PixelBox]:
    """The cells without words, in pixels."""
    return [
        _in_pixels((xs[cell.column], ys[cell.row], xs[cell.column_end], ys[cell.row_end]), scale)
        for table, xs, ys in ((table, table.xs, table.ys) for table in tables)
        for cell in table.cells
        if not cell.text
    ]


def _box(table: RawTable) -> Box:
    return table.xs[0], table.top, table.xs[-1], table.bottom


def _in_pixels(box: Box, scale: float) -> PixelBox:
    left, top, right, bottom = (round(side / scale) for side in box)
    return left, top, right, bottom
