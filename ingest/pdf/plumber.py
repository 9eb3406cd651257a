"""pdfplumber's own parser, for the pages that pdfium cannot open or whose characters it reads as no text."""

from __future__ import annotations

import logging
from pathlib import Path

import pdfplumber

from ingest.pdf.tokens import Token

_log = logging.getLogger(__name__)
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each fault in a broken file
Plumbed = tuple[float, float, list[Token]]  # width, height, words

_SAME_LINE = 3.0  # points, pdfplumber's own tolerance


def plumbed(path: Path, number: int, password: str | None) -> Plumbed | None:
    """Width, height and words of the page (1-based); None where pdfplumber cannot read it either."""
    try:
        with pdfplumber.open(path, pages=[number], password=password or "") as pdf:
            page = pdf.pages[0]
            words = page.extract_words(y_tolerance=_SAME_LINE)
            size = float(page.width), float(page.height)
            page.close()
    except Exception as error:
        _log.info("pdfplumber cannot read page %d: %r", number, error)
        return None
    return *size, _tokens(words)


def _tokens(words: list[dict[str, float | str]]) -> list[Token]:
    """A new line begins where a word stands clearly lower or higher than the one before, or to its left."""
    tokens: list[Token] = []
    line = 0
    for word in words:
        box = float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"])
        if tokens:
            last = tokens[-1].box
            line += abs(last[1] - box[1]) > _SAME_LINE or box[0] < last[0]
        tokens.append(Token(str(word["text"]), box, line))
    return tokens
