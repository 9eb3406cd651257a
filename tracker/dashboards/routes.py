"""The pages of figures: home, the leadership's page, a figure with its inputs, the formulas in words."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, Role, visible_units
from tracker.clock import now
from tracker.dashboards import home as home_page
from tracker.dashboards import overview, service
from tracker.dashboards.explain import SLUGS, explanation, shown
from tracker.dashboards.inputs import CELL_FORMULAS
from tracker.deadlines.lookup import listed as deadlines_of
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.inquiries.views import asking, waiting
from tracker.outlook.gaps import Loss
from tracker.outlook.service import USUAL_SINCE, Wanted, late_by, outlooks
from tracker.outlook.sheet import MOVING, USUAL_FIGURE
from tracker.outlook.views import PlanPart, line_names, part_of
from tracker.outlook.words import loss_words
from tracker.percentages.service import PlanFigures
from tracker.plans.models import Plan
from tracker.web.pages import go, page, with_query
from tracker.web.paging import Paging
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
Triwulan = Annotated[int | None, Query(ge=1, le=4)]
OUTPUTS_PER_PAGE = 40


@router.get("/", name="home")
async def home(request: Request, who: CurrentSignedIn, _actor: Viewer) -> Response:
    if who.actor.role is Role.LEADERSHIP:
        return go(request, "leadership")
    scope = await service.scope_of(who.institution, now_at=now())
    units = visible_units(who.actor, Right.VIEW_PROGRESS)
    figures = await service.figures_of(scope.plans)
    cards = [
        overview.card_of(
            plan,
            found.total(scope.through) if units is None else found.of_units(units, scope.through),
            url=str(request.app.url_path_for("plan_page", plan_id=plan.id)),
            link=_linker(request, plan, through=scope.through, unit=_single(units)),
        )
        for plan, found in zip(scope.plans, figures, strict=True)
    ]
    content = await home_page.content_for(who.actor, who.institution, scope, at=now())
    return page(
        request,
        "dashboards/home.html",
        scope=scope,
        cards=cards,
        own=units is not None,
        content=content,
        waiting=await waiting(who.actor, who.institution),
    )


@router.get("/pimpinan", name="leadership")
async def leadership(
    request: Request,
    who: CurrentSignedIn,
    _actor: Viewer,
    tahun: int | None = None,
    tw: Triwulan = None,
    angka: Annotated[str, Query(max_length=20)] = USUAL_FIGURE,
    sejak: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    scope = await service.scope_of(who.institution, now_at=now(), year=tahun, through=tw)
    figures = await service.figures_of(scope.plans)
    names = await service.unit_names(who.institution.id)
    plans = list(zip(scope.plans, figures, strict=True))

    def of_unit(unit: str | None) -> str:
        return with_query(_url(request, "unit_figures", unit=unit or "-"), tahun=scope.year, tw=scope.through)

    chosen = angka if angka in MOVING else USUAL_FIGURE
    wanted = Wanted(through=scope.through, formula=SLUGS[chosen], since=_day(sejak))
    return page(
        request,
        "dashboards/leadership.html",
        scope=scope,
        parts=await _parts(request, who, plans, wanted, names),
        chosen=chosen,
        chosen_name=explanation(SLUGS[chosen]).name,
        moving=_moving(request, scope, chosen, sejak),
        since_days=_since_days(request, scope, chosen, who),
        since=wanted.since or now().astimezone(who.institution.tz).date() - USUAL_SINCE,
        line_names=line_names(),
        waiting=await waiting(who.actor, who.institution),
        content=await home_page.content_for(who.actor, who.institution, scope, at=now()),
        cards=[
            overview.card_of(
                plan,
                found.total(scope.through),
                url=_url(request, "plan_page", plan_id=plan.id),
                link=_linker(request, plan, through=scope.through),
            )
            for plan, found in plans
        ],
        heat=overview.heat_rows(figures, names, through=scope.through, link=of_unit),
        heat_columns=overview.columns(scope.through),
        gaps=overview.gap_rows(figures, names, through=scope.through, link=of_unit),
        tops=[
            (
                plan,
                [
                    overview.bars_of(
                        node.name,
                        found.of_top(node.id, scope.through),
                        _linker(request, plan, through=scope.through, top=node.id),
                    )
                    for node in overview.roots(plan.nodes)
                ],
            )
            for plan, found in plans
        ],
        choices=_choices(request, scope),
        take_along={
            ending: with_query(
                _url(request, f"sheet_{ending}"),
                tahun=scope.year,
                tw=scope.through,
                angka=chosen,
                sejak=sejak,
            )
            for ending in ("pdf", "xlsx")
        },
    )


async def _parts(
    request: Request,
    who: CurrentSignedIn,
    plans: list[tuple[Plan, PlanFigures]],
    wanted: Wanted,
    names: dict[str | None, str],
) -> list[PlanPart]:
    """What looks back and ahead, by plan."""
    at = now()
    found = await outlooks(who.institution, plans, wanted=wanted, at=at)

    def figure_url(plan: Plan) -> Callable[..., str]:
        def link(slug: str, **query: object) -> str:
            url = _url(request, "figure_page", plan_id=plan.id, formula=slug)
            return with_query(url, **({"tw": wanted.through} | query))

        return link

    return [
        part_of(
            each,
            through=wanted.through,
            names=names,
            zone=who.institution.tz,
            at=at,
            url_for=partial(_url, request),
            figure_url=figure_url(each.plan),
        )
        for each in found
    ]


@router.get("/pimpinan/unit/{unit}", name="unit_figures")
async def unit_figures(
    request: Request,
    who: CurrentSignedIn,
    actor: Viewer,
    unit: str,
    tahun: int | None = None,
    tw: Triwulan = None,
) -> Response:
    names = await service.unit_names(who.institution.id)
    key = None if unit == "-" else unit
    if key not in names:
        raise NotFound(_("Perangkat daerah ini tidak ditemukan."))
    scope = await service.scope_of(who.institution, now_at=now(), year=tahun, through=tw)
    figures = await service.figures_of(scope.plans)
    cards = [
        overview.card_of(
            plan,
            found.of_unit(key, scope.through),
            url=_url(request, "plan_page", plan_id=plan.id),
            link=_linker(request, plan, through=scope.through, unit=unit),
        )
        for plan, found in zip(scope.plans, figures, strict=True)
    ]
    return page(
        request,
        "dashboards/unit.html",
        scope=scope,
        cards=cards,
        unit_name=names[key],
        asking=await asking(request, actor, "unit", key) if key else None,
    )


@router.get("/persentase", name="formula_list")
async def formula_list(request: Request, _actor: Viewer) -> Response:
    formulas = [(formula, explanation(formula)) for formula in SLUGS.values()]
    return page(request, "dashboards/formulas.html", formulas=formulas)


@router.get("/persentase/{plan_id}/{formula}", name="figure_page")
async def figure_page(
    request: Request,
    who: CurrentSignedIn,
    actor: Viewer,
    plan_id: PydanticObjectId,
    formula: str,
    tw: Triwulan = None,
    unit: str | None = None,
    top: str | None = None,
    sisa: bool = False,
    celah: Loss | None = None,
    hal: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    if formula not in SLUGS:
        raise NotFound(_("Rumus ini tidak ada."))
    chosen = SLUGS[formula]
    through = tw or (await service.scope_of(who.institution, now_at=now())).through
    deadlines = await deadlines_of(who.institution.id)
    detail = await service.figure_detail(
        actor,
        plan_id=plan_id,
        formula=chosen,
        field=formula,
        through=through,
        unit=unit or None,
        top=top,
        is_late=lambda year: late_by([each for each in deadlines if each.year == year], now()),
    )
    names = await service.unit_names(actor.instansi)
    listed = [
        one
        for one in detail.inputs
        if not (sisa and one.is_complete) and (celah is None or any(cell.loss is celah for cell in one.cells))
    ]
    here = _url(request, "figure_page", plan_id=plan_id, formula=formula)
    paging = Paging.of(
        listed,
        number=hal,
        size=OUTPUTS_PER_PAGE,
        url=here,
        tw=tw,
        unit=unit,
        top=top,
        sisa=sisa or None,
        celah=celah,
    )
    return page(
        request,
        "dashboards/figure.html",
        block="inputs",
        detail=detail,
        slug=formula,
        slugs=list(SLUGS),
        explained={slug: explanation(SLUGS[slug]) for slug in SLUGS},
        figure=shown(detail.figure),
        is_cells=chosen in CELL_FORMULAS,
        paging=paging,
        only_rest=sisa,
        loss=celah,
        loss_name=loss_words(celah)[0] if celah else None,
        lost=sum(cell.loss is celah for one in listed for cell in one.cells) if celah else 0,
        rest=sum(not one.is_complete for one in detail.inputs),
        names=names,
        scope_name=_scope_name(detail.plan, names, unit, top),
        here=here,
        asked={"tw": tw, "unit": unit, "top": top},
        asking=await asking(
            request,
            actor,
            "angka",
            "/".join(part for part in (str(plan_id), formula, str(through), unit) if part),
        ),
    )


def _scope_name(plan: Plan, names: dict[str | None, str], unit: str | None, top: str | None) -> str | None:
    if unit:
        return names.get(None if unit == "-" else unit)
    return next((node.name for node in plan.nodes if node.id == top), None)


def _choices(request: Request, scope: service.Scope) -> list[dict[str, object]]:
    """The triwulan to look at, as tabs."""
    here = _url(request, "leadership")
    return [
        {
            "url": with_query(here, tahun=scope.year, tw=triwulan),
            "label": _("s.d. TW {triwulan}").format(triwulan=("I", "II", "III", "IV")[triwulan - 1]),
            "active": triwulan == scope.through,
        }
        for triwulan in (1, 2, 3, 4)
    ]


def _moving(request: Request, scope: service.Scope, chosen: str, since: str) -> list[dict[str, object]]:
    """The figures that can be moved, as tabs."""
    here = _url(request, "leadership")
    return [
        {
            "url": with_query(here, tahun=scope.year, tw=scope.through, angka=slug, sejak=since) + "#gerak",
            "label": explanation(SLUGS[slug]).name,
            "active": slug == chosen,
        }
        for slug in MOVING
    ]


def _since_days(
    request: Request, scope: service.Scope, chosen: str, who: CurrentSignedIn
) -> list[tuple[str, str]]:
    """Days to look back to, as links: label and address."""
    here, today = _url(request, "leadership"), now().astimezone(who.institution.tz).date()
    return [
        (
            label,
            with_query(here, tahun=scope.year, tw=scope.through, angka=chosen, sejak=today - timedelta(days))
            + "#perubahan",
        )
        for days, label in ((1, _("kemarin")), (7, _("7 hari")), (30, _("30 hari")))
    ]


def _day(typed: str) -> date | None:
    """A day as the browser's field sends it; None for anything else."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _single(units: frozenset[str] | None) -> str | None:
    return next(iter(units)) if units is not None and len(units) == 1 else None


def _url(request: Request, name: str, **params: object) -> str:
    return str(request.app.url_path_for(name, **params))


def _linker(
    request: Request, plan: Plan, *, through: int, unit: str | None = None, top: str | None = None
) -> Callable[..., str]:
    """Where a figure of this plan and scope opens, by its slug."""

    def link(slug: str) -> str:
        url = _url(request, "figure_page", plan_id=plan.id, formula=slug)
        return with_query(url, tw=through, unit=unit, top=top)

    return link
