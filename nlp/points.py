"""Reads one point in time from the lexemes: a day, month, year, part of a year or week, in words or
figures.
"""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from dataclasses import dataclass, replace

from nlp.calendar import AFTER_NOW, BEFORE_NOW, MONTHS, NOW, PARTS, ROMAN, SHORT_MONTHS, WEEKDAYS, ZONES
from nlp.codes import YEAR_WORDS, is_year
from nlp.edtf import Point
from nlp.lexer import Lexed
from nlp.numbers import NUMBER_WORDS, ordinal_at, words_at
from nlp.words import words

_EDGE = frozenset({"awal", "akhir", "pertengahan", "penghujung", "medio", "ujung"})
_LEADS = frozenset({"tanggal", "tgl", "tertanggal"})
_YEAR_KINDS = words("points year kinds")
_CLOCK_LEADS = frozenset({"pukul", "jam", "pkl"})
_OPEN = frozenset({"(", "["})
_DASHES = frozenset({"-", "–", "—", "‐", "‑", "−"})


@dataclass(frozen=True, slots=True)
class Reading:
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


def read_point(lexed: Lexed, i: int) -> Reading | None:
    """The point in time that begins at lexeme i, None when none does."""
    word = lexed.word(i)
    if not word or lexed.taken[i]:
        return None
    if lexed.is_number(i):
        return _from_figure(lexed, i)
    if word in {"minggu", "pekan"}:
        week = _week_of_month(lexed, i)
        if week:
            return week
    if word in WEEKDAYS or word == "hari":
        return _from_weekday(lexed, i)
    if word in _LEADS:
        return _led(lexed, i)
    if word in _EDGE:
        return _from_edge(lexed, i)
    if word in YEAR_WORDS or word in {"ta", "t"}:
        return _from_year_word(lexed, i)
    if word == "bulan":
        return _led(lexed, i, months_only=True)
    if word in MONTHS:
        return _from_month(lexed, i)
    if word in PARTS or word == "q":
        return _from_part(lexed, i)
    return None


def _led(lexed: Lexed, i: int, *, months_only: bool = False) -> Reading | None:
    j = i + 1
    while lexed.word(j) in {".", ":"} and j - i < 3:
        j += 1
    if lexed.word(j) in _OPEN:
        inner = read_point(lexed, j + 1)
        if inner and inner.shape == "day" and lexed.word(inner.end) in {")", "]"}:
            return replace(inner, first=i, end=inner.end + 1, lead="tanggal")
        return None
    inner = None
    if months_only:
        inner = _from_month(lexed, j) if lexed.word(j) in MONTHS else None
        if inner is None:
            return None
    elif lexed.is_number(j):
        inner = _from_figure(lexed, j, led=True)
        if inner is None and not lexed.taken[j]:
            return _day_alone(lexed, i, j)
    elif lexed.word(j) in NUMBER_WORDS and not months_only:
        return _in_words(lexed, i, j)
    if inner is None or not lexed.near(j) or (not months_only and inner.shape != "day"):
        return None
    return replace(inner, first=i, lead="bulan" if months_only else "tanggal", bare=False)


def _day_alone(lexed: Lexed, i: int, j: int) -> Reading | None:
    """ "tanggal 14", "tgl 24" without a month."""
    word = lexed.low[j]
    if not (word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31) or not lexed.near(j) or j != i + 1:
        return None
    if lexed.word(j + 1) in _DASHES | {"/", "%"} or lexed.word(i - 1) in {"setiap", "tiap", "no"}:
        return None
    point = Point(None, None, int(word))
    return Reading(i, j + 1, point, point, "day of month")


def _in_words(lexed: Lexed, i: int, j: int) -> Reading | None:
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


