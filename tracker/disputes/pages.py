"""What the desk shows of a contradiction: each statement at its place, with source, page, role and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from tracker.disputes.models import Dispute, Said
from tracker.evidence.crops import across_of
from tracker.evidence.labels import claim_roles, finding_value, period_words, source_names
from tracker.evidence.models import Evidence, Finding, Source
from tracker.i18n import _
from tracker.plans.models import Plan
from tracker.progress.models import Progress
from tracker.web.formats import number


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement of a contradiction as the desk shows it."""

    key: str
    value: str
    source: str  # "Laporan", "Berita", "Formulir laporan"
    title: str
    about: str  # role, period, page
    quote: str = ""
    before: str = ""
    after: str = ""
    page: int | None = None
    at: datetime | None = None
    finding_id: str | None = None
    evidence_id: str | None = None
    progress_id: str | None = None
    plan_id: str | None = None
    accepted: bool = True
    has_crop: bool = False
    across: int = 0  # where on the crop it stands: 0 (left) to 10 (right)


async def shown(dispute: Dispute) -> list[Shown]:
    """The statements with their places: five queries, whatever their number."""
    findings = await _findings(dispute)
    across = await across_of(findings.values())
    evidence = await _evidence(dispute, findings)
    reports = await _reports(dispute)
    plans = await _plans(dispute)
    told = []
    for said in dispute.statements:
        kind, _colon, rest = said.key.partition(":")
        if kind == "finding" and rest in findings:
            told.append(_finding(said, findings[rest], evidence, across.get(findings[rest].id, 0)))
        elif kind == "report" and rest in reports:
            told.append(_report(said, reports[rest]))
        elif kind == "node":
            told.append(_node(said, plans.get(rest.partition(":")[0])))
    return told


def _finding(said: Said, finding: Finding, evidence: Mapping[str, Evidence], across: int) -> Shown:
    own = evidence.get(finding.file_id)
    fields = finding.value
    role = claim_roles().get(str(fields.get("role")), "")
    parts = [role, period_words(fields.get("period")) if fields.get("period") else ""]
    return Shown(
        key=said.key,
        value=finding_value(finding.kind, fields),
        source=source_names()[own.source if own else Source.OTHER],
        title=own.title if own else "",
        about=", ".join(part for part in parts if part),
        quote=finding.quote,
        before=finding.before,
        after=finding.after,
        page=finding.page,
        at=own.created_at if own else None,
        finding_id=str(finding.id),
        evidence_id=str(own.id) if own else None,
        accepted=said.accepted,
        has_crop=bool(finding.boxes),
        across=across,
    )


def _report(said: Said, report: Progress) -> Shown:
    return Shown(
        key=said.key,
        value=number(said.value),
        source=_("Formulir laporan"),
        title=report.submissions[-1].by_name if report.submissions else "",
        about=_("realisasi yang diisi perangkat daerah"),
        at=report.updated_at,
        progress_id=report.id,
    )


def _node(said: Said, plan: Plan | None) -> Shown:
    return Shown(
        key=said.key,
        value=number(said.value),
        source=_("Formulir rencana"),
        title=plan.title if plan else "",
        about=_("realisasi indikator dalam rencana"),
        plan_id=str(plan.id) if plan else None,
    )


def values_of(dispute: Dispute) -> list[str]:
    """The differing values, each once, for a list."""
    told = [said.grade or number(said.value) for said in dispute.statements]
    return list(dict.fromkeys(told))


def _ids(dispute: Dispute, kind: str) -> list[str]:
    return [said.key.partition(":")[2] for said in dispute.statements if said.key.startswith(f"{kind}:")]


async def _findings(dispute: Dispute) -> dict[str, Finding]:
    ids = [PydanticObjectId(one) for one in _ids(dispute, "finding")]
    found = await Finding.find({"_id": {"$in": ids}, "instansi": dispute.instansi}).to_list() if ids else []
    return {str(one.id): one for one in found}


async def _evidence(dispute: Dispute, findings: Mapping[str, Finding]) -> dict[str, Evidence]:
    """By file, the oldest evidence that still holds it."""
    files = sorted({one.file_id for one in findings.values()})
    where: dict[str, Any] = {"instansi": dispute.instansi, "revisions.file_id": {"$in": files}}
    found: Sequence[Evidence] = await Evidence.find(where).to_list() if files else []
    return {
        revision.file_id: one
        for one in sorted(found, key=lambda one: one.created_at, reverse=True)
        if not one.removed
        for revision in one.revisions
    }


async def _reports(dispute: Dispute) -> dict[str, Progress]:
    ids = _ids(dispute, "report")
    found = await Progress.find({"_id": {"$in": ids}, "instansi": dispute.instansi}).to_list() if ids else []
    return {one.id: one for one in found}


async def _plans(dispute: Dispute) -> dict[str, Plan]:
    ids = [PydanticObjectId(one.partition(":")[0]) for one in _ids(dispute, "node")]
    found = await Plan.find({"_id": {"$in": ids}, "instansi": dispute.instansi}).to_list() if ids else []
    return {str(one.id): one for one in found}
