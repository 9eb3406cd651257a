"""Facts about a figure that speak for a target or an actual."""

from __future__ import annotations

from nlp.learned.page import DONE, TO_COME, Surroundings
from nlp.words import ACTUAL_CUES, TARGET_CUES

_BEFORE = 14
_VERB = 12


def role_facts(page: Surroundings, n: int, *, known: bool = False) -> list[str]:
    """Facts about figure n of a page; `known` marks a text by which the rules were mended."""
    here = page.found[n]
    one, plain = here.one, page.plain
    number, low, high = page.sentence(n)
    kind = one.kind
    facts = [f"k={kind}", f"ki={kind}:{here.mark.indicator}", f"plan={page.plan}:{one.first > page.decided}"]
    for i in range(one.first - 1, max(low, one.first - _BEFORE) - 1, -1):
        away = one.first - i
        facts.append(f"L{1 if away <= 1 else 2 if away <= 3 else 3 if away <= 7 else 4}:{plain[i]}")
    _of_cues(page, n, low, high, facts)
    _of_sentence(page, low, high, facts)
    _of_verb(page, n, low, facts)
    if n:
        before = page.found[n - 1]
        same = page.sentences.at(before.one.first) == number
        facts.append(f"prev:{same}:{before.mark.role}:{before.one.kind == kind}")
    facts += (
        f"yr={page.away(here.mark.period)}",
        f"news={page.periods.news}",
        f"dated={page.year is not None}",
    )
    _of_rules(here.mark.role, here.told, kind, facts, known)
    return list(dict.fromkeys(facts))


def _of_rules(role: str, told: str, kind: str, facts: list[str], known: bool) -> None:
    said = [f"rule={role}", f"told={told}", f"told={told}:{kind}", f"rule={role}:{kind}"]
    facts += said
    if known:
        facts += [f"known {one}" for one in said]


def _of_cues(page: Surroundings, n: int, low: int, high: int, facts: list[str]) -> None:
    """The nearest words of aims and of reports, before and behind the figure."""
    one, words = page.found[n].one, page.lexed.low
    kind = one.kind
    last = page.found[n - 1].one.end if n else low
    for name, cues in (("T", TO_COME), ("A", DONE)):
        for i in range(one.first - 1, max(low, one.first - 30) - 1, -1):
            if words[i] in cues:
                away = one.first - i
                zone = f"{1 if away <= 2 else 2 if away <= 5 else 3 if away <= 10 else 4}{i < last}"
                facts += (f"n{name}:{words[i]}", f"n{name}d:{zone}", f"n{name}k:{zone}{kind}")
                break
        else:
            facts.append(f"n{name}:none")
    aims = sum(words[i] in TARGET_CUES for i in range(low, one.first))
    reports = sum(words[i] in ACTUAL_CUES for i in range(low, one.first))
    facts.append(f"cues={min(aims, 2)}{min(reports, 2)}")


def _of_sentence(page: Surroundings, low: int, high: int, facts: list[str]) -> None:
    """Its tense, its dates, and whether it is an item of a list that opens with a verb, by kind of paper."""
    words = page.lexed.low
    inside = words[low:high]
    facts.append(f"tense={any(w in TO_COME for w in inside)}{any(w in DONE for w in inside)}")
    for span in page.dates_in(low, high):
        facts.append(f"date={page.away(span.mark.value)}:{span.mark.role}")
    first = next((w for w in words[low : low + 5] if w.isalpha() and len(w) > 2), "")
    form = _form(first)
    item = words[low] in {"-", "•", "*"} or (page.lexed.word(low + 1) in {".", ")"} and len(words[low]) <= 2)
    facts += (f"opens={form}", f"item={item}:{form}")
    for paper in page.papers:
        facts += (f"paper={paper}", f"paper={paper}:{form}")


def _of_verb(page: Surroundings, n: int, low: int, facts: list[str]) -> None:
    """The nearest word before the figure that has a verb's prefix."""
    one, lexed = page.found[n].one, page.lexed
    for i in range(one.first - 1, max(low, one.first - _VERB) - 1, -1):
        form = _form(lexed.low[i])
        if form != "o":
            facts += (f"verb={form}", f"verb={form}:{one.kind}")
            if lexed.word(i - 1) in TO_COME | DONE:
                facts.append(f"verb after {lexed.word(i - 1)}")
            return


def _form(word: str) -> str:
    """The prefix of a verb, "o" for any other word."""
    if len(word) > 5:
        for prefix in ("me", "di", "ter", "ber"):
            if word.startswith(prefix):
                return prefix
    return "o"
