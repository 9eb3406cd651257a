"""Counting what people said of findings."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.evidence.precision import precision_of

WIT = ZoneInfo("Asia/Jayapura")


def finding(
    verdict: str, *, kind: str = "percent", indicator: str | None = None, confidence: float = 0.9
) -> dict[str, Any]:
    """A raw decided claim."""
    at = datetime(2023, 9, 30, 16, tzinfo=UTC)  # the first of October in WIT
    found = {"kind": kind, "indicator": indicator}
    return {"kind": "claim", "verdict": verdict, "decided_at": at, "confidence": confidence, "found": found}


def test_what_was_changed_counts_as_wrong_and_what_is_doubted_not_at_all() -> None:
    verdicts = ["confirmed"] * 6 + ["edited", "rejected", "unsure"]
    count = precision_of([finding(verdict) for verdict in verdicts], WIT).all
    assert (count.judged, count.unsure, count.precision) == (8, 1, 75.0)


def test_without_judgements_there_is_no_precision() -> None:
    assert precision_of([finding("unsure")], WIT).all.precision is None


def test_months_are_those_of_the_institutions_zone() -> None:
    found = precision_of([finding("confirmed"), finding("rejected", kind="score")], WIT)
    assert {month: sorted(kinds) for month, kinds in found.months.items()} == {
        "2023-10": ["percent", "score"]
    }


def test_indicators_stand_by_how_many_were_judged() -> None:
    findings = [finding("confirmed", indicator="rb"), *[finding("rejected", indicator="spbe")] * 2]
    assert list(precision_of(findings, WIT).indicators) == ["spbe", "rb"]


def test_the_curve_sets_stated_beside_observed() -> None:
    findings = [finding("confirmed", confidence=0.95)] * 9 + [finding("rejected", confidence=0.95)]
    last = precision_of(findings, WIT).bins[-1]
    assert (last.judged, last.observed, round(last.mean_stated or 0)) == (10, 90.0, 95)


def test_full_confidence_falls_into_the_last_tenth() -> None:
    assert precision_of([finding("confirmed", confidence=1.0)], WIT).bins[-1].judged == 1
