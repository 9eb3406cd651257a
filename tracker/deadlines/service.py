"""Setting deadlines, moving and removing them, and giving one unit longer."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from beanie import PydanticObjectId
from pymongo import ReturnDocument

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.deadlines.lookup import find_deadline, listed, zone_of
from tracker.deadlines.models import Deadline, Extension, Moved
from tracker.deadlines.rules import end_of_day, start_of_day
from tracker.deadlines.windows import Stage
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence.lookup import visible_finding
from tracker.evidence.models import Finding
from tracker.i18n import _
from tracker.institutions.models import Unit

LONGEST_TITLE = 200
LONGEST_REASON = 1_000
WORDS_OF_TITLE = 12
LEADING_TO_A_DATE = frozenset(
    {
        "adalah",
        "ialah",
        "yaitu",
        "yakni",
        "pada",
        "tanggal",
        "hari",
        "sampai",
        "dengan",
        "hingga",
        "s.d.",
        "s.d",
    }
    | {"paling", "lambat", "selambat-lambatnya", "sebelum", "tidak", "melewati", "per", "di", "jatuh"}
)


async def create(
    actor: Actor,
    *,
    title: str,
    year: int,
    through: int,
    closes_on: date,
    opens_on: date | None = None,
    stage: Stage = Stage.REPORT,
    strict: bool = False,
    finding_id: PydanticObjectId | None = None,
) -> Deadline:
    """Set a deadline at the end of a day in the institution's zone; a finding's sentence is kept with it."""
    demand(actor, Right.MANAGE_DEADLINE, instansi=actor.instansi, unit=None)
    zone = await zone_of(actor.instansi)
    finding = await _finding(actor, finding_id)
    made = Deadline(
        instansi=actor.instansi,
        source_finding=finding.id if finding else None,
        source_quote=sentence_of(finding) if finding else "",
        stage=stage,
        strict=strict,
        **_fields(title, year, through, closes_on, opens_on, zone),
    )

    async def work(session: Session) -> Deadline:
        await made.insert(session=session)
        await _record(session, actor, made, "deadline.added", {"closes_at": made.closes_at})
        return made

    return await in_transaction(work)


async def edit(
    actor: Actor,
    *,
    deadline_id: PydanticObjectId,
    version: int,
    title: str,
    year: int,
    through: int,
    opens_on: date | None = None,
    stage: Stage = Stage.REPORT,
    strict: bool = False,
) -> Deadline:
    """Change what a deadline says; its day is changed by `move`, which keeps the reason."""
    found = await _managed(actor, deadline_id)
    zone = await zone_of(actor.instansi)
    closes_on = found.closes_at.astimezone(zone).date()
    fields = _fields(title, year, through, closes_on, opens_on, zone) | {"stage": stage, "strict": strict}
    fields.pop("closes_at")
    changed = {name: new for name, new in fields.items() if getattr(found, name) != new}
    if not changed:
        return found
    data = {"before": {name: getattr(found, name) for name in changed}, "after": changed}
    return await _change(actor, found, version, changed, "deadline.edited", data)


async def move(
    actor: Actor,
    *,
    deadline_id: PydanticObjectId,
    version: int,
    closes_on: date,
    reason: str,
    finding_id: PydanticObjectId | None = None,
) -> Deadline:
    """Move a deadline to the end of another day; where it stood and why is kept on it.

    A finding's sentence becomes the reason where none is given. Raises Invalid without any, or for the
    same day.
    """
    found = await _managed(actor, deadline_id)
    closes_at = end_of_day(closes_on, await zone_of(actor.instansi))
    finding = await _finding(actor, finding_id)
    given = reason.strip() or (sentence_of(finding) if finding else "")
    problems = {}
    if not given:
        problems["reason"] = _("Tulis alasan atau sumber perubahannya, misalnya nomor suratnya.")
    if len(given) > LONGEST_REASON:
        problems["reason"] = _("Alasan ini terlalu panjang. Ringkas, lalu simpan lagi.")
    if closes_at == found.closes_at:
        problems["closes_on"] = _("Tanggalnya sama dengan yang sekarang. Pilih tanggal lain.")
    if problems:
        raise Invalid(_("Tenggat belum dapat dipindahkan. Perbaiki yang ditandai."), problems)
    moved = Moved(
        closes_at=found.closes_at,
        reason=given,
        finding_id=finding.id if finding else None,
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )
    history = [*(each.model_dump() for each in found.history), moved.model_dump()]
    data = {"before": {"closes_at": found.closes_at}, "after": {"closes_at": closes_at}}
    fields = {"closes_at": closes_at, "history": history}
    return await _change(actor, found, version, fields, "deadline.moved", data, reason=given)


async def extend(
    actor: Actor, *, deadline_id: PydanticObjectId, version: int, unit: str, closes_on: date, reason: str
) -> Deadline:
    """Give one unit until the end of a later day; an earlier extension of the unit gives way to it."""
    found = await _managed(actor, deadline_id)
    owner = await Unit.find_one({"_id": unit, "instansi": actor.instansi})
    closes_at = end_of_day(closes_on, await zone_of(actor.instansi))
    problems = {}
    if owner is None:
        problems["unit"] = _("Pilih unit yang diberi perpanjangan.")
    if closes_at <= found.closes_at:
        problems["closes_on"] = _("Perpanjangan harus sampai hari setelah tenggatnya.")
    if not reason.strip():
        problems["reason"] = _("Tulis alasan atau sumbernya, misalnya nomor surat permohonan unit.")
    if len(reason) > LONGEST_REASON:
        problems["reason"] = _("Alasan ini terlalu panjang. Ringkas, lalu simpan lagi.")
    if problems or owner is None:
        raise Invalid(_("Perpanjangan belum dapat disimpan. Perbaiki yang ditandai."), problems)
    given = Extension(
        unit=unit,
        closes_at=closes_at,
        reason=reason.strip(),
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )
    kept = [each.model_dump() for each in found.extensions if each.unit != unit]
    before = found.closes_for(unit)
    data = {"unit": unit, "before": {"closes_at": before}, "after": {"closes_at": closes_at}}
    fields = {"extensions": [*kept, given.model_dump()]}
    return await _change(actor, found, version, fields, "deadline.extended", data, reason=given.reason)


async def end_extension(actor: Actor, *, deadline_id: PydanticObjectId, version: int, unit: str) -> Deadline:
    """Take a unit's longer time back. Raises NotFound where it has none."""
    found = await _managed(actor, deadline_id)
    kept = [each.model_dump() for each in found.extensions if each.unit != unit]
    if len(kept) == len(found.extensions):
        raise NotFound(_("Unit ini tidak punya perpanjangan pada tenggat ini."))
    data = {"unit": unit, "before": {"closes_at": found.closes_for(unit)}}
    return await _change(actor, found, version, {"extensions": kept}, "deadline.extension_ended", data)


