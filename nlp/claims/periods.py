"""The year or interval that a figure is for."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from nlp.claims.candidates import Candidate
from nlp.claims.cell_times import part_in, year_in
from nlp.claims.cells import CellClaim
from nlp.marks import DateSpan
from nlp.text.edtf import first_year
from nlp.text.lexer import Lexed, Trigger
from nlp.text.sentences import Sentences
from nlp.text.words import words

_NOW_CUES = words("periods now cues")
_SAID = Trigger(words("periods said"))
_AGAIN = Trigger({"sama", "tersebut"})  # "tahun yang sama", "tahun tersebut"
_BREAKS = frozenset({"selain"})
_COMPARING = frozenset(
    ["dibanding", "dibandingkan", "ketimbang", "daripada", "dari", "sebelumnya", "banding"]
)
_LEADS_ON = frozenset(
    {":", "=", "sebesar", "adalah", "yakni", "yaitu", "mencapai", "ialah", "masing", "-", "rp"}
)
_PARTING = frozenset({";", "menjadi", "dan", "sedangkan", "dibanding", "dibandingkan", "dari"})
_CARRY_NEWS = 8
_MONTH = 7  # characters of a month
_NEAR = 2  # sentences of one paragraph over which a time is carried on
_HEADING = 16  # lexemes of a heading at most
_FIRST = 40  # lexemes within which even a sentence of the text may do so
_TITLE = 120  # lexemes from the head of a page within which its title names its time
_CARRY = 40  # sentences over which the year of a report's heading is carried on
_CARRIED = 12  # dates before a sentence among which its time is looked for
_ABOVE = 60  # dates before a table's figure among which that of the table is looked for
_PLAIN = frozenset({"year", "part", "month", "day"})


class _Told(NamedTuple):
    """A time that later sentences may be about, too."""

    place: int  # among all dates
    span: DateSpan
    sentence: int
    paragraph: int
    heading: bool  # told in a heading


@dataclass(slots=True)
class Periods:
    """The dates of a text that can be the period of a figure, with what is needed to look them up."""

    spans: list[DateSpan]
    firsts: list[int]
    sentences: Sentences
    today: date | None
    news: bool  # told by a reporter, whose figures without a time have none
    main: DateSpan | None  # the time in the page's title
    told: list[_Told]
    again: list[int]  # ends of "tahun yang sama" and "tahun tersebut"
    headed: set[int] = field(default_factory=set)  # those right before their figure, for what follows
    used: set[int] = field(default_factory=set)  # first lexemes of dates of one figure ("68,45 pada 2030")
    over: dict[tuple[int, int], DateSpan | None] = field(default_factory=dict)  # what `_over` answered


def periods_of(lexed: Lexed, spans: list[DateSpan], sentences: Sentences, today: date | None) -> Periods:
    """Prepare the look-up of periods; figures are to be asked for in the order of the text."""
    fit = [s for s in spans if s.mark.role != "published"]
    return Periods(
        fit,
        [s.first for s in fit],
        sentences,
        today,
        bool(lexed.where(_SAID)),
        _main(lexed, fit, sentences),
        [_told(lexed, sentences, n, s) for n, s in enumerate(fit) if _carries(lexed, s)],
        [i + 1 for i in lexed.where(_AGAIN) if _is_same_year(lexed, i)],
    )


def period_of(
    lexed: Lexed, periods: Periods, one: Candidate, sentence: tuple[int, int, int], role: str, chained: bool
) -> tuple[str | None, bool]:
    """EDTF period of a figure, None when the text gives none, and whether its own sentence gives it.

    `sentence` are number, first lexeme and end; `chained` says that the figure follows a rank ("dari 30").
    """
    first = one.first
    number, low, high = sentence
    here = _in_sentence(lexed, periods, low, high, one)
    if here is not None:
        return as_period(here), True
    if one.kind == "count" and (chained or (lexed.word(first - 1) == "dari" and first - low <= 1)):
        return None, False
    if periods.again and _same_year(lexed, periods.again, low, first):
        last = _before(periods, number, _CARRY)
        if last is not None:
            return as_period(last), True
    if periods.today is not None and role == "actual" and is_now(lexed, low, first):
        return str(periods.today.year), False
    if lexed.word(low) in _BREAKS:
        return None, False
    carried = _before(periods, number, _CARRY if periods.today is None else _CARRY_NEWS)
    if carried is None and periods.today is not None and not periods.news:
        return str(periods.today.year), False  # a paper of office without a time speaks of its own year
    return (as_period(carried) if carried else None), False


def as_period(span: DateSpan) -> str | None:
    """A mark's value as the period of a figure: days, limits and open ends become their year."""
    value = span.mark.value
    told = span.mark.role not in {"deadline", "event"} and ".." not in value
    if told and (len(value) <= _MONTH or (len(value.split("/")[0]) <= _MONTH and "T" not in value)):
        return value
    year = first_year(value.strip("./"))
    return str(year) if year else None


