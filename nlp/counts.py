"""Counts and scores: what a figure without a sign of its own is."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from nlp.calendar import MONTHS, ZONES
from nlp.candidates import Candidate, PageWords
from nlp.lexer import Lexed
from nlp.numbers import NUMBER_WORDS, Figure, plain_number, written_at
from nlp.words import (
    COUNT_NOUNS,
    DURATIONS,
    FUNCTION_WORDS,
    PART_NOUNS,
    SCORE_CUES,
)

_APPROX = frozenset({"an"})


PER = frozenset({"per", "setiap", "tiap", "top"})  # "per 100.000 kelahiran", "Top 45 Inovasi"


def lasts(lexed: Lexed, j: int, *, decimal: bool) -> bool:
    """True when a duration or a part of a list stands at j; "dari 66,5 ke 71" is none."""
    following = lexed.word(j)
    if following not in DURATIONS and following not in PART_NOUNS:
        return False
    return lexed.near(j) and not dated(lexed, j) and not (decimal and following == "ke")


def _of_instrument(lexed: Lexed, j: int) -> bool:
    """ "47 indikator yang dinilai": the parts of an instrument."""
    if lexed.word(j) != "indikator":
        return False
    if {"aspek", "domain", "dimensi", "unsur"} & set(lexed.low[max(0, j - 4) : j]):
        return True
    return lexed.low[j + 1 : j + 3] in (
        ["yang", "dinilai"],
        ["yang", "diukur"],
    )


def count_or_score(lexed: Lexed, i: int, j: int, figure: Figure, page: PageWords) -> Candidate | None:
    decimal = "," in lexed.low[i] or figure.value != figure.value.to_integral_value()
    before = lexed.word(i - 1)
    if before in PER or lasts(lexed, j, decimal=decimal) or _of_instrument(lexed, j):
        return None
    noun = noun_end(lexed, j, strict=False)
    if noun is not None and lexed.low[j] in COUNT_NOUNS:
        return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.95)
    if lexed.word(j) == "dari" and not decimal and part_of_whole(lexed, j):
        return Candidate(i, figure.end, "count", figure.value, None, 0.7)
    cue = _score_cue(lexed, i) or _named_measure(lexed, i, page.measures, decimal=decimal)
    if cue and (decimal or cue > 1 or noun is None):
        return Candidate(
            i, figure.end, "score", small_number(lexed, i, figure), None, 0.93 if decimal else 0.85
        )
    if noun is not None and not decimal:
        return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.75)
    of_score = before == "dari" and "," in lexed.word(i - 2)
    if (
        not decimal
        and not of_score
        and before
        in {
            "dari",
            "baru",
            "hanya",
            "sebanyak",
            "sejumlah",
            "berjumlah",
            "total",
        }
    ):
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
    if not word or not word.isalpha() or not lexed.near(j) or lexed.taken[j]:
        return None
    if word in DURATIONS or word in PART_NOUNS or (word in FUNCTION_WORDS and word not in COUNT_NOUNS):
        return None
    raw = lexed.raw(j)
    acronym = raw.isupper() and 2 < len(raw) < 7 and word not in ZONES
    if (
        word not in COUNT_NOUNS
        and not acronym
        and (strict or lexed.is_capital(j) or len(word) < 3 or word in MONTHS or is_verb(word))
    ):
        return None
    if "\n" in lexed.gap(j) and (word not in COUNT_NOUNS or (lexed.is_capital(j) and not raw.isupper())):
        return None
    end = j + 1
    if lexed.word(end) == "/" and lexed.word(end + 1).isalpha() and lexed.glued(end):
        end += 2
    elif (
        word in {"indikator", "perangkat", "kepala", "wajib", "tenaga", "satuan"}
        and lexed.word(end).isalpha()
    ):
        end += lexed.near(end) and lexed.word(end) not in FUNCTION_WORDS and not lexed.taken[end]
    return end


def is_verb(word: str) -> bool:
    """True for a word with a verb's prefix: "menerima", "berpredikat", "ditindaklanjuti", "terisi"."""
    return len(word) > 5 and word.startswith(("me", "ber", "di", "ter")) and not word.startswith("menara")


def unit_text(lexed: Lexed, first: int, end: int) -> str:
    return " ".join(lexed.text[lexed.starts[first] : lexed.ends[end - 1]].split())


def _score_cue(lexed: Lexed, i: int) -> int:
    """2 when a word such as "nilai" stands close before the figure, 1 within the clause, 0 without."""
    if SCORE_CUES.isdisjoint(lexed.low[max(0, i - 14) : i]):
        return 0
    for back in range(1, 15):
        k = i - back
        if k < 0 or lexed.low[k] in {";", "!", "?"} or "\n\n" in lexed.gap(k + 1):
            return 0
        if lexed.low[k] == "." and lexed.gap(k + 1):
            return 0
        if lexed.low[k] in SCORE_CUES:
            return 2 if back <= 4 else 1
    return 0


def _named_measure(lexed: Lexed, i: int, measures: Sequence[int], *, decimal: bool) -> int:
    """1 when the name of a measure stands before the figure in its sentence, 2 when right before it."""
    n = bisect_right(measures, i) - 1
    if n < 0 or i - measures[n] > (16 if decimal else 4):
        return 0
    between = lexed.low[measures[n] : i]
    if any(w in {".", ";", "!", "?"} for w in between) or any(
        "\n\n" in lexed.gap(k) for k in range(measures[n], i + 1)
    ):
        return 0
    return 2 if i - measures[n] <= 2 else 1


def dated(lexed: Lexed, j: int) -> bool:
    """True when lexeme j belongs to a date ("3,5 tahun ini")."""
    return j < len(lexed) and bool(lexed.taken[j])


def small_number(lexed: Lexed, i: int, figure: Figure) -> Decimal:
    """The value with a lone dot read as decimal: scores and per cents are not in the thousands."""
    if figure.scaled or (figure.end > i + 2 and "koma" in lexed.low[i : figure.end]):
        return figure.value
    written = lexed.low[i] if figure.end == i + 1 else written_at(lexed, i)[0]
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
