"""The percentages of plans: read from what is kept, counted again when a fact has changed since."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from beanie import PydanticObjectId

from tracker.clock import now
from tracker.database import Session
from tracker.percentages.facts import (
    PlacedOutput,
    TallyRow,
    from_document,
    placed_outputs,
    tally_rows,
    to_document,
)
from tracker.percentages.models import PlanTally
from tracker.percentages.rules import Tally
from tracker.plans.models import Plan, PlanNode, Renaksi
from tracker.progress.models import Progress
from tracker.watching.metrics import RECOUNTS, timed


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The tallies of a plan, to be summed by whatever a page shows."""

    rows: tuple[TallyRow, ...]

    def total(self, through: int) -> Tally:
        """All of the plan from triwulan I to `through`."""
        return self._sum(lambda row: row.through == through)

    def of_unit(self, unit: str | None, through: int) -> Tally:
        """One unit's part."""
        return self._sum(lambda row: row.through == through and row.unit == unit)

    def of_units(self, units: frozenset[str], through: int) -> Tally:
        """The part of some units together."""
        return self._sum(lambda row: row.through == through and row.unit in units)

    def of_top(self, top: str, through: int) -> Tally:
        """The part below one top node: a kegiatan utama or a tema."""
        return self._sum(lambda row: row.through == through and row.top == top)

    def units(self) -> list[str | None]:
        """The units that have a part in the plan, sorted; None: what no unit was matched to."""
        return sorted({row.unit for row in self.rows}, key=lambda unit: unit or "~")

    def _sum(self, wanted: Callable[[TallyRow], bool]) -> Tally:
        return sum((row.tally for row in self.rows if wanted(row)), Tally())


async def touch(session: Session, *, plan_id: PydanticObjectId, instansi: str) -> None:
    """Say, within the transaction that writes it, that a fact of the plan has changed."""
    await PlanTally.get_pymongo_collection().update_one(
        {"_id": plan_id},
        {
            "$inc": {"facts_version": 1},
            "$setOnInsert": {"instansi": instansi, "rows_version": -1, "rows": [], "counted_at": None},
        },
        upsert=True,
        session=session,
    )


async def plan_figures(plan: Plan) -> PlanFigures:
    """The figures of a plan as the facts give them now; kept ones where no fact has changed since."""
    kept = await PlanTally.get(plan.id)
    if kept is not None and kept.rows_version == kept.facts_version:
        return PlanFigures(tuple(from_document(row) for row in kept.rows))
    rows = await count(plan)
    await _keep(plan, rows, facts_version=kept.facts_version if kept else 0)
    return PlanFigures(tuple(rows))


async def count(plan: Plan) -> list[TallyRow]:
    """The tallies of a plan, counted from the facts."""
    with timed(RECOUNTS):
        return tally_rows(await plan_outputs(plan.instansi, plan.id), top_nodes(plan.nodes))


async def plan_outputs(instansi: str, plan_id: PydanticObjectId) -> list[PlacedOutput]:
    """All outputs of a plan with their facts: two queries, raw, whatever the plan's size."""
    where = {"instansi": instansi, "plan_id": plan_id}
    renaksi = await Renaksi.get_pymongo_collection().find(where).sort("order", 1).to_list()
    wanted = {"output_id": 1, "triwulan": 1, "state": 1, "value": 1, "spent": 1, "proof.proven": 1}
    progress = await Progress.get_pymongo_collection().find(where, wanted).to_list()
    return placed_outputs([action for action in renaksi if not action.get("removed")], progress)


async def differences(plan: Plan) -> list[str]:
    """What of the kept tallies differs from a count of the facts, as keys of rows; empty: they are equal.

    Stale rows are no difference, for nobody is shown them: they are counted first.
    """
    shown = {_key(row): row for row in (await plan_figures(plan)).rows}
    counted = {_key(row): row for row in await count(plan)}
    return sorted(key for key in shown.keys() | counted.keys() if shown.get(key) != counted.get(key))


def top_nodes(nodes: Iterable[PlanNode]) -> dict[str, str]:
    """The root above each node: a plan's nodes stand with parents before children."""
    top: dict[str, str] = {}
    for node in nodes:
        top[node.id] = node.id if node.parent is None else top[node.parent]
    return top


async def _keep(plan: Plan, rows: list[TallyRow], *, facts_version: int) -> None:
    """Keep counted rows for the facts' version that was read before the count: never too new a label."""
    documents = [to_document(row) for row in rows]
    await PlanTally.get_pymongo_collection().update_one(
        {"_id": plan.id},
        {
            "$set": {"rows": documents, "rows_version": facts_version, "counted_at": now()},
            "$setOnInsert": {"instansi": plan.instansi, "facts_version": facts_version},
        },
        upsert=True,
    )


def _key(row: TallyRow) -> str:
    return f"{row.top}/{row.unit}/{row.through}"
