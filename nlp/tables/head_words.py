"""What is asked of the words of heads and labels of tables."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.tables.grid import Block
from nlp.text.words import words

WORD = re.compile(r"[a-z%]+")
YEAR = re.compile(r"(?:19|20)[0-9ol]{2}")
GRADE = frozenset(["predikat", "kategori", "opini", "mutu", "grade", "level", "kualifikasi"])
FIGURES = words("cells figures")
_MANY = 40  # columns whose heads are looked at
_SHORT = 300  # characters of a head or label whose words are kept


def head_words(text: str) -> frozenset[str]:
    """The words of a head or label in lower case, and its per cent signs."""
    return _words_kept(text) if len(text) <= _SHORT else frozenset(WORD.findall(text))


def heads_words(block: Block) -> frozenset[str]:
    """The words of all heads of a table."""
    if block.said is None:
        cells = (c for row in block.heads for c in row.cells[:_MANY])
        block.said = frozenset(word for c in cells for word in WORD.findall(c.text.lower()))
    return block.said


@lru_cache(maxsize=1 << 11)  # asked of the head of a column for each of its cells
def _words_kept(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text))
