"""When evidence proves a reported value."""

from decimal import Decimal

import pytest

from tracker.evidence.proof import (
    CellFact,
    ClaimFact,
    EvidenceFact,
    ProofReason,
    claim_value,
    judge,
    scale_of,
    sentence,
)
from tracker.percentages.rules import Accumulation

TW3 = "2023-07/2023-09"


def cell(
    value: str | None = "12",
    *,
    satuan: str = "Dokumen",
    triwulan: int = 3,
    accumulation: Accumulation = Accumulation.PER_QUARTER,
    by_document: bool = False,
) -> CellFact:
    amount = None if value is None else Decimal(value)
    return CellFact(2023, triwulan, amount, satuan, accumulation, by_document)


def claim(
    value: str | None = "12",
    *,
    kind: str = "count",
    accepted: bool = True,
    role: str = "actual",
    period: str | None = "2023",
    finding_id: str = "f1",
    superseded: bool = False,
) -> ClaimFact:
    amount = None if value is None else Decimal(value)
    return ClaimFact(finding_id, accepted, kind, amount, None, role, period, superseded)


def evidence(
    *claims: ClaimFact, reading: str = "ready", period: str | None = TW3, evidence_id: str = "e1"
) -> EvidenceFact:
    return EvidenceFact(evidence_id, reading, period, claims)


@pytest.mark.parametrize(
    ("reported", "given", "reason"),
    [
        pytest.param(cell(), [evidence(claim())], "claim_equals", id="an accepted equal claim proves"),
        pytest.param(cell("12.0"), [evidence(claim("12"))], "claim_equals", id="12,0 is 12"),
        pytest.param(cell(None), [evidence(claim())], "no_value", id="nothing reported, nothing proven"),
        pytest.param(cell(), [], "no_evidence", id="no evidence"),
        pytest.param(cell(), [evidence()], "no_confirmed_claim", id="no claim is cited"),
        pytest.param(
            cell(),
            [evidence(claim(accepted=False))],
            "no_confirmed_claim",
            id="nobody has accepted the claim",
        ),
        pytest.param(cell("13"), [evidence(claim())], "claim_differs", id="the claim says something else"),
        pytest.param(cell("12.01"), [evidence(claim())], "claim_differs", id="nearly equal is not equal"),
        pytest.param(
            cell(),
            [evidence(claim(superseded=True))],
            "claim_superseded",
            id="another value holds by a decision",
        ),
        pytest.param(cell(), [evidence(claim(role="target"))], "target_as_actual", id="a target is no proof"),
        pytest.param(
            cell(), [evidence(claim(kind="percent"))], "unit_differs", id="per cent are no documents"
        ),
        pytest.param(
            cell(), [evidence(claim(None, kind="grade"))], "unit_differs", id="a grade is no number"
        ),
        pytest.param(
            cell("75", satuan="Persen"),
            [evidence(claim("75", kind="percent"))],
            "claim_equals",
            id="per cent prove per cent",
        ),
        pytest.param(
            cell("75", satuan="%"), [evidence(claim("75"))], "unit_differs", id="a count is no percentage"
        ),
        pytest.param(
            cell("1400", satuan="Juta Rupiah"),
            [evidence(claim("1400000000", kind="money"))],
            "claim_equals",
            id="money in millions",
        ),
        pytest.param(
            cell("2.75", satuan="Indeks"),
            [evidence(claim("2.75", kind="score"))],
            "claim_equals",
            id="a score proves an index",
        ),
        pytest.param(cell(), [evidence(claim(), reading="reading")], "not_read", id="still being read"),
        pytest.param(cell(), [evidence(claim(), reading="failed")], "unreadable", id="could not be read"),
        pytest.param(
            cell(),
            [evidence(claim(), period="2023-04/2023-06")],
            "outside_period",
            id="triwulan II is not III",
        ),
        pytest.param(
            cell(), [evidence(claim(period="2022"), period="2022")], "outside_period", id="last year's file"
        ),
        pytest.param(
            cell(), [evidence(claim(), period="2020/2024")], "outside_period", id="a programme's years"
        ),
        pytest.param(
            cell(),
            [evidence(claim(period="2022"))],
            "claim_of_other_period",
            id="last year's figure in this year's file",
        ),
        pytest.param(
            cell(),
            [evidence(claim(period="2023-08"), period=None)],
            "claim_equals",
            id="the claim gives the period",
        ),
        pytest.param(
            cell(), [evidence(claim(period=None), period=None)], "no_period", id="nothing gives the period"
        ),
        pytest.param(
            cell(accumulation=Accumulation.CUMULATIVE),
            [evidence(claim(), period="2023-02")],
            "claim_equals",
            id="a running total may rest on February",
        ),
        pytest.param(
            cell(accumulation=Accumulation.CUMULATIVE),
            [evidence(claim(), period="2023-09/2023-10")],
            "outside_period",
            id="a running total may not rest on what follows",
        ),
        pytest.param(
            cell(by_document=True),
            [evidence()],
            "document_fits",
            id="a document that is read and of the period",
        ),
        pytest.param(
            cell(by_document=True), [evidence(period=None)], "no_period", id="a document without a period"
        ),
        pytest.param(
            cell(by_document=True), [evidence(reading="queued")], "not_read", id="a document not yet read"
        ),
    ],
)
def test_the_outcome_of_evidence(reported: CellFact, given: list[EvidenceFact], reason: str) -> None:
    outcome = judge(reported, given)

    assert outcome.reason == reason
    assert outcome.proven is (reason in {"claim_equals", "document_fits"})


def test_one_good_evidence_among_bad_ones_proves() -> None:
    outcome = judge(
        cell(),
        [
            evidence(claim("13", finding_id="f0"), evidence_id="e0"),
            evidence(claim("9", finding_id="f1"), claim("12", finding_id="f2"), evidence_id="e1"),
        ],
    )

    assert (outcome.proven, outcome.evidence_id, outcome.finding_id) == (True, "e1", "f2")


def test_what_came_nearest_is_named_when_nothing_proves() -> None:
    outcome = judge(
        cell(), [evidence(reading="queued", evidence_id="e0"), evidence(claim("13"), evidence_id="e1")]
    )

    assert (outcome.reason, outcome.evidence_id, outcome.claimed) == ("claim_differs", "e1", Decimal(13))


@pytest.mark.parametrize("reason", list(ProofReason))
def test_every_reason_is_a_sentence(reason: ProofReason) -> None:
    assert sentence(reason).endswith(".")


def test_a_difference_names_both_values() -> None:
    text = sentence(ProofReason.CLAIM_DIFFERS, reported="12", claimed="13")

    assert "12" in text
    assert "13" in text


@pytest.mark.parametrize(
    ("satuan", "kind", "scale"),
    [
        ("Rp.", "money", 1),
        ("Rp (juta)", "money", 10**6),
        ("Rupiah", "count", None),
        ("Orang", "count", 1),
        ("Orang", "money", None),
        ("", "count", 1),
        ("Peringkat", "rank", 1),
    ],
)
def test_units_that_go_together(satuan: str, kind: str, scale: int | None) -> None:
    assert scale_of(satuan, kind) == scale


@pytest.mark.parametrize(
    ("stored", "value"),
    [(4.44, Decimal("4.44")), (12, Decimal(12)), ("A-", None), (None, None), (True, None), ("nan", None)],
)
def test_the_value_of_a_claim_as_an_exact_number(stored: object, value: Decimal | None) -> None:
    assert claim_value(stored) == value
