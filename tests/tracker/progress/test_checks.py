"""The standing tests of a report: each is a sentence, and says nothing where it does not apply."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tracker.percentages.rules import Accumulation, LowerFormula, Polarity
from tracker.progress.checks import Check, ProofWords, ReportFacts, checks

PROVEN = ProofWords(proven=True, text="Klaim sama.")
PLAIN = ReportFacts(
    triwulan=3,
    value=Decimal(2),
    target=Decimal(2),
    satuan="dokumen",
    polarity=Polarity.HIGHER,
    accumulation=Accumulation.PER_QUARTER,
    lower_formula=LowerFormula.DEVIATION,
    spent=None,
    budget_total=None,
    spent_before=0,
    obstacles="",
    earlier={},
    links=1,
    is_late=False,
    shared_evidence=0,
)


def found(**changes: object) -> list[Check]:
    """The tests of the plain report with changes, without the proof."""
    return checks(replace(PLAIN, **changes), PROVEN)[1:]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "tone", "words"),
    [
        pytest.param({}, "good", "tercapai: 2 dokumen dari 2 dokumen (100 %)", id="the target is reached"),
        pytest.param({"value": Decimal(3)}, "good", "150 %", id="more than the target"),
        pytest.param({"value": Decimal(1)}, "warn", "tanpa penjelasan", id="below it, and nobody says why"),
        pytest.param(
            {"value": Decimal(1), "obstacles": "Banjir."},
            "none",
            "dijelaskan",
            id="below it, and it is told why",
        ),
        pytest.param(
            {"polarity": Polarity.LOWER, "value": Decimal(3)}, "warn", "50 %", id="more where less is better"
        ),
    ],
)
def test_the_value_is_held_against_the_target(changes: dict[str, object], tone: str, words: str) -> None:
    (check,) = found(**changes)
    assert check.tone == tone
    assert words in check.text


@pytest.mark.parametrize("changes", [{"value": None}, {"target": None}, {"target": Decimal(0)}])
def test_without_a_value_or_target_nothing_is_compared(changes: dict[str, object]) -> None:
    assert found(**changes) == []


def test_a_running_total_does_not_fall() -> None:
    falling = {"accumulation": Accumulation.CUMULATIVE, "earlier": {1: Decimal(1), 2: Decimal(4)}}
    assert any("turun dari 4 pada triwulan II" in check.text for check in found(**falling))
    rising = {"accumulation": Accumulation.CUMULATIVE, "earlier": {2: Decimal(1)}}
    assert len(found(**rising)) == 1
    assert len(found(earlier={2: Decimal(4)})) == 1


@pytest.mark.parametrize(
    ("spent", "before", "value", "words"),
    [
        pytest.param(60, 50, 2, "melebihi", id="more than the year's budget"),
        pytest.param(50, 45, 0, "hampir habis", id="nearly all spent, hardly anything reached"),
        pytest.param(50, 45, 2, None, id="nearly all spent, all reached"),
        pytest.param(10, 0, 0, None, id="little spent"),
    ],
)
def test_money_spent_is_held_against_budget_and_result(
    spent: int, before: int, value: int, words: str | None
) -> None:
    texts = [
        check.text
        for check in found(spent=spent, spent_before=before, budget_total=100, value=Decimal(value))
    ]
    assert any(words in text for text in texts) if words else len(texts) == 1


def test_evidence_that_serves_others_and_lateness_are_named() -> None:
    texts = [check.text for check in found(shared_evidence=3, is_late=True)]
    assert any("3 laporan lain" in text for text in texts)
    assert any("Terlambat" in text for text in texts)


def test_what_is_not_proven_comes_first_and_may_be_a_reason_to_return() -> None:
    first = checks(PLAIN, ProofWords(proven=False, text="Belum ada bukti."))[0]
    assert (first.tone, first.text, first.is_reason) == ("bad", "Belum ada bukti.", True)
    assert not checks(PLAIN, PROVEN)[0].is_reason
