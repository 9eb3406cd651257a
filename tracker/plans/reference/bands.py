"""Grades and predicates of scores: which band of a scale a value lies in."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Band(BaseModel):
    """A band of values. `above` and `below` leave the bound out, `from` and `to` take it in.

    `only_if` is set where the value alone does not decide; such a band is never given by `band_for`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    label: str = Field(min_length=1)
    grade: str = ""
    above: Decimal | None = None
    from_: Decimal | None = Field(default=None, alias="from")
    below: Decimal | None = None
    to: Decimal | None = None
    only_if: str = ""

    @model_validator(mode="after")
    def _one_bound_per_side(self) -> Self:
        if self.above is not None and self.from_ is not None:
            raise ValueError("above and from exclude each other")
        if self.below is not None and self.to is not None:
            raise ValueError("below and to exclude each other")
        if all(bound is None for bound in (self.above, self.from_, self.below, self.to)):
            raise ValueError("a band needs a bound")
        return self

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in the band."""
        return (
            (self.above is None or value > self.above)
            and (self.from_ is None or value >= self.from_)
            and (self.below is None or value < self.below)
            and (self.to is None or value <= self.to)
        )


class Scale(BaseModel):
    """A scale over the years `first` to `until` (None: open); `low` and `high` bound its values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    source: str
    low: Decimal
    high: Decimal
    first: int | None = None
    until: int | None = None
    bands: tuple[Band, ...]

    def is_of(self, code: str, year: int) -> bool:
        """Whether this is the scale of that code in that year."""
        started = self.first is None or self.first <= year
        return self.code == code and started and (self.until is None or year <= self.until)


def band_for(code: str, year: int, value: Decimal, scales: Iterable[Scale]) -> Band | None:
    """The band of a value on the scale in force that year; None where there is no such scale or band."""
    for scale in scales:
        if scale.is_of(code, year):
            if not scale.low <= value <= scale.high:
                return None
            return next((band for band in scale.bands if not band.only_if and band.holds(value)), None)
    return None


def earned_instead(code: str, year: int, score: Decimal, said: str, scales: Iterable[Scale]) -> str | None:
    """The grade that a score earns where another one was said beside it; None where the two agree.

    Grade and predicate count as one ("BB" and "Sangat Baik"), and so do bands for which a person has to
    decide. None also where no scale of that year knows the score, or the word is none of the scale's.
    """
    word = _folded(said)
    for scale in scales:
        if not scale.is_of(code, year) or not any(word in _words(band) for band in scale.bands):
            continue
        holding = [band for band in scale.bands if scale.low <= score <= scale.high and band.holds(score)]
        if not holding or any(word in _words(band) for band in holding):
            return None
        return holding[0].grade or holding[0].label
    return None


def _words(band: Band) -> frozenset[str]:
    return frozenset(_folded(word) for word in (band.grade, band.label) if word)


def _folded(word: str) -> str:
    return " ".join(word.strip(" \"'“”‘’").casefold().split())
