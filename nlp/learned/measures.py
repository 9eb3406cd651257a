"""Facts about a figure and each measure that it may be about."""

from __future__ import annotations

from functools import lru_cache

from nlp.indicators import Mention
from nlp.learned.page import Surroundings, near

Option = tuple[str | None, list[str]]
_KEPT = 1 << 14  # groups of facts that are kept, for most come again and again
_NEVER = "anggaran"


def measure_options(page: Surroundings, n: int, *, known: bool = False) -> list[Option]:
    """The measures that the page names, and none, each with the facts that speak for it; `known` marks a text
    by which the rules were mended.
    """
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
    options: list[Option] = []
    for code in sorted(codes, key=str):
        if code is None:
            facts = _of_none(page, n, low, high, nearest, inside)
        else:
            facts = _of_code(page, n, code, number, low, nearest, [m for m in inside if m.code == code])
        if n:
            facts += _of_last(*_last(page, n), page.found[n - 1].mark.indicator == code, code is None)
        said = _ruled(here.mark.indicator == code, code, kind)
        facts += said
        if known:
            facts += [f"known {fact}" for fact in said]
        options.append((code, facts))
    return options


def _of_none(
    page: Surroundings, n: int, low: int, high: int, nearest: str | None, inside: list[Mention]
) -> list[str]:
    one, words = page.found[n].one, page.lexed.low
    kind = one.kind
    unit = (one.unit or "").lower().split("/")[0].split(" ")[0]
    facts = [
        "none",
        f"0:k={kind}",
        f"0:u={unit}",
        f"0:near={nearest is None}{kind}",
        f"0:any={not inside}{kind}",
    ]
    facts += [f"0:w:{kind}:{w}" for w in set(words[max(low, one.first - 8) : one.first]) if w.isalpha()]
    facts += [f"0:r:{w}" for w in words[one.end : min(high, one.end + 4)] if w.isalpha()]
    if page.attacher.names_other(max(low, one.first - 45), one.first):
        facts += ("0:own", f"0:own{kind}")
    facts.append(f"0:most={page.most is None}")
    return facts


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
    facts = [
        "code",
        f"1:k={kind}",
        f"c={code}",
        f"ck={code}:{kind}",
    ]
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
    others = {m.code for m in page.mentions_in(mention.end, one.first) if m.code != code}
    facts += (
        f"b:{strength}:{away}",
        f"b:{kind}:{away}",
        f"b:commas={min(3, sum(w in {',', ';', ':'} for w in between))}",
        f"b:figures={page.figures_between(mention.end, one.first)}:{kind}",
        f"b:others={min(2, len(others))}",
        f"b:nearest={nearest == code}:{kind}",
    )


def _standing_behind(
    page: Surroundings, n: int, mention: Mention, strength: str, nearest: str | None, facts: list[str]
) -> None:
    one = page.found[n].one
    kind, away = one.kind, near(mention.first - one.end)
    between = page.lexed.low[one.end : mention.first]
    facts += (
        f"a:{strength}:{away}",
        f"a:{kind}:{away}",
        f"a:commas={min(3, sum(w in {',', ';', ':', '.'} for w in between))}",
        f"a:figures={page.figures_between(one.end, mention.first)}",
        f"a:led={nearest is not None}",
    )
    if between:
        facts.append(f"a:first={between[0]}")


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
def _elsewhere(away: int, strength: str, kind: str, same: bool, again: bool, alone: bool) -> tuple[str, ...]:
    return (
        f"o:away={away}:{strength}",
        f"o:away={min(away, 6)}:{kind}",
        f"o:paragraph={same}:{kind}",
        f"o:last={again}:{kind}",
        f"o:alone={alone}:{kind}",
    )


def _last(page: Surroundings, n: int) -> tuple[str, bool, str, int]:
    """How a figure stands to the one before it."""
    one, last = page.found[n].one, page.found[n - 1].one
    return "same" if page.beside(n) else "other", last.kind == one.kind, one.kind, near(one.first - last.end)


@lru_cache(maxsize=_KEPT)
def _of_last(place: str, alike: bool, kind: str, away: int, equal: bool, none: bool) -> tuple[str, ...]:
    """Whether the figure before is about the same."""
    return (
        f"p:{place}:{equal}:{none}",
        f"p:{place}:{equal}:{none}:{alike}:{kind}",
        f"p:{away}:{equal}:{none}",
    )


@lru_cache(maxsize=_KEPT)
def _ruled(same: bool, code: str | None, kind: str) -> tuple[str, ...]:
    none = code is None
    return f"rule={same}:{none}", f"rule={same}:{none}:{kind}", f"rule={same}:{code}"
