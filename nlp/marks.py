"""What is found in a text: plain frozen values with offsets, and their JSON form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

Json = dict[str, Any]


class DateMark(NamedTuple):
    """A date expression; `value` is EDTF, `role` is deadline, published, period or event."""

    start: int
    end: int
    text: str
    value: str
    role: str
    confidence: float = 1.0

    def to_json(self) -> Json:
        """The contract's form of a date."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "value": self.value,
            "role": self.role,
            "confidence": self.confidence,
        }


class DateSpan(NamedTuple):
    """A date mark with the lexemes that it stands on."""

    mark: DateMark
    first: int
    end: int
    shape: str


@dataclass(frozen=True, slots=True)
class Dates:
    """All dates of a text, and the day on which it was published, given or found."""

    spans: list[DateSpan]
    published: date | None


class ClaimMark(NamedTuple):
    """A figure or grade that the text states.

    `kind` is score, grade, percent, money, count or rank; `value` is a Decimal (rupiah, per cent …) or,
    for a grade, the grade as written; `role` is target or actual; `period` is EDTF or None.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Decimal | str
    unit: str | None
    role: str
    indicator: str | None = None
    period: str | None = None
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()  # what the confidence was told from; not part of the contract

    def to_json(self) -> Json:
        """The contract's form of a claim; numbers are JSON numbers."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "value": self.value if isinstance(self.value, str) else json_number(self.value),
            "unit": self.unit,
            "role": self.role,
            "indicator": self.indicator,
            "period": self.period,
            "confidence": self.confidence,
        }


class RegulationMark(NamedTuple):
    """A citation of a law, regulation or decree."""

    start: int
    end: int
    text: str
    type: str
    number: str
    year: int
    confidence: float = 1.0

    def to_json(self) -> Json:
        """The contract's form of a regulation."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "type": self.type,
            "number": self.number,
            "year": self.year,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one text, each list in the order of the text."""

    text: str
    published: date | None
    dates: list[DateMark] = field(default_factory=list)
    claims: list[ClaimMark] = field(default_factory=list)
    regulations: list[RegulationMark] = field(default_factory=list)

    def to_json(self) -> Json:
        """The contract's object."""
        return {
            "text": self.text,
            "published": self.published.isoformat() if self.published else None,
            "dates": [mark.to_json() for mark in self.dates],
            "claims": [mark.to_json() for mark in self.claims],
            "regulations": [mark.to_json() for mark in self.regulations],
        }


def json_number(value: Decimal) -> int | float:
    """A whole Decimal as int, any other as float: Decimal("50.0") -> 50."""
    return int(value) if value == value.to_integral_value() else float(value)
