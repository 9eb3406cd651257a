"""When two statements contradict each other: pure rules over plain values.

Statements are of one topic: the same indicator and period, or the same output and triwulan. A target and an
actual are two matters; a rounded figure agrees with the exact one; 75 % agrees with a ratio of 0,75.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

NUMERIC = frozenset({"score", "percent", "money", "count"})
OF_INDICATORS = frozenset({"score", "percent", "grade"})
"""Kinds of claim that say an indicator's own value; counts and money under its code are parts of it."""
MANY_VALUED = frozenset({"anggaran", "input_rb", "lapor", "investasi", "p3dn", "inovasi"})
"""Codes under which many measures stand side by side, so that different values are no contradiction."""
ROUNDED_FROM = Decimal(1_000_000)
"""Rupiah from which an amount may be written rounded, such as "Rp1,4 miliar"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a topic. `key` names where it stands; `value` is None for a grade, `grade` else."""

    key: str
    kind: str
    value: Decimal | None = None
    grade: str | None = None
    accepted: bool = True  # a person stands behind it: a form, or a claim that was confirmed

    @property
    def shown(self) -> str:
        """The value as it is compared."""
        return self.grade or ("" if self.value is None else format(self.value.normalize(), "f"))


def indicator_topic(code: str | None, period: str | None, kind: str, role: str) -> str | None:
    """The topic of a claim about an indicator; None where it says no value of its own for a time."""
    if not code or not period or role != "actual" or kind not in OF_INDICATORS or code in MANY_VALUED:
        return None
    return f"indicator|{code}|{period}|{'grade' if kind == 'grade' else 'value'}"


def output_topic(output_id: str, triwulan: int) -> str:
    """The topic of a cell of the plan."""
    return f"output|{output_id}|{triwulan}"


def dispute_id(instansi: str, topic: str) -> str:
    """The id of a topic's contradiction, short enough for an address."""
    return f"{instansi}-{hashlib.sha256(topic.encode()).hexdigest()[:24]}"


def agree(one: Statement, other: Statement) -> bool:
    """Whether two statements can both be true."""
    if one.grade is not None or other.grade is not None:
        return one.grade is None or other.grade is None or _folded(one.grade) == _folded(other.grade)
    if one.value is None or other.value is None:
        return True
    mine, theirs = _as_percent(one, other), _as_percent(other, one)
    if {one.kind, other.kind} == {"score", "percent"} and mine != theirs and not _is_ratio(one, other):
        return True  # an index and a share of something: two measures under one name
    money = one.kind == other.kind == "money"
    return mine == theirs or _rounds_to(mine, theirs, money=money) or _rounds_to(theirs, mine, money=money)


def _folded(grade: str) -> str:
    return " ".join(grade.strip(" \"'“”‘’").casefold().split())


def _is_ratio(one: Statement, other: Statement) -> bool:
    """Whether one of the two is a share of one, the other per cent."""
    ratio = one if one.kind == "score" else other
    return ratio.value is not None and 0 <= ratio.value <= 1


def _as_percent(statement: Statement, beside: Statement) -> Decimal:
    """The value, a ratio beside a percentage in per cent."""
    value = statement.value if statement.value is not None else Decimal(0)
    is_ratio = statement.kind == "score" and beside.kind == "percent" and 0 <= value <= 1
    return value * 100 if is_ratio else value


def _rounds_to(exact: Decimal, rough: Decimal, *, money: bool) -> bool:
    """Whether `rough` is `exact` with fewer digits, rounded or cut off: 4,44 and 4,4; 87,96 and 88."""
    exponent = int(rough.as_tuple().exponent)
    if money and rough >= ROUNDED_FROM:
        exponent = int(rough.normalize().as_tuple().exponent)
    if int(exact.as_tuple().exponent) >= exponent and not money:
        return False
    step = Decimal(1).scaleb(exponent)
    return rough in {exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN)}


def contradict(statements: Sequence[Statement]) -> bool:
    """Whether any two of the statements cannot both be true."""
    return any(
        not agree(one, other) for place, one in enumerate(statements) for other in statements[place + 1 :]
    )


def is_strong(statements: Iterable[Statement]) -> bool:
    """Whether people stand behind statements that contradict each other, not a machine's proposals alone."""
    return contradict([each for each in statements if each.accepted])


def superseded(statements: Sequence[Statement], stands: str) -> list[str]:
    """The keys of the statements that do not agree with the one that stands."""
    chosen = next((each for each in statements if each.key == stands), None)
    if chosen is None:
        return []
    return [each.key for each in statements if not agree(each, chosen)]


def considered(statements: Iterable[Statement]) -> str:
    """A print of what a decision was about: every statement with its value."""
    lines = sorted(f"{each.key} {each.shown}" for each in statements)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
