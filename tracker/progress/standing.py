"""What the standing tests look at, gathered for any number of reports in a fixed number of questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tracker.database import Session
from tracker.disputes.models import Dispute, DisputeState
from tracker.disputes.rules import dispute_id, output_topic
from tracker.evidence.labels import period_words
from tracker.evidence.models import Evidence, Finding, StoredFile
from tracker.evidence.periods import days_of
from tracker.evidence.proof import claim_value, sentence
from tracker.percentages.rules import TRIWULANS, Accumulation, LowerFormula, Polarity
from tracker.plans.models import Renaksi
from tracker.progress.checks import Check, Disputed, ProofWords, ReportFacts, Use, tests_of
from tracker.progress.gaps import grade_gaps, table_gaps
from tracker.progress.models import Progress, progress_id
from tracker.web.formats import EMPTY, number, roman

Raw = Mapping[str, Any]
_USE_FIELDS = {
    "output_id": 1,
    "renaksi_id": 1,
    "triwulan": 1,
    "year": 1,
    "unit": 1,
    "links.evidence_id": 1,
    "links.findings": 1,
}


@dataclass(frozen=True, slots=True)
class _Known:
    """All that was read, by id."""

    outputs: Mapping[str, Raw]
    siblings: Mapping[str, Raw]
    evidence: Mapping[Any, Raw]  # linked, and other evidence of the same files
    prints: Mapping[str, str]  # of files
    findings: Mapping[Any, Raw]
    users: Sequence[Raw]  # reports that rest on any of the evidence
    grades: Sequence[Raw] = field(default_factory=tuple)
    disputes: Mapping[str, Raw] = field(default_factory=dict)
    totals: Mapping[str, Sequence[Raw]] = field(default_factory=dict)  # printed wrongly, by file


async def standing_tests(
    instansi: str,
    reports: Sequence[Raw],
    *,
    session: Session | None = None,
    late: Mapping[str, bool] | None = None,
) -> dict[str, list[Check]]:
    """The standing tests of raw reports by their ids.

    `late` says of a report that was not handed in whether its deadline has passed; a report that was knows
    it of itself.
    """
    known = await _read(instansi, reports, session)
    return {report["_id"]: _tests(report, known, late or {}) for report in reports}


def _tests(report: Raw, known: _Known, late: Mapping[str, bool]) -> list[Check]:
    output = known.outputs.get(report["output_id"], {})
    earlier = [
        known.siblings[identifier]
        for triwulan in TRIWULANS
        if triwulan < report["triwulan"]
        and (identifier := progress_id(report["output_id"], triwulan)) in known.siblings
    ]
    targets = output.get("targets", {})
    facts = ReportFacts(
        triwulan=report["triwulan"],
        year=report["year"],
        value=report.get("value"),
        target=_target(targets, report["triwulan"]),
        satuan=output.get("satuan", ""),
        polarity=Polarity(output.get("polarity", Polarity.HIGHER)),
        accumulation=Accumulation(output.get("accumulation", Accumulation.PER_QUARTER)),
        lower_formula=LowerFormula(output.get("lower_formula", LowerFormula.DEVIATION)),
        spent=report.get("spent"),
        budget_total=output.get("budgets", {}).get("total"),
        spent_before=sum(each.get("spent") or 0 for each in earlier),
        obstacles=report.get("obstacles", ""),
        earlier={each["triwulan"]: each["value"] for each in earlier if each.get("value") is not None},
        is_late=late.get(report["_id"], _was_late(report)),
        targets=tuple(targets.get(f"tw{triwulan}") for triwulan in TRIWULANS),
        target_total=targets.get("total"),
        uses=_uses(report, known),
        twin_of_earlier=_earlier_twin(report, known),
        grades=grade_gaps(report, known.findings, known.grades),
        tables=table_gaps(report, known.evidence, known.findings, known.totals),
        disputed=_disputed(report, known),
    )
    return tests_of(facts, proof_words(report, known.findings))


def _target(targets: Raw, triwulan: int) -> Decimal | None:
    """The triwulan's own target; the year's in triwulan IV where only that is set."""
    own: Decimal | None = targets.get(f"tw{triwulan}")
    is_yearly = triwulan == TRIWULANS[-1] and all(targets.get(f"tw{each}") is None for each in TRIWULANS)
    return targets.get("total") if own is None and is_yearly else own


def _was_late(report: Raw) -> bool:
    submissions = report.get("submissions", [])
    return bool(submissions and submissions[-1].get("late"))


def proof_words(report: Raw, findings: Mapping[Any, Raw]) -> ProofWords:
    """What the proof of a raw report says."""
    proof = report.get("proof", {})
    finding = findings.get(proof.get("finding_id"))
    claimed = claim_value(_fields(finding).get("value")) if finding else None
    started = report.get("revision") or report.get("links")
    reason = proof.get("reason", "no_evidence") if started else "no_value"
    return ProofWords(
        reason=reason,
        text=sentence(reason, reported=_number(report.get("value")), claimed=_number(claimed)),
        evidence_id=str(proof["evidence_id"]) if proof.get("evidence_id") else None,
        finding_id=str(proof["finding_id"]) if proof.get("finding_id") else None,
    )


def _disputed(report: Raw, known: _Known) -> Disputed | None:
    """The contradiction of the report's cell: open, or decided in favour of another value."""
    dispute = known.disputes.get(dispute_of_report(report))
    if dispute is None:
        return None
    values = {
        each["key"]: number(each["value"]) for each in dispute["statements"] if each.get("value") is not None
    }
    own, ruling = f"report:{report['_id']}", dispute.get("ruling")
    if dispute["state"] == DisputeState.OPEN:
        return Disputed(dispute["_id"], list(dict.fromkeys(values.values())))
    if not ruling or own not in ruling["superseded"]:
        return None
    return Disputed(dispute["_id"], list(values.values()), values.get(ruling["stands"], EMPTY))


