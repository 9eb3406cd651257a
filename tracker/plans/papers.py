"""A paper on its way into a plan: uploaded and read as evidence is, columns and rows decided by people."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from beanie import PydanticObjectId
from pymongo.errors import DuplicateKeyError

from tracker.accounts.rights import Actor, Right
from tracker.audit import service as audit
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence import storage, storing
from tracker.evidence.models import LOCKED, StoredFile
from tracker.evidence.unlocking import copy_beside, read_from
from tracker.evidence.waking import wake
from tracker.i18n import _
from tracker.plans.importing import LONGEST_NAME, demand_open, find_upload
from tracker.plans.models import ImportDraft, PaperDecision, Plan
from tracker.plans.paper.merge import DeskRow, State
from tracker.plans.paper.sheet import fields_in_order
from tracker.plans.paper_source import Paper, PaperChoices, file_of, load
from tracker.plans.service import find_plan, subject_of

LONGEST_TEXT = 5000


async def begin(actor: Actor, *, plan_id: PydanticObjectId, source: storage.Source, name: str) -> ImportDraft:
    """Keep a paper byte for byte and have it read. Raises TooLarge, or Invalid with what to do."""
    plan = await find_plan(actor, plan_id, Right.EDIT_PLAN)

    async def write(session: Session, kept: storing.Stored) -> ImportDraft:
        upload = ImportDraft(
            instansi=plan.instansi,
            plan_id=plan.id,
            file_name=name[:LONGEST_NAME],
            paper=kept.file.id,
            by=actor.user_id,
            at=now(),
        )
        await upload.insert(session=session)
        data = {"file": name[:LONGEST_NAME], "sha256": kept.file.sha256, "size": kept.file.size}
        await _tell(session, actor, plan, "plan.paper_uploaded", data)
        return upload

    async with storage.received(source, name=name) as taken:
        upload, _kept = await storing.store(actor, taken, name[:LONGEST_NAME], write)
    return upload


async def open_paper(actor: Actor, plan_id: PydanticObjectId, import_id: PydanticObjectId) -> Paper:
    """A paper for whoever may edit its plan. Raises NotFound or Forbidden."""
    plan, upload = await find_upload(actor, plan_id, import_id)
    if not upload.paper:
        raise NotFound(_("Impor ini bukan dari dokumen."))
    return await load(plan, upload)


async def retry(actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId) -> StoredFile:
    """Have a paper read again that could not be read."""
    plan, upload = await find_upload(actor, plan_id, import_id)
    file = await file_of(upload)

    async def work(session: Session) -> PydanticObjectId | None:
        job_id = await storing.queue_again(session, plan.instansi, file.id)
        if job_id is not None:
            await _tell(session, actor, plan, "plan.paper_retried", {"file": upload.file_name})
        return job_id

    await wake(await in_transaction(work))
    return await file_of(upload)


async def unlock(
    actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId, password: str
) -> None:
    """Have a locked paper read from a copy that opens without its password, which is not kept.

    A paper that is not locked stays as it is. Raises Invalid for a wrong password.
    """
    plan, upload = await find_upload(actor, plan_id, import_id)
    demand_open(upload)
    file = await file_of(upload)
    copy = await copy_beside(file, password) if file.error_code in LOCKED else None
    if copy is None:
        return

    async def work(session: Session) -> PydanticObjectId | None:
        await _tell(session, actor, plan, "plan.paper_unlocked", {"file": upload.file_name})
        return await read_from(session, file, copy)

    await wake(await in_transaction(work))


async def record_download(actor: Actor, paper: Paper) -> None:
    """Write into the trail that somebody took a copy."""

    async def work(session: Session) -> None:
        data = {"file": paper.upload.file_name, "sha256": paper.file.sha256}
        await _tell(session, actor, paper.plan, "plan.paper_downloaded", data)

    await in_transaction(work)


async def choose(
    actor: Actor, *, plan_id: PydanticObjectId, import_id: PydanticObjectId, choices: PaperChoices
) -> None:
    """Keep what a person decided about the columns; rows that were decided stay as they are."""
    plan, upload = await find_upload(actor, plan_id, import_id)
    demand_open(upload)
    chosen = choices.model_copy(update={"is_confirmed": True}).model_dump(mode="json")

    async def work(session: Session) -> None:
        await ImportDraft.get_pymongo_collection().update_one(
            {"_id": upload.id, "state": "uploaded"}, {"$set": {"wishes": chosen}}, session=session
        )
        await _tell(session, actor, plan, "plan.paper_mapped", {"file": upload.file_name})

    await in_transaction(work)


def seen_of(row: DeskRow) -> str:
    """A short name for what a row says now, which a decision about it names."""
    texts = json.dumps(row.row.texts() if row.row else row.texts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(texts.encode()).hexdigest()[:12]


async def decide(
    actor: Actor,
    paper: Paper,
    *,
    key: str,
    version: int,
    seen: str,
    state: State,
    texts: Mapping[str, str] | None = None,
) -> DeskRow:
    """Say what a row is. The verdict that it has already takes it back to a proposal; so does "proposed".

    `texts` are those of an edit. Raises NotFound, Conflict where somebody decided since `version` or the row
    reads otherwise than `seen`, Invalid where an edit says nothing.
    """
    demand_open(paper.upload)
    row = _row(paper, key)
    if row.version != version or (state != "rejected" and seen != seen_of(row)):
        raise Conflict(
            _("Baris ini sudah diputuskan orang lain atau terbaca ulang. Muat ulang halaman, lalu ulangi.")
        )
    kept = _edited(paper.plan, texts) if state == "edited" else None
    if state == row.state and (kept is None or kept == row.texts):
        state = "proposed"
    decision = None if state == "proposed" else _decision(actor, paper, row, state, kept)

    async def work(session: Session) -> None:
        await _write(session, paper, row, decision)
        data = {"row": row.place.row + 1, "page": row.place.page, "state": state, "text": row.source[:200]}
        await _tell(session, actor, paper.plan, "plan.paper_row", data)

    try:
        await in_transaction(work)
    except DuplicateKeyError as error:
        raise Conflict(
            _("Baris ini baru saja diputuskan orang lain. Muat ulang halaman, lalu ulangi.")
        ) from error
    return _row(await load(paper.plan, paper.upload), key)


async def accept_sure(actor: Actor, paper: Paper) -> tuple[int, str]:
    """Accept every row that is sure and that nobody has decided; how many, and the name of the batch."""
    demand_open(paper.upload)
    batch = secrets.token_hex(6)
    decisions = [_decision(actor, paper, row, "confirmed", None, batch=batch) for row in paper.sure]
    if not decisions:
        return 0, ""

    async def work(session: Session) -> None:
        await PaperDecision.insert_many(decisions, session=session)
        data = {"count": len(decisions), "file": paper.upload.file_name}
        await _tell(session, actor, paper.plan, "plan.paper_rows_accepted", data)

    try:
        await in_transaction(work)
    except DuplicateKeyError as error:
        raise Conflict(
            _("Sebagian baris baru saja diputuskan orang lain. Muat ulang, lalu ulangi.")
        ) from error
    return len(decisions), batch


async def take_back(actor: Actor, paper: Paper, *, batch: str) -> int:
    """Make the rows of a batch proposals again, where nobody has changed them since."""
    demand_open(paper.upload)
    where = {"instansi": paper.upload.instansi, "import_id": paper.upload.id, "batch": batch, "version": 1}

    async def work(session: Session) -> int:
        gone = await PaperDecision.get_pymongo_collection().delete_many(where, session=session)
        await _tell(session, actor, paper.plan, "plan.paper_rows_taken_back", {"count": gone.deleted_count})
        return int(gone.deleted_count)

    return await in_transaction(work)


def _row(paper: Paper, key: str) -> DeskRow:
    row = paper.row(key)
    if row is None:
        raise NotFound(_("Baris ini tidak ditemukan. Mungkin dokumen sudah dibaca ulang."))
    return row


def _edited(plan: Plan, texts: Mapping[str, str] | None) -> dict[str, str]:
    """The fields of an edit: those of the plan, without empty ones."""
    known = fields_in_order(plan.kind)
    given = texts or {}
    kept = {name: text for name in known if (text := " ".join(given.get(name, "").split()))}
    long = {
        name: _("Teks ini terlalu panjang. Ringkas.")
        for name, text in kept.items()
        if len(text) > LONGEST_TEXT
    }
    if long:
        raise Invalid(_("Ada isian yang terlalu panjang."), long)
    if not kept:
        words = _("Semua isian kosong. Tolak saja barisnya bila bukan bagian rencana.")
        raise Invalid(words, {"renaksi": words})
    return kept


def _decision(
    actor: Actor,
    paper: Paper,
    row: DeskRow,
    state: State,
    texts: dict[str, str] | None,
    *,
    batch: str | None = None,
) -> PaperDecision:
    place = row.place
    kept = texts if texts is not None else (row.row.texts() if row.row else row.texts)
    decision: PaperDecision = PaperDecision.model_validate(
        {
            "instansi": paper.upload.instansi,
            "import_id": paper.upload.id,
            "key": row.key,
            "verdict": state,
            "texts": kept,
            "source": row.source,
            "table": place.table,
            "row": place.row,
            "page": place.page,
            "box": place.box,
            "batch": batch,
            "by": actor.user_id,
            "by_name": actor.name,
            "at": now(),
            "version": row.version + 1,
        }
    )
    return decision


async def _write(session: Session, paper: Paper, row: DeskRow, decision: PaperDecision | None) -> None:
    """Write, change or remove the decision of a row as it was seen. Raises Conflict."""
    where = {"instansi": paper.upload.instansi, "import_id": paper.upload.id, "key": row.key}
    found = PaperDecision.get_pymongo_collection()
    if row.version == 0:
        if decision is not None:
            await decision.insert(session=session)
        return
    seen = where | {"version": row.version}
    if decision is None:
        matched = (await found.delete_one(seen, session=session)).deleted_count
    else:
        fields = decision.model_dump(exclude={"id"})
        matched = (await found.update_one(seen, {"$set": fields}, session=session)).matched_count
    if not matched:
        raise Conflict(_("Baris ini baru saja diputuskan orang lain. Muat ulang halaman, lalu ulangi."))


async def _tell(session: Session, actor: Actor, plan: Plan, action: str, data: Mapping[str, Any]) -> None:
    await audit.record(
        session, actor=actor, instansi=plan.instansi, action=action, subject=subject_of(plan), data=dict(data)
    )
