"""What one call gives for a text of each kind."""

from __future__ import annotations

from datetime import date

import pytest

from nlp import extract

NEWS = (
    "PURBANUSA – Pemkab Purbanusa menggelar rapat pada Selasa (17/10/2031). Data sudah 50 % terinput di "
    "portal RB nasional sampai batas akhir penginputan tanggal 20 Oktober mendatang, "
    "sesuai PermenPANRB Nomor 3 Tahun 2023."
)


def test_a_news_text_gives_its_dates_claims_and_regulations():
    found = extract(NEWS, published=date(2031, 10, 17))
    assert [(m.value, m.role) for m in found.dates] == [("2031-10-17", "event"), ("2031-10-20", "deadline")]
    assert [(m.kind, m.value, m.indicator) for m in found.claims] == [("percent", 50, "input_rb")]
    assert [(m.type, m.number, m.year) for m in found.regulations] == [("PermenPANRB", "3", 2023)]


def test_offsets_are_those_of_the_text():
    found = extract(NEWS, published=date(2031, 10, 17))
    for mark in [*found.dates, *found.claims, *found.regulations]:
        assert NEWS[mark.start : mark.end] == mark.text


def test_the_json_form_has_numbers_as_numbers():
    claim = extract(NEWS, published=date(2031, 10, 17)).to_json()["claims"][0]
    assert claim["value"] == 50
    assert claim["unit"] == "%"


@pytest.mark.parametrize("text", ["", " ", "\f\f", "\ud800 50 %", "٣٤ ½ 🙂 2031", "9" * 5000, "Rp" * 3000])
def test_any_text_gives_an_answer(text: str):
    found = extract(text)
    assert found.text == text
    for mark in [*found.dates, *found.claims, *found.regulations]:
        assert 0 <= mark.start < mark.end <= len(text)
