"""Days in figures and words: 17 Oktober 2023, 17/10/2023, 2023-10-17, "tanggal dua puluh bulan Mei …"."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.dates.readings import DASHES, Reading, range_end, side_after, with_clock, year_after
from nlp.text.calendar import MONTHS, SHORT_MONTHS
from nlp.text.codes import is_year
from nlp.text.edtf import Point
from nlp.text.lexer import Lexed
from nlp.text.numbers import NUMBER_WORDS, words_at

_DAY_LEADS = frozenset(
    {
        "sebelum",
        "sblm",
        "lambat",
        "lambatnya",
        "telat",
        "tanggal",
        "tgl",
        "tertanggal",
        "sejak",
        "mulai",
        "deadline",
    }
)
_UNTIL = frozenset({"s", "sd", "sampai", "hingga"})
_JOINTS = frozenset({"-", "–", "—", "&", "dan"})
_GLUED_DAYS = frozenset({"_", "@"})  # before a figure that is no day
_GLUED = _GLUED_DAYS | {"/"}  # but "Senin/22 Agustus 2022"
_MARKS = DASHES | {"/"}  # between the figures of a date
_BEFORE_MONTHS = _MARKS | {"."}
_BINDING = _MARKS | {"%", "setiap", "tiap"}  # behind a figure that is no day


def day_alone(lexed: Lexed, i: int, j: int) -> Reading | None:
    """ "tanggal 14", "tgl 24" without a month."""
    word = lexed.low[j]
    if not (word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31) or not lexed.near(j) or j != i + 1:
        return None
    bound = lexed.word(j + 1) in _BINDING and "\n" not in lexed.gap(j + 1)
    if bound or lexed.word(i - 1) in {
        "setiap",
        "tiap",
        "no",
    }:
        return None
    point = Point(None, None, int(word))
    if lexed.word(j + 1) == "bulan":
        side, end = side_after(lexed, j + 2)
        return Reading(i, end, point, point, "day of month", side) if side is not None else None
    return Reading(i, j + 1, point, point, "day of month")


def day_in_words(lexed: Lexed, i: int, j: int) -> Reading | None:
    """ "tanggal dua puluh tujuh bulan Mei tahun dua ribu dua puluh lima", with the figures in brackets
    behind it.
    """
    day = words_at(lexed, j)
    if day is None or not 1 <= day.value <= 31:
        return None
    k = day.end + 1 if lexed.word(day.end) == "bulan" else day.end
    month = MONTHS.get(lexed.word(k))
    k += 2 if lexed.word(k + 1) == "tahun" else 1
    year = words_at(lexed, k) if lexed.word(k) in NUMBER_WORDS else None
    if month is None or year is None or not 1900 <= year.value <= 2100:
        return None
    end = year.end
    if lexed.word(end) == "(" and lexed.is_number(end + 1):
        figures = _numeric(lexed, end + 1, led=True)
        if figures and lexed.word(figures.end) == ")":
            end = figures.end + 1
    point = Point(int(year.value), month, int(day.value))
    return Reading(i, end, point, point, "day") if point.is_valid() else None


def from_figure(lexed: Lexed, i: int, *, led: bool = False) -> Reading | None:
    """A date that begins with a figure: 17 Oktober 2023, 17/10/2023, 2023-10-17, 2023."""
    word, before, following = lexed.low[i], lexed.word(i - 1), lexed.word(i + 1)
    if before and not lexed.gaps[i] and (before[-1].isalpha() or before in (_GLUED_DAYS if led else _GLUED)):
        return None
    if following in _JOINTS or following in _MARKS or following in _UNTIL or word.count(".") == 2:
        numeric = _numeric_days(lexed, i) or _numeric(lexed, i, led=led)
        if numeric:
            return with_clock(lexed, numeric)
    if before == "(" and following in _MARKS and lexed.word(i + 3) == ")" and lexed.word(i + 4) in DASHES:
        return day_slash_month(lexed, i)
    if following == "/" and _tells_day(lexed, i):
        return day_slash_month(lexed, i)
    if len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31:
        return _day_month(lexed, i, int(word))
    if is_year(lexed, i):
        return _bare_year(lexed, i)
    return None


def _tells_day(lexed: Lexed, i: int) -> bool:
    """True for "26/9" behind a word that only a day follows ("sebelum", "tgl"), and no figure behind it."""
    before = lexed.word(i - 1)
    if before == "." and lexed.word(i - 2) == "tgl":
        before = "tgl"
    return (
        before in _DAY_LEADS
        and lexed.glued(i + 1)
        and lexed.glued(i + 2)
        and lexed.word(i + 3) not in {"/", "-", "%", "persen"}
    )


def _day_month(lexed: Lexed, i: int, day: int) -> Reading | None:
    """ "17 Oktober 2023", "17-Okt-2023", "17 Oktober"."""
    j = i + 1
    name = lexed.word(j)
    if name in _BEFORE_MONTHS and lexed.word(j + 1) in MONTHS:
        if name != "." and not lexed.glued(j):
            return None
        j += 1
        name = lexed.word(j)
    if name == "bulan" and lexed.near(j):
        j += 1
        name = lexed.word(j)
    month = MONTHS.get(name)
    if month is None or not lexed.near(j):
        return None
    year, end = year_after(lexed, j + 1, joined=True)
    if year is None and len(name) < 4 and name in SHORT_MONTHS and lexed.raw(j).islower():
        return None
    side, end = side_after(lexed, end)
    point = Point(year, month, day)
    if not point.is_valid():
        return None
    return with_clock(lexed, Reading(i, end, point, point, "day", side))


def _numeric(lexed: Lexed, i: int, *, led: bool) -> Reading | None:
    """17/10/2023, 17-10-2023, 17.10.2023, 2023-10-17, and 17/10/23; day first."""
    word = lexed.low[i]
    if word.count(".") == 2 and "," not in word:
        return _of_parts(lexed, i, i + 1, word.split("."), short_year=led)
    if not word.isdecimal() or len(word) > 4:
        return None
    mark = lexed.word(i + 1)
    if mark not in _MARKS or not lexed.is_number(i + 2) or lexed.word(i + 3) != mark:
        return None
    if not lexed.is_number(i + 4) or (lexed.word(i + 5) == "/" and lexed.glued(i + 5)):
        return None
    spaced = not (lexed.glued(i + 1) and lexed.glued(i + 2) and lexed.glued(i + 3) and lexed.glued(i + 4))
    if spaced and not all(lexed.near(j) and "\n" not in lexed.gap(j) for j in range(i + 1, i + 5)):
        return None
    parts = [word, lexed.low[i + 2], lexed.low[i + 4]]
    dotted = parts[2].split(".")
    if len(dotted) > 1 and len(dotted[0]) == 4:
        return None
    return _of_parts(lexed, i, i + 5, parts, short_year=led or mark == "/")


def _numeric_days(lexed: Lexed, i: int) -> Reading | None:
    """ "5-6/9/2023", "5 s.d. 6/9/2023": the days of one month in figures."""
    first = lexed.low[i]
    j = i + 2 if lexed.word(i + 1) in _JOINTS else range_end(lexed, i + 1)
    if j == i + 1 or not first.isdecimal() or len(first) > 2 or not lexed.is_number(j):
        return None
    last = _numeric(lexed, j, led=False) if lexed.word(j + 1) == "/" else None
    if last is None or int(first) >= (last.start.day or 0) or not int(first):
        return None
    return last._replace(first=i, start=last.start._replace(day=int(first)))


def _of_parts(lexed: Lexed, i: int, end: int, parts: list[str], *, short_year: bool) -> Reading | None:
    if not all(part.isdecimal() for part in parts):
        return None
    sizes = [len(part) for part in parts]
    day, month, year = (int(part) for part in parts)
    if sizes[0] == 4:
        day, year = year, day
    elif sizes[2] == 2 and short_year:
        year += 2000
    elif sizes[2] != 4:
        return None
    point = Point(year, month, day)
    if not 1900 <= year <= 2100 or max(sizes) > 4 or not point.is_valid():
        return None
    return Reading(i, end, point, point, "day")


def _bare_year(lexed: Lexed, i: int) -> Reading:
    year = Point(int(lexed.low[i]))
    side, end = side_after(lexed, i + 1)
    return Reading(i, end, year, year, "year", side, bare=True)


def day_slash_month(lexed: Lexed, i: int) -> Reading | None:
    """ "17/10" or "17-10" in the brackets behind a weekday."""
    day, mark, month = lexed.word(i), lexed.word(i + 1), lexed.word(i + 2)
    if mark not in {"/", "-"} or not (
        day.isdecimal() and month.isdecimal() and len(day) <= 2 and len(month) <= 2
    ):
        return None
    point = Point(None, int(month), int(day))
    return Reading(i, i + 3, point, point, "day") if point.is_valid() else None
