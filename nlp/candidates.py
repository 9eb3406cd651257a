"""A figure or grade that may be a claim, before its role, indicator and period are known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure or grade at lexemes first to end - 1 that may be a claim; `sure` is 0 to 1."""

    first: int
    end: int
    kind: str
    value: Decimal | str
    unit: str | None
    sure: float
