"""Reading a file in a worker: bytes out of the database, pages and findings into it, under a lease.

Whatever is written before the end is written so that writing it again changes nothing; one transaction under
the lease token flips the file's state. So a worker may be killed anywhere, and the one that takes over brings
the file to the same end, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from gridfs import NoFile

from ingest.document import Document
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.sandbox import read_in_child
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.disputes.following import follow_file
from tracker.evidence import storage
from tracker.evidence.failures import on_page
from tracker.evidence.harvest import Harvest, count_findings, drop_proposals
from tracker.evidence.keeping import Keeper, show
from tracker.evidence.models import Evidence, ReadingState, StoredFile
from tracker.evidence.prints import text_print
from tracker.evidence.proving import reprove, served_by_evidence
from tracker.evidence.rereading import stamp_of
from tracker.evidence.suggesting import Offers, Units, keep_offers, offers_for, units_using
from tracker.evidence.suggestions import proposed_period
from tracker.evidence.tables import keep_tables
from tracker.evidence.totals import wrong_totals
from tracker.i18n import _
from tracker.indicators.service import own_table
from tracker.jobs.holding import held
from tracker.jobs.models import Job
from tracker.jobs.service import MOST_ATTEMPTS, finish
from tracker.search.indexing import keep_file
from tracker.settings import Settings, get_settings
from tracker.watching.metrics import FINDINGS, READING_ERRORS, READINGS, timed


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading gave."""

    document: Document
    harvest: Harvest
    stamp: str

    @property
    def published(self) -> date | None:
        """The day of publication: the file's own, else the dateline in its text."""
        return self.document.published or self.harvest.published


async def read_file(job: Job) -> None:
    """Do a job of kind `read_file`: read the file, or only match it anew where it is read already.

    A file that cannot be read ends as failed, with the reason. Where the lease is lost nothing is ended.
    """
    await held(job, _work(job))


async def _work(job: Job) -> None:
    file = await StoredFile.get(job.payload["file_id"])
    if file is None:
        await in_transaction(lambda session: finish(session, job, error="the file is gone"))
        return
    if job.attempts > MOST_ATTEMPTS:
        await _end_failed(job, file, "attempts", _too_often())
        return
    try:
        await _read(job, file)
    except DocumentError as error:
        await _end_failed(job, file, error.code, error.message)
    except NoFile:
        await _end_failed(
            job, file, "no-bytes", _("Isi berkas tidak ada di penyimpanan. Unggah ulang berkasnya.")
        )


async def read_again(session: Session, payload: Mapping[str, Any]) -> None:
    """Have a file that could not be read wait for a reader once more, within the job's own transaction."""
    waiting = {"state": ReadingState.QUEUED, "stage": "queued", "pages_done": 0}
    await StoredFile.get_pymongo_collection().update_one(
        {"_id": payload["file_id"], "state": ReadingState.FAILED},
        {"$set": {**waiting, "error": None, "error_code": None}},
        session=session,
    )


def _too_often() -> str:
    return _(
        "Pembacaan berkas ini sudah {count} kali terhenti. Simpan ulang dari aplikasi asalnya atau bagi "
        "menjadi beberapa berkas, lalu ulangi."
    ).format(count=MOST_ATTEMPTS)


async def _read(job: Job, file: StoredFile) -> None:
    """Read, keep, match and end. A file that this very extractor has read is only matched."""
    table = await own_table(file.instansi)
    stamp = stamp_of(table)
    is_read = file.state is ReadingState.READY and file.table_count is not None
    if is_read and file.extractor == stamp:
        await _end_ready(job, file, None)
        return
    await show(file, "opening")
    async with storage.copied_out(file.readable_id) as path:
        keeper = Keeper(file, stamp)
        reading = read_in_child(
            path,
            name=file.name,
            limits=limits_of(get_settings()),
            indicators=table,
            listener=keeper,
        )
        with timed(READINGS, file.media_type):
            result = await keeper.keeping(reading)
    await keep_tables(file, result.document)
    harvest = await keeper.harvest()
    for finding in result.findings:
        FINDINGS.labels(finding.kind).inc()
    await _end_ready(job, file, Read(result.document, harvest, stamp))


def limits_of(settings: Settings) -> Limits:
    """The limits on one file as the installation sets them."""
    return Limits(
        bytes=settings.max_upload_bytes,
        pages=settings.max_pages,
        seconds=float(settings.read_seconds),
        memory_mb=settings.read_memory_mb,
    )


