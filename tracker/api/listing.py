"""Answers of the API: JSON with an ETag, and lists that go on by a cursor."""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from beanie import PydanticObjectId
from fastapi import Query
from pydantic import BaseModel
from pymongo.asynchronous.collection import AsyncCollection
from starlette.requests import Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, visible_units
from tracker.errors import Invalid, NotFound
from tracker.i18n import _

MOST_ITEMS, USUAL_ITEMS = 200, 50
LONGEST_CURSOR = 200
Item = TypeVar("Item")
Raw = Mapping[str, Any]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS)]
Cursor = Annotated[str, Query(max_length=LONGEST_CURSOR)]


class Listed(BaseModel, Generic[Item]):
    """A part of a list; `next` is the cursor of the part after it, null where this is the last."""

    items: list[Item]
    next: str | None = None


def answer(request: Request, content: BaseModel) -> Response:
    """The content as JSON, or 304 where the asker has it already."""
    body = content.model_dump_json().encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "authorization"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


async def part_of(
    collection: AsyncCollection[dict[str, Any]],
    where: Mapping[str, Any],
    *,
    cursor: str,
    limit: int,
    fields: Mapping[str, int] | None = None,
) -> tuple[Sequence[Raw], str | None]:
    """The documents after the cursor in the order of their ids, and the cursor of those after them."""
    asked = dict(where)
    if cursor:
        asked["_id"] = {"$gt": _read(cursor)}
    rows = await collection.find(asked, fields).sort("_id", 1).limit(limit + 1).to_list()
    return rows[:limit], _written(rows[limit - 1]["_id"]) if len(rows) > limit else None


def _written(key: PydanticObjectId | str) -> str:
    kind = "s" if isinstance(key, str) else "o"
    return base64.urlsafe_b64encode(f"{kind}{key}".encode()).decode().rstrip("=")


def _read(cursor: str) -> PydanticObjectId | str:
    text = _("Kursor ini tidak dikenal. Pakai nilai next dari jawaban sebelumnya, atau mulai dari awal.")
    try:
        told = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise Invalid(text, {"cursor": text}) from error
    if told.startswith("o") and PydanticObjectId.is_valid(told[1:]):
        return PydanticObjectId(told[1:])
    if told.startswith("s") and "\0" not in told:
        return told[1:]
    raise Invalid(text, {"cursor": text})


def narrowed(actor: Actor, right: Right, unit: str) -> dict[str, Any]:
    """The filter for the units that the actor may see, or for one of them.

    Raises NotFound for one that they may not.
    """
    units = visible_units(actor, right)
    if unit:
        if units is not None and unit not in units:
            raise NotFound(_("Data ini tidak ditemukan."))
        return {"unit": unit}
    return {} if units is None else {"unit": {"$in": sorted(units)}}


def since(instant: datetime | None) -> dict[str, Any]:
    """The filter for what was written at an instant or later. Raises Invalid for one without a zone."""
    if instant is None:
        return {}
    if instant.tzinfo is None:
        text = _("Tulis waktu dengan zonanya, misalnya 2023-10-20T00:00:00+07:00.")
        raise Invalid(text, {"updated_since": text})
    return {"updated_at": {"$gte": instant}}
