"""A figure or grade that may be a claim, before its role, indicator and period are known."""

from __future__ import annotations

from collections.abc import Sequence
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


class PageWords(NamedTuple):
    """What the words of a page tell about its figures: many a rule needs a word that few pages hold.

    `measures` are the ends of the names of measures, in order; `money` says that the page speaks of money, so
    that its long grouped figures without a noun are amounts; `quoted`, `streets`, `steps`, `annexes`,
    `scales` and `shares` whether it holds an opening quotation mark, the name of a street, a sign of
    comparison, and a word for an annex, a scale and a share.
    """

    measures: Sequence[int]
    money: bool
    quoted: bool
    streets: bool
    steps: bool
    annexes: bool
    scales: bool
    shares: bool
