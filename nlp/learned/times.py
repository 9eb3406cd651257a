"""Facts about a figure and each year or span of time that it may be for."""

from __future__ import annotations

from nlp.claims.periods import is_now
from nlp.learned.model import Facts, Option, Said, Table, nothing
from nlp.learned.page import Figure, Surroundings, near

_TIME = Table("time")
_RANKS = (0, 1, 2, 3, 4, 4)  # of the dates before the sentence that are looked at, nearest first


def time_options(page: Surroundings, here: Figure, *, known: bool = False) -> list[Option]:
    """The times that the page names, the year of publication, and none, each with the facts that speak for
    it; `known` marks a text by which the rules were mended.
    """
    noted = _options(page, here, spelt=True)
    if known:
        for value, facts in noted.items():
            ruled = _ruled(here.mark.period == value, value is None, here.one.kind, bool(here.dates))
            noted[value] = facts + tuple(f"known {fact}" for fact in ruled)
    return list(noted.items())


def is_time_told(here: Figure) -> bool:
    """True when the sentence names one time, before the figure, and the rules took it: nothing else is to be
    weighed.
    """
    period, times = here.mark.period, [date for date in here.dates if date.value is not None]
    return bool(times) and times[0].end <= here.one.first and all(date.value == period for date in times)


def told_time(page: Surroundings, here: Figure) -> str | None:
    """The time that the facts about a figure speak for most, the first of equals; None for none."""
    weighed = _options(page, here, spelt=False)
    return max(weighed, key=weighed.__getitem__)


def _options(page: Surroundings, here: Figure, *, spelt: bool) -> dict[str | None, Said]:
    """Each of the times with its facts, or with what they weigh."""
    one, last, mark, year, news = here.one, here.last, here.mark, page.year, page.periods.news
    kind, role, ruled, measure = one.kind, mark.role, mark.period, mark.indicator
    inside, unsaid = bool(here.dates), nothing(spelt)
    noted = _of_sentence(page, here, spelt) if inside else _before_sentence(page, here, spelt).copy()
    words = page.lexed.low[max(here.low, one.first - 5) : one.first]
    led = words[-3:]
    if spelt:  # no other words have a weight
        words, led = list(filter(str.isalpha, words)), list(filter(str.isalpha, led))
    if year is not None:
        value = str(year)
        now = is_now(page.lexed, here.low, one.first)
        noted[value] = (
            noted.get(value, unsaid)
            + _published(spelt, inside, news, role, kind, now)
            + _TIME.words(spelt, "pub:w:", words)
        )
    if ruled is not None:
        noted.setdefault(ruled, unsaid)
    if last is not None and last.mark.period is not None:
        noted.setdefault(last.mark.period, unsaid)
    unit = (one.unit or "").lower().split(" ")[0]
    noted[None] = (
        _none(spelt, kind, role, inside, year is not None, news, measure)
        + _TIME.word(spelt, "0:u=", unit)
        + _TIME.words(spelt, "0:w:", led)
    )
    if last is None:
        for option, said in noted.items():
            noted[option] = said + _first(spelt, ruled == option, option is None, kind, inside)
    else:
        before = here.beside, last.one.kind == kind, last.mark.role == role, here.away
        of_last = last.mark.period
        for option, said in noted.items():
            place = ruled == option, option is None, kind, inside
            noted[option] = said + _after(spelt, *place, *before, of_last == option)
    for option, said in noted.items():
        if option is not None:
            noted[option] = said + _of_value(spelt, *page.timed(option), role, kind, measure)
    return noted


def _of_sentence(page: Surroundings, here: Figure, spelt: bool) -> dict[str | None, Said]:
    """The dates of the figure's own sentence."""
    one, unsaid = here.one, nothing(spelt)
    noted: dict[str | None, Said] = {}
    for span in here.dates:
        if span.value is None:
            continue
        facts = noted.get(span.value, unsaid)
        if span.end <= one.first:
            figures, away = page.figures_between(span.end, one.first), near(one.first - span.end)
            facts += _led(spelt, span.tag, away, span.role, figures)
            facts += _TIME.word(spelt, "b:w=", span.before)
        elif span.first >= one.end:
            figures, away = page.figures_between(one.end, span.first), near(span.first - one.end)
            facts += _followed(spelt, span.tag, away, span.role, figures)
            facts += _TIME.word(spelt, "a:w=", span.before)
        noted[span.value] = facts
        for value, weaker in span.others:
            noted[value] = noted.get(value, unsaid) + _TIME.said(spelt, weaker)
    return noted


