"""Facts about a figure and each year or span of time that it may be for."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from nlp.learned.model import Option
from nlp.learned.page import Moment, Surroundings, Values, near
from nlp.periods import is_now

Facts = tuple[str, ...]

_KEPT = 1 << 14  # groups of facts that are kept, for most come again and again
_PARTING = frozenset({",", ";", "dan"})
_RANKS = (0, 1, 2, 3, 4, 4)  # of the dates before the sentence that are looked at, nearest first


def time_options(page: Surroundings, n: int, *, known: bool = False) -> list[Option]:
    """The times that the page names, the year of publication, and none, each with the facts that speak for
    it; `known` marks a text by which the rules were mended.
    """
    here = page.found[n]
    one, kind, role, ruled = here.one, here.one.kind, here.mark.role, here.mark.period
    number, low, high = page.sentence(n)
    spans = page.dates_in(low, high)
    inside = bool(spans)
    values: Values = defaultdict(list)
    before = [s for s in spans if s.end <= one.first]
    after = [s for s in spans if s.first >= one.end]
    for span in reversed(before):
        _add(values, span, _standing_before(page, n, span, span is before[-1]))
    for span in after:
        _add(values, span, _standing_behind(page, n, span, span is after[0], bool(before)))
    for earlier, facts in _earlier(page, number, low, kind, inside).items():
        values[earlier] += facts
    words = page.lexed.low[max(low, one.first - 5) : one.first]
    news, dated = page.periods.news, page.year is not None
    if dated:
        facts = values[str(page.year)]
        facts += _published(inside, news, role, kind, is_now(page.lexed, low, one.first))
        facts += [f"pub:w:{w}" for w in words if w.isalpha()]
    if ruled is not None and ruled not in values:
        values[ruled].append("rule alone")
    last, last_period = (_last(page, n, inside), page.found[n - 1].mark.period) if n else (None, None)
    if last_period is not None:
        values.setdefault(last_period, [])
    unit = (one.unit or "").lower().split(" ")[0]
    values[None] += (*_none(kind, role, inside, dated, news), f"0:u={unit}", f"0:c={here.mark.indicator}")
    values[None] += [f"0:w:{w}" for w in words[-3:] if w.isalpha()]
    options: list[Option] = []
    for value, facts in values.items():
        if value is not None:
            facts.extend(_of_value(_sort(value), page.away(value), role, kind, here.mark.indicator))
        if last is not None:
            facts.extend(_after(last, last_period == value, value is None))
        # What two dates say of one time counts once.
        options.append((value, [*set(facts), *_ruled(ruled == value, value is None, kind, inside, known)]))
    return options


def _earlier(page: Surroundings, number: int, low: int, kind: str, inside: bool) -> Values:
    """The facts of the dates before a sentence, which are the same for all figures of a kind in it."""
    values = page.earlier.get((low, kind, inside))
    if values is None:
        values = page.earlier[low, kind, inside] = defaultdict(list)
        paragraph = page.sentences.paragraphs[number]
        for span, rank in zip(page.dates_before(low, len(_RANKS)), _RANKS, strict=False):
            away, same = min(number - span.sentence, 10), span.paragraph == paragraph
            _add(values, span, _elsewhere(away, span.role, kind, same, span.place, rank, inside))
    return values


@lru_cache(maxsize=_KEPT)
def _published(inside: bool, news: bool, role: str, kind: str, now: bool) -> Facts:
    return "pub", f"pub:{inside}", f"pub:news={news}", f"pub:{role}:{kind}", f"pub:now={now}"


@lru_cache(maxsize=_KEPT)
def _none(kind: str, role: str, inside: bool, dated: bool, news: bool) -> Facts:
    return (
        *("none", f"0:{kind}", f"0:in={inside}:{kind}", f"0:pub={dated}:{inside}"),
        *(f"0:news={news}:{inside}", f"0:role={role}:{inside}"),
    )


Last = tuple[str, str, int, bool]


def _last(page: Surroundings, n: int, inside: bool) -> Last:
    """How a figure stands to the one before it."""
    here, last = page.found[n], page.found[n - 1]
    alike = f"{last.one.kind == here.one.kind}:{last.mark.role == here.mark.role}"
    return "same" if page.beside(n) else "other", alike, near(here.one.first - last.one.end), inside


def _sort(value: str) -> str:
    """Whether a time is a year, a part of one, a day or an interval."""
    return "interval" if "/" in value else "year" if len(value) == 4 else "day" if len(value) > 7 else "part"


@lru_cache(maxsize=_KEPT)
def _of_value(sort: str, away: int | None, role: str, kind: str, measure: str | None) -> Facts:
    return (
        *(f"v:{sort}", f"v:{away}:{role}", f"v:{kind}:{role}:{sort}:{away}"),
        *(f"c:{measure}:{sort}", f"c:{measure}:{away}"),
    )


@lru_cache(maxsize=_KEPT)
def _after(last: Last, equal: bool, none: bool) -> Facts:
    place, alike, away, inside = last
    return (
        f"p:{place}:{equal}:{none}",
        f"p:{place}:{equal}:{none}:{alike}",
        f"p:in={inside}:{equal}:{none}",
        f"p:{away}:{equal}",
    )


@lru_cache(maxsize=_KEPT)
def _ruled(same: bool, none: bool, kind: str, inside: bool, known: bool) -> Facts:
    said = f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{inside}"
    return (*said, *(f"known {fact}" for fact in said)) if known else said


def _add(values: Values, span: Moment, facts: Facts) -> None:
    """Note facts for the time of a span, and, more weakly, for the year around it and the days within it."""
    if span.value is None:
        return
    values[span.value] += (span.tag, *facts)
    for value, weaker in span.others:
        values[value] += weaker


def _standing_before(page: Surroundings, n: int, span: Moment, last: bool) -> Facts:
    first = page.found[n].one.first
    figures = page.figures_between(span.end, first)
    return (
        *_before(near(first - span.end), span.role, figures, last, span.compared),
        f"b:w={span.before}",
    )


@lru_cache(maxsize=_KEPT)
def _before(away: int, role: str, figures: int, last: bool, compared: bool) -> Facts:
    return (
        f"b:{away}",
        f"b:{role}:{min(away, 12)}",
        f"b:figures={figures}:{last}",
        f"b:last={last}:{role}",
        f"b:compared={compared}",
    )


def _standing_behind(page: Surroundings, n: int, span: Moment, first: bool, led: bool) -> Facts:
    end = page.found[n].one.end
    figures = page.figures_between(end, span.first)
    parted = not _PARTING.isdisjoint(page.lexed.low[end : span.first])
    told = _behind(near(span.first - end), span.role, figures, first, led, span.compared)
    return (*told, f"a:w={span.before}", f"a:parted={parted}")


@lru_cache(maxsize=_KEPT)
def _behind(away: int, role: str, figures: int, first: bool, led: bool, compared: bool) -> Facts:
    return (
        f"a:{away}",
        f"a:{role}:{min(away, 12)}",
        f"a:figures={figures}:{first}",
        f"a:led={led}",
        f"a:compared={compared}",
    )


@lru_cache(maxsize=_KEPT)
def _elsewhere(
    away: int, role: str, kind: str, same: bool, place: tuple[bool, bool, bool], rank: int, inside: bool
) -> Facts:
    heading, title, compared = place
    return (
        f"o:{away}:{inside}",
        f"o:{role}:{inside}:{kind}",
        f"o:paragraph={same}:{inside}",
        f"o:heading={heading}:{inside}",
        f"o:title={title}:{inside}",
        f"o:rank={rank}:{inside}",
        f"o:compared={compared}",
    )
