"""Dossiers that take longer than somebody should wait for a page: a job makes them, their page says how far.

What is small is bound at once. On a quiet core a photograph of 12 megapixels takes a quarter of a second and
a scan of 100 pages with 176 MB 0.7; the bounds below stay under two seconds with the copying.
"""

import tempfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from beanie import PydanticObjectId
from bson import ObjectId
from gridfs.asynchronous import AsyncGridFSBucket

from ingest.binding import PDF, bindable
from tracker.accounts.rights import Actor
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now, real_now
from tracker.database import Session, current_database, in_transaction
from tracker.dossier import service
from tracker.dossier.content import Content
from tracker.dossier.models import DossierOrder, OrderState
from tracker.dossier.service import Taken
from tracker.errors import Conflict, NotFound, RenaksiError
from tracker.evidence.waking import wake
from tracker.i18n import _, language, use_language
from tracker.institutions.models import Institution
from tracker.jobs.holding import held
from tracker.jobs.models import Job
from tracker.jobs.service import MOST_ATTEMPTS, enqueue, finish
from tracker.progress.cells import cell
from tracker.web.formats import use_zone

BUCKET = "dossiers"
KIND = "bind_dossier"
SMALL_BYTES = 16 * 1024 * 1024
SMALL_PICTURES = 3
KEPT = timedelta(days=1)
SAME_ORDER = timedelta(minutes=10)
"""Who asks again so soon is shown the order that they have."""


def is_small(content: Content) -> bool:
    """Whether the PDF can be bound while somebody waits."""
    bound = [one for one in content.exhibits if bindable(one.media_type)]
    pictures = sum(one.media_type != PDF for one in bound)
    return pictures <= SMALL_PICTURES and sum(one.size for one in bound) <= SMALL_BYTES


async def place(actor: Actor, taken: Taken) -> DossierOrder:
    """Have the PDF made, or give the order that this person has for the same report already."""
    report = taken.cell.progress
    where = {"instansi": actor.instansi, "user_id": actor.user_id, "progress_id": report.id}
    for earlier in await DossierOrder.find(where).sort("-ordered_at").limit(1).to_list():
        is_same = earlier.revision == report.revision and earlier.state is not OrderState.FAILED
        if is_same and real_now() - earlier.ordered_at < SAME_ORDER:
            return earlier
    order = DossierOrder(
        instansi=actor.instansi,
        user_id=actor.user_id,
        user_name=actor.name,
        email=actor.email,
        role=actor.role,
        units=None if actor.units is None else sorted(actor.units),
        language=language(),
        output_id=report.output_id,
        triwulan=report.triwulan,
        progress_id=report.id,
        revision=report.revision,
        label=taken.cell.label,
        name=taken.name,
        total=sum(bindable(one.media_type) for one in taken.content.exhibits),
        ordered_at=real_now(),
    )

    async def work(session: Session) -> PydanticObjectId:
        await order.insert(session=session)
        subject = Subject(kind="progress", id=order.progress_id, label=order.label)
        await audit.record(
            session,
            actor=actor,
            instansi=order.instansi,
            action="progress.dossier_ordered",
            subject=subject,
            unit=taken.cell.renaksi.unit,
            data={"order": str(order.id)},
        )
        return await enqueue(
            session,
            instansi=order.instansi,
            kind=KIND,
            key=f"{KIND}:{order.id}",
            payload={"order_id": str(order.id)},
        )

    await wake(await in_transaction(work))
    return order


async def find(actor: Actor, order_id: PydanticObjectId) -> DossierOrder:
    """An order of one's own, while one may see its report. Raises NotFound."""
    where = {"_id": order_id, "instansi": actor.instansi, "user_id": actor.user_id}
    order = await DossierOrder.find_one(where)
    if order is None:
        raise NotFound(_("Berkas pembuktian ini tidak ada lagi. Mintalah lagi dari halaman laporannya."))
    await cell(actor, output_id=order.output_id, triwulan=order.triwulan)
    return order


async def fetch(actor: Actor, order_id: PydanticObjectId) -> tuple[DossierOrder, AsyncIterator[bytes]]:
    """The PDF of a ready order, piece by piece, with the event that says who took it. Raises Conflict."""
    order = await find(actor, order_id)
    if order.gridfs_id is None or order.state is not OrderState.READY:
        raise Conflict(_("Berkas pembuktian ini belum selesai disusun."))
    taken = await service.gathered(actor, output_id=order.output_id, triwulan=order.triwulan, at=now())
    await service.note_taken(actor, taken, form="pdf")
    return order, _pieces(order.gridfs_id)


