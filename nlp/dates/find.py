"""Date marks: expressions found, resolved against the day of publication, and given their role."""

from __future__ import annotations

from datetime import date

from nlp.confidence import of_date
from nlp.dates.published import day_of_publication, find_dateline
from nlp.dates.ranges import Found, find_expressions
from nlp.dates.relative import resolve
from nlp.dates.roles import date_role
from nlp.learned.days import Days, refined
from nlp.marks import DateMark, Dates, DateSpan
from nlp.tables.find import Tables
from nlp.text.edtf import interval
from nlp.text.lexer import Lexed

_LIMIT_HEADS = (
    "tenggat",
    "batas",
    "lambat",
    "deadline",
    "target selesai",
    "target waktu",
    "jatuh tempo",
    "target penyelesaian",
)


def find_dates(lexed: Lexed, published: date | None = None, tables: Tables | None = None) -> Dates:
    """Dates of a text as `by_rules` finds them, with the roles that the learned table speaks for."""
    dates = by_rules(lexed, published, tables)
    return Dates(refined(Days(lexed, dates.spans, dates.published, tables)), dates.published)


def by_rules(lexed: Lexed, published: date | None = None, tables: Tables | None = None) -> Dates:
    """Dates of a text whose regulations and letter numbers are taken already; takes its own lexemes.

    `tables` are those of the same text; a date under a head such as "Tenggat" is a deadline.
    `published` is the day that incomplete expressions are resolved against; without it, the day that the
    text itself names. What cannot be resolved is left out, but its lexemes are taken all the same.
    """
    found = find_expressions(lexed)
    dateline = find_dateline(lexed, found)
    today = published or day_of_publication(lexed, found, dateline)
    spans: list[DateSpan] = []
    for n, one in enumerate(found):
        first, end = one.reading.first, one.reading.end
        lexed.take(first, end)
        done = _resolved(one, today)
        if done is None:
            continue
        role = "published" if n == dateline else date_role(lexed, done, today)
        start, stop, text = lexed.span(first, end)
        limited = role == "event" and (
            (tables and _under_limit(tables, start)) or (spans and _listed(lexed, spans[-1], done))
        )
        if limited:
            role = "deadline"
        sure = of_date(one.reading.start.year is not None, one.reading.bare, role)
        mark = DateMark(start, stop, text, _value(done), role, sure)
        spans.append(DateSpan(mark, first, end, done.reading.shape))
    return Dates(spans, today)


def _listed(lexed: Lexed, last: DateSpan, one: Found) -> bool:
    """ "paling lambat 10 Juli 2031 dan 10 Januari 2032": the second day of a limit."""
    return (
        last.mark.role == "deadline"
        and last.shape == one.reading.shape
        and lexed.low[last.end : one.reading.first] in (["dan"], ["serta"])
    )


def _under_limit(tables: Tables, offset: int) -> bool:
    """True for a date in a table's column of limits ("Tenggat", "Batas Waktu")."""
    place = tables.at(offset)
    return place is not None and any(word in place.head for word in _LIMIT_HEADS)


def _resolved(one: Found, today: date | None) -> Found | None:
    start, stop = one.reading.start, one.reading.stop
    if start.year is not None and (stop is start or stop.year is not None):
        return one
    if today is None:
        return None
    done = resolve(one.reading, today)
    if done is None or done.start.year is None or done.stop.year is None:
        return None
    return Found(done, one.open_start, one.open_end)


def _value(one: Found) -> str:
    start, stop = one.reading.start, one.reading.stop
    if one.open_start:
        return f"../{stop}"
    if one.open_end:
        return f"{start._replace(clock='')}/.."
    return str(start) if stop is start else interval(start, stop)
