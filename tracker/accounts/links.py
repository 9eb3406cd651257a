"""Links by which people set a password: signed, ending, for one use; of a person the newest alone holds."""

import hashlib
import secrets
from datetime import timedelta

from beanie import PydanticObjectId
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tracker.accounts import sessions, tokens
from tracker.accounts.models import AccountLink, LinkKind, User
from tracker.accounts.passwords import hash_password
from tracker.accounts.service import demand_same
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.settings import get_settings

LASTS = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(days=1)}


async def make(session: Session, user: User, *, kind: LinkKind, instansi: str, by_name: str) -> str:
    """A new link for a person, within a transaction; earlier ones stop working. What the address carries."""
    nonce = secrets.token_urlsafe(32)
    at = real_now()
    await revoke(session, user.id)
    link = AccountLink(
        instansi=instansi,
        user_id=user.id,
        kind=kind,
        nonce=_digest(nonce),
        created_at=at,
        expires_at=at + LASTS[kind],
        by_name=by_name,
    )
    await link.insert(session=session)
    return _serializer().dumps([str(link.id), nonce])


async def revoke(session: Session, user_id: PydanticObjectId) -> int:
    """End the links of a person that nobody has used; how many there were."""
    open_ones = {"user_id": user_id, "used_at": None, "revoked_at": None}
    changed = await AccountLink.get_pymongo_collection().update_many(
        open_ones, {"$set": {"revoked_at": real_now()}}, session=session
    )
    return changed.modified_count


async def newest(user_id: PydanticObjectId) -> AccountLink | None:
    """The last link that was made for a person, whatever became of it."""
    found = await AccountLink.find({"user_id": user_id}).sort("-created_at").limit(1).to_list()
    return found[0] if found else None


def is_open(link: AccountLink) -> bool:
    """Whether a link still lets somebody in."""
    return link.used_at is None and link.revoked_at is None and real_now() < link.expires_at


async def read(carried: str) -> tuple[AccountLink, User]:
    """The link, and whose it is. Raises NotFound, with what to do, where it does not hold (any longer)."""
    gone = NotFound(
        _(
            "Tautan ini tidak berlaku lagi: sudah dipakai, kedaluwarsa, atau diganti yang baru. "
            "Minta administrator instansi Anda mengirim tautan baru."
        )
    )
    try:
        longest = int(max(LASTS.values()).total_seconds())
        link_id, nonce = _serializer().loads(carried, max_age=longest)
    except (BadSignature, ValueError, TypeError) as error:
        raise gone from error
    link = await AccountLink.get(PydanticObjectId(link_id))
    if link is None or not is_open(link) or not secrets.compare_digest(link.nonce, _digest(nonce)):
        raise gone
    user = await User.get(link.user_id)
    if user is None or not user.active or user.membership(link.instansi) is None:
        raise gone
    return link, user


async def use(carried: str, *, password: str, again: str) -> User:
    """Set the password of the person whom the link names, once; all of their sign-ins end.

    Raises NotFound where the link does not hold, Invalid with the field.
    """
    link, user = await read(carried)
    demand_same(password, again)
    fresh = hash_password(password, email=user.email, name=user.name)

    async def work(session: Session) -> None:
        at = real_now()
        taken = await AccountLink.get_pymongo_collection().update_one(
            {"_id": link.id, "used_at": None, "revoked_at": None, "expires_at": {"$gt": at}},
            {"$set": {"used_at": at}},
            session=session,
        )
        if not taken.modified_count:
            raise NotFound(_("Tautan ini baru saja dipakai. Masuk dengan kata sandi yang sudah diatur."))
        await User.get_pymongo_collection().update_one(
            {"_id": user.id}, {"$set": {"password_hash": fresh}, "$inc": {"version": 1}}, session=session
        )
        await sessions.end_all(session, user.id)
        await tokens.end_all(session, user.id, because="password")
        data = {"kind": str(link.kind)}
        await sessions.record(session, user, link.instansi, "account.password_set", data=data)

    await in_transaction(work)
    user.password_hash = fresh
    return user


def _digest(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(get_settings().signing_key(), salt="account-link")
