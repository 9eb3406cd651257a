"""Writing the audit trail, within the transaction of the write that it tells of."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pymongo import ReturnDocument

from tracker.accounts.rights import Actor
from tracker.audit.models import AuditHead, Event, Subject
from tracker.audit.rules import SEALED, Chain, seal
from tracker.clock import now
from tracker.database import Session

SYSTEM_NAME = "Renaksi"


async def record(
    session: Session,
    *,
    actor: Actor | None,
    instansi: str,
    action: str,
    subject: Subject,
    unit: str | None = None,
    data: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> Event:
    """Append one event to the institution's trail. `actor` None: the system did it."""
    number, previous = await _next_link(session, instansi)
    at = now()
    fields: dict[str, Any] = {
        "instansi": instansi,
        "number": number,
        "at": _instant(at),
        "actor_id": actor.user_id if actor else None,
        "actor_name": actor.name if actor else SYSTEM_NAME,
        "role": str(actor.role) if actor else None,
        "action": action,
        "subject": subject.model_dump(),
        "unit": unit,
        "data": _plain(dict(data or {})),
        "reason": reason,
    }
    digest = seal(fields, previous)
    event = Event(**{**fields, "at": at}, id=f"{instansi}:{number:09}", previous=previous, hash=digest)
    await event.insert(session=session)
    await AuditHead.get_pymongo_collection().update_one(
        {"_id": instansi}, {"$set": {"hash": digest}}, session=session
    )
    return event


async def _next_link(session: Session, instansi: str) -> tuple[int, str]:
    """The number of the next event and the hash before it; the head is locked until the transaction ends."""
    head = await AuditHead.get_pymongo_collection().find_one_and_update(
        {"_id": instansi},
        {"$inc": {"number": 1}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    assert head is not None  # noqa: S101 - an upsert always gives the document after it
    return head["number"], head.get("hash", "")


async def events_of(instansi: str, subject_id: str) -> list[Event]:
    """The events about one thing, oldest first."""
    return await Event.find({"instansi": instansi, "subject.id": subject_id}).sort("+number").to_list()


async def newest(instansi: str, *, before: int | None, limit: int) -> list[Event]:
    """Events of an institution, newest first, with numbers below `before`."""
    where: dict[str, Any] = {"instansi": instansi}
    if before is not None:
        where["number"] = {"$lt": before}
    return await Event.find(where).sort("-number").limit(limit).to_list()


async def count(instansi: str) -> int:
    """How many events an institution has."""
    return (await head_of(instansi))[0]


async def head_of(instansi: str, session: Session | None = None) -> tuple[int, str]:
    """The number and the hash of the institution's last event; 0 and "" where there is none."""
    head = await AuditHead.get(instansi, session=session)
    return (head.number, head.hash) if head else (0, "")


async def sealed_events(instansi: str, *, through: int) -> AsyncIterator[dict[str, Any]]:
    """The events with their seals, as they were sealed, from number 1 to `through`, one at a time.

    What is written meanwhile stays out. An event beyond a number that is missing comes all the same.
    """
    fields = dict.fromkeys((*SEALED, "previous", "hash"), 1)
    events = Event.get_pymongo_collection().find({"instansi": instansi}, fields).sort("number", 1)
    async for event in events:
        if event["number"] > through:
            return
        del event["_id"]
        yield {**event, "at": _instant(event["at"])}


async def broken_at(instansi: str) -> int | None:
    """The number of the first event whose seal does not hold, or None where all do, up to the head."""
    number, digest = await head_of(instansi)
    chain = Chain()
    async for event in sealed_events(instansi, through=number):
        if not chain.fits(event):
            return chain.number + 1
    return None if (chain.number, chain.hash) == (number, digest) else chain.number + 1


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _plain(value: Any) -> Any:
    """JSON values only, so that the seal can be computed again from what is stored."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return _instant(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
