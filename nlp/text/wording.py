"""What the words of two short texts mean, so that a plan and a report that put it differently are alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nlp.text.lexer import lex
from nlp.text.stemming import stem
from nlp.text.words import words

DATA = Path(__file__).parent.parent / "data" / "synonyms.tsv"
_PLAIN = words("stemming plain")
_SHORTEST = 3
Tree = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def _synonyms(path: Path = DATA) -> Tree:
    """First word -> (its further words, meaning), the longest expressions first."""
    tree: Tree = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        meaning, _tab, expressions = line.partition("\t")
        for expression in expressions.split(";"):
            first, *rest = lex(expression.strip()).low
            tree.setdefault(first, []).append((tuple(rest), meaning))
    for found in tree.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return tree


def meanings(text: str) -> dict[str, str]:
    """What the words of a text mean, each with the words that first said it.

    A word or expression of the table of synonyms stands for its group, any other word for its stem; words
    of two letters and those that carry no meaning are left out.
    """
    found: dict[str, str] = {}
    low, tree = lex(text).low, _synonyms()
    at = 0
    while at < len(low):
        for rest, meaning in tree.get(low[at], ()):
            if tuple(low[at + 1 : at + 1 + len(rest)]) == rest:
                found.setdefault(meaning, " ".join((low[at], *rest)))
                at += 1 + len(rest)
                break
        else:
            word = low[at]
            if len(word) >= _SHORTEST and word.isalpha() and word not in _PLAIN:
                found.setdefault(stem(word), word)
            at += 1
    return found
