"""One picture of a page into words, text and tables, in points of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy
from PIL import Image

from ingest.document import NO_WORDS, Box, Page, Remark, Word, Words, words_of
from ingest.ocr import engine, upright
from ingest.ocr.lone import lone_signs
from ingest.ocr.recognised import PixelBox, Recognised
from ingest.ocr.ruled import Ruled, picture_rulings
from ingest.page_text import page_text
from ingest.pdf import layout
from ingest.pdf.aligned import aligned_tables
from ingest.pdf.captions import with_captions
from ingest.pdf.cells import ruled_tables
from ingest.pdf.rulings import Rulings
from ingest.pdf.tokens import Token
from ingest.remarks import of_page, remarked
from ingest.table_shape import RawTable, rounded

_UNSURE = 70.0  # per cent on average: the picture may stand on its head
_MANY_SHORT = 0.5  # share of words of one or two characters in such a picture
_PER_CENT = re.compile(r"(?<![^\W\d_])(?:Yo|°/o)(?![^\W\d_])")
_ROMAN = re.compile(r"I[Il|]{1,2}")
_SPECK = 30  # per cent
_LEVEL = 0.03  # degrees that lines may lean: less than their thickness over a page
_SHORTEST = 3  # letters of a word that tells which way the page stands


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised on a page; offsets of the words count from the text's start.

    Words and the places of rows are those on the picture that was given; what else has a place in the tables
    has it on the picture made straight.
    """

    text: str
    words: Words
    tables: tuple[RawTable, ...]
    confidence: float  # 0 to 1, the words' mean


EMPTY_PAGE = Recognition("", NO_WORDS, (), 0.0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A picture that was made straight, what is ruled on it, the picture without that, and what the engine
    saw there."""

    straight: upright.Upright
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
    """The word without two misreadings that matter here: "Yo" for "%", and l or | for I in roman numbers."""
    text = _PER_CENT.sub("%", text)
    return "I" * len(text) if _ROMAN.fullmatch(text) else text


def _seen(even: upright.Grey, grey: upright.Grey, degrees: float, scale: float) -> _Seen:
    """The picture turned by so many degrees and as many more as its lines lean; `grey` is `even` without
    grain, in which faint lines are lost."""
    straight, ruled = _ruled(even, grey, degrees, scale)
    if abs(ruled.lean) >= _LEVEL:
        straight, ruled = _ruled(even, grey, degrees + ruled.lean, scale)
    return _Seen(straight, ruled.rulings, ruled.bare, engine.recognise(Image.fromarray(ruled.clean)))


def _ruled(
    even: upright.Grey, grey: upright.Grey, degrees: float, scale: float
) -> tuple[upright.Upright, Ruled]:
    straight = upright.turned(grey, degrees)
    grainy = straight if even is grey else upright.turned(even, degrees)
    return straight, picture_rulings(grainy.grey, scale, straight.grey)


def _looks_turned(found: list[Recognised]) -> bool:
    if len(found) < 3:
        return True
    mean = sum(word.confidence for word in found) / len(found)
    return mean < _UNSURE or sum(len(word.text) < _SHORTEST for word in found) > _MANY_SHORT * len(found)


def _recognition(seen: _Seen, scale: float, number: int) -> Recognition:
    kept = [word for word in seen.words if word.confidence >= _SPECK or any(map(str.isalnum, word.text))]
    tokens = [_token(word, scale) for word in kept]
    tables = ruled_tables(seen.rulings, tokens, number)
    if tables and (signs := lone_signs(seen.bare, _empty_cells(tables, scale), kept)):
        tokens += [_token(sign, scale) for sign in signs]
        tables = ruled_tables(seen.rulings, tokens, number)
    boxes = [(table.xs[0], table.top, table.xs[-1], table.bottom) for table in tables]
    tables = with_captions([*tables, *aligned_tables(tokens, seen.rulings, boxes, number)], tokens)
    text, words = page_text(tokens, layout.lines(tokens), tables)
    tables = [_put_back(table, seen.straight, scale) for table in tables]
    mean = sum(token.confidence for token in tokens) / len(tokens) / 100 if tokens else 0.0
    return Recognition(text, _back(words, seen.straight, scale), tuple(tables), mean)


def _token(word: Recognised, scale: float) -> Token:
    x0, top, x1, bottom = word.box
    box = (x0 * scale, top * scale, x1 * scale, bottom * scale)
    return Token(mended(word.text), box, word.line, confidence=word.confidence)


def _empty_cells(tables: Sequence[RawTable], scale: float) -> list[PixelBox]:
    """The cells without words, in pixels."""
    return [
        (
            round(table.xs[cell.column] / scale),
            round(table.ys[cell.row] / scale),
            round(table.xs[cell.column_end] / scale),
            round(table.ys[cell.row_end] / scale),
        )
        for table in tables
        for cell in table.cells
        if not cell.text
    ]


def _back(words: Words, straight: upright.Upright, scale: float) -> Words:
    """The words where they are on the picture as it was."""
    if not straight.was_turned:
        return words

    def moved(word: Word) -> Word:
        x0, top, x1, bottom = _box_back(word.box, straight, scale)
        return word._replace(x0=x0, top=top, x1=x1, bottom=bottom)

    return Words(words_of(map(moved, words), words.origin).flat, words.origin, words.confidences)


def _put_back(table: RawTable, straight: upright.Upright, scale: float) -> RawTable:
    """The table with its rows where they are on the picture as it was, if that did not stand straight."""
    if not straight.was_turned:
        return table
    boxes = (table.row_box(row) for row in range(table.rows))
    return replace(
        table,
        places=tuple(
            (table.page, rounded(_box_back(box, straight, scale)) if box else None) for box in boxes
        ),
    )


def _box_back(box: Box, straight: upright.Upright, scale: float) -> Box:
    """A box in points of the straight picture as one around the same place on the picture as it was."""
    left, top, right, bottom = straight.box_back(
        (box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale)
    )
    return left * scale, top * scale, right * scale, bottom * scale
