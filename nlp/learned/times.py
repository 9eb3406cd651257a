"""Facts about a figure and each year or span of time that it may be for."""

from __future__ import annotations

from nlp.dates import DateSpan
from nlp.learned.measures import Option
from nlp.learned.page import Surroundings, near
from nlp.periods import as_period, is_compared, is_now, is_programme

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
    for rank, span in enumerate(page.dates_before(low, _OUT)):
        _add(values, span, _standing_elsewhere(page, span, number, inside, kind, rank))
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
        *("none", f"0:{kind}", f"0:in={inside}:{kind}", f"0:pub={page.year is not None}:{inside}"),
        *(f"0:news={page.periods.news}:{inside}", f"0:role={role}:{inside}", f"0:u={unit}"),
        *(f"0:w:{w}" for w in page.lexed.low[max(low, one.first - 3) : one.first] if w.isalpha()),
    ]
    return [
        (value, _finished(page, n, value, dict.fromkeys(facts), number, inside, known))
        for value, facts in values.items()
    ]


def _finished(
    page: Surroundings,
    n: int,
    value: str | None,
    unique: dict[str, None],
    number: int,
    inside: bool,
    known: bool,
) -> list[str]:
    """The facts about one time with those that hold for any."""
    here = page.found[n]
    one, kind, facts = here.one, here.one.kind, list(unique)
    none = value is None
    if value is not None:
        facts += (f"v:{len(value)}", f"v:{page.away(value)}:{here.mark.role}")
    if n:
        last = page.found[n - 1]
        place = "same" if page.sentences.at(last.one.first) == number else "other"
        equal = last.mark.period == value
        alike = f"{last.one.kind == kind}:{last.mark.role == here.mark.role}"
        facts += (
            f"p:{place}:{equal}:{none}",
            f"p:{place}:{equal}:{none}:{alike}",
            f"p:in={inside}:{equal}:{none}",
        )
        facts.append(f"p:{near(one.first - last.one.end)}:{equal}")
    same = here.mark.period == value
    said = [f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{inside}"]
    facts += said
    if known:
        facts += [f"known {fact}" for fact in said]
    return facts


def _add(values: dict[str | None, list[str]], span: DateSpan, facts: list[str]) -> None:
    """Note facts for the time of a span, and, more weakly, for the year around it and the days within it."""
    value = as_period(span)
    if value is None:
        return
    programme, written = is_programme(span), span.mark.value
    open_ended = ".." in written
    tag = f"d:{span.mark.role}:{span.shape}:{'P' if programme else ''}{'O' if open_ended else ''}"
    values.setdefault(value, []).extend((tag, *facts))
    if value != written and "/" in written and not open_ended and not programme:
        values.setdefault(written, []).extend(("raw", tag))
    if len(value) > 4 and value[:4].isdigit():
        values.setdefault(value[:4], []).append("year of")


def _standing_before(page: Surroundings, n: int, span: DateSpan, last: bool) -> list[str]:
    one = page.found[n].one
    away, role = near(one.first - span.end), span.mark.role
    return [
        f"b:{away}",
        f"b:{role}:{min(away, 12)}",
        f"b:figures={page.figures_between(span.end, one.first)}:{last}",
        f"b:last={last}:{role}",
        f"b:compared={is_compared(page.lexed, span.first)}",
        f"b:w={page.lexed.word(span.first - 1)}",
    ]


def _standing_behind(page: Surroundings, n: int, span: DateSpan, first: bool, led: bool) -> list[str]:
    one = page.found[n].one
    away, role = near(span.first - one.end), span.mark.role
    parted = bool({",", ";", "dan"} & set(page.lexed.low[one.end : span.first]))
    return [
        f"a:{away}",
        f"a:{role}:{min(away, 12)}",
        f"a:figures={page.figures_between(one.end, span.first)}:{first}",
        f"a:led={led}",
        f"a:compared={is_compared(page.lexed, span.first)}",
        f"a:w={page.lexed.word(span.first - 1)}",
        f"a:parted={parted}",
    ]


def _standing_elsewhere(
    page: Surroundings, span: DateSpan, number: int, inside: bool, kind: str, rank: int
) -> list[str]:
    there = page.sentences.at(span.first)
    low, high = page.sentences.bounds(there)
    heading = high - low <= 16 and page.lexed.word(high - 1) not in {".", ";", ",", "!", "?"}
    same = page.sentences.paragraphs[there] == page.sentences.paragraphs[number]
    return [
        f"o:{min(number - there, 10)}:{inside}",
        f"o:{span.mark.role}:{inside}:{kind}",
        f"o:paragraph={same}:{inside}",
        f"o:heading={heading}:{inside}",
        f"o:title={span.first < 60}:{inside}",
        f"o:rank={min(rank, 4)}:{inside}",
        f"o:compared={is_compared(page.lexed, span.first)}",
    ]
