"""The inspectorate's page of one report: what proves it, the sheet, the tests, the decision on it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.errors import Conflict, Invalid
from tracker.evidence.models import Evidence
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.progress.cells import Cell, cell_of
from tracker.progress.errors import ReportConflict
from tracker.progress.forms import Sheet
from tracker.progress.models import Progress
from tracker.progress.pages import cell_page, check_items
from tracker.review import holds, improvements, service
from tracker.review.address import Queued, QueueQuery, place_of
from tracker.review.pages import Difference, differences, earlier_of, may_decide_now, proof_first
from tracker.review.sheet import sheet_rows, typed_sheet
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_PROGRESS))]
Filled = Annotated[Sheet, Depends(typed_sheet)]


@router.get("/pemeriksaan/{progress_id}", name="review_page")
async def show(request: Request, actor: Decider, query: Queued, progress_id: str) -> Response:
    return await _show(request, actor, query, await cell_of(actor, progress_id=progress_id))


@router.post("/pemeriksaan/{progress_id}/verifikasi", name="review_verify")
async def verify(
    request: Request,
    actor: Decider,
    query: Queued,
    progress_id: str,
    revision: Annotated[int, Form(ge=0)],
    sheet: Filled,
) -> Response:
    async def decide() -> Progress:
        return await service.verify(actor, progress_id=progress_id, revision=revision, apip=sheet)

    return await _decide(request, actor, query, progress_id, decide, _("Terverifikasi"), sheet=sheet)


@router.post("/pemeriksaan/{progress_id}/kembalikan", name="review_return")
async def send_back(
    request: Request,
    actor: Decider,
    query: Queued,
    progress_id: str,
    revision: Annotated[int, Form(ge=0)],
    sheet: Filled,
    reason: Annotated[str, Form(max_length=10_000)] = "",
    test: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Return the report; the tests that were ticked stand in the reason before the words."""
    given = "\n".join([*(test or []), *([reason.strip()] if reason.strip() else [])])

    async def decide() -> Progress:
        return await service.return_(
            actor, progress_id=progress_id, revision=revision, reason=given, apip=sheet
        )

    return await _decide(
        request, actor, query, progress_id, decide, _("Dikembalikan"), reason=reason, sheet=sheet
    )


