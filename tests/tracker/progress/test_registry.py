"""The register of the standing tests: every test has its place in it, its words, its weight."""

import pytest

from tracker.evidence.proof import ProofReason
from tracker.progress.checks import Check, passes
from tracker.progress.registry import REGISTRY, Code, Severity, mark_words, risk_points


def test_every_test_has_its_place_and_what_hinders_has_a_mark() -> None:
    assert set(REGISTRY) == set(Code) | set(ProofReason)
    marked = {code for code, standing in REGISTRY.items() if standing.risk}
    assert marked == set(mark_words())


@pytest.mark.parametrize(
    ("codes", "points"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param(["claim_equals", "on_target"], 0, id="all is well"),
        pytest.param(["claim_differs"], 10, id="the gravest counts whole"),
        pytest.param(["late", "claim_differs", "on_target"], 11, id="others add a point each"),
        pytest.param(["late", "unheard_of"], 2, id="a test of a later version"),
    ],
)
def test_the_points_of_risk(codes: list[str], points: int) -> None:
    assert risk_points(codes) == points


@pytest.mark.parametrize("severity", Severity)
def test_only_what_asks_for_a_look_keeps_a_report_from_passing(severity: Severity) -> None:
    code = next(code for code, standing in REGISTRY.items() if standing.severity is severity)
    expected = severity in {Severity.PASSED, Severity.NOTE}
    assert passes([Check(code, "kalimat")]) is expected
