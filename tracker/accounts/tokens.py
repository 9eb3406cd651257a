"""Tokens of programs: made and revoked by the person whose rights they carry, shown once, kept as a hash.

A token carries what its owner may do at the moment of each request, in one institution and never more; a
token to read does not write. It ends by its day, by being revoked, and with whatever ends all sign-ins of
its owner: another password, a reset, being switched off.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from tracker.accounts.models import ApiToken, ApiUse, TokenScope, User
from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid, NotFound, TooOften
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.settings import get_settings

PREFIX = "rnk_"
HINT = 9  # signs that stay readable: the prefix and five more
LONGEST_NAME = 80
LASTS_DAYS = (30, 90, 365)
MOST_TOKENS = 20
MOST_FAILURES = 30  # a minute, from one address


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks by a token: the person, what they are here, where, and the token."""

    user: User
    actor: Actor
    institution: Institution
    token: ApiToken


@dataclass(frozen=True, slots=True)
class Shown:
    """A token as pages list it; `state` is running, over or ended."""

    token: ApiToken
    owner: str
    used_at: datetime | None
    used_from: str
    state: str


async def make(
    user: User, actor: Actor, *, name: str, scope: str, days: int, instansi: str
) -> tuple[ApiToken, str]:
    """Make a token of a person's; it and its secret, which nobody can read again. Raises Invalid."""
    said = " ".join(name.split())
    problems = {}
    if not said or len(said) > LONGEST_NAME:
        problems["name"] = _("Tulis untuk apa token ini, paling panjang {count} huruf.").format(
            count=LONGEST_NAME
        )
    if scope not in set(TokenScope):
        problems["scope"] = _("Pilih cakupan token: baca, atau baca dan tulis.")
    if days not in LASTS_DAYS:
        problems["days"] = _("Pilih masa berlaku dari daftar.")
    if problems:
        raise Invalid(next(iter(problems.values())), problems)
    running = [one for one in await listed(user, instansi) if one.state == "running"]
    if len(running) >= MOST_TOKENS:
        text = _("Anda sudah punya {count} token. Cabut yang tidak dipakai lagi.").format(count=MOST_TOKENS)
        raise Invalid(text, {"name": text})
    secret, at = PREFIX + secrets.token_urlsafe(32), real_now()
    token = ApiToken(
        instansi=instansi,
        user_id=user.id,
        name=said,
        digest=digest_of(secret),
        hint=secret[:HINT],
        scope=TokenScope(scope),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )

    async def work(session: Session) -> None:
        await token.insert(session=session)
        data = {"scope": str(token.scope), "expires_at": token.expires_at}
        await _tell(session, actor, token, "token.made", data)

    await in_transaction(work)
    return token, secret


async def listed(user: User, instansi: str) -> list[Shown]:
    """The tokens of a person in an institution, the newest first."""
    found = await ApiToken.find({"instansi": instansi, "user_id": user.id}).to_list()
    return await _shown(found, {user.id: user.name})


async def of_institution(actor: Actor) -> list[Shown]:
    """The running tokens of all people of the institution, for its administrators; the newest first."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)
    found = await ApiToken.find({"instansi": actor.instansi, "ended_at": None}).to_list()
    people = await User.find({"_id": {"$in": sorted({one.user_id for one in found})}}).to_list()
    shown = await _shown(found, {user.id: user.name for user in people})
    return [one for one in shown if one.state == "running"]


async def _shown(found: list[ApiToken], names: Mapping[PydanticObjectId, str]) -> list[Shown]:
    uses = {
        use.id: use for use in await ApiUse.find({"_id": {"$in": [str(one.id) for one in found]}}).to_list()
    }
    at, shown = real_now(), []
    for one in sorted(found, key=lambda token: token.created_at, reverse=True):
        use = uses.get(str(one.id))
        state = "ended" if one.ended_at else "running" if at < one.expires_at else "over"
        address = use.address if use else ""
        shown.append(Shown(one, names.get(one.user_id, "–"), use.at if use else None, address, state))
    return shown


async def revoke(user: User, actor: Actor, token_id: PydanticObjectId) -> ApiToken:
    """End a token of the person's own. Raises NotFound where it is not theirs or has ended."""
    return await _end(actor, {"_id": token_id, "instansi": actor.instansi, "user_id": user.id}, "revoked")


