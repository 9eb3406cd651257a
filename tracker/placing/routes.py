"""One page on which the claims of an evidence are placed on many reports, and the way back."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.errors import Invalid
from tracker.evidence import listing
from tracker.evidence.lookup import visible_evidence
from tracker.evidence.models import Evidence
from tracker.i18n import _, ngettext
from tracker.placing import service
from tracker.placing.gathering import CellRows, cells_for
from tracker.placing.models import LeftCell, Placement
from tracker.placing.rules import Chosen
from tracker.web.flashes import Flash
from tracker.web.formats import number
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Reporter = Annotated[Actor, Depends(needs(Right.REPORT_PROGRESS))]
WISH = "nilai-"
NAMED = 3  # of the reports that were left, in the message
LONGEST_WHY = 160


@router.get("/bukti/{evidence_id}/tempatkan", name="placing_page")
async def placing_page(
    request: Request, actor: Reporter, evidence_id: PydanticObjectId, centang: str = ""
) -> Response:
    """`centang` "yakin": with the sure rows ticked."""
    evidence = await visible_evidence(actor, evidence_id)
    cells = await cells_for(actor, evidence)
    ticked = {row.id for cell in cells for row in cell.rows[:1] if centang == "yakin" and row.is_sure}
    return await _shown(request, actor, evidence, cells, ticked=ticked)


@router.post("/bukti/{evidence_id}/tempatkan", name="placing_place")
async def placing_place(
    request: Request,
    actor: Reporter,
    evidence_id: PydanticObjectId,
    saran: Annotated[list[str] | None, Form()] = None,
) -> Response:
    form = await request.form()
    wishes = {name.removeprefix(WISH): str(form[name]) for name in form if name.startswith(WISH)}
    chosen = [Chosen.parse(text, wishes) for text in dict.fromkeys(saran or [])]
    try:
        placement = await service.place(actor, evidence_id=evidence_id, chosen=chosen)
    except Invalid as error:
        evidence = await visible_evidence(actor, evidence_id)
        return await _shown(
            request,
            actor,
            evidence,
            await cells_for(actor, evidence),
            ticked={one.suggestion_id for one in chosen},
            wishes=wishes,
            problem=error,
        )
    return go(request, "placing_page", evidence_id=evidence_id, flash=_flash(request, placement))


@router.post("/bukti/{evidence_id}/tempatkan/{placement_id}/urungkan", name="placing_undo")
async def placing_undo(
    request: Request, actor: Reporter, evidence_id: PydanticObjectId, placement_id: PydanticObjectId
) -> Response:
    await visible_evidence(actor, evidence_id)
    placement, left = await service.undo(actor, placement_id=placement_id)
    count = len(placement.undone)
    text = ngettext(
        "Penempatan pada {count} output diurungkan.", "Penempatan pada {count} output diurungkan.", count
    ).format(count=number(count))
    flash = Flash("warn" if left else "info", " ".join([text, *_left_words(left)]))
    return go(request, "placing_page", evidence_id=evidence_id, flash=flash)


def _flash(request: Request, placement: Placement) -> Flash:
    """What was placed and what was left, with the way back."""
    count = len(placement.placed)
    text = ngettext("Ditempatkan pada {count} output.", "Ditempatkan pada {count} output.", count).format(
        count=number(count)
    )
    undo = request.app.url_path_for(
        "placing_undo", evidence_id=placement.evidence_id, placement_id=placement.id
    )
    return Flash(
        "warn" if placement.left else "good",
        " ".join([text, *_left_words(placement.left)]),
        undo_url=str(undo) if count else None,
    )


def _left_words(left: Sequence[LeftCell]) -> list[str]:
    """Why some were left, the first few by name."""
    told = [
        _("Dilewati: {what}. {why}").format(what=one.label, why=one.why)[:LONGEST_WHY] for one in left[:NAMED]
    ]
    more = len(left) - NAMED
    return told + ([_("Dan {count} lagi.").format(count=number(more))] if more > 0 else [])


async def _shown(
    request: Request,
    actor: Actor,
    evidence: Evidence,
    cells: Sequence[CellRows],
    *,
    ticked: set[str],
    wishes: Mapping[str, str] | None = None,
    problem: Invalid | None = None,
) -> Response:
    problems = problem.fields if problem else {}
    return page(
        request,
        "placing/page.html",
        status=422 if problem else 200,
        evidence=evidence,
        row=await listing.row_of(actor, evidence),
        groups=_grouped(cells),
        counts={
            "cells": len(cells),
            "placed": sum(cell.is_placed for cell in cells),
            "sure": sum(cell.rows[0].is_sure for cell in cells),
            "open": sum(any(row.is_open for row in cell.rows) for cell in cells),
        },
        ticked=ticked,
        wishes=wishes or {},
        problem=problem,
        problems=problems,
    )


def _grouped(cells: Sequence[CellRows]) -> list[list[CellRows]]:
    """The cells of each action together, in their order."""
    groups: dict[object, list[CellRows]] = {}
    for cell in cells:
        groups.setdefault(cell.renaksi.id, []).append(cell)
    return list(groups.values())
