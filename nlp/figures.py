"""Figures in digits or words: what kind of claim each is, from the lexemes around it."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from nlp.bare import bare_figure, labelled_share
from nlp.candidates import Candidate, PageWords
from nlp.counts import after_words, count_or_score, noun_end, small_number, unit_text
from nlp.lexer import Lexed
from nlp.money import money_at, spelled_out_end
from nlp.names import denied, is_clock, is_list_number, is_name
from nlp.numbers import NUMBER_WORDS, SCALES, Figure, figure_at, words_at
from nlp.readings import RANGE_BEGINS, range_end
from nlp.words import COUNT_NOUNS, DURATIONS, FUNCTION_WORDS, PERCENT_WORDS, SCORE_UNITS

_MONEY_HEADS = frozenset({"anggaran", "pagu", "dana", "belanja", "rupiah", "biaya", "apbd", "apbn", "rp"})
_SCALES = frozenset({"skala", "rentang"})
_SCALE_ENDS = frozenset({"4", "5", "10", "36", "60", "100", "400", "410", "415", "1000"})
_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_RANGES = RANGE_BEGINS | {"ke", "menjadi", "jadi"}  # behind the first of two figures
_AFTER_WORDS = frozenset({"-", "an", "("})  # before words that belong to a figure


def find_figures(lexed: Lexed, measures: Sequence[int] = ()) -> list[Candidate]:
    """Claims in figures among the lexemes that no other rule has taken, in order.

    `measures` are the ends of names of measures: a bare figure behind one in its clause is a score.
    """
    page = PageWords(measures, money=not _MONEY_HEADS.isdisjoint(lexed.low))
    found: list[Candidate] = []
    end = 0
    last: Candidate | None = None
    taken = lexed.taken
    for i in sorted([*lexed.numbers(), *lexed.where(NUMBER_WORDS)]):
        if i < end or taken[i]:
            continue
        one = _digits(lexed, i, page, last) if lexed.is_number(i) else _words(lexed, i)
        if one:
            found.append(one)
            last = one
            end = spelled_out_end(lexed, one.end) if one.kind == "money" else one.end
    return found


def _digits(lexed: Lexed, i: int, page: PageWords, last: Candidate | None) -> Candidate | None:
    figure = figure_at(lexed, i)
    if figure is None:
        return None
    money = money_at(lexed, i, figure)
    if money:
        return money
    j = figure.end
    following = lexed.word(j)
    if following == "±" or following in _RANGES:
        ranged = _around(lexed, i, figure) or _first_of_range(lexed, i, figure)
        if ranged:
            return ranged
    if following in _AFTER_WORDS:
        j = after_words(lexed, j)
    percent = _percent(lexed, i, figure, j)
    if percent:
        return None if denied(lexed, i) or "diskon" in lexed.low[max(0, i - 5) : i] else percent
    if (
        (is_name(lexed, i) and not _behind_measure(lexed, i, page.measures))
        or is_list_number(lexed, i)
        or is_clock(lexed, i)
        or denied(lexed, i)
    ):
        return None
    if _in_range(lexed, i, j) or _ends_scale(lexed, i):
        return None
    if lexed.word(j) in SCORE_UNITS and lexed.near(j):
        if lexed.word(j + 1) in {"persen", "%", "persentase"}:
            return Candidate(i, j + 2, "percent", small_number(lexed, i, figure), "%", 0.95)
        return Candidate(i, j + 1, "score", small_number(lexed, i, figure), lexed.raw(j), 0.95)
    following = lexed.word(j)
    bare = "\n" in lexed.gap(j) or not following.isalpha() or following in FUNCTION_WORDS
    if bare and labelled_share(lexed, i, figure):
        return Candidate(i, figure.end, "percent", small_number(lexed, i, figure), "%", 0.8)
    return count_or_score(lexed, i, j, figure, page) or bare_figure(lexed, i, j, figure, page, last)


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


def _first_of_range(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    """The first end of a range, with the unit that stands behind its last one: "10–15 persen", "3 sampai 5
    OPD".
    """
    j = range_end(lexed, figure.end)
    if (
        j == figure.end
        and lexed.word(i - 1) in {"dari", "semula"}
        and lexed.word(j) in {"ke", "menjadi", "jadi"}
    ):
        j += 1
        last = figure_at(lexed, j) if lexed.is_number(j) else None
        if last is not None and not last.scaled and not figure.scaled and not is_name(lexed, i):
            return _with_unit_of(lexed, i, figure, last)
        return None
    if j == figure.end or not lexed.is_number(j) or not lexed.near(j) or lexed.taken[j] or figure.scaled:
        return None
    last = figure_at(lexed, j)
    if last is None or last.scaled or last.value <= figure.value or is_name(lexed, i) or denied(lexed, i):
        return None
    if "skala" in lexed.low[max(0, i - 3) : i] or is_list_number(lexed, i):
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
    figure = words_at(lexed, i)
    if figure is None or (lexed.word(i - 1) == "ke" and lexed.word(figure.end) not in COUNT_NOUNS):
        return None
    if lexed.word(i - 1) in {
        "setali",
        "salah",
        "(",
        "nomor",
        "no",
        "level",
        "tahun",
        "setiap",
        "per",
    }:
        return None
    if (
        lexed.word(i - 1) in SCALES
        or lexed.word(i - 1) in {"-", "puluh", "ratus"}
        or lexed.word(figure.end) == "-"
    ):
        return None
    j = figure.end
    if not lexed.near(j):
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


def _ends_scale(lexed: Lexed, i: int) -> bool:
    """ "skala 1 sampai 5", "331,5 dari 410", "untuk rentang 2,50–3,50": the ends of a scale."""
    if not lexed.is_number(i - 2):
        return False
    if not _SCALES.isdisjoint(lexed.low[max(0, i - 5) : i]):
        return True
    scored = "," in lexed.low[i - 2] or "." in lexed.low[i - 2]
    return lexed.word(i - 1) == "dari" and scored and lexed.low[i] in _SCALE_ENDS


def _in_range(lexed: Lexed, i: int, j: int) -> bool:
    """ "70–80", "3-1": the ends of a bare range, or the first end of one with a unit."""
    ahead = lexed.word(j) in _DASHES and lexed.is_number(j + 1)
    behind = lexed.word(i - 1) in _DASHES and lexed.is_number(i - 2)
    if ahead:
        return True
    return behind and noun_end(lexed, j, strict=True) is None


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
    if lexed.word(i - 1) not in {">", "<", "≥", "≤", "±"} or noun_end(lexed, figure.end, strict=True):
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
