"""Figures that name or number things, and so are no claims: "Pasal 11", "Covid-19", "3)", "08.00 WIB"."""

from __future__ import annotations

from bisect import bisect_left

from nlp.claims.candidates import PageWords
from nlp.text.calendar import MONTHS, ZONES
from nlp.text.lexer import Lexed, Trigger
from nlp.text.words import COUNT_NOUNS, NAMING_WORDS, QUANTITY_CUES, SCORE_CUES, STATES, words

_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_CURRENCY = frozenset({"rp", "idr", "rupiah", "rp."})
_SHORTENED = frozenset({"jl", "jln", "no", "hal", "hlm", "telp", "lt", "gol"})
_GLUED_UNITS = words("figures glued units")
_RUN_ON = words("figures run on")
_SENT = frozenset({"kirim", "ketik", "sms"})
ANNEXES = Trigger({"lampiran", "lamp"})
_PAGES = frozenset({"lembar", "halaman", "hal"})
STEPS = Trigger({"<", "≤", ">", "≥"})
STREETS = Trigger({"jl", "jln", "jalan", "ji"})
OPENING_QUOTES = Trigger({"“", '"'})
DENIALS = frozenset({"bukan", "bukanlah"})  # "bukan 20 persen": what the text denies
_OF_WHAT = frozenset({"usia", "umur", "berusia", "berumur", "skala", "rentang", "bobot"})
_TIMES = frozenset({"x", "×"})  # "realisasi / target x 100": a part of a sum that is told how to do
# Without one of these before it, only a capital makes a figure the number of what stands there.
_BEFORE_NAMED = NAMING_WORDS | _OF_WHAT | _TIMES | {".", "id", "min", "ke", "bb", "tb", ":", "dari"}
BEHIND_CLOCK = ZONES.keys() | MONTHS.keys() | _DASHES | {":"}


def is_name(lexed: Lexed, i: int, before: str, after: str, page: PageWords) -> bool:
    """True for a number that names: "Pasal 11", "Covid-19", "4G", "SMKN 1", "081234"."""
    word = lexed.low[i]
    if word[0] == "0" and len(word) > 1 and word[1] not in ".,":
        return True
    if i and not lexed.gaps[i] and glued_name(lexed, i):
        return True
    if after and not lexed.gaps[i + 1]:
        if after[0].isalpha() and after not in _GLUED_UNITS and after not in COUNT_NOUNS:
            return True
        if after in {"/", "_", "@", "="} and (lexed.is_number(i + 2) or lexed.glued(i)):
            return not _of_scale(lexed, i)
    if (
        (page.quoted and _in_slogan(lexed, i))
        or (page.streets and _on_street(lexed, i))
        or (page.steps and _steps(lexed, i))
    ):
        return True
    return _behind_name(lexed, i, before, page) and (lexed.near(i) or not i)


def _behind_name(lexed: Lexed, i: int, before: str, page: PageWords) -> bool:
    """True for the number of what stands before it: "Pasal 11", "Jl. 4", "usia 17", "bobot 40"."""
    word = lexed.low[i]
    if before in _BEFORE_NAMED:
        if before == ".":
            before = lexed.word(i - 2) if lexed.word(i - 2) in _SHORTENED else ""
        if before == "id" and lexed.glued(i - 1) and lexed.word(i - 2) == ".":
            before = ""  # the end of a web address
        if before == "min" and not lexed.is_capital(i - 1):
            before = ""  # "min 85" is a minimum, "MIN 2" a school
        if before in NAMING_WORDS:
            return _numbers_it(word, before)
        if before in _TIMES or before in _OF_WHAT or _behind_unit(lexed, i, before):
            return True
    if page.annexes and not ANNEXES.isdisjoint(lexed.low[max(0, i - 3) : i]):
        return True
    return len(word) <= 2 and lexed.is_capital(i - 1) and _name_number(lexed, i)


def _behind_unit(lexed: Lexed, i: int, before: str) -> bool:
    """True for the number that is called by text message, a weight, and one of pages."""
    if before == "ke":
        return not _SENT.isdisjoint(lexed.low[max(0, i - 6) : i])
    if before in {"bb", "tb"}:
        return lexed.word(i + 1) in {"kg", "cm"}
    if before in {":", "dari"}:
        return not _PAGES.isdisjoint(lexed.low[max(0, i - 5) : i])  # "Lembar : 2 dari 3"
    return False


def _numbers_it(word: str, before: str) -> bool:
    """True when the figure behind a naming word is its number; "di angka 2,75", "jalan 79,00" are values."""
    valued = "," in word or (before == "angka" and "." in word)
    return not valued or before in {"pukul", "jam", "pkl"}