def _from_figure(lexed: Lexed, i: int, *, led: bool = False) -> Reading | None:
    """A date that begins with a figure: 17 Oktober 2023, 17/10/2023, 2023-10-17, 2023."""
    if i and lexed.glued(i) and (lexed.low[i - 1][-1].isalpha() or lexed.low[i - 1] in {"/", "_", "@"}):
        return None
    numeric = _numeric_days(lexed, i) or _numeric(lexed, i, led=led)
    if numeric:
        return _with_clock(lexed, numeric)
    word = lexed.low[i]
    if lexed.word(i - 1) == "(" and lexed.word(i + 3) == ")" and lexed.word(i + 4) in _DASHES:
        return _day_slash_month(lexed, i)
    if len(word) <= 2 and word.isdigit() and 1 <= int(word) <= 31:
        return _day_month(lexed, i, int(word))
    if is_year(lexed, i):
        return _bare_year(lexed, i)
    return None


def _day_month(lexed: Lexed, i: int, day: int) -> Reading | None:
    """ "17 Oktober 2023", "17-Okt-2023", "17 Oktober"."""
    j = i + 1
    if lexed.word(j) in _DASHES | {"/", "."} and lexed.word(j + 1) in MONTHS:
        if lexed.word(j) != "." and not lexed.glued(j):
            return None
        j += 1
    if lexed.word(j) == "bulan" and lexed.near(j):
        j += 1
    month = MONTHS.get(lexed.word(j))
    if month is None or not lexed.near(j):
        return None
    year, end = _year_after(lexed, j + 1, joined=True)
    if year is None and lexed.word(j) in SHORT_MONTHS and lexed.raw(j).islower() and len(lexed.low[j]) < 4:
        return None
    side, end = _side(lexed, end)
    point = Point(year, month, day)
    if not point.is_valid():
        return None
    return _with_clock(lexed, Reading(i, end, point, point, "day", side))


def _year_after(lexed: Lexed, i: int, *, joined: bool = False) -> tuple[int | None, int]:
    """The year at i, behind "tahun", a comma, a dash or nothing: (year, end), (None, i) without one."""
    j = i
    if lexed.word(j) in {",", "."} or (joined and lexed.word(j) in _DASHES | {"/"}):
        if lexed.word(j) in _DASHES and not lexed.glued(j):
            return None, i
        j += 1
    if lexed.word(j) in YEAR_WORDS:
        j += 2 if lexed.word(j + 1) == "." else 1
    if is_year(lexed, j) and lexed.near(j) and not lexed.taken[j]:
        if lexed.glued(j + 1) and lexed.low[j + 1][0].isalpha() and lexed.word(j + 1) not in ZONES:
            return int(lexed.low[j]), j + 1
        return int(lexed.low[j]), j + 1
    if lexed.word(j) == "‘" or lexed.word(j) == "'":
        short = lexed.word(j + 1)
        if len(short) == 2 and short.isdigit():
            return 2000 + int(short), j + 2
    return None, i


def _side(lexed: Lexed, i: int) -> tuple[int | None, int]:
    """ "lalu", "ini", "mendatang" behind a date: (-1, 0 or 1, end), (None, i) without one."""
    j = i + 1 if lexed.word(i) in {"yang"} else i
    word = lexed.word(j)
    if not lexed.near(j):
        return None, i
    if word in {"lalu", "silam", "kemarin"}:
        return -1, j + 1
    if word in NOW and j == i:
        return 0, j + 1
    if word in {"akan"} and lexed.word(j + 1) in {"datang"}:
        return 1, j + 2
    if word in {"mendatang", "depan", "nanti"}:
        return 1, j + 1
    return None, i


def _numeric(lexed: Lexed, i: int, *, led: bool) -> Reading | None:
    """17/10/2023, 17-10-2023, 17.10.2023, 2023-10-17, and 17/10/23; day first."""
    word = lexed.low[i]
    if word.count(".") == 2 and "," not in word:
        return _of_parts(lexed, i, i + 1, word.split("."), short_year=led)
    if not word.isdigit() or len(word) > 4:
        return None
    mark = lexed.word(i + 1)
    if mark not in _DASHES | {"/"} or not lexed.is_number(i + 2) or lexed.word(i + 3) != mark:
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
    """ "5-6/9/2023": the days of one month in figures."""
    first = lexed.low[i]
    if (
        lexed.word(i + 1) not in _DASHES
        or not first.isdigit()
        or len(first) > 2
        or not lexed.is_number(i + 2)
    ):
        return None
    last = _numeric(lexed, i + 2, led=False) if lexed.word(i + 3) == "/" else None
    if last is None or int(first) >= (last.start.day or 0) or not int(first):
        return None
    return replace(last, first=i, start=replace(last.start, day=int(first)))


