"""The year or interval that a figure is for."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from nlp.candidates import Candidate
from nlp.cell_times import part_in, year_in
from nlp.cells import CellClaim
from nlp.edtf import first_year
from nlp.lexer import Lexed
from nlp.marks import DateSpan
from nlp.sentences import Sentences
from nlp.words import words

_NOW_CUES = words("periods now cues")
_SAID = words("periods said")
_BREAKS = frozenset({"selain"})
_COMPARING = frozenset(
    ["dibanding", "dibandingkan", "ketimbang", "daripada", "dari", "sebelumnya", "banding"]
)
_LEADS_ON = frozenset(
    {":", "=", "sebesar", "adalah", "yakni", "yaitu", "mencapai", "ialah", "masing", "-", "rp"}
)
_CARRY_NEWS = 8
_NEAR = 2  # sentences of one paragraph over which a time is carried on
_HEADING = 16  # lexemes of a heading at most
_FIRST = 40  # lexemes within which even a sentence of the text may do so
_TITLE = 120  # lexemes from the head of a page within which its title names its time
_CARRY = 40  # sentences over which the year of a report's heading is carried on


@dataclass(slots=True)
class Periods:
    """The dates of a text that can be the period of a figure, with what is needed to look them up."""

    spans: list[DateSpan]
    firsts: list[int]
    sentences: Sentences
    today: date | None
    news: bool  # told by a reporter, whose figures without a time have none
    main: DateSpan | None  # the time in the page's title
    headed: set[int]  # those that stand right before their figure, for the sentences that follow
    used: set[int]  # first lexemes of the dates that belong to one figure alone ("68,45 pada 2030")


def periods_of(lexed: Lexed, spans: list[DateSpan], sentences: Sentences, today: date | None) -> Periods:
    """Prepare the look-up of periods; figures are to be asked for in the order of the text."""
    fit = [s for s in spans if s.mark.role != "published"]
    return Periods(
        fit,
        [s.first for s in fit],
        sentences,
        today,
        not _SAID.isdisjoint(lexed.low),
        _main(lexed, fit, sentences),
        set(),
        set(),
    )


def period_of(
    lexed: Lexed, periods: Periods, one: Candidate, role: str, chained: bool
) -> tuple[str | None, bool]:
    """EDTF period of a figure, None when the text gives none, and whether its own sentence gives it.

    `chained` says that the figure follows a rank ("dari 30").
    """
    first = one.first
    number = periods.sentences.at(first)
    low, high = periods.sentences.bounds(number)
    here = _in_sentence(lexed, periods, low, high, one)
    if here is not None:
        return as_period(here), True
    if one.kind == "count" and (chained or (lexed.word(first - 1) == "dari" and first - low <= 1)):
        return None, False
    if _same_year(lexed, low, first):
        last = _before(lexed, periods, low, _CARRY)
        if last is not None:
            return as_period(last), True
    if periods.today is not None and role == "actual" and is_now(lexed, low, first):
        return str(periods.today.year), False
    if lexed.word(low) in _BREAKS:
        return None, False
    carried = _before(lexed, periods, low, _CARRY if periods.today is None else _CARRY_NEWS)
    if carried is None and periods.today is not None and not periods.news:
        return str(periods.today.year), False  # a paper of office without a time speaks of its own year
    return (as_period(carried) if carried else None), False


def as_period(span: DateSpan) -> str | None:
    """A mark's value as the period of a figure: days, limits and open ends become their year."""
    value, open_end = span.mark.value, "/.." in span.mark.value or "../" in span.mark.value
    head = value.strip("./").split("/")[0]
    if open_end or len(head) > 7 or "T" in value or span.mark.role in {"deadline", "event"}:
        year = first_year(value.strip("./"))
        return str(year) if year else None
    return value


