"""Making a dossier: rights, limits, the PDF, the ZIP, and the event that says who took it."""

import asyncio
import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.binding import Attachment, Bound, bind, bindable
from tracker.accounts.rights import Actor
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.dossier.content import Content, gather
from tracker.dossier.cover import cover
from tracker.errors import TooLarge
from tracker.evidence import storage
from tracker.evidence.kinds import safe_name
from tracker.i18n import _
from tracker.progress.cells import Cell, cell
from tracker.web.downloads import file_stem
from tracker.web.formats import file_size

LARGEST_PDF_BYTES = 300 * 1024 * 1024  # of all the evidence that is bound in
AT_ONCE = asyncio.Semaphore(2)  # PDFs that one web process binds at a time
Copied = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A dossier that is to be made: of which cell, and what it says."""

    cell: Cell
    content: Content

    @property
    def name(self) -> str:
        """Of its file, without the ending: of which unit, action, output and triwulan it is."""
        report, renaksi = self.cell.progress, self.cell.renaksi
        unit = (renaksi.unit or renaksi.pelaksana_text).rpartition(":")[2]
        what = (renaksi.code or renaksi.text, self.cell.output.indikator)
        return file_stem("pembuktian", unit, *what, f"tw{report.triwulan}", str(report.year))


async def gathered(actor: Actor, *, output_id: str, triwulan: int, at: datetime) -> Taken:
    """Gather a dossier for somebody. Raises NotFound for what they may not see."""
    found = await cell(actor, output_id=output_id, triwulan=triwulan)
    return Taken(found, await gather(actor, found, at=at))


def demand_bindable(taken: Taken) -> None:
    """Raise TooLarge where the evidence is more than is bound into one PDF."""
    size = sum(exhibit.size for exhibit in taken.content.exhibits if bindable(exhibit.media_type))
    if size > LARGEST_PDF_BYTES:
        raise TooLarge(
            _(
                "Bukti laporan ini {size}, terlalu besar untuk satu PDF (batas {limit}). "
                "Unduh sebagai ZIP: isinya berkas asli satu per satu."
            ).format(size=file_size(size), limit=file_size(LARGEST_PDF_BYTES))
        )


async def note_taken(actor: Actor, taken: Taken, *, form: str) -> None:
    """Write into the trail who took a dossier. `form`: "pdf" or "zip"."""
    found = taken.cell

    async def work(session: Session) -> None:
        await audit.record(
            session,
            actor=actor,
            instansi=actor.instansi,
            action="progress.dossier_taken",
            subject=Subject(kind="progress", id=found.progress.id, label=found.label),
            unit=found.renaksi.unit,
            data={"form": form, "files": [exhibit.hash for exhibit in taken.content.exhibits]},
        )

    await in_transaction(work)


async def _say_nothing(_done: int) -> None:
    """Nobody waits to hear how far it is."""


async def as_pdf(taken: Taken, scratch: str, *, copied: Copied = _say_nothing) -> Path:
    """The dossier as one PDF with bookmarks, in a folder that the caller takes away.

    `copied` hears how many of the files are there to be bound.
    """
    folder = Path(scratch)
    exhibits = [one for one in taken.content.exhibits if bindable(one.media_type)]
    notes = {
        one.hash: _("Jenis berkas ini tidak dapat dicetak di sini; berkas aslinya ada di ZIP.")
        for one in taken.content.exhibits
        if not bindable(one.media_type)
    }
    target = folder / "dossier.pdf"
    if not exhibits:
        await asyncio.to_thread(target.write_bytes, await asyncio.to_thread(cover, taken.content, notes))
        return target
    async with AT_ONCE, AsyncExitStack() as stack:
        attachments = []
        for done, one in enumerate(exhibits, start=1):
            path = await stack.enter_async_context(storage.copied_out(one.file.gridfs_id))
            attachments.append(Attachment(str(path), one.media_type, one.title, one.cited))
            await copied(done)
        bound = await _bind(taken, attachments, target, folder, notes)
        if bound.unreadable:
            notes |= {one.hash: _unreadable() for one in exhibits if one.title in bound.unreadable}
            whole = [each for each in attachments if each.title not in bound.unreadable]
            await _bind(taken, whole, target, folder, notes)
    return target


async def _bind(
    taken: Taken, attachments: list[Attachment], target: Path, folder: Path, notes: dict[str, str]
) -> Bound:
    front = folder / "cover.pdf"
    words = {
        "cover": _("Berkas pembuktian"),
        "cited": _("Halaman yang dikutip"),
        "rest": _("Halaman lainnya"),
        "page": _("hlm. {number}"),
    }
    await asyncio.to_thread(front.write_bytes, await asyncio.to_thread(cover, taken.content, notes))
    return await asyncio.to_thread(bind, front, attachments, target, words=words, folder=folder)


def _unreadable() -> str:
    return _("Berkas ini tidak dapat dibuka untuk dicetak; berkas aslinya ada di ZIP.")


async def as_zip(taken: Taken) -> AsyncIterator[bytes]:
    """The ZIP piece by piece: the cover, the originals under their names, the manifest with every hash."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        front = await asyncio.to_thread(cover, taken.content, {})
        archive.writestr("sampul.pdf", front)
        sums = [(hashlib.sha256(front).hexdigest(), "sampul.pdf")]
        for place, exhibit in enumerate(taken.content.exhibits, start=1):
            name = f"bukti/{place:02}-{safe_name(exhibit.name, exhibit.media_type)}"
            digest = hashlib.sha256()
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                async for piece in storage.pieces(exhibit.file.gridfs_id):
                    digest.update(piece)
                    entry.write(piece)
                    yield sink.drain()
            sums.append((digest.hexdigest(), name))
        manifest = _manifest(taken)
        archive.writestr("manifest.json", manifest)
        sums.append((hashlib.sha256(manifest).hexdigest(), "manifest.json"))
        archive.writestr("SHA256SUMS", "".join(f"{digest}  {name}\n" for digest, name in sums))
    yield sink.drain()


def _manifest(taken: Taken) -> bytes:
    told: dict[str, Any] = {"format": "renaksi-dossier", "version": 1, "report": taken.cell.progress.id}
    return json.dumps(told | taken.content.as_json(), ensure_ascii=False, indent=1).encode()


class _Sink(io.RawIOBase):
    """Where a ZIP is written whose beginning is sent before its end is known."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._kept += piece
        return len(piece)

    def drain(self) -> bytes:
        """What was written since the last time."""
        kept = bytes(self._kept)
        self._kept.clear()
        return kept
