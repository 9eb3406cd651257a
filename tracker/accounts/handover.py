"""What a leaver has open, and handing it to somebody else.

Reports, deadlines and requests belong to units here, so who gets the leaver's units gets that work; what
names the person, such as a sheet that is half imported, is moved too. Nothing that was written is rewritten:
who edited a report stays who edited it.
"""

from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.models import Deputy, User
from tracker.accounts.rights import Actor, Right, Role, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid, NotFound
from tracker.i18n import _
from tracker.plans.models import ImportDraft, Renaksi
from tracker.progress.models import Progress
from tracker.progress.rules import EDITABLE, State


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a person has begun and not finished; `route` and `params` lead to it."""

    kind: str  # "report" or "import"
    label: str
    note: str
    route: str
    params: dict[str, str]


async def tasks(instansi: str, user: User) -> list[Task]:
    """What a person has open: reports that they began, sheets that they did not finish importing."""
    return [*await _reports(instansi, user), *await _imports(instansi, user)]


async def count(instansi: str, user: User) -> int:
    """How many things a person has open."""
    return len(await tasks(instansi, user))


async def _reports(instansi: str, user: User) -> list[Task]:
    states = sorted(EDITABLE - {State.EMPTY})
    where = {"instansi": instansi, "state": {"$in": states}}
    fields = {"editors": 1, "renaksi_id": 1, "triwulan": 1, "output_id": 1}
    rows = await Progress.get_pymongo_collection().find(where, fields).to_list()
    own = [row for row in rows if str(user.id) in row.get("editors", [])]
    wanted = {"_id": {"$in": list({row["renaksi_id"] for row in own})}}
    found = await Renaksi.get_pymongo_collection().find(wanted, {"text": 1}).to_list()
    texts = {row["_id"]: row["text"] for row in found}
    return [
        Task(
            kind="report",
            label=texts.get(row["renaksi_id"], "–"),
            note=_("Draf laporan triwulan {triwulan}").format(
                triwulan=["I", "II", "III", "IV"][row["triwulan"] - 1]
            ),
            route="progress_page",
            params={"output_id": row["output_id"], "triwulan": str(row["triwulan"])},
        )
        for row in own
    ]


async def _imports(instansi: str, user: User) -> list[Task]:
    drafts = await ImportDraft.find({"instansi": instansi}).to_list()
    return [
        Task(
            kind="import",
            label=draft.file_name,
            note=_("Impor rencana yang belum selesai"),
            route="import_page",
            params={"plan_id": str(draft.plan_id), "import_id": str(draft.id)},
        )
        for draft in drafts
        if draft.state == "uploaded" and draft.by == str(user.id)
    ]


async def successors(actor: Actor, leaver: User) -> list[User]:
    """Who can take over: active people of the same role in the institution."""
    demand(actor, Right.MANAGE_PEOPLE, instansi=actor.instansi, unit=None)
    theirs = leaver.membership(actor.instansi)
    found = await User.find({"memberships.instansi": actor.instansi}).to_list()
    fitting = []
    for user in found:
        membership = user.membership(actor.instansi)
        if user.id != leaver.id and user.active and membership and theirs and membership.role is theirs.role:
            fitting.append(user)
    return sorted(fitting, key=lambda user: user.name.casefold())


async def hand_over(actor: Actor, leaver: User, *, successor_id: PydanticObjectId) -> int:
    """Give what a leaver has open, and their units, to somebody of the same role; how many things those are.

    Raises Invalid for somebody who cannot take over, Conflict where one of them was changed meanwhile.
    """
    instansi = actor.instansi
    fitting = {user.id: user for user in await successors(actor, leaver)}
    successor = fitting.get(successor_id)
    if successor is None:
        text = _("Pilih orang aktif dengan peran yang sama di instansi ini.")
        raise Invalid(text, {"successor": text})
    theirs, own = leaver.membership(instansi), successor.membership(instansi)
    if theirs is None or own is None:
        raise NotFound(_("Orang ini tidak ditemukan."))
    open_ones = await tasks(instansi, leaver)
    gained = _gained(theirs.units, own.units) if theirs.role is Role.BUREAU else []
    data = {
        "to": successor.email,
        "units": gained,
        "tasks": [f"{task.kind} {'/'.join(task.params.values())}" for task in open_ones],
    }

    async def work(session: Session) -> None:
        await _give_units(session, successor, instansi, gained)
        await ImportDraft.get_pymongo_collection().update_many(
            {"instansi": instansi, "by": str(leaver.id), "state": "uploaded"},
            {"$set": {"by": str(successor.id)}},
            session=session,
        )
        await Deputy.get_pymongo_collection().update_many(
            {"deputy_id": leaver.id, "instansi": instansi, "revoked_at": None},
            {"$set": {"revoked_at": real_now()}},
            session=session,
        )
        subject = Subject(kind="user", id=str(leaver.id), label=leaver.email)
        await audit.record(
            session,
            actor=actor,
            instansi=instansi,
            action="account.handed_over",
            subject=subject,
            data=data,
        )

    await in_transaction(work)
    return len(open_ones)


def _gained(theirs: list[str] | None, own: list[str] | None) -> list[str]:
    """The units that the successor lacks; who has all of them gains none."""
    if own is None:
        return []
    if theirs is None:
        text = _("Yang pergi memegang semua unit. Beri dahulu penggantinya semua unit pada halaman ubah.")
        raise Invalid(text, {"successor": text})
    return sorted(set(theirs) - set(own))


async def _give_units(session: Session, successor: User, instansi: str, gained: list[str]) -> None:
    if not gained:
        return
    memberships: list[dict[str, Any]] = []
    for one in successor.memberships:
        row = one.model_dump()
        if one.instansi == instansi:
            row["units"] = sorted({*(one.units or []), *gained})
        memberships.append(row)
    changed = await User.get_pymongo_collection().update_one(
        {"_id": successor.id, "version": successor.version},
        {"$set": {"memberships": memberships}, "$inc": {"version": 1}},
        session=session,
    )
    if not changed.modified_count:
        raise Conflict(_("Data penerus baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."))
