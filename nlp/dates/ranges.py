"""Finds date expressions in a text, single points and ranges of them; they are not resolved yet."""

# a rule of language reads best as one early return after the other
from __future__ import annotations

from typing import NamedTuple

from nlp.dates.day_points import day_slash_month, from_figure
from nlp.dates.points import read_point
from nlp.dates.readings import DASHES, RANGE_BEGINS, SINCE, UNTIL, Reading, range_end
from nlp.dates.relative import AGO, RELATIVE_STARTS, read_ago, read_relative, told_ago
from nlp.dates.relative import BEHIND_FIGURE as AGO_BEHIND_FIGURE
from nlp.dates.unfit import is_unfit
from nlp.text.calendar import MONTHS, PARTS, WEEKDAYS
from nlp.text.codes import YEAR_WORDS, is_year
from nlp.text.edtf import Point
from nlp.text.lexer import Lexed, Trigger
from nlp.text.numbers import NUMBER_WORDS

_STARTS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(PARTS) | frozenset(YEAR_WORDS) | SINCE | UNTIL
    | RELATIVE_STARTS | frozenset({"tanggal", "tgl", "tertanggal", "ta", "t", "bulan", "q", "hari"})
    | frozenset({"awal", "akhir", "pertengahan", "penghujung", "pengujung", "medio", "ujung"})
)  # fmt: skip
_WORDS = Trigger(_STARTS)
_BEHIND_FIGURE = (
    MONTHS.keys() | DASHES
    | {"/", "&", "dan", "serta", "atau", "s", "sd", "to", "sampai", "hingga", "tanggal", "tgl", "bulan"}
)  # fmt: skip
_POINTS = frozenset({".", ","})
_UNITS = AGO_BEHIND_FIGURE - _POINTS
_BEHIND_MARK = MONTHS.keys() | {"dan", "serta", "tanggal", "tgl"}  # "5. Mei", "3, 4, dan 5 Mei"
_LISTED = RANGE_BEGINS | {",", "dan", "&", "serta", "atau", "/", "tanggal", "tgl"}  # behind the first day
_JOINTS = RANGE_BEGINS | {"dan", "&", "atau", "/"}  # between the ends of a range
_YEAR_DIGITS = 4
_LIMIT = frozenset({"lambat", "lambatnya", "batas", "tenggat", "deadline", "telat", "terakhir", "selambat"})


class Found(NamedTuple):
    """A date expression before it is resolved: a reading, and which of its sides is open."""

    reading: Reading
    open_start: bool = False
    open_end: bool = False


def find_expressions(lexed: Lexed) -> list[Found]:
    """All date expressions in order; those that lack a year take it from the one they are listed with."""
    found: list[Found] = []
    end = 0
    low, taken = lexed.low, lexed.taken
    for i in sorted([*_beginnings(lexed), *lexed.where(_WORDS)]):
        if taken[i] or i < end or (i == end and low[i] == "kemarin"):
            continue
        one = _expression(lexed, i)
        if one is not None and not is_unfit(lexed, one.reading):
            found.append(one)
            end = one.reading.end
    return _share_years(lexed, found)


def _beginnings(lexed: Lexed) -> list[int]:
    """Figures and number words that a date may begin with: told fast, for most are of other things."""
    ago = lexed.where(AGO)  # without these on the page, "dua tahun" and "5 hari" need not be looked at
    padded = [*lexed.low, "", ""]
    places = [i for i in lexed.where(NUMBER_WORDS) if told_ago(lexed, i)] if ago else []
    for i in lexed.numbers():
        figure, following = padded[i], padded[i + 1]
        pointed = following in _POINTS and "0" <= padded[i + 2] < ":"  # "3, 4 dan 5 Mei"
        if len(figure) <= _YEAR_DIGITS:
            may = (
                following in _BEHIND_FIGURE
                or pointed
                or (len(figure) == _YEAR_DIGITS and "1900" <= figure <= "2100")
                or (following in _POINTS and padded[i + 2] in _BEHIND_MARK)
            ) and figure.isdecimal()
        else:
            thousands = figure[-4] == "." and figure[_YEAR_DIGITS] != "."  # "1.234.567"
            may = not thousands and figure.count(".") == 2
        if may or (ago and (pointed or following in _UNITS) and told_ago(lexed, i)):
            places.append(i)
    return places


def _expression(lexed: Lexed, i: int) -> Found | None:
    word = lexed.low[i]
    if "0" <= word < ":":
        reading = _range_of_figures(lexed, i)
    elif word in SINCE:
        return _since(lexed, i)
    elif word in UNTIL:
        return _until(lexed, i)
    else:
        reading = read_ago(lexed, i) if word in NUMBER_WORDS else _range_of_words(lexed, i)
    return Found(reading) if reading else None