async def remove(actor: Actor, *, deadline_id: PydanticObjectId, version: int) -> Deadline:
    """Take a deadline off the list; it can be put back."""
    found = await _managed(actor, deadline_id)
    return await _change(actor, found, version, {"removed": True}, "deadline.removed", {})


async def restore(actor: Actor, *, deadline_id: PydanticObjectId, version: int) -> Deadline:
    """Put a removed deadline back."""
    found = await find_deadline(actor, deadline_id)
    demand(actor, Right.MANAGE_DEADLINE, instansi=found.instansi, unit=None)
    return await _change(actor, found, version, {"removed": False}, "deadline.restored", {})


async def twin(
    instansi: str,
    *,
    year: int,
    closes_on: date,
    stage: Stage = Stage.REPORT,
    besides: PydanticObjectId | None = None,
) -> Deadline | None:
    """A deadline of that stage that ends on that day already, so that a person is warned; None else."""
    zone = await zone_of(instansi)
    first, last = start_of_day(closes_on, zone), end_of_day(closes_on, zone)
    same = [
        each
        for each in await listed(instansi)
        if each.year == year
        and each.stage is stage
        and first <= each.closes_at <= last
        and each.id != besides
    ]
    return same[0] if same else None


def sentence_of(finding: Finding) -> str:
    """The sentence that a finding was read from, with its blanks folded."""
    words = " ".join(f"{finding.before} {finding.quote} {finding.after}".split())
    return re.sub(r" ([,.;:!?)])", r"\1", words)


