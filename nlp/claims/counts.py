"""Counts and scores: what a figure without a sign of its own is."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from nlp.claims.candidates import Candidate, PageWords
from nlp.text.calendar import MONTHS, ZONES
from nlp.text.lexer import Lexed, Trigger
from nlp.text.numbers import NUMBER_WORDS, Figure, plain_number, written_at
from nlp.text.words import (
    COUNT_NOUNS,
    DURATIONS,
    FUNCTION_WORDS,
    PART_NOUNS,
    SCORE_CUES,
)

_APPROX = frozenset({"an"})
_INSTRUMENT = frozenset({"aspek", "domain", "dimensi", "unsur"})
_COUNTING = frozenset({"dari", "baru", "hanya", "sebanyak", "sejumlah", "berjumlah", "total"})
_UNCOUNTED = DURATIONS | PART_NOUNS
_NO_NOUNS = _UNCOUNTED | (FUNCTION_WORDS - COUNT_NOUNS)
_WITH_NEXT = frozenset({"indikator", "perangkat", "kepala", "wajib", "tenaga", "satuan"})
_SCORES = Trigger(SCORE_CUES)
_ENDS = frozenset({".", ";", "!", "?"})


PER = frozenset({"per", "setiap", "tiap", "top"})  # "per 100.000 kelahiran", "Top 45 Inovasi"


def lasts(lexed: Lexed, j: int, *, decimal: bool) -> bool:
    """True when a duration or a part of a list stands at j; "dari 66,5 ke 71" is none."""
    following = lexed.word(j)
    if following not in DURATIONS and following not in PART_NOUNS:
        return False
    return lexed.near(j) and not dated(lexed, j) and not (decimal and following == "ke")


def _of_instrument(lexed: Lexed, j: int) -> bool:
    """ "47 indikator yang dinilai": the parts of an instrument."""
    if not _INSTRUMENT.isdisjoint(lexed.low[max(0, j - 4) : j]):
        return True
    return lexed.low[j + 1 : j + 3] in (
        ["yang", "dinilai"],
        ["yang", "diukur"],
    )


def count_or_score(
    lexed: Lexed, i: int, j: int, figure: Figure, page: PageWords, before: str, following: str
) -> Candidate | None:
    """A count by its noun or the words before it, a score by its cue or the name of its measure."""
    decimal = "," in lexed.low[i] or figure.value != figure.value.to_integral_value()
    if (
        before in PER
        or (following in _UNCOUNTED and lasts(lexed, j, decimal=decimal))
        or (following == "indikator" and _of_instrument(lexed, j))
    ):
        return None
    noun = noun_end(lexed, j, strict=False) if following.isalpha() else None
    if noun is not None and following in COUNT_NOUNS:
        return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.95)
    if following == "dari" and not decimal and part_of_whole(lexed, j):
        return Candidate(i, figure.end, "count", figure.value, None, 0.7)
    cue = _score_cue(lexed, i) or _named_measure(lexed, i, page.measures, decimal=decimal)
    if cue and (decimal or cue > 1 or noun is None):
        return Candidate(
            i, figure.end, "score", small_number(lexed, i, figure), None, 0.93 if decimal else 0.85
        )
    if decimal:
        return None
    if noun is not None:
        return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.75)
    if before in _COUNTING and not (before == "dari" and "," in lexed.word(i - 2)):
        return Candidate(i, figure.end, "count", figure.value, None, 0.65)
    return None


def part_of_whole(lexed: Lexed, j: int) -> bool:
    """True for "dari 24 IKU" at j: the figure before it is a part of so many."""
    k = j + 2 if lexed.is_number(j + 1) else j + 3
    if not (lexed.is_number(j + 1) or lexed.word(j + 1) in NUMBER_WORDS) or lexed.taken[j + 1]:
        return False
    return noun_end(lexed, k if lexed.is_number(j + 1) else j + 2, strict=True) is not None


def noun_end(lexed: Lexed, j: int, *, strict: bool) -> int | None:
    """End of the noun that is counted at j, None when none stands there."""
    word = lexed.word(j)
    if not word.isalpha() or word in _NO_NOUNS or not lexed.near(j) or lexed.taken[j]:
        return None
    counted = word in COUNT_NOUNS
    if not counted:
        raw = lexed.raw(j)
        acronym = raw.isupper() and 2 < len(raw) < 7 and word not in ZONES
        other = strict or lexed.is_capital(j) or len(word) < 3 or word in MONTHS or is_verb(word)
        if other and not acronym:
            return None
    if "\n" in lexed.gaps[j] and (not counted or (lexed.is_capital(j) and not lexed.raw(j).isupper())):
        return None
    end = j + 1
    if lexed.word(end) == "/" and lexed.word(end + 1).isalpha() and lexed.glued(end):
        end += 2
    elif word in _WITH_NEXT and lexed.word(end).isalpha():
        end += lexed.near(end) and lexed.word(end) not in FUNCTION_WORDS and not lexed.taken[end]
    return end


def is_verb(word: str) -> bool:
    """True for a word with a verb's prefix: "menerima", "berpredikat", "ditindaklanjuti", "terisi"."""
    return len(word) > 5 and word.startswith(("me", "ber", "di", "ter")) and not word.startswith("menara")


