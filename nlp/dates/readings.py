"""What is read as a point in time, and the words beside it that many rules share."""

from __future__ import annotations

from typing import NamedTuple

from nlp.text.calendar import AFTER_NOW, BEFORE_NOW, NOW, ZONES
from nlp.text.codes import YEAR_WORDS, is_year
from nlp.text.edtf import Point
from nlp.text.lexer import Lexed

SINCE = frozenset({"sejak", "mulai", "semenjak", "terhitung", "dimulai"})
UNTIL = frozenset({"hingga", "sampai", "s", "sd", "sampe"})
_BEFORE_CLOCK = frozenset({",", "|", "-", "–", "(", "•", "/", ":", ";"})
_CLOCK_LEADS = frozenset({"pukul", "jam", "pkl"})
DASHES = frozenset({"-", "–", "—", "‐", "‑", "−"})
_WITH = frozenset({"dengan", "dgn", "dg", "ke", "pada"})  # "sampai dengan"
RANGE_BEGINS = DASHES | {"s", "sd", "to", "sampai", "hingga"}
RANGE_ENDS = RANGE_BEGINS | _WITH | {".", "d"}
SIDES = {**dict.fromkeys(BEFORE_NOW, -1), **dict.fromkeys(NOW, 0), **dict.fromkeys(AFTER_NOW, 1)}
_BEHIND = {  # a date
    **dict.fromkeys(("lalu", "silam", "kemarin"), -1),
    **dict.fromkeys(NOW, 0),
    **dict.fromkeys(("mendatang", "depan", "nanti", "akan"), 1),
}


class Reading(NamedTuple):
    """What was read at lexemes first to end - 1: a span of time from `start` to `stop` (the same for one
    point).

    `shape` is day, month, year, part (of a year), week; `side` is -1, 0, 1 for "lalu", "ini", "mendatang" and
    None without such a word; `bare` marks a year without the word "tahun"; `weekday` is 0 for Monday.
    """

    first: int
    end: int
    start: Point
    stop: Point
    shape: str
    side: int | None = None
    bare: bool = False
    weekday: int | None = None
    lead: str = ""


def side_after(lexed: Lexed, i: int) -> tuple[int | None, int]:
    """ "lalu", "ini", "mendatang" behind a date: (-1, 0 or 1, end), (None, i) without one."""
    j, word = i, lexed.word(i)
    if word == "yang":
        j, word = i + 1, lexed.word(i + 1)
    side = _BEHIND.get(word)
    if side is None or not lexed.near(j) or (word in NOW and j > i):
        return None, i
    if word == "akan":
        return (side, j + 2) if lexed.word(j + 1) == "datang" else (None, i)
    return side, j + 1


def year_after(lexed: Lexed, i: int, *, joined: bool = False) -> tuple[int | None, int]:
    """The year at i, behind "tahun", a comma, a dash or nothing: (year, end), (None, i) without one."""
    j, word = i, lexed.word(i)
    if word in {",", "."} or (joined and (word == "/" or word in DASHES)):
        if word in DASHES and not lexed.glued(j):
            return None, i
        j += 1
        word = lexed.word(j)
    if word in YEAR_WORDS:
        if lexed.word(j - 1) == "." and not lexed.glued(j) and lexed.is_capital(j):
            return None, i  # "27 Maret. Tahun 2024 …"
        j += 2 if lexed.word(j + 1) == "." else 1
    if is_year(lexed, j) and lexed.near(j) and not lexed.taken[j]:
        return int(lexed.low[j]), j + 1
    if lexed.word(j) in {"‘", "'"}:
        short = lexed.word(j + 1)
        if len(short) == 2 and short.isdecimal():
            return 2000 + int(short), j + 2
    return None, i


def range_end(lexed: Lexed, i: int) -> int:
    """End of the words that join the two ends of a range at i ("s.d.", "sampai dengan", "–"); i without."""
    word = lexed.word(i)
    if word in DASHES:
        return i + 1
    if word == "s":
        return _skip_sd(lexed, i)
    if word in {"sd", "to"}:
        return i + 2 if lexed.word(i + 1) == "." else i + 1
    if word in {"sampai", "hingga"}:
        return i + 2 if lexed.word(i + 1) in _WITH else i + 1
    return i


def _skip_sd(lexed: Lexed, i: int) -> int:
    """End of "s.d.", "s/d", "s.d" at i."""
    j = i + 1
    if lexed.word(j) not in {".", "/", "-"}:
        return i
    j += 1
    if lexed.word(j) != "d":
        return i
    j += 1
    return j + 1 if lexed.word(j) == "." and lexed.glued(j) else j


def with_clock(lexed: Lexed, reading: Reading) -> Reading:
    """The reading with a clock time behind it (", 22:13 WIB"), when the time has a zone and is no window."""
    if reading.start.year is None and reading.shape != "day":
        return reading
    j = end = reading.end
    word = lexed.word(j)
    while word in _BEFORE_CLOCK and j - end < 2:
        j += 1
        word = lexed.word(j)
    if word not in _CLOCK_LEADS and not "0" <= word < ":":
        return reading
    if any("\n" in gap for gap in lexed.gaps[end : j + 1]):
        return reading
    if word in _CLOCK_LEADS:
        j += 2 if lexed.word(j + 1) in {".", ":"} else 1
    hour, minute, k = _clock(lexed, j)
    zone = ZONES.get(lexed.word(k)) if hour is not None else None
    if zone is None or not lexed.near(j) or not lexed.near(k):  # a line may end before the zone
        return reading
    point = reading.stop._replace(clock=f"T{hour:02}:{minute:02}{zone}")
    return reading._replace(start=point, stop=point, end=k + 1)


def _clock(lexed: Lexed, j: int) -> tuple[int | None, int, int]:
    """Hour, minute and end of "22:13" or "22.13" at j; (None, 0, j) when there is none."""
    word = lexed.word(j)
    pieces, end = word.split("."), j + 1
    if word.isdecimal() and lexed.word(j + 1) == ":" and lexed.word(j + 2).isdecimal():
        pieces, end = [word, lexed.low[j + 2]], j + 3
        if lexed.word(end) == ":" and lexed.word(end + 1).isdecimal():
            end += 2
    if len(pieces) == 2 and all(p.isascii() and p.isdecimal() and len(p) <= 2 for p in pieces):
        hour, minute = int(pieces[0]), int(pieces[1])
        if len(pieces[1]) == 2 and hour < 24 and minute < 60:
            return hour, minute, end
    return None, 0, j
