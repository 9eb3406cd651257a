"""Numbers of letters, decrees, gazettes and people: figures that are names, to be kept from other rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from nlp.text.lexer import Lexed, Trigger
from nlp.text.words import words

NUMBER_WORDS = Trigger({"nomor", "no", "nomer", "nmr", "nomorʼ", "numor"})
YEAR_WORDS = frozenset({"tahun", "thn", "th"})
_PERSONAL = Trigger(words("codes personal"))
_PAPERS = Trigger({"peraturan", "keputusan"})
_GAZETTES = Trigger({"lembaran", "lambaran", "berita", "baran"})
_CONSTITUTION = Trigger({"1945"})
_JOINTS = frozenset({"/", "-", ".", "–", "_", ":"})
_CODE_MARKS = Trigger({"/", "@", "www", "http"})
_MAX_CODE = 24
_MAX_JOINED = 10
_LEAST_DIGITS = 5  # of a phone or personal number


def is_year(lexed: Lexed, i: int) -> bool:
    """True when lexeme i is a year of four digits, 1900 to 2100."""
    word = lexed.word(i)
    return len(word) == 4 and word.isascii() and word.isdigit() and "1900" <= word <= "2100"


def skip_marks(lexed: Lexed, i: int, marks: str = ".:") -> int:
    """First lexeme from i on that is none of `marks` (two at most are skipped)."""
    for _ in range(2):
        if lexed.word(i) and lexed.word(i) in marks:
            i += 1
    return i


def code_end(lexed: Lexed, i: int) -> int:
    """End of the letter's or decree's number that begins at i; i itself when none does.

    Parts hang together without blanks; a blank beside a slash, as OCR leaves it, does not part them.
    """
    j = i
    while j < len(lexed) and j - i < _MAX_CODE:
        word = lexed.low[j]
        if j > i and word in YEAR_WORDS:
            break
        if not (word in _JOINTS or word[0].isalnum()):
            break
        if j > i and not lexed.glued(j):
            slash = word == "/" or lexed.low[j - 1] == "/" or _spaced_dash(lexed, i, j)
            if not slash or not lexed.near(j) or "\n" in lexed.gap(j):
                break
        j += 1
    while j > i and lexed.low[j - 1] in _JOINTS:
        j -= 1
    return j if any(lexed.is_number(k) for k in range(i, j)) else i


def _spaced_dash(lexed: Lexed, i: int, j: int) -> bool:
    """True for a dash with blanks inside a number that has slashes on both sides: "01/ PANSEL – PPTP/
    III".
    """
    dashes = {"-", "–"}
    if lexed.low[j] not in dashes and lexed.low[j - 1] not in dashes:
        return False
    return "/" in lexed.low[i:j] and "/" in lexed.low[j : j + 3]


def cited_year_end(lexed: Lexed, i: int) -> int:
    """End of "Tahun 2008" standing at i (a comma may precede it), or i."""
    j = i + 1 if lexed.word(i) == "," else i
    if lexed.word(j) in YEAR_WORDS:
        j = skip_marks(lexed, j + 1, ".:")
        if is_year(lexed, j):
            return j + 1
    return i


def take_codes(lexed: Lexed) -> None:
    """Take all numbers behind "Nomor", with the year cited after them, and personal numbers."""
    for i in lexed.where(NUMBER_WORDS):
        start = skip_marks(lexed, i + 1)
        end = code_end(lexed, start)
        if end > start:
            lexed.take(start, max(end, cited_year_end(lexed, end)))
        else:
            _take_blank(lexed, start)
    for i in lexed.where(_PERSONAL):
        j = skip_marks(lexed, i + 1)
        while (
            j < i + 12
            and (lexed.is_number(j) or lexed.word(j) in {"-", "(", ")", "+", "/"})
            and lexed.near(j)
        ):
            j += 1
        if (
            sum(len(lexed.low[k]) for k in range(i + 1, min(j, len(lexed))) if lexed.is_number(k))
            >= _LEAST_DIGITS
        ):
            lexed.take(i + 1, min(j, len(lexed)))
    for i in lexed.where(_PAPERS):
        _take_other_paper(lexed, i)
    _take_gazettes(lexed)
    _take_constitution(lexed)


def _take_other_paper(lexed: Lexed, i: int) -> None:
    """Take "5 Tahun 2021" in "Peraturan BPKP 5 Tahun 2021", a paper of a kind that is not cited here."""
    for j in range(i + 1, min(i + 8, len(lexed))):
        if lexed.is_number(j) or not lexed.is_capital(j):
            end = cited_year_end(lexed, j + 1)
            if lexed.is_number(j) and j > i + 1 and end > j + 1 and not lexed.taken[j]:
                lexed.take(j, end)
            return


def _take_blank(lexed: Lexed, i: int) -> None:
    """Take the year behind a number left blank: "NOMOR …… TAHUN 2024"."""
    j = i
    while j - i < 40 and lexed.word(j) in {".", "…", "_", "/", "-"}:
        j += 1
    if j > i:
        lexed.take(i, max(j, cited_year_end(lexed, j)))


def _take_gazettes(lexed: Lexed) -> None:
    """Take the years in "(Lembaran Daerah Tahun 2030 Nomor 4)"."""
    for i in lexed.where(_GAZETTES):
        for j in range(i + 1, min(i + 14, len(lexed))):
            if lexed.word(j) in {")", ";"}:
                break
            if is_year(lexed, j) and lexed.word(j - 1) in YEAR_WORDS and lexed.word(j + 1) in NUMBER_WORDS:
                lexed.take(j - 1, j + 1)
                break


def _take_constitution(lexed: Lexed) -> None:
    """Take the year in "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945" and "UUD 1945"."""
    for i in lexed.where(_CONSTITUTION):
        if {"dasar", "uud"} & set(lexed.low[max(0, i - 7) : i]):
            lexed.take(i - (lexed.word(i - 1) in YEAR_WORDS), i + 1)


def take_glued(lexed: Lexed) -> None:
    """Take numbers inside web addresses, e-mail and codes such as 800/01/PANSEL/III/2024."""
    figures, seen = lexed.numbers(), 0
    for mark in lexed.where(_CODE_MARKS):  # every code has one
        first = max(seen, bisect_left(figures, mark - _MAX_JOINED))
        seen = max(seen, bisect_right(figures, mark + _MAX_JOINED))
        for i in figures[first:seen]:
            if not lexed.taken[i] and _in_code(lexed, i):
                lexed.take(i, i + 1)


def _in_code(lexed: Lexed, i: int) -> bool:
    """True when the number hangs by slashes, dots or @ on letters, as in a code or an address."""
    if not (lexed.glued(i) or lexed.glued(i + 1)):
        return False
    first = i
    while first > 0 and i - first < _MAX_JOINED and lexed.glued(first) and _joins(lexed.low[first - 1]):
        first -= 1
    end = i + 1
    while end < len(lexed) and end - i < _MAX_JOINED and lexed.glued(end) and _joins(lexed.low[end]):
        end += 1
    if end - first < 3:
        return False
    parts = lexed.low[first:end]
    slashes = parts.count("/")
    letters = sum(part[0].isalpha() for part in parts)
    return (
        (slashes >= 2 and letters >= 1) or slashes >= 3 or "@" in parts or ("www" in parts or "http" in parts)
    )


def _joins(word: str) -> bool:
    return word in {"/", ".", "@", "_", "-", ":", "?", "=", "&"} or word[0].isalnum()
