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
    NAMING_WORDS,
    PART_NOUNS,
    SCORE_CUES,
    STATES,
    words,
)

_APPROX = frozenset({"an"})
_BESIDE_LEADS = frozenset({":", "-", "≥", "≤", ">", "<", "±", "pada", "di", "tahun"})
_LEADS_TO_VALUE = words("figures leads to value")


_EXTREMES = frozenset({"tertinggi", "terendah", "tinggi", "rendah", "terbaik", "unggul", "buncit"})
_PER = frozenset({"per", "setiap", "tiap", "top"})  # "per 100.000 kelahiran", "Top 45 Inovasi"


def _lasts(lexed: Lexed, j: int, *, decimal: bool) -> bool:
    """True when a duration or a part of a list stands at j; "dari 66,5 ke 71" is none."""
    following = lexed.word(j)
    if not lexed.near(j) or _dated(lexed, j) or (decimal and following == "ke"):
        return False
    return following in DURATIONS or following in PART_NOUNS


def _of_instrument(lexed: Lexed, j: int) -> bool:
    """ "47 indikator yang dinilai": the parts of an instrument."""
    if lexed.word(j) == "indikator" and {"aspek", "domain", "dimensi", "unsur"} & set(lexed.low[max(0, j - 4) : j]):
        return True
    return lexed.word(j) == "indikator" and lexed.low[j + 1 : j + 3] in (
        ["yang", "dinilai"],
        ["yang", "diukur"],
    )


