"""Gathering what looks back and ahead: few queries for each plan, whatever its size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from beanie import PydanticObjectId

from tracker.deadlines.lookup import countdown, listed
from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import due_of, working_days
from tracker.deadlines.standing import FIGURE_OF
from tracker.institutions.models import Institution
from tracker.outlook.cells import letters_by_renaksi, plan_cells
from tracker.outlook.forecast import DayValue, Forecast, forecast
from tracker.outlook.gaps import COUNTED, IsLate, Loss, PlacedCells, losses
from tracker.outlook.movement import FIELDS, Movement, movement
from tracker.outlook.movers import Mover, movers
from tracker.percentages.rules import Formula, Percentage, Tally, percentages
from tracker.percentages.service import PlanFigures
from tracker.plans.models import Plan, Renaksi
from tracker.snapshots.service import DayTotals, snapshot_by, totals_of

LOOKS_BACK = timedelta(days=60)
MOST_MOVERS = 5
MOST_MOVED = 5
USUAL_SINCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page of the leadership asks for. `since` None: a week ago."""

    through: int
    formula: Formula = Formula.TERVERIFIKASI
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A deadline ahead with what a plan's figure of its stage may be by then."""

    deadline: Deadline
    formula: Formula
    figure: Percentage
    foretold: Forecast
    days_left: int
    working_days_left: int


@dataclass(frozen=True, slots=True)
class Since:
    """What moved since a day. `day`: whose figures are kept, the one asked for or the last before."""

    asked: date
    day: date | None
    first_kept: date | None
    movement: Movement | None


@dataclass(frozen=True, slots=True)
class PlanOutlook:
    """A plan with what looks back and ahead. `words` names the renaksi in it, by id."""

    plan: Plan
    figures: PlanFigures
    losses: Mapping[Loss, int]
    total: Tally
    days: Sequence[DayTotals]
    ahead: Sequence[Ahead]
    movers: Sequence[Mover]
    since: Since
    words: Mapping[str, Mapping[str, Any]]
    deadlines: Sequence[Deadline]  # of the plan's year, earliest first


async def outlooks(
    institution: Institution,
    plans: Sequence[tuple[Plan, PlanFigures]],
    *,
    wanted: Wanted,
    at: datetime,
) -> list[PlanOutlook]:
    """The plans of a year, each with its gaps, forecasts, movers and movements as of an instant."""
    deadlines = await listed(institution.id) if plans else []
    return [await _outlook(institution, plan, found, deadlines, wanted, at) for plan, found in plans]


async def _outlook(
    institution: Institution,
    plan: Plan,
    figures: PlanFigures,
    deadlines: Sequence[Deadline],
    wanted: Wanted,
    at: datetime,
) -> PlanOutlook:
    today = at.astimezone(institution.tz).date()
    of_year = [deadline for deadline in deadlines if deadline.year == plan.year]
    cells = await plan_cells(plan)
    days = with_today(await totals_of(plan, today - LOOKS_BACK), figures, today)
    since = await _since(plan, figures, cells, wanted, today, days)
    leading = movers(cells, wanted.formula, through=wanted.through, most=MOST_MOVERS)
    return PlanOutlook(
        plan=plan,
        figures=figures,
        losses=losses(cells, through=wanted.through, is_late=late_by(of_year, at)),
        total=figures.total(wanted.through),
        days=days,
        ahead=[_ahead(each, days, institution, at) for each in of_year if each.closes_at >= at],
        movers=leading,
        since=since,
        words=await _words(plan, leading, since),
        deadlines=of_year,
    )


def late_by(deadlines: Sequence[Deadline], at: datetime) -> IsLate:
    """Whether a unit's deadline for a triwulan has passed, given those of the year."""
    reporting = [deadline for deadline in deadlines if deadline.is_due]
    due = {triwulan: due_of(reporting, triwulan) for triwulan in (1, 2, 3, 4)}

    def is_late(unit: str | None, triwulan: int) -> bool:
        deadline = due[triwulan]
        return deadline is not None and deadline.closes_for(unit) < at

    return is_late


def with_today(days: Sequence[DayTotals], figures: PlanFigures, today: date) -> list[DayTotals]:
    """The kept days with today's figures in place of what was kept of today."""
    now = DayTotals(today, {through: figures.total(through) for through in (1, 2, 3, 4)})
    return [*(each for each in days if each.day < today), now]


def _ahead(deadline: Deadline, days: Sequence[DayTotals], institution: Institution, at: datetime) -> Ahead:
    formula = FIGURE_OF[deadline.stage]
    left = countdown(deadline, at, institution.tz)
    history = history_of(days, formula, deadline.through)
    first = days[0].day
    return Ahead(
        deadline=deadline,
        formula=formula,
        figure=figure_of(days[-1].totals.get(deadline.through, Tally()), formula),
        foretold=forecast(
            history,
            deadline.closes_at.astimezone(institution.tz).date(),
            position=lambda day: working_days(first, day),
        ),
        days_left=left.days_left,
        working_days_left=left.working_days_left or 0,
    )


def history_of(days: Iterable[DayTotals], formula: Formula, through: int) -> list[DayValue]:
    """A figure of cells over the days on which something was asked for."""
    found = ((each.day, figure_of(each.totals.get(through, Tally()), formula)) for each in days)
    return [
        DayValue(day, float(figure.value), float(figure.denominator))
        for day, figure in found
        if figure.value is not None
    ]


def figure_of(tally: Tally, formula: Formula) -> Percentage:
    """One figure of a tally."""
    found: Percentage = getattr(percentages(tally), FIELDS[formula])
    return found


async def _since(
    plan: Plan,
    figures: PlanFigures,
    cells: Sequence[PlacedCells],
    wanted: Wanted,
    today: date,
    days: Sequence[DayTotals],
) -> Since:
    asked = min(wanted.since or today - USUAL_SINCE, today)
    kept = await snapshot_by(plan, asked)
    first_kept = next((each.day for each in days if each.day < today), None)
    if kept is None:
        return Since(asked, None, first_kept, None)
    moved = movement(
        wanted.formula,
        kept.figures,
        figures,
        through=wanted.through,
        letters_then=kept.letters if wanted.formula in COUNTED else None,
        letters_now=letters_by_renaksi(cells),
    )
    return Since(asked, kept.day, first_kept, moved)


async def _words(plan: Plan, leading: Sequence[Mover], since: Since) -> dict[str, Mapping[str, Any]]:
    """The renaksi that are named, by id: their code, text and unit."""
    ids = {mover.renaksi_id for mover in leading}
    if since.movement is not None and since.movement.renaksi is not None:
        moved = since.movement.renaksi
        ids |= {str(each.key) for each in (*moved[:MOST_MOVED], *moved[-MOST_MOVED:])}
    if not ids:
        return {}
    where = {"_id": {"$in": [PydanticObjectId(each) for each in sorted(ids)]}}
    wanted = {"code": 1, "text": 1, "unit": 1, "instansi": 1}
    found = await Renaksi.get_pymongo_collection().find(where, wanted).to_list()
    return {str(each["_id"]): each for each in found if each["instansi"] == plan.instansi}
