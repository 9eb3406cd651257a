"""Notices: telling somebody, what is unread, and the letters of a morning."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from pymongo.errors import DuplicateKeyError

from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.notices.models import Letter, Notice
from tracker.notices.people import Person
from tracker.settings import get_settings

MOST_LISTED = 500
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
LETTER_LOOKS_BACK = timedelta(days=7)
"""What is older and unread goes into no letter, as when a mail server is set for the first time."""


def notice_id(user_id: str, key: str) -> str:
    """The id of what one person is told: told again under the same key, it is the same notice."""
    return f"{user_id}:{key}"


async def tell(
    session: Session,
    people: Iterable[Person],
    *,
    kind: str,
    key: str,
    data: Mapping[str, Any],
    path: str,
    at: datetime,
) -> None:
    """Tell people something in the transaction in which it happens. `key` names it among all notices."""
    notices = [
        Notice(
            id=notice_id(person.actor.user_id, key),
            instansi=person.actor.instansi,
            user_id=person.actor.user_id,
            kind=kind,
            data=dict(data),
            path=path,
            at=at,
        )
        for person in people
    ]
    for notice in notices:
        await _insert_once(notice, session)


async def keep_new(notices: Iterable[Notice]) -> int:
    """Keep those that nobody has been told yet; how many they were."""
    return sum([await _insert_once(notice) for notice in notices])


async def _insert_once(notice: Notice, session: Session | None = None) -> bool:
    fields = notice.model_dump(exclude={"id", "revision_id"})
    with suppress(DuplicateKeyError):  # another worker was quicker
        done = await Notice.get_pymongo_collection().update_one(
            {"_id": notice.id}, {"$setOnInsert": fields}, upsert=True, session=session
        )
        return done.upserted_id is not None
    return False


async def unread(actor: Actor) -> int:
    """How many notices a person has not read."""
    where = {"instansi": actor.instansi, "user_id": actor.user_id, "read_at": None}
    return await Notice.get_pymongo_collection().count_documents(where)


async def listed(actor: Actor) -> Sequence[Notice]:
    """A person's notices, newest first; of very many the newest."""
    where = {"instansi": actor.instansi, "user_id": actor.user_id}
    return await Notice.find(where).sort("-at").limit(MOST_LISTED).to_list()


async def read(actor: Actor, *, notice: str) -> Notice:
    """Mark a notice as read and give it back. Raises NotFound for one that is not the person's own."""
    found = await Notice.find_one({"_id": notice, "instansi": actor.instansi, "user_id": actor.user_id})
    if found is None:
        raise NotFound(_("Pemberitahuan ini tidak ditemukan."))
    await Notice.get_pymongo_collection().update_one(
        {"_id": notice, "read_at": None}, {"$set": {"read_at": now()}}
    )
    return found


async def read_all(actor: Actor, *, until: datetime) -> int:
    """Mark what a person was shown as read: all that came until then; how many they were."""
    where = {"instansi": actor.instansi, "user_id": actor.user_id, "read_at": None, "at": {"$lte": until}}
    done = await Notice.get_pymongo_collection().update_many(where, {"$set": {"read_at": now()}})
    return done.modified_count


async def write_letters(instansi: str, day: date, at: datetime) -> None:
    """Lay the unread notices that no letter carries into the letters of a morning, one for each person.

    Nothing is written without a mail server. A letter that was sent takes no more notices: what comes later
    waits for the next morning.
    """
    if not get_settings().smtp_host:
        return
    notices = Notice.get_pymongo_collection()
    where = {"instansi": instansi, "read_at": None, "mail": None, "at": {"$gte": at - LETTER_LOOKS_BACK}}
    for user_id in await notices.distinct("user_id", where):
        letter = Letter(
            id=f"{user_id}:{day}",
            instansi=instansi,
            user_id=user_id,
            day=day.isoformat(),
            held_until=NEVER,
        )
        with suppress(DuplicateKeyError):
            await in_transaction(partial(_write_letter, letter, where))


async def _write_letter(letter: Letter, where: Mapping[str, Any], session: Session) -> None:
    await letter.insert(session=session)
    await Notice.get_pymongo_collection().update_many(
        {**where, "user_id": letter.user_id}, {"$set": {"mail": letter.id}}, session=session
    )
