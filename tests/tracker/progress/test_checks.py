"""The standing tests of a report: each is a sentence, and says nothing where it does not apply."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tracker.percentages.rules import Accumulation, LowerFormula, Polarity
from tracker.progress import checks
from tracker.progress.checks import Check, Disputed, GradeGap, ProofWords, ReportFacts, TableGap, Use

PROVEN = ProofWords("claim_equals", "Klaim sama.")
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
    is_late=False,
    year=2023,
)


def found(**changes: object) -> list[Check]:
    """The tests of the plain report with changes, without the proof."""
    return checks.tests_of(replace(PLAIN, **changes), PROVEN)[1:]  # type: ignore[arg-type]


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
    texts = [check.text for check in found(uses=[use(number) for number in range(3)], is_late=True)]
    assert any("3 laporan lain" in text for text in texts)
    assert any("Terlambat" in text for text in texts)


def test_what_is_not_proven_comes_first_and_may_be_a_reason_to_return() -> None:
    first = checks.tests_of(PLAIN, ProofWords("no_evidence", "Belum ada bukti."))[0]
    assert (first.tone, first.text, first.is_reason) == ("bad", "Belum ada bukti.", True)
    assert not checks.tests_of(PLAIN, PROVEN)[0].is_reason


def use(number: int = 0, **changes: object) -> Use:
    """Another output's report of the same unit and triwulan that rests on the same file."""
    plain = Use(
        label=f"Jumlah {number}, TW III 2023",
        output_id=f"lain-{number}",
        triwulan=3,
        year=2023,
        same_output=False,
        same_unit=True,
        same_claim=False,
        by_text=False,
        evidence_id="bukti",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("uses", "codes"),
    [
        pytest.param([use()], ["shared"], id="one report serves many outputs of its unit"),
        pytest.param([use(same_claim=True)], ["same_claim"], id="one claim for two outputs"),
        pytest.param([use(same_output=True, triwulan=2)], ["same_file"], id="one output, two triwulan"),
        pytest.param([use(same_unit=False)], ["same_file"], id="another unit's output"),
        pytest.param([use(year=2022)], ["last_year_file"], id="last year's file"),
        pytest.param([use(year=2022, by_text=True)], ["last_year_file"], id="last year's text"),
        pytest.param([use(year=2024)], ["shared"], id="a later year's is for that year to answer"),
        pytest.param([use(), use(1, same_claim=True)], ["same_claim", "shared"], id="each is told"),
    ],
)
def test_a_file_that_proves_something_else_too_is_told_with_its_place(
    uses: list[Use], codes: list[str]
) -> None:
    told = found(uses=uses)[: len(codes)]
    assert [check.code for check in told] == codes
    assert all(check.code == "shared" or (check.cell and check.evidence_id == "bukti") for check in told)


def test_a_twin_that_speaks_of_an_earlier_year_is_last_years_file() -> None:
    (check, _target) = found(twin_of_earlier=("bukti", "Laporan 2022", "2022"))
    assert (check.code, check.is_reason, check.evidence_id) == ("last_year_file", True, "bukti")


def test_a_grade_is_held_against_its_score() -> None:
    gap = GradeGap("Nilai SAKIP", Decimal("78.5"), "A", "BB", "bukti", "temuan")
    (check, _target) = found(grades=[gap])
    assert check.text == "Predikat A tidak sesuai nilai 78,5 pada Nilai SAKIP: nilai itu berpredikat BB."
    assert check.finding_id == "temuan"


def test_a_total_that_a_table_prints_wrongly_is_told_with_its_page() -> None:
    (_target, check) = found(tables=[TableGap("bukti", 4, "Jumlah", "Peserta", "50", "48")])
    assert (check.code, check.page, check.is_reason) == ("table_total", 4, True)
    assert "halaman 4, baris Jumlah, kolom Peserta: 50, bukan 48" in check.text


QUARTERS = (Decimal(1), Decimal(1), Decimal(2), Decimal(2))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"target_total": Decimal(6)}, False, id="the sum"),
        pytest.param({"target_total": Decimal(2)}, False, id="the last, where they add up to it"),
        pytest.param({"target_total": Decimal(9)}, True, id="neither"),
        pytest.param({"target_total": Decimal(9), "satuan": "%"}, False, id="shares are not added"),
        pytest.param({"target_total": Decimal(9), "targets": ()}, False, id="only the year is said"),
        pytest.param({"target_total": None}, False, id="no total"),
    ],
)
def test_a_total_is_the_sum_of_its_triwulan(changes: dict[str, object], told: bool) -> None:
    codes = [check.code for check in found(**{"targets": QUARTERS} | changes)]
    assert ("total_not_sum" in codes) is told


@pytest.mark.parametrize(
    ("stands", "code"),
    [pytest.param(None, "disputed", id="open"), pytest.param("4,44", "superseded", id="decided otherwise")],
)
def test_a_contradiction_is_told(stands: str | None, code: str) -> None:
    (check, _target) = found(disputed=Disputed("d", ["4,4", "4,44"], stands))
    assert (check.code, check.dispute_id) == (code, "d")
