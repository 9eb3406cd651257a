"""What a text is found by: the stems of its words, and its numbers by their value.

"Pengembangan" and "mengembangkan" give the same term, as do "4,44" and "4.44", "Rp1,4 miliar" and
"1.400.000.000". Stems are Snowball's for Indonesian; `nlp.text.stemming` is for matching short texts, where a
wrong stem costs less than a missed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import snowballstemmer

from nlp.text.lexer import Lexed, lex
from nlp.text.numbers import MONEY_SCALES, SCALES, Figure, figure_at

VERSION = "1"
"""Of the terms: an index of another version is made again."""
SHORTEST_WORD, LONGEST_TERM = 2, 60
PLAIN = frozenset(
    {
        *(
            "dan",
            "atau",
            "yang",
            "di",
            "ke",
            "dari",
            "pada",
            "untuk",
            "dengan",
            "oleh",
            "dalam",
            "ini",
            "itu",
        ),
        *("ini", "itu", "adalah", "sebagai", "serta", "rp", "idr"),
    }
)
"""Words that stand everywhere and tell nothing apart."""
_stemmer = snowballstemmer.stemmer("indonesian")


@dataclass(frozen=True, slots=True)
class Term:
    """A term at its place: code points `start` to `end` of the text."""

    start: int
    end: int
    term: str


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a word in lower case."""
    return str(_stemmer.stemWord(word))[:LONGEST_TERM]


def terms(text: str) -> Iterator[Term]:
    """The terms of a text in order. A number with a scale gives two: as written, and as what it says."""
    lexed = lex(text)
    for i in range(len(lexed)):
        if lexed.is_number(i):
            figure = _figure(lexed, i)
            yield Term(lexed.starts[i], lexed.ends[i], _number(lexed, i, figure))
            if figure is not None and figure.scaled:
                yield Term(lexed.starts[i], lexed.ends[figure.end - 1], _of_value(figure.value))
        elif _is_word(lexed.low[i]):
            yield Term(lexed.starts[i], lexed.ends[i], stem(lexed.low[i]))


def asked(text: str) -> list[str]:
    """The terms that somebody looks for, each once: a number with a scale means its value alone."""
    lexed, found, i = lex(text), dict[str, None](), 0
    while i < len(lexed):
        if lexed.is_number(i):
            figure = _figure(lexed, i)
            if figure is not None and figure.scaled:
                found[_of_value(figure.value)] = None
                i = figure.end
                continue
            found[_number(lexed, i, figure)] = None
        elif _is_word(lexed.low[i]):
            found[stem(lexed.low[i])] = None
        i += 1
    return list(found)


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word.isalpha() and word not in PLAIN


def _figure(lexed: Lexed, i: int) -> Figure | None:
    """The number at a lexeme, with "miliar" behind it, or "M" where rupiah stand before it."""
    figure = figure_at(lexed, i)
    if figure is None or figure.scaled or figure.end - i != 1:
        return figure
    scale = MONEY_SCALES.get(lexed.word(figure.end))
    is_money = lexed.word(i - 1) == "rp" or (lexed.word(i - 1) == "." and lexed.word(i - 2) == "rp")
    if scale is None or not is_money or not lexed.near(figure.end):
        return figure
    return Figure(i, figure.end + 1, figure.value * scale, scaled=True)


def _number(lexed: Lexed, i: int, figure: Figure | None) -> str:
    """A number by the value that is written, without its scale; a chain ("1.2.3") by its signs."""
    if figure is None:
        return lexed.low[i][:LONGEST_TERM]
    if not figure.scaled:
        return _of_value(figure.value)
    word = lexed.word(figure.end - 1)
    return _of_value(figure.value / (SCALES.get(word) or MONEY_SCALES[word]))


def _of_value(value: Decimal) -> str:
    return f"#{format(value.normalize(), 'f')}"[:LONGEST_TERM]