def _of_parts(lexed: Lexed, i: int, end: int, parts: list[str], *, short_year: bool) -> Reading | None:
    if not all(part.isdigit() for part in parts):
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
    side, end = _side(lexed, i + 1)
    return Reading(i, end, year, year, "year", side, bare=True)


def _with_clock(lexed: Lexed, reading: Reading) -> Reading:
    """The reading with a clock time behind it (", 22:13 WIB"), when the time has a zone and is no window."""
    if reading.start.year is None:
        return reading
    j = reading.end
    while lexed.word(j) in {",", "|", "-", "–", "(", "•", "/", ":", ";"} and j - reading.end < 2:
        j += 1
    if any("\n" in lexed.gap(k) for k in range(reading.end, j + 1)):
        return reading
    if lexed.word(j) in _CLOCK_LEADS:
        j += 2 if lexed.word(j + 1) in {".", ":"} else 1
    hour, minute, k = _clock(lexed, j)
    zone = ZONES.get(lexed.word(k)) if hour is not None else None
    if zone is None or not lexed.near(j) or "\n" in lexed.gap(k):
        return reading
    point = replace(reading.stop, clock=f"T{hour:02}:{minute:02}{zone}")
    return replace(reading, start=point, stop=point, end=k + 1)


def _clock(lexed: Lexed, j: int) -> tuple[int | None, int, int]:
    """Hour, minute and end of "22:13" or "22.13" at j; (None, 0, j) when there is none."""
    word = lexed.word(j)
    pieces, end = word.split("."), j + 1
    if word.isdigit() and lexed.word(j + 1) == ":" and lexed.word(j + 2).isdigit():
        pieces, end = [word, lexed.low[j + 2]], j + 3
        if lexed.word(end) == ":" and lexed.word(end + 1).isdigit():
            end += 2
    if len(pieces) == 2 and all(p.isascii() and p.isdigit() and len(p) <= 2 for p in pieces):
        hour, minute = int(pieces[0]), int(pieces[1])
        if len(pieces[1]) == 2 and hour < 24 and minute < 60:
            return hour, minute, end
    return None, 0, j


def _from_weekday(lexed: Lexed, i: int) -> Reading | None:
    """ "Selasa (17/10/2023)", "Rabu, 1 Maret 2023", "hari Senin tanggal 5 Mei 2023", "Kamis (5/10)",
    "Senin lalu".
    """
    j = i
    if lexed.low[i] == "hari":
        j = i + 1
        if lexed.word(j) == "ini":
            j += 1
        if lexed.word(j) in {":", "/"}:
            return None
    weekday = WEEKDAYS.get(lexed.word(j))
    if weekday is None:
        return None
    if lexed.word(j - 1) == "ini" and lexed.word(j + 1) not in _LEADS | {","}:
        return None
    k = j + 1
    if lexed.word(k) in {"'", "’"} and lexed.word(k + 1) == "at":
        k += 2
    elif lexed.word(j) == "jum":
        return None
    if lexed.word(k) in {"pagi", "siang", "sore", "malam", "petang"}:
        k += 1
    k = _side(lexed, k)[1]
    if lexed.word(k) == "," or (lexed.word(k) in {"-", "–", "/", "."} and lexed.word(k + 1) not in _OPEN):
        k += 1
    opened = lexed.word(k) in _OPEN
    k += opened
    k += lexed.word(k) in _LEADS
    inner = _behind_weekday(lexed, k, opened=opened)
    if inner and inner.shape in {"day", "day of month"} and lexed.near(k):
        end = inner.end + (opened and lexed.word(inner.end) in {")", "]"})
        done = replace(inner, first=i, end=end, weekday=weekday)
        return _with_clock(lexed, done) if not inner.start.clock else done
    return _lone_weekday(lexed, i, j, weekday)


