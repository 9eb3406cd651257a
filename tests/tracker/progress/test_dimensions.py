"""The inspectorate's sheet: two assessments side by side, shares, and where they differ."""

from decimal import Decimal

import pytest

from tracker.progress.dimensions import Dimension, Share, differing, proposed, share_of, signs
from tracker.progress.models import Assessed

ALL = {str(dimension): Assessed(fits=True) for dimension in Dimension}


@pytest.mark.parametrize(
    ("assessment", "kept"),
    [
        pytest.param({}, "", id="nothing was assessed"),
        pytest.param(ALL, "1111", id="all fits"),
        pytest.param(ALL | {"waktu": Assessed(fits=False)}, "1110", id="late"),
        pytest.param({"output": Assessed(fits=True)}, "-1--", id="one alone"),
    ],
)
def test_an_assessment_as_four_signs(assessment: dict[str, Assessed], kept: str) -> None:
    assert signs(assessment) == kept


@pytest.mark.parametrize(
    ("codes", "against"),
    [
        ([], set()),
        (["late"], {Dimension.TIME}),
        (["unexplained"], {Dimension.OUTPUT}),
        (["below_target", "late"], {Dimension.OUTPUT, Dimension.TIME}),
        (["claim_differs"], set()),
    ],
)
def test_what_the_tests_propose(codes: list[str], against: set[Dimension]) -> None:
    assert {dimension for dimension, fits in proposed(codes).items() if not fits} == against


def test_a_share_counts_only_what_was_assessed() -> None:
    kept = ["1111", "1110", "-1-0", ""]
    assert share_of(kept, Dimension.TIME) == Share(1, 3)
    assert share_of(kept, Dimension.OUTPUT).percent == Decimal(100)
    assert share_of([], Dimension.TIME).percent is None


@pytest.mark.parametrize(
    ("pm", "apip", "found"),
    [
        ("1111", "1111", []),
        ("1111", "1010", [Dimension.OUTPUT, Dimension.TIME]),
        ("-111", "0111", []),
        ("", "0000", []),
    ],
)
def test_where_pm_and_apip_differ(pm: str, apip: str, found: list[Dimension]) -> None:
    assert differing(pm, apip) == found
