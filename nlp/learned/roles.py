"""Facts about a figure that speak for a target or an actual."""

from __future__ import annotations

from bisect import bisect_left

from nlp.learned.model import Facts, Said, Table, nothing
from nlp.learned.page import DONE, TO_COME, Figure, Moment, Surroundings

_ROLE = Table("role")
_BEFORE = 14
_BEHIND = 10
_VERB = 12
_REACH = 30
_ITEMS = frozenset({"-", "•", "*"})
_PREFIXES = "me", "di", "ter", "ber"
_SHORT = 7  # lexemes of a sentence
_VERB_LENGTH = 5  # letters; no word as short is taken for a verb
_NO_NEIGHBOUR = False, "", "", False


def role_facts(page: Surroundings, here: Figure, *, known: bool = False) -> list[str]:
    """Facts about a figure of a page; `known` marks a text by which the rules were mended."""
    facts = [*_of_sentence(page, here, spelt=True), *_of_figure(page, here, spelt=True)]
    if known:
        facts += [f"known {fact}" for fact in _ruled(here.mark.role, here.told, here.one.kind)]
    return facts


def is_role_told(here: Figure) -> bool:
    """True when a word tells the role in a short sentence: it is all that there is to weigh."""
    return bool(here.told) and here.high - here.low <= _SHORT


def leaning(page: Surroundings, here: Figure) -> int:
    """What the facts about a figure weigh together: above zero for a target."""
    weight = page.weighed.get(here.sentence)
    if weight is None:
        weight = page.weighed[here.sentence] = _of_sentence(page, here, spelt=False)
    return weight + int(_of_figure(page, here, spelt=False))


def _of_figure(page: Surroundings, here: Figure, *, spelt: bool) -> Said:
    one, mark, news, dated = here.one, here.mark, page.periods.news, page.year is not None
    unit = (one.unit or "").lower().split(" ")[0]
    return (
        _figure(spelt, one.kind, unit, mark.indicator, mark.role, here.told)
        + _page(spelt, page.plan, one.first > page.decided, news, dated, page.away(mark.period))
        + _of_cues(page, here, spelt)
        + _of_verb(page, here, spelt)
        + _of_dates(page, here, spelt)
        + _of_neighbours(page, here, spelt)
        + _of_words(page, here, spelt)
    )


@_ROLE.group
def _figure(kind: str, unit: str, indicator: str | None, role: str, told: str) -> Facts:
    return f"k={kind}", f"ki={kind}:{indicator}", f"u={unit}", *_ruled(role, told, kind)


def _ruled(role: str, told: str, kind: str) -> Facts:
    return f"rule={role}", f"told={told}", f"told={told}:{kind}", f"rule={role}:{kind}"


@_ROLE.group
def _page(plan: bool, decided: bool, news: bool, dated: bool, away: int | None) -> Facts:
    return f"plan={plan}:{decided}", f"news={news}", f"dated={dated}", f"yr={away}"


def _of_words(page: Surroundings, here: Figure, spelt: bool) -> Said:
    """The words and stems before a figure in its sentence and behind it, by zone."""
    first, end, stems = here.one.first, here.one.end, page.stems
    facts = nothing(spelt)
    if first > here.low:
        facts += _ROLE.word(spelt, "l1:", stems[first - 1])
        if first - 1 > here.low:
            back = stems[max(here.low, first - _BEFORE) : first - 1]
            facts += _ROLE.words(spelt, "l2:", back[-2:]) + _ROLE.words(spelt, "l3:", back[:-2])
    if end < here.high:
        facts += _ROLE.word(spelt, "R1:", page.plain[end]) + _ROLE.word(spelt, "r1:", stems[end])
        if end + 1 < here.high:
            behind = stems[end + 1 : min(here.high, end + _BEHIND)]
            facts += _ROLE.words(spelt, "r2:", behind[:2]) + _ROLE.words(spelt, "r3:", behind[2:])
    return facts


def _of_neighbours(page: Surroundings, here: Figure, spelt: bool) -> Said:
    """The roles that rules give to the figures around."""
    found, n, last, kind = page.found, here.n, here.last, here.one.kind
    following = found[n + 1] if n + 1 < len(found) else None
    return _neighbours(
        spelt,
        *((here.beside, last.mark.role, last.told, last.one.kind == kind) if last else _NO_NEIGHBOUR),
        *(
            (page.beside(n + 1), following.mark.role, following.told, following.one.kind == kind)
            if following
            else _NO_NEIGHBOUR
        ),
    )


@_ROLE.group
def _neighbours(
    beside: bool,
    role: str,
    told: str,
    alike: bool,
    next_beside: bool,
    next_role: str,
    next_told: str,
    next_alike: bool,
) -> Facts:
    """The figure before and the one behind; without a role where there is none."""
    before = f"prev:{beside}:{role}:{alike}", f"prevt:{beside}:{told}"
    behind = f"next:{next_beside}:{next_role}:{next_alike}", f"nextt:{next_beside}:{next_told}"
    return *(before if role else ()), *(behind if next_role else ())