def dispute_of_report(report: Raw) -> str:
    """The id under which a contradiction of the report's cell is kept."""
    return dispute_id(report["instansi"], output_topic(report["output_id"], report["triwulan"]))


def _uses(report: Raw, known: _Known) -> list[Use]:
    """The other reports that rest on the files of this one, the oddest first."""
    found = []
    for link in report.get("links", []):
        own = known.evidence.get(link["evidence_id"])
        if own is None:
            continue
        files = _files(own)
        marks = {known.prints[file] for file in files if file in known.prints}
        for user in known.users:
            if user["_id"] != report["_id"]:
                found += _use(report, user, link, known, files=files, marks=marks)
    seen: dict[str, Use] = {}
    for use in sorted(found, key=lambda use: (not use.same_claim, use.year, use.by_text)):
        seen.setdefault(progress_id(use.output_id, use.triwulan), use)
    return list(seen.values())


def _use(
    report: Raw, user: Raw, link: Raw, known: _Known, *, files: frozenset[str], marks: set[str]
) -> list[Use]:
    cited = set(link.get("findings", []))
    for other in user["links"]:
        evidence = known.evidence.get(other["evidence_id"])
        if evidence is None or evidence.get("removed"):
            continue
        theirs = _files(evidence)
        by_text = not files & theirs
        if by_text and not any(known.prints.get(file) in marks for file in theirs):
            continue
        both = cited & set(other.get("findings", []))
        output = known.outputs.get(user["output_id"], {})
        use = Use(
            label=f"{output.get('indikator', EMPTY)}, TW {roman(user['triwulan'])} {user['year']}",
            output_id=user["output_id"],
            triwulan=user["triwulan"],
            year=user["year"],
            same_output=user["output_id"] == report["output_id"],
            same_unit=user.get("unit") == report.get("unit"),
            same_claim=bool(both),
            by_text=by_text,
            evidence_id=str(link["evidence_id"]),
            finding_id=str(min(both)) if both else None,
        )
        return [use]
    return []


def _earlier_twin(report: Raw, known: _Known) -> tuple[str, str, str] | None:
    """Another evidence of the same file or text that speaks of a year before the report's."""
    for link in report.get("links", []):
        own = known.evidence.get(link["evidence_id"])
        if own is None:
            continue
        marks = {known.prints[file] for file in _files(own) if file in known.prints}
        for other in known.evidence.values():
            days = days_of(other.get("period"))
            is_earlier = days is not None and days.last.year < report["year"]
            if other["_id"] == own["_id"] or not is_earlier or other.get("removed"):
                continue
            if _files(own) & _files(other) or any(known.prints.get(file) in marks for file in _files(other)):
                return str(own["_id"]), other["title"], period_words(other["period"])
    return None


def _files(evidence: Raw) -> frozenset[str]:
    return frozenset(revision["file_id"] for revision in evidence["revisions"])


