"""What the pages of a plan show, gathered with few queries whatever the plan's size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.accounts.rights import Actor, Right, visible_units
from tracker.dashboards.overview import Bars, LinkMaker, bars_of
from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import Due, through_for
from tracker.i18n import _
from tracker.institutions.models import Institution, Unit
from tracker.percentages.facts import PlacedOutput, placed_outputs
from tracker.percentages.rules import Tally, capaian_of, tally
from tracker.plans import tree
from tracker.plans.models import Plan, PlanNode, Renaksi
from tracker.progress.models import Progress
from tracker.web.formats import EMPTY, number, percent, rupiah_short


@dataclass(frozen=True, slots=True)
class Amounts:
    """Five amounts as a page shows them: triwulan I to IV and the year."""

    triwulan: tuple[str, str, str, str]
    total: str


@dataclass(frozen=True, slots=True)
class CellState:
    """One output in one triwulan: its target, what was reported, and where that stands."""

    triwulan: int
    target: str
    state: str
    value: str


@dataclass(frozen=True, slots=True)
class OutputView:
    """An output as a page shows it."""

    id: str
    indikator: str
    satuan: str
    way: str
    weight: Decimal
    cells: tuple[CellState, ...]
    total: str
    budgets: Amounts
    has_budget: bool
    capaian: str


@dataclass(frozen=True, slots=True)
class RenaksiView:
    """A renaksi as a list shows it, with the names of the nodes above it."""

    id: str
    version: int
    code: str
    text: str
    unit: str
    unit_id: str | None
    coordinator: str
    written: str
    fokus: str
    weight: Decimal
    node_id: str
    path: tuple[str, ...]
    bars: Bars
    outputs: tuple[OutputView, ...]
    may_open: bool  # whether this person may see the reports


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of renaksi is narrowed to; "" does not narrow. `unit` "-" means: no unit yet."""

    unit: str = ""
    words: str = ""
    node: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is narrowed."""
        return not (self.unit or self.words or self.node)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan's renaksi and reports as they are stored, and the outputs placed for counting."""

    plan: Plan
    renaksi: tuple[Renaksi, ...]
    outputs: Mapping[str, tuple[PlacedOutput, ...]]  # by renaksi id
    reports: Mapping[tuple[str, int], Mapping[str, Any]]  # by output id and triwulan
    units: Mapping[str, Unit]
    through: int


async def facts_of(plan: Plan, units: Mapping[str, Unit], through: int) -> PlanFacts:
    """Read a plan's renaksi and reports: two queries."""
    where = {"instansi": plan.instansi, "plan_id": plan.id}
    raw = await Renaksi.get_pymongo_collection().find(where).sort("order", 1).to_list()
    raw = [each for each in raw if not each.get("removed")]
    wanted = {"output_id": 1, "triwulan": 1, "state": 1, "value": 1, "spent": 1, "proof.proven": 1}
    reports = await Progress.get_pymongo_collection().find(where, wanted).to_list()
    placed: dict[str, list[PlacedOutput]] = {}
    for output in placed_outputs(raw, reports):
        placed.setdefault(output.renaksi_id, []).append(output)
    return PlanFacts(
        plan=plan,
        renaksi=tuple(Renaksi.model_validate({**each, "id": each["_id"]}) for each in raw),
        outputs={key: tuple(outputs) for key, outputs in placed.items()},
        reports={(report["output_id"], report["triwulan"]): report for report in reports},
        units=units,
        through=through,
    )


async def through_of(plan: Plan, institution: Institution, today: date) -> int:
    """Through which triwulan the plan's cells count as due today, 1 to 4."""
    where = {"instansi": institution.id, "year": plan.year, "removed": False}
    deadlines = await Deadline.find(where).to_list()
    dues = [
        Due(each.year, each.through, each.closes_at.astimezone(institution.tz).date())
        for each in deadlines
        if each.is_due
    ]
    return through_for(today, dues, plan.year) or 1


def narrowed(facts: PlanFacts, wanted: Wanted) -> list[Renaksi]:
    """The renaksi that are wanted, in the order of the tree."""
    place = {node.id: at for at, (node, _depth) in enumerate(tree.in_order(facts.plan.nodes))}
    inside = tree.below(facts.plan.nodes, wanted.node) if wanted.node else place.keys()
    words = wanted.words.casefold().split()
    found = [
        action
        for action in facts.renaksi
        if action.node_id in inside
        and (not wanted.unit or action.unit == (None if wanted.unit == "-" else wanted.unit))
        and all(word in _searched(action) for word in words)
    ]
    return sorted(found, key=lambda action: (place.get(action.node_id, len(place)), action.order))


