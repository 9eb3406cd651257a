"""Facts about a date that speak for one of its roles, and the role that they speak for most."""

from __future__ import annotations

from bisect import bisect_right
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
_LEANING = (1750, 0, 0, 0)  # thousandths: a deadline that is missed costs more than one that a person rejects
_LIMIT = words("roles limit")
_DUTY = words("roles duty")
_PAPERS = words("learned papers")
_REACH = 24  # lexemes before a date that are looked at
_BEHIND = 7
_HEAD = 60  # lexemes of a page's head
_LINES = (0, 2, 5, 15, 40)
_AGES = (-366, -32, -8, -1, 0, 7, 31, 92, 366)  # days from the day of publication


class Days:
    """The dates of a page as the rules left them; what is asked about each is looked up once and kept."""

    def __init__(
        self, lexed: Lexed, spans: Sequence[DateSpan], today: date | None, tables: Tables | None
    ) -> None:
        self.lexed, self.spans, self.today, self._tables = lexed, spans, today, tables
        head = set(lexed.low[:_HEAD])
        self._papers = [f"paper={word}" for word in sorted(_PAPERS) if word in head]
        self._lines, number, at = [], 0, 0  # of each date
        for span in spans:
            number += lexed.text.count("\n", at, span.mark.start)
            at = span.mark.start
            self._lines.append(number)
        self._last_line = number + lexed.text.count("\n", at)

    def facts(self, n: int) -> list[str]:
        """The facts about date n."""
        span, lexed = self.spans[n], self.lexed
        role, value, shape = span.mark.role, span.mark.value, span.shape
        form = f"{'T' in value}{'/' in value}{value.startswith('..')}{value.endswith('..')}"
        age = self._age(value)
        facts = [
            *("all", f"rule={role}", f"shape={shape}", f"rule={role}:{shape}", f"form={form}:{role}"),
            *(f"age={age}", f"age={age}:{role}", f"age={age}:{shape}"),
        ]
        self._before(span, facts)
        self._behind(span, facts)
        if n:
            last = self.spans[n - 1]
            between = lexed.low[last.end : span.first][:3] if span.first - last.end < 4 else ["…"]
            facts += (f"last={last.mark.role}", f"last={last.mark.role}:{' '.join(between)}")
        if n + 1 < len(self.spans):
            after = self.spans[n + 1]
            if after.first - span.end < 4:
                facts.append(f"next={after.mark.role}:{' '.join(lexed.low[span.end : after.first][:3])}")
        number = self._lines[n]
        facts += (f"line={bisect_right(_LINES, number)}", f"tail={self._last_line - number < 12}")
        place = self._tables.at(span.mark.start) if self._tables else None
        if place is not None:
            facts += [f"head={word}" for word in place.head.split()[:8]]
            facts.append("in table")
        return [*facts, *self._papers, *(f"{paper}:{role}" for paper in self._papers)]

    def _plain(self, i: int) -> str:
        """Lexeme i, "<d>" for a figure of a date and "<n>" for any other."""
        word = self.lexed.word(i)
        return word if not "0" <= word < ":" else "<d>" if self.lexed.taken[i] else "<n>"

    def _age(self, value: str) -> int | None:
        day = value.strip("./").rpartition("/")[2][:10]
        if self.today is None or len(day) < 10:
            return None
        return bisect_right(_AGES, (date.fromisoformat(day) - self.today).days)

    def _before(self, span: DateSpan, facts: list[str]) -> None:
        """The words before a date, nearest first, and the nearest that sets a limit or a duty."""
        lexed, first = self.lexed, span.first
        lines, zone, other = 0, 0, False
        limit = duty = ""
        for away, i in enumerate(range(first - 1, max(-1, first - 1 - _REACH), -1), 1):
            gap = lexed.gap(i + 1)
            if "\n" in gap:
                lines += gap.count("\n")
                if away == 1:
                    facts.append(f"opens line {min(lines, 2)}")
            if lines > 3:
                break
            word = self._plain(i)
            zone = away if away < 3 else 3 if away < 6 else 4 if away < 11 else 5
            if zone < 5:
                facts.append(f"L{zone}{min(lines, 1)}:{word}")
            other = other or word == "<d>"
            if not limit and word in _LIMIT:
                limit = f"limit={zone}{min(lines, 2)}{other}"
                facts += (f"{limit}:{word}", f"limit:{word}")
            if not duty and word in _DUTY:
                duty = f"duty={zone}{min(lines, 2)}{other}"
                facts.append(f"duty:{word}")
            if word in {".", ";"} and gap and "\n" in gap:
                lines += 1
        facts += (limit or "no limit", duty or "no duty", f"{bool(limit)}{bool(duty)}:{span.mark.role}")
        facts.append(f"L21:{self._plain(first - 2)} {self._plain(first - 1)}")

    def _behind(self, span: DateSpan, facts: list[str]) -> None:
        lexed, end = self.lexed, span.end
        for away, i in enumerate(range(end, min(len(lexed), end + _BEHIND)), 1):
            if "\n" in lexed.gap(i):
                if away == 1:
                    facts.append("ends line")
                break
            facts.append(f"R{away if away < 3 else 3}:{self._plain(i)}")


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
    return [
        _with_role(span, decided(days, n)) if is_weighed(span) else span for n, span in enumerate(days.spans)
    ]


def _with_role(span: DateSpan, role: str) -> DateSpan:
    mark = span.mark
    if role == mark.role:
        return span
    sure = round(mark.confidence * of_date(complete=True, bare=False, role=role), 2)
    return span._replace(mark=mark._replace(role=role, confidence=sure))
