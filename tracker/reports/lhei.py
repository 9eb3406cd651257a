"""LHEI, the inspectorate's internal evaluation report: what it says, counted from plans and reports. Pure.

Parts as the inspectorate writes them: dasar, tujuan, metode, gambaran umum (General, Tematik), analisis
dampak, hasil per dimensi, area perbaikan, rekap per unit, penutup. What is not known is left to the writer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.percentages.rules import TRIWULANS, Percentages, Polarity, Tally, percentages
from tracker.plans.models import Plan, PlanNode
from tracker.plans.values import PlanKind
from tracker.progress.checks import differing_sum
from tracker.reports.recap import Counts, UnitCounts
from tracker.review.assessed import AssessedRow
from tracker.review.models import Improvement

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A kegiatan utama or a tema: how much of the plan stands below it, and its figures."""

    name: str
    renaksi: int
    outputs: int
    figures: Percentages | None  # None in a plan of which nothing is due yet


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan at a glance."""

    kind: PlanKind
    title: str
    parts: Sequence[Part]
    renaksi: int
    outputs: int
    figures: Percentages | None
    measures: Sequence[PlanNode]  # nodes with an indicator of impact


@dataclass(frozen=True, slots=True)
class Difference:
    """A report in which PM and APIP differ, and whether an area of improvement is written of it."""

    label: str
    unit: str
    dimensions: Sequence[str]
    is_written: bool


@dataclass(frozen=True, slots=True)
class Quarterly:
    """All that the report of a triwulan says."""

    year: int
    triwulan: int
    roadmaps: Sequence[str]  # title and legal basis
    pictures: Sequence[Picture]
    assessed: Sequence[AssessedRow]  # units, then the institution; empty where nothing was assessed
    differences: Sequence[Difference]
    improvements: Sequence[Improvement]
    unit_names: Mapping[str, str]
    recap: Sequence[UnitCounts]
    total: Counts
    sampled: int  # reports that were drawn into samples of the triwulan


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be counted of a plan before it runs; lists hold names."""

    parts_without_renaksi: Sequence[str] = ()
    renaksi: int = 0
    outputs: int = 0
    without_target: int = 0
    without_satuan: int = 0
    without_budget: int = 0
    without_unit: int = 0  # renaksi
    without_coordinator: int = 0  # renaksi
    without_focus: int = 0  # renaksi of RB Tematik
    uneven_targets: int = 0  # the year's target is not made of the triwulan's
    words_as_target: int = 0
    measures_without_target: Sequence[str] = ()
    budget: int = 0  # whole rupiah


@dataclass(frozen=True, slots=True)
class ExAnte:
    """All that the report before the year's work says."""

    year: int
    roadmaps: Sequence[str]
    pictures: Sequence[Picture]
    facts: Mapping[PlanKind, Facts]


def picture_of(
    plan: Plan, actions: Iterable[Raw], top: Mapping[str, str], tallies: Mapping[str, Tally] | None
) -> Picture:
    """A plan at a glance; `tallies` by top node, None before anything is due."""
    renaksi: dict[str, int] = {}
    outputs: dict[str, int] = {}
    for action in actions:
        root = top.get(action["node_id"], "")
        renaksi[root] = renaksi.get(root, 0) + 1
        outputs[root] = outputs.get(root, 0) + len(action["outputs"])
    roots = [node for node in plan.nodes if node.parent is None]
    whole = sum(tallies.values(), Tally()) if tallies is not None else None
    return Picture(
        kind=plan.kind,
        title=plan.title,
        parts=[
            Part(
                node.name,
                renaksi.get(node.id, 0),
                outputs.get(node.id, 0),
                percentages(tallies.get(node.id, Tally())) if tallies is not None else None,
            )
            for node in roots
        ],
        renaksi=sum(renaksi.values()),
        outputs=sum(outputs.values()),
        figures=percentages(whole) if whole is not None else None,
        measures=[node for node in plan.nodes if _is_measure(node)],
    )


def _is_measure(node: PlanNode) -> bool:
    """Whether the node is an indicator of what the work is for."""
    return node.kind == "indikator" or node.measure != type(node.measure)()


def facts_of(plan: Plan, actions: Sequence[Raw], top: Mapping[str, str]) -> Facts:
    """What can be counted of a plan before it runs."""
    outputs = [output for action in actions for output in action["outputs"]]
    used = {top.get(action["node_id"]) for action in actions}
    return Facts(
        parts_without_renaksi=[
            node.name for node in plan.nodes if node.parent is None and node.id not in used
        ],
        renaksi=len(actions),
        outputs=len(outputs),
        without_target=sum(not _has_target(output) for output in outputs),
        without_satuan=sum(not output.get("satuan") for output in outputs),
        without_budget=sum(output.get("budgets", {}).get("total") is None for output in outputs),
        without_unit=sum(action.get("unit") is None for action in actions),
        without_coordinator=sum(
            not (action.get("coordinator") or action.get("koordinator_text")) for action in actions
        ),
        without_focus=sum(not action.get("fokus_intervensi") for action in actions)
        if plan.kind == "tematik"
        else 0,
        uneven_targets=sum(_is_uneven(output) for output in outputs),
        words_as_target=sum(
            any(text for text in (output.get("target_texts") or {}).values()) for output in outputs
        ),
        measures_without_target=[
            node.name
            for node in plan.nodes
            if _is_measure(node) and node.measure.target is None and not node.measure.target_text
        ],
        budget=sum(output.get("budgets", {}).get("total") or 0 for output in outputs),
    )


def _is_uneven(output: Raw) -> bool:
    targets = output.get("targets", {})
    each = [targets.get(f"tw{triwulan}") for triwulan in TRIWULANS]
    polarity = Polarity(output.get("polarity", Polarity.HIGHER))
    return differing_sum(each, targets.get("total"), polarity, output.get("satuan", "")) is not None


def _has_target(output: Raw) -> bool:
    return any(target is not None for target in output.get("targets", {}).values())
