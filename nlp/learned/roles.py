"""Facts about a figure that speak for a target or an actual."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from nlp.learned.model import Facts, Said, Table, nothing
from nlp.learned.page import DONE, TO_COME, Moment, Surroundings

_ROLE = Table("role")
_BEFORE = 14
_BEHIND = 10
_VERB = 12
_REACH = 30
_ITEMS = frozenset({"-", "•", "*"})


def role_facts(page: Surroundings, n: int, *, known: bool = False) -> list[str]:
    """Facts about figure n of a page; `known` marks a text by which the rules were mended."""
    here = page.found[n]
    facts = [*_of_sentence(page, n, spelt=True), *_of_figure(page, n, spelt=True)]
    if known:
        facts += [f"known {fact}" for fact in _ruled(here.mark.role, here.told, here.one.kind)]
    return facts


def leaning(page: Surroundings, n: int) -> int:
    """What the facts about figure n weigh together: above zero for a target."""
    sentence = page.sentence(n)
    weight = page.weighed.get(sentence)
    if weight is None:
        weight = page.weighed[sentence] = _of_sentence(page, n, spelt=False)
    return weight + int(_of_figure(page, n, spelt=False))


def _of_figure(page: Surroundings, n: int, *, spelt: bool) -> Said:
    here = page.found[n]
    one, mark = here.one, here.mark
    _, low, high = page.sentence(n)
    unit = (one.unit or "").lower().split(" ")[0]
    return (
        _figure(spelt, one.kind, unit, mark.indicator, mark.role, here.told)
        + _page(spelt, page.plan, one.first > page.decided, page.periods.news, page.year is not None)
        + _time(spelt, page.away(mark.period))
        + _of_cues(page, n, low, spelt)
        + _of_verb(page, n, low, spelt)
        + _of_dates(page, n, low, high, spelt)
        + _of_neighbours(page, n, spelt)
        + _of_words(page, n, low, high, spelt)
    )


@_ROLE.group
def _figure(kind: str, unit: str, indicator: str | None, role: str, told: str) -> Facts:
    return f"k={kind}", f"ki={kind}:{indicator}", f"u={unit}", *_ruled(role, told, kind)


def _ruled(role: str, told: str, kind: str) -> Facts:
    return f"rule={role}", f"told={told}", f"told={told}:{kind}", f"rule={role}:{kind}"


@_ROLE.group
def _page(plan: bool, decided: bool, news: bool, dated: bool) -> Facts:
    return f"plan={plan}:{decided}", f"news={news}", f"dated={dated}"


@_ROLE.group
def _time(away: int | None) -> Facts:
    return (f"yr={away}",)


def _of_words(page: Surroundings, n: int, low: int, high: int, spelt: bool) -> Said:
    """The words and stems before a figure in its sentence and behind it, by zone."""
    one, plain = page.found[n].one, page.plain
    first, end = one.first, one.end
    back, behind = page.stems[max(low, first - _BEFORE) : first], page.stems[end : min(high, end + _BEHIND)]
    facts = nothing(spelt)
    if back:
        facts += _ROLE.word(spelt, "l1:", back[-1])
        if len(back) > 1:
            facts += _ROLE.words(spelt, "l2:", back[-3:-1]) + _ROLE.words(spelt, "l3:", back[:-3])
    if behind:
        facts += _ROLE.word(spelt, "R1:", plain[end]) + _ROLE.word(spelt, "r1:", behind[0])
        if len(behind) > 1:
            facts += _ROLE.words(spelt, "r2:", behind[1:3]) + _ROLE.words(spelt, "r3:", behind[3:])
    return facts


def _of_neighbours(page: Surroundings, n: int, spelt: bool) -> Said:
    """The roles that rules give to the figures around."""
    found = page.found
    here = found[n]
    kind = here.one.kind
    facts = nothing(spelt)
    if n:
        last, beside = found[n - 1], page.beside(n)
        facts += _last(spelt, beside, last.mark.role, last.told, last.one.kind == kind)
    if n + 1 < len(found):
        following, beside = found[n + 1], page.beside(n + 1)
        facts += _following(spelt, beside, following.mark.role, following.told, following.one.kind == kind)
    return facts


@_ROLE.group
def _last(beside: bool, role: str, told: str, alike: bool) -> Facts:
    return f"prev:{beside}:{role}:{alike}", f"prevt:{beside}:{told}"


@_ROLE.group
def _following(beside: bool, role: str, told: str, alike: bool) -> Facts:
    return f"next:{beside}:{role}:{alike}", f"nextt:{beside}:{told}"


def _of_dates(page: Surroundings, n: int, low: int, high: int, spelt: bool) -> Said:
    """The nearest date before the figure in its sentence, and the nearest behind it."""
    one = page.found[n].one
    facts = nothing(spelt)
    before: Moment | None = None
    for span in page.dates_in(low, high):
        if span.end <= one.first:
            before = span
        elif span.first >= one.end:
            facts += _dated(spelt, "e", span.away, span.role, page.figures_between(one.end, span.first))
            break
    if before:
        facts += _dated(spelt, "b", before.away, before.role, page.figures_between(before.end, one.first))
    return facts


@_ROLE.group
def _dated(side: str, away: int | None, role: str, figures: int) -> Facts:
    return (f"d{side}={away}:{role}:{figures}",)


def _of_cues(page: Surroundings, n: int, low: int, spelt: bool) -> Said:
    """The nearest words of aims and of reports before the figure."""
    one, words = page.found[n].one, page.lexed.low
    last = page.found[n - 1].one.end if n else low
    aims, reports = _among(page.aims, low, one.first), _among(page.reports, low, one.first)
    facts = _cues(spelt, min(aims, 2), min(reports, 2))
    for name, places in (("T", page.to_come), ("A", page.done)):
        at = bisect_left(places, one.first)
        place = places[at - 1] if at else -1
        if place >= max(low, one.first - _REACH):
            away = one.first - place
            zone = 1 if away <= 2 else 2 if away <= 5 else 3 if away <= 10 else 4
            facts += _ROLE.word(spelt, f"n{name}:", words[place])
            facts += _cue(spelt, name, zone, place < last, one.kind)
        else:
            facts += _no_cue(spelt, name)
    return facts


@_ROLE.group
def _cue(name: str, zone: int, past: bool, kind: str) -> Facts:
    """How near a word of aims or reports is, `past` when another figure stands between."""
    return f"n{name}d:{zone}{past}", f"n{name}k:{zone}{past}{kind}"


@_ROLE.group
def _no_cue(name: str) -> Facts:
    return (f"n{name}:none",)


@_ROLE.group
def _cues(aims: int, reports: int) -> Facts:
    return (f"cues={aims}{reports}",)


def _among(places: list[int], low: int, high: int) -> int:
    return bisect_left(places, high) - bisect_left(places, low)


def _of_sentence(page: Surroundings, n: int, *, spelt: bool) -> Said:
    """Its words, its tense, its dates, and whether it is an item of a list that opens with a verb, by kind of
    paper.
    """
    words, (_, low, high) = page.lexed.low, page.sentence(n)
    first = next((w for w in words[low : low + 5] if w.isalpha() and len(w) > 2), "")
    item = words[low] in _ITEMS or (page.lexed.word(low + 1) in {".", ")"} and len(words[low]) <= 2)
    bag = set(page.stems[low:high])
    facts = (
        _tense(spelt, _among(page.to_come, low, high) > 0, _among(page.done, low, high) > 0)
        + _opening(spelt, _form(first[:6]), item, *page.papers)
        + _ROLE.words(spelt, "S:", [word for word in bag if word.isalpha()] if spelt else bag)
    )
    for span in page.dates_in(low, high):
        facts += _date(spelt, span.away, span.role)
    return facts


@_ROLE.group
def _tense(to_come: bool, done: bool) -> Facts:
    return (f"tense={to_come}{done}",)


@_ROLE.group
def _date(away: int | None, role: str) -> Facts:
    return (f"date={away}:{role}",)


@_ROLE.group
def _opening(form: str, item: bool, *papers: str) -> Facts:
    of_papers = [f"paper={paper}{told}" for paper in papers for told in ("", f":{form}")]
    return f"opens={form}", f"item={item}:{form}", *of_papers


def _of_verb(page: Surroundings, n: int, low: int, spelt: bool) -> Said:
    """The nearest word before the figure that has a verb's prefix."""
    one, lexed = page.found[n].one, page.lexed
    for i in range(one.first - 1, max(low, one.first - _VERB) - 1, -1):
        form = _form(lexed.low[i][:6])
        if form != "o":
            led = lexed.word(i - 1)
            return _verb(spelt, form, one.kind, led if led in TO_COME or led in DONE else None)
    return nothing(spelt)


@_ROLE.group
def _verb(form: str, kind: str, led: str | None) -> Facts:
    return f"verb={form}", f"verb={form}:{kind}", *((f"verb after {led}",) if led else ())


@lru_cache(maxsize=1 << 12)
def _form(word: str) -> str:
    """The prefix of a verb, "o" for any other word."""
    if len(word) > 5:
        return next((prefix for prefix in ("me", "di", "ter", "ber") if word.startswith(prefix)), "o")
    return "o"
