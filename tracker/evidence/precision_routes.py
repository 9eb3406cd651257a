"""How far what was found can be trusted, by what people said of it, and their judgements to take away."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from tracker.accounts.rights import Actor, Right, may
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.evidence.labels import claim_kinds, indicator_names
from tracker.evidence.models import Finding, Verdict
from tracker.evidence.naming import own_indicator_names
from tracker.evidence.precision import precision_of
from tracker.i18n import _
from tracker.web.formats import month_long
from tracker.web.pages import page
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter(dependencies=[Depends(own_indicator_names)])
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
Auditor = Annotated[Actor, Depends(needs(Right.VIEW_AUDIT))]
DECIDED = [Verdict.CONFIRMED, Verdict.EDITED, Verdict.REJECTED, Verdict.UNSURE]
COUNTED = {"kind": 1, "verdict": 1, "decided_at": 1, "confidence": 1, "found.kind": 1, "found.indicator": 1}
EXAMPLE = {
    "_id": 0,
    **dict.fromkeys(
        ("kind", "before", "quote", "after", "found", "edited", "verdict", "confidence", "extractor"), 1
    ),
}


@router.get("/temuan/ketepatan", name="precision")
async def precision(request: Request, who: CurrentSignedIn, actor: Viewer) -> Response:
    where = {"instansi": actor.instansi, "verdict": {"$in": DECIDED}}
    decided = await Finding.get_pymongo_collection().find(where, COUNTED).to_list()
    return page(
        request,
        "evidence/precision.html",
        found=precision_of(decided, who.institution.tz),
        kind_names=claim_kinds() | {"date": _("Tanggal"), "regulation": _("Peraturan")},
        indicator_names=indicator_names(),
        month_name=_month_name,
        may_export=may(actor, Right.VIEW_AUDIT),
    )


@router.post("/temuan/contoh", name="labelled_examples")
async def labelled_examples(actor: Auditor) -> Response:
    """What people said of findings, one JSON object a line: to measure the extraction, or to better it."""

    async def work(session: Session) -> None:
        subject = Subject(kind="finding", id="*", label=_("Contoh berlabel"))
        await audit.record(
            session, actor=actor, instansi=actor.instansi, action="examples.exported", subject=subject
        )

    await in_transaction(work)
    headers = {"content-disposition": "attachment; filename=contoh-berlabel.jsonl"}
    return StreamingResponse(_lines(actor.instansi), media_type="application/x-ndjson", headers=headers)


async def _lines(instansi: str) -> AsyncIterator[str]:
    where: dict[str, Any] = {"instansi": instansi, "verdict": {"$in": DECIDED}}
    async for finding in Finding.get_pymongo_collection().find(where, EXAMPLE):
        yield json.dumps(finding, ensure_ascii=False, default=str) + "\n"


def _month_name(month: str) -> str:
    """ "2023-10" -> "Oktober 2023"; "" (nobody knows when) -> "–"."""
    return month_long(date.fromisoformat(f"{month}-01")) if month else "–"