def unit_text(lexed: Lexed, first: int, end: int) -> str:
    text = lexed.text[lexed.starts[first] : lexed.ends[end - 1]]
    return text if end == first + 1 else " ".join(text.split())


def _score_cue(lexed: Lexed, i: int) -> int:
    """2 when a word such as "nilai" stands close before the figure, 1 within the clause, 0 without."""
    cues = lexed.where(_SCORES)
    at = bisect_left(cues, i) - 1
    if at < 0 or i - cues[at] > 14:
        return 0
    cue, low, gaps = cues[at], lexed.low, lexed.gaps
    if "\n\n" in "|".join(gaps[cue + 1 : i + 1]):
        return 0
    for k in range(cue + 1, i):
        if low[k] in _ENDS and (low[k] != "." or gaps[k + 1]):
            return 0
    return 2 if i - cue <= 4 else 1


def _named_measure(lexed: Lexed, i: int, measures: Sequence[int], *, decimal: bool) -> int:
    """1 when the name of a measure stands before the figure in its sentence, 2 when right before it."""
    n = bisect_right(measures, i) - 1
    if n < 0 or i - measures[n] > (16 if decimal else 4):
        return 0
    end = measures[n]
    if not _ENDS.isdisjoint(lexed.low[end:i]) or "\n\n" in "|".join(lexed.gaps[end : i + 1]):
        return 0
    return 2 if i - end <= 2 else 1


def dated(lexed: Lexed, j: int) -> bool:
    """True when lexeme j belongs to a date ("3,5 tahun ini")."""
    return j < len(lexed) and bool(lexed.taken[j])


def small_number(lexed: Lexed, i: int, figure: Figure) -> Decimal:
    """The value with a lone dot read as decimal: scores and per cents are not in the thousands."""
    whole = figure.end == i + 1
    if figure.scaled or (whole and "." not in lexed.low[i]):
        return figure.value
    if figure.end > i + 2 and "koma" in lexed.low[i : figure.end]:
        return figure.value
    written = lexed.low[i] if whole else written_at(lexed, i)[0]
    return plain_number(written, decimal_point=True) or figure.value


def after_words(lexed: Lexed, j: int) -> int:
    """Past "(empat)" behind a figure, and past "-an" of a rounded one."""
    if lexed.word(j) == "-" and lexed.word(j + 1) in _APPROX and lexed.glued(j):
        j += 2
    elif lexed.word(j) in _APPROX and lexed.glued(j):
        j += 1
    if lexed.word(j) != "(":
        return j
    for k in range(j + 1, min(j + 14, len(lexed))):
        if lexed.low[k] == ")":
            words = lexed.low[j + 1 : k]
            spelled = any(
                word in NUMBER_WORDS or word.endswith(("puluh", "ratus", "belas")) for word in words[:2]
            )
            return k + 1 if words and spelled else j
        if lexed.is_number(k):
            return j
    return j
