"""Errors of the API as `application/problem+json` (RFC 9457), in the language of the token's owner."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tracker.i18n import _
from tracker.watching.logs import request_id

MEDIA_TYPE = "application/problem+json"
PATH = "/api/"
RETRY_SECONDS = 60


class Problem(BaseModel):
    """Why a request was not done, and what to do. `fields` names what is wrong, field by field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    request_id: str | None = None
    fields: dict[str, str] = {}


def is_api(request: Request) -> bool:
    """Whether a program asks."""
    return request.url.path.startswith(PATH)


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a request that was not done."""
    told = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        request_id=request_id(),
        fields=dict(fields or {}),
    )
    more = {"retry-after": str(RETRY_SECONDS)} if status == 429 else {}
    more |= {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(told.model_dump(), status, headers={**more, **(headers or {})}, media_type=MEDIA_TYPE)


def malformed(errors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What is wrong with each parameter or field, from pydantic's errors."""
    told = {}
    for error in errors:
        name = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
        is_missing = error["type"] == "missing"
        told[name] = _("Wajib diisi.") if is_missing else _("Bentuk atau nilainya tidak dapat dipakai.")
    return told


def _told(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


Responses = dict[int | str, dict[str, Any]]
READ: Responses = {
    304: {"description": "The same as under the ETag of If-None-Match."},
    401: _told("No token, or one that opens nothing."),
    403: _told("The owner's role, or the token's scope, does not allow this."),
    422: _told("A parameter or field cannot be used; `fields` says which."),
    429: _told("Too many requests in this minute; see Retry-After."),
}
"""Answers of every request that reads a list."""
READ_ONE: Responses = READ | {404: _told("Not there, or not for the owner of the token to see.")}
"""Answers of every request that reads a thing."""
GIVEN_OUT: Responses = {status: answer for status, answer in READ_ONE.items() if status != 304}
"""Answers of a download of a thing."""
TAKEN_OUT: Responses = {status: answer for status, answer in READ.items() if status != 304}
"""Answers of a download of all."""
WRITE: Responses = GIVEN_OUT | {
    400: _told("The body cannot be read as JSON."),
    409: _told("Somebody changed it meanwhile; nothing was written. Read it again."),
    413: _told("More was sent than is taken."),
}
"""Answers of every request that writes."""
