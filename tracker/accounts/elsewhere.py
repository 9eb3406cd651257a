"""People who sign in elsewhere: who of ours they are, and what their groups make of them here."""

from typing import Any

from tracker.accounts import people, service, sessions
from tracker.accounts.claims import Placement, placement_of
from tracker.accounts.models import Membership, User
from tracker.accounts.provider import SignInRefused
from tracker.accounts.rights import Role
from tracker.accounts.rules import is_address
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Forbidden
from tracker.i18n import _
from tracker.institutions.models import Institution, unit_id
from tracker.institutions.service import units_by_id
from tracker.settings import Settings


async def person_of(claims: dict[str, Any], settings: Settings) -> User:
    """The person of whom the claims speak, as their groups say; made or linked where the settings allow it.

    They are known by issuer and subject; at the first time by an address that the provider has verified.
    Raises SignInRefused.
    """
    identity = f"{claims['iss']} {claims['sub']}"
    placement = placement_of(claims, settings) if settings.oidc_role_claim else None
    if settings.oidc_role_claim and placement is None:
        raise SignInRefused(
            _("Akun SSO Anda belum masuk kelompok yang boleh memakai Renaksi. Hubungi administrator.")
        )
    user = await User.find_one({"identities": identity})
    if user is None:
        user = await _first_time(identity, claims, placement, settings)
    if not user.active or not _may_be_ours(user, settings):
        raise SignInRefused(_("Akun ini tidak dapat dipakai di sini. Hubungi administrator instansi Anda."))
    if placement is not None and settings.oidc_instansi:
        user = await _placed(user, placement, settings.oidc_instansi)
    return user


def _may_be_ours(user: User, settings: Settings) -> bool:
    """Whether the provider speaks for this person: not where they belong to another institution."""
    return not settings.oidc_instansi or all(
        one.instansi == settings.oidc_instansi for one in user.memberships
    )


async def _first_time(
    identity: str, claims: dict[str, Any], placement: Placement | None, settings: Settings
) -> User:
    address = str(claims.get("email", "")).strip().lower()
    if not is_address(address) or claims.get("email_verified") is not True:
        raise SignInRefused(
            _("Akun SSO Anda belum punya alamat surel yang terverifikasi. Hubungi pengelola SSO.")
        )
    user = await User.find_one({"email": address})
    if user is not None:
        return await _linked(user, identity, str(claims["iss"]), settings)
    if settings.oidc_new_people != "create" or placement is None or not settings.oidc_instansi:
        raise SignInRefused(
            _(
                "{email} belum terdaftar di Renaksi. Minta administrator instansi Anda mengundang Anda."
            ).format(email=address)
        )
    return await _made(identity, address, str(claims.get("name") or address), placement, settings)


async def _linked(user: User, identity: str, issuer: str, settings: Settings) -> User:
    """The person with that address, who is known by the identity from here on."""
    if not _may_be_ours(user, settings) or any(one.startswith(f"{issuer} ") for one in user.identities):
        raise SignInRefused(_("Akun ini tidak dapat dipakai di sini. Hubungi administrator instansi Anda."))

    async def work(session: Session) -> None:
        await User.get_pymongo_collection().update_one(
            {"_id": user.id}, {"$addToSet": {"identities": identity}, "$inc": {"version": 1}}, session=session
        )
        instansi = user.memberships[0].instansi
        await sessions.record(session, user, instansi, "account.identity_linked", data={"identity": identity})

    await in_transaction(work)
    return await User.get(user.id) or user


async def _made(identity: str, address: str, name: str, placement: Placement, settings: Settings) -> User:
    instansi = settings.oidc_instansi
    if await Institution.get(instansi) is None:
        raise SignInRefused(_("Instansi {code} belum ada.").format(code=instansi))
    units = await _units(placement, instansi, before=[])
    user = User(
        email=address,
        name=" ".join(name.split())[: people.LONGEST_NAME],
        identities=[identity],
        memberships=[Membership(instansi=instansi, role=placement.role, units=units)],
        created_at=real_now(),
    )

    async def work(session: Session) -> None:
        await service.insert(session, user)
        await audit.record(
            session,
            actor=None,
            instansi=instansi,
            action="account.added",
            subject=Subject(kind="user", id=str(user.id), label=address),
            data={"role": str(placement.role), "units": units, "identity": identity},
        )

    await in_transaction(work)
    return user


async def _placed(user: User, placement: Placement, instansi: str) -> User:
    """The person, with role and units as the claims say; the last administrator stays one."""
    before = user.membership(instansi)
    units = await _units(placement, instansi, before=before.units if before else [])
    wanted = Membership(instansi=instansi, role=placement.role, units=units)
    if before == wanted:
        return user
    try:
        await people.place(user, wanted)
    except (Forbidden, Conflict):
        return user
    return await User.get(user.id) or user


async def _units(placement: Placement, instansi: str, *, before: list[str] | None) -> list[str] | None:
    """The units of a person: as the claims say, else as they were. Nobody gets all units by silence."""
    if placement.role is not Role.BUREAU:
        return None
    if placement.unit_codes is None:
        return before
    known = await units_by_id(instansi)
    return sorted({unit_id(instansi, code) for code in placement.unit_codes} & set(known))
