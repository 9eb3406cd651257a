"""The API of evidence: what there is, its files, what was found in them, and uploading more."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from tracker.accounts.rights import Actor, Right
from tracker.api import problems
from tracker.api.access import token_needs
from tracker.api.answers import (
    ClaimAnswer,
    DateAnswer,
    EvidenceAnswer,
    FindingAnswer,
    FindingsAnswer,
    ReadingAnswer,
    RegulationAnswer,
    RevisionAnswer,
)
from tracker.api.listing import USUAL_ITEMS, Cursor, Limit, Listed, answer, narrowed, part_of, since
from tracker.errors import Invalid
from tracker.evidence import service, storage, views
from tracker.evidence.intake import taken_in
from tracker.evidence.kinds import safe_name
from tracker.evidence.lookup import visible_evidence
from tracker.evidence.models import Evidence, Finding, Source, StoredFile
from tracker.evidence.routes import name_of
from tracker.evidence.service import Described
from tracker.i18n import _
from tracker.web.downloads import attachment
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import with_query

router = APIRouter(prefix="/api/v1")
Viewer = Annotated[Actor, Depends(token_needs(Right.VIEW_EVIDENCE))]
Uploader = Annotated[Actor, Depends(token_needs(Right.UPLOAD_EVIDENCE, writes=True))]
RevisionNumber = Annotated[int | None, Query(ge=1, le=MOST_NUMBER)]
Files = Mapping[str, Mapping[str, Any]]
SHAPES: dict[str, type[FindingAnswer]] = {
    "date": DateAnswer,
    "claim": ClaimAnswer,
    "regulation": RegulationAnswer,
}
BYTES: dict[str, Any] = {
    "description": "The bytes.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "string", "format": "binary"},
                        "unit": {"type": "string", "maxLength": 60},
                        "title": {"type": "string", "maxLength": service.LONGEST_TITLE},
                        "source": {"type": "string", "enum": [str(one) for one in Source]},
                        "period": {"type": "string", "maxLength": 40},
                    },
                }
            }
        },
    }
}


@router.get(
    "/evidence", name="api_evidence", response_model=Listed[EvidenceAnswer], responses=problems.READ_ONE
)
async def evidence(
    request: Request,
    actor: Viewer,
    unit: Annotated[str, Query(max_length=60)] = "",
    updated_since: datetime | None = None,
    limit: Limit = USUAL_ITEMS,
    cursor: Cursor = "",
) -> Response:
    """The evidence of the units that the owner may see; what was taken out is left out."""
    where: dict[str, Any] = {"instansi": actor.instansi, "removed": False}
    where |= narrowed(actor, Right.VIEW_EVIDENCE, unit) | since(updated_since)
    rows, following = await part_of(Evidence.get_pymongo_collection(), where, cursor=cursor, limit=limit)
    found = [Evidence.model_validate(row) for row in rows]
    files = await _files(found)
    items = [_evidence(request, one, files) for one in found]
    return answer(request, Listed[EvidenceAnswer](items=items, next=following))


@router.get(
    "/evidence/{evidence_id}",
    name="api_evidence_one",
    response_model=EvidenceAnswer,
    responses=problems.READ_ONE,
)
async def evidence_one(request: Request, actor: Viewer, evidence_id: PydanticObjectId) -> Response:
    found = await visible_evidence(actor, evidence_id)
    return answer(request, _evidence(request, found, await _files([found])))


@router.get(
    "/evidence/{evidence_id}/findings",
    name="api_findings",
    response_model=FindingsAnswer,
    responses=problems.READ_ONE,
)
async def findings(
    request: Request, actor: Viewer, evidence_id: PydanticObjectId, revision: RevisionNumber = None
) -> Response:
    """What was found in the newest file, or in that of a revision."""
    found = await visible_evidence(actor, evidence_id)
    chosen = views.revision_of(found, revision)
    file = await StoredFile.get(chosen.file_id)
    assert file is not None  # noqa: S101 - a revision is written with its file
    where = {"instansi": found.instansi, "file_id": file.id}
    rows = await Finding.find(where).sort("+start").to_list()
    page = str(request.app.url_path_for("evidence_page", evidence_id=found.id))
    told: dict[str, list[Any]] = {kind: [] for kind in SHAPES}
    for row in rows:
        told[row.kind].append(_finding(row, with_query(page, revisi=chosen.number, temuan=row.id)))
    return answer(
        request,
        FindingsAnswer(
            evidence_id=str(found.id),
            revision=chosen.number,
            sha256=file.sha256,
            published=file.published.isoformat()[:10] if file.published else None,
            dates=told["date"],
            claims=told["claim"],
            regulations=told["regulation"],
        ),
    )


@router.get(
    "/evidence/{evidence_id}/revisions/{revision}/file",
    name="api_file",
    response_class=StreamingResponse,
    responses=problems.GIVEN_OUT | {200: BYTES},
)
async def file(actor: Viewer, evidence_id: PydanticObjectId, revision: int) -> Response:
    """The bytes as they came; that they were taken is written into the audit trail."""
    found = await visible_evidence(actor, evidence_id)
    chosen = views.revision_of(found, revision)
    stored = await StoredFile.get(chosen.file_id)
    assert stored is not None  # noqa: S101 - a revision is written with its file
    await service.record_download(actor, found, chosen)
    return StreamingResponse(
        storage.pieces(stored.gridfs_id),
        media_type="application/octet-stream",
        headers={
            "content-disposition": attachment(safe_name(chosen.file_name, stored.media_type)),
            "content-length": str(stored.size),
            "cache-control": "private, no-store",
        },
    )


@router.post(
    "/evidence",
    name="api_evidence_add",
    status_code=201,
    response_model=EvidenceAnswer,
    responses=problems.WRITE,
    openapi_extra=FORM,
)
async def add(request: Request, actor: Uploader) -> Response:
    """Take one file in as a new evidence of a unit and have it read. The answer comes when it is stored."""
    intake = await taken_in(request)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(intake.fields.close)
        if len(intake.files) != 1:
            text = _("Kirim tepat satu berkas dalam isian files.")
            raise Invalid(text, {"files": text})
        said = intake.described
        uploaded = await service.upload(
            actor,
            unit=intake.unit,
            source=intake.files[0],
            name=name_of(intake.files[0]),
            described=Described(said.title, said.source, said.period),
        )
    content = _evidence(request, uploaded.evidence, await _files([uploaded.evidence]))
    where = str(request.app.url_path_for("api_evidence_one", evidence_id=uploaded.evidence.id))
    return Response(
        content.model_dump_json(), 201, headers={"location": where}, media_type="application/json"
    )


async def _files(found: Sequence[Evidence]) -> Files:
    ids = sorted({revision.file_id for one in found for revision in one.revisions})
    rows = await StoredFile.get_pymongo_collection().find({"_id": {"$in": ids}}).to_list()
    return {row["_id"]: row for row in rows}


def _evidence(request: Request, one: Evidence, files: Files) -> EvidenceAnswer:
    def path(route: str, **params: Any) -> str:
        return str(request.app.url_path_for(route, evidence_id=one.id, **params))

    newest = files[one.file_id]
    routes = {"page": "evidence_page", "self": "api_evidence_one", "findings": "api_findings"}
    return EvidenceAnswer(
        id=str(one.id),
        unit=one.unit,
        title=one.title,
        source=one.source,
        period=one.period,
        revisions=[
            RevisionAnswer(
                number=revision.number,
                file_name=revision.file_name,
                sha256=files[revision.file_id]["sha256"],
                size=files[revision.file_id]["size"],
                media_type=files[revision.file_id]["media_type"],
                by_name=revision.by_name,
                at=revision.at,
                link=path("api_file", revision=revision.number),
            )
            for revision in one.revisions
        ],
        reading=ReadingAnswer(
            state=newest["state"],
            pages=newest.get("page_count"),
            findings=newest.get("total_findings", 0),
            undecided=newest.get("proposed_findings", 0),
            error=newest.get("error"),
        ),
        version=one.version,
        created_at=one.created_at,
        updated_at=one.updated_at or one.created_at,
        links={name: path(route) for name, route in routes.items()},
    )


def _finding(row: Finding, link: str) -> FindingAnswer:
    """A finding by the contract: the fields that hold, a person's where they put others in their place."""
    fields = {name: _as_json(value) for name, value in row.value.items()}
    told = row.model_dump(include={"start", "end", "text", "confidence", "page", "boxes", "verdict", "quote"})
    return SHAPES[row.kind].model_validate(told | fields | {"id": str(row.id), "link": link})


def _as_json(value: Any) -> Any:
    """A number of the database as JSON has it: whole ones stay whole."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
