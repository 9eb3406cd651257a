"""The samples' pages: draw one, see how far the work on it is, draw it again, print it."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.progress.registry import mark_words
from tracker.review import samples
from tracker.review.address import Queued, QueueQuery
from tracker.review.entries import Entry, narrowed
from tracker.review.keeping import kept_entries
from tracker.review.queue import queue_rows, waiting
from tracker.web.flashes import Flash
from tracker.web.formats import number
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_PROGRESS))]
DEFAULT_SIZE = 20
SHOWN = 50


@router.get("/sampel", name="sample_list")
async def listed(request: Request, actor: Decider, query: Queued) -> Response:
    return await _listed(request, actor, query)


async def _listed(
    request: Request,
    actor: Actor,
    query: QueueQuery,
    *,
    typed: dict[str, str] | None = None,
    problem: Invalid | None = None,
) -> Response:
    population = narrowed(await waiting(actor.instansi), query.filter)
    return page(
        request,
        "review/samples.html",
        status=422 if problem else 200,
        samples=await samples.newest(actor.instansi, SHOWN),
        population=len(population),
        weight=sum(samples.weight_of(entry) for entry in population),
        filters=query.as_dict(),
        typed=typed or {"size": str(min(DEFAULT_SIZE, len(population) or DEFAULT_SIZE)), "seed": ""},
        problem=problem,
    )


@router.post("/sampel", name="sample_take")
async def take(
    request: Request,
    actor: Decider,
    query: Queued,
    size: Annotated[str, Form(max_length=10)] = "",
    seed: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    entries = narrowed(await waiting(actor.instansi), query.filter)
    try:
        count = int(size) if size.isdecimal() else 0
        sample = await samples.take(actor, entries, query=query.kept, size=count, seed=seed)
    except Invalid as error:
        return await _listed(request, actor, query, typed={"size": size, "seed": seed}, problem=error)
    text = _("{count} dari {all} laporan terundi.")
    flash = Flash("good", text.format(count=number(len(sample.drawn)), all=number(len(sample.population))))
    return go(request, "sample_page", sample_id=sample.id, flash=flash)


@router.get("/sampel/{sample_id}", name="sample_page")
async def show(
    request: Request, actor: Decider, sample_id: PydanticObjectId, ulang: bool = False
) -> Response:
    """The sample; with `ulang` it is drawn again and said whether the same came out."""
    sample = await samples.sample_of(actor, sample_id)
    by_id = {entry.id: entry for entry in await kept_entries(actor.instansi)}
    lines = [by_id.get(one, Entry(one, "", 0, 0, "", 0, (), 0, 0.0)) for one in sample.drawn]
    rows = await queue_rows(actor.instansi, lines)
    return page(
        request,
        "review/sample.html",
        sample=sample,
        weights={one.id: one.weight for one in sample.population},
        weight=sum(one.weight for one in sample.population),
        rows=rows,
        worked=await samples.worked(actor.instansi, sample.drawn),
        first=next((row for row in rows if row.state == "submitted"), None),
        is_same=samples.drawn_again(sample) if ulang else None,
        marks=mark_words(),
    )
