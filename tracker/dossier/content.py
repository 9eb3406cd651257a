"""What a dossier says: the report, its figures, who decided what, and how its evidence came here."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tracker.accounts.rights import Actor, Right, may
from tracker.audit import service as audit
from tracker.audit.models import Event
from tracker.audit.words import action_word
from tracker.evidence.models import Evidence, Finding, StoredFile
from tracker.institutions.models import Institution, Unit
from tracker.percentages.facts import output_facts, progress_fact
from tracker.percentages.rules import Percentage, capaian_of, percentages, tally_output
from tracker.progress.cells import Cell
from tracker.progress.models import Progress
from tracker.web.formats import datetime_long, number, percent, roman, rupiah


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file of the dossier, as the cover lists it. `hash` is its SHA-256."""

    title: str
    name: str
    hash: str
    size: int  # bytes
    media_type: str
    received: str
    by: str
    cited: tuple[int, ...]
    quotes: tuple[str, ...]
    file: StoredFile

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "name": self.name,
            "sha256": self.hash,
            "size": self.size,
            "received": self.received,
            "by": self.by,
            "cited_pages": list(self.cited),
            "quotes": list(self.quotes),
        }


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the cover tells, as texts; `exhibits` with their files."""

    institution: str
    unit: str
    plan: str
    renaksi: str
    indikator: str
    period: str
    value: str
    target: str
    capaian: str
    spent: str
    state: str
    figures: tuple[tuple[str, str], ...]
    decisions: tuple[dict[str, str], ...]
    chain: tuple[dict[str, str], ...]
    trail: dict[str, Any]
    made_at: str
    made_by: str
    exhibits: tuple[Exhibit, ...]
    unseen: int  # linked evidence that this person may not see

    def as_json(self) -> dict[str, Any]:
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return told | {"exhibits": [exhibit.as_json() for exhibit in self.exhibits]}


async def gather(actor: Actor, cell: Cell, *, at: datetime) -> Content:
    """What there is about a cell, for this person, at an instant."""
    report, output = cell.progress, cell.output
    institution = await Institution.get(actor.instansi)
    unit = await Unit.get(report.unit) if report.unit else None
    exhibits, unseen = await _exhibits(actor, report)
    facts = output_facts(
        output.model_dump(),
        weight=output.weight,
        progress={one.triwulan: progress_fact(one.model_dump()) for one in await _year(report)},
    )
    shares = percentages(tally_output(facts, report.triwulan))
    head = await audit.head_of(actor.instansi)
    return Content(
        institution=institution.name if institution else actor.instansi,
        unit=unit.name if unit else "–",
        plan=cell.plan.title,
        renaksi=cell.renaksi.text,
        indikator=output.indikator,
        period=f"{roman(report.triwulan)} {report.year}",
        value=f"{number(report.value)} {output.satuan}".strip(),
        target=f"{number(cell.target)} {output.satuan}".strip() if cell.target is not None else "–",
        capaian=_shown(capaian_of(facts, report.triwulan)),
        spent=rupiah(report.spent),
        state=str(report.state),
        figures=tuple(
            (name, f"{_shown(share)} ({number(share.numerator)}/{number(share.denominator)})")
            for name, share in (
                ("reported", shares.dilaporkan),
                ("proven", shares.terbukti),
                ("verified", shares.terverifikasi),
            )
        ),
        decisions=tuple(_decisions(report)),
        chain=tuple([_link(event) for event in await _events(actor.instansi, report, exhibits)]),
        trail={"number": head[0], "hash": head[1]},
        made_at=datetime_long(at),
        made_by=actor.name,
        exhibits=exhibits,
        unseen=unseen,
    )


async def _year(report: Progress) -> list[Progress]:
    where = {"instansi": report.instansi, "plan_id": report.plan_id}
    reports = await Progress.find(where).to_list()
    return [one for one in reports if one.output_id == report.output_id]


async def _exhibits(actor: Actor, report: Progress) -> tuple[tuple[Exhibit, ...], int]:
    """The files of the evidence that the report names and the person may see, in the order of the links."""
    evidence = {
        one.id: one
        for one in await Evidence.find(
            {"instansi": actor.instansi, "_id": {"$in": [link.evidence_id for link in report.links]}}
        ).to_list()
    }
    made: list[Exhibit] = []
    unseen = 0
    for link in report.links:
        one = evidence.get(link.evidence_id)
        if one is None or not may(actor, Right.VIEW_EVIDENCE, instansi=one.instansi, unit=one.unit):
            unseen += 1
            continue
        file = await StoredFile.get(one.file_id)
        findings = await Finding.find({"_id": {"$in": link.findings}, "file_id": one.file_id}).to_list()
        if file is not None:
            made.append(_exhibit(one, file, findings, link.pages))
    return tuple(made), unseen


def _exhibit(one: Evidence, file: StoredFile, findings: list[Finding], pages: list[int]) -> Exhibit:
    revision = one.revisions[-1]
    return Exhibit(
        title=one.title,
        name=revision.file_name,
        hash=file.sha256,
        size=file.size,
        media_type=file.media_type,
        received=datetime_long(revision.at),
        by=revision.by_name,
        cited=tuple(sorted({*pages, *(finding.page for finding in findings)})),
        quotes=tuple(finding.quote.strip() for finding in findings),
        file=file,
    )


def _decisions(report: Progress) -> list[dict[str, str]]:
    """Each hand-in with what was decided about it."""
    return [
        {
            "submitted": f"{datetime_long(one.at)}, {one.by_name}",
            "value": number(one.value),
            "decision": str(one.decision.state) if one.decision else "",
            "decided": f"{datetime_long(one.decision.at)}, {one.decision.by_name}" if one.decision else "",
            "reason": (one.decision.reason or "") if one.decision else "",
        }
        for one in report.submissions
    ]


async def _events(instansi: str, report: Progress, exhibits: tuple[Exhibit, ...]) -> list[Event]:
    """The events about the report, its evidence and their files, in the order of the trail."""
    subjects = [report.id, *(str(link.evidence_id) for link in report.links)]
    subjects += [exhibit.file.id for exhibit in exhibits]
    found = [event for one in dict.fromkeys(subjects) for event in await audit.events_of(instansi, one)]
    return sorted(found, key=lambda event: event.number)


def _link(event: Event) -> dict[str, str]:
    return {
        "number": str(event.number),
        "at": datetime_long(event.at),
        "who": event.actor_name,
        "what": action_word(event.action),
        "about": event.subject.label,
        "hash": event.hash,
    }


def _shown(share: Percentage) -> str:
    return percent(share.value)
