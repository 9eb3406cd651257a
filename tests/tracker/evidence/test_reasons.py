"""Why a finding may serve something is kept in Bahasa Indonesia and shown in the reader's language."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from nlp.matching import REASONS
from tests.tracker.pages.english import indonesian, words
from tracker.evidence.reasons import named, why
from tracker.evidence.suggestions import DeadlineFact, cell_label, deadline_offer, input_offer
from tracker.i18n import use_language
from tracker.percentages.rules import Percentage

SENTENCE = "Batas akhir penginputan portal ditetapkan 20 Oktober 2023."
KNOWN = DeadlineFact("1", "Penginputan portal", 2023, date(2023, 10, 13))


def test_the_parts_of_a_reason_are_told_one_by_one(in_english: None) -> None:
    kept = (
        "Nilai sama dengan realisasi TW I (8 perangkat daerah); indikator sama: Indeks SPBE; "
        "3 kata sama: perangkat, daerah, peta; periode sama: TW I 2023; unit penanggung jawab disebut."
    )
    assert why(kept) == (
        "Same value as the actual TW I (8 perangkat daerah); same indicator: Indeks SPBE; "
        "3 words in common: perangkat, daerah, peta; same period: TW I 2023; the unit in charge is named."
    )


@pytest.mark.parametrize("text", REASONS.values())
def test_every_part_has_its_english(in_english: None, text: str) -> None:
    facts = dict.fromkeys(("when", "claim", "name", "words", "one", "other"), "X")
    told = why(f"{text.format(count=3, **facts)}.")
    assert not words(told) & indonesian()


@pytest.mark.parametrize("known", [(), (KNOWN,)], ids=["a new deadline", "one that moves"])
def test_a_deadline_is_offered_with_its_day_as_english_writes_it(
    known: tuple[DeadlineFact, ...], request: pytest.FixtureRequest
) -> None:
    offer = deadline_offer("2023-10-20", SENTENCE, known)
    assert offer is not None
    request.getfixturevalue("in_english")
    assert "20 October 2023" in named(offer.label)
    told = f"{why(offer.reason)} {named(offer.label)}".replace(KNOWN.title, "")
    assert not words(told) & indonesian()


@pytest.mark.parametrize("claimed", ["50", "48.5"])
def test_a_claimed_completeness_stands_beside_the_figure_as_english_writes_it(
    claimed: str, request: pytest.FixtureRequest
) -> None:
    computed = Percentage(Decimal(50), Decimal(1234), Decimal(2468), "terinput")
    offer = input_offer(Decimal(claimed), computed, year=2023, through=3)
    request.getfixturevalue("in_english")
    told = why(offer.reason)
    assert "1,234" in told
    assert "50%" in told or "50.0%" in told
    assert not words(f"{told} {named(offer.label)}") & indonesian()


def test_a_cell_is_named_with_its_triwulan(request: pytest.FixtureRequest) -> None:
    label = cell_label("Jumlah dokumen", 3, 2023)
    request.getfixturevalue("in_english")
    assert named(label) == "Jumlah dokumen · TW III 2023"


@pytest.fixture(name="in_english")
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("id")
