"""One picture of a page into words, text and tables, in points of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import Image

from ingest.document import Box, Words
from ingest.ocr import engine
from ingest.ocr.ruled import picture_rulings
from ingest.page_text import page_text
from ingest.pdf import layout
from ingest.pdf.cells import ruled_tables
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable

_UNSURE = 55.0  # per cent on average: the picture may lie on its side
_MANY_SHORT = 0.5  # share of words of one or two characters in a picture that lies on its side
_PER_CENT = re.compile(r"(?<![^\W\d_])(?:Yo|°/o)(?![^\W\d_])")
_ROMAN = re.compile(r"I[Il|]{1,2}")
_SPECK = 30  # per cent


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised on a page; offsets of the words count from the text's start."""

    text: str
    words: Words
    tables: tuple[RawTable, ...]
    confidence: float  # 0 to 1, the words' mean


def recognise_page(picture: Image.Image, width: float, number: int) -> Recognition:
    """Read a picture that shows a page `width` points wide. Raises RuntimeError when the engine fails."""
    scale = width / picture.width
    rulings, picture = picture_rulings(picture, scale)
    found = engine.recognise(picture)
    turn = 0
    if _looks_turned(found) and (turn := engine.turn_of(picture)):
        upright = picture.rotate(-turn, expand=True)
        found = engine.recognise(upright)
    kept = [word for word in found if word.confidence >= _SPECK or any(map(str.isalnum, word.text))]
    tokens = [
        Token(
            mended(word.text),
            _scaled(_turned_back(word.box, turn, picture.size), scale),
            word.line,
            confidence=word.confidence,
        )
        for word in kept
    ]
    lines = layout.lines(tokens) if not turn else _lines_as_recognised(tokens)
    tables = ruled_tables(rulings, tokens, number) if not turn else []
    text, words = page_text(tokens, lines, tables)
    mean = sum(token.confidence for token in tokens) / len(tokens) / 100 if tokens else 0.0
    return Recognition(text, words, tuple(tables), mean)


def mended(text: str) -> str:
    """The word without two misreadings that matter here: "Yo" for "%", and l or | for I in roman numbers."""
    text = _PER_CENT.sub("%", text)
    return "I" * len(text) if _ROMAN.fullmatch(text) else text


def _looks_turned(found: list[engine.Recognised]) -> bool:
    if len(found) < 3:
        return True
    mean = sum(word.confidence for word in found) / len(found)
    return mean < _UNSURE or sum(len(word.text) < 3 for word in found) > 2 * _MANY_SHORT * len(found)


def _lines_as_recognised(tokens: list[Token]) -> list[layout.Line]:
    """One line for each that the engine saw: on a turned page geometry would take them apart."""
    lines: list[layout.Line] = []
    first = 0
    for index in range(1, len(tokens) + 1):
        if index == len(tokens) or tokens[index].line != tokens[first].line:
            box = layout.bounds([token.box for token in tokens[first:index]])
            lines.append(layout.Line(*box, first, index))
            first = index
    return lines


def _turned_back(
    box: tuple[int, int, int, int], turn: int, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """A box of the picture turned clockwise by `turn`, on the picture of `size` as it was."""
    width, height = size
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, height - x1, y1, height - x0
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return width - y1, x0, width - y0, x1
    return box


def _scaled(box: tuple[int, int, int, int], scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale
