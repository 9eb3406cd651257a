"""From stored documents to the values that the rules count, and kept tallies to and fro."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.percentages.rules import (
    TRIWULANS,
    Accumulation,
    LowerFormula,
    OutputFacts,
    Polarity,
    ProgressFact,
    Reason,
    Sum,
    Tally,
    shares,
    tally_output,
)
from tracker.progress.rules import REPORTED, State


@dataclass(frozen=True, slots=True)
class PlacedOutput:
    """An output's facts with its place: renaksi, unit, and the node under which the renaksi hangs."""

    output_id: str
    renaksi_id: str
    unit: str | None
    node_id: str
    facts: OutputFacts


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The tally of a unit below a top node, from triwulan I to `through`."""

    top: str
    unit: str | None
    through: int
    tally: Tally


def placed_outputs(
    renaksi: Iterable[Mapping[str, Any]], progress: Iterable[Mapping[str, Any]]
) -> list[PlacedOutput]:
    """The outputs of raw renaksi documents with their raw progress documents.

    An output's weight is its share of the renaksi times the renaksi's share of the plan, so all of a plan's
    weights add up to 1.
    """
    by_output: dict[str, dict[int, ProgressFact]] = {}
    for report in progress:
        by_output.setdefault(report["output_id"], {})[report["triwulan"]] = progress_fact(report)
    listed = list(renaksi)
    plan_shares = shares(Decimal(action["weight"]) for action in listed)
    return [
        PlacedOutput(
            output_id=output["id"],
            renaksi_id=str(action["_id"]),
            unit=action.get("unit"),
            node_id=action["node_id"],
            facts=output_facts(
                output, weight=plan_share * own_share, progress=by_output.get(output["id"], {})
            ),
        )
        for action, plan_share in zip(listed, plan_shares, strict=True)
        for output, own_share in zip(
            action["outputs"], shares(Decimal(output["weight"]) for output in action["outputs"]), strict=True
        )
    ]


def progress_fact(report: Mapping[str, Any]) -> ProgressFact:
    """What counts of a raw progress document."""
    return ProgressFact(
        value=report.get("value"),
        spent=report.get("spent"),
        reported=State(report["state"]) in REPORTED,
        proven=bool(report.get("proof", {}).get("proven")),
        verified=report["state"] == State.VERIFIED,
    )


def output_facts(
    output: Mapping[str, Any], *, weight: Decimal, progress: Mapping[int, ProgressFact]
) -> OutputFacts:
    """What counts of a raw output."""
    targets = output["targets"]
    return OutputFacts(
        targets={triwulan: targets.get(f"tw{triwulan}") for triwulan in TRIWULANS},
        target_total=targets.get("total"),
        budget_total=output["budgets"].get("total"),
        polarity=Polarity(output["polarity"]),
        accumulation=Accumulation(output["accumulation"]),
        lower_formula=LowerFormula(output["lower_formula"]),
        weight=weight,
        progress=progress,
    )


def tally_rows(outputs: Iterable[PlacedOutput], top_of: Mapping[str, str]) -> list[TallyRow]:
    """The tallies by top node, unit and triwulan; `top_of` maps a node to its root."""
    sums: dict[tuple[str, str | None, int], Tally] = {}
    for output in outputs:
        for through in TRIWULANS:
            key = (top_of[output.node_id], output.unit, through)
            sums[key] = sums.get(key, Tally()) + tally_output(output.facts, through)
    return [TallyRow(top, unit, through, tally) for (top, unit, through), tally in sums.items()]


def to_document(row: TallyRow) -> dict[str, Any]:
    """A row as it is kept."""
    tally = row.tally
    return {
        "top": row.top,
        "unit": row.unit,
        "through": row.through,
        "cells": [tally.required, tally.filled, tally.reported, tally.proven, tally.verified],
        "capaian": _sum_to_document(tally.capaian),
        "serapan": _sum_to_document(tally.serapan),
    }


def from_document(kept: Mapping[str, Any]) -> TallyRow:
    """A kept row as values."""
    required, filled, reported, proven, verified = (int(count) for count in kept["cells"])
    tally = Tally(
        required=required,
        filled=filled,
        reported=reported,
        proven=proven,
        verified=verified,
        capaian=_sum_from_document(kept["capaian"]),
        serapan=_sum_from_document(kept["serapan"]),
    )
    return TallyRow(kept["top"], kept["unit"], int(kept["through"]), tally)


def _sum_to_document(total: Sum) -> dict[str, Any]:
    excluded = {str(reason): count for reason, count in total.excluded.items()}
    return {"numerator": total.numerator, "denominator": total.denominator, "excluded": excluded}


def _sum_from_document(kept: Mapping[str, Any]) -> Sum:
    excluded = {Reason(reason): int(count) for reason, count in kept["excluded"].items()}
    return Sum(kept["numerator"], kept["denominator"], excluded)
