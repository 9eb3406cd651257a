"""A report in the queue: how it is written into a line, ordered, narrowed and counted. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tracker.progress.registry import HINDERS, REGISTRY, risk_points
from tracker.progress.rules import State
from tracker.review.models import SHARDS

HIGH_RISK = 8
MEDIUM_RISK = 3


class Level(StrEnum):
    """How much a report deserves a look before others."""

    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"


class Order(StrEnum):
    """What the queue begins with."""

    RISK = "risiko"
    AGE = "terlama"


RANK = {Level.HIGH: 0, Level.MEDIUM: 1, Level.LOW: 2}


class Entry(NamedTuple):
    """A report as the queue knows it; times are seconds since 1970, 0 for none.

    `pm` and `apip` are the two assessments as four signs (`tracker.progress.dimensions`); `held` names who
    set it aside.
    """

    id: str
    unit: str
    triwulan: int
    year: int
    state: str
    revision: int
    codes: tuple[str, ...]
    risk: int
    at: float
    decided: float = 0.0
    pm: str = ""
    apip: str = ""
    held: str = ""

    @property
    def level(self) -> Level:
        """Its risk in one of three steps."""
        if self.risk >= HIGH_RISK:
            return Level.HIGH
        return Level.MEDIUM if self.risk >= MEDIUM_RISK else Level.LOW

    @property
    def proven(self) -> bool:
        """Whether its evidence fits."""
        return "claim_equals" in self.codes or "document_fits" in self.codes

    @property
    def passes(self) -> bool:
        """Whether no test asks for a look, and nobody was unsure."""
        return self.proven and not is_hindered(self.codes) and not self.held

    @property
    def marks(self) -> tuple[str, ...]:
        """The tests that mark it, the gravest first."""
        return marks_of(self.codes)


@lru_cache(maxsize=4_096)  # thousands of reports have the same few outcomes
def marks_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the tests that mark a report in a list, the gravest first."""
    told = [code for code in codes if code in REGISTRY and REGISTRY[code].risk]
    return tuple(sorted(told, key=lambda code: -REGISTRY[code].risk))


@lru_cache(maxsize=4_096)
def is_hindered(codes: tuple[str, ...]) -> bool:
    """Whether any of the tests asks for a person's look."""
    return any(code in REGISTRY and REGISTRY[code].severity in HINDERS for code in codes)


@lru_cache(maxsize=4_096)
def points_of(codes: tuple[str, ...]) -> int:
    """The points of risk of the tests."""
    return risk_points(codes)


def to_line(entry: Entry) -> str:
    """The entry as it is kept: a line reads four times as fast as a document."""
    return "\t".join(
        [
            entry.unit,
            str(entry.triwulan),
            str(entry.year),
            entry.state,
            str(entry.revision),
            " ".join(entry.codes),
            repr(entry.at),
            repr(entry.decided),
            entry.pm,
            entry.apip,
            entry.held.replace("\t", " "),
        ]
    )


def from_line(identifier: str, line: str) -> Entry:
    """The entry of a kept line. Its risk is computed, so that a changed register takes hold at once."""
    unit, triwulan, year, state, revision, codes, at, decided, pm, apip, held = line.split("\t")
    told = tuple(codes.split(" ")) if codes else ()
    return Entry(
        identifier,
        unit,
        int(triwulan),
        int(year),
        state,
        int(revision),
        told,
        points_of(told),
        float(at),
        float(decided),
        pm,
        apip,
        held,
    )


def shard_of(identifier: str) -> int:
    """The number of the shard in which a report's line stands: the same for ever."""
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:4]) % SHARDS


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue is narrowed to; None or "" does not narrow. `test` is a code of the register."""

    state: State = State.SUBMITTED
    triwulan: int | None = None
    unit: str | None = None
    level: Level | None = None
    test: str = ""
    passing: bool | None = None
    held: bool | None = None
    order: Order = Order.RISK

    def matches(self, entry: Entry) -> bool:
        """Whether the entry is wanted, whatever its state."""
        return (
            (self.triwulan is None or entry.triwulan == self.triwulan)
            and (self.unit is None or entry.unit == self.unit)
            and (self.level is None or entry.level is self.level)
            and (not self.test or self.test in entry.codes)
            and (self.passing is None or entry.passes is self.passing)
            and (self.held is None or bool(entry.held) is self.held)
        )


def narrowed(entries: Iterable[Entry], wanted: Filter) -> list[Entry]:
    """The entries of a state that the filter leaves, in the order in which they are worked through.

    What waits: what somebody was unsure of last; by risk, then age, or by age alone. What is decided: the
    newest decision first.
    """
    found = [entry for entry in entries if entry.state == wanted.state and wanted.matches(entry)]
    if wanted.state is not State.SUBMITTED:
        return sorted(found, key=lambda entry: (-entry.decided, entry.id))
    if wanted.order is Order.AGE:
        return sorted(found, key=lambda entry: (bool(entry.held), entry.at, entry.id))
    return sorted(found, key=lambda entry: (bool(entry.held), RANK[entry.level], entry.at, entry.id))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reports each filter would leave: by state within all filters, the rest within the state."""

    states: Counter[str]
    levels: Counter[str]
    tests: Counter[str]
    units: Counter[str]
    passing: int
    held: int


def counted(entries: Sequence[Entry], wanted: Filter) -> Counts:
    """The counts that stand beside the filters."""
    matching = [entry for entry in entries if wanted.matches(entry)]
    waiting = [entry for entry in entries if entry.state == wanted.state]
    return Counts(
        states=Counter(entry.state for entry in matching),
        levels=Counter(str(entry.level) for entry in waiting),
        tests=Counter(code for entry in waiting for code in entry.marks),
        units=Counter(entry.unit for entry in waiting),
        passing=sum(entry.passes for entry in waiting),
        held=sum(bool(entry.held) for entry in waiting),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report stands in the order of work: its neighbours, and which one it is of how many."""

    previous_id: str | None = None
    next_id: str | None = None
    number: int = 0
    total: int = 0


def place_in(ids: Sequence[str], identifier: str) -> Place:
    """The place of a report among those that wait; nowhere for one that is not among them."""
    if identifier not in ids:
        return Place(total=len(ids))
    at = ids.index(identifier)
    return Place(
        previous_id=ids[at - 1] if at else None,
        next_id=ids[at + 1] if at + 1 < len(ids) else None,
        number=at + 1,
        total=len(ids),
    )
