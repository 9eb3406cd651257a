"""What a finding may serve, and why."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tracker.evidence.matching import Cell, progress_offers
from tracker.evidence.suggestions import (
    DeadlineFact,
    deadline_offer,
    input_offer,
    proposed_period,
    rounded_like,
    year_of,
)
from tracker.percentages.rules import Accumulation, Formula, Percentage, Reason

PORTAL = DeadlineFact("d1", "Batas akhir penginputan portal RB nasional", 2023, date(2023, 10, 13))
SENTENCE = "Batas akhir penginputan portal RB nasional diundur menjadi 20 Oktober 2023."
TODAY = date(2023, 10, 17)


def percentage(part: int, whole: int) -> Percentage:
    value = None if whole == 0 else Decimal(100 * part) / whole
    reason = Reason.NOTHING_DUE if whole == 0 else None
    return Percentage(value, Decimal(part), Decimal(whole), Formula.TERINPUT, (), reason)


def cell(
    output: str = "o1",
    triwulan: int = 3,
    *,
    indikator: str = "Jumlah dokumen arsitektur SPBE",
    satuan: str = "Dokumen",
    renaksi: str = "Menyusun arsitektur SPBE",
    reported: str | None = None,
    accumulation: Accumulation = Accumulation.PER_QUARTER,
) -> Cell:
    value = None if reported is None else Decimal(reported)
    return Cell(
        f"{output}:{triwulan}",
        "u",
        2023,
        triwulan,
        indikator,
        satuan,
        renaksi,
        accumulation,
        value,
        Decimal(2),
    )


def claim(value: float = 2, **fields: Any) -> dict[str, Any]:
    kept = {"kind": "count", "value": value, "unit": "dokumen", "role": "actual", "period": "2023"}
    return {**kept, **fields}


SAID = "Dinas telah menyusun 2 dokumen arsitektur SPBE pada tahun 2023."


def test_a_limit_becomes_a_new_deadline() -> None:
    offer = deadline_offer("2023-10-20", SENTENCE, [])

    assert offer is not None
    assert (offer.target, offer.target_id) == ("deadline", None)
    assert "20 Oktober 2023" in offer.label


def test_a_limit_in_the_words_of_a_deadline_moves_it() -> None:
    offer = deadline_offer("2023-10-20", SENTENCE, [PORTAL])

    assert offer is not None
    assert offer.target_id == "d1"
    assert "13 Oktober 2023" in offer.reason


def test_a_deadline_that_stands_already_is_not_offered_again() -> None:
    assert deadline_offer("2023-10-13", SENTENCE, [PORTAL]) is None


@pytest.mark.parametrize("other", ["Penyampaian LKjIP ke Kementerian", "Ex ante RB tematik"])
def test_a_deadline_of_other_words_is_left_where_it_is(other: str) -> None:
    offer = deadline_offer("2023-10-20", SENTENCE, [DeadlineFact("d2", other, 2023, date(2023, 10, 13))])

    assert offer is not None
    assert offer.target_id is None


@pytest.mark.parametrize("value", ["2023-10", "2023", "2017/..", "kelak"])
def test_what_names_no_day_is_no_deadline(value: str) -> None:
    assert deadline_offer(value, SENTENCE, []) is None


def test_a_window_closes_on_its_last_day() -> None:
    offer = deadline_offer("2023-10-16/2023-10-20", SENTENCE, [])

    assert offer is not None
    assert "20 Oktober 2023" in offer.label


@pytest.mark.parametrize(
    ("claimed", "part", "whole", "words"),
    [
        pytest.param(
            "50", 240, 480, "Sama dengan terinput yang dihitung (50 %: 240 dari 480 sel)", id="equal"
        ),
        pytest.param("50", 241, 480, "Sama", id="rounded as the claim is"),
        pytest.param("50.2", 241, 480, "Sama", id="with the claim's decimals"),
        pytest.param("60", 240, 480, "Berbeda 10,0 poin", id="how far apart"),
        pytest.param("50", 0, 0, "belum dapat dihitung", id="nothing is due"),
    ],
)
def test_a_claimed_completeness_beside_the_computed_one(
    claimed: str, part: int, whole: int, words: str
) -> None:
    offer = input_offer(Decimal(claimed), percentage(part, whole), year=2023, through=3)

    assert words in offer.reason


def test_the_nearer_the_claim_the_better_the_score() -> None:
    scores = [
        input_offer(Decimal(claimed), percentage(240, 480), year=2023, through=3).score
        for claimed in (50, 55, 90)
    ]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_a_claim_is_offered_to_the_output_of_its_words() -> None:
    other = cell("o2", indikator="Jumlah laporan kemiskinan", renaksi="Memadankan data penerima bantuan")

    offers = progress_offers(claim(), SAID, [cell(), other], TODAY)

    assert [offer.target_id for offer in offers] == ["o1:3"]
    assert "dokumen" in offers[0].reason


def test_a_claim_of_a_year_goes_to_the_triwulan_that_had_ended() -> None:
    cells = [cell(triwulan=triwulan) for triwulan in (1, 2, 3, 4)]

    assert [offer.target_id for offer in progress_offers(claim(), SAID, cells, TODAY)] == ["o1:3"]
    assert [offer.target_id for offer in progress_offers(claim(), SAID, cells, date(2023, 4, 3))] == ["o1:1"]


def test_a_claim_of_a_triwulan_goes_to_that_one() -> None:
    cells = [cell(triwulan=triwulan) for triwulan in (1, 2, 3, 4)]

    offers = progress_offers(claim(period="2023-04/2023-06"), SAID, cells, TODAY)

    assert [offer.target_id for offer in offers] == ["o1:2"]


def test_a_claim_goes_to_the_triwulan_in_which_its_value_was_reported() -> None:
    cells = [cell(triwulan=1, reported="2"), cell(triwulan=3, reported="5")]

    assert progress_offers(claim(), SAID, cells, TODAY)[0].target_id == "o1:1"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"role": "target"}, id="a target"),
        pytest.param({"kind": "percent", "unit": "%"}, id="a percentage of documents"),
        pytest.param({"kind": "grade", "value": "BB"}, id="a grade"),
        pytest.param({"period": "2022"}, id="another year"),
    ],
)
def test_what_cannot_serve_a_cell_is_not_offered(fields: dict[str, Any]) -> None:
    assert progress_offers(claim(**fields), SAID, [cell()], TODAY) == []


@pytest.mark.parametrize(
    ("values", "year"),
    [(("2023-07/2023-09",), 2023), ((None, "2022"), 2022), (("2020/2024",), None), ((), None)],
)
def test_the_year_of_what_is_said(values: tuple[str | None, ...], year: int | None) -> None:
    assert year_of(*values) == year


@pytest.mark.parametrize(
    ("values", "published", "period"),
    [
        (["2023-07/2023-09", "2023", "2023-07/2023-09"], None, "2023-07/2023-09"),
        (["2023", "2023-07/2023-09"], None, "2023-07/2023-09"),
        (["2020/2024"], date(2023, 10, 17), "2023-10-17"),
        ([], None, None),
    ],
)
def test_the_period_that_a_document_seems_to_speak_of(
    values: list[str], published: date | None, period: str | None
) -> None:
    assert proposed_period(values, published) == period


def test_rounding_follows_the_pattern() -> None:
    assert rounded_like(Decimal("50.25"), Decimal("50.1")) == Decimal("50.3")
