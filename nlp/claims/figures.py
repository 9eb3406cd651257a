"""Figures in digits or words: what kind of claim each is, from the lexemes around it."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import not_

from nlp.claims.bare import SHARES, bare_figure, labelled_share
from nlp.claims.candidates import Candidate, PageWords
from nlp.claims.counts import after_words, count_or_score, noun_end, small_number, unit_text
from nlp.claims.money import BEFORE_MONEY, BEHIND_MONEY, money_at, spelled_out_end
from nlp.claims.names import (
    ANNEXES,
    BEHIND_CLOCK,
    DENIALS,
    OPENING_QUOTES,
    STEPS,
    STREETS,
    is_clock,
    is_list_number,
    is_name,
)
from nlp.dates.readings import RANGE_BEGINS, range_end
from nlp.text.lexer import Lexed, Trigger
from nlp.text.numbers import NUMBER_WORDS, SCALES, Figure, figure_at, words_at
from nlp.text.words import COUNT_NOUNS, DURATIONS, FUNCTION_WORDS, PERCENT_WORDS, SCORE_UNITS

_NO_WORDS_BEHIND = frozenset(
    {"setali", "salah", "(", "nomor", "no", "level", "tahun", "setiap", "per", "-", "puluh", "ratus"}
)
_MONEY_HEADS = Trigger({"anggaran", "pagu", "dana", "belanja", "rupiah", "biaya", "apbd", "apbn", "rp"})
_SCALES = Trigger({"skala", "rentang"})
_KINDS = (_MONEY_HEADS, OPENING_QUOTES, STREETS, STEPS, ANNEXES, _SCALES, SHARES)  # as in `PageWords`
_SCALE_ENDS = frozenset({"4", "5", "10", "36", "60", "100", "400", "410", "415", "1000"})
_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_RANGES = RANGE_BEGINS | {"ke", "menjadi", "jadi"}  # behind the first of two figures
_AFTER_WORDS = frozenset({"-", "an", "("})  # before words that belong to a figure
_GOES_ON = _RANGES | _AFTER_WORDS | {"±"}
_PERCENT_SIGNS = PERCENT_WORDS | {"o"}
_BOUNDS = frozenset({">", "<", "≥", "≤", "±"})


def find_figures(lexed: Lexed, measures: Sequence[int] = ()) -> list[Candidate]:
    """Claims in figures among the lexemes that no other rule has taken, in order.

    `measures` are the ends of names of measures: a bare figure behind one in its clause is a score.
    """
    in_words = lexed.where(NUMBER_WORDS)
    places = sorted([*lexed.numbers(), *in_words]) if in_words else lexed.numbers()
    if not places:
        return []
    page = PageWords(measures, *map(bool, map(lexed.where, _KINDS)))
    found: list[Candidate] = []
    end = 0
    last: Candidate | None = None
    low, taken = lexed.low, lexed.taken
    for i in compress(places, map(not_, map(taken.__getitem__, places))):
        if i < end:
            continue
        one = _words(lexed, i) if low[i] in NUMBER_WORDS else _digits(lexed, i, page, last)
        if one:
            found.append(one)
            last = one
            end = spelled_out_end(lexed, one.end) if one.kind == "money" else one.end
    return found


def _digits(lexed: Lexed, i: int, page: PageWords, last: Candidate | None) -> Candidate | None:
    figure = figure_at(lexed, i)
    if figure is None:
        return None
    j = figure.end
    before, following = lexed.word(i - 1), lexed.word(j)
    after = following if j == i + 1 else lexed.word(i + 1)
    if figure.scaled or before in BEFORE_MONEY or following in BEHIND_MONEY:
        money = money_at(lexed, i, figure)
        if money:
            return money
    if following in _GOES_ON:
        ranged = _around(lexed, i, figure) or _first_of_range(lexed, i, figure, page)
        if ranged:
            return ranged
        j = after_words(lexed, j)
        following = lexed.word(j)
    if following in _PERCENT_SIGNS or before in _BOUNDS:
        percent = _percent(lexed, i, figure, j)
        if percent:
            return None if before in DENIALS or "diskon" in lexed.low[max(0, i - 5) : i] else percent
    if (
        before in DENIALS
        or (after in BEHIND_CLOCK and is_clock(lexed, i, after))
        or is_list_number(lexed, i, before, after)
        or (is_name(lexed, i, before, after, page) and not _behind_measure(lexed, i, page.measures))
        or (following in _DASHES and lexed.is_number(j + 1))  # "70–80"
        or (before in _DASHES and lexed.is_number(i - 2) and noun_end(lexed, j, strict=True) is None)
        or ((before == "dari" or page.scales) and _ends_scale(lexed, i, before))
    ):
        return None
    if following in SCORE_UNITS and lexed.near(j):
        if lexed.word(j + 1) in {"persen", "%", "persentase"}:
            return Candidate(i, j + 2, "percent", small_number(lexed, i, figure), "%", 0.95)
        return Candidate(i, j + 1, "score", small_number(lexed, i, figure), lexed.raw(j), 0.95)
    if page.shares and labelled_share(lexed, i, figure):
        bare = "\n" in lexed.gap(j) or not following.isalpha() or following in FUNCTION_WORDS
        if bare:
            return Candidate(i, figure.end, "percent", small_number(lexed, i, figure), "%", 0.8)
    counted = count_or_score(lexed, i, j, figure, page, before, following)
    return counted or bare_figure(lexed, i, j, figure, page, last)


def _behind_measure(lexed: Lexed, i: int, measures: Sequence[int]) -> bool:
    """True for a figure right behind the name of a measure."""
    n = bisect_left(measures, i)
    return n < len(measures) and measures[n] == i and not lexed.glued(i)


def _around(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    """A percentage with what it may miss by: "3,0±1 persen"."""
    j = figure.end
    if lexed.word(j) != "±" or not lexed.is_number(j + 1) or figure.scaled:
        return None
    end = _percent_sign(lexed, j + 2)
    return Candidate(i, end, "percent", small_number(lexed, i, figure), "%", 0.9) if end > j + 2 else None


def _first_of_range(lexed: Lexed, i: int, figure: Figure, page: PageWords) -> Candidate | None:
    """The first end of a range, with the unit that stands behind its last one: "10–15 persen", "3 sampai 5
    OPD".
    """
    if lexed.word(figure.end) not in _RANGES:
        return None
    before, after = lexed.word(i - 1), lexed.word(i + 1)
    j = range_end(lexed, figure.end)
    if j == figure.end and before in {"dari", "semula"} and lexed.word(j) in {"ke", "menjadi", "jadi"}:
        j += 1
        last = figure_at(lexed, j) if lexed.is_number(j) else None
        if last is None or last.scaled or figure.scaled or is_name(lexed, i, before, after, page):
            return None
        return _with_unit_of(lexed, i, figure, last)
    if j == figure.end or not lexed.is_number(j) or not lexed.near(j) or lexed.taken[j] or figure.scaled:
        return None
    last = figure_at(lexed, j)
    if last is None or last.scaled or last.value <= figure.value or before in DENIALS:
        return None
    if is_name(lexed, i, before, after, page) or is_list_number(lexed, i, before, after):
        return None
    if "skala" in lexed.low[max(0, i - 3) : i]:
        return None
    return _with_unit_of(lexed, i, figure, last)


def _with_unit_of(lexed: Lexed, i: int, figure: Figure, last: Figure) -> Candidate | None:
    """A figure that shares the unit which stands behind the next one: a per cent sign or a counted noun."""
    sign = _percent_sign(lexed, last.end)
    if sign > last.end:
        return Candidate(i, figure.end, "percent", small_number(lexed, i, figure), "%", 0.8)
    noun = noun_end(lexed, last.end, strict=True)
    if noun is None or lexed.low[last.end] in DURATIONS:
        return None
    return Candidate(i, figure.end, "count", figure.value, unit_text(lexed, last.end, noun), 0.7)


def _words(lexed: Lexed, i: int) -> Candidate | None:
    """A number in words, a claim only with a noun that is counted, a per cent sign or rupiah behind it."""
    before = lexed.word(i - 1)
    if before in _NO_WORDS_BEHIND or before in SCALES:
        return None
    figure = words_at(lexed, i)
    if figure is None or (before == "ke" and lexed.word(figure.end) not in COUNT_NOUNS):
        return None
    j = figure.end
    if not lexed.near(j) or lexed.word(j) == "-":
        return None
    if lexed.word(j) in PERCENT_WORDS:
        return Candidate(i, j + 1, "percent", figure.value, "%", 0.9)
    if lexed.word(j) == "rupiah":
        return Candidate(i, j + 1, "money", figure.value, "Rp", 0.9)
    noun = noun_end(lexed, j, strict=figure.value == 1)
    if (
        noun is None
        or figure.value != figure.value.to_integral_value()  # "sepertiga OPD" is a share, and a vague one
        or (lexed.low[j] not in COUNT_NOUNS and lexed.is_capital(i) != lexed.is_capital(j))
        or (figure.value == 1 and not _counts_one(lexed, i, j))
    ):
        return None
    return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.85)


def _counts_one(lexed: Lexed, i: int, j: int) -> bool:
    """ "satu OPD" counts; "Satu Data", "satu pintu", "satu tim" in running text mostly do not."""
    if lexed.is_capital(i) and lexed.is_capital(j):
        return False
    return lexed.low[j] not in {"data", "sistem", "tim", "tempat", "wilayah", "daerah", "orang", "kesatuan"}


def _ends_scale(lexed: Lexed, i: int, before: str) -> bool:
    """ "skala 1 sampai 5", "331,5 dari 410", "untuk rentang 2,50–3,50": the ends of a scale."""
    if not lexed.is_number(i - 2):
        return False
    if not _SCALES.isdisjoint(lexed.low[max(0, i - 5) : i]):
        return True
    scored = "," in lexed.low[i - 2] or "." in lexed.low[i - 2]
    return before == "dari" and scored and lexed.low[i] in _SCALE_ENDS


def _percent(lexed: Lexed, i: int, figure: Figure, j: int) -> Candidate | None:
    end = _percent_sign(lexed, j)
    if end == j:
        return _bounded_percent(lexed, i, figure)
    if lexed.glued(i) and lexed.low[i - 1][0].isalpha():
        return None
    if lexed.word(end) in {"poin", "point"}:
        end += 1
    return Candidate(i, end, "percent", small_number(lexed, i, figure), "%", 0.98)


def _percent_sign(lexed: Lexed, j: int) -> int:
    """End of "%", "persen" or "o/o" at j, j itself without one."""
    word = lexed.word(j)
    if (word not in PERCENT_WORDS and word != "o") or not (lexed.near(j) or len(lexed.gap(j)) < 4):
        return j
    if word != "o":
        return j + 1
    return j + 3 if lexed.word(j + 1) == "/" and lexed.word(j + 2) in {"o", "0"} and lexed.glued(j + 2) else j


def _bounded_percent(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    """ "> 100" behind "Persentase …": a per cent without its sign."""
    if lexed.word(i - 1) not in _BOUNDS or noun_end(lexed, figure.end, strict=True):
        return None
    for back in range(2, 45):
        word = lexed.word(i - back)
        if word in {"persentase", "prosentase", "%"}:
            return Candidate(i, figure.end, "percent", small_number(lexed, i, figure), "%", 0.8)
        if (
            not word
            or word in {"!", "?"}
            or (word == "." and lexed.gap(i - back + 1) and lexed.is_capital(i - back + 1))
        ):
            return None
    return None
