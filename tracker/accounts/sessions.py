"""Sign-ins: opened, looked up at each request, listed, and ended by people, administrators, and the clock."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts import deputies
from tracker.accounts.models import SignIn, Stage, User
from tracker.accounts.rights import Actor
from tracker.accounts.rules import is_over
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Forbidden, NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.settings import get_settings

HALF_WAY_LASTS = timedelta(minutes=15)
SEEN_AT_MOST_EVERY = timedelta(minutes=1)
CONFIRMATION_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at work: the person, what they are here, where, and by which sign-in."""

    user: User
    actor: Actor
    institution: Institution
    sign_in: SignIn

    @property
    def is_confirmed(self) -> bool:
        """Whether the person proved only lately that it is them, as grave steps ask."""
        confirmed = self.sign_in.confirmed_at or self.sign_in.created_at
        return real_now() - confirmed < CONFIRMATION_LASTS


def longest() -> timedelta:
    """How long a sign-in lasts at most."""
    return timedelta(hours=get_settings().session_hours)


async def open_sign_in(
    user: User, *, address: str, agent: str, stage: Stage = Stage.OPEN, provider: bool = False
) -> str:
    """Sign a person in to the first of their institutions, or half way; the token for the cookie."""
    token = secrets.token_urlsafe(32)
    at = real_now()
    sign_in = SignIn(
        id=_digest(token),
        user_id=user.id,
        instansi=user.memberships[0].instansi,
        created_at=at,
        expires_at=at + (longest() if stage is Stage.OPEN else HALF_WAY_LASTS),
        seen_at=at,
        confirmed_at=at,
        address=address,
        agent=agent[:200],
        handle=secrets.token_urlsafe(9),
        stage=stage,
        provider=provider,
    )

    async def work(session: Session) -> None:
        over = {"user_id": user.id, "expires_at": {"$lte": at}}
        await SignIn.get_pymongo_collection().delete_many(over, session=session)
        await sign_in.insert(session=session)
        if stage is Stage.OPEN:
            data = {"address": address} | ({"provider": True} if provider else {})
            await record(session, user, sign_in.instansi, "account.signed_in", data=data)

    await in_transaction(work)
    return token


async def signed_in(token: str) -> SignedIn | None:
    """Who holds the token, or None where it is unknown, over, or the person may no longer work there."""
    sign_in = await _running(token)
    if sign_in is None or sign_in.stage is not Stage.OPEN:
        return None
    user = await User.get(sign_in.user_id)
    institution = await Institution.get(sign_in.instansi)
    if user is None or not user.active or institution is None:
        return None
    actor = user.actor(sign_in.instansi)
    if actor is None:
        return None
    if sign_in.deputy_id is not None:
        actor = await deputies.acting(user, sign_in.deputy_id, instansi=sign_in.instansi) or actor
    await _see(sign_in)
    return SignedIn(user, actor, institution, sign_in)


async def half_way(token: str) -> tuple[SignIn, User] | None:
    """A sign-in that awaits its second factor, and whose it is; None where there is none."""
    sign_in = await _running(token)
    if sign_in is None or sign_in.stage is Stage.OPEN:
        return None
    user = await User.get(sign_in.user_id)
    return (sign_in, user) if user is not None and user.active else None


async def complete(token: str, *, user: User, address: str, agent: str) -> str:
    """Turn a half-way sign-in into an open one, with a new token."""
    sign_in = await _running(token)
    await close_sign_in(token)
    return await open_sign_in(
        user, address=address, agent=agent, provider=sign_in is not None and sign_in.provider
    )


async def _running(token: str) -> SignIn | None:
    sign_in = await SignIn.find_one({"_id": _digest(token)})
    if sign_in is None or has_ended(sign_in, real_now()):
        return None
    return sign_in


def has_ended(sign_in: SignIn, at: datetime) -> bool:
    """Whether a sign-in has ended by itself."""
    idle = timedelta(minutes=get_settings().session_idle_minutes)
    return is_over(
        now=at, expires_at=sign_in.expires_at, seen_at=sign_in.seen_at or sign_in.created_at, idle=idle
    )


async def _see(sign_in: SignIn) -> None:
    """Note that the person is at work, once a minute."""
    at = real_now()
    if at - (sign_in.seen_at or sign_in.created_at) >= SEEN_AT_MOST_EVERY:
        await SignIn.get_pymongo_collection().update_one({"_id": sign_in.id}, {"$set": {"seen_at": at}})