async def revoke_of(actor: Actor, token_id: PydanticObjectId) -> ApiToken:
    """End anybody's token of the institution, as an administrator. Raises NotFound likewise."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)
    return await _end(actor, {"_id": token_id, "instansi": actor.instansi}, "admin")


async def _end(actor: Actor, where: Mapping[str, Any], because: str) -> ApiToken:
    async def work(session: Session) -> ApiToken:
        ended = await ApiToken.get_pymongo_collection().find_one_and_update(
            {**where, "ended_at": None},
            {"$set": {"ended_at": real_now(), "ended_because": because}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if ended is None:
            raise NotFound(_("Token ini tidak ada, atau sudah berakhir."))
        token: ApiToken = ApiToken.model_validate(ended)
        await _tell(session, actor, token, "token.revoked", {"because": because})
        return token

    return await in_transaction(work)


async def end_all(session: Session, user_id: PydanticObjectId, *, because: str) -> int:
    """End all tokens of a person, within the transaction of what ends them; how many there were."""
    ended = await ApiToken.get_pymongo_collection().update_many(
        {"user_id": user_id, "ended_at": None},
        {"$set": {"ended_at": real_now(), "ended_because": because}},
        session=session,
    )
    return ended.modified_count


async def holder(secret: str, *, address: str) -> Bearer | None:
    """Who holds the token; None where it is unknown, over, or its owner may no longer work there.

    Each use counts. Raises TooOften for more of them in a minute than the installation lets, and for an
    address that goes on with tokens that open nothing.
    """
    at = real_now()
    token = await ApiToken.find_one({"digest": digest_of(secret)})
    if token is None:
        await refuse_guessing(address)
        return None
    if token.ended_at is not None or at >= token.expires_at:
        return None
    user = await User.get(token.user_id)
    institution = await Institution.get(token.instansi)
    actor = user.actor(token.instansi) if user is not None and user.active else None
    if user is None or actor is None or institution is None:
        return None
    day = at.astimezone(institution.tz).date().isoformat()
    before = await _count(str(token.id), at, address=address, most=get_settings().api_per_minute, day=day)
    if before != day:
        await _tell_of_use(actor, token, address, day)
    return Bearer(user, actor, institution, token)


async def refuse_guessing(address: str) -> None:
    """Count a token that opened nothing. Raises TooOften for an address that sends many."""
    at = real_now()
    where = f"address:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    old = {"at": {"$lt": at - timedelta(hours=1)}, "_id": {"$regex": "^address:"}}
    await ApiUse.get_pymongo_collection().delete_many(old)
    await _count(where, at, address="", most=MOST_FAILURES, day="")


async def _count(key: str, at: datetime, *, address: str, most: int, day: str) -> str:
    """Count a use in its minute; the day of the use before it. Raises TooOften."""
    uses, minute = ApiUse.get_pymongo_collection(), int(at.timestamp()) // 60
    seen = {"at": at, "address": address, "day": day}
    before = await uses.find_one_and_update(
        {"_id": key, "minute": minute}, {"$inc": {"requests": 1}, "$set": seen}
    )
    if before is None:
        fresh = {"minute": minute, "requests": 1, **seen}
        try:
            before = await uses.find_one_and_update({"_id": key}, {"$set": fresh}, upsert=True)
        except DuplicateKeyError:  # somebody else made it at the same moment
            before = await uses.find_one_and_update({"_id": key}, {"$inc": {"requests": 1}, "$set": seen})
    elif before["requests"] >= most:
        raise TooOften(
            _("Terlalu banyak permintaan; paling banyak {most} dalam semenit. Tunggu sebentar.").format(
                most=most
            )
        )
    return str(before["day"]) if before else ""


async def _tell_of_use(actor: Actor, token: ApiToken, address: str, day: str) -> None:
    """Write into the trail, once a day, that a token is used."""

    async def work(session: Session) -> None:
        await _tell(session, actor, token, "token.used", {"day": day, "address": address})

    await in_transaction(work)


async def _tell(
    session: Session, actor: Actor, token: ApiToken, action: str, data: Mapping[str, Any]
) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=token.instansi,
        action=action,
        subject=Subject(kind="api_token", id=str(token.id), label=f"{token.name} ({token.hint}…)"),
        data=data,
    )


def digest_of(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
