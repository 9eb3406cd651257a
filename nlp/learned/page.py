"""The figures of a page as the rules left them, and what the learned tables ask about their surroundings."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from nlp.claims.candidates import Candidate
from nlp.claims.cells import CellClaim
from nlp.claims.indicators import Mention
from nlp.claims.periods import Periods, as_period, is_compared, is_programme
from nlp.learned.model import Facts, Said
from nlp.marks import ClaimMark, DateSpan
from nlp.text.edtf import first_year
from nlp.text.lexer import Lexed, Trigger
from nlp.text.sentences import Sentences
from nlp.text.stemming import stem
from nlp.text.words import ACTUAL_CUES, TARGET_CUES, words

_EDGES = (1, 2, 3, 5, 8, 12, 18, 26, 40, 80, 160, 400)
_PAPERS = words("learned papers")
_FULL_STOPS = frozenset({".", ";", ",", "!", "?"})
_OPENING = 40  # lexemes of its first lines
_TITLE = 60  # lexemes of the head of a page
_LONGEST = 90  # lexemes of a sentence that are looked at on either side of a figure
_NAMES = 30  # names of measures that are looked back over
TO_COME = Trigger(TARGET_CUES | words("learned to come"))
DONE = Trigger(ACTUAL_CUES | words("learned done"))


class Found(NamedTuple):
    """A figure as the rules see it: its cell, if it stands in a table, the role that a word told ("" without
    one), and its mark.
    """

    one: Candidate
    cell: CellClaim | None
    told: str
    mark: ClaimMark


class Moment(NamedTuple):
    """A date of a page and what is asked about it for many figures."""

    first: int
    end: int
    role: str
    away: int | None  # years from the year of publication, three at most
    value: str | None  # as the period of a figure
    tag: str  # its role and form
    others: tuple[tuple[str, Facts], ...]  # other times that it speaks for, each with its facts
    before: str  # the word before it
    sentence: int
    paragraph: int
    place: tuple[bool, bool, bool]  # whether it stands in a heading, in the page's title, is compared with


@dataclass(slots=True, eq=False)
class Figure:
    """A figure of running text in its sentence, which is cut where it is very long."""

    n: int  # its place among those of the page
    told: str
    one: Candidate
    mark: ClaimMark
    sentence: tuple[int, int, int]  # number, first lexeme and end
    low: int
    high: int
    last: Found | None  # the figure before
    beside: bool  # that stands in the same sentence
    away: int  # about as many lexemes before
    names: list[Mention]  # of measures in the sentence
    dates: list[Moment]


@dataclass(slots=True, eq=False)
class Surroundings:
    """One page with its figures in order; the rest is looked up once and kept."""

    lexed: Lexed
    sentences: Sentences
    mentions: list[Mention]
    periods: Periods
    plan: bool
    decided: int
    found: list[Found]
    year: int | None  # of publication
    plain: list[str] = field(init=False)  # the words, with "<n>", "<d>" and "#kind" for figures
    stems: list[str] = field(init=False)  # the stems of these words
    papers: frozenset[str] = field(init=False)  # the kinds of paper that the head of the page names
    first_of: list[int] = field(init=False)
    named_at: list[int] = field(init=False)
    strong: frozenset[str] = field(init=False)
    by_code: dict[str, list[Mention]] = field(init=False)
    places: dict[str, list[int]] = field(init=False)
    most: str | None = field(init=False)
    title: str | None = field(init=False)  # the measure that the head of the page names
    titled: frozenset[str] = field(init=False)  # those that its first line names
    moments: list[Moment] = field(init=False)
    to_come: list[int] = field(init=False)  # places of words that tell of aims
    done: list[int] = field(init=False)  # and of results
    aims: list[int] = field(init=False)  # those of the first that the rules know
    reports: list[int] = field(init=False)  # those of the second
    weighed: dict[tuple[int, int, int], int] = field(default_factory=dict)  # what facts of sentences weigh
    headed: dict[tuple[int, str, bool], int] = field(default_factory=dict)  # and of columns of tables
    earlier: dict[tuple[int, str, bool], dict[str | None, Said]] = field(
        default_factory=dict
    )  # and of the dates before them
    _timed: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    _named: dict[int, list[Mention]] = field(default_factory=dict)
    _sentence_of: list[int] = field(init=False)

    def __post_init__(self) -> None:
        lexed, taken = self.lexed, self.lexed.taken
        self.plain = lexed.low[:]
        for i in lexed.numbers():
            self.plain[i] = "<d>" if taken[i] else "<n>"
        for one in (f.one for f in self.found):
            self.plain[one.first : one.end] = [f"#{one.kind}"] * (one.end - one.first)
        self.papers = _PAPERS.intersection(lexed.low[:_TITLE])
        self.named_at = [m.first for m in self.mentions]
        self.first_of = [f.one.first for f in self.found]
        self._sentence_of = list(map(self.sentences.at, self.first_of))
        self.by_code = {}
        for mention in self.mentions:
            self.by_code.setdefault(mention.code, []).append(mention)
        self.places = {code: [m.first for m in ms] for code, ms in self.by_code.items()}
        self.strong = frozenset(m.code for m in self.mentions if not m.weak)
        named = [c for c in self.by_code if c in self.strong and c != "anggaran"]
        self.title = next((m.code for m in self.mentions if m.first < _TITLE and not m.weak), None)
        self.titled = frozenset(c for c, ms in self.by_code.items() if ms[0].first < _OPENING)
        self.most = max(named, key=lambda c: len(self.by_code[c])) if named else None
        asked = any(f.cell is None for f in self.found)  # nothing is asked about figures in tables
        self.stems = list(map(stem, self.plain)) if asked else []
        self.moments = [self._moment(span) for span in self.periods.spans] if asked else []
        self.to_come = lexed.where(TO_COME) if asked else []
        self.done = lexed.where(DONE) if asked else []
        self.aims = [i for i in self.to_come if lexed.low[i] in TARGET_CUES]
        self.reports = [i for i in self.done if lexed.low[i] in ACTUAL_CUES]

    def _moment(self, span: DateSpan) -> Moment:
        value, written, role = as_period(span), span.mark.value, span.mark.role
        whole = value != written and "/" in written and ".." not in written and not is_programme(span)
        there = self.sentences.at(span.first)
        low, high = self.sentences.bounds(there)
        others: list[tuple[str, Facts]] = [(written, ())] if whole else []
        if value and len(value) > 4 and value[:4].isdigit():
            others.append((value[:4], ("year of",)))
        heading = high - low <= 16 and self.lexed.word(high - 1) not in _FULL_STOPS
        compared = is_compared(self.lexed, span.first)
        return Moment(
            span.first,
            span.end,
            role,
            self.away(written),
            value,
            f"{role}:{span.shape}:{'P' if is_programme(span) else ''}{'O' if '..' in written else ''}",
            tuple(others),
            self.lexed.word(span.first - 1),
            there,
            self.sentences.paragraphs[there],
            (heading, span.first < _TITLE, compared),
        )

    def figure(self, n: int) -> Figure:
        """Figure n, which stands in running text."""
        told, one, mark = self.found[n].told, self.found[n].one, self.found[n].mark
        number = self._sentence_of[n]
        low, high = self.sentences.bounds(number)
        low, high = max(low, one.first - _LONGEST), min(high, one.end + _LONGEST)
        last = self.found[n - 1] if n else None
        away = near(one.first - last.one.end) if last is not None else 0
        sentence, names, dates = (number, low, high), self.mentions_in(low, high), self.dates_in(low, high)
        return Figure(n, told, one, mark, sentence, low, high, last, self.beside(n), away, names, dates)

    def beside(self, n: int) -> bool:
        """True when figure n stands in the sentence of the figure before it."""
        return n > 0 and self._sentence_of[n - 1] == self._sentence_of[n]

    def figures_between(self, low: int, high: int) -> int:
        """How many figures begin at lexemes low to high - 1, three at most."""
        return min(3, bisect_left(self.first_of, high) - bisect_left(self.first_of, low))

    def mentions_in(self, low: int, high: int) -> list[Mention]:
        """The names of measures that begin at lexemes low to high - 1."""
        return self.mentions[bisect_left(self.named_at, low) : bisect_left(self.named_at, high)]

    def named_before(self, low: int) -> list[Mention]:
        """The measures but the budget that are named last before lexeme low, nearest first: two at most."""
        if low not in self._named:
            self._named[low] = self._look_back(low)
        return self._named[low]

    def _look_back(self, low: int) -> list[Mention]:
        found: list[Mention] = []
        at = bisect_left(self.named_at, low)
        for mention in reversed(self.mentions[max(0, at - _NAMES) : at]):
            if mention.weak or mention.code == "anggaran" or mention.code in {m.code for m in found}:
                continue
            found.append(mention)
            if len(found) == 2:
                break
        return found

    def dates_in(self, low: int, high: int) -> list[Moment]:
        """The dates that begin at lexemes low to high - 1."""
        firsts = self.periods.firsts
        return self.moments[bisect_left(firsts, low) : bisect_left(firsts, high)]

    def dates_before(self, low: int, count: int) -> list[Moment]:
        """The last `count` dates before lexeme low, nearest first."""
        at = bisect_left(self.periods.firsts, low)
        return self.moments[max(0, at - count) : at][::-1]

    def last_of(self, code: str, low: int) -> Mention | None:
        """Where a measure is named last before lexeme low."""
        at = bisect_left(self.places.get(code, []), low)
        return self.by_code[code][at - 1] if at else None

    def timed(self, value: str) -> tuple[str, int | None]:
        """Whether a time is a year, a part of one, a day or an interval, and how many years it is away."""
        found = self._timed.get(value)
        if found is None:
            length = len(value)
            sort = "interval" if "/" in value else "year" if length == 4 else "day" if length > 7 else "part"
            found = self._timed[value] = sort, self.away(value)
        return found

    def away(self, value: str | None) -> int | None:
        """Years from the year of publication to that of a value in EDTF, at most three; None unknown."""
        return _away(value, self.year)


@lru_cache(maxsize=4096)
def _away(value: str | None, published: int | None) -> int | None:
    year = first_year(value.strip("./")) if value else None
    return None if year is None or published is None else max(-3, min(3, year - published))


def near(distance: int) -> int:
    """A distance in lexemes, rounded up to one of a few."""
    at = bisect_left(_EDGES, distance)
    return _EDGES[at] if at < len(_EDGES) else 999
