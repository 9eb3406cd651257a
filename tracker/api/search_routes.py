"""The API of searching: the same hits as on the page, with the line and the place."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.api import problems
from tracker.api.access import token_needs
from tracker.api.listing import USUAL_ITEMS, Limit, answer
from tracker.evidence.labels import use_indicator_names
from tracker.indicators.service import names_of
from tracker.search.service import KINDS, Asked, search
from tracker.search.showing import Shown, shown
from tracker.web.pages import with_query

router = APIRouter(prefix="/api/v1")
Seeker = Annotated[Actor, Depends(token_needs(Right.VIEW_PLAN))]
MOST_SKIPPED = 100_000


class PieceAnswer(BaseModel):
    """A piece of the line; `marked` where it is what was looked for."""

    text: str
    marked: bool


class HitAnswer(BaseModel):
    """A thing that was found; `page` is that of its document."""

    kind: Literal["renaksi", "node", "evidence", "page", "finding"]
    code: str
    title: str
    where: str
    snippet: list[PieceAnswer]
    page: int | None
    verdict: str | None
    link: str


class SearchAnswer(BaseModel):
    """What was found, by kind how many, and a part of it; `next` is how many to skip for the next part."""

    counts: dict[Literal["plan", "evidence", "finding"], int]
    items: list[HitAnswer]
    next: int | None


@router.get("/search", name="api_search", response_model=SearchAnswer, responses=problems.READ)
async def search_all(
    request: Request,
    actor: Seeker,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    kind: Literal["", "plan", "evidence", "finding"] = "",
    unit: Annotated[str, Query(max_length=60)] = "",
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    limit: Limit = USUAL_ITEMS,
    skip: Annotated[int, Query(ge=0, le=MOST_SKIPPED)] = 0,
) -> Response:
    use_indicator_names(await names_of(actor.instansi))
    found = await search(actor, Asked(q, kind, unit, year))
    hits = [hit for name in KINDS if kind in {"", name} for hit in found.hits[name]]
    part = hits[skip : skip + limit]
    items = [_hit(request, one) for one in await shown(found, part, actor.instansi, q)]
    following = skip + limit if skip + limit < len(hits) else None
    counts = {name: len(found.hits[name]) for name in KINDS}
    return answer(request, SearchAnswer.model_validate({"counts": counts, "items": items, "next": following}))


def _hit(request: Request, one: Shown) -> HitAnswer:
    link = with_query(str(request.app.url_path_for(one.route, **one.params)), **one.query)
    return HitAnswer.model_validate(
        {
            "kind": one.kind,
            "code": one.code,
            "title": one.title,
            "where": one.where,
            "snippet": [{"text": piece.text, "marked": piece.marked} for piece in one.pieces],
            "page": one.page,
            "verdict": one.state,
            "link": link,
        }
    )
