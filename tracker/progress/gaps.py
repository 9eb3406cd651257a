"""Grades that do not fit the scores beside them, and totals that tables print wrongly. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tracker.evidence.labels import indicator_names
from tracker.evidence.models import Verdict
from tracker.evidence.proof import claim_value
from tracker.plans.reference.bands import Scale, earned_instead
from tracker.plans.reference.loader import load_scales
from tracker.progress.checks import GradeGap, TableGap

Raw = Mapping[str, Any]


@lru_cache(maxsize=1)
def scales() -> tuple[Scale, ...]:
    """The bands of the scales that are known."""
    return load_scales()


def grade_gaps(report: Raw, cited: Mapping[Any, Raw], beside: Iterable[Raw]) -> list[GradeGap]:
    """The grades that differ from what the score of the same indicator on the same page earns.

    Only pairs of which the report cites one; what somebody rejected says nothing.
    """
    known = [each for each in beside if each["kind"] == "claim" and each["verdict"] != Verdict.REJECTED]
    found: dict[str, GradeGap] = {}
    for link in report.get("links", []):
        for finding_id in link.get("findings", []):
            own = cited.get(finding_id)
            for other in known:
                if own is not None and _is_of_one(own, other):
                    gap = _gap(own, other, report["year"], str(link["evidence_id"]))
                    if gap is not None:
                        found.setdefault(f"{gap.score} {gap.said}", gap)
    return list(found.values())


def table_gaps(
    report: Raw, evidence: Mapping[Any, Raw], cited: Mapping[Any, Raw], totals: Mapping[str, Sequence[Raw]]
) -> list[TableGap]:
    """The printed totals that do not hold on the pages that the report cites; `totals` are those of files."""
    found = []
    for link in report.get("links", []):
        pages = {*link.get("pages", []), *(cited[one]["page"] for one in link["findings"] if one in cited)}
        newest = evidence.get(link["evidence_id"], {}).get("file_id", "")
        found += [
            TableGap(
                str(link["evidence_id"]),
                wrong["page"],
                wrong["row"],
                wrong["column"],
                wrong["printed"],
                wrong["added"],
            )
            for wrong in totals.get(newest, ())
            if wrong.get("page") in pages
        ]
    return found


def _is_of_one(own: Raw, other: Raw) -> bool:
    """Whether the two speak of one indicator on one page, and of one time as far as both say it."""
    mine, theirs = _fields(own), _fields(other)
    periods = {mine.get("period"), theirs.get("period")} - {None}
    return (
        (own["file_id"], own["page"]) == (other["file_id"], other["page"])
        and mine.get("indicator") is not None
        and mine.get("indicator") == theirs.get("indicator")
        and mine.get("role") == theirs.get("role")
        and len(periods) < 2
    )


def _gap(own: Raw, other: Raw, year: int, evidence_id: str) -> GradeGap | None:
    """The two as a score and a grade that do not go together; None where they do, or are no such pair."""
    by_kind = {_fields(each)["kind"]: each for each in (own, other)}
    if set(by_kind) != {"score", "grade"}:
        return None
    fields = _fields(by_kind["score"])
    score, said = claim_value(fields.get("value")), str(_fields(by_kind["grade"]).get("value") or "")
    if score is None or not said:
        return None
    code = str(fields["indicator"])
    at = str(fields.get("period") or "")[:4]
    earned = earned_instead(code, int(at) if at.isdecimal() else year, score, said, scales())
    if earned is None:
        return None
    return GradeGap(
        indicator_names().get(code, code), score, said, earned, evidence_id, str(by_kind["grade"]["_id"])
    )


def _fields(finding: Raw) -> Raw:
    fields: Raw = finding.get("edited") or finding["found"]
    return fields
