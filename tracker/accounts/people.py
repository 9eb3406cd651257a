"""The people of an institution: listed, invited, given another role, switched off and on again.

`actor` None is the operator at the shell. Whoever belongs to another institution too can be given another
role here by an administrator of this one, and no more: their account is not this institution's alone.
"""

from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts import links, second_factor, service, sessions, tokens
from tracker.accounts.models import LinkKind, Membership, User
from tracker.accounts.rights import Actor, Right, Role, demand
from tracker.accounts.rules import is_address
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Forbidden, Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person is to be: as an administrator's form says it."""

    name: str
    role: str
    units: list[str] | None


async def listed(actor: Actor) -> list[User]:
    """The people of the institution, by name."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)
    return await of_institution(actor.instansi)


async def of_institution(instansi: str) -> list[User]:
    """The people of an institution, by name."""
    found = await User.find({"memberships.instansi": instansi}).to_list()
    return sorted(found, key=lambda user: user.name.casefold())


async def person(actor: Actor, user_id: PydanticObjectId) -> User:
    """A person of the actor's institution. Raises NotFound for anybody else."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)
    user = await User.get(user_id)
    if user is None or user.membership(actor.instansi) is None:
        raise NotFound(_("Orang ini tidak ditemukan."))
    return user


async def invite(actor: Actor | None, *, instansi: str, email: str, wanted: Wanted) -> tuple[User, str]:
    """Make a person who has no password yet, and the link by which they set one.

    Raises Invalid with the field: an address that is none or in use, an unknown role or unit.
    """
    _demand(actor, instansi)
    address = email.strip().lower()
    if not is_address(address):
        text = _("Alamat surel ini belum lengkap. Contoh: nama@instansi.go.id.")
        raise Invalid(text, {"email": text})
    membership = await _membership(instansi, wanted)
    user = User(email=address, name=_name(wanted), memberships=[membership], created_at=real_now())
    by_name = actor.name if actor else audit.SYSTEM_NAME

    async def work(session: Session) -> str:
        await service.insert(session, user)
        data = {"role": str(membership.role), "units": membership.units}
        await _record(session, actor, user, instansi, "account.invited", data=data)
        return await links.make(session, user, kind=LinkKind.INVITATION, instansi=instansi, by_name=by_name)

    return user, await in_transaction(work)


async def new_link(actor: Actor | None, user: User, *, instansi: str) -> tuple[LinkKind, str]:
    """Another link: to come in for the first time, or to set a forgotten password. Earlier ones end."""
    _demand(actor, instansi)
    _demand_own(actor, user)
    if not user.active:
        raise Conflict(_("Akun ini nonaktif. Aktifkan dahulu, lalu buat tautannya."))
    kind = LinkKind.RESET if user.has_signed_up else LinkKind.INVITATION
    action = "account.reset_linked" if kind is LinkKind.RESET else "account.invited"
    by_name = actor.name if actor else audit.SYSTEM_NAME

    async def work(session: Session) -> str:
        await _record(session, actor, user, instansi, action)
        return await links.make(session, user, kind=kind, instansi=instansi, by_name=by_name)

    return kind, await in_transaction(work)


async def revoke_links(actor: Actor, user: User) -> None:
    """End the links of a person that nobody has used."""

    async def work(session: Session) -> None:
        if not await links.revoke(session, user.id):
            raise Conflict(_("Tidak ada tautan yang masih berlaku."))
        await _record(session, actor, user, actor.instansi, "account.link_revoked")

    _demand_own(actor, user)
    await in_transaction(work)


async def change(actor: Actor | None, user: User, *, instansi: str, version: int, wanted: Wanted) -> None:
    """Give a person another name, role or units in this institution.

    Raises Invalid with the field, Conflict where the person was changed meanwhile, Forbidden where nobody
    could manage people afterwards.
    """
    _demand(actor, instansi)
    name = _name(wanted) if len(user.memberships) == 1 else user.name
    await _change(actor, user, version, await _membership(instansi, wanted), name)


async def place(user: User, membership: Membership) -> None:
    """Give a person what their groups at the provider of single sign-on say. Raises as `change` does."""
    await _change(None, user, user.version, membership, user.name)


async def _change(actor: Actor | None, user: User, version: int, membership: Membership, name: str) -> None:
    instansi = membership.instansi
    before = user.membership(instansi)
    memberships = [membership if one.instansi == instansi else one for one in user.memberships]
    changes = {"memberships": [one.model_dump() for one in memberships], "name": name}
    data = {
        "before": before.model_dump(mode="json") if before else None,
        "after": membership.model_dump(mode="json"),
    }

    async def work(session: Session) -> None:
        await _write(session, user, version, changes)
        await _record(session, actor, user, instansi, "account.role_changed", data=data)
        await _demand_an_admin(session, instansi)

    await in_transaction(work)


async def deactivate(
    actor: Actor | None, user: User, *, instansi: str, version: int, reason: str = ""
) -> None:
    """Switch a person off: sign-ins and links end at once, what they did stays. Raises as `change` does."""
    _demand(actor, instansi)
    _demand_own(actor, user)

    async def work(session: Session) -> None:
        await _write(session, user, version, {"active": False})
        await sessions.end_all(session, user.id)
        await tokens.end_all(session, user.id, because="deactivated")
        await links.revoke(session, user.id)
        await _record(session, actor, user, instansi, "account.deactivated", reason=reason.strip() or None)
        await _demand_an_admin(session, instansi)

    await in_transaction(work)


