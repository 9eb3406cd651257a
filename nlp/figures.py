"""Figures in digits or words: what kind of claim each is, from the lexemes around it."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.calendar import MONTHS, ZONES
from nlp.lexer import Lexed
from nlp.numbers import MONEY_SCALES, NUMBER_WORDS, SCALES, Figure, figure_at, plain_number, words_at
from nlp.words import (
    COUNT_NOUNS,
    DURATIONS,
    FUNCTION_WORDS,
    NAMING_WORDS,
    PART_NOUNS,
    PERCENT_WORDS,
    QUANTITY_CUES,
    SCORE_CUES,
    SCORE_UNITS,
    STATES,
    words,
)

_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_CURRENCY = frozenset({"rp", "idr", "rupiah", "rp."})
_FOREIGN = words("figures foreign")
_GLUED_UNITS = words("figures glued units")
_APPROX = frozenset({"an"})
_RUN_ON = words("figures run on")
_SPELLED = (
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "se",
    "nol",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure or grade at lexemes first to end - 1 that may be a claim; `sure` is 0 to 1."""

    first: int
    end: int
    kind: str
    value: Decimal | str
    unit: str | None
    sure: float


def find_figures(lexed: Lexed, measures: Sequence[int] = ()) -> list[Candidate]:
    """Claims in figures among the lexemes that no other rule has taken, in order.

    `measures` are the ends of names of measures: a bare figure behind one in its clause is a score.
    """
    found: list[Candidate] = []
    end = 0
    last: Candidate | None = None
    taken, low = lexed.taken, lexed.low
    for i in [i for i, w in enumerate(low) if ("0" <= w < ":" or w in NUMBER_WORDS) and not taken[i]]:
        if i < end or taken[i]:
            continue
        one = _digits(lexed, i, measures, last) if lexed.is_number(i) else _words(lexed, i)
        if one:
            found.append(one)
            last = one
            end = _spelled_out(lexed, one.end) if one.kind == "money" else one.end
    return found


def _spelled_out(lexed: Lexed, end: int) -> int:
    """End of "(lima ribu rupiah)" behind an amount, which repeats it, whatever OCR made of its words."""
    if lexed.word(end) != "(" or not lexed.word(end + 1).startswith(_SPELLED):
        return end
    for k in range(end + 1, min(end + 60, len(lexed))):
        if lexed.low[k] == ")" or lexed.low[k].startswith("rupia"):
            return k + 1
        if lexed.is_number(k):
            break
    return end


def _digits(lexed: Lexed, i: int, measures: Sequence[int], last: Candidate | None) -> Candidate | None:
    figure = figure_at(lexed, i)
    if figure is None:
        return None
    money = _money(lexed, i, figure)
    if money:
        return money
    j = _after_words(lexed, figure.end)
    percent = _percent(lexed, i, figure, j)
    if percent:
        return None if _denied(lexed, i) or "diskon" in lexed.low[max(0, i - 5) : i] else percent
    if _is_name(lexed, i) or _is_list_number(lexed, i) or _is_clock(lexed, i) or _denied(lexed, i):
        return None
    if _in_range(lexed, i, j):
        return None
    if lexed.word(j) in SCORE_UNITS and lexed.near(j):
        if lexed.word(j + 1) in {"persen", "%", "persentase"}:
            return Candidate(i, j + 2, "percent", _decimal(lexed, i, figure), "%", 0.95)
        return Candidate(i, j + 1, "score", _decimal(lexed, i, figure), lexed.raw(j), 0.95)
    return _count_or_score(lexed, i, j, figure, measures) or _bare(lexed, i, j, figure, measures, last)


