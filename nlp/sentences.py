"""Cuts lexemes into sentences and paragraphs, for prose, wrapped lines, headings, lists and pages."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import compress

from nlp.lexer import Lexed
from nlp.words import words

_ABBREVIATIONS = words("sentences abbreviations")
_GRADED = frozenset({"predikat", "kategori", "nilai", "level", "opini", "grade", "akip", "sakip"})
_WRAP = 120  # a line longer than this is a whole paragraph, not a wrapped line


@dataclass(frozen=True, slots=True)
class Sentences:
    """`starts[k]` is the first lexeme of sentence k; `paragraphs[k]` the number of its paragraph."""

    starts: list[int]
    paragraphs: list[int]
    size: int

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
        end = self.starts[number + 1] if number + 1 < len(self.starts) else self.size
        return self.starts[number], end


def split_sentences(lexed: Lexed) -> Sentences:
    """Sentences of a text; a form feed, an empty line and a line that stands alone each end one."""
    if not len(lexed):
        return Sentences([0], [0], 0)
    starts, paragraphs = [0], [0]
    lines = _line_lengths(lexed.text)
    paragraph = 0
    low, gaps = lexed.low, lexed.gaps
    behind_ends = compress(range(1, len(lexed)), map(_ENDS.__contains__, low))
    for i in sorted({*lexed.breaks(), *behind_ends}):  # between all others nothing ends
        word, gap = low[i - 1], gaps[i]
        kind = 0
        if gap:
            if len(gap) == 1 and gap not in "\n\f\r\x0b\x85\u2028\u2029":
                kind = 1 if word in _ENDS and _ends_sentence(lexed, i) else 0
            else:
                kind = _break(lexed, i, lines)
        elif word in {".", "!", "?"} and lexed.is_capital(i) and len(low[i - 2]) > 3 and i > 1:
            kind = 1 if low[i - 2].isalpha() and len(low[i]) > 1 else 0
        if kind:
            paragraph += kind > 1
            starts.append(i)
            paragraphs.append(paragraph)
    return Sentences(starts, paragraphs, len(lexed))


_ENDS = frozenset('.!?;”"’)')


def _ends_sentence(lexed: Lexed, i: int) -> bool:
    """True when the mark before lexeme i ends a sentence there."""
    j = i - 1
    while j > 0 and lexed.low[j] in {"”", '"', "’", ")"}:
        j -= 1
        if i - j > 3:
            return False
    mark = lexed.low[j]
    if mark in {"!", "?"}:
        return True
    if mark == ";":
        return j == i - 1
    if mark != ".":
        return False
    if not (lexed.is_capital(i) or lexed.is_number(i) or lexed.low[i] in {"“", '"', "‘", "(", "•"}):
        return False
    before = lexed.word(j - 1)
    if before == "." and lexed.word(j - 2) == ".":
        return False  # dots that lead to a figure
    if lexed.is_number(j - 1):
        # "3. Rapat" numbers a list at the start of a line; elsewhere the figure ends the sentence.
        return "\n" not in lexed.gap(j - 1) and j - 1 > 0
    if lexed.word(j - 2) in _GRADED:
        return True  # "dengan predikat A. Tahun lalu …"
    return not (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()))


def _line_lengths(text: str) -> list[int]:
    """Offsets at which the lines begin."""
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _break(lexed: Lexed, i: int, lines: list[int]) -> int:
    """0 when the blanks before lexeme i break nothing, 1 for a sentence, 2 for a paragraph."""
    gap = lexed.gaps[i]
    if "\f" in gap:
        return 2
    newlines = gap.count("\n")
    if newlines == 0:
        return 1 if _ends_sentence(lexed, i) else 0
    if newlines > 1:
        return 0 if _goes_on(lexed, i) else 2
    at = bisect_right(lines, lexed.ends[i - 1]) - 1
    length = lexed.ends[i - 1] - lines[at]
    if length > _WRAP:
        return 2
    if lexed.low[i - 1] in _ENDS and _ends_sentence(lexed, i):
        return 1
    if lexed.low[i] in {"•", "-", "*", "–", "➢", "✓"} or _list_number(lexed, i):
        return 1
    if _wrapped(lexed, i, length, lines, at):
        return 0
    return 1


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
    after = lines[at + 2] - lines[at + 1] - 1 if at + 2 < len(lines) else len(lexed.text) - lines[at + 1]
    widest = max(before, after if after <= _WRAP else 0)
    return length >= 45 and length >= 0.75 * min(widest, _WRAP)
