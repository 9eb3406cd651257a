"""Reads one point in time from the lexemes: a day, month, year, part of a year or week, in words or
figures."""

# a rule of language reads best as one early return after the other
from __future__ import annotations

from collections.abc import Callable

from nlp.dates.day_points import day_alone, day_in_words, from_figure
from nlp.dates.readings import DASHES, Reading, range_end, side_after, year_after
from nlp.dates.weekday_points import from_weekday
from nlp.text.calendar import MONTHS, PARTS, ROMAN, SHORT_MONTHS, WEEKDAYS
from nlp.text.codes import YEAR_WORDS, is_year, skip_marks
from nlp.text.edtf import Point
from nlp.text.lexer import Lexed
from nlp.text.numbers import NUMBER_WORDS, ordinal_at
from nlp.text.words import words

_EDGE = frozenset({"awal", "akhir", "pertengahan", "penghujung", "pengujung", "medio", "ujung"})
_EDGED = MONTHS.keys() | YEAR_WORDS - {"th"} | {"bulan"}  # behind one of these
_LEADS = frozenset({"tanggal", "tgl", "tertanggal"})
_YEAR_KINDS = words("points year kinds")
_OPEN = frozenset({"(", "["})
_PART_MARKS = DASHES | {".", "ke"}


def read_point(lexed: Lexed, i: int) -> Reading | None:
    """The point in time that begins at lexeme i, None when none does."""
    word = lexed.word(i)
    if not word or lexed.taken[i]:
        return None
    if "0" <= word < ":":
        return from_figure(lexed, i)
    read = _READERS.get(word)
    return read(lexed, i) if read else None


def _from_week(lexed: Lexed, i: int) -> Reading | None:
    """ "minggu kedua Mei 2031", "Minggu, 4 Mei"; a week told from today ("Minggu depan") is left."""
    week = _week_of_month(lexed, i)
    if week or (_opens_sentence(lexed, i) and side_after(lexed, i + 1)[0] is not None):
        return week
    return from_weekday(lexed, i)


def _opens_sentence(lexed: Lexed, i: int) -> bool:
    """True where a capital says nothing: behind a full stop or a quotation mark, at the head of a line."""
    return i == 0 or lexed.word(i - 1) in {".", "!", "?", "“", '"', "”"} or "\n" in lexed.gap(i)


def _led(lexed: Lexed, i: int) -> Reading | None:
    """ "tanggal 17 Oktober 2023", "tgl. (17/10/2023)", "tanggal 14", "tanggal dua puluh …"."""
    j = skip_marks(lexed, i + 1)
    if lexed.word(j) in _OPEN:
        return _in_brackets(lexed, i, j)
    if lexed.is_number(j):
        inner = from_figure(lexed, j, led=True)
        if inner is None and not lexed.taken[j]:
            return day_alone(lexed, i, j)
        if inner and inner.shape == "day" and lexed.near(j):
            return inner._replace(first=i, lead="tanggal", bare=False)
        return None
    return day_in_words(lexed, i, j) if lexed.word(j) in NUMBER_WORDS else None


def _from_month_word(lexed: Lexed, i: int) -> Reading | None:
    """ "bulan Oktober 2023"."""
    j = skip_marks(lexed, i + 1)
    if lexed.word(j) in _OPEN:
        return _in_brackets(lexed, i, j)
    inner = _from_month(lexed, j) if lexed.word(j) in MONTHS and lexed.near(j) else None
    return inner._replace(first=i, lead="bulan", bare=False) if inner else None


def _in_brackets(lexed: Lexed, i: int, j: int) -> Reading | None:
    """The day in the brackets that open at j, behind "tanggal" or "bulan" at i."""
    inner = read_point(lexed, j + 1)
    if inner and inner.shape == "day" and lexed.word(inner.end) in {")", "]"}:
        return inner._replace(first=i, end=inner.end + 1, lead="tanggal")
    return None


def _from_month(lexed: Lexed, i: int) -> Reading | None:
    """ "Oktober 2023", "Okt '23", "Oktober mendatang", "September" (to be resolved)."""
    month = MONTHS[lexed.low[i]]
    if (
        lexed.word(i - 1) == lexed.raw(i - 1) == "l"
        and lexed.near(i)
        and not lexed.glued(i - 1)
        and not lexed.taken[i - 1]
    ):
        year, end = year_after(lexed, i + 1)
        point = Point(year, month, 1)
        return Reading(i - 1, end, point, point, "day")  # "l Agustus 2016", as OCR leaves it
    if lexed.word(i + 2) == "," and is_year(lexed, i + 3) and lexed.near(i + 1) and lexed.near(i + 3):
        day = lexed.low[i + 1]  # "Januari 22, 2025", as web pages write it
        point = Point(int(lexed.low[i + 3]), month, int(day) if day.isdecimal() and len(day) < 3 else 0)
        if point.day and point.is_valid():
            return Reading(i, i + 4, point, point, "day")
    year, end = year_after(lexed, i + 1, joined=True)
    if year is None and lexed.low[i] in SHORT_MONTHS:
        return None
    if year is None and not lexed.is_capital(i):
        return None
    side, end = side_after(lexed, end)
    if year is None and side is None and lexed.word(end) == "tahun":
        side, after = side_after(lexed, end + 1)
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
    if lexed.word(j) == "dari":
        j += 1
    word = lexed.word(j)
    inner = None
    if word in _EDGED or is_year(lexed, j):
        inner = read_point(lexed, j) or _of_this_year(lexed, i, j)
    elif word in PARTS:
        inner = _from_part(lexed, j)
    if inner and inner.shape == "from today":
        return inner
    return inner._replace(first=i, bare=False, lead=lexed.low[i]) if inner else None


