"""Cuts a text into lexemes (words, numbers, marks) with their offsets; every rule works on these.

One linear pass, no backtracking: a number keeps its inner dots and commas, a word is letters only,
anything else that is not a blank stands alone. Blanks are not lexemes; they are read from the gaps.
"""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from itertools import accumulate, compress, count

_MONTH = r"(?= (?:Jan|Feb|Peb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Nop|Des))"
_DIGITS = (
    r"(?:[OolI]{1,2}(?=[0-9]))?[0-9]+(?:[OolI]+[0-9]+)*"
    rf"(?:[Oo]+(?![^\W_])|[OolI]+(?=[.,][0-9])|(?<=[0-9][0-9])[lI](?![^\W_])|[lI]{_MONTH})?"
)
_LETTERS = r"[^\W\d_]+(?:[01][^\W\d_]+)*"  # "se1esai": OCR puts figures for letters, too
# Most words and marks, and whole numbers: they begin as none of the other forms does, and are told at once.
_PLAIN = r"[A-Za-z]{3,}+\b|[A-HJ-MP-Za-kmp-z][A-Za-z]?+\b|[!-/:-@\[-`{-~]"
_PLAIN_NUMBER = r"[0-9]++\b(?![.,][0-9OolI])"
_LEXEME = re.compile(  # in a group of its own what may be a number, or a word that was misread
    rf"(?=\S)({_PLAIN}|({_PLAIN_NUMBER}|0(?:[A-Z]{{2,}}|[^\W\d_]{{4,}})"
    rf"|(?:{_DIGITS}|[lI](?=[.,][0-9]{{3}}(?![0-9])))(?:[.,](?:{_DIGITS}|[Oo]{{2,3}}(?![^\W_])))*"
    rf"|\bl[lO]?{_MONTH}|\b[Nn]0(?=[.: ])|{_LETTERS})|\S)"
)
# Where a word may hold an "I" that OCR put for another letter: beside small letters.
_MISREAD_WORD = re.compile(r"I(?:(?<=[^\WA-Z\d_]I)|(?<=[^\W\d_]I)(?=[^\WA-Z\d_]))")
MISREAD = str.maketrans("OolI", "0011")
_USUAL = frozenset({"", " "})  # gaps
_WIDEST = 120  # blanks; a wider gap is never within running text
_DAYS = frozenset({"ll", "lO"})  # "ll Maret"; "l" alone is read where a date is looked for
_MISREAD_LETTERS = str.maketrans("01", "ol")


class Trigger(frozenset[str]):
    """Words that a rule begins at. All triggers of a text are looked up in one pass, so that each is to be a
    constant of its module.
    """

    number: int

    def __new__(cls, words: Iterable[str]) -> Trigger:
        """Number the new trigger."""
        self = super().__new__(cls, words)
        self.number = len(_NUMBERED)
        _NUMBERED.append(self)
        for word in self:
            _TRIGGERS[word].append(self.number)
        return self


_NUMBERED: list[Trigger] = []
_TRIGGERS: defaultdict[str, list[int]] = defaultdict(list)  # by word: the numbers of its triggers


def _triggered(low: list[str]) -> dict[int, list[int]]:
    """Places of the words of each trigger that stands in a text, by its number: a text may have thousands of
    pages, each without nearly all of them.
    """
    found: dict[int, list[int]] = {}
    for i in compress(count(), map(_TRIGGERS.__contains__, low)):
        for number in _TRIGGERS[low[i]]:
            places = found.get(number)
            if places is None:
                found[number] = [i]
            else:
                places.append(i)
    return found