@router.post("/pemeriksaan/{progress_id}/buka", name="review_reopen")
async def reopen(
    request: Request,
    actor: Decider,
    query: Queued,
    progress_id: str,
    revision: Annotated[int, Form(ge=0)],
    reason: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    try:
        await service.reopen(actor, progress_id=progress_id, revision=revision, reason=reason)
    except Invalid as error:
        found = await cell_of(actor, progress_id=progress_id)
        return await _show(request, actor, query, found, problem=error, reason=reason, status=422)
    except ReportConflict as conflict:
        return await _show(request, actor, query, conflict.cell, conflict=conflict, reason=reason, status=409)
    flash = Flash("good", _("Dibuka lagi. Perangkat daerah melihat alasannya dan dapat memperbaikinya."))
    return go(request, "review_page", progress_id=progress_id, flash=flash, _query=query.as_dict())


@router.post("/pemeriksaan/{progress_id}/urungkan/{revision}", name="review_undo")
async def undo(request: Request, actor: Decider, query: Queued, progress_id: str, revision: int) -> Response:
    try:
        await service.undo(actor, progress_id=progress_id, revision=revision)
    except ReportConflict as conflict:
        text = _("Keputusan ini tidak dapat diurungkan lagi, karena laporannya sudah berlanjut.")
        raise Conflict(text) from conflict
    flash = Flash("good", _("Keputusan diurungkan. Laporan ini kembali ke antrean."))
    return go(request, "review_page", progress_id=progress_id, flash=flash, _query=query.as_dict())


@router.post("/pemeriksaan/{progress_id}/ragu", name="review_hold")
async def hold(request: Request, actor: Decider, query: Queued, progress_id: str) -> Response:
    """Set the report aside for a second pair of eyes and go on; once more takes it back."""
    place = await place_of(actor, query, progress_id)
    is_held = await holds.toggle(actor, progress_id=progress_id)
    undo = str(request.app.url_path_for("review_hold", progress_id=progress_id))
    if not is_held:
        flash = Flash("good", _("Tanda ragu dihapus."))
        return go(request, "review_page", progress_id=progress_id, flash=flash, _query=query.as_dict())
    flash = Flash("info", _("Ditandai ragu; tampil di akhir antrean untuk pemeriksa kedua."), undo_url=undo)
    return _on(request, query, place.next_id, flash)


def _on(request: Request, query: QueueQuery, following: str | None, flash: Flash) -> Response:
    """On to the next report, or to what the order of work was made of when there is none."""
    if following is not None:
        return go(request, "review_page", progress_id=following, flash=flash, _query=query.as_dict())
    if query.sample_id is not None:
        return go(request, "sample_page", sample_id=query.sample_id, flash=flash)
    return go(request, "review_queue", flash=flash, _query=query.as_dict())


async def _decide(
    request: Request,
    actor: Actor,
    query: QueueQuery,
    progress_id: str,
    decide: Callable[[], Awaitable[Progress]],
    word: str,
    *,
    sheet: Sheet,
    reason: str = "",
) -> Response:
    """Do the decision and go on to the next report in the order of work, with the way back in the message."""
    place = await place_of(actor, query, progress_id)
    try:
        report = await decide()
    except Invalid as error:
        found = await cell_of(actor, progress_id=progress_id)
        return await _show(
            request, actor, query, found, problem=error, reason=reason, sheet=sheet, status=422
        )
    except ReportConflict as conflict:
        return await _show(
            request, actor, query, conflict.cell, conflict=conflict, reason=reason, sheet=sheet, status=409
        )
    undo_url = request.app.url_path_for("review_undo", progress_id=progress_id, revision=report.revision)
    following = place.next_id or place.previous_id
    text = _("{word}. Berikutnya dalam antrean.") if following else _("{word}. Antrean ini sudah habis.")
    return _on(request, query, following, Flash("good", text.format(word=word), undo_url=str(undo_url)))


async def _show(
    request: Request,
    actor: Actor,
    query: QueueQuery,
    found: Cell,
    *,
    problem: Invalid | None = None,
    conflict: ReportConflict | None = None,
    reason: str = "",
    sheet: Sheet | None = None,
    status: int = 200,
) -> Response:
    report = found.progress
    who: SignedIn = request.state.signed_in
    unit = (await units_by_id(actor.instansi)).get(found.renaksi.unit or "")
    content = await cell_page(
        actor, found, unit_name=unit.name if unit else "", zone=who.institution.tz, at=now()
    )
    titles = await _titles(report)
    return page(
        request,
        "review/report.html",
        status=status,
        content=content,
        cell=found,
        report=report,
        linked=proof_first(content.linked),
        check_items=check_items(request, content.checks),
        reasons=[check for check in content.checks if check.is_reason],
        place=await place_of(actor, query, report.id),
        sheet=sheet_rows(report, content.checks, sheet),
        hold=await holds.hold_of(actor.instansi, report.id),
        improvements=await improvements.of_report(actor.instansi, report.id),
        earlier=earlier_of(report, titles),
        undecidable=may_decide_now(content, actor.user_id),
        apart=await service.why_somebody_else(actor, report),
        problem=problem,
        conflict=conflict.message if conflict else None,
        changed=_changed(conflict, titles) if conflict else [],
        reason=reason,
        filters=query.as_dict(),
    )


def _changed(conflict: ReportConflict, titles: Mapping[str, str]) -> list[Difference]:
    """How the report differs from the submission that the person had before their eyes."""
    report = conflict.cell.progress
    seen = [each for each in report.submissions if each.revision == conflict.attempt.revision]
    if not seen:
        return []
    as_now = seen[-1].model_copy(
        update={
            "value": report.value,
            "spent": report.spent,
            "obstacles": report.obstacles,
            "follow_up": report.follow_up,
            "links": report.links,
        }
    )
    return differences(seen[-1], as_now, titles)


async def _titles(report: Progress) -> dict[str, str]:
    """The titles of all evidence that any submission named, by id."""
    ids: set[PydanticObjectId] = {link.evidence_id for each in report.submissions for link in each.links}
    ids |= {link.evidence_id for link in report.links}
    where = {"_id": {"$in": list(ids)}, "instansi": report.instansi}
    found = await Evidence.get_pymongo_collection().find(where, {"title": 1}).to_list() if ids else []
    return {str(evidence["_id"]): evidence["title"] for evidence in found}
