"""Days with their weekday: "Selasa (17/10/2023)", "Rabu, 1 Maret 2023", "Senin lalu"."""

# a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.dates.day_points import day_alone, day_in_words, day_slash_month, from_figure
from nlp.dates.readings import Reading, side_after, with_clock
from nlp.text.calendar import WEEKDAYS
from nlp.text.edtf import Point
from nlp.text.lexer import Lexed
from nlp.text.numbers import NUMBER_WORDS

_LEADS = frozenset({"tanggal", "tgl", "tertanggal"})
_BEHIND = _LEADS | {","}  # "hari ini Senin, 5 Mei"
_OPEN = frozenset({"(", "["})
_MARKS = frozenset({"-", "–", "/", "."})
_HOURS = frozenset({"pagi", "siang", "sore", "malam", "petang"})


def from_weekday(lexed: Lexed, i: int) -> Reading | None:
    """ "Selasa (17/10/2023)", "Rabu, 1 Maret 2023", "hari Senin tanggal 5 Mei 2023", "Kamis (5/10)",
    "Senin lalu".
    """
    j, name = i, lexed.low[i]
    if name == "hari":
        j = i + 2 if lexed.word(i + 1) == "ini" else i + 1
        name = lexed.word(j)
    weekday = WEEKDAYS.get(name)
    if weekday is None:
        return None
    if lexed.word(j - 1) == "ini" and lexed.word(j + 1) not in _BEHIND:
        return None
    k = j + 1
    if lexed.word(k) in {"'", "’"} and lexed.word(k + 1) == "at":
        k += 2
    elif name == "jum":
        return None
    k += lexed.word(k) in _HOURS
    k = side_after(lexed, k)[1]
    mark = lexed.word(k)
    k += mark == "," or (mark in _MARKS and lexed.word(k + 1) not in _OPEN)
    opened = lexed.word(k) in _OPEN
    k += opened
    k += lexed.word(k) in _LEADS
    inner = _behind_weekday(lexed, k, opened=opened)
    if inner and inner.shape in {"day", "day of month"} and lexed.near(k):
        end = inner.end + (opened and lexed.word(inner.end) in {")", "]"})
        done = inner._replace(first=i, end=end, weekday=weekday)
        return done if inner.start.clock else with_clock(lexed, done)
    return _lone_weekday(lexed, i, j, weekday)


def _behind_weekday(lexed: Lexed, k: int, *, opened: bool) -> Reading | None:
    """The date behind a weekday, in figures, in words, or with its day and month only."""
    led = lexed.word(k - 1) in _LEADS
    if lexed.word(k) in NUMBER_WORDS and led:
        return day_in_words(lexed, k - 1, k)
    if not lexed.is_number(k) or lexed.taken[k]:
        return None
    inner = from_figure(lexed, k, led=True) or (day_alone(lexed, k - 1, k) if led else None)
    if inner is None and (
        opened or lexed.word(k - 1) == "," or (lexed.word(k + 1) == "/" and lexed.glued(k + 1))
    ):
        inner = day_slash_month(lexed, k)
    return inner


def _lone_weekday(lexed: Lexed, i: int, j: int, weekday: int) -> Reading | None:
    """A weekday told from today: "Senin lalu", "Kamis mendatang", "Rabu pekan depan", "hari Selasa"."""
    if lexed.word(i - 1) in {"setiap", "tiap"} or not lexed.is_capital(j):
        return None
    side, end = side_after(lexed, j + 1)
    point = Point(None)
    if side is not None:
        return Reading(i, end, point, point, "weekday", side, weekday=weekday)
    if lexed.word(j + 1) in {"pekan", "minggu"}:
        side, end = side_after(lexed, j + 2)
        if side is not None:
            return Reading(i, end, point, point, "weekday of week", side, weekday=weekday)
    k = j + 1
    k += lexed.word(k) in _HOURS
    if lexed.word(i - 1) in {"pada", ",", "hari", "sampai", "hingga"} and lexed.word(k) in {
        ",",
        ".",
        "(",
        "di",
        "ini",
    }:
        return Reading(
            i,
            k,
            point,
            point,
            "weekday",
            2 if lexed.word(i - 1) in {"sampai", "hingga"} else -2,
            weekday=weekday,
        )
    return None
