"""Cuts lexemes into sentences and paragraphs, for prose, wrapped lines, headings, lists and pages."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from nlp.text.lexer import Lexed, Trigger
from nlp.text.words import words

_ABBREVIATIONS = words("sentences abbreviations")
_GRADED = frozenset({"predikat", "kategori", "nilai", "level", "opini", "grade", "akip", "sakip"})
_ENDS = Trigger('.!?;”"’)')
_STOPS = frozenset(".!?")
_CLOSERS = frozenset('”"’)')
_OPENERS = frozenset('“"‘(•')
_BULLETS = frozenset("•-*–➢✓")
_LINE_ENDS = frozenset("\n\f\r\x0b\x85\u2028\u2029")
_WRAP = 120  # a line longer than this is a whole paragraph, not a wrapped line


@dataclass(slots=True)
class Sentences:
    """`starts[k]` is the first lexeme of sentence k; `paragraphs[k]` the number of its paragraph."""

    starts: list[int]
    paragraphs: list[int]
    size: int
    _edges: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._edges = [*self.starts, self.size]

    def at(self, i: int) -> int:
        """Number of the sentence that holds lexeme i."""
        return (bisect_right(self.starts, i) or 1) - 1

    def around(self, i: int) -> tuple[int, int, int]:
        """Number, first lexeme and end of the sentence that holds lexeme i."""
        starts = self.starts
        behind = bisect_right(starts, i) or 1
        return behind - 1, starts[behind - 1], starts[behind] if behind < len(starts) else self.size

    def bounds(self, number: int) -> tuple[int, int]:
        """First lexeme and end of a sentence."""
        edges = self._edges
        return edges[number], edges[number + 1]


def split_sentences(lexed: Lexed) -> Sentences:
    """Sentences of a text; a form feed, an empty line and a line that stands alone each end one."""
    if not len(lexed):
        return Sentences([0], [0], 0)
    gaps, size = lexed.gaps, len(lexed)
    found: dict[int, int] = {}  # the first lexemes of sentences; 2 for those of paragraphs
    for k in lexed.where(_ENDS):
        i = k + 1
        if i == size or len(gaps[i]) > 1 or gaps[i] in _LINE_ENDS:
            continue
        if _ends_sentence(lexed, i) if gaps[i] else _ends_glued(lexed, k):
            found[i] = 1
    for i in lexed.breaks():
        if len(gaps[i]) > 1 or gaps[i] in _LINE_ENDS:
            kind = _break(lexed, i)
            if kind:
                found[i] = kind
    starts = sorted(found)
    paragraphs = accumulate((found[i] > 1 for i in starts), initial=0)
    return Sentences([0, *starts], list(paragraphs), size)


def _ends_glued(lexed: Lexed, k: int) -> bool:
    """True when the mark k ends a sentence although no blank follows it: "selesai.Kota"."""
    if lexed.low[k] not in _STOPS or not k or not lexed.is_capital(k + 1):
        return False
    before = lexed.low[k - 1]
    return len(before) > 3 and before.isalpha() and len(lexed.low[k + 1]) > 1


def _ends_sentence(lexed: Lexed, i: int) -> bool:
    """True when the mark before lexeme i ends a sentence there."""
    low = lexed.low
    j = i - 1
    while j > 0 and low[j] in _CLOSERS:
        j -= 1
        if i - j > 3:
            return False
    mark, word = low[j], low[i]
    if mark != ".":
        return mark in {"!", "?"} or (mark == ";" and j == i - 1)
    if not (lexed.is_capital(i) or "0" <= word < ":" or word in _OPENERS):
        return False
    before = lexed.word(j - 1)
    if before == "." and lexed.word(j - 2) == ".":
        return False  # dots that lead to a figure
    if "0" <= before < ":":
        # "3. Rapat" numbers a list at the start of a line; elsewhere the figure ends the sentence.
        return "\n" not in lexed.gap(j - 1) and j - 1 > 0
    if lexed.word(j - 2) in _GRADED:
        return True  # "dengan predikat A. Tahun lalu …"
    return not (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()))


def _break(lexed: Lexed, i: int) -> int:
    """0 when the blanks before lexeme i break nothing, 1 for a sentence, 2 for a paragraph."""
    gap = lexed.gaps[i]
    if "\f" in gap:
        return 2
    newlines = gap.count("\n")
    if newlines == 0:
        return 1 if _ends_sentence(lexed, i) else 0
    if newlines > 1:
        return 0 if _goes_on(lexed, i) else 2
    lines = lexed.lines()
    at = bisect_right(lines, lexed.ends[i - 1]) - 1
    length = lexed.ends[i - 1] - lines[at]
    if length > _WRAP:
        return 2
    if lexed.low[i - 1] in _ENDS and _ends_sentence(lexed, i):
        return 1
    if lexed.low[i] in _BULLETS or _list_number(lexed, i):
        return 1
    return 0 if _wrapped(lexed, i, length, lines, at) else 1


def _goes_on(lexed: Lexed, i: int) -> bool:
    """True when a sentence runs on over an empty line, as page extraction leaves it."""
    return lexed.text[lexed.starts[i]].islower() and lexed.low[i - 1][-1].isalpha() and len(lexed.low[i]) > 1


def _list_number(lexed: Lexed, i: int) -> bool:
    """ "1." , "a.", "(2)" at the start of a line."""
    j = i + 1 if lexed.low[i] == "(" else i
    short = len(lexed.word(j)) <= 2
    return (
        short and lexed.word(j + 1) in {".", ")"} and not lexed.is_number(j + 2) and lexed.word(j).isalnum()
    )


def _wrapped(lexed: Lexed, i: int, length: int, lines: list[int], at: int) -> bool:
    """True when the line's end before lexeme i only wraps a sentence."""
    if lexed.text[lexed.starts[i]].islower() or lexed.low[i - 1] in {",", "-", "(", "/"}:
        return True
    if lexed.low[i - 1] in {":", ";", "."}:
        return False
    before = lines[at] - lines[at - 1] - 1 if at > 0 else 0
    after = lines[at + 2] - lines[at + 1] - 1
    widest = max(before, after if after <= _WRAP else 0)
    return length >= 45 and length >= 0.75 * min(widest, _WRAP)
