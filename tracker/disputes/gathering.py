"""The statements of topics, read from where they stand: claims in evidence, reports, and plans."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nlp.claims.indicators import find_mentions, load_indicators
from nlp.text.lexer import lex
from tracker.database import Session
from tracker.disputes.rules import OF_INDICATORS, Statement, indicator_topic, output_topic
from tracker.evidence.labels import indicator_names
from tracker.evidence.models import ACCEPTED, Evidence, Finding, Verdict
from tracker.evidence.periods import triwulan_value
from tracker.evidence.proof import (
    CellFact,
    ClaimFact,
    EvidenceFact,
    ProofReason,
    claim_value,
    judge_one,
    scale_of,
)
from tracker.percentages.rules import Accumulation
from tracker.plans.models import Plan, Renaksi
from tracker.progress.models import Progress
from tracker.web.formats import roman

Raw = Mapping[str, Any]
_DECIMALS = re.compile(r"(\d+)[.,](\d+)")
SAYS_NOTHING = frozenset({Verdict.REJECTED, Verdict.UNSURE})


@dataclass(frozen=True, slots=True)
class Topic:
    """What statements are about, with all of them."""

    topic: str
    subject: str
    label: str
    period: str
    statements: Sequence[Statement]
    unit: str | None = None
    progress_id: str | None = None


def topic_of(finding: Raw) -> str | None:
    """The topic of a raw claim about an indicator; None for all else."""
    if finding["kind"] != "claim":
        return None
    fields = fields_of(finding)
    return indicator_topic(
        fields.get("indicator"), fields.get("period"), str(fields.get("kind")), str(fields.get("role"))
    )


async def of_indicator(session: Session | None, instansi: str, topic: str) -> Topic:
    """An indicator in a period: claims in evidence that is there, and the plan's own figure for the year."""
    _subject, code, period, _class = topic.split("|")
    collection = Finding.get_pymongo_collection()
    found: dict[Any, Raw] = {}
    for name in ("found", "edited"):
        where = {"instansi": instansi, f"{name}.indicator": code, f"{name}.period": period}
        found |= {each["_id"]: each for each in await collection.find(where, session=session).to_list()}
    speaking = [
        each for each in found.values() if each["verdict"] not in SAYS_NOTHING and topic_of(each) == topic
    ]
    there = await files_there(session, instansi, {each["file_id"] for each in speaking})
    statements = [_statement(each) for each in speaking if each["file_id"] in there]
    if topic.endswith("|value"):
        statements += await _of_plans(session, instansi, code, period)
    return Topic(
        topic=topic,
        subject="indicator",
        label=indicator_names().get(code, code),
        period=period,
        statements=sorted(statements, key=lambda each: each.key),
    )


def as_written(value: Decimal | None, text: str) -> Decimal | None:
    """The value with the decimals of its text: "4,40" says more than "4,4", which numbers do not keep."""
    match = _DECIMALS.search(text)
    if value is None or match is None:
        return value
    written = Decimal(f"{match[1]}.{match[2]}")
    return written if written == value else value


def _statement(finding: Raw) -> Statement:
    fields = fields_of(finding)
    is_grade = fields["kind"] == "grade"
    return Statement(
        key=f"finding:{finding['_id']}",
        kind=fields["kind"],
        value=None if is_grade else as_written(claim_value(fields.get("value")), finding["text"]),
        grade=str(fields.get("value")) if is_grade else None,
        accepted=finding["verdict"] in ACCEPTED,
    )


async def _of_plans(session: Session | None, instansi: str, code: str, period: str) -> list[Statement]:
    """What the forms of the year's plans say that the indicator has reached."""
    if not period.isdecimal():
        return []
    where = {"instansi": instansi, "year": int(period)}
    plans = await Plan.get_pymongo_collection().find(where, {"nodes": 1}, session=session).to_list()
    return [
        Statement(
            key=f"node:{plan['_id']}:{node['id']}",
            kind="percent" if node["measure"].get("satuan", "").strip() == "%" else "score",
            value=node["measure"]["realisasi"],
        )
        for plan in plans
        for node in plan["nodes"]
        if node["kind"] == "indikator"
        and node.get("measure", {}).get("realisasi") is not None
        and code_of(node["name"]) == code
    ]


@lru_cache(maxsize=1_024)
def code_of(name: str) -> str | None:
    """The code of the one indicator that a name names."""
    codes = {mention.code for mention in find_mentions(lex(name), load_indicators()) if not mention.weak}
    return codes.pop() if len(codes) == 1 else None


