"""Facts about a figure and each measure that it may be about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from nlp.claims.indicators import Mention
from nlp.learned.model import Facts, Option, Said, Table, nothing
from nlp.learned.page import Figure, Surroundings, near

_MEASURE = Table("measure")
_NEVER = "anggaran"
_SIZES = (0, 1, 5, 10, 20, 40, 60, 100, 1000, 10**6, 10**9)
_BEFORE = 10  # lexemes before a figure, and behind it, whose stems speak for a measure
_BEHIND = 8
_LED = 8  # lexemes before a figure that speak for none


def measure_options(page: Surroundings, here: Figure, *, known: bool = False) -> list[Option]:
    """The measures that the page names, and none, each with the facts that speak for it; `known` marks a text
    by which the rules were mended.
    """
    options: list[Option] = []
    for code, facts in _options(page, here, _codes(page, here), spelt=True):
        ruled = _ruled(here.mark.indicator == code, code, here.one.kind) if known else ()
        options.append((code, facts + tuple(f"known {fact}" for fact in ruled)))
    return options


def is_measure_told(page: Surroundings, here: Figure) -> bool:
    """True when the sentence names one measure, before the figure, and the rules took that one, or when the
    page names none: nothing else is to be weighed.
    """
    if not page.mentions and here.one.kind != "money":
        return True
    names, code = here.names, here.mark.indicator
    return bool(names) and names[0].end <= here.one.first and all(name.code == code for name in names)


def told_measure(page: Surroundings, here: Figure) -> str | None:
    """The measure that the facts about a figure speak for most, the first of equals; None for none."""
    codes = _codes(page, here)
    if len(codes) == 1:
        return codes[0]
    told, most = None, float("-inf")
    for code, weight in _options(page, here, codes, spelt=False):
        if weight > most:
            told, most = code, weight
    return told


def _stems(page: Surroundings, here: Figure) -> set[str]:
    """The stems of the words near a figure in its sentence."""
    first, end, stems = here.one.first, here.one.end, page.stems
    return {*stems[max(here.low, first - _BEFORE) : first], *stems[end : min(here.high, end + _BEHIND)]}


def _codes(page: Surroundings, here: Figure) -> list[str | None]:
    """The measures that a figure may be about, None first, the others in an order of their own."""
    codes = {here.mark.indicator, page.most, page.title}
    codes.update([m.code for m in here.names])
    codes.update([f.mark.indicator for f in page.found[max(0, here.n - 2) : here.n]])
    codes.update([m.code for m in page.named_before(here.low)])
    if here.one.kind == "money":
        codes.add(_NEVER)
    return [None, *sorted(code for code in codes if code is not None)]


def _options(
    page: Surroundings, here: Figure, codes: list[str | None], *, spelt: bool
) -> Iterator[tuple[str | None, Said]]:
    """Each of the measures with its facts, or with what they weigh."""
    one, kind, ruled, low = here.one, here.one.kind, here.mark.indicator, here.low
    nearest = _nearest(here.names, one.first, kind)
    size, stems = _size(here.mark.value), _stems(page, here)
    if spelt:
        stems = {word for word in stems if word.isalpha()}  # no other has a weight
    for code in codes:
        if code is None:
            led = set(page.lexed.low[max(low, one.first - _LED) : one.first])
            facts = _of_none(spelt, kind, nearest is None, not here.names, page.most is None)
            facts += _MEASURE.words(
                spelt, f"0:w:{kind}:", {word for word in led if word.isalpha()} if spelt else led
            )
        else:
            facts = _of_code(spelt, code, kind, code in page.titled)
            facts += _MEASURE.words(spelt, f"cw={code}:", stems)
            facts += _standing(page, here, code, nearest, spelt)
        yield code, facts + _sized(spelt, code, kind, size, ruled == code)


def _nearest(inside: list[Mention], first: int, kind: str) -> str | None:
    """The measure named last before a figure in its sentence."""
    for m in reversed(inside):
        if m.end <= first and not (m.weak and m.code == _NEVER and kind != "money"):
            return m.code
    return None


def _size(value: Decimal | str) -> str:
    """How large a figure is and how many decimals it has, roughly; a grade as it is written."""
    if isinstance(value, str):
        return value
    places = -int(value.as_tuple().exponent)
    return f"{bisect_left(_SIZES, value)}.{max(0, min(3, places))}"


@_MEASURE.group
def _sized(code: str | None, kind: str, size: str, same: bool) -> Facts:
    return f"v:{code}:{kind}:{size}", *_ruled(same, code, kind)


def _ruled(same: bool, code: str | None, kind: str) -> Facts:
    none = code is None
    return f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{code}"


@_MEASURE.group
def _of_none(kind: str, unnamed: bool, outside: bool, few: bool) -> Facts:
    return "none", f"0:k={kind}", f"0:near={unnamed}{kind}", f"0:any={outside}{kind}", f"0:most={few}"


@_MEASURE.group
def _of_code(code: str, kind: str, titled: bool) -> Facts:
    facts = "code", f"1:k={kind}", f"c={code}", f"ck={code}:{kind}"
    return (*facts, f"title:{kind}") if titled else facts


def _standing(page: Surroundings, here: Figure, code: str, nearest: str | None, spelt: bool) -> Said:
    """How the names of a measure stand to the figure: those in its sentence, else those elsewhere."""
    one, strong = here.one, code in page.strong
    inside = [m for m in here.names if m.code == code]
    if not inside:
        return _elsewhere(spelt, *_how_far(page, here, code), strong, one.kind, nearest is None)
    facts = nothing(spelt)
    before = after = None
    for m in inside:
        if m.end <= one.first:
            before = m
        elif m.first >= one.end:
            after = m
            break
    if before is not None:
        figures, away = page.figures_between(before.end, one.first), near(one.first - before.end)
        facts += _led(spelt, strong, one.kind, away, figures, nearest == code)
    if after is not None:
        figures, away = page.figures_between(one.end, after.first), near(after.first - one.end)
        facts += _followed(spelt, strong, one.kind, away, figures, nearest is not None)
    return facts


@_MEASURE.group
def _led(strong: bool, kind: str, away: int, figures: int, nearest: bool) -> Facts:
    return (
        f"b:{'s' if strong else 'w'}:{away}",
        f"b:{kind}:{away}",
        f"b:figures={figures}:{kind}",
        f"b:nearest={nearest}:{kind}",
    )


@_MEASURE.group
def _followed(strong: bool, kind: str, away: int, figures: int, led: bool) -> Facts:
    return (
        f"a:{'s' if strong else 'w'}:{away}",
        f"a:{kind}:{away}",
        f"a:figures={figures}",
        f"a:led={led}",
    )


def _how_far(page: Surroundings, here: Figure, code: str) -> tuple[int | None, bool, bool]:
    """Over how many sentences a measure is named last before the figure's, twelve at most, whether in the
    same paragraph, and whether no other is named since; None when it is named only behind the figure.
    """
    number, low, _ = here.sentence
    earlier = page.last_of(code, low)
    if earlier is None:
        return None, False, False
    there = page.sentences.at(earlier.first)
    same = page.sentences.paragraphs[there] == page.sentences.paragraphs[number]
    last = page.named_before(low)
    return min(number - there, 12), same, bool(last) and last[0].code == code


@_MEASURE.group
def _elsewhere(away: int | None, same: bool, again: bool, strong: bool, kind: str, alone: bool) -> Facts:
    out = "out", f"out:{kind}"
    if away is None:
        return *out, "o:later"
    return (
        *out,
        f"o:away={away}:{'s' if strong else 'w'}",
        f"o:away={min(away, 6)}:{kind}",
        f"o:paragraph={same}:{kind}",
        f"o:last={again}:{kind}",
        f"o:alone={alone}:{kind}",
    )
