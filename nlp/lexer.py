"""Cuts a text into lexemes (words, numbers, marks) with their offsets; every rule works on these.

One linear pass, no backtracking: a number keeps its inner dots and commas, a word is letters only,
anything else that is not a blank stands alone. Blanks are not lexemes; they are read from the gaps.
"""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import KeysView, Set
from dataclasses import dataclass, field
from functools import lru_cache

_MONTH = r"(?= (?:Jan|Feb|Peb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Nop|Des))"
_DIGITS = (
    r"(?:[OolI]{1,2}(?=[0-9]))?[0-9]+(?:[OolI]+[0-9]+)*"
    rf"(?:[Oo]+(?![^\W_])|[OolI]+(?=[.,][0-9])|(?<=[0-9][0-9])[lI](?![^\W_])|[lI]{_MONTH})?"
)
_LETTERS = r"[^\W\d_]+(?:[01][^\W\d_]+)*"  # "se1esai": OCR puts figures for letters, too
# Most words and marks: they begin as none of the other forms does, so that they are told at once.
_PLAIN = r"[A-HJ-MP-Za-kmp-z][A-Za-z]*+(?![^\W_])|[.,():/-]"
_LEXEME = re.compile(
    rf"{_PLAIN}|0(?:[A-Z]{{2,}}|[^\W\d_]{{4,}})|(?:{_DIGITS}|[lI](?=[.,][0-9]{{3}}(?![0-9])))"
    rf"(?:[.,](?:{_DIGITS}|[Oo]{{2,3}}(?![^\W_])))*|\bl[lO]?{_MONTH}|\b[Nn]0(?=[.: ])|{_LETTERS}|\S"
)
MISREAD = str.maketrans("OolI", "0011")
_DAYS = frozenset({"ll", "lO"})  # "ll Maret"; "l" alone is read where a date is looked for
_KEPT = 40  # characters of a word whose form is kept
_MISREAD_LETTERS = str.maketrans("01", "ol")


@dataclass(slots=True, eq=False)
class Lexed:
    """A text as lexemes: `starts[i]`, `ends[i]` are code point offsets of `low[i]`, its lower-case form."""

    text: str
    starts: list[int]
    ends: list[int]
    low: list[str]
    taken: bytearray = field(init=False)
    _places: defaultdict[str, list[int]] | None = field(init=False, default=None)
    _numbers: list[int] | None = field(init=False, default=None)

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
        if i <= 0 or i >= len(self.low):
            return ""
        return self.text[self.ends[i - 1] : self.starts[i]]

    def glued(self, i: int) -> bool:
        """True when lexeme i follows i - 1 without a blank."""
        try:
            return i > 0 and self.ends[i - 1] == self.starts[i]
        except IndexError:
            return False

    def near(self, i: int) -> bool:
        """True when lexeme i follows i - 1 in running text: a blank, a line's end, but no gap of a table."""
        if not 0 < i < len(self.low):
            return False
        width = self.starts[i] - self.ends[i - 1]
        if width <= 1:
            return self.text[self.ends[i - 1]] != "\f" if width else True
        gap = self.text[self.ends[i - 1] : self.starts[i]] if width <= 120 else "\n\n"
        if "\f" in gap or "\t" in gap:
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

    def _index(self) -> dict[str, list[int]]:
        if self._places is None:
            self._places = defaultdict(list)
            for i, word in enumerate(self.low):
                self._places[word].append(i)
        return self._places

    def words(self) -> KeysView[str]:
        """The different lexemes of the text."""
        return self._index().keys()

    def where(self, words: Set[str]) -> list[int]:
        """Places of the lexemes that are among `words`, in order."""
        places = self._index()
        found: list[int] = []
        for word in words & places.keys():
            found += places[word]
        found.sort()
        return found

    def numbers(self) -> list[int]:
        """Places of the lexemes that are numbers, in order; looked up once, as `where` does."""
        if self._numbers is None:
            self._numbers = [i for i, w in enumerate(self.low) if "0" <= w < ":"]
        return self._numbers

    def take(self, first: int, end: int) -> None:
        """Mark lexemes first to end - 1 as used up, so that no later rule reads them as figures."""
        self.taken[first:end] = b"\x01" * (end - first)

    def span(self, first: int, end: int) -> tuple[int, int, str]:
        """Offsets and text of lexemes first to end - 1."""
        start, stop = self.starts[first], self.ends[end - 1]
        return start, stop, self.text[start:stop]


def lex(text: str) -> Lexed:
    """Cut `text` into lexemes; works on any string."""
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    for match in _LEXEME.finditer(text):
        starts.append(match.start())
        ends.append(match.end())
        word = match[0]
        low.append(_form(word) if len(word) <= _KEPT else _form_of(word))
    return Lexed(text, starts, ends, low)


@lru_cache(maxsize=1 << 12)
def _form(written: str) -> str:
    return _form_of(written)


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
    return written.translate(MISREAD) if any(c in "OolI" for c in written) else written


def _small_around(written: str) -> bool:
    """True for a word of small letters but for its first and some "I" ("DaIam", "Pemiiihan")."""
    return len(written) > 3 and written[1:].replace("I", "").islower() and written[-1] != "I"