def _since(lexed: Lexed, i: int) -> Found | None:
    j = i + 1
    while (
        lexed.word(j) in {"dari", "pada", "mulai", "sejak", "hari"}
        and lexed.word(j + 1) != "ini"
        and j - i < 4
    ):
        j += 1
    if not lexed.near(j):
        return None
    reading = read_range(lexed, j)
    if reading is None:
        return None
    if lexed.low[i] == "dimulai" or (reading.shape == "from today" and reading.lead in {"week", "weeks"}):
        return Found(reading)
    reading = reading._replace(first=i)
    return Found(reading, open_end=reading.start == reading.stop or reading.shape in {"part", "from today"})


def _until(lexed: Lexed, i: int) -> Found | None:
    j = range_end(lexed, i)
    if j == i or not lexed.near(j):
        return None
    reading = read_range(lexed, j)
    if reading is None:
        return None
    limited = any(lexed.word(k) in _LIMIT for k in range(i - 4, i))
    if limited:
        return Found(reading)
    return Found(reading._replace(first=i), open_start=True)


def read_range(lexed: Lexed, i: int) -> Reading | None:
    """The point or closed range that begins at lexeme i."""
    if i >= len(lexed) or lexed.taken[i]:
        return None
    if lexed.is_number(i):
        return _range_of_figures(lexed, i)
    return _range_of_words(lexed, i) if lexed.low[i] in _STARTS else None


def _range_of_words(lexed: Lexed, i: int) -> Reading | None:
    """The point or closed range that begins at the word i."""
    word = lexed.low[i]
    if word in WEEKDAYS:
        spanned = _weekday_range(lexed, i)
        if spanned:
            return spanned
    if word in {"tanggal", "tgl"} and lexed.is_number(i + 1):
        days = _day_list(lexed, i + 1)
        if days:
            return days._replace(first=i)
    first = read_point(lexed, i) or read_relative(lexed, i)
    return _extended(lexed, first) if first else None


def _extended(lexed: Lexed, first: Reading) -> Reading:
    """The range that goes on from `first`, or that alone."""
    if lexed.word(first.end) not in _JOINTS and first.shape != "from today":
        return first
    return _joined(lexed, first) or first


def _range_of_figures(lexed: Lexed, i: int) -> Reading | None:
    """The point or closed range that begins at the figure i."""
    word, following = lexed.low[i], lexed.word(i + 1)
    if not word.isdecimal() and word.count(".") != 2:
        first = read_ago(lexed, i)  # "86,4" is no day and no year
        return _extended(lexed, first) if first else None
    days = _day_list(lexed, i) if following in _LISTED else None
    if days:
        return days
    first = from_figure(lexed, i)
    if first is None and following in {"/", "-"}:
        slashed = _slashed_range(lexed, i)
        if slashed:
            return slashed
    first = first or read_ago(lexed, i)
    return _extended(lexed, first) if first else None


def _weekday_range(lexed: Lexed, i: int) -> Reading | None:
    """ "Senin s.d. Rabu, 3 s.d. 5 Mei 2031"."""
    j = range_end(lexed, i + 1)
    if j == i + 1 and lexed.word(j) in {"dan", "/", "&"}:
        j += 1
    if j == i + 1 or lexed.word(j) not in WEEKDAYS:
        return None
    k = j + 1
    while lexed.word(k) in {",", "(", "tanggal", "tgl", "/"}:
        k += 1
    opened = lexed.word(k - 1) == "("
    inner = read_range(lexed, k) if lexed.is_number(k) else None
    if inner is None:
        return None
    return inner._replace(first=i, end=inner.end + (opened and lexed.word(inner.end) == ")"))


def _day_list(lexed: Lexed, i: int) -> Reading | None:
    """ "3 s.d 9 Mei 2031", "17-20 Oktober", "3, 4 dan 5 Mei 2031": from the first of the days to the last."""
    days = [_day(lexed, i)]
    j = i + 1
    while days[-1] and len(days) < 8:
        k = range_end(lexed, j)
        if k == j and lexed.word(j) in {",", "dan", "&", "serta", "atau", "/"}:
            k = j + 1
            if lexed.word(j) == "," and lexed.word(k) in {"dan", "serta"}:
                k += 1
        if lexed.word(k) in {"tanggal", "tgl"}:
            k += 1
        if k == j or not lexed.is_number(k) or not lexed.near(k):
            break
        days.append(_day(lexed, k))
        j = k + 1
    if len(days) < 2 or not days[-1] or lexed.word(j) not in MONTHS:
        return None
    last = read_point(lexed, j - 1)
    if last is None or last.shape != "day":
        return None
    first = last.stop._replace(day=days[0], clock="")
    if not first.is_valid() or (days[0] or 0) > (last.stop.day or 0):
        return None
    return last._replace(first=i, start=first, stop=last.stop._replace(clock=""))