def _words(lexed: Lexed, i: int) -> Candidate | None:
    """A number in words, a claim only with a noun that is counted, a per cent sign or rupiah behind it."""
    figure = words_at(lexed, i)
    if figure is None or lexed.word(i - 1) in {
        "salah",
        "(",
        "ke",
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
    noun = _noun(lexed, j, strict=True)
    if noun is None or (figure.value == 1 and not _counts_one(lexed, i, j)):
        return None
    return Candidate(i, noun, "count", figure.value, _unit(lexed, j, noun), 0.85)


def _counts_one(lexed: Lexed, i: int, j: int) -> bool:
    """ "satu OPD" counts; "Satu Data", "satu pintu", "satu tim" in running text mostly do not."""
    if lexed.is_capital(i) and lexed.is_capital(j):
        return False
    return lexed.low[j] not in {"data", "sistem", "tim", "tempat", "wilayah", "daerah", "orang", "kesatuan"}


# ---------------------------------------------------------------- what is no claim


def _denied(lexed: Lexed, i: int) -> bool:
    """ "bukan 20 persen": what the text denies."""
    return lexed.word(i - 1) in {"bukan", "bukanlah"}


def _is_name(lexed: Lexed, i: int) -> bool:
    """True for a number that names: "Pasal 11", "Covid-19", "4G", "SMKN 1", "081234"."""
    word = lexed.low[i]
    if word[0] == "0" and len(word) > 1 and word[1] not in ".,":
        return True
    if lexed.glued(i) and _glued_name(lexed, i):
        return True
    following = lexed.word(i + 1)
    if (
        lexed.glued(i + 1)
        and following[0].isalpha()
        and following not in _GLUED_UNITS
        and following not in COUNT_NOUNS
    ):
        return True
    if (
        lexed.glued(i + 1)
        and following in {"/", "_", "@", "="}
        and (lexed.is_number(i + 2) or lexed.glued(i))
    ):
        return True
    before = lexed.word(i - 1)
    if not lexed.near(i) and i:
        return False
    if before == ".":
        before = (
            lexed.word(i - 2)
            if lexed.word(i - 2) in {"jl", "jln", "no", "hal", "hlm", "telp", "lt", "gol"}
            else ""
        )
    if before in NAMING_WORDS:
        return not (before == "angka" and ("," in word or "." in word or lexed.word(i + 1) in PERCENT_WORDS))
    if {"lampiran", "lamp"} & set(lexed.low[max(0, i - 3) : i]):
        return True
    if before in {"usia", "umur", "berusia", "berumur", "skala", "rentang"}:
        return True
    return lexed.is_capital(i - 1) and _name_number(lexed, i)


def _glued_name(lexed: Lexed, i: int) -> bool:
    before = lexed.low[i - 1]
    if before[0].isalpha():
        return before not in _CURRENCY and before not in _RUN_ON
    if before in _DASHES:
        return i < 2 or (lexed.glued(i - 1) and lexed.low[i - 2][0].isalpha())
    return before in {"/", "_", "@", "#", "=", "&", ":", "."} and i > 1 and lexed.glued(i - 1)


def _name_number(lexed: Lexed, i: int) -> bool:
    """ "SMKN 1 Rekayasa", "Puskesmas 2 Nusa": a small number between a name and a capital or a mark."""
    if len(lexed.low[i]) > 2 or not lexed.low[i].isdigit():
        return False
    if (
        lexed.low[i - 1] in QUANTITY_CUES
        or lexed.low[i - 1] in SCORE_CUES
        or lexed.word(i + 1) in COUNT_NOUNS
    ):
        return False
    return lexed.is_capital(i + 1) or lexed.word(i + 1) in {",", ".", ")", ""}


def _is_list_number(lexed: Lexed, i: int) -> bool:
    """ "1." or "2)" before an item, "(3)", and the numbers of headings such as "3.1 Capaian"."""
    at_line = i == 0 or "\n" in lexed.gap(i)
    following = lexed.word(i + 1)
    if lexed.word(i - 1) == "(" and following == ")" and len(lexed.low[i]) <= 2:
        return True
    if following == ")" and len(lexed.low[i]) <= 2 and lexed.word(i - 1) != "(" and not _opened(lexed, i):
        return True
    if not at_line:
        return False
    if following == "." and len(lexed.low[i]) <= 3:
        return True
    if "\n" in lexed.gap(i + 1) or i + 1 >= len(lexed):
        return True
    return len(lexed.low[i]) <= 4 and "." in lexed.low[i] and lexed.is_capital(i + 1)


def _opened(lexed: Lexed, i: int) -> bool:
    return any(lexed.word(k) == "(" for k in range(i - 6, i))


def _is_clock(lexed: Lexed, i: int) -> bool:
    if lexed.word(i + 1) == ":" and lexed.glued(i + 1) and lexed.is_number(i + 2):
        return True
    if lexed.word(i + 1) in ZONES or (lexed.word(i + 1) in _DASHES and lexed.word(i + 3) in ZONES):
        return True
    return lexed.word(i + 1) in MONTHS and lexed.near(i + 1)


def _in_range(lexed: Lexed, i: int, j: int) -> bool:
    """ "70–80", "3-1": the ends of a bare range, or the first end of one with a unit."""
    ahead = lexed.word(j) in _DASHES and lexed.is_number(j + 1)
    behind = lexed.word(i - 1) in _DASHES and lexed.is_number(i - 2)
    if ahead:
        return True
    return behind and _noun(lexed, j, strict=True) is None


# ---------------------------------------------------------------- money, per cent


def _money(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    first = _currency_before(lexed, i)
    figure = _rounded(lexed, figure)
    end = figure.end
    value = figure.value
    if first is None:
        return _money_without_sign(lexed, i, figure)
    if (
        not figure.scaled
        and lexed.word(end) in MONEY_SCALES
        and lexed.raw(end).isupper()
        and _stands(lexed, end)
    ):
        value *= MONEY_SCALES[lexed.low[end]]
        end += 1
    elif not figure.scaled:
        value = _english_groups(lexed.low[i], value)
    if lexed.word(end) == "rupiah":
        end += 1
    end = _money_tail(lexed, end)
    return Candidate(first, end, "money", value.to_integral_value(), "Rp", 0.97)


def _rounded(lexed: Lexed, figure: Figure) -> Figure:
    """A figure with "-an" and the scale word behind it: "Rp 230-an miliar"."""
    end = figure.end
    if lexed.word(end) == "-" and lexed.word(end + 1) == "an" and lexed.glued(end):
        scale = SCALES.get(lexed.word(end + 2))
        return Figure(figure.first, end + 3, figure.value * scale, scaled=True) if scale else figure
    return figure


def _english_groups(written: str, value: Decimal) -> Decimal:
    """ "Rp 452,750" groups thousands with a comma: no amount has three decimals."""
    pieces = written.split(",")
    if len(pieces) == 2 and len(pieces[1]) == 3 and "." not in written and 1 <= len(pieces[0]) <= 3:
        return Decimal(pieces[0] + pieces[1])
    return value


def _currency_before(lexed: Lexed, i: int) -> int | None:
    j = i - 1
    while lexed.word(j) in {".", ":", "-"} and i - j < 3:
        j -= 1
    return j if lexed.word(j) in {"rp", "idr"} else None


def _stands(lexed: Lexed, j: int) -> bool:
    """True when the letter at j is no part of a longer word."""
    return not (lexed.glued(j + 1) and lexed.word(j + 1)[:1].isalpha())


def _money_tail(lexed: Lexed, end: int) -> int:
    """End behind ",-", ".-" or "-" that close an amount."""
    if (
        lexed.word(end) in {",", "."}
        and lexed.word(end + 1) in _DASHES | {"="}
        and lexed.glued(end)
        and lexed.glued(end + 1)
    ):
        return end + 2
    if (
        lexed.word(end) in _DASHES
        and lexed.glued(end)
        and not (lexed.glued(end + 1) and lexed.is_number(end + 1))
    ):
        return end + 1
    return end


def _money_without_sign(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    """ "2,4 miliar rupiah", "senilai 500 juta": scaled amounts of which nothing else is counted."""
    if lexed.word(i - 1) in _FOREIGN or lexed.word(figure.end) in _FOREIGN:
        return None
    if lexed.word(figure.end) == "rupiah":
        return Candidate(i, figure.end + 1, "money", figure.value.to_integral_value(), "Rp", 0.95)
    if (
        figure.scaled
        and figure.value >= 10**6
        and not _glued_name(lexed, i)
        and lexed.word(figure.end) not in COUNT_NOUNS
    ):
        following = lexed.word(figure.end)
        plain = not following.isalpha() or following in FUNCTION_WORDS or not lexed.near(figure.end)
        if plain and following not in PERCENT_WORDS:
            return Candidate(i, figure.end, "money", figure.value.to_integral_value(), "Rp", 0.8)
    return None


def _percent(lexed: Lexed, i: int, figure: Figure, j: int) -> Candidate | None:
    end = _percent_sign(lexed, j)
    if end == j:
        return _bounded_percent(lexed, i, figure)
    if lexed.glued(i) and lexed.low[i - 1][0].isalpha():
        return None
    if lexed.word(end) in {"poin", "point"}:
        end += 1
    return Candidate(i, end, "percent", _decimal(lexed, i, figure), "%", 0.98)


def _percent_sign(lexed: Lexed, j: int) -> int:
    """End of "%", "persen" or "o/o" at j, j itself without one."""
    if not (lexed.near(j) or len(lexed.gap(j)) < 4):
        return j
    if lexed.word(j) in PERCENT_WORDS:
        return j + 1
    if (
        lexed.word(j) == "o"
        and lexed.word(j + 1) == "/"
        and lexed.word(j + 2) in {"o", "0"}
        and lexed.glued(j + 2)
    ):
        return j + 3
    return j


def _bounded_percent(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    """ "> 100" behind "Persentase …": a per cent without its sign."""
    if lexed.word(i - 1) not in {">", "<", "≥", "≤", "±"} or _noun(lexed, figure.end, strict=True):
        return None
    for back in range(2, 45):
        word = lexed.word(i - back)
        if word in {"persentase", "prosentase", "%"}:
            return Candidate(i, figure.end, "percent", _decimal(lexed, i, figure), "%", 0.8)
        if (
            not word
            or word in {"!", "?"}
            or (word == "." and lexed.gap(i - back + 1) and lexed.is_capital(i - back + 1))
        ):
            return None
    return None


def _decimal(lexed: Lexed, i: int, figure: Figure) -> Decimal:
    """The value with a lone dot read as decimal: scores and per cents are not in the thousands."""
    if figure.scaled:
        return figure.value
    return plain_number(lexed.low[i], decimal_point=True) or figure.value


def _after_words(lexed: Lexed, j: int) -> int:
    """Past "(empat)" behind a figure, and past "-an" of a rounded one."""
    if lexed.word(j) == "-" and lexed.word(j + 1) in _APPROX and lexed.glued(j):
        j += 2
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


# ---------------------------------------------------------------- counts and scores


def _count_or_score(
    lexed: Lexed, i: int, j: int, figure: Figure, measures: Sequence[int]
) -> Candidate | None:
    following = lexed.word(j)
    if lexed.near(j) and not _dated(lexed, j) and (following in DURATIONS or following in PART_NOUNS):
        return None
    noun = _noun(lexed, j, strict=False)
    decimal = figure.value != figure.value.to_integral_value() or "," in lexed.low[i]
    if noun is not None and lexed.low[j] in COUNT_NOUNS:
        return Candidate(i, noun, "count", figure.value, _unit(lexed, j, noun), 0.95)
    cue = _score_cue(lexed, i) or _named_measure(lexed, i, measures, decimal=decimal)
    if cue and (decimal or cue > 1 or noun is None):
        return Candidate(i, figure.end, "score", _decimal(lexed, i, figure), None, 0.93 if decimal else 0.85)
    if noun is not None:
        return Candidate(i, noun, "count", figure.value, _unit(lexed, j, noun), 0.75)
    if not decimal and lexed.word(i - 1) in {
        "dari",
        "baru",
        "hanya",
        "sebanyak",
        "sejumlah",
        "berjumlah",
        "total",
    }:
        return Candidate(i, figure.end, "count", figure.value, None, 0.65)
    return None


_LEADS_TO_VALUE = words("figures leads to value")


def _bare(
    lexed: Lexed, i: int, j: int, figure: Figure, measures: Sequence[int], last: Candidate | None
) -> Candidate | None:
    """A figure with nothing to say what it is, but the ones before it and the state it stands behind."""
    if lexed.near(j) and not _dated(lexed, j) and (lexed.word(j) in DURATIONS or lexed.word(j) in PART_NOUNS):
        return None
    if figure.scaled or (lexed.glued(j) and lexed.word(j) in {"/", "-", ":"}):
        return None
    written = lexed.low[i]
    decimal = "," in written or ("." in written and figure.value != figure.value.to_integral_value())
    near_last = last is not None and i - last.first <= (90 if decimal else 60)
    n = bisect_right(measures, i) - 1
    near_measure = n >= 0 and i - measures[n] <= 60
    before = lexed.word(i - 1)
    lead = before in _LEADS_TO_VALUE or (
        before in {":", "-"} and lexed.word(i - 2) in _LEADS_TO_VALUE | {"rata"}
    )
    if decimal:
        scored = (near_last and last is not None and last.kind in {"score", "grade"}) or near_measure
        if scored or (lead and before not in {"di", "dari", "ke"}):
            return Candidate(i, figure.end, "score", _decimal(lexed, i, figure), None, 0.65)
        return None
    if lead and before != "di" and near_last and last is not None and last.kind in {"score", "count"}:
        return Candidate(i, figure.end, last.kind, figure.value, None, 0.6)
    if lead and near_measure and before in {"target", "targetnya", "menjadi", "jadi"}:
        return Candidate(i, figure.end, "score", figure.value, None, 0.6)
    if before in STATES and lexed.word(j) in {",", ".", "(", ";", ")", ""} and len(written) <= 5:
        return Candidate(i, figure.end, "count", figure.value, None, 0.65)
    return None


def _dated(lexed: Lexed, j: int) -> bool:
    """True when lexeme j belongs to a date ("3,5 tahun ini")."""
    return j < len(lexed) and bool(lexed.taken[j])


def _noun(lexed: Lexed, j: int, *, strict: bool) -> int | None:
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
        and (strict or lexed.is_capital(j) or len(word) < 3 or word in MONTHS)
    ):
        return None
    if "\n" in lexed.gap(j) and lexed.is_capital(j) and not raw.isupper():
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


def _unit(lexed: Lexed, first: int, end: int) -> str:
    return " ".join(lexed.text[lexed.starts[first] : lexed.ends[end - 1]].split())


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


def _score_cue(lexed: Lexed, i: int) -> int:
    """2 when a word such as "nilai" stands close before the figure, 1 within the clause, 0 without."""
    for back in range(1, 15):
        k = i - back
        if k < 0 or lexed.low[k] in {";", "!", "?"} or "\n\n" in lexed.gap(k + 1):
            return 0
        if lexed.low[k] == "." and lexed.gap(k + 1):
            return 0
        if lexed.low[k] in SCORE_CUES:
            return 2 if back <= 4 else 1
    return 0
