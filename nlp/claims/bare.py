"""Figures with nothing beside them to say what they are: told by the figures and names before them."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_right

from nlp.claims.candidates import Candidate, PageWords
from nlp.claims.counts import PER, lasts, part_of_whole, small_number
from nlp.text.lexer import Lexed, Trigger
from nlp.text.numbers import Figure
from nlp.text.words import FUNCTION_WORDS, NAMING_WORDS, PERCENT_WORDS, STATES, words

_EXTREMES = frozenset({"tertinggi", "terendah", "tinggi", "rendah", "terbaik", "unggul", "buncit"})
_LEADS_TO_VALUE = words("figures leads to value")
_BESIDE_LEADS = frozenset({":", "-", "≥", "≤", ">", "<", "±", "pada", "di", "tahun"})
_BREAKS_LEAD = FUNCTION_WORDS - {"kita", "kami", "saya", "pada"}
_ENDS = frozenset({".", "!", "?", ";"})
_AIMING = frozenset(
    {"target", "targetnya", "harus", "bidik", "mematok", "patok", "kejar", "minimal", "minta"}
)
_AIMING |= {"maunya", "pasang", "memasang"}
SHARES = Trigger({"persentase", "prosentase", "prevalensi", "proporsi"})
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
    if lasts(lexed, j, decimal="," in lexed.low[i]) or lexed.word(i - 1) in PER:
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
    if (
        not decimal
        and last is not None
        and last.kind == "score"
        and i - last.end <= 8
        and _second_of_two(lexed, i, j, last)
    ):
        return Candidate(i, figure.end, "score", figure.value, None, 0.6)
    if decimal:
        scored = (near_last and last is not None and last.kind in {"score", "grade"}) or near_measure
        scored = scored or (n >= 0 and i - page.measures[n] <= 250 and _set_off(lexed, i, j))
        if scored or (lead and lead not in {"di", "dari", "ke"}):
            return Candidate(i, figure.end, "score", small_number(lexed, i, figure), None, 0.65)
        return None
    aimed = lead in _AIMING
    beside = last is not None and _ENDS.isdisjoint(lexed.low[last.end : i])
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
    """ "BMD, 41,1, dan pajak, 44.", "nilai 63,4 dari 90": a whole score beside another."""
    between = lexed.low[last.end : i]
    if "." in between or ";" in between:
        return False
    closed = lexed.word(j) in {".", ",", ")", "(", ";"}
    return closed and (between == ["dari"] or (between[-1:] == [","] and "dan" in between))


def _set_off(lexed: Lexed, i: int, j: int) -> bool:
    """ "layanan paling tinggi, 3,91.": a figure between two marks, behind a superlative."""
    if lexed.word(i - 1) not in {",", "("} or lexed.word(j) not in {",", ".", ")", ";"}:
        return False
    return not _EXTREMES.isdisjoint(lexed.low[max(0, i - 10) : i])


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


def labelled_share(lexed: Lexed, i: int, figure: Figure) -> bool:
    """True for the figures of a line such as "Prevalensi wasting: 7,1 menjadi 5,0": shares by its label."""
    if figure.value > 100 or figure.scaled or ":" not in lexed.low[max(0, i - 6) : i]:
        return False
    for k in range(i - 1, max(-1, i - 16), -1):
        if lexed.low[k] in SHARES:
            return ":" in lexed.low[k + 1 : i]
        if lexed.low[k] in {".", ";", "!", "?"} or "\n" in lexed.gap(k + 1):
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
        if not lexed.low[back].isalpha() or lexed.low[back] in _BREAKS_LEAD:
            break
    return ""


def _in_state(lexed: Lexed, i: int, j: int) -> bool:
    """True for "selesai 5," and for ", 9 dalam proses", "baru 21 berpredikat": so many are in a state."""
    if lexed.word(j) == "di" and lexed.word(j + 1) == "antaranya":
        return True
    if lexed.word(j) == "dari" and (
        part_of_whole(lexed, j) or (lexed.is_number(j + 1) and _opens_sentence(lexed, i))
    ):
        return True
    closed = lexed.word(j) in {",", ".", "(", ";", ")", "!", "?", ""} or "\n" in lexed.gap(j)
    if (
        lexed.word(i - 1) == ":"
        and closed
        and (lexed.word(i - 2) in STATES or _labelled(lexed, i) or _with_share(lexed, j))
    ):
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


def _with_share(lexed: Lexed, j: int) -> bool:
    """True for the bracket in "Sesuai rekomendasi : 33 (63,46%)"."""
    return lexed.word(j) == "(" and lexed.is_number(j + 1) and lexed.word(j + 2) in PERCENT_WORDS


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
