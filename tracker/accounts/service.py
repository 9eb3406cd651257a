"""People: who is it that signs in, adding somebody, and changing a password."""

from pymongo.errors import DuplicateKeyError

from tracker.accounts import passwords, sessions, throttle, tokens
from tracker.accounts.models import Membership, Stage, User
from tracker.accounts.passwords import hash_password
from tracker.accounts.rights import Role
from tracker.accounts.sessions import SignedIn
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid
from tracker.i18n import _
from tracker.institutions.models import Institution, Unit


async def authenticate(*, email: str, password: str, address: str) -> User | None:
    """The active person with that address and password, or None; both answers take as long.

    `address` is where the attempt comes from. Raises TooOften after many failures, without a look at the
    password.
    """
    attempt = await throttle.begin(account=email, address=address)
    user = await User.find_one({"email": email.strip().lower()})
    fits = await passwords.fits(password, user.password_hash if user else None)
    if user is None or not fits or not user.active:
        return None
    await throttle.forgive(attempt, account=email, address=address)
    return user


async def next_stage(user: User, *, provider: bool = False, provider_is_enough: bool = False) -> Stage:
    """What still stands between a person whose password was right and their work."""
    if provider and provider_is_enough:
        return Stage.OPEN
    if user.second_factor is not None:
        return Stage.CODE
    membership = user.memberships[0]
    institution = await Institution.get(membership.instansi)
    demanded = institution is not None and membership.role in institution.second_factor_roles
    return Stage.SET_UP if demanded else Stage.OPEN


async def prove(who: SignedIn, *, password: str, address: str) -> None:
    """Check the password of who is signed in. Raises Invalid, or TooOften after many failures."""
    account = f"sandi {who.user.id}"
    attempt = await throttle.begin(account=account, address=address)
    if not await passwords.fits(password, who.user.password_hash):
        text = _("Kata sandi ini tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi.")
        raise Invalid(text, {"current": text})
    await throttle.forgive(attempt, account=account, address=address)


async def change_password(who: SignedIn, *, current: str, password: str, again: str, address: str) -> int:
    """Give the person another password and end their other sign-ins; how many those were.

    Raises Invalid with the field, TooOften after many wrong ones, Conflict where it was changed meanwhile.
    """
    await prove(who, password=current, address=address)
    demand_same(password, again)
    kept = who.user.password_hash
    fresh = hash_password(password, email=who.user.email, name=who.user.name)

    async def work(session: Session) -> int:
        changed = await User.get_pymongo_collection().update_one(
            {"_id": who.user.id, "password_hash": kept}, {"$set": {"password_hash": fresh}}, session=session
        )
        if not changed.modified_count:
            raise Conflict(_("Kata sandi sudah diganti di tempat lain. Muat ulang halaman, lalu coba lagi."))
        ended = await sessions.end_all(session, who.user.id, but=who.sign_in.id)
        ended_tokens = await tokens.end_all(session, who.user.id, because="password")
        await sessions.record(
            session,
            who.user,
            who.institution.id,
            "account.password_changed",
            actor=who.actor,
            data={"sessions": ended, "tokens": ended_tokens},
        )
        return ended

    return await in_transaction(work)


def demand_same(password: str, again: str) -> None:
    """Raise Invalid where the second of two new passwords differs from the first."""
    if password != again:
        text = _("Kedua kata sandi baru tidak sama. Ketik ulang keduanya.")
        raise Invalid(text, {"again": text})


async def set_language(user: User, language: str) -> None:
    """Keep the language that a person chose."""
    await User.get_pymongo_collection().update_one({"_id": user.id}, {"$set": {"language": language}})


async def close_tour(user: User) -> None:
    """Keep that a person has ended the first tour of the pages."""
    await User.get_pymongo_collection().update_one({"_id": user.id}, {"$set": {"tour_closed": True}})


async def known_units(instansi: str, units: list[str] | None) -> list[str] | None:
    """The units, where all of them are the institution's. Raises Invalid for one that is not."""
    known = {unit.id for unit in await Unit.find({"instansi": instansi}).to_list()}
    unknown = sorted(set(units or []) - known)
    if unknown:
        text = _("Unit tidak dikenal: {units}.").format(units=", ".join(unknown))
        raise Invalid(text, {"units": text})
    return sorted(set(units)) if units is not None else None


async def add_user(
    *, email: str, name: str, password: str, instansi: str, role: Role, units: list[str] | None = None
) -> User:
    """Make a person with one membership. Raises Invalid for an address in use or a unit that is not there."""
    address = email.strip().lower()
    if await Institution.get(instansi) is None:
        raise Invalid(_("Instansi {code} belum ada.").format(code=instansi), {"instansi": instansi})
    user = User(
        email=address,
        name=name,
        password_hash=hash_password(password, email=address, name=name),
        memberships=[Membership(instansi=instansi, role=role, units=await known_units(instansi, units))],
        created_at=real_now(),
    )

    async def work(session: Session) -> None:
        await insert(session, user)
        subject = Subject(kind="user", id=str(user.id), label=address)
        data = {"role": str(role), "units": units}
        await audit.record(
            session, actor=None, instansi=instansi, action="account.added", subject=subject, data=data
        )

    await in_transaction(work)
    return user


async def insert(session: Session, user: User) -> None:
    """Write a new person. Raises Invalid where the address is in use."""
    try:
        await user.insert(session=session)
    except DuplicateKeyError as error:
        text = _("Alamat {email} sudah terdaftar.").format(email=user.email)
        raise Invalid(text, {"email": text}) from error