async def _read(instansi: str, reports: Sequence[Raw], session: Session | None) -> _Known:
    links = [link for report in reports for link in report.get("links", [])]
    evidence = await _of_ids(Evidence, instansi, (link["evidence_id"] for link in links), session)
    cited = {finding for link in links for finding in link.get("findings", [])}
    findings = await _of_ids(Finding, instansi, cited, session)
    own = {file for each in evidence.values() for file in _files(each)}
    prints, totals = await _prints(instansi, own, session)
    evidence |= await _of_files(instansi, prints.keys(), session)
    users = await _users(instansi, list(evidence), session)
    renaksi = {report["renaksi_id"] for report in [*reports, *users]}
    actions = await _of_ids(Renaksi, instansi, renaksi, session)
    siblings = {
        progress_id(report["output_id"], triwulan)
        for report in reports
        for triwulan in TRIWULANS
        if triwulan < report["triwulan"]
    }
    fields = {"triwulan": 1, "value": 1, "spent": 1}
    return _Known(
        outputs={output["id"]: output for action in actions.values() for output in action["outputs"]},
        siblings=await _of_ids(Progress, instansi, siblings, session, fields),
        evidence=evidence,
        prints={file: mark for file, mark in prints.items() if mark},
        findings=findings,
        users=users,
        grades=await _claims_beside(instansi, findings.values(), session),
        totals=totals,
        disputes=await _of_ids(Dispute, instansi, map(dispute_of_report, reports), session),
    )


async def _of_ids(
    model: type[Dispute | Evidence | Finding | Renaksi | Progress],
    instansi: str,
    ids: Iterable[Any],
    session: Session | None,
    fields: Mapping[str, int] | None = None,
) -> dict[Any, Raw]:
    """Raw documents of an institution by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    where = {"_id": {"$in": wanted}, "instansi": instansi}
    found = await model.get_pymongo_collection().find(where, fields, session=session).to_list()
    return {each["_id"]: each for each in found}


async def _prints(
    instansi: str, files: set[str], session: Session | None
) -> tuple[dict[str, str], dict[str, Sequence[Raw]]]:
    """The prints of these files and of all others that say the same ("" for none), and their wrong totals."""
    if not files:
        return {}, {}
    collection = StoredFile.get_pymongo_collection()
    fields = {"text_print": 1, "wrong_totals": 1}
    where = {"_id": {"$in": sorted(files)}, "instansi": instansi}
    own = await collection.find(where, fields, session=session).to_list()
    marks = sorted({file["text_print"] for file in own if file.get("text_print")})
    alike = {"instansi": instansi, "text_print": {"$in": marks}}
    twins = await collection.find(alike, {"text_print": 1}, session=session).to_list() if marks else []
    prints = {file["_id"]: file.get("text_print") or "" for file in [*own, *twins]}
    totals = {file["_id"]: file["wrong_totals"] for file in own if file.get("wrong_totals")}
    return dict.fromkeys(files, "") | prints, totals


async def _of_files(instansi: str, files: Iterable[str], session: Session | None) -> dict[Any, Raw]:
    """All evidence of these files, whoever's."""
    wanted = sorted(files)
    if not wanted:
        return {}
    where = {"instansi": instansi, "revisions.file_id": {"$in": wanted}}
    found = await Evidence.get_pymongo_collection().find(where, session=session).to_list()
    return {each["_id"]: each for each in found}


async def _users(instansi: str, evidence: Sequence[Any], session: Session | None) -> list[Raw]:
    """The reports that rest on any of this evidence."""
    if not evidence:
        return []
    where = {"instansi": instansi, "links.evidence_id": {"$in": sorted(evidence)}}
    return list(await Progress.get_pymongo_collection().find(where, _USE_FIELDS, session=session).to_list())


async def _claims_beside(instansi: str, findings: Iterable[Raw], session: Session | None) -> list[Raw]:
    """The claims on the pages of cited claims of an indicator: a grade stands beside its score."""
    places = sorted({(each["file_id"], each["page"]) for each in findings if _fields(each).get("indicator")})
    found: list[Raw] = []
    for file_id, page in places:
        where = {"instansi": instansi, "file_id": file_id, "page": page}
        found += await Finding.get_pymongo_collection().find(where, session=session).to_list()
    return found


def _fields(finding: Raw) -> Raw:
    fields: Raw = finding.get("edited") or finding["found"]
    return fields


def _number(value: Decimal | None) -> str | None:
    return None if value is None else number(value)