async def _pieces(gridfs_id: PydanticObjectId) -> AsyncIterator[bytes]:
    stream = await _bucket().open_download_stream(gridfs_id)
    while piece := await stream.readchunk():
        yield bytes(piece)


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(current_database(), bucket_name=BUCKET)


# In a worker


async def bind_dossier(job: Job) -> None:
    """Do a job of kind `bind_dossier`."""
    await held(job, _work(job))


async def wait_again(session: Session, payload: Any) -> None:
    """Have a failed order wait once more, within the job's own transaction."""
    await DossierOrder.get_pymongo_collection().update_one(
        {"_id": ObjectId(payload["order_id"]), "state": OrderState.FAILED},
        {"$set": {"state": OrderState.WAITING, "done": 0, "error": None}},
        session=session,
    )


async def _work(job: Job) -> None:
    order = await DossierOrder.get(PydanticObjectId(job.payload["order_id"]))
    if order is None or order.state in {OrderState.READY, OrderState.FAILED}:
        await in_transaction(lambda session: finish(session, job))  # it was swept, or ended already
        return
    await _speak_to(order)
    if job.attempts > MOST_ATTEMPTS:
        text = _("Penyusunannya sudah {count} kali terhenti. Unduh sebagai ZIP.").format(count=MOST_ATTEMPTS)
        await _end(job, order, {"state": OrderState.FAILED, "error": text}, error=text)
        return
    try:
        await _make(job, order)
    except RenaksiError as error:
        await _end(job, order, {"state": OrderState.FAILED, "error": error.message}, error=error.message)


async def _speak_to(order: DossierOrder) -> None:
    """The language and the zone of whoever reads it."""
    use_language(order.language)
    institution = await Institution.get(order.instansi)
    if institution is not None:
        use_zone(institution.tz, institution.zone)


async def _make(job: Job, order: DossierOrder) -> None:
    actor = Actor(
        user_id=order.user_id,
        name=order.user_name,
        email=order.email,
        instansi=order.instansi,
        role=order.role,
        units=None if order.units is None else frozenset(order.units),
    )
    taken = await service.gathered(actor, output_id=order.output_id, triwulan=order.triwulan, at=now())
    await _show(order, 0)

    async def copied(done: int) -> None:
        await _show(order, done)

    with tempfile.TemporaryDirectory(prefix="renaksi-") as scratch:
        path = await service.as_pdf(taken, scratch, copied=copied)
        size = path.stat().st_size
        gridfs_id = await _keep(path, order)
    ready = {"state": OrderState.READY, "gridfs_id": gridfs_id, "size": size, "done": order.total}
    if not await _end(job, order, ready):
        await _bucket().delete(gridfs_id)


async def _show(order: DossierOrder, done: int) -> None:
    await DossierOrder.get_pymongo_collection().update_one(
        {"_id": order.id, "state": {"$in": [OrderState.WAITING, OrderState.MAKING]}},
        {"$set": {"state": OrderState.MAKING, "done": done}},
    )


async def _keep(path: Path, order: DossierOrder) -> PydanticObjectId:
    with path.open("rb") as file:
        return PydanticObjectId(await _bucket().upload_from_stream(str(order.id), file))


async def _end(job: Job, order: DossierOrder, fields: dict[str, Any], *, error: str | None = None) -> bool:
    """Write the end under the lease; False where that was lost, and nothing was written."""

    async def work(session: Session) -> bool:
        if not await finish(session, job, error=error):
            return False
        await DossierOrder.get_pymongo_collection().update_one(
            {"_id": order.id}, {"$set": fields}, session=session
        )
        return True

    return await in_transaction(work)


async def sweep_orders(_at: datetime) -> None:
    """Remove what was ordered more than a day ago, and what a killed worker left of it."""
    before = real_now() - KEPT
    database = current_database()
    await DossierOrder.get_pymongo_collection().delete_many({"ordered_at": {"$lt": before}})
    await database[f"{BUCKET}.files"].delete_many({"uploadDate": {"$lt": before}})
    await database[f"{BUCKET}.chunks"].delete_many({"_id": {"$lt": ObjectId.from_datetime(before)}})