def _of_dates(page: Surroundings, here: Figure, spelt: bool) -> Said:
    """The nearest date before the figure in its sentence, and the nearest behind it."""
    facts = nothing(spelt)
    if not here.dates:
        return facts
    first, end = here.one.first, here.one.end
    before: Moment | None = None
    for span in here.dates:
        if span.end <= first:
            before = span
        elif span.first >= end:
            facts += _dated(spelt, "e", span.away, span.role, page.figures_between(end, span.first))
            break
    if before:
        facts += _dated(spelt, "b", before.away, before.role, page.figures_between(before.end, first))
    return facts


@_ROLE.group
def _dated(side: str, away: int | None, role: str, figures: int) -> Facts:
    return (f"d{side}={away}:{role}:{figures}",)


def _of_cues(page: Surroundings, here: Figure, spelt: bool) -> Said:
    """The nearest words of aims and of reports before the figure."""
    low, first = here.low, here.one.first
    aim, aim_zone, aim_past = _cue_before(here, page.to_come)
    report, report_zone, report_past = _cue_before(here, page.done)
    aims, reports = min(2, _among(page.aims, low, first)), min(2, _among(page.reports, low, first))
    facts = _cues(spelt, here.one.kind, aim_zone, aim_past, report_zone, report_past, aims, reports)
    if aim_zone:
        facts += _ROLE.word(spelt, "nT:", page.lexed.low[aim])
    if report_zone:
        facts += _ROLE.word(spelt, "nA:", page.lexed.low[report])
    return facts


def _cue_before(here: Figure, places: list[int]) -> tuple[int, int, bool]:
    """The last of the places before a figure, how near it is, and whether another figure stands between;
    zone 0 for none.
    """
    first = here.one.first
    at = bisect_left(places, first)
    place = places[at - 1] if at else -1
    away = first - place
    if away > _REACH or place < here.low:
        return -1, 0, False
    last = here.last.one.end if here.last else here.low
    return place, 1 if away <= 2 else 2 if away <= 5 else 3 if away <= 10 else 4, place < last


@_ROLE.group
def _cues(
    kind: str, aim: int, aim_past: bool, report: int, report_past: bool, aims: int, reports: int
) -> Facts:
    """How near words of aims and of reports are, `past` when another figure stands between, and how many
    there are of them.
    """
    facts = [f"cues={aims}{reports}"]
    for name, zone, past in (("T", aim, aim_past), ("A", report, report_past)):
        facts += [f"n{name}d:{zone}{past}", f"n{name}k:{zone}{past}{kind}"] if zone else [f"n{name}:none"]
    return tuple(facts)


def _among(places: list[int], low: int, high: int) -> int:
    return bisect_left(places, high) - bisect_left(places, low)


def _of_sentence(page: Surroundings, here: Figure, *, spelt: bool) -> Said:
    """Its words, its tense, its dates, and whether it is an item of a list that opens with a verb, by kind of
    paper.
    """
    words, low, high = page.lexed.low, here.low, here.high
    first = next((w for w in words[low : low + 5] if w.isalpha() and len(w) > 2), "")
    item = words[low] in _ITEMS or (page.lexed.word(low + 1) in {".", ")"} and len(words[low]) <= 2)
    bag = set(page.stems[low:high])
    facts = (
        _tense(spelt, _among(page.to_come, low, high) > 0, _among(page.done, low, high) > 0)
        + _opening(spelt, _form(first), item, *page.papers)
        + _ROLE.words(spelt, "S:", [word for word in bag if word.isalpha()] if spelt else bag)
    )
    for span in here.dates:
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


def _of_verb(page: Surroundings, here: Figure, spelt: bool) -> Said:
    """The nearest word before the figure that has a verb's prefix."""
    first, words = here.one.first, page.lexed.low
    for i in range(first - 1, max(here.low, first - _VERB) - 1, -1):
        form = _form(words[i])
        if form != "o":
            led = words[i - 1] if i else ""
            return _verb(spelt, form, here.one.kind, led if led in TO_COME or led in DONE else None)
    return nothing(spelt)


@_ROLE.group
def _verb(form: str, kind: str, led: str | None) -> Facts:
    return f"verb={form}", f"verb={form}:{kind}", *((f"verb after {led}",) if led else ())


def _form(word: str) -> str:
    """The prefix of a verb, "o" for any other word."""
    if len(word) > _VERB_LENGTH and word.startswith(_PREFIXES):
        return next(prefix for prefix in _PREFIXES if word.startswith(prefix))
    return "o"
