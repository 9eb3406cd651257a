"""The cells of a plan with what keeps each from being counted: read once for each version of the facts."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from beanie import PydanticObjectId

from tracker.outlook.gaps import PlacedCells, letters_of
from tracker.percentages.facts import placed_outputs
from tracker.percentages.models import PlanTally
from tracker.plans.models import Plan, Renaksi
from tracker.progress.models import Progress

MOST_KEPT = 8
_kept: OrderedDict[PydanticObjectId, tuple[int, Sequence[PlacedCells]]] = OrderedDict()
"""Of the plans read last: their cells, with the version of the facts from before they were read."""


async def plan_cells(plan: Plan) -> Sequence[PlacedCells]:
    """The outputs of a plan in its order, each with the letters of its triwulan."""
    tally = await PlanTally.get(plan.id)
    version = tally.facts_version if tally else 0
    kept = _kept.get(plan.id)
    if kept is not None and kept[0] == version:
        return kept[1]
    cells = await _read(plan)
    _kept[plan.id] = (version, cells)
    _kept.move_to_end(plan.id)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return cells


async def _read(plan: Plan) -> Sequence[PlacedCells]:
    where = {"instansi": plan.instansi, "plan_id": plan.id}
    renaksi = await Renaksi.get_pymongo_collection().find(where).sort("order", 1).to_list()
    wanted = {"output_id": 1, "triwulan": 1, "state": 1, "value": 1, "spent": 1, "proof.proven": 1}
    progress = await Progress.get_pymongo_collection().find(where, wanted).to_list()
    states: dict[str, dict[int, str]] = {}
    for report in progress:
        states.setdefault(report["output_id"], {})[report["triwulan"]] = report["state"]
    placed = placed_outputs([action for action in renaksi if not action.get("removed")], progress)
    return tuple(PlacedCells(each, letters_of(each.facts, states.get(each.output_id, {}))) for each in placed)


def letters_by_renaksi(cells: Iterable[PlacedCells]) -> dict[str, str]:
    """The letters of each renaksi, four for each of its outputs, by its id."""
    found: dict[str, str] = {}
    for each in cells:
        found[each.output.renaksi_id] = found.get(each.output.renaksi_id, "") + each.letters
    return found