def _slashed_range(lexed: Lexed, i: int) -> Reading | None:
    """ "16/6 s.d. 18/6/2031": the first day without its year."""
    first = day_slash_month(lexed, i)
    j = range_end(lexed, i + 3)
    if first is None or j == i + 3 or not lexed.is_number(j) or not lexed.near(j):
        return None
    last = read_point(lexed, j)
    if last is None or last.shape != "day" or last.start.year is None or last.start != last.stop:
        return None
    start = _fill(first, last)
    return last._replace(first=i, start=start) if start else None


def _day(lexed: Lexed, i: int) -> int | None:
    word = lexed.low[i]
    return int(word) if len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31 else None


def _joined(lexed: Lexed, first: Reading) -> Reading | None:
    """The range that goes on from `first`: "– 2024", "s.d. 2 April 2024"; None when it does not."""
    if first.shape == "from today" and first.lead == "days":
        return _joined_to_today(lexed, first)
    j = range_end(lexed, first.end)
    if j == first.end:
        if (
            first.shape == "month" and first.start.year is None and lexed.word(j) in {"atau", "dan", "/", "&"}
        ) or (
            first.shape == "year"
            and lexed.word(j) == "/"
            and lexed.glued(j)
            and _following_year(lexed, first, j + 1)
        ):
            j += 1
        else:
            return None
    while lexed.word(j) in {"dengan", "pada", "hari"} and j - first.end < 5:
        j += 1
    if not lexed.near(j):
        return None
    last = read_point(lexed, j)
    if last is None and lexed.word(j - 1) == "/" and is_year(lexed, j):
        year = Point(int(lexed.low[j]))
        last = Reading(j, j + 1, year, year, "year")
    if last is None or not _alike(first, last):
        return None
    start = _fill(first, last)
    if start is None:
        return None
    lead = first.lead or last.lead
    return last._replace(first=first.first, start=start._replace(clock=""), stop=last.stop._replace(clock=""),
                   lead=lead, bare=first.bare and last.bare)  # fmt: skip


def _joined_to_today(lexed: Lexed, first: Reading) -> Reading | None:
    """ "besok, 31 Januari 2024" is that day; "hari ini sampai dengan 21 Desember 2023" a range from today."""
    j = first.end + 1 if lexed.word(first.end) == "," else first.end
    if lexed.word(j) in {"pagi", "siang", "sore", "malam"}:
        j += 1
    same = (
        read_point(lexed, j) if lexed.near(j) and (lexed.is_number(j) or lexed.word(j) in WEEKDAYS) else None
    )
    if same and same.shape == "day":
        return same._replace(first=first.first)
    j = range_end(lexed, first.end)
    last = read_point(lexed, j) if j > first.end and lexed.near(j) else None
    if last is None or last.shape != "day" or last.start.year is None:
        return None
    return last._replace(first=first.first, start=Point(None), shape="today to", side=first.side)


def _following_year(lexed: Lexed, first: Reading, i: int) -> bool:
    return is_year(lexed, i) and int(lexed.low[i]) == (first.start.year or 0) + 1


def _alike(first: Reading, last: Reading) -> bool:
    if first.shape == "month" and last.shape == "month of year":
        return first.start.year is None  # "Januari–Oktober tahun ini"
    return first.shape == last.shape and first.shape in {"day", "month", "year", "part", "week"}


def _fill(first: Reading, last: Reading) -> Point | None:
    """The start of a range, with the year of its end where it names none; None when it would lie behind
    it.
    """
    start, stop = first.start, last.stop
    if start.year is None and stop.year is not None:
        earlier = (start.month or 0, start.day or 0) <= (stop.month or 0, stop.day or 0)
        start = start._replace(year=stop.year if earlier else stop.year - 1)
    if not start.is_valid() or start.year is None or stop.year is None:
        return start if start.year is None and stop.year is None else None
    if first.shape == "year" and stop.year - start.year > 50:
        return None
    key_start, key_stop = (
        (start.year, start.month or 0, start.day or 0),
        (stop.year, stop.month or 0, stop.day or 0),
    )
    return start if key_start < key_stop else None


def _share_years(lexed: Lexed, found: list[Found]) -> list[Found]:
    """Give "Mei" and "20 Mei" the year of the date that follows them in the same list."""
    for n in range(len(found) - 2, -1, -1):
        one, following = found[n].reading, found[n + 1].reading
        if one.start.year is not None or one.side is not None or one.shape not in {"day", "month", "part"}:
            continue
        between = lexed.low[one.end : following.first] if following.first - one.end <= 3 else ["."]
        if following.shape != one.shape or following.start.year is None:
            continue
        if all(word in {",", "dan", "serta", "&", "atau", "maupun", "/"} for word in between):
            year = following.start.year
            filled = one._replace(start=one.start._replace(year=year), stop=one.stop._replace(year=year))
            if filled.start.is_valid() and filled.stop.is_valid():
                found[n] = found[n]._replace(reading=filled)
    return found
