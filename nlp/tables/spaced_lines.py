"""Lines of tables whose cells are parted by single blanks: the figures, dashes and grades of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text.words import COUNT_NOUNS, words

MAX_LINE = 220
MAX_NOTE = 5  # words that may stand behind a row's figures
_RUN = re.compile(r"(?<!\S)(?:(?:Rp\.? ?)?[<>≥≤±]? ?[0-9][0-9OolS.,]*(?:,-)?(?: ?%)?|[-–—]|n/a|N/A)(?!\S)")
_RUN_BEGINS = frozenset("0123456789<>≥≤±-–—RnN")
LETTERS = frozenset({"AA", "A", "A-", "BB", "B", "B-", "CC", "C", "D", "E", "WTP", "WDP", "TMP"})
GRADE_WORDS = words("spaced grades")
DEGREES = frozenset({"sangat", "kurang", "cukup", "tidak", "amat"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: the text before its figures, its cells (start, end), and what stands behind them."""

    at: int
    text: str
    cells: list[tuple[int, int]]

    def label(self) -> str:
        """The words before the figures, without the row's number."""
        return self.text[: self.cells[0][0]].strip() if self.cells else self.text.strip()

    def words(self) -> list[str]:
        return [self.text[a:b] for a, b in self.cells]


class Rows(dict[int, Line]):
    """The lines (offset, text) of a page as those of a table, each read once, when it is asked for."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        super().__init__()
        self.lines = lines

    def __missing__(self, n: int) -> Line:
        row = self[n] = _line(*self.lines[n])
        return row


def _line(at: int, text: str) -> Line:
    """The longest run of figures, dashes and grades of a line, the last one of equals; no cells when it has
    none or goes on as a sentence does.
    """
    if len(text) > MAX_LINE:
        return Line(at, text, [])
    runs: list[list[tuple[int, int]]] = [[]]
    for a, b in _cells(text):
        if runs[-1] and text[runs[-1][-1][1] : a].strip():
            runs.append([])
        runs[-1].append((a, b))
    run = max(reversed(runs), key=len)
    behind = text[run[-1][1] :].split() if run else []
    figures = sum(text[a].isdigit() or text[a : a + 2] == "Rp" for a, _ in run)
    if not run or len(behind) > MAX_NOTE or (behind and text.rstrip().endswith((".", ",", ";"))):
        return Line(at, text, [])
    return Line(at, text, run if figures or len(run) > 1 else [])


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of figures and grades of a line lie."""
    found: list[tuple[int, int]] = []
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    k = 0
    while k < len(tokens) and len(found) < 40:
        a = tokens[k][0]
        match = _RUN.match(text, a) if text[a] in _RUN_BEGINS else None
        if match and match.end() > a:
            end = match.end()
            while k < len(tokens) and tokens[k][0] < end:
                k += 1
            if (
                k < len(tokens)
                and text[a].isdigit()
                and _is_unit(text[slice(*tokens[k])], k + 1, tokens, text)
            ):
                end = tokens[k][1]
                k += 1
            found.append((a, end))
            continue
        grade = _grade(text, tokens, k) if text[a].isupper() else None
        if grade:
            found.append((a, tokens[grade - 1][1]))
            k = grade
            continue
        k += 1
    return found


def _is_unit(word: str, following: int, tokens: list[tuple[int, int]], text: str) -> bool:
    """True for "unit" in "12 unit 384.000.000": a noun of counting between two figures or at the end."""
    if word.lower() not in COUNT_NOUNS or word in LETTERS:
        return False
    return following >= len(tokens) or bool(_RUN.match(text, tokens[following][0]))


def _grade(text: str, tokens: list[tuple[int, int]], k: int) -> int | None:
    """The token behind the grade that begins at token k ("Sangat Baik", "B (Baik)"), None without one."""
    word = text[slice(*tokens[k])]
    end = k + 1
    if word in LETTERS:
        if end < len(tokens) and text[tokens[end][0]] == "(":
            close = next(
                (j for j in range(end, min(end + 3, len(tokens))) if text[tokens[j][1] - 1] == ")"), None
            )
            return close + 1 if close is not None else end
        return end
    if word[:1].isupper() and word.lower() in DEGREES and end < len(tokens):
        return end + 1 if text[slice(*tokens[end])].lower() in GRADE_WORDS else None
    return end if word[:1].isupper() and word.lower() in GRADE_WORDS else None
