"""A person's own views of the queue: filters under a name, one of them perhaps the first to be shown."""

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.review.models import SavedView

LONGEST_NAME = 60
MOST = 20


async def views_of(actor: Actor) -> list[SavedView]:
    """The person's views by name."""
    where = {"instansi": actor.instansi, "user_id": actor.user_id}
    found = await SavedView.find(where).to_list()
    return sorted((view for view in found if not view.removed), key=lambda view: view.name.casefold())


async def save(actor: Actor, *, name: str, query: dict[str, str]) -> SavedView:
    """Keep filters under a name; a name that is there already gets them.

    Raises Invalid for the name, NotFound for a unit that is not of the institution.
    """
    demand(actor, Right.DECIDE_PROGRESS, instansi=actor.instansi, unit=None)
    if "unit" in query and query["unit"] not in await units_by_id(actor.instansi):
        raise NotFound(_("Perangkat daerah ini tidak ditemukan."))
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= LONGEST_NAME:
        words = _("Beri nama, paling panjang {most} huruf.").format(most=LONGEST_NAME)
        raise Invalid(words, {"name": words})
    known = await views_of(actor)
    same = next((view for view in known if view.name.casefold() == cleaned.casefold()), None)
    if same is not None:
        changes = {"$set": {"name": cleaned, "query": query}}
        await SavedView.get_pymongo_collection().update_one({"_id": same.id}, changes)
        same.name, same.query = cleaned, query
        return same
    if len(known) >= MOST:
        raise Invalid(_("Tampilan Anda sudah {most}. Hapus yang tidak dipakai.").format(most=MOST))
    view = SavedView(
        instansi=actor.instansi, user_id=actor.user_id, name=cleaned, query=query, created_at=now()
    )
    await view.insert()
    return view


async def make_default(actor: Actor, view_id: PydanticObjectId) -> SavedView:
    """Show this view first from now on; the one that is shown first already no longer is."""
    view = await view_of(actor, view_id)

    async def work(session: Session) -> None:
        collection = SavedView.get_pymongo_collection()
        where = {"instansi": actor.instansi, "user_id": actor.user_id}
        await collection.update_many(where, {"$set": {"is_default": False}}, session=session)
        changes = {"$set": {"is_default": not view.is_default}}
        await collection.update_one({"_id": view.id}, changes, session=session)

    await in_transaction(work)
    view.is_default = not view.is_default
    return view


async def remove(actor: Actor, view_id: PydanticObjectId, *, removed: bool = True) -> SavedView:
    """Take a view away, or bring it back."""
    view = await view_of(actor, view_id)
    changes = {"$set": {"removed": removed, "is_default": False}}
    await SavedView.get_pymongo_collection().update_one({"_id": view.id}, changes)
    return view


async def view_of(actor: Actor, view_id: PydanticObjectId) -> SavedView:
    """One of the person's own views. Raises NotFound for anybody else's."""
    view = await SavedView.find_one({"_id": view_id, "instansi": actor.instansi, "user_id": actor.user_id})
    if view is None:
        raise NotFound(_("Tampilan ini tidak ditemukan."))
    return view