async def close_sign_in(token: str) -> None:
    """End the sign-in of a token; an unknown one is fine."""
    await SignIn.get_pymongo_collection().delete_one({"_id": _digest(token)})


async def sign_out(token: str) -> None:
    """End the sign-in of a token, with its event where it was open; an unknown one is fine."""
    sign_in = await _running(token)
    user = await User.get(sign_in.user_id) if sign_in is not None else None
    if sign_in is None or user is None or sign_in.stage is not Stage.OPEN:
        await close_sign_in(token)
        return

    async def work(session: Session) -> None:
        gone = await SignIn.get_pymongo_collection().delete_one({"_id": sign_in.id}, session=session)
        if gone.deleted_count:
            await record(session, user, sign_in.instansi, "account.signed_out")

    await in_transaction(work)


async def listed(user_id: PydanticObjectId) -> list[SignIn]:
    """The sign-ins of a person that are open, the latest used first."""
    at = real_now()
    found = await SignIn.find({"user_id": user_id}).to_list()
    running = [one for one in found if one.stage is Stage.OPEN and not has_ended(one, at)]
    return sorted(running, key=lambda one: one.seen_at or one.created_at, reverse=True)


async def end_one(who: SignedIn, handle: str) -> None:
    """End one of the person's own sign-ins. Raises NotFound where it is not theirs."""

    async def work(session: Session) -> None:
        gone = await SignIn.get_pymongo_collection().delete_one(
            {"user_id": who.user.id, "handle": handle}, session=session
        )
        if not gone.deleted_count:
            raise NotFound(_("Sesi ini sudah berakhir."))
        await record(session, who.user, who.institution.id, "account.session_ended", actor=who.actor)

    await in_transaction(work)


async def end_others(who: SignedIn) -> int:
    """End all sign-ins of the person but this one; how many there were."""

    async def work(session: Session) -> int:
        gone = await end_all(session, who.user.id, but=who.sign_in.id)
        data = {"sessions": gone}
        await record(
            session, who.user, who.institution.id, "account.sessions_ended", actor=who.actor, data=data
        )
        return gone

    return await in_transaction(work)


async def end_all(session: Session, user_id: PydanticObjectId, *, but: str | None = None) -> int:
    """End the sign-ins of a person, except the one with that id; how many there were."""
    where: dict[str, Any] = {"user_id": user_id}
    if but is not None:
        where["_id"] = {"$ne": but}
    return (await SignIn.get_pymongo_collection().delete_many(where, session=session)).deleted_count


async def confirm(who: SignedIn) -> None:
    """Note that the person has just proved that it is them."""
    await SignIn.get_pymongo_collection().update_one(
        {"_id": who.sign_in.id}, {"$set": {"confirmed_at": real_now()}}
    )


async def act_for(who: SignedIn, deputy_id: PydanticObjectId | None) -> str | None:
    """Act for somebody from here on, or as oneself; the other's name. Raises NotFound where one may not."""
    name = None
    if deputy_id is not None:
        actor = await deputies.acting(who.user, deputy_id, instansi=who.institution.id)
        if actor is None:
            raise NotFound(_("Penugasan pengganti ini tidak berlaku, atau sudah berakhir."))
        if str(actor.role) in who.institution.second_factor_roles and who.user.second_factor is None:
            raise Forbidden(_("Peran ini mewajibkan pengaman kedua. Pasang dahulu di halaman akun Anda."))
        name = actor.acting_for

    async def work(session: Session) -> None:
        await SignIn.get_pymongo_collection().update_one(
            {"_id": who.sign_in.id}, {"$set": {"deputy_id": deputy_id}}, session=session
        )
        action = "account.acting" if deputy_id else "account.acting_ended"
        await record(session, who.user, who.institution.id, action, data={"acting_for": name})

    await in_transaction(work)
    return name


async def record(
    session: Session,
    user: User,
    instansi: str,
    action: str,
    *,
    actor: Actor | None = None,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An event about a person; without an actor it is the person's own doing."""
    await audit.record(
        session,
        actor=actor or user.actor(instansi),
        instansi=instansi,
        action=action,
        subject=Subject(kind="user", id=str(user.id), label=user.email),
        data=data,
        reason=reason,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