def _in_slogan(lexed: Lexed, i: int) -> bool:
    """ "“1 OPD 3 Inovasi”": a name in quotation marks, all of its words with capitals."""
    if not lexed.is_capital(i + 1):
        return False
    first = next((k for k in range(i - 1, max(-1, i - 6), -1) if lexed.low[k] in {"“", '"', "”"}), None)
    if first is None or lexed.low[first] == "”":
        return False
    for k in range(first + 1, min(first + 9, len(lexed))):
        if lexed.low[k] in {"”", '"'}:
            return k > i
        if not (lexed.is_capital(k) or lexed.is_number(k)):
            return False
    return False


def _on_street(lexed: Lexed, i: int) -> bool:
    """ "Jl. Dermaga 4": the house behind a street's name."""
    if not lexed.low[i].isdecimal() or len(lexed.low[i]) > 3:
        return False
    for k in range(i - 1, max(-1, i - 5), -1):
        if lexed.low[k] in STREETS and lexed.is_capital(k):
            return True
        if not lexed.is_capital(k) and lexed.low[k] != ".":
            return False
    return False


def _steps(lexed: Lexed, i: int) -> bool:
    """ "60 ≤ IPM < 70": the step of a scale."""
    if lexed.word(i - 1) in STEPS and not STEPS.isdisjoint(lexed.low[max(0, i - 5) : i - 1]):
        return True
    return lexed.word(i + 1) in STEPS and not STEPS.isdisjoint(lexed.low[i + 2 : i + 6])


def _of_scale(lexed: Lexed, i: int) -> bool:
    """ "skor 85/100", "nilai 3,4/4": a score with the end of its scale."""
    if lexed.word(i + 1) != "/" or lexed.word(i + 2) not in {"100", "10", "5", "4", "36", "60"}:
        return False
    return not lexed.glued(i) and not SCORE_CUES.isdisjoint(lexed.low[max(0, i - 4) : i])


def glued_name(lexed: Lexed, i: int) -> bool:
    before = lexed.low[i - 1]
    if before[0].isalpha():
        return before not in _CURRENCY and before not in _RUN_ON
    if before in _DASHES:
        return i < 2 or (lexed.glued(i - 1) and lexed.low[i - 2][0].isalpha())
    return before in {"/", "_", "@", "#", "=", "&", ":", "."} and i > 1 and lexed.glued(i - 1)


def _name_number(lexed: Lexed, i: int) -> bool:
    """ "SMKN 1 Rekayasa", "Puskesmas 2 Nusa": a small number between a name and a capital or a mark."""
    if not lexed.low[i].isdigit() or "target" in lexed.low[max(0, i - 3) : i]:
        return False  # "target RPJMD 65"
    before = lexed.low[i - 1]
    if (
        before in QUANTITY_CUES
        or before in STATES
        or before in SCORE_CUES
        or lexed.word(i + 1) in COUNT_NOUNS
    ):
        return False
    return lexed.is_capital(i + 1) or lexed.word(i + 1) in {",", ".", ")", ""}


def is_list_number(lexed: Lexed, i: int, before: str, after: str) -> bool:
    """ "1." or "2)" before an item, "(3)", and the numbers of headings such as "3.1 Capaian"."""
    if after == ")" and len(lexed.low[i]) <= 2 and (before == "(" or not _opened(lexed, i)):
        return True
    if i and "\n" not in lexed.gaps[i]:
        return False
    if (
        len(lexed.low[i]) <= 3
        and lexed.low[i].isdigit()
        and lexed.is_capital(i + 1)
        and _in_sequence(lexed, i)
    ):
        return True
    if after == "." and len(lexed.low[i]) <= 3:
        return True
    if "\n" in lexed.gap(i + 1) or i + 1 >= len(lexed):
        return "," not in lexed.low[i]  # a whole number alone on its line numbers a page or an item
    return len(lexed.low[i]) <= 4 and "." in lexed.low[i] and lexed.is_capital(i + 1)


def _in_sequence(lexed: Lexed, i: int) -> bool:
    """True when a line near this one begins with the number before or after it: "1 Dinas …", "2 Dinas …"."""
    number = int(lexed.low[i])
    beside = {str(number - 1), str(number + 1)}
    breaks = lexed.breaks()
    near = breaks[bisect_left(breaks, i - 60) : bisect_left(breaks, i + 60)]
    for k in [0, *near] if i <= 60 else near:
        if lexed.low[k] in beside and (k == 0 or "\n" in lexed.gaps[k]):
            return lexed.is_capital(k + 1) or lexed.word(k + 1) in {".", ")"}
    return False


def _opened(lexed: Lexed, i: int) -> bool:
    return any(lexed.word(k) == "(" for k in range(i - 6, i))


def is_clock(lexed: Lexed, i: int, after: str) -> bool:
    """True for the parts of a time of day or of a date: "08.00 WIB", "7:30", "17 Agustus". Asked only where
    what stands behind the figure, `after`, is `BEHIND_CLOCK`.
    """
    if after == ":":
        return lexed.glued(i + 1) and lexed.is_number(i + 2)
    if after in _DASHES:
        return lexed.word(i + 3) in ZONES
    return after in ZONES or lexed.near(i + 1)
