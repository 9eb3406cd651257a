"""Facts about a figure that speak for a target or an actual."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from nlp.learned.page import DONE, TO_COME, Surroundings
from nlp.stemming import stem

Facts = tuple[str, ...]

_BEFORE = 14
_ZONES = ("L1:", *["L2:"] * 2, *["L3:"] * 4, *["L4:"] * (_BEFORE - 7))  # of the words before, nearest first
_BEHIND = ("R1:", *["R2:"] * 2, *["R3:"] * 5)  # of the words behind, nearest first
_VERB = 12
_LONGEST = 150  # lexemes of a sentence whose words are looked at
_REACH = 30
_KEPT = 1 << 14


def role_facts(page: Surroundings, n: int, *, known: bool = False) -> set[str]:
    """All facts about figure n of a page; `known` marks a text by which the rules were mended."""
    return own_facts(page, n, known=known) | sentence_facts(page, page.sentence(n)[0])


def sentence_facts(page: Surroundings, number: int) -> set[str]:
    """The facts that all figures of a sentence share: its words, those of one stem as one."""
    low, high = page.sentences.bounds(number)
    return {f"S:{stem(word)}" for word in page.plain[low : min(high, low + _LONGEST)] if word.isalpha()}


def own_facts(page: Surroundings, n: int, *, known: bool = False) -> set[str]:
    """The facts about figure n that the other figures of its sentence do not share."""
    here = page.found[n]
    one, plain = here.one, page.plain
    _, low, high = page.sentence(n)
    kind = one.kind
    facts = [f"k={kind}", f"ki={kind}:{here.mark.indicator}", f"plan={page.plan}:{one.first > page.decided}"]
    back = plain[max(low, one.first - _BEFORE) : one.first][::-1]
    facts += [zone + word for zone, word in zip(_ZONES, back, strict=False)]
    facts += [
        zone + word for zone, word in zip(_BEHIND, plain[one.end : min(high, one.end + 8)], strict=False)
    ]
    _of_cues(page, n, low, facts)
    facts += _of_sentence(page, low, high)
    _of_verb(page, n, low, facts)
    if n:
        before = page.found[n - 1]
        facts.append(f"prev:{page.beside(n)}:{before.mark.role}:{before.one.kind == kind}")
    facts += (
        f"yr={page.away(here.mark.period)}",
        f"news={page.periods.news}",
        f"dated={page.year is not None}",
    )
    facts += _ruled(here.mark.role, here.told, kind, known)
    return set(facts)


@lru_cache(maxsize=_KEPT)
def _ruled(role: str, told: str, kind: str, known: bool) -> Facts:
    said = f"rule={role}", f"told={told}", f"told={told}:{kind}", f"rule={role}:{kind}"
    return (*said, *(f"known {fact}" for fact in said)) if known else said


def _of_cues(page: Surroundings, n: int, low: int, facts: list[str]) -> None:
    """The nearest words of aims and of reports, before and behind the figure."""
    one, words = page.found[n].one, page.lexed.low
    kind = one.kind
    last = page.found[n - 1].one.end if n else low
    for name, places in (("T", page.to_come), ("A", page.done)):
        at = bisect_left(places, one.first) - 1
        if at >= 0 and places[at] >= max(low, one.first - _REACH):
            facts += _cue(name, words[places[at]], one.first - places[at], places[at] < last, kind)
        else:
            facts.append(f"n{name}:none")
    aims = _among(page.aims, low, one.first)
    reports = _among(page.reports, low, one.first)
    facts.append(f"cues={min(aims, 2)}{min(reports, 2)}")


@lru_cache(maxsize=_KEPT)
def _cue(name: str, word: str, away: int, past: bool, kind: str) -> Facts:
    """A word of aims or reports so far before the figure, `past` when another figure stands between them."""
    zone = f"{1 if away <= 2 else 2 if away <= 5 else 3 if away <= 10 else 4}{past}"
    return f"n{name}:{word}", f"n{name}d:{zone}", f"n{name}k:{zone}{kind}"


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
