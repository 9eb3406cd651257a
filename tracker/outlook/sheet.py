"""The leadership's sheet as of an instant: what one page, one A4 and one workbook show alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.dashboards import overview, service
from tracker.dashboards.explain import SLUGS, explanation
from tracker.database import Session, in_transaction
from tracker.institutions.models import Institution
from tracker.outlook.service import Wanted, outlooks
from tracker.outlook.views import PlanPart, part_of

USUAL_FIGURE = "terverifikasi"
MOVING = ("terinput", "dilaporkan", "terbukti", "terverifikasi", "capaian")
"""The figures of which the sheet says what would move them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: a year, a triwulan, the figure to be moved and the day to look back to."""

    year: int | None = None
    through: int | None = None
    slug: str = USUAL_FIGURE
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet, without addresses."""

    institution: str
    year: int
    through: int
    at: datetime
    figure: str
    cards: Sequence[overview.PlanCard]
    parts: Sequence[PlanPart]
    heat: Sequence[overview.HeatRow]


async def sheet_of(institution: Institution, asked: Asked, *, at: datetime) -> Sheet:
    """The sheet of an institution."""
    scope = await service.scope_of(institution, now_at=at, year=asked.year, through=asked.through)
    figures = await service.figures_of(scope.plans)
    names = await service.unit_names(institution.id)
    plans = list(zip(scope.plans, figures, strict=True))
    slug = asked.slug if asked.slug in MOVING else USUAL_FIGURE
    wanted = Wanted(through=scope.through, formula=SLUGS[slug], since=asked.since)
    found = await outlooks(institution, plans, wanted=wanted, at=at)
    return Sheet(
        institution=institution.name,
        year=scope.year,
        through=scope.through,
        at=at,
        figure=explanation(SLUGS[slug]).name,
        cards=[
            overview.card_of(plan, figures.total(scope.through), url="", link=_nowhere)
            for plan, figures in plans
        ],
        parts=[
            part_of(
                each,
                through=scope.through,
                names=names,
                zone=institution.tz,
                at=at,
                url_for=_nowhere,
                figure_url=_nowhere,
            )
            for each in found
        ],
        heat=overview.heat_rows(figures, names, through=scope.through, link=_nowhere),
    )


async def record_export(actor: Actor, sheet: Sheet, form: str) -> None:
    """Write into the trail that somebody took a copy, as "pdf" or "xlsx"."""
    demand(actor, Right.VIEW_FIGURES, instansi=actor.instansi, unit=None)

    async def work(session: Session) -> None:
        await audit.record(
            session,
            actor=actor,
            instansi=actor.instansi,
            action="figures.exported",
            subject=Subject(kind="institution", id=actor.instansi, label=sheet.institution),
            data={"form": form, "year": sheet.year, "through": sheet.through},
        )

    await in_transaction(work)


def _nowhere(*_args: object, **_params: object) -> str:
    return ""
