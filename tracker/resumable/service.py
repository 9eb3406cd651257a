"""Taking in large files piece by piece: begun, continued after whatever cut them off, checked, and finished.

A piece is written before the upload counts it, and counted only where the upload still stands where the piece
begins. So a line that is lost, a worker or web process that is killed, or two senders at once cost at most
the piece at hand, and what has been counted is there.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from beanie import PydanticObjectId
from starlette.requests import ClientDisconnect

from tracker.accounts.rights import Actor, Right, demand
from tracker.clock import real_now
from tracker.database import Session
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence.clashes import Clash, take_in
from tracker.evidence.lookup import visible_evidence
from tracker.evidence.models import Evidence, StoredFile
from tracker.evidence.service import Described, Unlock, Uploaded, demand_unit
from tracker.evidence.storage import OtherBytes
from tracker.i18n import _
from tracker.resumable.models import Upload, UploadPiece
from tracker.resumable.rules import KEPT_FOR, PIECE, demand_room, most_pieces
from tracker.settings import get_settings
from tracker.web.formats import file_size

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a file once all of it has come. `sha256`: as its sender computed it, or ""."""

    unit: str | None
    described: Described
    clash: Clash
    unlock: Unlock | None = None
    sha256: str = ""


async def begin(actor: Actor, *, unit: str | None, name: str, size: int, changed: str = "") -> Upload:
    """Open an upload of so many bytes. Raises TooLarge, TooOften or Invalid where it cannot be taken."""
    await demand_unit(actor, unit)
    own = await unfinished(actor)
    demand_room(size, [one.size for one in own], largest=get_settings().max_upload_bytes, name=name)
    at = real_now()
    made = Upload(
        instansi=actor.instansi,
        by=actor.user_id,
        unit=unit,
        name=name,
        size=size,
        changed=changed[:40],
        begun_at=at,
        touched_at=at,
    )
    return await made.insert()


async def unfinished(actor: Actor) -> list[Upload]:
    """The person's uploads that wait for more bytes or for their end, oldest first."""
    where = {"instansi": actor.instansi, "by": actor.user_id, "evidence_id": None}
    found = await Upload.find(where).to_list()
    return sorted((one for one in found if not _is_old(one, real_now())), key=lambda one: one.begun_at)


async def upload_of(actor: Actor, upload_id: PydanticObjectId) -> Upload:
    """One of the person's own, over whose unit they still have the right. Raises NotFound."""
    found = await Upload.find_one({"_id": upload_id, "instansi": actor.instansi})
    if found is None or found.by != actor.user_id or _is_old(found, real_now()):
        raise NotFound(_("Kiriman ini tidak ada lagi. Pilih berkasnya, lalu unggah dari awal."))
    demand(actor, Right.UPLOAD_EVIDENCE, instansi=found.instansi, unit=found.unit)
    return found


async def append(
    actor: Actor, *, upload_id: PydanticObjectId, offset: int, stream: AsyncIterator[bytes]
) -> int:
    """Take in the bytes from `offset` on; how many have come by then. A line that is lost keeps what came.

    Raises Conflict where the upload stands elsewhere, Invalid for more bytes than were announced.
    """
    upload = await upload_of(actor, upload_id)
    if offset != upload.offset or upload.evidence_id is not None:
        raise _elsewhere()
    if len(upload.pieces) >= most_pieces(upload.size):
        raise Invalid(_("Kiriman ini terlalu sering terputus. Batalkan, lalu unggah dari awal."))
    waiting, at = bytearray(), offset
    try:
        async for part in stream:
            waiting += part
            if at + len(waiting) > upload.size:
                raise Invalid(_("Kiriman ini lebih panjang dari yang diumumkan. Unggah dari awal."))
            while len(waiting) >= PIECE:
                at = await _keep(upload, at, bytes(waiting[:PIECE]))
                del waiting[:PIECE]
    except ClientDisconnect:
        log.info("upload %s was cut off at %s", upload.id, at + len(waiting))
    return await _keep(upload, at, bytes(waiting)) if waiting else at