def _behind_weekday(lexed: Lexed, k: int, *, opened: bool) -> Reading | None:
    """The date behind a weekday, in figures, in words, or with its day and month only."""
    led = lexed.word(k - 1) in _LEADS
    if lexed.word(k) in NUMBER_WORDS and led:
        return _in_words(lexed, k - 1, k)
    if not lexed.is_number(k) or lexed.taken[k]:
        return None
    inner = _from_figure(lexed, k, led=True) or (_day_alone(lexed, k - 1, k) if led else None)
    if inner is None and (opened or lexed.word(k - 1) == ","):
        inner = _day_slash_month(lexed, k)
    return inner


def _lone_weekday(lexed: Lexed, i: int, j: int, weekday: int) -> Reading | None:
    """A weekday told from today: "Senin lalu", "Kamis mendatang", "Rabu pekan depan", "hari Selasa"."""
    if lexed.word(i - 1) in {"setiap", "tiap"} or not lexed.is_capital(j):
        return None
    side, end = _side(lexed, j + 1)
    point = Point(None)
    if side is not None:
        return Reading(i, end, point, point, "weekday", side, weekday=weekday)
    if lexed.word(j + 1) in {"pekan", "minggu"}:
        side, end = _side(lexed, j + 2)
        if side is not None:
            return Reading(i, end, point, point, "weekday of week", side, weekday=weekday)
    k = j + 1
    if lexed.word(k) in {"pagi", "siang", "sore", "malam", "petang"}:
        k += 1
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


def _day_slash_month(lexed: Lexed, i: int) -> Reading | None:
    """ "17/10" or "17-10" in the brackets behind a weekday."""
    day, mark, month = lexed.word(i), lexed.word(i + 1), lexed.word(i + 2)
    if mark not in {"/", "-"} or not (
        day.isdigit() and month.isdigit() and len(day) <= 2 and len(month) <= 2
    ):
        return None
    point = Point(None, int(month), int(day))
    return Reading(i, i + 3, point, point, "day") if point.is_valid() else None


def _from_month(lexed: Lexed, i: int) -> Reading | None:
    """ "Oktober 2023", "Okt '23", "Oktober mendatang", "September" (to be resolved)."""
    month = MONTHS[lexed.low[i]]
    year, end = _year_after(lexed, i + 1, joined=True)
    if year is None and lexed.low[i] in SHORT_MONTHS:
        return None
    if year is None and not lexed.is_capital(i):
        return None
    side, end = _side(lexed, end)
    if year is None and side is None and lexed.word(end) == "tahun":
        side, after = _side(lexed, end + 1)
        if side is not None:
            point = Point(None, month)
            return Reading(i, after, point, point, "month of year", side)
    point = Point(year, month)
    return Reading(i, end, point, point, "month", side)


def _from_edge(lexed: Lexed, i: int) -> Reading | None:
    """ "awal Mei 2031", "akhir tahun 2023", "akhir tahun ini", "pertengahan 2024": the whole month or
    year.
    """
    j = i + 1
    if not lexed.near(j):
        return None
    if lexed.word(j) in {"dari"}:
        j += 1
    inner = None
    if (
        lexed.word(j) in MONTHS
        or lexed.word(j) in YEAR_WORDS
        or lexed.word(j) == "bulan"
        or is_year(lexed, j)
    ):
        inner = read_point(lexed, j)
    elif lexed.word(j) in PARTS:
        inner = _from_part(lexed, j)
    return replace(inner, first=i, bare=False, lead=lexed.low[i]) if inner else None


def _from_year_word(lexed: Lexed, i: int) -> Reading | None:
    """ "tahun 2023", "tahun anggaran 2023", "TA. 2023", "T.A. 2023", "tahun 2023 ini", "tahun ini"."""
    j = i + 1
    if lexed.low[i] == "t":
        if lexed.word(i + 1) != "." or lexed.word(i + 2) != "a":
            return None
        j = i + 3
    elif lexed.low[i] == "ta" and not lexed.raw(i).isupper():
        return None
    if lexed.word(j) in _YEAR_KINDS:
        j += 1
    while lexed.word(j) in {".", ":", "("} and j - i < 4:
        j += 1
    if is_year(lexed, j) and lexed.near(j) and not lexed.taken[j]:
        side, end = _side(lexed, j + 1)
        year = Point(int(lexed.low[j]))
        if lexed.word(j - 1) == "(" and lexed.word(end) == ")":
            end += 1
        return Reading(i, end, year, year, "year", side, lead="tahun")
    side, end = _side(lexed, j)
    if lexed.word(j - 1) == "anggaran" and lexed.word(j) == "berjalan":
        return None
    if side is None or lexed.low[i] not in {"tahun", "thn"} or lexed.word(i - 1) in {"tahun", "beberapa"}:
        return None
    year = Point(None)
    return Reading(i, end, year, year, "year", side, lead="tahun")


