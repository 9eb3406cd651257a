"""Keep `Progress.proof` true to its links: called in the transaction of whatever changed a part of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beanie import PydanticObjectId

from tracker.database import Session, in_transaction
from tracker.disputes.following import follow_reports
from tracker.disputes.superseding import superseded_by
from tracker.evidence.models import ACCEPTED, Evidence, Finding, ReadingState, StoredFile
from tracker.evidence.proof import CellFact, ClaimFact, EvidenceFact, ProofFact, claim_value, judge
from tracker.percentages.rules import Accumulation
from tracker.percentages.service import touch
from tracker.plans.models import Renaksi
from tracker.plans.values import ProofKind
from tracker.progress.models import Progress
from tracker.review.keeping import keep

Raw = Mapping[str, Any]


async def reprove(session: Session, *, instansi: str, progress_ids: Sequence[str]) -> None:
    """Judge the evidence of these reports anew, store it, and tell their plans' percentages and the queue.

    Whoever changes a value, a link, a finding or an evidence calls this in the same transaction. Ids that do
    not exist (yet) are passed over.
    """
    wanted = {"_id": {"$in": sorted(set(progress_ids))}, "instansi": instansi}
    reports = await Progress.get_pymongo_collection().find(wanted, session=session).to_list()
    if not reports:
        return
    for report, proof in await _judged(session, instansi, reports):
        if report.get("proof") != proof:
            await Progress.get_pymongo_collection().update_one(
                {"_id": report["_id"]}, {"$set": {"proof": proof}}, session=session
            )
    for plan_id in sorted({report["plan_id"] for report in reports}):
        await touch(session, plan_id=plan_id, instansi=instansi)
    ids = [report["_id"] for report in reports]
    await follow_reports(session, instansi=instansi, progress_ids=ids)
    await keep(session, instansi=instansi, progress_ids=ids)


async def proof_differences(instansi: str, plan_id: PydanticObjectId) -> list[str]:
    """The ids of a plan's reports whose kept proof is not what their evidence gives now."""

    async def work(session: Session) -> list[str]:
        wanted = {"instansi": instansi, "plan_id": plan_id}
        reports = await Progress.get_pymongo_collection().find(wanted, session=session).to_list()
        judged = await _judged(session, instansi, reports)
        return sorted(report["_id"] for report, proof in judged if report.get("proof") != proof)

    return await in_transaction(work)


async def _judged(
    session: Session, instansi: str, reports: Sequence[Raw]
) -> list[tuple[Raw, dict[str, Any]]]:
    """Each report with the proof that its evidence gives."""
    outputs = await _outputs(session, instansi, reports)
    evidence = await _evidence(session, instansi, reports)
    return [
        (
            report,
            _document(judge(_cell(report, outputs.get(report["output_id"], {})), _facts(report, evidence))),
        )
        for report in reports
    ]


async def served_by_evidence(session: Session, instansi: str, evidence_ids: Iterable[Any]) -> list[str]:
    """The ids of the reports that these evidences serve."""
    return await _progress_ids(session, instansi, "links.evidence_id", evidence_ids)


async def citing(session: Session, instansi: str, finding_ids: Iterable[Any]) -> list[str]:
    """The ids of the reports that cite these findings."""
    return await _progress_ids(session, instansi, "links.findings", finding_ids)


async def _progress_ids(session: Session, instansi: str, path: str, ids: Iterable[Any]) -> list[str]:
    listed = list(ids)
    wanted = {"instansi": instansi, path: listed[0] if len(listed) == 1 else {"$in": listed}}
    found = await Progress.get_pymongo_collection().find(wanted, {"_id": 1}, session=session).to_list()
    return [report["_id"] for report in found]


async def _outputs(session: Session, instansi: str, reports: Iterable[Raw]) -> dict[str, Raw]:
    """The raw outputs of the reports by id."""
    ids = {report["renaksi_id"] for report in reports}
    wanted = {"_id": {"$in": sorted(ids)}, "instansi": instansi}
    renaksi = await Renaksi.get_pymongo_collection().find(wanted, {"outputs": 1}, session=session).to_list()
    return {output["id"]: output for action in renaksi for output in action["outputs"]}