def _in_sentence(lexed: Lexed, periods: Periods, low: int, high: int, one: Candidate) -> DateSpan | None:
    """The date that governs a figure: right behind it, else the last one before it, else one further on."""
    firsts = periods.firsts
    a = bisect_left(firsts, low)
    if a == len(firsts) or firsts[a] >= high:
        return None
    at = bisect_left(firsts, one.first, a)
    before = [
        s for s in periods.spans[max(a, at - 6) : at] if s.end <= one.first and s.first not in periods.used
    ]
    after = [s for s in periods.spans[at : at + 6] if one.end <= s.first < high]
    if before and _heads(lexed, before[-1].end, one.first) and not is_compared(lexed, before[-1].first):
        found = _in_turn(lexed, before, one.first)
        if lexed.word(one.first - 1) not in {"masing"}:
            periods.headed.add(found.first)  # "2029: 41,02" says nothing of the figures to come
        return found
    end = _past_bracket(lexed, one.end)
    if after and 0 <= after[0].first - end <= 3 and not _parted(lexed, end, after[0]):
        periods.used.add(after[0].first)
        return after[0]
    event: DateSpan | None = None
    for span in reversed(before):
        role = span.mark.role
        if role in {"period", "event"} and not is_programme(span):
            if one.first - span.end > 3 and is_compared(lexed, span.first):
                continue
            if role == "period":
                return span
            event = event or span
    if event:
        return event
    for span in after:
        if span.mark.role in {"period", "deadline"} and not is_programme(span):
            near = not lexed.has_figure(one.end, span.first)
            return span if near and not is_compared(lexed, span.first) else None
    return None


def is_now(lexed: Lexed, low: int, first: int) -> bool:
    """True when words before a figure in its sentence tell of today: "baru 40 persen", "saat ini"."""
    return not _NOW_CUES.isdisjoint(lexed.low[max(low, first - 12) : first])


def is_programme(span: DateSpan) -> bool:
    """True for the years of a programme ("RPJMD 2031-2036"), which no single figure is for."""
    return span.shape == "year" and "/" in span.mark.value


def is_compared(lexed: Lexed, first: int) -> bool:
    """True for a time that a figure is only compared with: "dibandingkan tahun 2030", "naik dari 2030"."""
    return not _COMPARING.isdisjoint(lexed.low[max(0, first - 3) : first])


def _heads(lexed: Lexed, end: int, first: int) -> bool:
    """True when a figure stands right behind a date: "2020 80,12", "2030: 75,0", "TW I 20%", "2029 sebesar
    79,6".
    """
    return first - end <= 3 and _LEADS_ON.issuperset(lexed.low[end:first])


def _in_turn(lexed: Lexed, before: list[DateSpan], first: int) -> DateSpan:
    """The date before a figure; of "2029 dan 2030 masing-masing 65,2 dan 67,8" the first, its figure being
    the first.
    """
    last = before[-1]
    if lexed.low[last.end : first].count("masing") and len(before) > 1:
        joined = lexed.low[before[-2].end : last.first]
        return before[-2] if joined in (["dan"], [","], ["serta"]) else last
    return last


def _past_bracket(lexed: Lexed, end: int) -> int:
    """End of a short bracket behind a figure: "3,94 (kategori B) pada tahun 2030"; `end` without one."""
    if lexed.word(end) != "(":
        return end
    inner = range(end + 1, min(end + 6, len(lexed)))
    close = next((k for k in inner if lexed.low[k] == ")"), None)
    if close is None or any(lexed.taken[k] and lexed.is_number(k) for k in range(end, close)):
        return end
    return close + 1


def _parted(lexed: Lexed, end: int, span: DateSpan) -> bool:
    """True when the date behind a figure belongs to what follows: "20%, TW II 45%", "75 dan 2030 78"."""
    words = lexed.low[end : span.first]
    if not _PARTING.isdisjoint(words):
        return True
    if "," not in words and ":" not in words:
        return False
    k = span.end
    while lexed.word(k) in _LEADS_ON and k - span.end < 3:
        k += 1
    return lexed.is_number(k) or lexed.word(k) in {"harus", "target", "minimal"}


