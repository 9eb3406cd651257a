"""The queue's pages: the list with its filters and views, verifying many at once, and samples."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.clock import now
from tracker.errors import Invalid
from tracker.evidence.views import years
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.progress.registry import mark_words
from tracker.review import bulk, samples, views
from tracker.review.address import PASSING, Queued, QueueQuery, query_of
from tracker.review.entries import Counts, Entry, Level, counted, narrowed
from tracker.review.models import BulkDecision
from tracker.review.queue import decided, queue_rows, waiting
from tracker.web.flashes import Flash
from tracker.web.formats import number
from tracker.web.pages import go, page
from tracker.web.paging import Paging
from tracker.web.session import needs

router = APIRouter()
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_PROGRESS))]
ROWS_PER_PAGE = 50
SHOWN_SAMPLES = 3


@router.get("/pemeriksaan", name="review_queue")
async def queue(
    request: Request, actor: Decider, query: Queued, hal: Annotated[int, Query(ge=1)] = 1
) -> Response:
    """The list. An address without any filter shows the person's default view."""
    kept = await views.views_of(actor)
    default = next((view for view in kept if view.is_default), None)
    if default is not None and not request.url.query:
        query = query_of(default.query)
    return await _queue(request, actor, query, hal=hal)


async def _queue(
    request: Request, actor: Actor, query: QueueQuery, *, hal: int = 1, problem: Invalid | None = None
) -> Response:
    year = int(query.tahun) if query.tahun else now().year
    entries = [*await waiting(actor.instansi), *await decided(actor.instansi, year)]
    url = str(request.app.url_path_for("review_queue"))
    part = Paging.of(
        narrowed(entries, query.filter), number=hal, size=ROWS_PER_PAGE, url=url, **query.as_dict()
    )
    counts = counted(entries, query.filter)
    units = await units_by_id(actor.instansi)
    return page(
        request,
        "review/queue.html",
        block="rows",
        status=422 if problem else 200,
        part=part,
        rows=await queue_rows(actor.instansi, part.items),
        query=query,
        filters=query.as_dict(),
        counts=counts,
        choices=_choices(counts, {unit.id: unit.name for unit in units.values()}),
        years=[(each, str(each)) for each in await years(actor.instansi)],
        year=year,
        views=await views.views_of(actor),
        samples=await samples.newest(actor.instansi, SHOWN_SAMPLES),
        marks=mark_words(),
        problem=problem,
    )


def _choices(counts: Counts, units: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer, each with how many it leaves; what leaves none is not offered."""
    levels = {Level.HIGH: _("Tinggi"), Level.MEDIUM: _("Sedang"), Level.LOW: _("Rendah")}
    words = mark_words()
    tests = sorted(counts.tests, key=lambda code: -counts.tests[code])
    return {
        "units": [
            (unit, _counted(name, counts.units[unit])) for unit, name in units.items() if counts.units[unit]
        ],
        "levels": [(str(level), _counted(name, counts.levels[level])) for level, name in levels.items()],
        "tests": [
            (PASSING, _counted(_("Lolos semua uji"), counts.passing)),
            *((code, _counted(words[code], counts.tests[code])) for code in tests),
        ],
    }


def _counted(name: str, count: int) -> str:
    return f"{name[:1].upper()}{name[1:]} ({number(count)})"


@router.post("/pemeriksaan/verifikasi", name="review_bulk")
async def verify_many(
    request: Request,
    actor: Decider,
    query: Queued,
    pilih: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Verify what was ticked; what has changed since, or no longer passes, is left and named."""
    try:
        chosen = [bulk.Chosen.parse(each) for each in pilih or []]
        kept = await bulk.verify_all(actor, chosen)
    except Invalid as error:
        return await _queue(request, actor, query, problem=error)
    undo = str(request.app.url_path_for("review_bulk_undo", bulk_id=kept.id)) if kept.verified else None
    text = _("{count} laporan terverifikasi.").format(count=number(len(kept.verified)))
    if kept.left:
        text += " " + _("{count} ditinggalkan.").format(count=number(len(kept.left)))
        flash = Flash("warn", text, undo_url=undo)
        return go(request, "review_bulk_page", bulk_id=kept.id, flash=flash, _query=query.as_dict())
    return go(request, "review_queue", flash=Flash("good", text, undo_url=undo), _query=query.as_dict())


@router.get("/pemeriksaan/bersama/{bulk_id}", name="review_bulk_page")
async def bulk_page(request: Request, actor: Decider, query: Queued, bulk_id: PydanticObjectId) -> Response:
    kept = await bulk.bulk_of(actor, bulk_id)
    return await _bulk(request, actor, query, kept)


async def _bulk(request: Request, actor: Actor, query: QueueQuery, kept: BulkDecision) -> Response:
    rows = await queue_rows(actor.instansi, [_line(each) for each in kept.verified])
    return page(
        request, "review/bulk.html", kept=kept, rows=rows, filters=query.as_dict(), marks=mark_words()
    )


def _line(identifier: str) -> Entry:
    """Just enough of a line to look a report up."""
    return Entry(identifier, "", 0, 0, "", 0, (), 0, 0.0)


@router.post("/pemeriksaan/bersama/{bulk_id}/urungkan", name="review_bulk_undo")
async def bulk_undo(request: Request, actor: Decider, query: Queued, bulk_id: PydanticObjectId) -> Response:
    kept = await bulk.undo_all(actor, bulk_id)
    text = _("{count} keputusan diurungkan. Laporannya kembali ke antrean.")
    flash = Flash("good", text.format(count=number(len(kept.undone))))
    return go(request, "review_bulk_page", bulk_id=bulk_id, flash=flash, _query=query.as_dict())


@router.post("/pemeriksaan/tampilan", name="review_view_save")
async def view_save(
    request: Request,
    actor: Decider,
    query: Queued,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    try:
        view = await views.save(actor, name=name, query=query.kept)
    except Invalid as error:
        return await _queue(request, actor, query, problem=error)
    flash = Flash("good", _("Tampilan “{name}” disimpan.").format(name=view.name))
    return go(request, "review_queue", flash=flash, _query=query.as_dict())


@router.post("/pemeriksaan/tampilan/{view_id}/utama", name="review_view_default")
async def view_default(request: Request, actor: Decider, view_id: PydanticObjectId) -> Response:
    view = await views.make_default(actor, view_id)
    text = _("Antrean kini dibuka dengan “{name}”.") if view.is_default else _("“{name}” tidak lagi utama.")
    flash = Flash("good", text.format(name=view.name))
    return go(request, "review_queue", flash=flash, _query=view.query)


@router.post("/pemeriksaan/tampilan/{view_id}/hapus", name="review_view_remove")
async def view_remove(request: Request, actor: Decider, view_id: PydanticObjectId) -> Response:
    view = await views.remove(actor, view_id)
    undo = str(request.app.url_path_for("review_view_restore", view_id=view_id))
    flash = Flash("good", _("Tampilan “{name}” dihapus.").format(name=view.name), undo_url=undo)
    return go(request, "review_queue", flash=flash)


@router.post("/pemeriksaan/tampilan/{view_id}/kembalikan", name="review_view_restore")
async def view_restore(request: Request, actor: Decider, view_id: PydanticObjectId) -> Response:
    view = await views.remove(actor, view_id, removed=False)
    flash = Flash("good", _("Tampilan “{name}” dikembalikan.").format(name=view.name))
    return go(request, "review_queue", flash=flash, _query=view.query)