def _of_this_year(lexed: Lexed, i: int, j: int) -> Reading | None:
    """ "akhir tahun", "akhir bulan" with nothing behind: the year or month of publication."""
    if lexed.is_capital(i) and lexed.is_capital(j):
        return None  # "Laporan Akhir Tahun"
    if lexed.low[j] == "bulan" and lexed.word(i - 1) not in {"setiap", "tiap", "per"}:
        side, end = side_after(lexed, j + 1)
        if side is not None:
            return Reading(i, end, Point(None), Point(None), "from today", side, lead="months")
        last = lexed.word(j + 1)
        open_end = not last.isalpha() or last in {"sudah", "wajib", "harus", "semua", "nanti"}
        return (
            Reading(i, j + 1, Point(None), Point(None), "from today", 0, lead="months") if open_end else None
        )
    if (
        lexed.low[j] != "tahun"
        or lexed.word(i - 1) in {"setiap", "tiap", "per"}
        or lexed.word(j + 1) in _YEAR_KINDS
    ):
        return None
    if lexed.word(j + 1) in {
        "ke",
        "sebelumnya",
        "berikutnya",
        "tersebut",
        "itu",
        "pertama",
        "kedua",
        "ketiga",
    }:
        return None
    point = Point(None)
    return Reading(i, j + 1, point, point, "year", 0)


def _from_year_word(lexed: Lexed, i: int) -> Reading | None:
    """ "tahun 2023", "tahun anggaran 2023", "TA. 2023", "T.A. 2023", "tahun 2023 ini", "tahun ini"."""
    j, lead = i + 1, lexed.low[i]
    if lead == "t":
        if lexed.word(i + 1) != "." or lexed.word(i + 2) != "a":
            return None
        j = i + 3
    elif lead == "ta" and not lexed.raw(i).isupper():
        return None
    word = lexed.word(j)
    if word in _YEAR_KINDS:
        j += 1
        word = lexed.word(j)
    while word in {".", ":", "("} and j - i < 4:
        j += 1
        word = lexed.word(j)
    if is_year(lexed, j) and lexed.near(j) and not lexed.taken[j]:
        side, end = side_after(lexed, j + 1)
        year = Point(int(word))
        if lexed.low[j - 1] == "(" and lexed.word(end) == ")":
            end += 1
        return Reading(i, end, year, year, "year", side, lead="tahun")
    side, end = side_after(lexed, j)
    if (
        side is None
        or lead not in {"tahun", "thn"}
        or (word == "berjalan" and lexed.low[j - 1] == "anggaran")
    ):
        return None
    if lexed.word(i - 1) in {"tahun", "beberapa"}:
        return None
    year = Point(None)
    return Reading(i, end, year, year, "year", side, lead="tahun")


def _from_part(lexed: Lexed, i: int) -> Reading | None:
    """ "triwulan III tahun 2023", "TW III/2023", "semester I 2024", "Q3 2023", "triwulan I s.d. III 2023"."""
    size = PARTS.get(lexed.low[i], 3)
    if len(lexed.low[i]) < 4 and not lexed.is_capital(i):
        return None
    j = i + 1
    while lexed.word(j) in _PART_MARKS and j - i < 4:
        j += 1
    first = _part_number(lexed, j)
    if first is None:
        return None
    last, j = first[0], first[1]
    after = range_end(lexed, j)
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
        year, end = year_after(lexed, j2)
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
    start = inner.start._replace(day=first)
    return Reading(i, inner.end, start, start._replace(day=first + 6), "week", inner.side)


_READERS: dict[str, Callable[[Lexed, int], Reading | None]] = {
    **dict.fromkeys(PARTS.keys() | {"q"}, _from_part),
    **dict.fromkeys(MONTHS, _from_month),
    "bulan": _from_month_word,
    **dict.fromkeys(YEAR_WORDS | {"ta", "t"}, _from_year_word),
    **dict.fromkeys(_EDGE, _from_edge),
    **dict.fromkeys(_LEADS, _led),
    **dict.fromkeys(WEEKDAYS.keys() | {"hari"}, from_weekday),
    **dict.fromkeys(("minggu", "pekan"), _from_week),
}