def _is_same_year(lexed: Lexed, i: int) -> bool:
    """True for the last word of "tahun yang sama" and "tahun tersebut"."""
    if lexed.low[i] == "tersebut":
        return lexed.word(i - 1) == "tahun"
    return lexed.word(i - 1) == "yang" and lexed.word(i - 2) == "tahun"


def _same_year(lexed: Lexed, ends: list[int], low: int, first: int) -> bool:
    """True when one of these stands between lexemes low and first."""
    n = bisect_right(ends, first) - 1
    size = 2 if lexed.low[ends[n] - 1] == "tersebut" else 3
    return n >= 0 and ends[n] - size >= max(low, first - 40)


def _before(periods: Periods, number: int, reach: int) -> DateSpan | None:
    """The time that sentence `number`, which has none, is about: that of the sentences before it in its
    paragraph, of the heading over it, or of the page's title; else the one named last.
    """
    low = periods.sentences.starts[number]
    paragraph = periods.sentences.paragraphs[number]
    at = bisect_left(periods.firsts, low)
    last: DateSpan | None = None
    for n in range(bisect_left(periods.told, at, key=_place) - 1, -1, -1):
        place, span, there, within, heading = periods.told[n]
        if place < at - _CARRIED or number - there > reach:
            break
        if span.first in periods.used or span.first in periods.headed:
            continue
        last = last or span
        if heading or (within == paragraph and number - there <= _NEAR):
            return span
    if periods.main is not None and periods.main.end <= low and periods.main.first not in periods.used:
        return periods.main
    return last


def _carries(lexed: Lexed, span: DateSpan) -> bool:
    """True for a time that may be that of later sentences too."""
    plain = span.mark.role == "period" and span.shape in _PLAIN
    return (
        plain
        and not is_programme(span)
        and ".." not in span.mark.value
        and not is_compared(lexed, span.first)
    )


def _told(lexed: Lexed, sentences: Sentences, place: int, span: DateSpan) -> _Told:
    there = sentences.at(span.first)
    return _Told(place, span, there, sentences.paragraphs[there], _is_heading(lexed, sentences, there))


def _is_heading(lexed: Lexed, sentences: Sentences, number: int) -> bool:
    """True for a short line without a full stop: "B. Capaian Tahun 2031"."""
    low, high = sentences.bounds(number)
    if high - low > _HEADING or lexed.word(high - 1) in {".", ";", ",", "!", "?"}:
        return False
    return low == 0 or "\n" in lexed.gap(low)


def _main(lexed: Lexed, spans: list[DateSpan], sentences: Sentences) -> DateSpan | None:
    """The time in the page's title: the first one near its head."""
    for span in spans:
        if span.first > _TITLE:
            return None
        plain = span.mark.role == "period" and span.shape in {"year", "part", "month", "day"}
        heads = span.first < _FIRST or _is_heading(lexed, sentences, sentences.at(span.first))
        if plain and heads and not is_programme(span) and ".." not in span.mark.value:
            return None if is_compared(lexed, span.first) else span
    return None


def period_of_cell(lexed: Lexed, cell: CellClaim, periods: Periods, first: int) -> str | None:
    """Period of a figure in a table: the year in its head, its row or over the table, and the quarter, half
    or month of its column or row.
    """
    said = cell.place.row_time()
    year = year_in(cell.place.head) or year_in(said)
    part = part_in(cell.place.head) or part_in(said)
    if year is None:
        block = cell.place.block
        base = block.start if block.start >= 0 else min(c.start for c in block.rows[0].cells)
        asked = bisect_left(periods.firsts, first), base
        if asked not in periods.over:
            periods.over[asked] = _over(lexed, periods, *asked)
        over = periods.over[asked]
        if over is None:
            return None
        if part is None:
            return as_period(over)
        year = first_year(as_period(over) or "")
    if year is None or part is None:
        return str(year) if year else None
    if part[0] == part[1]:
        return f"{year:04}-{part[0]:02}"
    return f"{year:04}-{part[0]:02}/{year:04}-{part[1]:02}"


def _over(lexed: Lexed, periods: Periods, at: int, offset: int) -> DateSpan | None:
    """The last time among the dates before date `at` that begins before an offset: no day and none to compare
    with, where there is another.
    """
    low = max(0, at - _ABOVE)
    end = bisect_left(periods.spans, offset, low, at, key=_start)
    best: DateSpan | None = None
    most = (False, False)
    for span in reversed(periods.spans[low:end]):
        if span.mark.role == "period":
            rank = span.shape != "day", not is_compared(lexed, span.first)
            if best is None or rank > most:
                best, most = span, rank
            if all(rank):
                break
    return best


def _place(told: _Told) -> int:
    return told.place


def _start(span: DateSpan) -> int:
    return span.mark.start
