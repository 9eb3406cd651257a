"""`renaksi verify`: is everything that was given still there, whole, and tied together as it was?

Each check walks all of the database and yields problems that name the thing; none changes anything.
"""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tracker.audit import service as audit
from tracker.evidence.storage import BUCKET
from tracker.i18n import gettext as _
from tracker.keeping.buckets import CHUNKS, FILES, chunks_of
from tracker.keeping.references import REFERENCES, Reference, values_at
from tracker.migrations.steps import Database
from tracker.percentages.recount import recount_all
from tracker.snapshots.rules import canonical_sha256


@dataclass(slots=True)
class Section:
    """One check: how much was looked at, and what is wrong, a line each."""

    name: str
    looked_at: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Check = Callable[[Database, Section], Awaitable[None]]


async def verify(database: Database) -> AsyncIterator[Section]:
    """Every check with its outcome, one after the other."""
    checks: tuple[tuple[str, Check], ...] = (
        (_("isi berkas"), _check_bytes),
        (_("penyimpanan berkas"), _check_storage),
        (_("kaitan data"), _check_links),
        (_("letak data"), _check_places),
        (_("persentase"), _check_percentages),
        (_("keadaan beku"), _check_frozen),
        (_("jejak audit"), _check_trails),
    )
    for name, check in checks:
        section = Section(name)
        try:
            await check(database, section)
        except (LookupError, TypeError, ValueError) as error:  # data so broken that it cannot be walked
            text = _("pemeriksaan ini terhenti pada data yang rusak ({error})")
            section.problems.append(text.format(error=f"{type(error).__name__}: {error}"[:200]))
        yield section


async def _check_bytes(database: Database, section: Section) -> None:
    """The bytes of each file against the SHA-256 and the size that it was received with."""
    fields = {"sha256": 1, "size": 1, "name": 1, "gridfs_id": 1}
    async for file in database["files"].find({}, fields):
        section.looked_at += 1
        digest, size = hashlib.sha256(), 0
        async for piece in chunks_of(database, BUCKET, file["gridfs_id"]):
            digest.update(piece)
            size += len(piece)
        if size != file["size"]:
            text = _("{name} ({id}): {found} bita, seharusnya {expected}")
            section.problems.append(
                text.format(name=file["name"], id=file["_id"], found=size, expected=file["size"])
            )
        elif digest.hexdigest() != file["sha256"]:
            text = _("{name} ({id}): isinya berubah sejak diterima (SHA-256 tidak cocok)")
            section.problems.append(text.format(name=file["name"], id=file["_id"]))


async def _check_storage(database: Database, section: Section) -> None:
    """What lies in GridFS against what names it: a file without bytes' document, bytes without a file."""
    named: dict[Any, str] = {}
    async for file in database["files"].find({}, {"gridfs_id": 1, "unlocked_id": 1}):
        named |= {stored: file["_id"] for stored in (file["gridfs_id"], file.get("unlocked_id")) if stored}
    stored = {file["_id"] async for file in database[BUCKET + FILES].find({}, {"_id": 1})}
    section.looked_at = len(stored)
    section.problems += [
        _("berkas {id} tidak ada di penyimpanan").format(id=file_id)
        for gridfs_id, file_id in named.items()
        if gridfs_id not in stored
    ]
    chunks = database[BUCKET + CHUNKS].find({}, {"files_id": 1})
    loose = {chunk["files_id"] async for chunk in chunks} - stored
    if unused := len(stored - named.keys()) + len(loose):
        section.notes.append(
            _("{count} isi berkas tidak dipakai (unggahan terputus); disapu setelah sehari").format(
                count=unused
            )
        )


async def _check_links(database: Database, section: Section) -> None:
    """Every id that a document holds against the documents that it may name, of the same institution."""
    for target in sorted({reference.target for reference in REFERENCES}):
        owners = {
            one["_id"]: one["_id"] if target == "institutions" else one.get("instansi")
            async for one in database[target].find({}, {"instansi": 1})
        }
        for reference in REFERENCES:
            if reference.target == target:
                await _follow(database, reference, owners, section)


