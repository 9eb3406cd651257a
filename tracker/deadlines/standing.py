"""What is in by each deadline: of the institution, of a person's units, and unit by unit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.deadlines.lookup import Countdown, countdown, listed, only_unit
from tracker.deadlines.models import Deadline, Extension
from tracker.deadlines.windows import Stage
from tracker.institutions.models import Institution
from tracker.institutions.service import units_by_id
from tracker.percentages.rules import Formula, Percentage, Tally, percentages
from tracker.percentages.service import PlanFigures, plan_figures
from tracker.plans.models import Plan, PlanStatus
from tracker.progress.models import Progress
from tracker.progress.rules import MENDING, State

FIGURE_OF = {
    Stage.REPORT: Formula.TERINPUT,
    Stage.CORRECT: Formula.DILAPORKAN,
    Stage.VERIFY: Formula.TERVERIFIKASI,
}
"""The percentage that tells how far a stage is."""

WAITING = {Stage.CORRECT: MENDING, Stage.VERIFY: frozenset({State.SUBMITTED})}
"""The states of the reports that wait for a stage."""

Figures = Mapping[tuple[str, PydanticObjectId], PlanFigures]


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline with what is done by it: `share` of all, `own` of the person's units."""

    deadline: Deadline
    countdown: Countdown
    formula: str  # of the share, as addresses name it: "terinput"
    share: Percentage
    own: Percentage | None
    opens_on: date | None
    plan_ids: tuple[tuple[str, PydanticObjectId], ...]  # kind and id of the year's active plans


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What one unit has done by a deadline. `closes_at`: its own last instant."""

    unit: str
    name: str
    short_name: str
    share: Percentage
    missing: int  # cells to fill in, reports to mend, or reports to check
    is_silent: bool  # nothing is filled in at all
    closes_at: datetime
    extension: Extension | None


async def standings(actor: Actor, institution: Institution, at: datetime) -> list[Standing]:
    """Every deadline with the share that is in: those ahead first, then the passed ones, newest first."""
    demand(actor, Right.VIEW_DEADLINE, instansi=institution.id, unit=None)
    deadlines = await listed(institution.id)
    figures = await _figures_by_year(institution.id, {deadline.year for deadline in deadlines})
    found = [_standing(actor, institution, at, each, figures.get(each.year, {})) for each in deadlines]
    ahead = [each for each in found if each.countdown.closes_at >= at]
    passed = [each for each in found if each.countdown.closes_at < at]
    return ahead + passed[::-1]


async def standing_of(actor: Actor, institution: Institution, deadline: Deadline, at: datetime) -> Standing:
    """One deadline with the share that is in."""
    demand(actor, Right.VIEW_DEADLINE, instansi=deadline.instansi, unit=None)
    figures = await _figures_by_year(institution.id, {deadline.year})
    return _standing(actor, institution, at, deadline, figures.get(deadline.year, {}))


async def unit_standings(deadline: Deadline) -> list[UnitStanding]:
    """Every unit that has something to do by a deadline, those that miss most first."""
    figures = (await _figures_by_year(deadline.instansi, {deadline.year})).get(deadline.year, {})
    units = await units_by_id(deadline.instansi)
    extensions = {each.unit: each for each in deadline.extensions}
    concerned = {unit for each in figures.values() for unit in each.units() if unit in units}
    waiting = await _waiting(deadline)
    found = []
    for unit in concerned | (extensions.keys() & units.keys()):
        tally = sum((each.of_unit(unit, deadline.through) for each in figures.values()), Tally())
        missing = tally.required - tally.filled if deadline.stage is Stage.REPORT else waiting.get(unit, 0)
        found.append(
            UnitStanding(
                unit=unit,
                name=units[unit].name,
                short_name=units[unit].short_name,
                share=_share(deadline.stage, [tally]),
                missing=missing,
                is_silent=tally.required > 0 and tally.filled == 0,
                closes_at=deadline.closes_for(unit),
                extension=extensions.get(unit),
            )
        )
    return sorted(found, key=lambda each: (-each.missing, each.name))


async def _waiting(deadline: Deadline) -> dict[str | None, int]:
    """By unit: the reports that wait for the deadline's stage; nothing is waiting for reporting itself."""
    states = WAITING.get(deadline.stage)
    if states is None:
        return {}
    where = {"instansi": deadline.instansi, "state": {"$in": sorted(states)}}
    wanted = {"unit": 1, "year": 1, "triwulan": 1}
    return Counter(
        [
            report["unit"]
            async for report in Progress.get_pymongo_collection().find(where, wanted)
            if report["year"] == deadline.year and report["triwulan"] <= deadline.through
        ]
    )


async def _figures_by_year(
    instansi: str, years: set[int]
) -> dict[int, dict[tuple[str, PydanticObjectId], PlanFigures]]:
    where = {"instansi": instansi, "year": {"$in": sorted(years)}, "status": PlanStatus.ACTIVE}
    found: dict[int, dict[tuple[str, PydanticObjectId], PlanFigures]] = {}
    for plan in await Plan.find(where).sort("+kind").to_list():
        found.setdefault(plan.year, {})[plan.kind, plan.id] = await plan_figures(plan)
    return found


def _standing(
    actor: Actor, institution: Institution, at: datetime, deadline: Deadline, figures: Figures
) -> Standing:
    share = _share(deadline.stage, (each.total(deadline.through) for each in figures.values()))
    own = None
    if actor.units is not None:
        own = _share(
            deadline.stage, (each.of_units(actor.units, deadline.through) for each in figures.values())
        )
    complete = share.value is not None and share.numerator == share.denominator
    return Standing(
        deadline=deadline,
        countdown=countdown(deadline, at, institution.tz, unit=only_unit(actor), is_complete=complete),
        formula=_field(deadline.stage),
        share=share,
        own=own,
        opens_on=deadline.opens_at.astimezone(institution.tz).date() if deadline.opens_at else None,
        plan_ids=tuple(figures),
    )


def _share(stage: Stage, tallies: Iterable[Tally]) -> Percentage:
    share: Percentage = getattr(percentages(sum(tallies, Tally())), _field(stage))
    return share


def _field(stage: Stage) -> str:
    return FIGURE_OF[stage].name.lower()
