"""Daily snapshots of the percentages: taken by the scheduler, read by whoever looks back or ahead."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from tracker.institutions.models import Institution
from tracker.outlook.cells import letters_by_renaksi, plan_cells
from tracker.percentages.facts import TallyRow, from_document, to_document
from tracker.percentages.models import PlanTally
from tracker.percentages.rules import Tally
from tracker.percentages.service import PlanFigures, plan_figures
from tracker.plans.models import Plan, PlanStatus
from tracker.snapshots.models import Snapshot


@dataclass(frozen=True, slots=True)
class DaySnapshot:
    """The figures of a plan at the end of a day, by unit and triwulan (not by top node)."""

    day: date
    taken_at: datetime
    figures: PlanFigures
    letters: Mapping[str, str]  # where each cell stood, by renaksi; empty where it was not kept yet


@dataclass(frozen=True, slots=True)
class DayTotals:
    """The counts of a plan's cells at the end of a day, by the triwulan through which they are counted."""

    day: date
    totals: Mapping[int, Tally]


async def snapshots_of(plan: Plan, since: date) -> list[DaySnapshot]:
    """The daily figures of a plan from a day on, oldest first; days on which nothing ran are missing."""
    where = {"instansi": plan.instansi, "plan_id": plan.id, "day": {"$gte": since.isoformat()}}
    kept = await Snapshot.get_pymongo_collection().find(where).sort("day", 1).to_list()
    return [_snapshot(one) for one in kept]


async def snapshot_by(plan: Plan, day: date) -> DaySnapshot | None:
    """The plan's newest daily figures that are not younger than a day, or None."""
    where = {"instansi": plan.instansi, "plan_id": plan.id, "day": {"$lte": day.isoformat()}}
    kept = await Snapshot.get_pymongo_collection().find(where).sort("day", -1).limit(1).to_list()
    return _snapshot(kept[0]) if kept else None


async def totals_of(plan: Plan, since: date) -> list[DayTotals]:
    """The counts of cells of each day that was kept, oldest first: all that lines and forecasts need."""
    where = {"instansi": plan.instansi, "plan_id": plan.id, "day": {"$gte": since.isoformat()}}
    wanted = {"day": 1, "rows.through": 1, "rows.cells": 1}
    kept = await Snapshot.get_pymongo_collection().find(where, wanted).sort("day", 1).to_list()
    return [DayTotals(date.fromisoformat(one["day"]), _totals(one["rows"])) for one in kept]


def _totals(rows: Iterable[Mapping[str, Any]]) -> dict[int, Tally]:
    sums: dict[int, list[int]] = {}
    for row in rows:
        before = sums.get(row["through"], [0] * len(row["cells"]))
        sums[row["through"]] = [had + int(more) for had, more in zip(before, row["cells"], strict=True)]
    return {through: _tally(counts) for through, counts in sums.items()}


def _tally(counts: Iterable[int]) -> Tally:
    required, filled, reported, proven, verified = counts
    return Tally(required, filled, reported, proven, verified)


def _snapshot(kept: Mapping[str, Any]) -> DaySnapshot:
    return DaySnapshot(
        date.fromisoformat(kept["day"]),
        kept["taken_at"],
        PlanFigures(tuple(from_document(row) for row in kept["rows"])),
        kept.get("letters", {}),
    )


async def take_daily(at: datetime) -> int:
    """Bring today's snapshot of every active plan up to the facts; how many were written.

    "Today" is the day at `at` in each institution's zone.
    """
    days = {
        one.id: at.astimezone(one.tz).date().isoformat() for one in await Institution.find_all().to_list()
    }
    plans = await Plan.find({"status": PlanStatus.ACTIVE}).to_list()
    return sum([await _take(plan, days[plan.instansi], at) for plan in plans if plan.instansi in days])


async def _take(plan: Plan, day: str, at: datetime) -> bool:
    """Write the day's snapshot unless the one that is there is of the same facts."""
    tally = await PlanTally.get(plan.id)
    facts_version = tally.facts_version if tally else 0
    snapshots = Snapshot.get_pymongo_collection()
    snapshot_id = f"{plan.id}:{day}"
    kept = await snapshots.find_one({"_id": snapshot_id}, {"facts_version": 1})
    if kept is not None and kept["facts_version"] >= facts_version:
        return False
    rows = by_unit((await plan_figures(plan)).rows)
    fields: dict[str, Any] = {
        "instansi": plan.instansi,
        "plan_id": plan.id,
        "day": day,
        "taken_at": at,
        "facts_version": facts_version,
        "rows": [to_document(row) for row in rows],
        "letters": letters_by_renaksi(await plan_cells(plan)),
    }
    with suppress(DuplicateKeyError):  # another worker was quicker
        await snapshots.update_one(
            {"_id": snapshot_id, "facts_version": {"$lt": facts_version}} if kept else {"_id": snapshot_id},
            {"$set": fields},
            upsert=kept is None,
        )
    return True


def by_unit(rows: Iterable[TallyRow]) -> list[TallyRow]:
    """Rows summed over the top nodes, in the order in which units first come."""
    sums: dict[tuple[str | None, int], Tally] = {}
    for row in rows:
        key = (row.unit, row.through)
        sums[key] = sums.get(key, Tally()) + row.tally
    return [TallyRow("", unit, through, tally) for (unit, through), tally in sums.items()]
