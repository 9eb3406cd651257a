"""Facts about a date that speak for one of its roles, and the role that they speak for most."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache

from nlp.confidence import of_date
from nlp.learned.model import Option, weights
from nlp.lexer import Lexed
from nlp.marks import DateSpan
from nlp.tables import Tables
from nlp.words import words

ROLES = ("deadline", "event", "period", "published")
_LEANING = (1250, 0, 0, 0)  # thousandths: a deadline that is missed costs more than one that a person rejects
# Kinds of words near a date (data/words.txt says which); a word of several kinds is of the last of these.
_KINDS = {word: kind for kind in "FNPAVOL" for word in words(f"days {kind}")}
_REACH = 16  # lexemes before a date that its clause may have
_NEAR = 11
_LINE = 160  # characters before a date in a short line
_BEHIND = 7
_STOPS = frozenset({".", ";", "!", "?", "|"})
_SHORT = 3  # letters of what is an abbreviation when a full stop follows
_AGES = (-366, -32, -8, -1, 0, 7, 31, 92, 366)  # days from the day of publication
_TODAY = 4  # place of the day itself in them


class Days:
    """The dates of a page as the rules left them, and in `told` the roles of those that were asked about."""

    def __init__(
        self, lexed: Lexed, spans: Sequence[DateSpan], today: date | None, tables: Tables | None
    ) -> None:
        self.lexed, self.spans, self.today, self._tables = lexed, spans, today, tables
        self.told = [span.mark.role for span in spans]

    def facts(self, n: int) -> list[str]:
        """The facts about date n."""
        span, lexed = self.spans[n], self.lexed
        role, value, shape = span.mark.role, span.mark.value, span.shape
        form = f"{'T' in value}{'/' in value}{value.startswith('..')}{value.endswith('..')}"
        age = self._age(value)
        when = "?" if age is None else "<" if age < _TODAY else "=" if age == _TODAY else ">"
        own, lead = lexed.low[span.first], lexed.word(span.first - 1)
        facts = [
            *("all", f"rule={role}", f"shape={shape}", f"rule={role}:{shape}", f"form={form}:{shape}:{role}"),
            *(f"age={age}", f"age={age}:{role}", f"age={age}:{shape}"),
            *(f"form={form}:{when}", f"form={form}:{lead}", f"own={own}", f"own={own}:{role}"),
        ]
        kinds = self._before(n, when, facts)
        facts += (f"kinds={kinds}", f"kinds={kinds}:{when}", f"kinds={kinds}:{role}")
        facts.append(f"behind={self._behind(n, facts)}")
        if n:
            last, told = self.spans[n - 1], self.told[n - 1]
            between = lexed.low[last.end : span.first][:3] if span.first - last.end < 4 else ["…"]
            facts += (f"last={told}", f"last={told}:{' '.join(between)}")
        if n > 1:
            facts.append(f"last two={self.told[n - 2]}:{self.told[n - 1]}")
        facts += self._line(n)
        place = self._tables.at(span.mark.start) if self._tables else None
        if place is not None:
            head = place.head.replace("/", " ").split()
            facts += [f"head={word}" for word in head[:8]]
            of_head = "".join(sorted({_KINDS[word] for word in head if word in _KINDS}))
            facts += ("in table", f"head kinds={of_head}", f"head kinds={of_head}:{role}")
        return facts

    def _line(self, n: int) -> list[str]:
        """How far a date stands in its line, and the first words of that, where the line is short."""
        lexed, first = self.lexed, self.spans[n].first
        start = lexed.starts[first]
        least = max(0, start - _LINE)
        begin = lexed.text.rfind("\n", least, start)
        if begin < 0 < least:
            return ["line"]
        i = bisect_left(lexed.starts, begin + 1, max(0, first - _LINE), first)
        words = [word for word in lexed.low[i : min(i + 5, first)] if word.isalpha()]
        return [f"line={min(6, (first - i) // 4)}", *(f"line:{word}" for word in words[:2])]

    def _age(self, value: str) -> int | None:
        day = value.strip("./").rpartition("/")[2][:10]
        if self.today is None or len(day) < 10:
            return None
        return bisect_right(_AGES, (date.fromisoformat(day) - self.today).days)

    def _before(self, n: int, when: str, facts: list[str]) -> str:
        """The words of the clause before a date, and the kinds that are among them."""
        lexed, first = self.lexed, self.spans[n].first
        last = self.spans[n - 1].end if n else 0
        if "\n" in lexed.gap(first):
            facts.append("opens line")
        facts.append(f"L21:{self._plain(first - 2)} {self._plain(first - 1)}")
        kinds = ""
        for i in range(first - 1, max(last, first - _REACH) - 1, -1):
            word, away = lexed.low[i], first - i
            if self._ends_clause(i, word):
                break
            kind = _KINDS.get(word)
            if kind is not None and kind not in kinds:
                if not kinds:
                    zone = away if away < 3 else 3 if away < 6 else 4
                    facts += (f"near={kind}{zone}", f"near={kind}:{zone}{when}")
                kinds += kind
            if away < _NEAR:
                plain = "<n>" if "0" <= word < ":" else word
                if away < 3:
                    facts.append(f"L{away}:{plain}")
                facts.append(f"C:{plain}")
        facts.append(f"order={kinds[:2]}")
        return "".join(sorted(kinds))

    def _ends_clause(self, i: int, word: str) -> bool:
        """True when a sentence, a cell, an item of a list or a paragraph ends with lexeme i."""
        lexed = self.lexed
        gap = lexed.gap(i + 1)
        if word in _STOPS and (word == "|" or (gap and (word != "." or len(lexed.word(i - 1)) > _SHORT))):
            return True
        if len(gap) < 2:
            return False
        if "\n" not in gap:
            return len(gap) > 2 or "\t" in gap
        return gap.count("\n") > 1 or not lexed.low[i + 1][0].isalpha() or lexed.is_capital(i + 1)

    def _behind(self, n: int, facts: list[str]) -> str:
        """The words behind a date, and the kinds that are among them."""
        lexed, end = self.lexed, self.spans[n].end
        stop = self.spans[n + 1].first if n + 1 < len(self.spans) else len(lexed)
        kinds = ""
        for away, i in enumerate(range(end, min(stop, end + _BEHIND)), 1):
            if "\n" in lexed.gap(i):
                if away == 1:
                    facts.append("ends line")
                break
            word = lexed.low[i]
            if away < 3:
                facts.append(f"R{away}:{'<n>' if '0' <= word < ':' else word}")
            kind = _KINDS.get(word)
            if kind is not None and kind not in kinds:
                if not kinds:
                    facts.append(f"behind={kind}{min(away, 4)}")
                kinds += kind
            if word in _STOPS and lexed.gap(i + 1):
                break
        return "".join(sorted(kinds))

    def _plain(self, i: int) -> str:
        """Lexeme i, "<d>" for a figure of a date and "<n>" for any other."""
        word = self.lexed.word(i)
        return word if not "0" <= word < ":" else "<d>" if self.lexed.taken[i] else "<n>"


def options(days: Days, n: int, *, known: bool = False) -> list[Option]:
    """The roles that date n may have, each with the facts that speak for it; `known` marks a text by which
    the rules were mended.
    """
    facts = days.facts(n)
    ruled = [fact for fact in facts if fact.startswith("rule=")] if known else []
    return [
        (role, [*(f"{role}|{fact}" for fact in facts), *(f"known {role}|{fact}" for fact in ruled)])
        for role in ROLES
    ]


@cache
def _table() -> dict[str, tuple[int, ...]]:
    """What each fact weighs for each of `ROLES`."""
    grouped: dict[str, list[int]] = {}
    for key, weight in weights("day").items():
        role, _, fact = key.partition("|")
        grouped.setdefault(fact, [0] * len(ROLES))[ROLES.index(role)] = weight
    return {fact: tuple(row) for fact, row in grouped.items()}


def decided(days: Days, n: int) -> str:
    """The role of date n that the facts speak for most."""
    rows = [_LEANING, *(row for row in map(_table().get, days.facts(n)) if row is not None)]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    return ROLES[sums.index(max(sums))]


def is_weighed(span: DateSpan) -> bool:
    """Whether the table is asked: a year and a part of a year are hardly ever anything but a period."""
    return span.shape not in {"year", "part"} or span.mark.role != "period"


def refined(days: Days) -> list[DateSpan]:
    """The dates with the roles that the table gives them."""
    for n, span in enumerate(days.spans):
        if is_weighed(span):
            days.told[n] = decided(days, n)
    return [_with_role(span, role) for span, role in zip(days.spans, days.told, strict=True)]


def _with_role(span: DateSpan, role: str) -> DateSpan:
    mark = span.mark
    if role == mark.role:
        return span
    sure = round(mark.confidence * of_date(complete=True, bare=False, role=role), 2)
    return span._replace(mark=mark._replace(role=role, confidence=sure))
