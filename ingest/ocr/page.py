"""One picture of a page into words, text and tables, in points of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy
from PIL import Image

from ingest.document import NO_WORDS, Box, Page, Remark, Word, Words, words_of
from ingest.ocr import engine, upright
from ingest.ocr.recognised import Recognised
from ingest.ocr.ruled import picture_rulings
from ingest.page_text import page_text
from ingest.pdf import layout
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
    """A picture that was made straight, what is ruled on it, and what the engine saw there."""

    straight: upright.Upright
    rulings: Rulings
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
    grey = upright.without_grain(upright.evened(numpy.asarray(picture.convert("L"))))
    turn, angle = upright.direction(grey)
    seen = _seen(grey, turn + angle, scale)
    if _looks_turned(seen.words):
        seen = max(seen, _seen(grey, turn + angle + 180, scale), key=lambda one: one.certainty)
    return _recognition(seen, scale, number)


def mended(text: str) -> str:
    """The word without two misreadings that matter here: "Yo" for "%", and l or | for I in roman numbers."""
    text = _PER_CENT.sub("%", text)
    return "I" * len(text) if _ROMAN.fullmatch(text) else text


def _seen(grey: upright.Grey, degrees: float, scale: float) -> _Seen:
    straight = upright.turned(grey, degrees)
    rulings, clean = picture_rulings(straight.grey, scale)
    return _Seen(straight, rulings, engine.recognise(Image.fromarray(clean)))


def _looks_turned(found: list[Recognised]) -> bool:
    if len(found) < 3:
        return True
    mean = sum(word.confidence for word in found) / len(found)
    return mean < _UNSURE or sum(len(word.text) < _SHORTEST for word in found) > _MANY_SHORT * len(found)


def _recognition(seen: _Seen, scale: float, number: int) -> Recognition:
    kept = [word for word in seen.words if word.confidence >= _SPECK or any(map(str.isalnum, word.text))]
    tokens = [
        Token(
            mended(word.text),
            (word.box[0] * scale, word.box[1] * scale, word.box[2] * scale, word.box[3] * scale),
            word.line,
            confidence=word.confidence,
        )
        for word in kept
    ]
    tables = with_captions(ruled_tables(seen.rulings, tokens, number), tokens)
    text, words = page_text(tokens, layout.lines(tokens), tables)
    tables = [_put_back(table, seen.straight, scale) for table in tables]
    mean = sum(token.confidence for token in tokens) / len(tokens) / 100 if tokens else 0.0
    return Recognition(text, _back(words, seen.straight, scale), tuple(tables), mean)


def _back(words: Words, straight: upright.Upright, scale: float) -> Words:
    """The words where they are on the picture as it was."""

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
