"""From pdfium's words to the words that a reader sees: letters spaced out are joined, ligatures taken
apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.pdf.torn import joint
from ingest.pdf.words import HYPHEN, RawPage

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
    | {"\u2010": "-", "\u2011": "-"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)
_ODD = re.compile("[ﬀ-ﬆ\u00ad\u200b-\u200d\u2010\u2011\u2060\ufeff]")
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_][^\S\n]+){3,}[^\W\d_](?!\S)")
_WIDEST_LETTER_GAP = 1.2  # of the letter's height; wider ones separate columns
_WORD_GAP = 1.6  # of the usual gap between the letters of one spaced word


@dataclass(slots=True)
class Token:
    """A word in its line: `line` counts pdfium's lines; `hyphenated`: a hyphen at a line's end followed."""

    text: str
    box: Box
    line: int
    hyphenated: bool = False
    confidence: int = 100


def tokens(raw: RawPage) -> list[Token]:
    """The words of a page in the content's order."""
    text, spans = raw.text, raw.spans
    found: list[Token] = []
    line = previous = 0
    for (start, end), box in zip(spans, raw.boxes, strict=True):
        if found:
            between = text[previous:start]
            if between != " ":
                hyphenated = HYPHEN in between
                how = joint(found[-1].text, found[-1].box, text[start:end], box) if "\n" in between else ""
                if how == "word":
                    previous = end
                    _grow(found[-1], text[start:end], box)
                    continue
                found[-1].hyphenated = hyphenated
                line += hyphenated or ("\n" in between and not how)
        previous = end
        found.append(Token(text[start:end], box, line))
    if spans and HYPHEN in text[spans[-1][1] :]:
        found[-1].hyphenated = True
    if _ODD.search(text):
        found = _plain(found)
    return join_spaced(found) if _SPACED.search(text) else found


def _grow(token: Token, text: str, box: Box) -> None:
    """The word with the piece that belongs to it."""
    x0, top, x1, bottom = token.box
    token.text += text
    token.box = min(x0, box[0]), min(top, box[1]), max(x1, box[2]), max(bottom, box[3])


def _plain(found: list[Token]) -> list[Token]:
    for token in found:
        token.text = token.text.translate(_LIGATURES)
    return [token for token in found if token.text]


def join_spaced(found: list[Token]) -> list[Token]:
    """Runs of four or more single letters in a line ("P E R A T U R A N") become words again.

    A gap clearly wider than the usual one of the run is a space between two words.
    """
    joined: list[Token] = []
    run: list[Token] = []
    for token in found:
        if run and not _continues(run[-1], token):
            joined += _words_of(run)
            run = []
        if len(token.text) == 1 and token.text.isalpha():
            run.append(token)
        else:
            joined += _words_of(run)
            run = []
            joined.append(token)
    return joined + _words_of(run)


def _continues(left: Token, right: Token) -> bool:
    height = left.box[3] - left.box[1]
    return left.line == right.line and 0 <= right.box[0] - left.box[2] <= _WIDEST_LETTER_GAP * height


def _words_of(run: list[Token]) -> list[Token]:
    if len(run) < 4:
        return run
    gaps = [right.box[0] - left.box[2] for left, right in pairwise(run)]
    usual = median(gaps)
    words = [[run[0]]]
    for gap, token in zip(gaps, run[1:], strict=True):
        if gap > _WORD_GAP * usual and gap - usual > 1:
            words.append([token])
        else:
            words[-1].append(token)
    return [_merged(letters) for letters in words]


def _merged(letters: list[Token]) -> Token:
    boxes = [letter.box for letter in letters]
    box = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    return Token("".join(letter.text for letter in letters), box, letters[0].line, letters[-1].hyphenated)
