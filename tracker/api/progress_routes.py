"""The API of reports: those on each output in each triwulan, and writing a draft of one.

Handing a report in and deciding on it stay with people: no program does that by a token.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.api import problems
from tracker.api.access import token_needs
from tracker.api.answers import ProgressAnswer
from tracker.api.listing import USUAL_ITEMS, Cursor, Limit, Listed, Raw, answer, narrowed, part_of, since
from tracker.plans.models import Renaksi
from tracker.plans.service import find_plan
from tracker.progress import service
from tracker.progress.cells import cell_of
from tracker.progress.models import Progress
from tracker.progress.numbers import parse_rupiah, parse_value
from tracker.progress.rules import State
from tracker.web.limits import MOST_NUMBER

router = APIRouter(prefix="/api/v1")
Viewer = Annotated[Actor, Depends(token_needs(Right.VIEW_PROGRESS))]
Reporter = Annotated[Actor, Depends(token_needs(Right.REPORT_PROGRESS, writes=True))]


class Draft(BaseModel):
    """A report as it is to stand. `revision` is the one that was read; 0 where there is none yet.

    `value` and `spent` are numbers as texts, as people type them ("2,75", "Rp1,4 miliar"); "" for none.
    """

    revision: int = Field(ge=0, le=MOST_NUMBER)
    value: str = Field(default="", max_length=200)
    spent: str = Field(default="", max_length=200)
    obstacles: str = Field(default="", max_length=4_000)
    follow_up: str = Field(default="", max_length=4_000)


class Citation(BaseModel):
    """Evidence to tie to a report, with the findings and pages of it that are cited."""

    revision: int = Field(ge=0, le=MOST_NUMBER)
    evidence_id: PydanticObjectId
    findings: list[PydanticObjectId] = Field(default_factory=list, max_length=100)
    pages: list[Annotated[int, Field(ge=1, le=100_000)]] = Field(default_factory=list, max_length=100)


@router.get(
    "/progress", name="api_progress", response_model=Listed[ProgressAnswer], responses=problems.READ_ONE
)
async def progress(
    request: Request,
    actor: Viewer,
    plan_id: PydanticObjectId | None = None,
    triwulan: Annotated[int | None, Query(ge=1, le=4)] = None,
    state: State | None = None,
    unit: Annotated[str, Query(max_length=60)] = "",
    updated_since: datetime | None = None,
    limit: Limit = USUAL_ITEMS,
    cursor: Cursor = "",
) -> Response:
    """The reports in which somebody has written; a cell without one is missing here."""
    where: dict[str, Any] = {"instansi": actor.instansi}
    if plan_id is not None:
        where["plan_id"] = (await find_plan(actor, plan_id)).id
    where |= narrowed(actor, Right.VIEW_PROGRESS, unit) | since(updated_since)
    where |= ({"triwulan": triwulan} if triwulan else {}) | ({"state": str(state)} if state else {})
    rows, following = await part_of(Progress.get_pymongo_collection(), where, cursor=cursor, limit=limit)
    items = [_progress(request, row) for row in await _in_the_plan(rows)]
    return answer(request, Listed[ProgressAnswer](items=items, next=following))


@router.get(
    "/progress/{progress_id}",
    name="api_report",
    response_model=ProgressAnswer,
    responses=problems.READ_ONE,
)
async def report(request: Request, actor: Viewer, progress_id: str) -> Response:
    """The report on a cell; an empty one, of revision 0, where nobody has written yet."""
    return answer(request, _of(request, (await cell_of(actor, progress_id=progress_id)).progress))


@router.put(
    "/progress/{progress_id}",
    name="api_report_save",
    response_model=ProgressAnswer,
    responses=problems.WRITE,
)
async def save(request: Request, actor: Reporter, progress_id: str, draft: Draft) -> Response:
    saved = await service.save(
        actor,
        progress_id=progress_id,
        revision=draft.revision,
        value=parse_value(draft.value),
        spent=parse_rupiah(draft.spent),
        obstacles=draft.obstacles,
        follow_up=draft.follow_up,
    )
    return answer(request, _of(request, saved))


@router.post(
    "/progress/{progress_id}/evidence",
    name="api_report_link",
    response_model=ProgressAnswer,
    responses=problems.WRITE,
)
async def link(request: Request, actor: Reporter, progress_id: str, cited: Citation) -> Response:
    linked = await service.link_evidence(
        actor,
        progress_id=progress_id,
        revision=cited.revision,
        evidence_id=cited.evidence_id,
        findings=cited.findings,
        pages=cited.pages,
    )
    return answer(request, _of(request, linked))


async def _in_the_plan(rows: Sequence[Raw]) -> list[Raw]:
    """Those of the reports whose output still stands in its plan, as the pages show them."""
    ids = sorted({row["renaksi_id"] for row in rows})
    wanted = {"removed": 1, "outputs.id": 1}
    found = await Renaksi.get_pymongo_collection().find({"_id": {"$in": ids}}, wanted).to_list()
    standing = {
        output["id"] for action in found if not action.get("removed") for output in action.get("outputs", [])
    }
    return [row for row in rows if row["output_id"] in standing]


def _of(request: Request, report: Progress) -> ProgressAnswer:
    return _progress(request, {"_id": report.id, **report.model_dump(exclude={"id"})})


def _progress(request: Request, row: Mapping[str, Any]) -> ProgressAnswer:
    ids = {name: str(row[name]) for name in ("plan_id", "renaksi_id")}
    proof = row.get("proof") or {"proven": False, "reason": "no_evidence"}
    evidence = [
        {**link, "evidence_id": str(link["evidence_id"]), "findings": [str(one) for one in link["findings"]]}
        for link in row.get("links", [])
    ]
    named = {name: str(proof[name]) if proof.get(name) else None for name in ("evidence_id", "finding_id")}
    path = request.app.url_path_for
    links = {
        "self": str(path("api_report", progress_id=row["_id"])),
        "page": str(path("progress_page", output_id=row["output_id"], triwulan=str(row["triwulan"]))),
    }
    told = {**row, **ids, "id": row["_id"], "proof": {**proof, **named}, "evidence": evidence, "links": links}
    return ProgressAnswer.model_validate(told)
