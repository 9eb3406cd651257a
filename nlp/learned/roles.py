"""Facts about a figure that speak for a target or an actual."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import repeat

from nlp.learned.model import total, weights
from nlp.learned.page import DONE, TO_COME, Surroundings, near

Facts = tuple[str, ...]
Worded = Iterator[tuple[str, Sequence[str]]]

_BEFORE = 14
_BEHIND = 10
# Zones of the words and stems before a figure and behind it: each with how far it reaches, nearest first.
_LEFT = (("L1:", 0, 1), ("L2:", 1, 3))
_LEFT_STEMS = (("l1:", 0, 1), ("l2:", 1, 3), ("l3:", 3, _BEFORE))
_RIGHT = (("R1:", 0, 1),)
_RIGHT_STEMS = (("r1:", 0, 1), ("r2:", 1, 3), ("r3:", 3, _BEHIND))
_SENTENCE = "S:"
_GROUPS = (*(zone for zones in (_LEFT, _LEFT_STEMS, _RIGHT, _RIGHT_STEMS) for zone, _, _ in zones), _SENTENCE)
_VERB = 12
_REACH = 30
_AHEAD = 14
_KEPT = 1 << 14


def role_facts(page: Surroundings, n: int, *, known: bool = False) -> list[str]:
    """Facts about figure n of a page; `known` marks a text by which the rules were mended."""
    _, low, high = page.sentence(n)
    facts = [*_of_figure(page, n, low, high), *_of_sentence(page, low, high)]
    facts += [_SENTENCE + word for word in _bag(page, low, high) if word.isalpha()]
    facts += [group + word for group, words in _worded(page, n, low, high) for word in words]
    here = page.found[n]
    if known:
        facts += [f"known {fact}" for fact in _ruled(here.mark.role, here.told, here.one.kind)]
    return facts


def leaning(page: Surroundings, n: int) -> float:
    """What the facts about figure n weigh together: above zero for a target."""
    table, grouped = weights("role"), _grouped()
    _, low, high = page.sentence(n)
    weight = page.weighed.get((low, high))
    if weight is None:
        weight = total(table, _of_sentence(page, low, high))
        weight += total(grouped[_SENTENCE], _bag(page, low, high))
        page.weighed[low, high] = weight
    weight += total(table, _of_figure(page, n, low, high))
    for group, words in _worded(page, n, low, high):
        weight += sum(map(grouped[group].get, words, repeat(0)))
    return weight


@cache
def _grouped() -> dict[str, dict[str, float]]:
    """The weights of words by group: much quicker to look up than by a fact that is put together first."""
    found: dict[str, dict[str, float]] = {group: {} for group in _GROUPS}
    for fact, weight in weights("role").items():
        group, colon, word = fact.partition(":")
        if group + colon in found:
            found[group + colon][word] = weight
    return found


def _worded(page: Surroundings, n: int, low: int, high: int) -> Worded:
    """The words and stems before a figure in its sentence and behind it, by zone."""
    one, plain, stems = page.found[n].one, page.plain, page.stems
    first, end = max(low, one.first - _BEFORE), min(high, one.end + _BEHIND)
    back, behind = stems[first : one.first][::-1], stems[one.end : end]
    sides = (
        (_LEFT, plain[max(low, one.first - 3) : one.first][::-1]),
        (_LEFT_STEMS, back),
        (_RIGHT, plain[one.end : min(high, one.end + 1)]),
        (_RIGHT_STEMS, behind),
    )
    for zones, words in sides:
        for zone, start, stop in zones:
            if start >= len(words):
                break
            yield zone, words[start:stop]


def _bag(page: Surroundings, low: int, high: int) -> set[str]:
    return set(page.stems[low:high])


def _of_figure(page: Surroundings, n: int, low: int, high: int) -> list[str]:
    here = page.found[n]
    one = here.one
    kind = one.kind
    facts = [f"k={kind}", f"ki={kind}:{here.mark.indicator}", f"plan={page.plan}:{one.first > page.decided}"]
    facts.append("u=" + (one.unit or "").lower().split(" ")[0])
    facts.append(f"B={page.plain[one.first - 2]} {page.plain[one.first - 1]}" if one.first > 1 else "B=")
    _of_cues(page, n, low, high, facts)
    _of_verb(page, n, low, facts)
    _of_dates(page, n, low, high, facts)
    _of_neighbours(page, n, facts)
    facts += (
        f"yr={page.away(here.mark.period)}",
        f"news={page.periods.news}",
        f"dated={page.year is not None}",
    )
    facts += _ruled(here.mark.role, here.told, kind)
    return facts


def _of_neighbours(page: Surroundings, n: int, facts: list[str]) -> None:
    """The roles that rules give to the figures around."""
    found = page.found
    here = found[n]
    kind = here.one.kind
    if n:
        before, beside = found[n - 1], page.beside(n)
        facts += (
            f"prev:{beside}:{before.mark.role}:{before.one.kind == kind}",
            f"prevt:{beside}:{before.told}",
        )
        if here.one.first - before.one.end < 5:
            between = " ".join(page.lexed.low[before.one.end : here.one.first])
            facts.append(f"between:{between}:{before.mark.role}")
    if n + 1 < len(found):
        after, beside = found[n + 1], page.beside(n + 1)
        facts += (
            f"next:{beside}:{after.mark.role}:{after.one.kind == kind}",
            f"nextt:{beside}:{after.told}",
        )


def _of_dates(page: Surroundings, n: int, low: int, high: int, facts: list[str]) -> None:
    """The nearest date before the figure in its sentence, and the nearest behind it."""
    one = page.found[n].one
    before, after = None, None
    for span in page.dates_in(low, high):
        if span.end <= one.first:
            before = span
        elif span.first >= one.end:
            after = span
            break
    if before:
        facts.append(f"db={before.away}:{before.role}:{page.figures_between(before.end, one.first)}")
    if after:
        facts.append(f"de={after.away}:{after.role}:{page.figures_between(one.end, after.first)}")


@lru_cache(maxsize=_KEPT)
def _ruled(role: str, told: str, kind: str) -> Facts:
    return f"rule={role}", f"told={told}", f"told={told}:{kind}", f"rule={role}:{kind}"


def _of_cues(page: Surroundings, n: int, low: int, high: int, facts: list[str]) -> None:
    """The nearest words of aims and of reports, before and behind the figure."""
    one, words = page.found[n].one, page.lexed.low
    kind = one.kind
    last = page.found[n - 1].one.end if n else low
    following = page.found[n + 1].one.first if n + 1 < len(page.found) else high
    for name, places in (("T", page.to_come), ("A", page.done)):
        at = bisect_left(places, one.first) - 1
        if at >= 0 and places[at] >= max(low, one.first - _REACH):
            facts += _cue(name, words[places[at]], one.first - places[at], places[at] < last, kind)
        else:
            facts.append(f"n{name}:none")
        at = bisect_left(places, one.end)
        if at < len(places) and places[at] < min(high, one.end + _AHEAD):
            facts += _cue_behind(name, words[places[at]], near(places[at] - one.end), places[at] >= following)
    aims = _among(page.aims, low, one.first)
    reports = _among(page.reports, low, one.first)
    facts.append(f"cues={min(aims, 2)}{min(reports, 2)}")


@lru_cache(maxsize=_KEPT)
def _cue(name: str, word: str, away: int, past: bool, kind: str) -> Facts:
    """A word of aims or reports so far before the figure, `past` when another figure stands between them."""
    zone = f"{1 if away <= 2 else 2 if away <= 5 else 3 if away <= 10 else 4}{past}"
    return f"n{name}:{word}", f"n{name}d:{zone}", f"n{name}k:{zone}{kind}"


@lru_cache(maxsize=_KEPT)
def _cue_behind(name: str, word: str, away: int, past: bool) -> Facts:
    return f"r{name}:{word}", f"r{name}d:{away}:{past}"


def _among(places: list[int], low: int, high: int) -> int:
    return bisect_left(places, high) - bisect_left(places, low)


def _of_sentence(page: Surroundings, low: int, high: int) -> list[str]:
    """Its tense, its dates, and whether it is an item of a list that opens with a verb, by kind of paper."""
    facts = page.noted.get((low, high))
    if facts is not None:
        return facts  # those of the figure before in the same sentence
    words = page.lexed.low
    to_come, done = _among(page.to_come, low, high) > 0, _among(page.done, low, high) > 0
    facts = page.noted[low, high] = [f"tense={to_come}{done}"]
    facts += [f"date={span.away}:{span.role}" for span in page.dates_in(low, high)]
    first = next((w for w in words[low : low + 5] if w.isalpha() and len(w) > 2), "")
    form = _form(first[:6])
    item = words[low] in {"-", "•", "*"} or (page.lexed.word(low + 1) in {".", ")"} and len(words[low]) <= 2)
    facts += (f"opens={form}", f"item={item}:{form}")
    for paper in page.papers:
        facts += (f"paper={paper}", f"paper={paper}:{form}")
    return facts


def _of_verb(page: Surroundings, n: int, low: int, facts: list[str]) -> None:
    """The nearest word before the figure that has a verb's prefix."""
    one, lexed = page.found[n].one, page.lexed
    for i in range(one.first - 1, max(low, one.first - _VERB) - 1, -1):
        form = _form(lexed.low[i][:6])
        if form != "o":
            facts += (f"verb={form}", f"verb={form}:{one.kind}")
            led = lexed.word(i - 1)
            if led in TO_COME or led in DONE:
                facts.append(f"verb after {led}")
            return


@lru_cache(maxsize=1 << 14)
def _form(word: str) -> str:
    """The prefix of a verb, "o" for any other word."""
    if len(word) > 5:
        return next((prefix for prefix in ("me", "di", "ter", "ber") if word.startswith(prefix)), "o")
    return "o"
