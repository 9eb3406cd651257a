"""People: passwords, sign-ins, and adding somebody."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from pwdlib import PasswordHash
from pymongo.errors import DuplicateKeyError

from tracker.accounts import throttle
from tracker.accounts.models import Membership, SignIn, User
from tracker.accounts.rights import Actor, Role
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.institutions.models import Institution, Unit

SIGN_IN_LASTS = timedelta(hours=12)
SHORTEST_PASSWORD = 10
_hasher = PasswordHash.recommended()  # argon2id
_nobody = _hasher.hash(secrets.token_urlsafe())


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at work: the person, what they are here, and where."""

    user: User
    actor: Actor
    institution: Institution


def hash_password(password: str) -> str:
    """Argon2id hash of a password. Raises Invalid when it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        text = _("Kata sandi paling sedikit {count} karakter.").format(count=SHORTEST_PASSWORD)
        raise Invalid(text, {"password": text})
    return _hasher.hash(password)


async def authenticate(*, email: str, password: str, address: str) -> User | None:
    """The active person with that address and password, or None; both answers take as long.

    `address` is where the attempt comes from. Raises TooOften after many failures, without a look at the
    password.
    """
    attempt = await throttle.begin(email=email, address=address)
    user = await User.find_one({"email": email.strip().lower()})
    fits = await asyncio.to_thread(_hasher.verify, password, user.password_hash if user else _nobody)
    if user is None or not fits or not user.active:
        return None
    await throttle.forgive(attempt, email=email, address=address)
    return user


async def open_sign_in(user: User, *, address: str, agent: str) -> str:
    """Sign a person in to the first of their institutions; the token for the cookie."""
    token = secrets.token_urlsafe(32)
    instansi = user.memberships[0].instansi

    async def work(session: Session) -> None:
        over = {"user_id": user.id, "expires_at": {"$lte": real_now()}}
        await SignIn.get_pymongo_collection().delete_many(over, session=session)
        sign_in = SignIn(
            id=_digest(token),
            user_id=user.id,
            instansi=instansi,
            created_at=real_now(),
            expires_at=real_now() + SIGN_IN_LASTS,
            address=address,
            agent=agent[:200],
        )
        await sign_in.insert(session=session)
        subject = Subject(kind="user", id=str(user.id), label=user.email)
        await audit.record(
            session,
            actor=user.actor(instansi),
            instansi=instansi,
            action="account.signed_in",
            subject=subject,
        )

    await in_transaction(work)
    return token


async def signed_in(token: str) -> SignedIn | None:
    """Who holds the token, or None where it is unknown, over, or the person may no longer work there."""
    sign_in = await SignIn.find_one({"_id": _digest(token)})
    if sign_in is None or sign_in.expires_at <= real_now():
        return None
    user = await User.get(sign_in.user_id)
    institution = await Institution.get(sign_in.instansi)
    actor = user.actor(sign_in.instansi) if user and user.active else None
    if user is None or actor is None or institution is None:
        return None
    return SignedIn(user, actor, institution)


async def close_sign_in(token: str) -> None:
    """End the sign-in of a token; an unknown one is fine."""
    await SignIn.get_pymongo_collection().delete_one({"_id": _digest(token)})


async def set_language(user: User, language: str) -> None:
    """Keep the language that a person chose."""
    await User.get_pymongo_collection().update_one({"_id": user.id}, {"$set": {"language": language}})


async def add_user(
    *, email: str, name: str, password: str, instansi: str, role: Role, units: list[str] | None = None
) -> User:
    """Make a person with one membership. Raises Invalid for an address in use or a unit that is not there."""
    address = email.strip().lower()
    if await Institution.get(instansi) is None:
        raise Invalid(_("Instansi {code} belum ada.").format(code=instansi), {"instansi": instansi})
    known = {unit.id for unit in await Unit.find({"instansi": instansi}).to_list()}
    unknown = sorted(set(units or []) - known)
    if unknown:
        raise Invalid(_("Unit tidak dikenal: {units}.").format(units=", ".join(unknown)))
    user = User(
        email=address,
        name=name,
        password_hash=hash_password(password),
        memberships=[Membership(instansi=instansi, role=role, units=units)],
        created_at=real_now(),
    )

    async def work(session: Session) -> None:
        await user.insert(session=session)
        subject = Subject(kind="user", id=str(user.id), label=address)
        data = {"role": str(role), "units": units}
        await audit.record(
            session, actor=None, instansi=instansi, action="account.added", subject=subject, data=data
        )

    try:
        await in_transaction(work)
    except DuplicateKeyError as error:
        raise Invalid(_("Alamat {email} sudah terdaftar.").format(email=address)) from error
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