def count_or_score(lexed: Lexed, i: int, j: int, figure: Figure, page: PageWords) -> Candidate | None:
    decimal = figure.value != figure.value.to_integral_value() or "," in lexed.low[i]
    if _lasts(lexed, j, decimal=decimal) or lexed.word(i - 1) in _PER or _of_instrument(lexed, j):
        return None
    noun = noun_end(lexed, j, strict=False)
    if noun is not None and lexed.low[j] in COUNT_NOUNS:
        return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.95)
    if lexed.word(j) == "dari" and not decimal and _part_of_whole(lexed, j):
        return Candidate(i, figure.end, "count", figure.value, None, 0.7)
    cue = _score_cue(lexed, i) or _named_measure(lexed, i, page.measures, decimal=decimal)
    if cue and (decimal or cue > 1 or noun is None):
        return Candidate(
            i, figure.end, "score", small_number(lexed, i, figure), None, 0.93 if decimal else 0.85
        )
    if noun is not None and not decimal:
        return Candidate(i, noun, "count", figure.value, unit_text(lexed, j, noun), 0.75)
    of_score = lexed.word(i - 1) == "dari" and "," in lexed.word(i - 2)
    if not decimal and not of_score and lexed.word(i - 1) in {
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


_FOLLOWING_STATES = frozenset(
    {
        "belum",
        "sudah",
        "telah",
        "masih",
        "dalam",
        "berpredikat",
        "berkategori",
        "lainnya",
        "selesai",
        "tuntas",
        "tidak",
        "dari",
        "diantaranya",
    }
)


def bare_figure(
    lexed: Lexed, i: int, j: int, figure: Figure, page: PageWords, last: Candidate | None
) -> Candidate | None:
    """A figure with nothing to say what it is, but the ones before it and the state it stands beside."""
    if _lasts(lexed, j, decimal="," in lexed.low[i]) or lexed.word(i - 1) in _PER:
        return None
    if figure.scaled or (lexed.glued(j) and lexed.word(j) in {"/", "-", ":"}):
        return None
    written = lexed.low[i]
    decimal = "," in written or ("." in written and figure.value != figure.value.to_integral_value())
    near_last = last is not None and i - last.first <= (90 if decimal else 60)
    n = bisect_right(page.measures, i) - 1
    near_measure = n >= 0 and i - page.measures[n] <= 60
    lead = _lead(lexed, i)
    if figure.value >= 10**6 and len(written) > 8 and not written.isdigit() and page.money:
        return Candidate(i, figure.end, "money", figure.value.to_integral_value(), "Rp", 0.7)
    if _share_of(lexed, i, figure):
        return Candidate(i, figure.end, "percent", small_number(lexed, i, figure), "%", 0.65)
    if not decimal and last is not None and last.kind == "score" and i - last.end <= 8 and _second_of_two(lexed, i, j, last):
        return Candidate(i, figure.end, "score", figure.value, None, 0.6)
    if decimal:
        scored = (near_last and last is not None and last.kind in {"score", "grade"}) or near_measure
        scored = scored or (n >= 0 and i - page.measures[n] <= 250 and _set_off(lexed, i, j))
        if scored or (lead and lead not in {"di", "dari", "ke"}):
            return Candidate(i, figure.end, "score", small_number(lexed, i, figure), None, 0.65)
        return None
    aimed = lead in {"target", "targetnya", "harus", "bidik", "mematok", "patok", "kejar", "minimal"}
    beside = last is not None and not {".", "!", "?", ";"} & set(lexed.low[last.end : i])
    if aimed and beside and last is not None and last.kind == "percent" and i - last.first <= 20:
        return Candidate(i, figure.end, "percent", figure.value, "%", 0.6)
    if lead and lead != "di" and near_last and last is not None and last.kind in {"score", "count", "grade"}:
        far = aimed and near_measure and i - last.first > 12
        kind = "score" if last.kind == "grade" or far else last.kind
        return Candidate(i, figure.end, kind, figure.value, None, 0.6)
    if near_measure and (aimed or lead in {"menjadi", "jadi", "ke"}):
        return Candidate(i, figure.end, "score", figure.value, None, 0.6)
    if not figure.scaled and "," not in written and _in_shares(lexed, i, j, last):
        return Candidate(i, figure.end, "count", figure.value, None, 0.65)
    if len(written) <= 5 and _in_state(lexed, i, j):
        return Candidate(i, figure.end, "count", figure.value, None, 0.65)
    return None


def _in_shares(lexed: Lexed, i: int, j: int, last: Candidate | None) -> bool:
    """True for a figure in "teknis 171, kesehatan 96, guru 17": names with their numbers, behind a count or a
    colon.
    """
    if not _share(lexed, i, j):
        return False
    marks = {",", ";", "dan", "&"}
    following = lexed.word(j) in marks and any(
        lexed.is_number(k) and _share(lexed, k, k + 1) for k in range(j + 2, min(j + 6, len(lexed)))
    )
    previous = any(
        lexed.is_number(k) and marks & set(lexed.low[k + 1 : i]) for k in range(max(0, i - 6), i - 1)
    )
    if not (following or previous):
        return False
    near = last is not None and last.kind == "count" and i - last.end <= 12
    return near or ":" in lexed.low[max(0, i - 5) : i]


def _share(lexed: Lexed, i: int, j: int) -> bool:
    """True for a whole figure between a name and a mark."""
    word, before = lexed.word(j), lexed.word(i - 1)
    closed = word in {",", ";", ".", ")", "dan", "&", ""} or "\n" in lexed.gap(j)
    named = before.isalpha() and len(before) > 2 and before not in FUNCTION_WORDS
    whole = lexed.low[i].replace(".", "").isdigit() and len(lexed.low[i]) <= 6 and not lexed.taken[i]
    return closed and named and whole and lexed.near(i) and not lexed.glued(i)


def _second_of_two(lexed: Lexed, i: int, j: int, last: Candidate) -> bool:
    """ "manajemen BMD, 41,1, dan optimalisasi pajak, 44.", "nilai 63,4 dari 90": a whole score beside another."""
    between = lexed.low[last.end : i]
    if "." in between or ";" in between:
        return False
    closed = lexed.word(j) in {".", ",", ")", "(", ";"}
    return closed and (between == ["dari"] or (between[-1:] == [","] and "dan" in between))


def _set_off(lexed: Lexed, i: int, j: int) -> bool:
    """ "layanan paling tinggi, 3,91.": a figure between two marks, behind a superlative."""
    if lexed.word(i - 1) not in {",", "("} or lexed.word(j) not in {",", ".", ")", ";"}:
        return False
    return bool(_EXTREMES & set(lexed.low[max(0, i - 10) : i]))


def _share_of(lexed: Lexed, i: int, figure: Figure) -> bool:
    """True for "Prosentase kendaraan laik jalan  79,00" at the end of its line: a share without its sign."""
    at_end = i + 1 >= len(lexed) or "\n" in lexed.gap(i + 1) or len(lexed.gap(i + 1)) > 1
    if not at_end or figure.value > 1000:
        return False
    for k in range(i - 1, max(-1, i - 24), -1):
        if "\n" in lexed.gap(k + 1) and "\n" not in lexed.gap(i):
            return False
        if lexed.low[k] in {"persentase", "prosentase"}:
            return True
        if lexed.is_number(k) or lexed.low[k] in {".", ";", ":", "!", "?"} or lexed.taken[k]:
            return False
    return False


def _lead(lexed: Lexed, i: int) -> str:
    """The word that leads to a bare figure ("target", "menjadi"), past a date or a colon; "" without one."""
    k = i - 1
    while k >= 0 and i - k < 6 and (lexed.taken[k] or lexed.low[k] in _BESIDE_LEADS):
        k -= 1
    word = lexed.word(k)
    if word in _LEADS_TO_VALUE or (word == "rata" and k < i - 1):
        return word
    if word == "tidak" and lexed.word(k - 1) == "paling":
        return "target"
    for back in range(k, max(-1, k - 3), -1):
        if (
            lexed.low[back] in {"target", "targetnya", "minimal", "minimum"}
            and "\n" not in lexed.text[lexed.ends[back] : lexed.starts[i]]
        ):
            return "target"  # "target saya 90", "Target Renstra pada 2026: 84"
        if not lexed.low[back].isalpha() or lexed.low[back] in FUNCTION_WORDS - {
            "kita",
            "kami",
            "saya",
            "pada",
        }:
            break
    return ""


def _in_state(lexed: Lexed, i: int, j: int) -> bool:
    """True for "selesai 5," and for ", 9 dalam proses", "baru 21 berpredikat": so many are in a state."""
    if lexed.word(j) == "di" and lexed.word(j + 1) == "antaranya":
        return True
    if lexed.word(j) == "dari" and (_part_of_whole(lexed, j) or (lexed.is_number(j + 1) and _opens_sentence(lexed, i))):
        return True
    closed = lexed.word(j) in {",", ".", "(", ";", ")", "!", "?", ""} or "\n" in lexed.gap(j)
    if lexed.word(i - 1) == ":" and closed and (lexed.word(i - 2) in STATES or _labelled(lexed, i)):
        return True
    if lexed.word(i - 1) in STATES and closed:
        return True
    if lexed.word(j) == "dari" and not lexed.is_number(j + 1):
        return False
    opens = {
        ",",
        "dan",
        "(",
        ":",
        "tetapi",
        "ada",
        ";",
        "namun",
        "sedangkan",
        "sementara",
        "baru",
        "hanya",
        "yang",
    }
    return lexed.word(j) in _FOLLOWING_STATES and lexed.word(i - 1) in opens and lexed.near(j)


def _part_of_whole(lexed: Lexed, j: int) -> bool:
    """True for "dari 24 IKU" at j: the figure before it is a part of so many."""
    k = j + 2 if lexed.is_number(j + 1) else j + 3
    if not (lexed.is_number(j + 1) or lexed.word(j + 1) in NUMBER_WORDS) or lexed.taken[j + 1]:
        return False
    return noun_end(lexed, k if lexed.is_number(j + 1) else j + 2, strict=True) is not None


def _labelled(lexed: Lexed, i: int) -> bool:
    """True for "Akta lahir: 684" alone on its line, beside lines of the same kind."""
    if "\n" not in lexed.gap(i + 1) and i + 1 < len(lexed):
        return False
    first = i - 1
    while first > 0 and i - first < 8 and "\n" not in lexed.gap(first):
        if lexed.is_number(first) or lexed.low[first] in NAMING_WORDS:
            return False
        first -= 1
    around = [*range(max(0, first - 14), first), *range(i + 1, min(len(lexed) - 1, i + 14))]
    return sum(lexed.low[k] == ":" and lexed.is_number(k + 1) for k in around) > 0 and first > 0


def _opens_sentence(lexed: Lexed, i: int) -> bool:
    """ "8 dari 10 warga puas": the figure begins the sentence or its line."""
    return i == 0 or "\n" in lexed.gap(i) or lexed.word(i - 1) in {".", "!", "?", "“", '"'}


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


def _dated(lexed: Lexed, j: int) -> bool:
    """True when lexeme j belongs to a date ("3,5 tahun ini")."""
    return j < len(lexed) and bool(lexed.taken[j])


def small_number(lexed: Lexed, i: int, figure: Figure) -> Decimal:
    """The value with a lone dot read as decimal: scores and per cents are not in the thousands."""
    if figure.scaled or figure.end > i + 2 and "koma" in lexed.low[i : figure.end]:
        return figure.value
    return plain_number(written_at(lexed, i)[0], decimal_point=True) or figure.value


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