async def reactivate(actor: Actor | None, user: User, *, instansi: str, version: int) -> None:
    """Let a person sign in again. Raises Conflict where they were changed meanwhile."""
    _demand(actor, instansi)
    _demand_own(actor, user)

    async def work(session: Session) -> None:
        await _write(session, user, version, {"active": True})
        await _record(session, actor, user, instansi, "account.reactivated")

    await in_transaction(work)


async def end_sessions(actor: Actor, user: User) -> int:
    """End all sign-ins of a person; how many there were."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)

    async def work(session: Session) -> int:
        ended = await sessions.end_all(session, user.id)
        await tokens.end_all(session, user.id, because="admin")
        data = {"sessions": ended}
        await _record(session, actor, user, actor.instansi, "account.sessions_ended_by_admin", data=data)
        return ended

    return await in_transaction(work)


async def reset_factor(actor: Actor | None, user: User, *, instansi: str, reason: str) -> None:
    """Take a person's second factor away, such as after a lost phone; their sign-ins end."""
    _demand(actor, instansi)
    _demand_own(actor, user)
    if not reason.strip():
        text = _("Isi alasannya, misalnya ponsel hilang dan siapa yang memastikan orangnya.")
        raise Invalid(text, {"reason": text})
    await second_factor.remove(user, actor, instansi=instansi, reason=reason.strip(), ends_sessions=True)


async def demand_factor(actor: Actor, institution: Institution, *, roles: list[str], seen: list[str]) -> None:
    """Demand a second factor of some roles from their next sign-in on.

    Raises Invalid for a role that is none, Conflict where somebody changed it meanwhile.
    """
    demand(actor, Right.MANAGE_PEOPLE, instansi=institution.id, unit=None)
    if set(roles) - set(Role):
        raise Invalid(_("Peran tidak dikenal. Muat ulang halaman, lalu pilih lagi."))

    async def work(session: Session) -> None:
        changed = await Institution.get_pymongo_collection().update_one(
            {"_id": institution.id, "second_factor_roles": sorted(seen)},
            {"$set": {"second_factor_roles": sorted(roles)}},
            session=session,
        )
        if not changed.matched_count:
            raise Conflict(_("Kewajiban ini baru saja diubah orang lain. Muat ulang halaman."))
        await audit.record(
            session,
            actor=actor,
            instansi=institution.id,
            action="institution.second_factor",
            subject=Subject(kind="institution", id=institution.id, label=institution.name),
            data={"before": sorted(seen), "after": sorted(roles)},
        )

    await in_transaction(work)


async def _membership(instansi: str, wanted: Wanted) -> Membership:
    """The membership of a form. Units bind the people of units alone: the other roles see all of them."""
    if wanted.role not in set(Role):
        text = _("Pilih salah satu peran.")
        raise Invalid(text, {"role": text})
    role = Role(wanted.role)
    if role is not Role.BUREAU or wanted.units is None:
        return Membership(instansi=instansi, role=role)
    if not wanted.units:
        text = _("Pilih sedikitnya satu unit, atau semua unit.")
        raise Invalid(text, {"units": text})
    return Membership(instansi=instansi, role=role, units=await service.known_units(instansi, wanted.units))


def _name(wanted: Wanted) -> str:
    name = " ".join(wanted.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        text = _("Isi nama lengkap, paling banyak {count} karakter.").format(count=LONGEST_NAME)
        raise Invalid(text, {"name": text})
    return name


def _demand(actor: Actor | None, instansi: str) -> None:
    if actor is not None:
        demand(actor, Right.MANAGE_PEOPLE, instansi=instansi, unit=None)


def _demand_own(actor: Actor | None, user: User) -> None:
    """Raise Forbidden where the account belongs to another institution too, so is not ours alone."""
    if actor is not None and any(one.instansi != actor.instansi for one in user.memberships):
        raise Forbidden(
            _(
                "Akun ini juga milik instansi lain, jadi tautan, pengaman, dan statusnya hanya dapat diubah "
                "operator pemasangan ini dengan perintah `renaksi user`."
            )
        )


async def _write(session: Session, user: User, version: int, changes: dict[str, Any]) -> None:
    changed = await User.get_pymongo_collection().update_one(
        {"_id": user.id, "version": version}, {"$set": changes, "$inc": {"version": 1}}, session=session
    )
    if not changed.modified_count:
        raise Conflict(_("Data orang ini baru saja diubah orang lain. Periksa yang tersimpan, lalu ulangi."))


async def _demand_an_admin(session: Session, instansi: str) -> None:
    """Raise Forbidden where nobody is left who could manage people.

    Two administrators who switch each other off at the same moment are told apart by the audit trail's head,
    which both write: one of the transactions begins again and sees what the other did.
    """
    found = User.get_pymongo_collection().find({"memberships.instansi": instansi}, session=session)
    for row in await found.to_list():
        user = User.model_validate(row)
        membership = user.membership(instansi)
        if membership and membership.role is Role.ADMIN and user.active and user.has_signed_up:
            return
    raise Forbidden(_("Harus selalu ada satu administrator aktif. Jadikan orang lain administrator dahulu."))


async def _record(
    session: Session,
    actor: Actor | None,
    user: User,
    instansi: str,
    action: str,
    *,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An event about a person; unlike what people do themselves, no actor means the operator's shell."""
    subject = Subject(kind="user", id=str(user.id), label=user.email)
    await audit.record(
        session, actor=actor, instansi=instansi, action=action, subject=subject, data=data, reason=reason
    )
