"""Reading files anew that were read by an earlier extractor or another table of indicators."""

from importlib.metadata import version
from typing import Any

from beanie import PydanticObjectId

from ingest.findings import EXTRACTOR
from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.evidence.models import ReadingState, StoredFile
from tracker.evidence.waking import wake
from tracker.indicators.service import mark_of, own_table
from tracker.institutions.models import Institution
from tracker.jobs.service import enqueue

PER_TRANSACTION = 100


def stamp_of(table: str) -> str:
    """What a reading is stamped with: the extractor, its version, and the institution's table."""
    return f"{EXTRACTOR} {version('renaksi')}{mark_of(table)}"


async def outdated(instansi: str) -> int:
    """How many files were read otherwise than they would be now."""
    return len(await _outdated(instansi))


async def read_anew(actor: Actor) -> int:
    """Queue those files; how many they are. What people decided of their findings stays as it is."""
    demand(actor, Right.MANAGE_INDICATORS, instansi=actor.instansi, unit=None)
    waiting = await _outdated(actor.instansi)
    first: PydanticObjectId | None = None
    for start in range(0, len(waiting), PER_TRANSACTION):
        part = waiting[start : start + PER_TRANSACTION]

        async def work(session: Session, part: list[str] = part) -> PydanticObjectId:
            jobs = [await queue_reading(session, actor.instansi, file_id) for file_id in part]
            institution = await Institution.get(actor.instansi, session=session)
            label = institution.name if institution else actor.instansi
            subject = Subject(kind="institution", id=actor.instansi, label=label)
            await audit.record(
                session,
                actor=actor,
                instansi=actor.instansi,
                action="files.reread",
                subject=subject,
                data={"files": part},
            )
            return jobs[0]

        first = await in_transaction(work)
    await wake(first)
    return len(waiting)


async def queue_reading(session: Session, instansi: str, file_id: str) -> PydanticObjectId:
    """Queue the reading of a file; the job's id, to wake a worker with after the commit."""
    return await enqueue(
        session,
        instansi=instansi,
        kind="read_file",
        key=f"read_file:{file_id}",
        payload={"file_id": file_id},
    )


async def _outdated(instansi: str) -> list[str]:
    stamp = stamp_of(await own_table(instansi))
    where: dict[str, Any] = {"instansi": instansi, "state": ReadingState.READY}
    rows = await StoredFile.get_pymongo_collection().find(where, {"extractor": 1}).to_list()
    return sorted(row["_id"] for row in rows if row.get("extractor") != stamp)
