"""When a stage of the work is open, and for whom: pure functions of instants.

A strict deadline shuts its stage outside its window; any other only counts days and marks what comes late. An
extension keeps the window of one unit open for longer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """What must be done by a deadline: units report, units mend what came back, the inspectorate decides."""

    REPORT = "report"
    CORRECT = "correct"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a stage may be done for triwulan I through `through`.

    `extensions` holds the last instant of each unit that was given longer.
    """

    stage: Stage
    through: int
    opens_at: datetime | None
    closes_at: datetime
    extensions: Mapping[str, datetime] = field(default_factory=dict)

    def closes_for(self, unit: str | None) -> datetime:
        """The last instant for a unit: the later of everybody's and its own."""
        return max(self.closes_at, self.extensions.get(unit or "", self.closes_at))


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a stage is open. Where it is shut: when it opens next, and when it closed last."""

    is_open: bool
    opens_at: datetime | None = None
    closed_at: datetime | None = None


def gate(windows: Iterable[Window], stage: Stage, *, triwulan: int, unit: str | None, at: datetime) -> Gate:
    """Whether a stage is open for a unit's triwulan at an instant, given the year's strict windows.

    Without a window for that stage and triwulan it is open; with several, one that is open is enough.
    """
    asked = [window for window in windows if window.stage is stage and window.through >= triwulan]
    if not asked or any(_is_open(window, unit, at) for window in asked):
        return Gate(is_open=True)
    ahead = [window.opens_at for window in asked if window.opens_at is not None and window.opens_at > at]
    passed = [window.closes_for(unit) for window in asked if window.closes_for(unit) < at]
    return Gate(is_open=False, opens_at=min(ahead, default=None), closed_at=max(passed, default=None))


def _is_open(window: Window, unit: str | None, at: datetime) -> bool:
    return (window.opens_at is None or window.opens_at <= at) and at <= window.closes_for(unit)
