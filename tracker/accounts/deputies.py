"""Deputies: who acts for whom, from when until when. The clock ends them; nobody has to switch one off."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from beanie import PydanticObjectId

from tracker.accounts.models import Deputy, User
from tracker.accounts.rights import Actor, Right, Role, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now, real_now
from tracker.database import Session, in_transaction
from tracker.deadlines.rules import end_of_day, start_of_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution

LONGEST_DAYS = 366
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A deputyship with the names of both; `state` is ahead, running, over or revoked."""

    deputy: Deputy
    for_name: str
    deputy_name: str
    state: str


async def acting(user: User, deputy_id: PydanticObjectId, *, instansi: str) -> Actor | None:
    """The person at work for another, by a deputyship that holds now; None where there is none.

    They get the other's role and units and keep their own id, so nobody decides on what they wrote
    themselves, in whatever name.
    """
    deputy = await Deputy.get(deputy_id)
    if deputy is None or deputy.instansi != instansi or deputy.deputy_id != user.id:
        return None
    other = await User.get(deputy.for_id)
    theirs = other.actor(instansi) if other is not None and other.active else None
    if theirs is None or theirs.role is Role.ADMIN or not deputy.holds(now()):
        return None
    name = _("{deputy} a.n. {name}").format(deputy=user.name, name=theirs.name)
    return replace(theirs, user_id=str(user.id), email=user.email, name=name, acting_for=theirs.name)


async def open_to(user: User, instansi: str) -> list[Shown]:
    """The deputyships by which a person may act now."""
    at = now()
    found = await Deputy.find({"deputy_id": user.id, "instansi": instansi}).to_list()
    return [one for one in await _shown(found, at) if one.state == "running"]


async def of_person(actor: Actor, user: User) -> list[Shown]:
    """Who acts, acted or will act for a person, and for whom the person does; the latest first."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)
    theirs = await Deputy.find({"for_id": user.id, "instansi": actor.instansi}).to_list()
    by_them = await Deputy.find({"deputy_id": user.id, "instansi": actor.instansi}).to_list()
    found = sorted([*theirs, *by_them], key=lambda one: one.starts_at, reverse=True)
    return await _shown(found, now())


async def appoint(
    actor: Actor,
    institution: Institution,
    *,
    for_user: User,
    deputy_user_id: PydanticObjectId,
    first: date,
    last: date,
    reason: str,
) -> Deputy:
    """Let a person act for another, from the first day until the end of the last.

    Raises Invalid with the field, NotFound where a person is not of this institution.
    """
    demand(actor, Right.MANAGE_PEOPLE, instansi=institution.id, unit=None)
    deputy_user = await User.get(deputy_user_id)
    theirs, other = for_user.actor(institution.id), deputy_user and deputy_user.actor(institution.id)
    if theirs is None or deputy_user is None or other is None:
        raise NotFound(_("Orang ini tidak ditemukan."))
    _demand_sense(institution, theirs, other, first, last, reason, is_active=deputy_user.active)
    deputy = Deputy(
        instansi=institution.id,
        for_id=for_user.id,
        deputy_id=deputy_user.id,
        starts_at=start_of_day(first, institution.tz),
        ends_at=end_of_day(last, institution.tz),
        reason=reason.strip(),
        by_name=actor.name,
        created_at=real_now(),
    )

    async def work(session: Session) -> None:
        await deputy.insert(session=session)
        await _record(session, actor, deputy, for_user, "account.deputy_added", deputy_user.name)

    await in_transaction(work)
    return deputy


def _demand_sense(
    institution: Institution,
    theirs: Actor,
    other: Actor,
    first: date,
    last: date,
    reason: str,
    *,
    is_active: bool,
) -> None:
    """Raise Invalid with the field that makes no sense."""
    today = now().astimezone(institution.tz).date()
    problems = {}
    if theirs.role is Role.ADMIN:
        problems["deputy"] = _("Administrator tidak dapat diwakili. Tambahkan administrator lain.")
    elif theirs.user_id == other.user_id or not is_active:
        problems["deputy"] = _("Pilih orang lain yang akunnya aktif.")
    if last < first:
        problems["last"] = _("Hari terakhir mendahului hari pertama. Periksa kedua tanggalnya.")
    elif last < today:
        problems["last"] = _("Masa ini sudah lewat. Pilih tanggal mulai hari ini.")
    elif (last - first).days > LONGEST_DAYS:
        problems["last"] = _("Paling lama satu tahun. Perpanjang nanti bila masih perlu.")
    if not reason.strip():
        problems["reason"] = _("Isi dasarnya, misalnya nomor surat perintah Plh. atau Plt.")
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = _("Paling banyak {count} karakter.").format(count=LONGEST_REASON)
    if problems:
        raise Invalid(next(iter(problems.values())), problems)


async def revoke(actor: Actor, deputy_id: PydanticObjectId) -> Deputy:
    """End a deputyship at once. Raises NotFound, or Conflict where it has ended already."""
    deputy = await Deputy.get(deputy_id)
    if deputy is None:
        raise NotFound(_("Penugasan pengganti ini tidak ditemukan."))
    demand(actor, Right.MANAGE_PEOPLE, instansi=deputy.instansi, unit=None)
    for_user, deputy_user = await User.get(deputy.for_id), await User.get(deputy.deputy_id)
    if for_user is None or deputy_user is None:
        raise NotFound(_("Penugasan pengganti ini tidak ditemukan."))

    async def work(session: Session) -> None:
        changed = await Deputy.get_pymongo_collection().update_one(
            {"_id": deputy.id, "revoked_at": None}, {"$set": {"revoked_at": real_now()}}, session=session
        )
        if not changed.modified_count:
            raise Conflict(_("Penugasan pengganti ini sudah dicabut."))
        await _record(session, actor, deputy, for_user, "account.deputy_revoked", deputy_user.name)

    await in_transaction(work)
    return deputy


async def _record(
    session: Session, actor: Actor, deputy: Deputy, for_user: User, action: str, deputy_name: str
) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=deputy.instansi,
        action=action,
        subject=Subject(kind="user", id=str(for_user.id), label=for_user.email),
        data={"deputy": deputy_name, "from": deputy.starts_at, "until": deputy.ends_at},
        reason=deputy.reason,
    )


async def _shown(found: list[Deputy], at: datetime) -> list[Shown]:
    people = {one.for_id for one in found} | {one.deputy_id for one in found}
    named = {user.id: user.name for user in await User.find({"_id": {"$in": list(people)}}).to_list()}
    return [
        Shown(one, named.get(one.for_id, "–"), named.get(one.deputy_id, "–"), _state(one, at))
        for one in found
    ]


def _state(deputy: Deputy, at: datetime) -> str:
    if deputy.revoked_at is not None:
        return "revoked"
    if at < deputy.starts_at:
        return "ahead"
    return "running" if at < deputy.ends_at else "over"
