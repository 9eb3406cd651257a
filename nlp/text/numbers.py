"""Numbers as Indonesians write them: 1.234.567,89 · 1,234,567.89 · 2.75 · Rp1,4 miliar · dua puluh lima."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nlp.text.calendar import ROMAN
from nlp.text.lexer import Lexed, Trigger, lex
from nlp.text.words import words

_MARKS = frozenset({".", ","})
_FIGURE_CHARACTERS = frozenset("0123456789.,")
MAX_DIGITS = 24  # longer runs are identifiers, and no amount in a government's papers reaches them
_LONGEST = MAX_DIGITS + 8  # with dots and commas

SCALES: dict[str, Decimal] = {
    "ribu": Decimal(10**3), "rb": Decimal(10**3),
    "juta": Decimal(10**6), "jt": Decimal(10**6),
    "miliar": Decimal(10**9), "milyar": Decimal(10**9), "miliard": Decimal(10**9), "milyard": Decimal(10**9),
    "milliar": Decimal(10**9), "miiiar": Decimal(10**9), "milyaran": Decimal(10**9),
    "triliun": Decimal(10**12), "trilyun": Decimal(10**12), "triliyun": Decimal(10**12),
}  # fmt: skip
MONEY_SCALES: dict[str, Decimal] = {"m": Decimal(10**9), "t": Decimal(10**12)}

_UNITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9,
}  # fmt: skip
_ONES = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000, "sejuta": 10**6}
_TIMES = {"belas": 10, "puluh": 10, "ratus": 100}
_FRACTIONS = {"setengah": Decimal("0.5"), "separuh": Decimal("0.5"), "sepertiga": Decimal(1) / 3,
              "seperempat": Decimal("0.25"), "seperlima": Decimal("0.2")}  # fmt: skip
_PARTS = {"pertiga": 3, "perempat": 4, "perlima": 5, "persepuluh": 10}
NUMBER_WORDS = Trigger(_UNITS.keys() | _ONES.keys() | _FRACTIONS.keys())
_ORDINALS = {"pertama": 1} | {f"ke{word}": value for word, value in (_UNITS | _ONES).items() if word != "nol"}
ORDINALS: dict[str, int] = dict(_ORDINALS)


class Figure(NamedTuple):
    """A number in a text: lexemes `first` to `end` - 1, its value, and how it is written."""

    first: int
    end: int
    value: Decimal
    in_words: bool = False
    scaled: bool = False


def plain_number(written: str, *, decimal_point: bool = False) -> Decimal | None:
    """Value of digits with dots and commas, None when they group to no number.

    The last separator is the decimal one where both occur; a separator that repeats groups thousands; a
    lone dot before exactly three digits groups thousands, as Indonesian writes it, unless `decimal_point`;
    a lone comma is a decimal comma.
    """
    return _plain_number(written, decimal_point) if len(written) <= _LONGEST else None


@lru_cache(maxsize=1 << 10)  # each rule that looks at a figure asks again
def _plain_number(written: str, decimal_point: bool) -> Decimal | None:
    if written.isdigit() and written.isascii():
        return Decimal(written) if len(written) <= MAX_DIGITS else None
    if not _FIGURE_CHARACTERS.issuperset(written):
        return None
    dots, commas = written.count("."), written.count(",")
    if dots and commas:
        point = "." if written.rfind(".") > written.rfind(",") else ","
        group = "," if point == "." else "."
        if written.count(point) > 1:
            return None
        whole, part = written.split(point)
        return _grouped(whole.split(group), part)
    mark = "." if dots else ","
    if dots + commas > 1:
        return _grouped(written.split(mark), "")
    whole, _, part = written.partition(mark)
    if dots and len(part) == 3 and not decimal_point and whole[0] != "0" and len(whole) <= 3:
        return Decimal(whole + part)
    return Decimal(f"{whole}.{part}")


def _grouped(groups: list[str], part: str) -> Decimal | None:
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    whole = "".join(groups)
    return Decimal(f"{whole}.{part}") if part else Decimal(whole)


def figure_at(lexed: Lexed, i: int) -> Figure | None:
    """The number written in digits at lexeme i, with a scale word behind it ("1,2 juta"); None if none is."""
    low, end = lexed.low, i + 1
    written, following = low[i], low[end] if end < len(low) else ""
    if following in _MARKS and lexed.is_number(i + 2):
        written, end = written_at(lexed, i)
        following = lexed.word(end)
    value = _plain_number(written, False) if len(written) <= _LONGEST else None
    if value is None:
        return None
    if following == "koma" and lexed.is_number(end + 1) and low[end + 1].isdecimal():
        value, end = value + Decimal(f"0.{low[end + 1][:6]}"), end + 2  # "44 koma 7"
        following = lexed.word(end)
    scale = SCALES.get(following)
    if scale is not None and lexed.near(end):
        return Figure(i, end + 1, value * scale, scaled=True)
    return Figure(i, end, value)


def written_at(lexed: Lexed, i: int) -> tuple[str, int]:
    """The digits at i with the blanks that OCR put around their dots and commas closed: "4 . 118 . 000",
    "83 ,4 %".
    """
    written, j = lexed.low[i], i + 1
    while lexed.word(j) in _MARKS and lexed.is_number(j + 1) and j - i < 16:
        part = lexed.low[j + 1]
        spaced = not (lexed.glued(j) and lexed.glued(j + 1))
        if not spaced or "\n" in lexed.gap(j) + lexed.gap(j + 1) or len(lexed.gap(j) + lexed.gap(j + 1)) > 2:
            break
        head = part.split(".")[0].split(",")[0]
        decimal = lexed.low[j] == "," and len(part) <= 2 and lexed.word(j + 2) in {"%", "persen"}
        grouped = lexed.low[j] == "." and len(head) == 3 and len(written.split(".")[-1]) <= 3
        if not decimal and not grouped:
            break
        written, j = f"{written}{lexed.low[j]}{part}", j + 2
    return written, j


def words_at(lexed: Lexed, i: int) -> Figure | None:
    """The number written in words from lexeme i on ("dua puluh lima"), None if none begins there.

    Each part is added while it is smaller than the one before it, so "tiga dua" is 3 and ends there.
    "setengah", "dua pertiga" and "satu setengah juta" are fractions.
    """
    fraction = _fraction_at(lexed, i)
    if fraction:
        return fraction
    total, below, j = Decimal(0), Decimal(10**18), i
    while True:
        part, end = _words_group(lexed, j)
        if end == j:
            break
        scale = SCALES.get(lexed.word(end))
        size = scale if scale is not None and lexed.near(end) else Decimal(1)
        if size >= below:
            break
        total, below, j = total + part * size, size, end + (size > 1)
        if size == 1 or not lexed.near(j):
            break
    return Figure(i, j, total, in_words=True, scaled=below >= 1000 and j > i) if j > i else None


def _fraction_at(lexed: Lexed, i: int) -> Figure | None:
    """ "sepertiga", "dua pertiga", "setengah miliar", "satu setengah juta"; None if no fraction is there."""
    word, following = lexed.word(i), lexed.word(i + 1) if lexed.near(i + 1) else ""
    if word in _FRACTIONS:
        value, end = _FRACTIONS[word], i + 1
    elif word in _UNITS and following in _PARTS and 0 < _UNITS[word] < _PARTS[following]:
        value, end = Decimal(_UNITS[word]) / _PARTS[following], i + 2
    elif word in _UNITS and following == "setengah":
        value, end = _UNITS[word] + Decimal("0.5"), i + 2
    else:
        return None
    scale = SCALES.get(lexed.word(end)) if lexed.near(end) else None
    return Figure(i, end + 1, value * scale, True, True) if scale else Figure(i, end, value, in_words=True)


def _words_group(lexed: Lexed, i: int) -> tuple[int, int]:
    """Value and end of a number below 1000 (or seribu, sejuta) in words at i; (0, i) when none is there."""
    total, below, j = 0, 10**9, i
    while j == i or lexed.near(j):
        word = lexed.word(j)
        unit = _UNITS.get(word)
        if unit is not None:
            times = lexed.word(j + 1) if lexed.near(j + 1) else ""
            value, size, end = (unit, 1, j + 1)
            if times == "belas":
                value, size, end = unit + 10, 1, j + 2
            elif times in _TIMES:
                value, size, end = unit * _TIMES[times], _TIMES[times], j + 2
        elif word in _ONES:
            value = _ONES[word]
            size, end = (1 if value == 11 else value), j + 1
        else:
            break
        if size >= below:
            break
        total, below, j = total + value, size, end
        if size == 1:
            break
    return total, j


def ordinal_at(lexed: Lexed, i: int) -> tuple[int, int] | None:
    """Place and end of an ordinal at i: "kedua", "ke-4", "ke 4", "ke dua", "IV", "4"; None if none is
    there.
    """
    word = lexed.word(i)
    if word in ORDINALS:
        return _teens(lexed, i, ORDINALS[word])
    if word in ROMAN and lexed.raw(i).isupper():
        return ROMAN[word], i + 1
    j = i
    if word == "ke":
        j = i + 2 if lexed.word(i + 1) in {"-", "–", "‐", "‑"} else i + 1
    if lexed.is_number(j) and lexed.low[j].isdecimal() and len(lexed.low[j]) <= 4:
        return int(lexed.low[j]), j + 1
    if j > i and lexed.word(j) in ROMAN:
        return ROMAN[lexed.word(j)], j + 1
    figure = words_at(lexed, j) if lexed.word(j) in NUMBER_WORDS else None
    return (int(figure.value), figure.end) if figure else None


def _teens(lexed: Lexed, i: int, value: int) -> tuple[int, int]:
    """ "kedua belas", "kedua puluh satu": the ordinal with the words that go on with it."""
    following = lexed.word(i + 1)
    if following == "belas":
        return value + 10, i + 2
    if following == "puluh":
        unit = _UNITS.get(lexed.word(i + 2))
        return (value * 10 + unit, i + 3) if unit else (value * 10, i + 2)
    return value, i + 1


def parse_number(text: str) -> Decimal:
    """The one number that `text` holds, with its currency, scale or per cent sign: "Rp1,4 miliar" ->
    1400000000.

    Raises ValueError, with a message in Indonesian for the person who typed it.
    """
    lexed = lex(text.replace("−", "-"))
    i, sign = _skip_lead(lexed, 0)
    money = i > 0 and "rp" in lexed.low[:i]
    figure = None
    if lexed.is_number(i):
        figure = figure_at(lexed, i)
    elif lexed.word(i) in NUMBER_WORDS:
        figure = words_at(lexed, i)
    if figure is None:
        raise ValueError(f"“{text}” bukan angka. Tulis misalnya 1.234,5 atau Rp1,4 miliar.")
    value, j = figure.value, figure.end
    if money and lexed.word(j) in MONEY_SCALES:
        value, j = value * MONEY_SCALES[lexed.low[j]], j + 1
    if any(word not in _TAIL for word in lexed.low[j:]):
        raise ValueError(f"“{text}” berisi lebih dari satu angka atau kata lain. Tulis angkanya saja.")
    return value * sign


_TAIL = words("numbers tail")


def _skip_lead(lexed: Lexed, i: int) -> tuple[int, int]:
    """Past currency, sign and brackets: (first lexeme of the number, sign)."""
    sign = 1
    while lexed.word(i) in {"rp", "idr", ".", "-", "+", "(", ">", "<", "≥", "≤", ":"}:
        if lexed.low[i] == "-":
            sign = -sign
        i += 1
    return i, sign
