"""Rekap Verifikasi, Penolakan and Perbaikan by unit: pure counts over raw progress documents.

A report counts as returned once in all, however often it came back; what it is now says the rest: not
mended yet, mended and waiting, or accepted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tracker.progress.rules import MENDING, State


@dataclass(slots=True)
class Counts:
    """The reports of a unit, or of all.

    Verification: submitted = verified + waiting + returned and reopened ones. Refusals: `returned` ever, of
    which `unmended` lie with the unit. Corrections: `mended` wait for the inspectorate, `accepted` are
    verified. `oldest`: since when the oldest one lies with the unit.
    """

    submitted: int = 0
    verified: int = 0
    waiting: int = 0
    returned: int = 0
    unmended: int = 0
    mended: int = 0
    accepted: int = 0
    oldest: datetime | None = None

    @property
    def decided_share(self) -> float | None:
        """Per cent of what was submitted that is verified; None where nothing was."""
        return 100 * self.verified / self.submitted if self.submitted else None

    def __add__(self, other: "Counts") -> "Counts":
        sums = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(Counts)
            if field.name != "oldest"
        }
        known = [at for at in (self.oldest, other.oldest) if at is not None]
        return Counts(**sums, oldest=min(known, default=None))


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The counts of one unit; `unit` None: of what no unit was matched to."""

    unit: str | None
    name: str
    counts: Counts


def counts_of(report: Mapping[str, Any]) -> Counts:
    """One raw report's part in the counts."""
    state = State(report["state"])
    decisions = [one["decision"] for one in report["submissions"] if one.get("decision")]
    returns = [decision for decision in decisions if decision["state"] == State.RETURNED]
    if not report["submissions"]:
        return Counts()
    is_unmended = state in MENDING or (state is State.DRAFT and bool(returns))
    return Counts(
        submitted=1,
        verified=int(state is State.VERIFIED),
        waiting=int(state is State.SUBMITTED),
        returned=int(bool(returns)),
        unmended=int(is_unmended),
        mended=int(bool(returns) and state is State.SUBMITTED),
        accepted=int(bool(returns) and state is State.VERIFIED),
        oldest=decisions[-1]["at"] if is_unmended and decisions else None,
    )


def recap(
    reports: Iterable[Mapping[str, Any]], names: Mapping[str | None, str]
) -> tuple[list[UnitCounts], Counts]:
    """The counts of every unit that has submitted anything, by name, and their sum."""
    found: dict[str | None, Counts] = {}
    for report in reports:
        unit = report.get("unit")
        found[unit] = found.get(unit, Counts()) + counts_of(report)
    rows = [
        UnitCounts(unit, names.get(unit, str(unit)), counts)
        for unit, counts in found.items()
        if counts.submitted
    ]
    rows.sort(key=lambda row: (row.unit is None, row.name))
    return rows, sum((row.counts for row in rows), Counts())