@dataclass(slots=True, eq=False)
class Lexed:
    """A text as lexemes: `starts[i]`, `ends[i]` are code point offsets of `low[i]`, its lower-case form;
    `gaps[i]` are the blanks before it, "" for the first; `figures` the places of the numbers.
    """

    text: str
    starts: list[int]
    ends: list[int]
    low: list[str]
    gaps: list[str]
    figures: list[int]
    taken: bytearray = field(init=False)
    _triggered: dict[int, list[int]] = field(init=False, default_factory=dict)
    _numbered: int = field(init=False, default=0)  # how many triggers were looked up
    _breaks: list[int] | None = field(init=False, default=None)
    _lines: list[int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.taken = bytearray(len(self.low))

    def __len__(self) -> int:
        return len(self.low)

    def word(self, i: int) -> str:
        """Lower-case lexeme i, or "" beyond either end."""
        if i < 0:
            return ""
        try:  # asked so often that the usual case must not look at the length
            return self.low[i]
        except IndexError:
            return ""

    def raw(self, i: int) -> str:
        """Lexeme i as written, or "" beyond either end."""
        return self.text[self.starts[i] : self.ends[i]] if 0 <= i < len(self.low) else ""

    def gap(self, i: int) -> str:
        """The blanks between lexeme i - 1 and i ("" at the start of the text)."""
        try:
            return self.gaps[i] if i > 0 else ""
        except IndexError:
            return ""

    def glued(self, i: int) -> bool:
        """True when lexeme i follows i - 1 without a blank."""
        try:
            return i > 0 and not self.gaps[i]
        except IndexError:
            return False

    def near(self, i: int) -> bool:
        """True when lexeme i follows i - 1 in running text: a blank, a line's end, but no gap of a table."""
        if not 0 < i < len(self.low):
            return False
        gap = self.gaps[i]
        width = len(gap)
        if width <= 1:
            return gap != "\f"
        if width > _WIDEST or "\f" in gap or "\t" in gap:
            return False
        lines = gap.count("\n")
        return (lines == 0 and width <= 2) or lines == 1

    def is_number(self, i: int) -> bool:
        """True when lexeme i begins with an ASCII digit."""
        try:
            return i >= 0 and "0" <= self.low[i] < ":"
        except IndexError:
            return False

    def is_capital(self, i: int) -> bool:
        """True when lexeme i begins with an upper-case letter."""
        return 0 <= i < len(self.low) and self.text[self.starts[i]].isupper()

    def where(self, words: Set[str]) -> list[int]:
        """Places of the lexemes that are among `words`, in order; the list of a `Trigger` is kept, and must
        not be changed.
        """
        if type(words) is not Trigger:
            return list(compress(count(), map(words.__contains__, self.low)))
        if words.number >= self._numbered:  # not looked up, or made since then
            self._numbered, self._triggered = len(_NUMBERED), _triggered(self.low)
        return self._triggered.get(words.number) or []

    def breaks(self) -> list[int]:
        """Places of the lexemes before which something else stands than one blank or none, in order."""
        if self._breaks is None:
            self._breaks = [i for i, gap in enumerate(self.gaps) if gap not in _USUAL]
        return self._breaks

    def lines(self) -> list[int]:
        """Offsets at which the lines begin, and one behind the end of the text."""
        if self._lines is None:
            self._lines = [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]
        return self._lines

    def numbers(self) -> list[int]:
        """Places of the lexemes that are numbers, in order."""
        return self.figures

    def has_figure(self, first: int, end: int) -> bool:
        """True when one of the lexemes first to end - 1 is a number that no rule has taken."""
        figures, taken = self.figures, self.taken
        n = bisect_left(figures, first)
        while n < len(figures) and figures[n] < end:
            if not taken[figures[n]]:
                return True
            n += 1
        return False

    def take(self, first: int, end: int) -> None:
        """Mark lexemes first to end - 1 as used up, so that no later rule reads them as figures."""
        self.taken[first:end] = b"\x01" * (end - first)

    def span(self, first: int, end: int) -> tuple[int, int, str]:
        """Offsets and text of lexemes first to end - 1."""
        start, stop = self.starts[first], self.ends[end - 1]
        return start, stop, self.text[start:stop]


def lex(text: str) -> Lexed:
    """Cut `text` into lexemes; works on any string."""
    parts = _LEXEME.split(text)  # blanks, lexeme, what may be a number, in turn; blanks at the end
    odd = parts[2::3]
    del parts[2::3]
    gaps, words = parts[:-1:2], parts[1::2]
    bounds = list(accumulate(map(len, parts)))
    starts, ends = bounds[:-1:2], bounds[1::2]
    if not words:
        return Lexed(text, starts, ends, words, gaps, [])
    gaps[0] = ""
    low = list(map(str.lower, words))
    for match in _MISREAD_WORD.finditer(text):
        i = bisect_right(starts, match.start()) - 1
        low[i] = _form_of(words[i])
    figures = []
    for i in compress(count(), odd):
        word = words[i]
        if not word.isdecimal():
            if word.isalpha() and word not in _DAYS:
                continue
            low[i] = _form_of(word)
            if not "0" <= low[i] < ":":
                continue
        figures.append(i)
    return Lexed(text, starts, ends, low, gaps, figures)


def _form_of(written: str) -> str:
    """Lower case; letters that OCR put for digits inside a number ("2O24", "l2", "ll" before a month) become
    digits again, and figures and capitals that it put for letters ("t0n", "DaIam") letters.
    """
    if written.isalpha():
        if written in _DAYS:
            return written.translate(MISREAD)
        if "I" in written[1:] and _small_around(written):
            return written[0].lower() + written[1:].replace("I", "l").lower()
        return written.lower()
    if len(written) == 1:
        return written.lower()
    if written in {"N0", "n0"}:
        return "no"
    if (written[0].isalpha() and written[-1].isalpha()) or (written[0] == "0" and written[1:].isalpha()):
        repaired = len(written) > 4 or written[0] == "0" or written[1:].islower()
        return written.lower().translate(_MISREAD_LETTERS) if repaired else written.lower()
    return written.translate(MISREAD)


def _small_around(written: str) -> bool:
    """True for a word of small letters but for its first and some "I" ("DaIam", "Pemiiihan")."""
    return len(written) > 3 and written[1:].replace("I", "").islower() and written[-1] != "I"
