"""A figure or grade that may be a claim, before its role, indicator and period are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Candidate(NamedTuple):
    """A figure or grade at lexemes first to end - 1 that may be a claim; `sure` is 0 to 1."""

    first: int
    end: int
    kind: str
    value: Decimal | str
    unit: str | None
    sure: float


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the words of a page tell about its bare figures.

    `measures` are the ends of the names of measures, in order; `money` says that the page speaks of money, so
    that its long grouped figures without a noun are amounts.
    """

    measures: Sequence[int]
    money: bool
