"""Days, weeks and years told from the day of publication: kemarin, pekan depan, dua bulan lalu, tahun ini."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from datetime import date, timedelta

from nlp.dates.readings import SIDES, Reading
from nlp.text.calendar import RELATIVE_DAYS
from nlp.text.edtf import Point, of_day, shift_months
from nlp.text.lexer import Lexed, Trigger
from nlp.text.numbers import NUMBER_WORDS, figure_at, words_at

_YEAR_THIRD = 4  # months
_NOWHERE = Point(None)
_UNITS = {"hari": "days", "minggu": "weeks", "pekan": "weeks", "bulan": "months", "tahun": "years"}
BEHIND_FIGURE = frozenset(_UNITS) | {".", ",", "koma"}  # its unit, or the rest of the figure
_PAST = frozenset({"lalu", "silam"})
AGO = Trigger(_PAST | {"lagi"})  # behind a figure and its unit
_LONGEST = 9  # words of a number up to 40, its unit, "yang" and one of these
_FARTHEST = 24  # the same of a figure in digits, which OCR may have put apart
_ONE = {"sehari": "days", "seminggu": "weeks", "sepekan": "weeks", "sebulan": "months", "setahun": "years"}
RELATIVE_STARTS = (
    frozenset(RELATIVE_DAYS) | frozenset(_UNITS) | frozenset(_ONE) | frozenset({"semester", "triwulan"})
)
_OPENING, _CLOSING = frozenset("“„‘"), frozenset("”’")


def read_relative(lexed: Lexed, i: int) -> Reading | None:
    """An expression told from today at lexeme i; its points stay without a year until it is resolved."""
    word = lexed.word(i)
    if word in RELATIVE_DAYS:
        return (
            None
            if word == "kemarin" and _lately(lexed, i)
            else _relative(i, i + 1, "days", RELATIVE_DAYS[word])
        )
    if (
        word == "hari"
        and lexed.word(i + 1) == "ini"
        and (lexed.word(i + 2) != ":" or lexed.word(i - 1) == "per")
    ):
        return _relative(i, i + 2, "days", 0)
    if word in {"minggu", "pekan", "bulan", "triwulan", "semester"}:
        return _this_or_next(lexed, i, word)
    if word in _ONE:
        return _ago(lexed, i, i + 1, _ONE[word], 1)
    return None


def read_ago(lexed: Lexed, i: int) -> Reading | None:
    """ "dua tahun lalu", "3 hari yang lalu", "dua pekan lagi", at the figure."""
    if lexed.is_number(i):
        told = lexed.word(i + 1) in BEHIND_FIGURE and told_ago(lexed, i)
        figure = figure_at(lexed, i) if told else None
    else:
        figure = words_at(lexed, i) if told_ago(lexed, i) else None
    if figure is None or figure.scaled or figure.value != int(figure.value) or figure.value > 40:
        return None
    unit = _UNITS.get(lexed.word(figure.end))
    return _ago(lexed, i, figure.end + 1, unit, int(figure.value)) if unit else None


def told_ago(lexed: Lexed, i: int) -> bool:
    """False for most figures and number words: "lalu", "silam" or "lagi" stands nowhere near behind them."""
    reach = _FARTHEST if lexed.is_number(i) else _LONGEST
    return not AGO.isdisjoint(lexed.low[i + 2 : i + reach])


def _ago(lexed: Lexed, i: int, j: int, unit: str, count: int) -> Reading | None:
    if lexed.word(j) == "yang":
        j += 1
    if lexed.word(j) in _PAST:
        return _relative(i, j + 1, unit, -count)
    return _relative(i, j + 1, unit, count) if lexed.word(j) == "lagi" else None


def _this_or_next(lexed: Lexed, i: int, word: str) -> Reading | None:
    side = SIDES.get(lexed.word(i + 1)) if lexed.near(i + 1) else None
    if side is None or lexed.word(i + 1) in {"sebelumnya", "berikutnya", "berjalan"}:
        return None
    if lexed.word(i - 1) in {"beberapa", "setiap", "tiap", "hari"} or lexed.is_number(i - 1):
        return None
    if lexed.word(i - 1) in NUMBER_WORDS:
        return None
    unit = {"minggu": "week", "pekan": "week", "bulan": "months"}.get(word, word)
    return _relative(i, i + 2, unit, side)


def _relative(first: int, end: int, unit: str, count: int) -> Reading:
    return Reading(first, end, _NOWHERE, _NOWHERE, "from today", count, lead=unit)


def _lately(lexed: Lexed, i: int) -> bool:
    """True when "kemarin" means lately: in someone's speech, or behind "beberapa waktu", "yang"."""
    if lexed.taken[i - 1] and i:
        return True  # "triwulan I kemarin"
    if lexed.word(i - 1) in {"yang", "waktu", "hari", "itu", "saya", "kami", "kita"} or lexed.word(i + 1) in {
        "itu",
        "kan",
    }:
        return True
    for j in range(i - 1, max(-1, i - 60), -1):
        if lexed.low[j] in _OPENING:
            return True
        if lexed.low[j] in _CLOSING:
            return False
    quotes = 0
    for j in range(i - 1, max(-1, i - 60), -1):
        if "\n" in lexed.gap(j + 1):
            break
        quotes += lexed.low[j] == '"'
    return quotes % 2 == 1