def _before_sentence(page: Surroundings, here: Figure, spelt: bool) -> dict[str | None, Said]:
    """The dates before a sentence without one, which say the same of all its figures of a kind."""
    number, low, _ = here.sentence
    kind = here.one.kind
    key = low, kind, spelt
    noted = page.earlier.get(key)
    if noted is None:
        noted = page.earlier[key] = {}
        paragraph, unsaid = page.sentences.paragraphs[number], nothing(spelt)
        for rank, span in zip(_RANKS, page.dates_before(low, len(_RANKS)), strict=False):
            if span.value is not None:
                away, same = min(number - span.sentence, 10), span.paragraph == paragraph
                noted[span.value] = (
                    noted.get(span.value, unsaid)
                    + _of_other(spelt, span.tag, span.role, kind)
                    + _elsewhere(spelt, away, same, *span.place, rank)
                )
            for value, weaker in span.others:
                noted[value] = noted.get(value, unsaid) + _TIME.said(spelt, weaker)
    return noted


@_TIME.group
def _published(inside: bool, news: bool, role: str, kind: str, now: bool) -> Facts:
    return "pub", f"pub:{inside}", f"pub:news={news}", f"pub:{role}:{kind}", f"pub:now={now}"


@_TIME.group
def _none(kind: str, role: str, inside: bool, dated: bool, news: bool, measure: str | None) -> Facts:
    return (
        *("none", f"0:{kind}", f"0:in={inside}:{kind}", f"0:pub={dated}:{inside}"),
        *(f"0:news={news}:{inside}", f"0:role={role}:{inside}", f"0:c={measure}"),
    )


@_TIME.group
def _of_value(sort: str, away: int | None, role: str, kind: str, measure: str | None) -> Facts:
    return (
        *(f"v:{sort}", f"v:{away}:{role}", f"v:{kind}:{role}:{sort}:{away}"),
        *(f"c:{measure}:{sort}", f"c:{measure}:{away}"),
    )


@_TIME.group
def _after(
    ruled: bool,
    none: bool,
    kind: str,
    inside: bool,
    beside: bool,
    alike: bool,
    same: bool,
    away: int,
    equal: bool,
) -> Facts:
    """How a time stands to the one by the rules and to that of the figure before, and this figure to that."""
    place = "same" if beside else "other"
    return (
        *_ruled(ruled, none, kind, inside),
        f"p:{place}:{equal}:{none}",
        f"p:{place}:{equal}:{none}:{alike}:{same}",
        f"p:in={inside}:{equal}:{none}",
        f"p:{away}:{equal}",
    )


def _ruled(same: bool, none: bool, kind: str, inside: bool) -> Facts:
    return f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{inside}"


_first = _TIME.group(_ruled)  # of the page


@_TIME.group
def _led(tag: str, away: int, role: str, figures: int) -> Facts:
    """The date stands before the figure."""
    return f"d:{tag}", f"b:{away}", f"b:{role}:{min(away, 12)}", f"b:figures={figures}"


@_TIME.group
def _followed(tag: str, away: int, role: str, figures: int) -> Facts:
    """The date stands behind the figure."""
    return f"d:{tag}", f"a:{away}", f"a:{role}:{min(away, 12)}", f"a:figures={figures}"


@_TIME.group
def _of_other(tag: str, role: str, kind: str) -> Facts:
    """What a date outside the sentence is."""
    return f"d:{tag}", f"o:{role}:{kind}"


@_TIME.group
def _elsewhere(away: int, same: bool, heading: bool, title: bool, compared: bool, rank: int) -> Facts:
    """Where it stands."""
    return (
        *(f"o:{away}", f"o:paragraph={same}", f"o:heading={heading}", f"o:title={title}"),
        *(f"o:rank={rank}", f"o:compared={compared}"),
    )
