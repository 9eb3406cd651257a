"""The invented past: what the percentages were on each of the days before the demo's, from a seed.

It is told backwards from where each cell stands: when it was filled in, handed in, proven and verified, each
on a working day. So the last of these days fits the first real one, and forecasts have something to rest on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tracker.deadlines.rules import is_working_day
from tracker.outlook.cells import letters_by_renaksi, plan_cells
from tracker.outlook.gaps import Gap, PlacedCells
from tracker.percentages.facts import TallyRow, to_document
from tracker.percentages.rules import TRIWULANS, OutputFacts, Tally, tally_output
from tracker.plans.models import Plan
from tracker.snapshots.models import Snapshot

DAYS = 45
WAY = (Gap.EMPTY, Gap.DRAFT, Gap.UNPROVEN, Gap.UNVERIFIED, Gap.VERIFIED)
"""What a cell goes through; one that was sent back was handed in until RETURNED_AGO days before."""
RETURNED_AGO = 3
Turns = dict[tuple[str, int], list[tuple[int, Gap]]]
"""By output and triwulan: from which day on a cell stood where, newest last."""


async def write_history(plans: Sequence[Plan], today: datetime, random: Random) -> None:
    """Keep a snapshot of each plan for each of the days before today."""
    for plan in plans:
        cells = await plan_cells(plan)
        turns = {
            (each.output.output_id, triwulan): list(_turns(each.gap(triwulan), triwulan, random))
            for each in cells
            for triwulan in TRIWULANS
        }
        await Snapshot.get_pymongo_collection().insert_many(list(_days(plan, cells, turns, today)))


def _turns(gap: Gap, triwulan: int, random: Random) -> Iterator[tuple[int, Gap]]:
    """The days, counted from the first, from which a cell stood where; the way ends where it stands today."""
    if gap in {Gap.NOT_DUE, Gap.EMPTY}:
        yield 0, gap
        return
    reached = WAY[: WAY.index(Gap.UNPROVEN if gap is Gap.RETURNED else gap) + 1]
    earliest = {1: -60, 2: -25}.get(triwulan, 12)
    days = sorted(random.randint(earliest, DAYS + 1) for _step in reached[1:])
    yield from zip((-100, *days), reached, strict=True)
    if gap is Gap.RETURNED:
        yield DAYS - RETURNED_AGO, gap


def _days(
    plan: Plan, cells: Sequence[PlacedCells], turns: Turns, today: datetime
) -> Iterator[dict[str, Any]]:
    tallies: dict[tuple[str, str], list[Tally]] = {}
    worked = 0
    for number in range(DAYS):
        at = today - timedelta(days=DAYS - number)
        worked = number if is_working_day(at.date()) else worked
        then = [_as_of(each, turns, worked) for each in cells]
        sums: dict[tuple[str | None, int], Tally] = {}
        for each in then:
            key = (each.output.output_id, each.letters)
            if key not in tallies:
                facts = _facts(each)
                tallies[key] = [tally_output(facts, through) for through in TRIWULANS]
            for through, tally in zip(TRIWULANS, tallies[key], strict=True):
                place = (each.output.unit, through)
                sums[place] = sums.get(place, Tally()) + tally
        yield _document(plan, at, sums, letters_by_renaksi(then))


def _as_of(each: PlacedCells, turns: Turns, day: int) -> PlacedCells:
    letters = "".join(
        next(gap for since, gap in reversed(turns[each.output.output_id, triwulan]) if since <= day)
        for triwulan in TRIWULANS
    )
    return replace(each, letters=letters)


def _facts(each: PlacedCells) -> OutputFacts:
    """What was known of an output when its cells stood so."""
    facts = each.output.facts
    progress = {
        triwulan: replace(
            fact,
            reported=each.gap(triwulan) in WAY[2:],
            proven=each.gap(triwulan) in WAY[3:],
            verified=each.gap(triwulan) is Gap.VERIFIED,
        )
        for triwulan, fact in facts.progress.items()
        if each.gap(triwulan) not in {Gap.EMPTY, Gap.NOT_DUE}
    }
    return replace(facts, progress=progress)


def _document(
    plan: Plan, at: datetime, sums: dict[tuple[str | None, int], Tally], letters: dict[str, str]
) -> dict[str, Any]:
    day: date = at.date()
    return {
        "_id": f"{plan.id}:{day}",
        "instansi": plan.instansi,
        "plan_id": plan.id,
        "day": day.isoformat(),
        "taken_at": at,
        "facts_version": 0,
        "rows": [to_document(TallyRow("", unit, through, tally)) for (unit, through), tally in sums.items()],
        "letters": letters,
    }