async def _follow(database: Database, reference: Reference, owners: dict[Any, Any], section: Section) -> None:
    fields = {"instansi": 1, reference.path: 1}
    async for document in database[reference.source].find({}, fields):
        for value in values_at(document, reference.path):
            section.looked_at += 1
            where = f"{reference.source} {document['_id']} · {reference.path}"
            if value not in owners:  # perhaps it was made after the owners were read
                made = await database[reference.target].find_one({"_id": value}, {"instansi": 1})
                owners |= {value: made.get("instansi")} if made else {}
            if value not in owners:
                text = _("{where}: {target} {value} tidak ada")
            elif None not in (document.get("instansi"), owners[value]) and (
                document["instansi"] != owners[value]
            ):
                text = _("{where}: {target} {value} milik instansi lain")
            else:
                continue
            section.problems.append(text.format(where=where, target=reference.target, value=value))


async def _outputs_of(database: Database, action_id: Any) -> set[str]:
    action = await database["renaksi"].find_one({"_id": action_id}, {"outputs.id": 1})
    return {output["id"] for output in action["outputs"]} if action else set()


async def _check_places(database: Database, section: Section) -> None:
    """Each renaksi hangs under a node of its plan, each report has its output, each finding its page."""
    nodes = {
        plan["_id"]: {node["id"] for node in plan["nodes"]}
        async for plan in database["plans"].find({}, {"nodes.id": 1})
    }
    outputs: dict[Any, set[str]] = {}
    fields = {"plan_id": 1, "node_id": 1, "outputs.id": 1, "removed": 1}
    async for action in database["renaksi"].find({}, fields):
        section.looked_at += 1
        outputs[action["_id"]] = {output["id"] for output in action["outputs"]}
        if not action.get("removed") and action["node_id"] not in nodes.get(action["plan_id"], set()):
            text = _("renaksi {id}: bagian {node} tidak ada di rencananya")
            section.problems.append(text.format(id=action["_id"], node=action["node_id"]))
    pages = {page["_id"] async for page in database["pages"].find({}, {"_id": 1})}
    async for finding in database["findings"].find({}, {"file_id": 1, "page": 1}):
        section.looked_at += 1
        page_id = f"{finding['file_id']}:{finding['page']}"
        if page_id not in pages and await database["pages"].find_one({"_id": page_id}, {"_id": 1}) is None:
            text = _("temuan {id}: halaman {page} berkasnya tidak ada")
            section.problems.append(text.format(id=finding["_id"], page=finding["page"]))
    async for report in database["progress"].find({}, {"renaksi_id": 1, "output_id": 1}):
        section.looked_at += 1
        output, action_id = report["output_id"], report["renaksi_id"]
        known = output in outputs.get(action_id, set()) or output in await _outputs_of(database, action_id)
        if not known:
            text = _("laporan {id}: output-nya tidak ada di rencana aksi")
            section.problems.append(text.format(id=report["_id"]))


async def _check_percentages(_database: Database, section: Section) -> None:
    """What is kept of the figures against the facts."""
    for report in await recount_all():
        section.looked_at += 1
        if report.differences:
            section.problems.append(report.line())


async def _check_frozen(database: Database, section: Section) -> None:
    """Frozen manifests and facts against the hash that the audit trail holds of them."""
    sealed = {
        event["subject"]["id"]: event["data"]["manifest_sha256"]
        async for event in database["events"].find({"action": "deadline.frozen"}, {"subject": 1, "data": 1})
    }
    async for frozen in database["frozen"].find({}):
        section.looked_at += 1
        whole = canonical_sha256(frozen["manifest"]) == sealed.get(str(frozen["_id"]))
        for plan in frozen["manifest"]["plans"]:
            facts = await database["frozen_facts"].find_one({"_id": f"{frozen['_id']}:{plan['id']}"})
            whole = whole and facts is not None and canonical_sha256(facts["cells"]) == plan["facts_sha256"]
        if not whole:
            text = _("{title} ({id}): isinya tidak cocok dengan sidik di jejak audit")
            section.problems.append(text.format(title=frozen["title"], id=frozen["_id"]))


async def _check_trails(database: Database, section: Section) -> None:
    """Each institution's trail: numbers without gaps, seals that hold, and the head that it ends with."""
    institutions = [one["_id"] async for one in database["institutions"].find({}, {"_id": 1})]
    for instansi in sorted(institutions):
        section.looked_at += await audit.count(instansi)
        if (number := await audit.broken_at(instansi)) is not None:
            text = _("{instansi}: catatan nomor {number} tidak cocok dengan segelnya, atau tidak ada")
            section.problems.append(text.format(instansi=instansi, number=number))
