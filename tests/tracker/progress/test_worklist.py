"""The list of work from raw documents: which cells, in which order, narrowed how."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tracker.plans.models import Output
from tracker.plans.values import Targets
from tracker.progress.rules import State
from tracker.progress.worklist import Shelf, Wanted, WorkRow, narrowed, shelf_counts, within, work_rows

PLAN = {"_id": "p", "year": 2023, "kind": "general", "title": "RB General 2023"}
AT = datetime(2023, 10, 4, 2, tzinfo=UTC)


class Closing:
    """A deadline of the year."""

    def __init__(self, through: int, month: int) -> None:
        self.through = through
        self.closes_at = datetime(2023, month, 20, 16, 59, 59, tzinfo=UTC)

    def closes_for(self, _unit: str | None) -> datetime:
        return self.closes_at


def action(
    order: int, targets: Targets, *, unit: str = "98:kominfo", text: str = "Menyusun peta"
) -> dict[str, Any]:
    """A raw renaksi with one output."""
    output = Output(id=f"o{order}", indikator=f"Jumlah dokumen {order}", satuan="Dokumen", targets=targets)
    return {
        "_id": order,
        "plan_id": "p",
        "order": order,
        "code": f"1.{order}",
        "text": text,
        "unit": unit,
        "outputs": [output.model_dump()],
    }


def report(output: str, triwulan: int, state: State, **more: Any) -> dict[str, Any]:
    """A raw report."""
    return {"_id": f"{output}:{triwulan}", "state": str(state), "revision": 3, **more}


QUARTERLY = Targets(tw1=Decimal(1), tw2=Decimal(1), tw3=Decimal(2), tw4=Decimal(2), total=Decimal(6))
DECISION = {"reason": "Lampirkan SK.", "by_name": "Inspektur", "at": AT}


def rows_of(renaksi: list[dict[str, Any]], progress: list[dict[str, Any]]) -> list[WorkRow]:
    return work_rows({"p": PLAN}, renaksi, progress, [Closing(2, 7), Closing(3, 10)])


def test_a_cell_is_asked_for_where_it_has_a_target_or_a_report() -> None:
    only_total = action(2, Targets(total=Decimal(9)))
    rows = rows_of([action(1, Targets(tw2=Decimal(1))), only_total], [report("o1", 3, State.DRAFT)])
    assert {(row.output_id, row.triwulan) for row in rows} == {("o1", 2), ("o1", 3), ("o2", 4)}
    assert next(row.target for row in rows if row.output_id == "o2") == Decimal(9)


def test_a_renaksi_that_was_removed_or_of_a_plan_that_is_not_active_asks_for_nothing() -> None:
    gone = {**action(1, QUARTERLY), "removed": True}
    elsewhere = {**action(2, QUARTERLY), "plan_id": "q"}
    assert rows_of([gone, elsewhere], []) == []


def test_what_came_back_stands_first_then_what_is_missing_by_deadline_then_the_rest() -> None:
    progress = [
        report("o1", 3, State.RETURNED, submissions=[{"decision": DECISION}]),
        report("o1", 2, State.VERIFIED, submissions=[{"decision": {**DECISION, "reason": None}}]),
        report("o1", 4, State.SUBMITTED),
    ]
    rows = rows_of([action(1, QUARTERLY)], progress)
    assert [(row.triwulan, row.state) for row in rows] == [
        (3, State.RETURNED),
        (1, State.EMPTY),
        (4, State.SUBMITTED),
        (2, State.VERIFIED),
    ]
    assert (rows[0].reason, rows[0].decided_by) == ("Lampirkan SK.", "Inspektur")


def test_a_reason_is_shown_only_while_it_holds() -> None:
    progress = [report("o1", 3, State.SUBMITTED, submissions=[{"decision": DECISION}, {}])]
    rows = rows_of([action(1, Targets(tw3=Decimal(1)))], progress)
    assert rows[0].reason is None


@pytest.mark.parametrize(
    ("wanted", "cells"),
    [
        pytest.param(Wanted(through=3), {("o1", 1), ("o1", 2), ("o2", 1), ("o2", 2), ("o2", 3)}, id="due"),
        pytest.param(Wanted(triwulan=4), {("o1", 4), ("o2", 4)}, id="one triwulan, due or not"),
        pytest.param(Wanted(unit="98:bkd", through=3), {("o2", 1), ("o2", 2), ("o2", 3)}, id="one unit"),
        pytest.param(
            Wanted(search="latih DOKUMEN", through=1), {("o2", 1)}, id="all words, whatever their case"
        ),
        pytest.param(Wanted(search="1.1", through=1), {("o1", 1)}, id="by code"),
        pytest.param(Wanted(shelf=Shelf.SUBMITTED), {("o1", 3)}, id="one shelf"),
        pytest.param(Wanted(search="tidak ada"), set(), id="nothing fits"),
    ],
)
def test_the_list_is_narrowed(wanted: Wanted, cells: set[tuple[str, int]]) -> None:
    renaksi = [action(1, QUARTERLY), action(2, QUARTERLY, unit="98:bkd", text="Melatih pengelola")]
    rows = rows_of(renaksi, [report("o1", 3, State.SUBMITTED)])
    assert {(row.output_id, row.triwulan) for row in narrowed(rows, wanted)} == cells


def test_the_shelves_count_what_the_other_filters_leave() -> None:
    rows = rows_of([action(1, QUARTERLY)], [report("o1", 1, State.RETURNED), report("o1", 2, State.VERIFIED)])
    counts = shelf_counts(within(rows, Wanted(through=3)))
    assert counts[Shelf.TODO] == 2
    assert (counts[Shelf.RETURNED], counts[Shelf.MISSING], counts[Shelf.VERIFIED]) == (1, 1, 1)
    assert counts[Shelf.ALL] == 3