def resolve(reading: Reading, today: date) -> Reading | None:
    """The reading with its year, or day, filled in from the day of publication; None when that fails."""
    if reading.shape == "from today":
        return _from_today(reading, today)
    if reading.shape == "today to":
        return _at(reading, of_day(today + timedelta(days=reading.side or 0)), reading.stop)
    if reading.shape == "day of month":
        return _day_of_month(reading, today)
    if reading.shape.startswith("weekday"):
        return _weekday(reading, today)
    if reading.shape == "year":
        year = Point(today.year + (reading.side or 0))
        return _at(reading, year, year)
    if reading.shape in {"month of year", "part"}:
        told = today.year + (reading.side or 0)
        if reading.shape == "part" and reading.side is None and _far_ahead(reading.start, today):
            told -= 1
        return _at(reading, reading.start._replace(year=told), reading.stop._replace(year=told))
    if reading.start.year is None:
        start = _nearest(reading.start, today, reading.side)
        if start is None:
            return None
        stop = reading.stop
        if _is_counted(reading):
            start = start._replace(year=today.year - ((stop.month or 0) - today.month >= _YEAR_THIRD))
        if stop.year is None:
            later = (stop.month or 0, stop.day or 0) < (start.month or 0, start.day or 0)
            stop = stop._replace(year=(start.year or 0) + later)
        return _at(reading, start, stop)
    return reading


def _far_ahead(start: Point, today: date) -> bool:
    """True for "triwulan IV" said in February: the one that is reported, not the one to come."""
    return (start.month or 1) - today.month >= 7


def _is_counted(reading: Reading) -> bool:
    """True for "Januari–September": what is counted up to a month, a past one or one just to come."""
    months = reading.start.month or 0, reading.stop.month or 0
    return reading.shape == "month" and reading.side is None and months[1] > months[0] == 1


def _at(reading: Reading, start: Point, stop: Point) -> Reading | None:
    valid = start.is_valid() and (stop is start or stop.is_valid())
    return reading._replace(start=start, stop=stop) if valid else None


def _nearest(point: Point, today: date, side: int | None) -> Point | None:
    """The occurrence of a month or day that is nearest to today, on the side that the text names."""
    _, month, day, clock = point
    reference = today if day else today.replace(day=1)
    nearest, least = None, 0
    for year in (today.year - 1, today.year, today.year + 1):
        one = Point(year, month, day, clock)
        first = one.first_day()
        if first is None:
            continue
        away = (first - reference).days
        if side and side * away < 0:
            continue
        if nearest is None or abs(away) < least:
            nearest, least = one, abs(away)
    return nearest


def _day_of_month(reading: Reading, today: date) -> Reading | None:
    """ "tanggal 14": the nearest day of that number, in the month before, this or the next."""
    options = []
    for by in (-1, 0, 1) if reading.side is None else (reading.side,):
        point = shift_months(today.year, today.month, by)._replace(day=reading.start.day)
        day = point.to_day()
        if day is not None:
            options.append((abs((day - today).days + 0.5), point))
    if not options:
        return None
    nearest = min(options, key=lambda option: option[0])[1]
    return _at(reading._replace(shape="day"), nearest, nearest)


def _weekday(reading: Reading, today: date) -> Reading | None:
    weekday = reading.weekday or 0
    monday = today - timedelta(days=today.weekday())
    if reading.shape == "weekday of week" or reading.side == 0:
        day = monday + timedelta(days=7 * (reading.side or 0) + weekday)
    elif reading.side == 2:
        day = today + timedelta(days=(weekday - today.weekday()) % 7)
    elif reading.side == -2:
        day = today - timedelta(days=(today.weekday() - weekday) % 7)
    elif reading.side == 1:
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    else:
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    point = of_day(day)
    return _at(reading, point, point)


def _from_today(reading: Reading, today: date) -> Reading | None:
    count, unit = reading.side or 0, reading.lead
    if unit == "week":
        monday = today + timedelta(days=7 * count - today.weekday())
        return _at(reading, of_day(monday), of_day(monday + timedelta(days=6)))
    if unit in {"days", "weeks"}:
        day = today + timedelta(days=count * (7 if unit == "weeks" else 1))
        point = of_day(day)
        return _at(reading, point, point)
    if unit == "years":
        year = Point(today.year + count)
        return _at(reading, year, year)
    if unit == "months":
        month = shift_months(today.year, today.month, count)
        return _at(reading, month, month)
    size = 3 if unit == "triwulan" else 6
    first = shift_months(today.year, (today.month - 1) // size * size + 1, size * count)
    return _at(reading, first, shift_months(first.year or 1, first.month or 1, size - 1))
