"""Facts about a date that speak for one of its roles, and the role that they speak for most."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from nlp.confidence import of_date
from nlp.learned.model import Facts, Option, Said, Table
from nlp.marks import DateSpan
from nlp.tables.find import Tables
from nlp.text.lexer import Lexed
from nlp.text.words import words

ROLES = ("deadline", "event", "period", "published")
_DAY = Table("day", ROLES)
_LEANING = 1250  # thousandths: a deadline that is missed costs more than one that a person rejects
# Kinds of words near a date (data/words.txt says which); a word of several kinds is of the last of these.
_KINDS = {word: kind for kind in "FNPAVOL" for word in words(f"days {kind}")}
_REACH = 16  # lexemes before a date that its clause may have
_NEAR = 11
_LINE = 160  # characters before a date in a short line
_BEHIND = 7
_STOPS = frozenset({".", ";", "!", "?", "|"})
_SHORT = 3  # letters of what is an abbreviation when a full stop follows
_AGES = (-366, -32, -8, -1, 0, 7, 31, 92, 366)  # days from the day of publication
_WHEN = "<<<<=>>>>>"  # before, on or behind that day: by the place of an age in them
_FORMS = {said: "".join(map(str, said)) for said in product((False, True), repeat=4)}


class Days:
    """The dates of a page as the rules left them, and in `told` the roles of those that were asked about."""

    def __init__(
        self, lexed: Lexed, spans: Sequence[DateSpan], today: date | None, tables: Tables | None
    ) -> None:
        self.lexed, self.spans, self.today, self._tables = lexed, spans, today, tables
        self.told = [span.mark.role for span in spans]

    def facts(self, n: int, *, spelt: bool) -> Said:
        """The facts about date n, or what they weigh."""
        span, lexed = self.spans[n], self.lexed
        role, value, shape = span.mark.role, span.mark.value, span.shape
        form = _FORMS["T" in value, "/" in value, value.startswith(".."), value.endswith("..")]
        age = self._age(value)
        when = "?" if age is None else _WHEN[age]
        own, lead = lexed.low[span.first], lexed.word(span.first - 1)
        facts = (
            _date(spelt, role, shape, form, age, when)
            + _DAY.word(spelt, "own=", own)
            + _DAY.word(spelt, "own=", f"{own}:{role}")
            + _DAY.word(spelt, "form=", f"{form}:{lead}")
            + self._before(n, when, spelt)
            + self._behind(n, spelt)
            + self._line(n, spelt)
        )
        if n:
            last = self.spans[n - 1]
            between = " ".join(lexed.low[last.end : span.first][:3]) if span.first - last.end < 4 else "…"
            facts += _last(spelt, self.told[n - 2] if n > 1 else None, self.told[n - 1], between)
        place = self._tables.at(span.mark.start) if self._tables else None
        if place is not None:
            head = place.head.replace("/", " ").split()
            facts += _DAY.words(spelt, "head=", head[:8])
            facts += _in_table(spelt, _sorted(_KINDS[word] for word in head if word in _KINDS), role)
        return facts

    def _line(self, n: int, spelt: bool) -> Said:
        """How far a date stands in its line, and the first words of that, where the line is short."""
        lexed, first = self.lexed, self.spans[n].first
        start = lexed.starts[first]
        least = max(0, start - _LINE)
        begin = lexed.text.rfind("\n", least, start)
        if begin < 0 < least:
            return _line(spelt, None)
        i = bisect_left(lexed.starts, begin + 1, max(0, first - _LINE), first)
        words = [word for word in lexed.low[i : min(i + 5, first)] if word.isalpha()]
        return _line(spelt, min(6, (first - i) // 4)) + _DAY.words(spelt, "line:", words[:2])

    def _age(self, value: str) -> int | None:
        day = value.strip("./").rpartition("/")[2][:10]
        if self.today is None or len(day) < 10:
            return None
        return bisect_right(_AGES, (date.fromisoformat(day) - self.today).days)

    def _before(self, n: int, when: str, spelt: bool) -> Said:
        """The words of the clause before a date, and the kinds that are among them."""
        lexed, first = self.lexed, self.spans[n].first
        low, gaps = lexed.low, lexed.gaps
        least = max(self.spans[n - 1].end if n else 0, first - _REACH)
        begin = first
        while begin > least:
            if (len(gaps[begin]) > 1 or low[begin - 1] in _STOPS) and self._begins_clause(begin):
                break
            begin -= 1
        words = low[begin:first]
        words.reverse()
        kinds, away = _kinds(words)
        zone = away if away < 3 else 3 if away < 6 else 4
        plain = ["<n>" if "0" <= word < ":" else word for word in words[: _NEAR - 1]]
        said = _led(spelt, kinds, zone, when, self.spans[n].mark.role, "\n" in lexed.gap(first))
        said += _DAY.word(spelt, "L21:", f"{self._plain(first - 2)} {self._plain(first - 1)}")
        if plain:
            said += _DAY.word(spelt, "L1:", plain[0]) + _DAY.words(spelt, "C:", plain)
        if len(plain) > 1:
            said += _DAY.word(spelt, "L2:", plain[1])
        return said

    def _begins_clause(self, i: int) -> bool:
        """True when a sentence, a cell, an item of a list or a paragraph ends before lexeme i."""
        lexed = self.lexed
        word, gap = lexed.low[i - 1], lexed.gaps[i]
        if word in _STOPS and (word == "|" or (gap and (word != "." or len(lexed.word(i - 2)) > _SHORT))):
            return True
        if len(gap) < 2:
            return False
        if "\n" not in gap:
            return len(gap) > 2 or "\t" in gap
        return gap.count("\n") > 1 or not lexed.low[i][0].isalpha() or lexed.is_capital(i)

    def _behind(self, n: int, spelt: bool) -> Said:
        """The words behind a date, and the kinds that are among them."""
        lexed, end = self.lexed, self.spans[n].end
        low, gaps = lexed.low, lexed.gaps
        stop = self.spans[n + 1].first if n + 1 < len(self.spans) else len(low)
        ends = end < stop and "\n" in gaps[end]
        last = end
        while last < stop and last < end + _BEHIND and "\n" not in gaps[last]:
            last += 1
            if low[last - 1] in _STOPS and lexed.gap(last):
                break
        words = low[end:last]
        kinds, away = _kinds(words)
        said = _followed(spelt, kinds, min(away, 4), ends)
        for of, word in zip(("R1:", "R2:"), words, strict=False):
            said += _DAY.word(spelt, of, "<n>" if "0" <= word < ":" else word)
        return said

    def _plain(self, i: int) -> str:
        """Lexeme i, "<d>" for a figure of a date and "<n>" for any other."""
        word = self.lexed.word(i)
        return word if not "0" <= word < ":" else "<d>" if self.lexed.taken[i] else "<n>"


@_DAY.group
def _date(role: str, shape: str, form: str, age: int | None, when: str) -> Facts:
    return (
        *("all", f"rule={role}", f"shape={shape}", f"rule={role}:{shape}", f"form={form}:{shape}:{role}"),
        *(f"age={age}", f"age={age}:{role}", f"age={age}:{shape}", f"form={form}:{when}"),
    )


@_DAY.group
def _led(order: str, zone: int, when: str, role: str, opens: bool) -> Facts:
    """`order`: the kinds of words before a date, nearest first; `zone`: how near the first of them is."""
    kinds = _sorted(order)
    near = (f"near={order[0]}{zone}", f"near={order[0]}:{zone}{when}") if order else ()
    return (
        *(*near, f"order={order[:2]}", f"kinds={kinds}", f"kinds={kinds}:{when}", f"kinds={kinds}:{role}"),
        *(("opens line",) if opens else ()),
    )


@_DAY.group
def _followed(order: str, zone: int, ends: bool) -> Facts:
    near = (f"behind={order[0]}{zone}",) if order else ()
    return (*near, f"behind={_sorted(order)}", *(("ends line",) if ends else ()))


@_DAY.group
def _last(second: str | None, role: str, between: str) -> Facts:
    """The roles of the two dates before, the nearer one last, and the words between."""
    said = f"last={role}", f"last={role}:{between}"
    return said if second is None else (*said, f"last two={second}:{role}")


@_DAY.group
def _line(distance: int | None) -> Facts:
    return ("line" if distance is None else f"line={distance}",)


@_DAY.group
def _in_table(kinds: str, role: str) -> Facts:
    return "in table", f"head kinds={kinds}", f"head kinds={kinds}:{role}"


def _kinds(words: list[str]) -> tuple[str, int]:
    """The kinds among words, each once, and the place of the first word that has one; 0 without one."""
    told = list(map(_KINDS.get, words))
    kinds = "".join(dict.fromkeys(filter(None, told)))
    return kinds, told.index(kinds[0]) + 1 if kinds else 0


def _sorted(kinds: Iterable[str]) -> str:
    return "".join(sorted(set(kinds)))


def options(days: Days, n: int, *, known: bool = False) -> list[Option]:
    """The roles that date n may have, each with the facts that speak for it; `known` marks a text by which
    the rules were mended.
    """
    facts = days.facts(n, spelt=True)
    ruled = [fact for fact in facts if fact.startswith("rule=")] if known else []
    return [
        (role, [*(f"{role}|{fact}" for fact in facts), *(f"known {role}|{fact}" for fact in ruled)])
        for role in ROLES
    ]


def decided(days: Days, n: int) -> str:
    """The role of date n that the facts speak for most."""
    weights = _DAY.split(days.facts(n, spelt=False))
    weights[0] += _LEANING
    return ROLES[weights.index(max(weights))]


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
    sure = round(mark.confidence * of_date(True, False, role), 2)
    return span._replace(mark=mark._replace(role=role, confidence=sure))
