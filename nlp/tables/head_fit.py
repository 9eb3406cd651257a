"""How well words of a line of heads make the head of one column, and suit the figures below it."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.tables.shapes import Shape
from nlp.text.words import words

STARTS = words("heads starts")
_JOINED = words("heads joined")  # words that only go on with a head, such as "lapor" or "akhir"
_GRADES = frozenset({"mutu", "kategori", "predikat", "opini", "grade", "kualifikasi", "status"})
_NUMBERS = frozenset({"nilai", "jumlah", "skor"})
_SHARES = frozenset({"persen", "persentase"})
_AMOUNTS = frozenset({"rp", "pagu", "anggaran"})
_WHOLES = frozenset({"peringkat", "ranking", "rank", "responden", "jumlah"})
_SCORES = frozenset({"nilai", "ikm", "indeks", "skor"})
_GRADED, _NUMBERED, _SHARE, _AMOUNT, _WHOLE, _SCORE = (1 << n for n in range(6))  # what a head tells
MAX_WORDS = 5  # of one head


def plain(token: str) -> str:
    """A word of a head in lower case, without the marks around it."""
    return token.lower().strip("().,:*")


def is_year(token: str) -> bool:
    """True for four digits that name a year."""
    return len(token) == 4 and token.isdigit() and token[:2] in {"19", "20"}


def said_by(token: str) -> int:
    """What a word of a head tells of the figures below it; that of several is joined by "|"."""
    word, low = plain(token), token.lower()
    return (
        (_GRADED if word in _GRADES else 0)
        | (_NUMBERED if word in _NUMBERS else 0)
        | (_SHARE if "%" in low or word in _SHARES else 0)
        | (_AMOUNT if "(rp" in low or word in _AMOUNTS else 0)
        | (_WHOLE if word in _WHOLES else 0)
        | (_SCORE if word in _SCORES else 0)
    )


def suits(said: int, shape: Shape | None) -> float:
    """How well a head that tells so much suits the figures below it."""
    if shape is None or shape.sort == "dash":
        return 0.0
    if shape.sort == "grade":
        return 1.5 if said & _GRADED else -0.5 if said & _NUMBERED else 0.0
    if said & _GRADED:
        return -1.0
    if said & _SHARE:
        return -2.5 if shape.size > 4 else 0.7
    if said & _AMOUNT:
        return 0.7 if shape.size > 4 else -0.7
    if said & _WHOLE:
        return -1.0 if shape.decimals > 0 and shape.size < 3 else 0.2
    return 0.4 if said & _SCORE and shape.decimals and shape.size < 4 else 0.0


class Line:
    """A line of heads, `tokens`, and what is asked of each of its words."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self._firsts = [plain(token.split(" ", 1)[0]) for token in tokens]
        self._starts = [word in STARTS for word in self._firsts]
        self._joined = [word in _JOINED for word in self._firsts]
        self._said = [said_by(token) for token in tokens]
        self._closed = [token.endswith(")") for token in tokens]

    def heads(self, first: int) -> list[tuple[float, int]]:
        """How well each number of words from the first on makes one head, and what they tell."""
        found, said = [], 0
        for end in range(first + 1, min(first + MAX_WORDS, len(self.tokens)) + 1):
            said |= self._said[end - 1]
            found.append((self._fitness(first, end), said))
        return found

    def _fitness(self, first: int, end: int) -> float:
        """How well the words first to end - 1 make one head."""
        head, last, count = self.tokens[first], self.tokens[end - 1], end - first
        percent = head == "%"
        begun = self._starts[first + 1 : end]
        score = -0.3 * (count - 1)
        score += 2.0 if self._starts[first] or percent else 0.0
        score += 1.2 * is_year(head) + 1.5 * (count > 1 and is_year(last))
        score -= 1.5 if self._joined[first] or head.startswith("(") else 0.0
        score -= 1.2 * sum(begun[1:] if percent or self._firsts[first] == "jumlah" else begun)
        score += 0.8 * sum(self._joined[first + 1 : end])
        score += 1.5 if count == 2 and percent and begun[0] else 0.0  # "% Realisasi"
        score -= 1.0 * sum(self._closed[first : end - 1])
        score += 0.8 if count > 1 and self._closed[end - 1] else 0.0
        return score