async def _evidence(
    session: Session, instansi: str, reports: Iterable[Raw]
) -> dict[PydanticObjectId, EvidenceFact]:
    """What the linked evidences are, each with all the claims that any of the reports cites of it."""
    links = [link for report in reports for link in report.get("links", [])]
    evidence_ids = sorted({link["evidence_id"] for link in links})
    finding_ids = sorted({finding_id for link in links for finding_id in link.get("findings", [])})
    found = (
        await Evidence.get_pymongo_collection()
        .find({"_id": {"$in": evidence_ids}, "instansi": instansi, "removed": False}, session=session)
        .to_list()
    )
    findings = (
        await Finding.get_pymongo_collection()
        .find({"_id": {"$in": finding_ids}, "instansi": instansi}, session=session)
        .to_list()
    )
    gone = await superseded_by(instansi, finding_ids, session)
    file_ids = sorted({evidence["file_id"] for evidence in found})
    files = (
        await StoredFile.get_pymongo_collection()
        .find({"_id": {"$in": file_ids}, "instansi": instansi}, {"state": 1}, session=session)
        .to_list()
    )
    states = {file["_id"]: file["state"] for file in files}
    return {
        evidence["_id"]: EvidenceFact(
            evidence_id=str(evidence["_id"]),
            reading=states.get(evidence["file_id"], ReadingState.QUEUED),
            period=evidence.get("period"),
            claims=tuple(
                _claim(finding, is_superseded=str(finding["_id"]) in gone)
                for finding in findings
                if _is_of(finding, evidence)
            ),
        )
        for evidence in found
    }


def _is_of(finding: Raw, evidence: Raw) -> bool:
    """Whether the finding stands in a file of the evidence, be it an earlier revision's: those stay true."""
    return finding["kind"] == "claim" and finding["file_id"] in {
        revision["file_id"] for revision in evidence["revisions"]
    }


def _claim(finding: Raw, *, is_superseded: bool) -> ClaimFact:
    fields = finding.get("edited") or finding["found"]
    return ClaimFact(
        finding_id=str(finding["_id"]),
        accepted=finding["verdict"] in ACCEPTED,
        kind=fields["kind"],
        value=claim_value(fields.get("value")),
        unit=fields.get("unit"),
        role=fields.get("role", ""),
        period=fields.get("period"),
        superseded=is_superseded,
    )


def _cell(report: Raw, output: Raw) -> CellFact:
    return CellFact(
        year=report["year"],
        triwulan=report["triwulan"],
        value=report.get("value"),
        satuan=output.get("satuan", ""),
        accumulation=Accumulation(output.get("accumulation", Accumulation.PER_QUARTER)),
        by_document=output.get("proof") == ProofKind.DOCUMENT,
    )


def _facts(report: Raw, evidence: Mapping[PydanticObjectId, EvidenceFact]) -> list[EvidenceFact]:
    """The evidence of one report, each with the claims that this report cites."""
    facts = []
    for link in report.get("links", []):
        known = evidence.get(link["evidence_id"])
        if known is None:  # removed, or gone
            continue
        cited = {str(finding_id) for finding_id in link.get("findings", [])}
        claims = tuple(claim for claim in known.claims if claim.finding_id in cited)
        facts.append(EvidenceFact(known.evidence_id, known.reading, known.period, claims))
    return facts


def _document(outcome: ProofFact) -> dict[str, Any]:
    """The outcome as it is kept in `Progress.proof`."""
    return {
        "proven": outcome.proven,
        "reason": str(outcome.reason),
        "evidence_id": PydanticObjectId(outcome.evidence_id) if outcome.evidence_id else None,
        "finding_id": PydanticObjectId(outcome.finding_id) if outcome.finding_id else None,
    }