def _searched(action: Renaksi) -> str:
    outputs = " ".join(output.indikator for output in action.outputs)
    return f"{action.code} {action.text} {action.pelaksana_text} {outputs}".casefold()


def renaksi_view(facts: PlanFacts, action: Renaksi, actor: Actor, link: LinkMaker) -> RenaksiView:
    """One renaksi as a page shows it to a person; `link(slug)` leads to a figure's page."""
    visible = visible_units(actor, Right.VIEW_PROGRESS)
    placed = {output.output_id: output for output in facts.outputs.get(str(action.id), ())}
    total = tally((output.facts for output in placed.values()), facts.through)
    return RenaksiView(
        id=str(action.id),
        version=action.version,
        code=action.code,
        text=action.text,
        unit=_unit_name(facts.units, action.unit) or action.pelaksana_text or _("Belum ditetapkan"),
        unit_id=action.unit,
        coordinator=_unit_name(facts.units, action.coordinator) or action.koordinator_text,
        written=action.pelaksana_text if action.unit is None else "",
        fokus=action.fokus_intervensi,
        weight=action.weight,
        node_id=action.node_id,
        path=tuple(node.name for node in tree.path_of(facts.plan.nodes, action.node_id)),
        bars=bars_of(action.text, total, link),
        may_open=visible is None or action.unit in visible,
        outputs=tuple(_output_view(facts, action, number_, placed) for number_ in range(len(action.outputs))),
    )


def _unit_name(units: Mapping[str, Unit], unit: str | None) -> str:
    return units[unit].name if unit is not None and unit in units else ""


def _output_view(
    facts: PlanFacts, action: Renaksi, place: int, placed: Mapping[str, PlacedOutput]
) -> OutputView:
    output = action.outputs[place]
    targets, texts = output.targets, output.target_texts
    cells = tuple(
        _cell(facts.reports.get((output.id, tw), {}), tw, texts.at(tw) or number(targets.at(tw)))
        for tw in (1, 2, 3, 4)
    )
    reached = capaian_of(placed[output.id].facts, facts.through) if output.id in placed else None
    return OutputView(
        id=output.id,
        indikator=output.indikator,
        satuan=output.satuan,
        way=_("kumulatif") if output.accumulation == "cumulative" else _("per triwulan"),
        weight=output.weight,
        cells=cells,
        total=texts.total or number(targets.total),
        budgets=budget_amounts(output.budgets.triwulan, output.budgets.total),
        has_budget=not output.budgets.is_empty,
        capaian=percent(reached.value) if reached else EMPTY,
    )


def _cell(report: Mapping[str, Any], triwulan: int, target: str) -> CellState:
    return CellState(triwulan, target, report.get("state", "empty"), number(report.get("value")))


def budget_amounts(triwulan: Sequence[int | None], total: int | None) -> Amounts:
    """Rupiah to be read at a glance."""
    one, two, three, four = (rupiah_short(amount) for amount in triwulan)
    return Amounts((one, two, three, four), rupiah_short(total))


def plan_tally(facts: PlanFacts) -> Tally:
    """The tally of the whole plan."""
    outputs = [output.facts for each in facts.outputs.values() for output in each]
    return tally(outputs, facts.through)


def renaksi_counts(facts: PlanFacts) -> dict[str, int]:
    """How many renaksi hang directly under each node."""
    counts: dict[str, int] = {}
    for action in facts.renaksi:
        counts[action.node_id] = counts.get(action.node_id, 0) + 1
    return counts


def kind_names() -> dict[str, str]:
    """The kinds of nodes as people call them."""
    return {
        "kegiatan_utama": _("Kegiatan utama"),
        "indikator": _("Indikator"),
        "tema": _("Tema"),
        "sasaran": _("Sasaran"),
        "permasalahan": _("Permasalahan"),
    }


def places_for_renaksi(plan: Plan) -> list[tuple[str, str]]:
    """The nodes under which a renaksi may hang, as choices: id and the names from the root."""
    return [
        (node.id, _short_path(plan, node))
        for node, _depth in tree.in_order(plan.nodes)
        if tree.holds_renaksi(plan.kind, node, plan.nodes)
    ]


def _short_path(plan: Plan, node: PlanNode) -> str:
    return " › ".join(each.name for each in tree.path_of(plan.nodes, node.id))
