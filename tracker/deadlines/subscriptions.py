"""The secret address of a person's calendar: made, made anew, ended, and what is read by it."""

import hashlib
import secrets
from datetime import timedelta

from tracker.accounts.models import User
from tracker.accounts.rights import Actor, Right, may
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.deadlines.feed import Entry
from tracker.deadlines.lookup import listed, only_unit, stages_of
from tracker.deadlines.models import CalendarKey, Deadline
from tracker.deadlines.words import stage_name
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.web.formats import roman

USED_EVERY = timedelta(hours=1)
"""How often the reading of a calendar is noted, so that programs that ask often write seldom."""


async def key_of(actor: Actor) -> CalendarKey | None:
    """The person's calendar key, or None."""
    return await CalendarKey.find_one({"instansi": actor.instansi, "user_id": actor.user_id})


async def make_key(actor: Actor) -> str:
    """Make the secret of the person's calendar, shown once; an earlier one no longer opens it."""
    secret = secrets.token_urlsafe(32)
    made = CalendarKey(
        id=_digest(secret), instansi=actor.instansi, user_id=actor.user_id, created_at=real_now()
    )

    async def work(session: Session) -> None:
        await _delete(actor, session)
        await made.insert(session=session)
        await _record(session, actor, "calendar.key_made")

    await in_transaction(work)
    return secret


async def end_key(actor: Actor) -> None:
    """End the person's calendar; where there is none nothing happens."""

    async def work(session: Session) -> None:
        if await _delete(actor, session):
            await _record(session, actor, "calendar.key_ended")

    await in_transaction(work)


async def entries_by(secret: str) -> tuple[Institution, list[Entry]] | None:
    """The deadlines of whom the secret belongs to; None where it is unknown or the person is gone."""
    key = await CalendarKey.get(_digest(secret))
    user = await User.get(key.user_id) if key else None
    actor = user.actor(key.instansi) if key and user and user.active else None
    institution = await Institution.get(key.instansi) if key else None
    if key is None or actor is None or institution is None or not may(actor, Right.VIEW_DEADLINE):
        return None
    await _note_use(key)
    stages = stages_of(actor.role)
    return institution, [_entry(each, actor) for each in await listed(actor.instansi) if each.stage in stages]


def _entry(deadline: Deadline, actor: Actor) -> Entry:
    changes = [deadline.id.generation_time]
    changes += [moved.at for moved in deadline.history]
    changes += [extension.at for extension in deadline.extensions]
    through = _("triwulan I–{tw} tahun {year}").format(tw=roman(deadline.through), year=deadline.year)
    return Entry(
        uid=f"{deadline.id}@renaksi",
        title=deadline.title,
        description=f"{stage_name(deadline.stage)}, {through}",
        closes_at=deadline.closes_for(only_unit(actor)),
        changed_at=max(changes),
        version=deadline.version,
        url=f"/tenggat/{deadline.id}",
    )


async def _note_use(key: CalendarKey) -> None:
    instant = real_now()
    if key.used_at is None or instant - key.used_at > USED_EVERY:
        await CalendarKey.get_pymongo_collection().update_one({"_id": key.id}, {"$set": {"used_at": instant}})


async def _delete(actor: Actor, session: Session) -> bool:
    where = {"instansi": actor.instansi, "user_id": actor.user_id}
    done = await CalendarKey.get_pymongo_collection().delete_many(where, session=session)
    return done.deleted_count > 0


async def _record(session: Session, actor: Actor, action: str) -> None:
    subject = Subject(kind="user", id=actor.user_id, label=actor.email)
    await audit.record(session, actor=actor, instansi=actor.instansi, action=action, subject=subject)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