def title_from(finding: Finding) -> str:
    """A name for a deadline out of the words before its date; a person betters it.

    "…; batas akhir penginputan pada portal adalah (20 Oktober)" -> "Batas akhir penginputan pada portal".
    """
    words = re.split(r"[.;:,(] ", finding.before.replace("\n", " "))[-1].split()[-WORDS_OF_TITLE:]
    while words and words[-1].strip(",;:(").lower() in LEADING_TO_A_DATE:
        words.pop()
    text = " ".join(words).strip(" ,;:(")
    return text[:1].upper() + text[1:LONGEST_TITLE] if text else _("Batas akhir pelaporan")


def _fields(
    title: str, year: int, through: int, closes_on: date, opens_on: date | None, zone: ZoneInfo
) -> dict[str, Any]:
    cleaned = " ".join(title.split())
    problems = {}
    if not cleaned:
        problems["title"] = _("Beri nama tenggat ini, misalnya: Batas akhir pengisian Portal RB Nasional.")
    if len(cleaned) > LONGEST_TITLE:
        problems["title"] = _("Nama ini terlalu panjang. Ringkas menjadi satu kalimat pendek.")
    if not 2000 <= year <= 2100:
        problems["year"] = _("Isi tahun rencana aksinya, misalnya 2023.")
    if through not in (1, 2, 3, 4):
        problems["through"] = _("Pilih sampai triwulan berapa yang harus masuk.")
    if opens_on is not None and opens_on > closes_on:
        problems["opens_on"] = _("Tanggal buka ada setelah tanggal tutup. Perbaiki salah satunya.")
    if problems:
        raise Invalid(_("Tenggat belum dapat disimpan. Perbaiki yang ditandai."), problems)
    return {
        "title": cleaned,
        "year": year,
        "through": through,
        "closes_at": end_of_day(closes_on, zone),
        "opens_at": start_of_day(opens_on, zone) if opens_on else None,
    }


async def _managed(actor: Actor, deadline_id: PydanticObjectId) -> Deadline:
    found = await find_deadline(actor, deadline_id)
    demand(actor, Right.MANAGE_DEADLINE, instansi=found.instansi, unit=None)
    if found.removed:
        raise NotFound(_("Tenggat ini sudah dihapus. Pulihkan dahulu bila masih berlaku."))
    return found


async def _change(
    actor: Actor,
    found: Deadline,
    version: int,
    fields: Mapping[str, Any],
    action: str,
    data: Mapping[str, Any],
    *,
    reason: str | None = None,
) -> Deadline:
    """Write fields onto the version that the person saw, with the event. Raises Conflict."""

    async def work(session: Session) -> None:
        written = await Deadline.get_pymongo_collection().find_one_and_update(
            {"_id": found.id, "instansi": found.instansi, "version": version},
            {"$set": dict(fields), "$inc": {"version": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if written is None:
            raise Conflict(
                _("Tenggat ini diubah orang lain setelah Anda membukanya. Muat ulang, lalu ulangi.")
            )
        await _record(session, actor, found, action, data, reason=reason)

    await in_transaction(work)
    return await find_deadline(actor, found.id)


async def _record(
    session: Session,
    actor: Actor,
    about: Deadline,
    action: str,
    data: Mapping[str, Any],
    *,
    reason: str | None = None,
) -> None:
    subject = Subject(kind="deadline", id=str(about.id), label=about.title)
    await audit.record(
        session,
        actor=actor,
        instansi=about.instansi,
        action=action,
        subject=subject,
        data=data,
        reason=reason or about.source_quote or None,
    )


async def _finding(actor: Actor, finding_id: PydanticObjectId | None) -> Finding | None:
    if finding_id is None:
        return None
    finding, _evidence = await visible_finding(actor, finding_id)
    if finding.kind != "date":
        raise Invalid(_("Temuan ini bukan tanggal, jadi tidak dapat menjadi tenggat."))
    return finding
