"""The inputs of a figure: each output in its scope with what it adds, and where that can be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.dashboards.explain import reason_text
from tracker.outlook.gaps import IsLate, Loss, gap_of, loss_of
from tracker.percentages.facts import PlacedOutput
from tracker.percentages.rules import (
    TRIWULANS,
    Formula,
    ProgressFact,
    is_required,
    reached_and_target,
    tally_output,
)

CELL_FORMULAS = frozenset({Formula.TERINPUT, Formula.DILAPORKAN, Formula.TERBUKTI, Formula.TERVERIFIKASI})


@dataclass(frozen=True, slots=True)
class CellInput:
    """One cell of an output: whether it counts, its state, and what proves it."""

    triwulan: int
    counts: bool
    state: str
    value: Decimal | None
    evidence_id: str | None
    finding_id: str | None
    page: int | None  # of a document that proves by itself
    loss: Loss | None  # what keeps it from being verified


@dataclass(frozen=True, slots=True)
class OutputInput:
    """An output's part in a figure: numerator and denominator, or why it is left out."""

    output_id: str
    renaksi_id: str
    indikator: str
    satuan: str
    renaksi: str
    unit: str | None
    cells: tuple[CellInput, ...]
    numerator: Decimal
    denominator: Decimal
    reached: Decimal | None
    target: Decimal | None
    left_out: str | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing here for the figure to be higher."""
        return self.left_out is None and self.numerator >= self.denominator


def inputs_of(
    formula: Formula,
    outputs: Sequence[PlacedOutput],
    renaksi: Mapping[str, Mapping[str, Any]],
    progress: Mapping[tuple[str, int], Mapping[str, Any]],
    *,
    through: int,
    is_late: IsLate,
) -> list[OutputInput]:
    """What each output adds to a figure from triwulan I to `through`, in the plan's order.

    `renaksi` are raw documents by id, `progress` raw documents by output and triwulan.
    """
    return [
        _input(formula, output, renaksi[output.renaksi_id], progress, through, is_late) for output in outputs
    ]


def _input(
    formula: Formula,
    output: PlacedOutput,
    renaksi: Mapping[str, Any],
    progress: Mapping[tuple[str, int], Mapping[str, Any]],
    through: int,
    is_late: IsLate,
) -> OutputInput:
    described = next(kept for kept in renaksi["outputs"] if kept["id"] == output.output_id)
    tally = tally_output(output.facts, through)
    cells = tuple(
        _cell(formula, output, triwulan, progress.get((output.output_id, triwulan), {}), is_late)
        for triwulan in TRIWULANS
        if triwulan <= through and is_required(output.facts, triwulan)
    )
    reached, target = reached_and_target(output.facts, through)
    left_out = None
    if formula in CELL_FORMULAS:
        numerator, denominator = Decimal(sum(cell.counts for cell in cells)), Decimal(len(cells))
    else:
        total = tally.capaian if formula is Formula.CAPAIAN else tally.serapan
        numerator, denominator = total.numerator, total.denominator
        left_out = next((reason_text(reason) for reason in total.excluded), None)
    return OutputInput(
        output_id=output.output_id,
        renaksi_id=output.renaksi_id,
        indikator=described["indikator"],
        satuan=described.get("satuan", ""),
        renaksi=renaksi["text"],
        unit=output.unit,
        cells=cells,
        numerator=numerator,
        denominator=denominator,
        reached=reached,
        target=target,
        left_out=left_out,
    )


def _cell(
    formula: Formula, output: PlacedOutput, triwulan: int, report: Mapping[str, Any], is_late: IsLate
) -> CellInput:
    fact = output.facts.progress.get(triwulan, ProgressFact())
    proof = report.get("proof", {})
    state = report.get("state", "empty")
    evidence_id = proof.get("evidence_id")
    cited = [link for link in report.get("links", []) if link["evidence_id"] == evidence_id]
    return CellInput(
        triwulan=triwulan,
        counts=_counts(formula, fact),
        state=state,
        value=fact.value,
        evidence_id=str(proof["evidence_id"]) if proof.get("evidence_id") else None,
        finding_id=str(proof["finding_id"]) if proof.get("finding_id") else None,
        page=next((number for link in cited for number in link.get("pages", [])), None),
        loss=loss_of(gap_of(fact, state), is_late=is_late(output.unit, triwulan)),
    )


def _counts(formula: Formula, fact: ProgressFact) -> bool:
    filled = fact.value is not None
    reported = filled and fact.reported
    proven = reported and fact.proven
    return {
        Formula.DILAPORKAN: reported,
        Formula.TERBUKTI: proven,
        Formula.TERVERIFIKASI: proven and fact.verified,
    }.get(formula, filled)
