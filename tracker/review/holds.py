"""What an inspector is unsure of: it stays in the queue, behind the rest, for a second pair of eyes."""

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.progress.cells import cell_of
from tracker.progress.rules import State
from tracker.review.keeping import keep
from tracker.review.models import Hold


async def toggle(actor: Actor, *, progress_id: str) -> bool:
    """Set a waiting report aside as doubtful, or take that back; whether it is set aside now.

    The report itself stays as it is, so nobody else's decision on it is in conflict with this.
    """
    found = await cell_of(actor, progress_id=progress_id)
    demand(actor, Right.DECIDE_PROGRESS, instansi=found.renaksi.instansi, unit=found.renaksi.unit)
    report = found.progress
    if report.state is not State.SUBMITTED:
        raise Invalid(_("Laporan ini tidak sedang diajukan."))

    async def work(session: Session) -> bool:
        collection = Hold.get_pymongo_collection()
        where = {"_id": report.id, "instansi": report.instansi}
        was_held = (await collection.delete_one(where, session=session)).deleted_count > 0
        if not was_held:
            fields = {"by": actor.user_id, "by_name": actor.name, "at": now()}
            await collection.insert_one({**where, **fields}, session=session)
        await audit.record(
            session,
            actor=actor,
            instansi=report.instansi,
            action="progress.released" if was_held else "progress.held",
            subject=Subject(kind="progress", id=report.id, label=found.label),
            unit=report.unit,
            data={"revision": report.revision},
        )
        await keep(session, instansi=report.instansi, progress_ids=[report.id])
        return not was_held

    return await in_transaction(work)


async def hold_of(instansi: str, progress_id: str) -> Hold | None:
    """Who is unsure of a report, and since when."""
    return await Hold.find_one({"_id": progress_id, "instansi": instansi})
