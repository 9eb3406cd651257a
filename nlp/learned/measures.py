"""Facts about a figure and each measure that it may be about."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from functools import cache, lru_cache
from itertools import repeat

from nlp.indicators import Mention
from nlp.learned.model import Option, total, weights
from nlp.learned.page import Surroundings, near

Facts = tuple[str, ...]

_KEPT = 1 << 14  # groups of facts that are kept, for most come again and again
_NEVER = "anggaran"
_SIZES = (0, 1, 5, 10, 20, 40, 60, 100, 1000, 10**6, 10**9)
_BEFORE = 10  # lexemes before a figure, and behind it, whose stems speak for a measure
_BEHIND = 8
_WORDED = "cw="


def measure_options(page: Surroundings, n: int, *, known: bool = False) -> list[Option]:
    """The measures that the page names, and none, each with the facts that speak for it; `known` marks a text
    by which the rules were mended.
    """
    stems = [word for word in _stems(page, n) if word.isalpha()]  # no other has a weight
    options: list[Option] = []
    for code, facts in _options(page, n, known=known):
        worded = [f"{_WORDED}{code}:{word}" for word in stems] if code is not None else []
        options.append((code, [*facts, *worded]))
    return options


def told_measure(page: Surroundings, n: int) -> str | None:
    """The measure that the facts about figure n speak for most, the first of equals; None for none."""
    table, worded = weights("measure"), _worded()
    stems = _stems(page, n)

    def weight(option: Option) -> float:
        code, facts = option
        words = worded.get(code) if code is not None else None
        return total(table, facts) + (sum(map(words.get, stems, repeat(0))) if words else 0)

    options = _options(page, n)
    return max(options, key=weight)[0] if len(options) > 1 else options[0][0]


@cache
def _worded() -> dict[str, dict[str, float]]:
    """What stems near a figure weigh for each measure."""
    found: dict[str, dict[str, float]] = {}
    for fact, weight in weights("measure").items():
        if fact.startswith(_WORDED):
            code, _, word = fact.removeprefix(_WORDED).partition(":")
            found.setdefault(code, {})[word] = weight
    return found


def _stems(page: Surroundings, n: int) -> set[str]:
    """The stems of the words near a figure in its sentence."""
    one, stems = page.found[n].one, page.stems
    _, low, high = page.sentence(n)
    near_by = stems[max(low, one.first - _BEFORE) : one.first] + stems[one.end : min(high, one.end + _BEHIND)]
    return set(near_by)


def _options(page: Surroundings, n: int, *, known: bool = False) -> list[tuple[str | None, list[str]]]:
    here = page.found[n]
    one, kind = here.one, here.one.kind
    number, low, high = page.sentence(n)
    inside = page.mentions_in(low, high)
    before = [
        m.code for m in inside if m.end <= one.first and not (m.weak and m.code == _NEVER and kind != "money")
    ]
    nearest = before[-1] if before else None
    codes: set[str | None] = {
        None,
        here.mark.indicator,
        nearest,
        *(m.code for m in inside),
        page.most,
        page.title,
    }
    codes |= {f.mark.indicator for f in page.found[max(0, n - 2) : n]}
    codes |= {m.code for m in page.named_before(low)}
    if kind == "money":
        codes.add(_NEVER)
    options: list[tuple[str | None, list[str]]] = []
    size = _size(here.mark.value)
    last = _last(page, n) if n else None
    following = page.found[n + 1] if n + 1 < len(page.found) else None
    beside = following is not None and page.beside(n + 1)
    for code in sorted(codes, key=str):
        if code is None:
            facts = _of_none(page, n, low, high, nearest, inside)
        else:
            facts = _of_code(page, n, code, number, low, nearest, [m for m in inside if m.code == code])
        if last:
            facts += _of_last(last, page.found[n - 1].mark.indicator == code, code is None)
        if following:
            alike = f"{following.one.kind}:{kind}:{following.mark.indicator == code}"
            facts.append(f"nx={alike}:{code is None}:{beside}")
        facts.append(_sized(code, kind, size))
        facts += _ruled(here.mark.indicator == code, code, kind, known)
        options.append((code, facts))
    return options


@lru_cache(maxsize=_KEPT)
def _size(value: Decimal | str) -> str:
    """How large a figure is and how many decimals it has, roughly; a grade as it is written."""
    if isinstance(value, str):
        return value
    places = -int(value.as_tuple().exponent)
    return f"{bisect_left(_SIZES, value)}.{max(0, min(3, places))}"


@lru_cache(maxsize=_KEPT)
def _sized(code: str | None, kind: str, size: str) -> str:
    return f"v:{code}:{kind}:{size}"


def _of_none(
    page: Surroundings, n: int, low: int, high: int, nearest: str | None, inside: list[Mention]
) -> list[str]:
    one, words = page.found[n].one, page.lexed.low
    kind = one.kind
    unit = (one.unit or "").lower().split("/")[0].split(" ")[0]
    facts = [*_alone(kind, nearest is None, not inside), f"0:u={unit}"]
    facts += [f"0:w:{kind}:{w}" for w in set(words[max(low, one.first - 8) : one.first]) if w.isalpha()]
    facts += [f"0:r:{w}" for w in words[one.end : min(high, one.end + 4)] if w.isalpha()]
    if page.attacher.names_other(max(low, one.first - 45), one.first):
        facts += ("0:own", f"0:own{kind}")
    facts.append(f"0:most={page.most is None}")
    return facts


@lru_cache(maxsize=_KEPT)
def _alone(kind: str, unnamed: bool, outside: bool) -> Facts:
    return "none", f"0:k={kind}", f"0:near={unnamed}{kind}", f"0:any={outside}{kind}"


def _of_code(
    page: Surroundings,
    n: int,
    code: str,
    number: int,
    low: int,
    nearest: str | None,
    inside: list[Mention],
) -> list[str]:
    one = page.found[n].one
    kind = one.kind
    mentions = page.by_code.get(code, [])
    strength = "s" if code in page.strong else "w"
    facts = [*_code(code, kind)]
    if kind == "count":
        facts.append(f"cu={code}:{(one.unit or '').lower().split('/')[0].split(' ')[0]}")
    before = [m for m in inside if m.end <= one.first]
    after = [m for m in inside if m.first >= one.end]
    if len(inside) > len(before) + len(after):
        facts.append(f"over{kind}")
    if before:
        _standing_before(page, n, code, before[-1], strength, nearest, facts)
    if after:
        _standing_behind(page, n, after[0], strength, nearest, facts)
    if not inside:
        _standing_elsewhere(page, code, number, low, kind, strength, nearest, facts)
    if mentions and mentions[0].first < 40:
        facts.append(f"title:{kind}")
    heading = page.heading(number)
    if heading and any(m.code == code for m in page.mentions_in(*heading)):
        facts.append(f"heading:{kind}")
    return facts


@lru_cache(maxsize=_KEPT)
def _code(code: str, kind: str) -> Facts:
    return "code", f"1:k={kind}", f"c={code}", f"ck={code}:{kind}"


def _standing_before(
    page: Surroundings,
    n: int,
    code: str,
    mention: Mention,
    strength: str,
    nearest: str | None,
    facts: list[str],
) -> None:
    one = page.found[n].one
    kind, away = one.kind, near(one.first - mention.end)
    between = page.lexed.low[mention.end : one.first]
    commas = min(3, sum(map(between.count, ",;:")))
    others = {m.code for m in page.mentions_in(mention.end, one.first) if m.code != code}
    figures = page.figures_between(mention.end, one.first)
    facts += _before(strength, kind, away, commas, figures, min(2, len(others)), nearest == code)


@lru_cache(maxsize=_KEPT)
def _before(
    strength: str, kind: str, away: int, commas: int, figures: int, others: int, nearest: bool
) -> Facts:
    return (
        f"b:{strength}:{away}",
        f"b:{kind}:{away}",
        f"b:commas={commas}",
        f"b:figures={figures}:{kind}",
        f"b:others={others}",
        f"b:nearest={nearest}:{kind}",
    )


def _standing_behind(
    page: Surroundings, n: int, mention: Mention, strength: str, nearest: str | None, facts: list[str]
) -> None:
    one = page.found[n].one
    kind, away = one.kind, near(mention.first - one.end)
    between = page.lexed.low[one.end : mention.first]
    commas = min(3, sum(map(between.count, ",;:.")))
    figures = page.figures_between(one.end, mention.first)
    facts += _behind(strength, kind, away, commas, figures, nearest is not None)
    if between:
        facts.append(f"a:first={between[0]}")


@lru_cache(maxsize=_KEPT)
def _behind(strength: str, kind: str, away: int, commas: int, figures: int, led: bool) -> Facts:
    return (
        f"a:{strength}:{away}",
        f"a:{kind}:{away}",
        f"a:commas={commas}",
        f"a:figures={figures}",
        f"a:led={led}",
    )


def _standing_elsewhere(
    page: Surroundings,
    code: str,
    number: int,
    low: int,
    kind: str,
    strength: str,
    nearest: str | None,
    facts: list[str],
) -> None:
    facts += ("out", f"out:{kind}")
    earlier = page.last_of(code, low)
    if earlier is None:
        facts.append("o:later")
        return
    there = page.sentences.at(earlier.first)
    same = page.sentences.paragraphs[there] == page.sentences.paragraphs[number]
    last = page.named_before(low)
    again = bool(last) and last[0].code == earlier.code
    facts += _elsewhere(min(number - there, 12), strength, kind, same, again, nearest is None)


@lru_cache(maxsize=_KEPT)
def _elsewhere(away: int, strength: str, kind: str, same: bool, again: bool, alone: bool) -> Facts:
    return (
        f"o:away={away}:{strength}",
        f"o:away={min(away, 6)}:{kind}",
        f"o:paragraph={same}:{kind}",
        f"o:last={again}:{kind}",
        f"o:alone={alone}:{kind}",
    )


Last = tuple[str, str, str, int, str]


def _last(page: Surroundings, n: int) -> Last:
    """How a figure stands to the one before it."""
    one, last = page.found[n].one, page.found[n - 1].one
    away = one.first - last.end
    between = " ".join(page.lexed.low[last.end : one.first]) if away < 5 else "…"
    return "same" if page.beside(n) else "other", last.kind, one.kind, near(away), between


@lru_cache(maxsize=_KEPT)
def _of_last(last: Last, equal: bool, none: bool) -> Facts:
    """Whether the figure before is about the same."""
    place, before, kind, away, between = last
    return (
        f"p:{place}:{equal}:{none}",
        f"p:{place}:{equal}:{none}:{before == kind}:{kind}",
        f"p:{away}:{equal}:{none}",
        f"pk={before}:{kind}:{equal}:{none}:{place}",
        f"pb={between}:{equal}:{none}",
    )


@lru_cache(maxsize=_KEPT)
def _ruled(same: bool, code: str | None, kind: str, known: bool) -> Facts:
    none = code is None
    said = f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{code}"
    return (*said, *(f"known {fact}" for fact in said)) if known else said