def _in_sentence(lexed: Lexed, periods: Periods, low: int, high: int, one: Candidate) -> DateSpan | None:
    """The date that governs a figure: right behind it, else the last one before it, else one further on."""
    a, b = bisect_left(periods.firsts, low), bisect_left(periods.firsts, high)
    if a == b:
        return None
    at = bisect_left(periods.firsts, one.first)
    spans = periods.spans[max(a, at - 6) : min(b, at + 6)]
    after = [s for s in spans if s.first >= one.end]
    before = [s for s in spans if s.end <= one.first and s.first not in periods.used]
    if before and _heads(lexed, before[-1].end, one.first) and not is_compared(lexed, before[-1].first):
        found = _in_turn(lexed, before, one.first)
        if lexed.word(one.first - 1) not in {"masing"}:
            periods.headed.add(found.first)  # "2029: 41,02" says nothing of the figures to come
        return found
    end = _past_bracket(lexed, one.end)
    if after and 0 <= after[0].first - end <= 3 and not _parted(lexed, end, after[0]):
        periods.used.add(after[0].first)
        return after[0]
    before = [s for s in before if one.first - s.end <= 3 or not is_compared(lexed, s.first)]
    for role in ("period", "event"):
        fit = [s for s in before if s.mark.role == role and not is_programme(s)]
        if fit:
            return fit[-1]
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
    return first - end <= 3 and all(word in _LEADS_ON for word in lexed.low[end:first])


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
    if any(w in {";", "menjadi", "dan", "sedangkan", "dibanding", "dibandingkan", "dari"} for w in words):
        return True
    k = span.end
    while lexed.word(k) in _LEADS_ON and k - span.end < 3:
        k += 1
    return bool({",", ":"} & set(words)) and (
        lexed.is_number(k) or lexed.word(k) in {"harus", "target", "minimal"}
    )


def _same_year(lexed: Lexed, low: int, first: int) -> bool:
    words = lexed.low[max(low, first - 40) : first]
    if "sama" not in words and "tersebut" not in words:
        return False
    return any(words[n : n + 3] == ["tahun", "yang", "sama"] for n in range(len(words) - 2)) or any(
        words[n : n + 2] == ["tahun", "tersebut"] for n in range(len(words) - 1)
    )


def _before(lexed: Lexed, periods: Periods, low: int, reach: int) -> DateSpan | None:
    """The time that a sentence without one is about: that of the sentences before it in its paragraph, of the
    heading over it, or of the page's title; else the one named last.
    """
    at = bisect_left(periods.firsts, low)
    number = periods.sentences.at(low)
    paragraph = periods.sentences.paragraphs[number]
    last: DateSpan | None = None
    for span in reversed(periods.spans[max(0, at - 12) : at]):
        there = periods.sentences.at(span.first)
        if number - there > reach:
            break
        if not _carries(lexed, periods, span):
            continue
        last = last or span
        same = periods.sentences.paragraphs[there] == paragraph
        if (same and number - there <= _NEAR) or _is_heading(lexed, periods.sentences, there):
            return span
    if periods.main is not None and periods.main.end <= low and periods.main.first not in periods.used:
        return periods.main
    return last


def _carries(lexed: Lexed, periods: Periods, span: DateSpan) -> bool:
    """True for a time that may be that of later sentences too."""
    plain = span.mark.role == "period" and span.shape in {"year", "part", "month", "day"}
    if (
        not plain
        or is_programme(span)
        or ".." in span.mark.value
        or span.first in periods.used
        or span.first in periods.headed
    ):
        return False
    return not is_compared(lexed, span.first)


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
        at = bisect_left(periods.firsts, first)
        before = [
            s for s in periods.spans[max(0, at - 60) : at] if s.mark.start < base and s.mark.role == "period"
        ]
        before = [s for s in before if s.shape != "day"] or before
        before = [s for s in before if not is_compared(lexed, s.first)] or before
        if not before:
            return None
        if part is None:
            return as_period(before[-1])
        year = first_year(as_period(before[-1]) or "")
    if year is None or part is None:
        return str(year) if year else None
    if part[0] == part[1]:
        return f"{year:04}-{part[0]:02}"
    return f"{year:04}-{part[0]:02}/{year:04}-{part[1]:02}"