async def of_reports(session: Session | None, instansi: str, progress_ids: Sequence[str]) -> list[Topic]:
    """Cells of the plan: the reported value, and each claim that the report cites and a person accepted."""
    where = {"_id": {"$in": list(progress_ids)}, "instansi": instansi}
    reports = await Progress.get_pymongo_collection().find(where, session=session).to_list()
    cited = sorted({one for report in reports for link in report["links"] for one in link["findings"]})
    if not reports:
        return []
    outputs = await _outputs(session, instansi, reports)
    findings = await _findings(session, instansi, cited)
    there = await files_there(session, instansi, {each["file_id"] for each in findings.values()})
    return [
        _cell(
            report,
            outputs.get(report["output_id"], {}),
            {key: each for key, each in findings.items() if each["file_id"] in there},
        )
        for report in reports
    ]


def _cell(report: Raw, output: Raw, findings: Mapping[Any, Raw]) -> Topic:
    statements: list[Statement] = []
    if report.get("value") is not None:
        statements.append(Statement(key=f"report:{report['_id']}", kind="count", value=report["value"]))
        for link in report["links"]:
            statements += [
                Statement(key=f"finding:{finding}", kind="count", value=value)
                for finding in link["findings"]
                if finding in findings
                and (value := _value_in_cell(report, output, findings[finding])) is not None
            ]
    year, triwulan = report["year"], report["triwulan"]
    return Topic(
        topic=output_topic(report["output_id"], triwulan),
        subject="output",
        label=f"{output.get('indikator', '')}, TW {roman(triwulan)} {year}",
        period=triwulan_value(year, triwulan),
        statements=sorted({each.key: each for each in statements}.values(), key=lambda each: each.key),
        unit=report.get("unit"),
        progress_id=report["_id"],
    )


def _value_in_cell(report: Raw, output: Raw, finding: Raw) -> Decimal | None:
    """What an accepted claim says of the cell, in the output's unit; None: it speaks of something else."""
    fields = fields_of(finding)
    if finding["kind"] != "claim" or finding["verdict"] not in ACCEPTED:
        return None
    claim = ClaimFact(
        finding_id=str(finding["_id"]),
        accepted=True,
        kind=fields["kind"],
        value=claim_value(fields.get("value")),
        unit=fields.get("unit"),
        role=fields.get("role", ""),
        period=fields.get("period"),
    )
    cell = CellFact(
        year=report["year"],
        triwulan=report["triwulan"],
        value=report["value"],
        satuan=output.get("satuan", ""),
        accumulation=Accumulation(output.get("accumulation", Accumulation.PER_QUARTER)),
        by_document=False,
    )
    period = triwulan_value(report["year"], report["triwulan"])
    judged = judge_one(cell, EvidenceFact("", "ready", period, (claim,)))
    scale = scale_of(cell.satuan, claim.kind)
    speaks = judged.reason in {ProofReason.CLAIM_DIFFERS, ProofReason.CLAIM_EQUALS}
    return claim.value / scale if speaks and scale and claim.value is not None else None


async def files_there(session: Session | None, instansi: str, files: Iterable[str]) -> set[str]:
    """Those of the files that an evidence still holds."""
    wanted = sorted(set(files))
    if not wanted:
        return set()
    where = {"instansi": instansi, "revisions.file_id": {"$in": wanted}}
    fields = {"revisions.file_id": 1, "removed": 1}
    rows = await Evidence.get_pymongo_collection().find(where, fields, session=session).to_list()
    return {revision["file_id"] for row in rows if not row.get("removed") for revision in row["revisions"]}


async def _outputs(session: Session | None, instansi: str, reports: Iterable[Raw]) -> dict[str, Raw]:
    ids = sorted({report["renaksi_id"] for report in reports})
    where = {"_id": {"$in": ids}, "instansi": instansi}
    found = await Renaksi.get_pymongo_collection().find(where, {"outputs": 1}, session=session).to_list()
    return {output["id"]: output for action in found for output in action["outputs"]}


async def _findings(session: Session | None, instansi: str, ids: Sequence[Any]) -> dict[Any, Raw]:
    if not ids:
        return {}
    where = {"_id": {"$in": list(ids)}, "instansi": instansi}
    found = await Finding.get_pymongo_collection().find(where, session=session).to_list()
    return {each["_id"]: each for each in found}


def fields_of(finding: Raw) -> Raw:
    """The fields of a raw finding that hold."""
    fields: Raw = finding.get("edited") or finding["found"]
    return fields


def speaks_of_indicator(finding: Raw) -> bool:
    """Whether a raw finding may be a part of an indicator's topic at all, as found or as edited."""
    return any(
        (fields or {}).get("indicator") and (fields or {}).get("kind") in OF_INDICATORS
        for fields in (finding.get("found"), finding.get("edited"))
    )