def _from_part(lexed: Lexed, i: int) -> Reading | None:
    """ "triwulan III tahun 2023", "TW III/2023", "semester I 2024", "Q3 2023", "triwulan I s.d. III 2023"."""
    size = PARTS.get(lexed.low[i], 3)
    if len(lexed.low[i]) < 4 and not lexed.is_capital(i):
        return None
    j = i + 1
    while lexed.word(j) in _DASHES | {".", "ke"} and j - i < 4:
        j += 1
    first = _part_number(lexed, j)
    if first is None:
        return None
    last, j = first[0], first[1]
    after = _skip_range(lexed, j)
    further = _part_number(lexed, after) if after > j else None
    if further:
        last, j = further
    if not 1 <= first[0] <= last <= 12 // size:
        return None
    side: int | None = None
    j2 = j + 1 if lexed.word(j) in {"/", "-", "–", ",", "("} else j
    if lexed.word(j2) in YEAR_WORDS or lexed.word(j2) == "ta":
        inner = _from_year_word(lexed, j2)
        year, end = (inner.start.year, inner.end) if inner else (None, j)
        side = inner.side if inner and year is None else None
    else:
        year, end = _year_after(lexed, j2)
        end = end if year is not None else j
    start, stop = Point(year, size * (first[0] - 1) + 1), Point(year, size * last)
    return Reading(i, end, start, stop, "part", side)


def _part_number(lexed: Lexed, j: int) -> tuple[int, int] | None:
    word = lexed.word(j)
    if word in ROMAN and ROMAN[word] <= 4:
        return ROMAN[word], j + 1
    if word in {"ke", "pertama", "kedua", "ketiga", "keempat"}:
        return ordinal_at(lexed, j)
    if len(word) == 1 and word in "1234":
        return int(word), j + 1
    return {"satu": (1, j + 1), "dua": (2, j + 1), "tiga": (3, j + 1), "empat": (4, j + 1)}.get(word)


def _week_of_month(lexed: Lexed, i: int) -> Reading | None:
    """ "minggu kedua Mei 2031": its days 8 to 14; the fourth week ends with day 28."""
    which = ordinal_at(lexed, i + 1)
    if which is None or not 1 <= which[0] <= 4:
        return None
    j = which[1] + 1 if lexed.word(which[1]) == "bulan" else which[1]
    if lexed.word(j) not in MONTHS:
        return None
    inner = _from_month(lexed, j)
    if inner is None:
        return None
    first = 7 * (which[0] - 1) + 1
    start = replace(inner.start, day=first)
    return Reading(i, inner.end, start, replace(start, day=first + 6), "week", inner.side)


_TO = frozenset({"sampai", "hingga", "sd", "sampe", "to", "s"})


def _skip_range(lexed: Lexed, i: int) -> int:
    """End of the words that join the two ends of a range at i ("s.d.", "sampai dengan", "–"); i without."""
    word = lexed.word(i)
    if word in _DASHES:
        return i + 1
    if word == "s":
        return _skip_sd(lexed, i)
    if word in {"sd", "to"}:
        return i + 2 if lexed.word(i + 1) == "." else i + 1
    if word in {"sampai", "hingga"}:
        return i + 2 if lexed.word(i + 1) in {"dengan", "dgn", "ke", "pada"} else i + 1
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


def range_end(lexed: Lexed, i: int) -> int:
    """End of the words of a range at i, i itself when there are none."""
    return _skip_range(lexed, i)


SIDES = {**dict.fromkeys(BEFORE_NOW, -1), **dict.fromkeys(NOW, 0), **dict.fromkeys(AFTER_NOW, 1)}
