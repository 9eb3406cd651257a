"""How often the first suggestion is right, on claims beside 6 to 13 outputs, some confusingly alike.

The pairs are invented: pairs.json says which output each claim is about, or that it is about none of them.
The floors are of all sixty; docs/finding.md tells what was measured on the half that no rule was made from.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.evidence.matching import Cell, progress_offers
from tracker.evidence.suggestions import Offer
from tracker.percentages.rules import Accumulation

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("pairs.json").read_text(encoding="utf-8"))[
    "cases"
]
LEAST_PRECISION, LEAST_OFFERED = 0.9, 0.75


def cells(case: dict[str, Any]) -> Iterator[Cell]:
    """The cells of a case's outputs in which something is aimed at; nothing has been reported yet."""
    for output in case["outputs"]:
        targets = [target for target in output["targets"] if target is not None]
        grows = len(targets) > 1 and output["total"] == targets[-1]
        for triwulan, target in enumerate(output["targets"], start=1):
            if target is None and (targets or triwulan < 4):
                continue
            yield Cell(
                progress_id=f"{output['id']}:{triwulan}",
                unit="unit",
                year=case["year"],
                triwulan=triwulan,
                indikator=output["indikator_output"],
                satuan=output["satuan"],
                renaksi=output["renaksi"],
                accumulation=Accumulation.CUMULATIVE if grows else Accumulation.PER_QUARTER,
                reported=None,
                target=Decimal(str(output["total"] if target is None else target)),
                unit_names=(output["unit"],),
            )


def first_offer(case: dict[str, Any]) -> str | None:
    """The output that is suggested first for the case's claim, ten days after the triwulan's end."""
    claim = case["claim"]
    year, month = case["year"], 3 * case["quarter"]
    day = date(year + month // 12, month % 12 + 1, 10)
    offers: list[Offer] = progress_offers(claim, claim["text"], list(cells(case)), day)
    return str(offers[0].target_id).rpartition(":")[0] if offers else None


def test_the_first_suggestion_is_right_nine_times_in_ten_and_most_claims_get_one() -> None:
    offered = [(first_offer(case), case["right"]) for case in CASES]
    made = [(first, right) for first, right in offered if first is not None]
    right = sum(first == wanted for first, wanted in made)
    placeable = sum(case["right"] is not None and case["claim"]["role"] == "actual" for case in CASES)
    assert right / len(made) >= LEAST_PRECISION
    assert right / placeable >= LEAST_OFFERED


def test_a_target_is_suggested_for_no_report() -> None:
    assert [first_offer(case) for case in CASES if case["claim"]["role"] == "target"] == [None] * 3
