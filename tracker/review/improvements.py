"""Areas of improvement (AoI): what a difference between the bureau's and APIP's sheet asks to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid, NotFound
from tracker.i18n import _
from tracker.progress.cells import Cell, cell_of
from tracker.progress.dimensions import Dimension, dimension_names
from tracker.review.models import Improvement

LONGEST = 4_000
LONGEST_TITLE = 200
FIELDS = ("judul", "kondisi", "kriteria", "akibat", "saran")


def field_names() -> dict[str, str]:
    """The parts of an area of improvement as the sheet calls them; there is no Sebab among them."""
    return {
        "judul": _("Judul"),
        "kondisi": _("Kondisi"),
        "kriteria": _("Kriteria"),
        "akibat": _("Akibat"),
        "saran": _("Saran Perbaikan"),
    }


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a new area of improvement begins with."""

    dimension: str
    fields: Mapping[str, str]


def draft_for(cell: Cell, dimension: str) -> Draft:
    """The form's beginning: the facts of the report in words, the rest for the inspector to write."""
    names = dimension_names()
    code = Dimension(dimension) if dimension in set(Dimension) else Dimension.OUTPUT
    submission = cell.submission
    decision = submission.decision if submission else None
    pm = submission.pm.get(code) if submission else None
    apip = decision.apip.get(code) if decision else None
    parts = [
        _("Penilaian mandiri: {what}.").format(what=_said(pm.fits)) + _note(pm.note) if pm else "",
        _("Penilaian APIP: {what}.").format(what=_said(apip.fits)) + _note(apip.note) if apip else "",
        decision.reason or "" if decision else "",
    ]
    fields = dict.fromkeys(FIELDS, "") | {
        "judul": f"{names[code]}: {cell.output.indikator}"[:LONGEST_TITLE],
        "kondisi": " ".join(part for part in parts if part),
        "kriteria": _("Rencana aksi: {text}").format(text=cell.renaksi.text),
    }
    return Draft(str(code), fields)


def _said(fits: bool) -> str:
    return _("Sesuai") if fits else _("Tidak Sesuai")


def _note(note: str) -> str:
    return f" {note}" if note else ""


async def save(
    actor: Actor,
    *,
    progress_id: str,
    dimension: str,
    fields: Mapping[str, str],
    improvement_id: PydanticObjectId | None = None,
    version: int = 1,
) -> Improvement:
    """Write a new area of improvement, or change one that stands at `version`. Raises Invalid, Conflict."""
    cell = await cell_of(actor, progress_id=progress_id)
    demand(actor, Right.DECIDE_PROGRESS, instansi=cell.renaksi.instansi, unit=cell.renaksi.unit)
    said = _checked(dimension, fields)
    before = await improvement_of(actor, improvement_id) if improvement_id else None
    if before is not None and before.version != version:
        raise Conflict(_("Catatan ini diubah orang lain setelah Anda membukanya. Muat ulang, lalu ulangi."))
    report = cell.progress
    after = Improvement(
        **({"id": before.id} if before else {}),
        instansi=report.instansi,
        unit=report.unit,
        year=report.year,
        triwulan=report.triwulan,
        progress_id=report.id,
        dimension=dimension,
        **said,
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
        version=before.version + 1 if before else 1,
    )

    async def work(session: Session) -> None:
        if before is None:
            await after.insert(session=session)
        else:
            fields_ = after.model_dump(exclude={"id", "revision_id"})
            where = {"_id": after.id, "version": before.version}
            await Improvement.get_pymongo_collection().update_one(where, {"$set": fields_}, session=session)
        await _tell(session, actor, "improvement.edited" if before else "improvement.added", after)

    await in_transaction(work)
    return after


async def remove(actor: Actor, improvement_id: PydanticObjectId, *, removed: bool = True) -> Improvement:
    """Take an area of improvement out of the lists, or bring it back."""
    before = await improvement_of(actor, improvement_id)

    async def work(session: Session) -> None:
        changes = {"$set": {"removed": removed}, "$inc": {"version": 1}}
        await Improvement.get_pymongo_collection().update_one({"_id": before.id}, changes, session=session)
        await _tell(session, actor, "improvement.removed" if removed else "improvement.restored", before)

    await in_transaction(work)
    return before


async def improvement_of(actor: Actor, improvement_id: PydanticObjectId) -> Improvement:
    """One of the institution. Raises NotFound."""
    found = await Improvement.find_one({"_id": improvement_id, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Area perbaikan ini tidak ditemukan."))
    demand(actor, Right.DECIDE_PROGRESS, instansi=found.instansi, unit=found.unit)
    return found


async def of_report(instansi: str, progress_id: str) -> list[Improvement]:
    """Those of a report, oldest first."""
    found = await Improvement.find({"instansi": instansi, "progress_id": progress_id}).to_list()
    return sorted((each for each in found if not each.removed), key=lambda each: each.at)


async def of_year(instansi: str, year: int) -> list[Improvement]:
    """Those of a year, by triwulan and age."""
    found = await Improvement.find({"instansi": instansi, "year": year}).to_list()
    return sorted((each for each in found if not each.removed), key=lambda each: (each.triwulan, each.at))


def _checked(dimension: str, fields: Mapping[str, str]) -> dict[str, str]:
    said = {name: fields.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    problems = {name: _("Isi bagian ini.") for name, text in said.items() if not text}
    for name, text in said.items():
        most = LONGEST_TITLE if name == "judul" else LONGEST
        if len(text) > most:
            problems[name] = _("Paling panjang {most} huruf. Ringkas.").format(most=most)
    if dimension not in set(Dimension):
        problems["dimension"] = _("Pilih salah satu.")
    if problems:
        raise Invalid(_("Area perbaikan belum disimpan. Lengkapi yang ditandai."), problems)
    return said


async def _tell(session: Session, actor: Actor, action: str, one: Improvement) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=one.instansi,
        action=action,
        subject=Subject(kind="improvement", id=str(one.id), label=one.judul),
        unit=one.unit,
        data={"report": one.progress_id, "dimension": one.dimension, "version": one.version},
    )