async def _keep(upload: Upload, at: int, data: bytes) -> int:
    """Write a piece and count it; where the next one begins. Raises Conflict where it was not awaited."""
    piece = UploadPiece(instansi=upload.instansi, upload_id=upload.id, data=data)
    await piece.insert()
    counted = await Upload.get_pymongo_collection().update_one(
        {"_id": upload.id, "offset": at, "evidence_id": None},
        {"$set": {"offset": at + len(data), "touched_at": real_now()}, "$push": {"pieces": piece.id}},
    )
    if not counted.matched_count:
        await UploadPiece.get_pymongo_collection().delete_one({"_id": piece.id})
        raise _elsewhere()
    return at + len(data)


async def finish(actor: Actor, *, upload_id: PydanticObjectId, said: Said) -> Uploaded:
    """Make evidence of an upload that has come whole. Asked for again, it gives what it became.

    Raises Invalid where bytes are missing, or where they are not those that the sender has: such an upload is
    thrown away. Other errors are those of an upload in one go.
    """
    upload = await upload_of(actor, upload_id)
    await demand_unit(actor, said.unit)
    if upload.evidence_id is not None:
        return await _became(actor, upload.evidence_id)
    if upload.offset != upload.size:
        raise Invalid(
            _("Baru {came} dari {size} yang sampai. Pilih berkas yang sama untuk melanjutkan.").format(
                came=file_size(upload.offset), size=file_size(upload.size)
            )
        )

    async def close(session: Session, evidence: Evidence) -> None:
        closed = await Upload.get_pymongo_collection().update_one(
            {"_id": upload.id, "evidence_id": None},
            {"$set": {"evidence_id": evidence.id, "touched_at": real_now()}},
            session=session,
        )
        if not closed.matched_count:
            raise Conflict(_("Berkas ini sudah selesai diunggah. Muat ulang halaman."))

    try:
        uploaded = await take_in(
            actor,
            unit=said.unit,
            source=_Pieces(upload),
            name=upload.name,
            described=said.described,
            unlock=said.unlock,
            clash=said.clash,
            sha256=said.sha256,
            also=close,
        )
    except OtherBytes:
        await _throw_away(upload.id)
        raise
    await _drop_pieces(upload.id)
    return uploaded


async def cancel(actor: Actor, *, upload_id: PydanticObjectId) -> Upload:
    """Throw an unfinished upload away. Raises NotFound."""
    upload = await upload_of(actor, upload_id)
    if upload.evidence_id is None:
        await _throw_away(upload.id)
    return upload


async def sweep_uploads(_at: datetime) -> int:
    """Throw away the uploads to which nothing has come for long; how many there were."""
    old = await Upload.find({"touched_at": {"$lt": real_now() - KEPT_FOR}}).to_list()
    for upload in old:
        await _throw_away(upload.id)
    return len(old)


class _Pieces:
    """The bytes of an upload, in order, as an upload in one go is read."""

    def __init__(self, upload: Upload) -> None:
        self._left = list(reversed(upload.pieces))

    async def read(self, size: int = -1, /) -> bytes:
        """The next piece, whatever its size; b"" at the end. Raises Invalid where a piece is gone."""
        if not self._left:
            return b""
        piece = await UploadPiece.get_pymongo_collection().find_one({"_id": self._left.pop()})
        if piece is None:
            raise Invalid(_("Sebagian kiriman ini hilang. Batalkan, lalu unggah dari awal."))
        return bytes(piece["data"])


async def _became(actor: Actor, evidence_id: PydanticObjectId) -> Uploaded:
    evidence = await visible_evidence(actor, evidence_id)
    file = await StoredFile.get(evidence.file_id)
    assert file is not None  # noqa: S101 - an evidence is written with its file
    return Uploaded(evidence, file)


async def _throw_away(upload_id: PydanticObjectId) -> None:
    await Upload.get_pymongo_collection().delete_one({"_id": upload_id})
    await _drop_pieces(upload_id)


async def _drop_pieces(upload_id: PydanticObjectId) -> None:
    await UploadPiece.get_pymongo_collection().delete_many({"upload_id": upload_id})


def _is_old(upload: Upload, at: datetime) -> bool:
    return upload.touched_at < at - KEPT_FOR


def _elsewhere() -> Conflict:
    return Conflict(_("Kiriman ini sedang dilanjutkan di tempat lain. Muat ulang halaman."))
