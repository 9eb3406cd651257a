"""Facts about a figure and each year or span of time that it may be for."""

from __future__ import annotations

from functools import lru_cache

from nlp.learned.measures import Option
from nlp.learned.page import Moment, Surroundings, near
from nlp.periods import is_now

Facts = tuple[str, ...]

_KEPT = 1 << 14  # groups of facts that are kept, for most come again and again
_PARTING = frozenset({",", ";", "dan"})
_OUT = 6  # dates before the sentence that are looked at


def time_options(page: Surroundings, n: int, *, known: bool = False) -> list[Option]:
    """The times that the page names, the year of publication, and none, each with the facts that speak for
    it; `known` marks a text by which the rules were mended.
    """
    here = page.found[n]
    one, kind, role = here.one, here.one.kind, here.mark.role
    number, low, high = page.sentence(n)
    spans = page.dates_in(low, high)
    inside = bool(spans)
    values: dict[str | None, list[str]] = {}
    before = [s for s in spans if s.end <= one.first]
    after = [s for s in spans if s.first >= one.end]
    for span in reversed(before):
        _add(values, span, _standing_before(page, n, span, span is before[-1]))
    for span in after:
        _add(values, span, _standing_behind(page, n, span, span is after[0], bool(before)))
    paragraph = page.sentences.paragraphs[number]
    for rank, span in enumerate(page.dates_before(low, _OUT)):
        away, same = min(number - span.sentence, 10), span.paragraph == paragraph
        here_or_there = (span.heading, span.first < 60, span.compared)
        _add(values, span, _elsewhere(away, span.role, kind, same, here_or_there, min(rank, 4), inside))
    if page.year is not None:
        words = page.lexed.low[max(low, one.first - 5) : one.first]
        facts = ["pub", f"pub:{inside}", f"pub:news={page.periods.news}", f"pub:{role}:{kind}"]
        facts += [
            f"pub:now={is_now(page.lexed, low, one.first)}",
            *(f"pub:w:{w}" for w in words if w.isalpha()),
        ]
        values.setdefault(str(page.year), []).extend(facts)
    if here.mark.period is not None:
        values.setdefault(here.mark.period, ["rule alone"])
    if n and page.found[n - 1].mark.period is not None:
        values.setdefault(page.found[n - 1].mark.period, [])
    unit = (one.unit or "").lower().split(" ")[0]
    values[None] = [
        *_none(kind, role, inside, page.year is not None, page.periods.news),
        f"0:u={unit}",
        *(f"0:w:{w}" for w in page.lexed.low[max(low, one.first - 3) : one.first] if w.isalpha()),
    ]
    last = _last(page, n, inside) if n else None
    return [
        (value, [*dict.fromkeys(facts), *_finished(page, n, value, last, inside, known)])
        for value, facts in values.items()
    ]


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


def _finished(
    page: Surroundings, n: int, value: str | None, last: Last | None, inside: bool, known: bool
) -> list[str]:
    """The facts about one time that hold for any."""
    here, none = page.found[n], value is None
    facts: list[str] = []
    if value is not None:
        facts += (f"v:{len(value)}", f"v:{page.away(value)}:{here.mark.role}")
    if last is not None:
        facts += _after(last, page.found[n - 1].mark.period == value, none)
    said = _ruled(here.mark.period == value, none, here.one.kind, inside)
    facts += said
    if known:
        facts += [f"known {fact}" for fact in said]
    return facts


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
def _ruled(same: bool, none: bool, kind: str, inside: bool) -> Facts:
    return f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{inside}"


def _add(values: dict[str | None, list[str]], span: Moment, facts: Facts) -> None:
    """Note facts for the time of a span, and, more weakly, for the year around it and the days within it."""
    if span.value is None:
        return
    noted = values.setdefault(span.value, [])
    noted.append(span.tag)
    noted += facts
    if span.written is not None:
        values.setdefault(span.written, []).extend(("raw", span.tag))
    if span.year is not None:
        values.setdefault(span.year, []).append("year of")


def _standing_before(page: Surroundings, n: int, span: Moment, last: bool) -> Facts:
    one = page.found[n].one
    figures = page.figures_between(span.end, one.first)
    return (
        *_before(near(one.first - span.end), span.role, figures, last, span.compared),
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
    one = page.found[n].one
    figures = page.figures_between(one.end, span.first)
    parted = not _PARTING.isdisjoint(page.lexed.low[one.end : span.first])
    told = _behind(near(span.first - one.end), span.role, figures, first, led, span.compared)
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
