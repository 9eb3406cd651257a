"""The page of searching, and what the jump box offers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may
from tracker.evidence.listing import unit_choices
from tracker.evidence.naming import own_indicator_names
from tracker.i18n import _
from tracker.plans.service import list_plans
from tracker.search import jumping
from tracker.search.service import KINDS, Asked, Found, search
from tracker.search.showing import shown
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import page, with_query
from tracker.web.paging import Paging
from tracker.web.session import needs

router = APIRouter(dependencies=[Depends(own_indicator_names)])
Seeker = Annotated[Actor, Depends(needs(Right.VIEW_PLAN))]
PER_PAGE, FIRST_OF_KIND, LONGEST = 20, 5, 200


@router.get("/cari", name="search")
async def search_page(
    request: Request,
    actor: Seeker,
    cari: Annotated[str, Query(max_length=LONGEST)] = "",
    jenis: Annotated[str, Query(max_length=20)] = "",
    unit: Annotated[str, Query(max_length=60)] = "",
    tahun: Annotated[str, Query(max_length=10)] = "",
    hal: Annotated[int, Query(ge=1, le=MOST_NUMBER)] = 1,
) -> Response:
    kind = jenis if jenis in KINDS else ""
    year = int(tahun) if tahun.isascii() and tahun.isdecimal() and len(tahun) == 4 else None
    asked = {"cari": cari, "jenis": kind, "unit": unit, "tahun": str(year or "")}
    found = await search(actor, Asked(cari, kind, unit, year))
    here = str(request.app.url_path_for("search"))
    groups = []
    for name in KINDS:
        hits = found.hits[name]
        if not hits or kind not in {"", name}:
            continue
        paging = Paging.of(hits, number=hal, size=PER_PAGE, url=here, **asked)
        part = paging.items if kind else hits[:FIRST_OF_KIND]
        groups.append(
            {
                "name": name,
                "title": kind_names()[name],
                "total": len(hits),
                "rows": await shown(found, part, actor.instansi, cari),
                "paging": paging if kind else None,
                "more": with_query(here, **asked | {"jenis": name}) if len(hits) > len(part) else None,
            }
        )
    return page(
        request,
        "search/page.html",
        block="rows",
        asked=asked,
        has_terms=bool(found.terms),
        groups=groups,
        tabs=_tabs(here, asked, found),
        is_narrowed=bool(unit or year),
        units=await unit_choices(actor, Right.VIEW_PLAN),
        years=sorted({plan.year for plan in await list_plans(actor)}, reverse=True),
        may_see_evidence=may(actor, Right.VIEW_EVIDENCE),
    )


@router.get("/cari/lompat", name="search_jump")
async def search_jump(
    request: Request, actor: Seeker, cari: Annotated[str, Query(max_length=LONGEST)] = ""
) -> Response:
    """The options of the jump box: pages of Renaksi, units, renaksi and evidence by code or name."""
    choices = await jumping.choices(request, actor, cari)
    return page(request, "search/jump.html", choices=choices, asked=cari)


def kind_names() -> dict[str, str]:
    """The kinds of things that are found, as people call them."""
    return {"plan": _("Rencana aksi"), "evidence": _("Isi bukti"), "finding": _("Temuan")}


def _tabs(here: str, asked: dict[str, str], found: Found) -> list[dict[str, object]]:
    """All, and each kind, with how many there are."""
    names = {"": _("Semua")} | kind_names()
    counts = {"": found.total} | {kind: len(hits) for kind, hits in found.hits.items()}
    return [
        {
            "label": label,
            "url": with_query(here, **asked | {"jenis": kind}),
            "active": asked["jenis"] == kind,
            "count": counts[kind],
        }
        for kind, label in names.items()
    ]
