"""What rose and fell between two days, in points of the plan's percentage, by unit and by renaksi."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.outlook.gaps import COUNTED, Gap
from tracker.percentages.rules import TRIWULANS, Formula, Tally, percentages
from tracker.percentages.service import PlanFigures

HUNDRED = Decimal(100)
ZERO = Decimal(0)
FIELDS = {formula: formula.name.lower() for formula in Formula}


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit or a renaksi with the points by which it moved the plan's figure, up or down."""

    key: str | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure then and now. The points of the units and `other` add up to the difference.

    `other` is what comes from another denominator, such as a plan that was changed. `renaksi` is None where
    they were not kept, or the figure is not one of cells.
    """

    before: Decimal | None
    after: Decimal | None
    units: tuple[Moved, ...]
    renaksi: tuple[Moved, ...] | None
    other: Decimal

    @property
    def difference(self) -> Decimal | None:
        """The points between then and now."""
        return None if self.before is None or self.after is None else self.after - self.before


def movement(
    formula: Formula,
    then: PlanFigures,
    now: PlanFigures,
    *,
    through: int,
    letters_then: Mapping[str, str] | None,
    letters_now: Mapping[str, str],
) -> Movement:
    """What moved a figure through a triwulan. The letters are those of `gaps`, by renaksi."""
    before, whole_then = _parts(then.total(through), formula)
    after, whole = _parts(now.total(through), formula)
    units = _moved(
        {unit: _parts(then.of_unit(unit, through), formula)[0] for unit in then.units()},
        {unit: _parts(now.of_unit(unit, through), formula)[0] for unit in now.units()},
        whole,
    )
    renaksi = None
    if letters_then and formula in COUNTED:
        counted = COUNTED[formula]
        renaksi = _moved(
            {key: _count(letters, counted, through) for key, letters in letters_then.items()},
            {key: _count(letters, counted, through) for key, letters in letters_now.items()},
            whole,
        )
    other = ZERO
    if whole and whole_then:
        other = HUNDRED * (before / whole - before / whole_then)
    return Movement(
        before=HUNDRED * before / whole_then if whole_then else None,
        after=HUNDRED * after / whole if whole else None,
        units=units,
        renaksi=renaksi,
        other=other,
    )


def _parts(tally: Tally, formula: Formula) -> tuple[Decimal, Decimal]:
    figure = getattr(percentages(tally), FIELDS[formula])
    return figure.numerator, figure.denominator


def _count(letters: str, counted: Iterable[Gap], through: int) -> Decimal:
    """How many of the cells of a renaksi count: four letters for each of its outputs."""
    due = [letter for place, letter in enumerate(letters) if place % len(TRIWULANS) < through]
    return Decimal(sum(due.count(gap) for gap in counted))


def _moved(then: Mapping[Any, Decimal], now: Mapping[Any, Decimal], whole: Decimal) -> tuple[Moved, ...]:
    """What differs, the largest rise first and the deepest fall last."""
    differences = {key: now.get(key, ZERO) - then.get(key, ZERO) for key in then.keys() | now.keys()}
    found = [
        Moved(key, HUNDRED * difference / whole)
        for key, difference in differences.items()
        if difference and whole
    ]
    return tuple(sorted(found, key=lambda moved: (-moved.points, moved.key or "")))
