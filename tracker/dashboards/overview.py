"""What the leadership's page shows, as plain values made of tallies: bars, heat map, gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.dashboards.explain import ShownPercentage, shown
from tracker.i18n import _
from tracker.percentages.rules import TRIWULANS, Percentages, Tally, percentages
from tracker.percentages.service import PlanFigures
from tracker.plans.models import Plan, PlanNode
from tracker.web.formats import percent, roman

Links = Mapping[str, str]
LinkMaker = Callable[..., str]
HEAT_STEPS = (Decimal(25), Decimal(50), Decimal(75), Decimal(100))


@dataclass(frozen=True, slots=True)
class Bars:
    """The nested bar of something, with where each figure leads."""

    label: str
    reported: ShownPercentage
    proven: ShownPercentage
    verified: ShownPercentage
    gap: float | None  # points between reported and proven
    links: Links


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan at the top of a page: its bars and the three figures beside them."""

    plan_id: str
    title: str
    url: str
    bars: Bars
    terinput: ShownPercentage
    capaian: ShownPercentage
    serapan: ShownPercentage


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A unit in a triwulan; `step` 0 to 4, or None where the unit is silent or nothing is due."""

    step: int | None
    text: str
    word: str
    href: str | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit over the triwulan."""

    label: str
    href: str | None
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """A unit with its gap of proof, in points and in cells."""

    name: str
    bars: Bars
    unproven: int


def bars_of(label: str, tally: Tally, link: LinkMaker) -> Bars:
    """The nested bar of a tally; `link(slug)` gives the address of a figure's page."""
    figures = percentages(tally)
    return Bars(
        label=label,
        reported=shown(figures.dilaporkan),
        proven=shown(figures.terbukti),
        verified=shown(figures.terverifikasi),
        gap=_gap(figures),
        links={
            "reported": link("dilaporkan"),
            "proven": link("terbukti"),
            "verified": link("terverifikasi"),
        },
    )


def _gap(figures: Percentages) -> float | None:
    if figures.dilaporkan.value is None or figures.terbukti.value is None:
        return None
    return float(round(figures.dilaporkan.value - figures.terbukti.value, 1))


def card_of(plan: Plan, tally: Tally, *, url: str, link: LinkMaker) -> PlanCard:
    """A plan's card."""
    figures = percentages(tally)
    return PlanCard(
        plan_id=str(plan.id),
        title=plan.title,
        url=url,
        bars=bars_of(plan.title, tally, link),
        terinput=shown(figures.terinput),
        capaian=shown(figures.capaian),
        serapan=shown(figures.serapan),
    )


def heat_rows(
    figures: Sequence[PlanFigures], names: Mapping[str | None, str], *, through: int, link: LinkMaker
) -> list[HeatRow]:
    """OPD × triwulan: the share of the due cells that is filled in, over all plans; units by name.

    Triwulan after `through` are not due yet and stay empty.
    """
    units = sorted({unit for plan in figures for unit in plan.units()}, key=lambda unit: names[unit])
    return [
        HeatRow(
            label=names[unit],
            href=link(unit),
            cells=tuple(_heat_cell(figures, unit, triwulan, through) for triwulan in TRIWULANS),
        )
        for unit in units
    ]


def _heat_cell(figures: Sequence[PlanFigures], unit: str | None, triwulan: int, through: int) -> HeatCell:
    required = sum(_in_triwulan(plan, unit, triwulan).required for plan in figures)
    filled = sum(_in_triwulan(plan, unit, triwulan).filled for plan in figures)
    if triwulan > through:
        return HeatCell(None, "·", _("belum jatuh tempo"), None)
    if not required:
        return HeatCell(None, "–", _("tidak ada target"), None)
    if not filled:
        return HeatCell(None, "–", _("belum melapor"), None)
    share = Decimal(100 * filled) / required
    step = sum(share >= edge for edge in HEAT_STEPS)
    return HeatCell(
        step,
        percent(share, 0),
        _("{filled} dari {required}").format(filled=filled, required=required),
        None,
    )


def _in_triwulan(plan: PlanFigures, unit: str | None, triwulan: int) -> Tally:
    """The counts of cells of one triwulan alone: the tally through it less the one before."""
    upto = plan.of_unit(unit, triwulan)
    before = plan.of_unit(unit, triwulan - 1) if triwulan > 1 else Tally()
    return Tally(upto.required - before.required, upto.filled - before.filled)


def gap_rows(
    figures: Sequence[PlanFigures], names: Mapping[str | None, str], *, through: int, link: LinkMaker
) -> list[GapRow]:
    """Units by how many reported cells lack proof, the most first; those without a gap are left out."""
    rows = []
    for unit in {unit for plan in figures for unit in plan.units()}:
        tally = sum((plan.of_unit(unit, through) for plan in figures), Tally())
        unproven = tally.reported - tally.proven
        if unproven:
            bars = bars_of(names[unit], tally, lambda slug, unit=unit: link(unit))
            rows.append(GapRow(names[unit], bars, unproven))
    return sorted(rows, key=lambda row: (-row.unproven, row.name))


def columns(through: int) -> list[dict[str, str]]:
    """The heads of the heat map."""
    return [
        {"label": f"TW {roman(triwulan)}", "title": "" if triwulan <= through else _("belum jatuh tempo")}
        for triwulan in TRIWULANS
    ]


def roots(nodes: Sequence[PlanNode]) -> list[PlanNode]:
    """The top nodes of a plan, in its order."""
    return [node for node in nodes if node.parent is None]
