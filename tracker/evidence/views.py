"""What the pages of evidence show besides findings: choices of forms, the cells it serves, its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, visible_units
from tracker.audit import service as audit
from tracker.audit.models import Event
from tracker.clock import now
from tracker.errors import NotFound
from tracker.evidence.labels import period_choices, period_words, source_names
from tracker.evidence.listing import unit_choices
from tracker.evidence.models import Evidence, Finding, ReadingState, Revision
from tracker.evidence.proof import claim_value, sentence
from tracker.i18n import _
from tracker.plans.models import Plan, Renaksi
from tracker.progress.models import Progress
from tracker.web.formats import EMPTY, number

LOOKS = {
    "evidence.uploaded": ("cloud-upload", "good"),
    "evidence.revised": ("files", "good"),
    "evidence.described": ("pencil", "none"),
    "evidence.removed": ("trash", "warn"),
    "evidence.restored": ("arrow-back-up", "none"),
    "evidence.retried": ("refresh", "none"),
    "evidence.unlocked": ("lock-open", "none"),
    "evidence.downloaded": ("download", "none"),
}
SHOWN_EVENTS = 30
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    """A report that the evidence is linked to, and whether the evidence proves it."""

    output_id: str
    triwulan: int
    year: int
    indikator: str
    renaksi: str
    state: str
    value: Decimal | None
    satuan: str
    is_proven: bool
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history, as the page draws it."""

    icon: str
    tone: str
    what: str
    who: str
    when: datetime
    why: str | None = None
    url: str | None = None


async def choices(actor: Actor, *, period: str = "") -> dict[str, Any]:
    """What the forms of evidence offer: units, sources, periods and states of reading."""
    return {
        "units": await unit_choices(actor, Right.VIEW_EVIDENCE),
        "own_units": await unit_choices(actor, Right.UPLOAD_EVIDENCE),
        "owns_all": visible_units(actor, Right.UPLOAD_EVIDENCE) is None,
        "sources": [(str(source), name) for source, name in source_names().items()],
        "periods": await periods(actor.instansi, period),
        "states": state_choices(),
    }


async def periods(instansi: str, chosen: str) -> list[tuple[str, str]]:
    """The periods that a form offers; `chosen` ("": none) is among them, whatever it is."""
    offered = period_choices(await years(instansi))
    is_new = chosen and chosen not in dict(offered)
    return [(chosen, period_words(chosen)), *offered] if is_new else offered


def state_choices() -> list[tuple[str, str]]:
    """The states of reading as a filter offers them."""
    return [
        (str(ReadingState.READY), _("Siap")),
        (str(ReadingState.READING), _("Sedang dibaca")),
        (str(ReadingState.QUEUED), _("Antre")),
        (str(ReadingState.FAILED), _("Gagal dibaca")),
    ]


async def years(instansi: str) -> list[int]:
    """The years of the institution's plans, and the present one."""
    plans = await Plan.get_pymongo_collection().find({"instansi": instansi}, {"year": 1}).to_list()
    return sorted({now().year, *(plan["year"] for plan in plans)})


def revision_of(evidence: Evidence, revision: int | None) -> Revision:
    """The revision of that number, or the newest for None. Raises NotFound."""
    if revision is None:
        return evidence.revisions[-1]
    found = next((one for one in evidence.revisions if one.number == revision), None)
    if found is None:
        raise NotFound(_("Revisi ini tidak ada."))
    return found


async def served(actor: Actor, evidence: Evidence) -> list[Served]:
    """The reports that the evidence is linked to and that this person may see, in the order of the plan."""
    units = visible_units(actor, Right.VIEW_PROGRESS)
    where = {"instansi": evidence.instansi, "links.evidence_id": evidence.id}
    reports = await Progress.get_pymongo_collection().find(where).to_list()
    seen = [report for report in reports if units is None or report["unit"] in units]
    ids = sorted({report["renaksi_id"] for report in seen})
    wanted = {"text": 1, "order": 1, "outputs": 1}
    renaksi = await Renaksi.get_pymongo_collection().find({"_id": {"$in": ids}}, wanted).to_list()
    by_id = {action["_id"]: action for action in renaksi}
    claims = await _claims(seen)
    seen.sort(
        key=lambda report: (by_id[report["renaksi_id"]]["order"], report["output_id"], report["triwulan"])
    )
    return [_served(report, by_id[report["renaksi_id"]], claims) for report in seen]


async def _claims(reports: Sequence[Raw]) -> dict[PydanticObjectId, Decimal | None]:
    """The values of the claims on which the reports' proofs rest."""
    ids = sorted({report["proof"]["finding_id"] for report in reports if report["proof"].get("finding_id")})
    where = {"_id": {"$in": ids}}
    rows = await Finding.get_pymongo_collection().find(where, {"found": 1, "edited": 1}).to_list()
    return {row["_id"]: claim_value((row.get("edited") or row["found"]).get("value")) for row in rows}


def _served(report: Raw, action: Raw, claims: Mapping[PydanticObjectId, Decimal | None]) -> Served:
    output: Raw = next((one for one in action["outputs"] if one["id"] == report["output_id"]), {})
    proof = report["proof"]
    claimed = claims.get(proof.get("finding_id"))
    return Served(
        output_id=report["output_id"],
        triwulan=report["triwulan"],
        year=report["year"],
        indikator=output.get("indikator", EMPTY),
        renaksi=action["text"],
        state=report["state"],
        value=report.get("value"),
        satuan=output.get("satuan", ""),
        is_proven=proof["proven"],
        why=sentence(
            proof["reason"],
            reported=number(report.get("value")),
            claimed=None if claimed is None else number(claimed),
        ),
    )


async def history(evidence: Evidence) -> list[Line]:
    """What happened to the evidence, newest first."""
    events = await audit.events_of(evidence.instansi, str(evidence.id))
    return [_line(event) for event in reversed(events[-SHOWN_EVENTS:])]


def _line(event: Event) -> Line:
    icon, tone = LOOKS.get(event.action, ("history", "none"))
    return Line(icon, tone, _what(event), event.actor_name, event.at, event.reason)


def _what(event: Event) -> str:
    data = event.data
    if event.action == "evidence.uploaded":
        return _("Diunggah: {name}").format(name=data.get("name") or EMPTY)
    if event.action == "evidence.revised":
        return _("Revisi {number} diunggah: {name}").format(
            number=data.get("revision"), name=data.get("name") or EMPTY
        )
    if event.action == "evidence.described":
        return _described(data)
    return {
        "evidence.removed": _("Dihapus dari daftar"),
        "evidence.restored": _("Dikembalikan ke daftar"),
        "evidence.retried": _("Diminta dibaca ulang"),
        "evidence.unlocked": _("Kunci berkas dibuka dengan kata sandi"),
        "evidence.downloaded": _("Berkas diunduh"),
    }.get(event.action, event.action)


def _described(data: Raw) -> str:
    """What was changed of the description: "Keterangan diubah: periode – → Triwulan III 2023"."""
    before, after = data.get("before", {}), data.get("after", {})
    names = {"title": _("judul"), "source": _("jenis"), "period": _("periode")}
    parts = [
        f"{names[name]} {_said(name, before.get(name))} → {_said(name, after[name])}"
        for name in names
        if name in after
    ]
    return _("Keterangan diubah: {what}").format(what="; ".join(parts))


def _said(name: str, value: object) -> str:
    if name == "period":
        return period_words(str(value) if value else None)
    if name == "source":
        return next((text for source, text in source_names().items() if source == value), EMPTY)
    return f"“{value}”"