async def _end_ready(job: Job, file: StoredFile, fresh: Read | None) -> None:
    """Match the findings to plans and end; again where another evidence of the file came in meanwhile."""
    await show(file, "matching")
    published = fresh.published if fresh else file.published
    while True:
        units = await units_using(file)
        offers = await offers_for(file, units, published)
        end = _Ending(job, file, fresh, units, offers)
        if await in_transaction(end.write):
            await keep_file(file.id)
            return


@dataclass(frozen=True, slots=True)
class _Ending:
    """The last writes of a reading."""

    job: Job
    file: StoredFile
    fresh: Read | None
    units: Units
    offers: Offers

    async def write(self, session: Session) -> bool:
        """Write all or, where the lease was lost, nothing. False: the file's evidences have changed."""
        if await units_using(self.file, session) != self.units:
            return False
        if await finish(session, self.job):
            await keep_offers(session, self.file, self.offers)
            if self.fresh is not None:
                await _write_ready(session, self.file, self.fresh)
        return True


async def _write_ready(session: Session, file: StoredFile, fresh: Read) -> None:
    document = fresh.document
    await fresh.harvest.drop_stale(session)
    fields: dict[str, Any] = {
        "state": ReadingState.READY,
        "stage": "ready",
        "title": document.title or None,
        "published": as_stored(fresh.published),
        "proposed_period": proposed_period(fresh.harvest.periods, fresh.published),
        "pages_done": len(document.pages),
        "page_count": len(document.pages),
        "table_count": len(document.tables),
        "warnings": _warnings(document),
        "error": None,
        "error_code": None,
        "read_at": now(),
        "extractor": fresh.stamp,
        "text_print": text_print(document.text),
        "wrong_totals": wrong_totals(document),
        **await count_findings(session, file),
    }
    await StoredFile.get_pymongo_collection().update_one({"_id": file.id}, {"$set": fields}, session=session)
    data = {"pages": len(document.pages), "findings": fields["total_findings"], "extractor": fresh.stamp}
    await _tell(session, file, "file.read", data)
    await _reprove(session, file)
    await follow_file(session, instansi=file.instansi, file_id=file.id)


async def _end_failed(job: Job, file: StoredFile, code: str, message: str) -> None:
    """Keep why the file cannot be read. One that was read before stays ready as it was."""
    READING_ERRORS.labels(code).inc()

    async def end(session: Session) -> None:
        if not await finish(session, job, error=message):
            return
        result = await StoredFile.get_pymongo_collection().update_one(
            {"_id": file.id, "state": {"$in": [ReadingState.QUEUED, ReadingState.READING]}},
            {"$set": {"state": ReadingState.FAILED, "stage": "failed", "error_code": code, "error": message}},
            session=session,
        )
        if result.matched_count:
            await drop_proposals(session, file)
            counted = await count_findings(session, file)
            await StoredFile.get_pymongo_collection().update_one(
                {"_id": file.id}, {"$set": counted}, session=session
            )
            await _tell(session, file, "file.unreadable", {"code": code, "error": message})
            await _reprove(session, file)

    await in_transaction(end)
    await keep_file(file.id)


async def _tell(session: Session, file: StoredFile, action: str, data: dict[str, Any]) -> None:
    await audit.record(
        session,
        actor=None,
        instansi=file.instansi,
        action=action,
        subject=Subject(kind="file", id=file.id, label=file.name),
        data=data,
    )


async def _reprove(session: Session, file: StoredFile) -> None:
    """Judge anew what the evidences of the file serve: whether it is read is part of every proof."""
    where = {"instansi": file.instansi, "revisions.file_id": file.id}
    rows = await Evidence.get_pymongo_collection().find(where, {"_id": 1}, session=session).to_list()
    ids = await served_by_evidence(session, file.instansi, [row["_id"] for row in rows])
    await reprove(session, instansi=file.instansi, progress_ids=ids)


def _warnings(document: Document) -> list[str]:
    """What looked doubtful, in words, each once, with its page."""
    return list(dict.fromkeys(on_page(remark.message, remark.page) for remark in document.warnings))


def as_stored(day: date | None) -> datetime | None:
    """A day as the database keeps it: its midnight in UTC."""
    return datetime.combine(day, time(), UTC) if day else None
