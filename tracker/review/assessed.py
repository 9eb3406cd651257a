"""The four dimensions over many reports: shares for each unit and the institution, PM beside APIP. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.progress.dimensions import Dimension, Share, differing, share_of
from tracker.progress.rules import State
from tracker.review.entries import Entry

ASSESSED = frozenset({State.RETURNED, State.VERIFIED})


@dataclass(frozen=True, slots=True)
class Column:
    """One dimension of a row: both shares, and in how many reports the two assessments differ."""

    dimension: Dimension
    pm: Share
    apip: Share
    differing: int


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """A unit, or the institution where `unit` is None."""

    unit: str | None
    name: str
    reports: int
    columns: Sequence[Column]


def assessed_rows(
    entries: Iterable[Entry], names: Mapping[str, str], *, triwulan: int | None, total: str
) -> list[AssessedRow]:
    """The rows of the units that were assessed, by name, and the institution's at the end.

    Counted are reports that were decided on; the institution's shares are over all of them, never an
    average of the units' shares.
    """
    by_unit: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.state in ASSESSED and entry.apip and triwulan in (None, entry.triwulan):
            by_unit[entry.unit].append(entry)
    rows = [_row(unit, names.get(unit, unit), listed) for unit, listed in by_unit.items()]
    everything = [entry for listed in by_unit.values() for entry in listed]
    return [*sorted(rows, key=lambda row: row.name), _row(None, total, everything)] if rows else []


def _row(unit: str | None, name: str, entries: Sequence[Entry]) -> AssessedRow:
    columns = [
        Column(
            dimension=dimension,
            pm=share_of((entry.pm for entry in entries), dimension),
            apip=share_of((entry.apip for entry in entries), dimension),
            differing=sum(dimension in differing(entry.pm, entry.apip) for entry in entries),
        )
        for dimension in Dimension
    ]
    return AssessedRow(unit, name, len(entries), columns)


def reports_that_differ(entries: Iterable[Entry], *, triwulan: int | None) -> list[Entry]:
    """The decided reports in which PM and APIP differ, newest decision first."""
    found = [
        entry
        for entry in entries
        if entry.state in ASSESSED and triwulan in (None, entry.triwulan) and differing(entry.pm, entry.apip)
    ]
    return sorted(found, key=lambda entry: -entry.decided)
