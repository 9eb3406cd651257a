"""Numbers as people type them and as documents print them."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("452,750,000.00", "452750000.00"),
        ("2.75", "2.75"),
        ("2,75", "2.75"),
        ("1.200", "1200"),
        ("0.125", "0.125"),
        ("12", "12"),
        ("-5,5", "-5.5"),
        ("Rp 2.560.783.220", "2560783220"),
        ("Rp.17.567.750.000,-", "17567750000"),
        ("Rp 5.000,00", "5000.00"),
        ("Rp1,4 miliar", "1400000000"),
        ("Rp.4,5 M", "4500000000"),
        ("Rp2 T", "2000000000000"),
        ("750 juta", "750000000"),
        ("2,5 triliun", "2500000000000"),
        ("50 %", "50"),
        ("100 persen", "100"),
        ("lima", "5"),
        ("dua belas", "12"),
        ("dua puluh lima", "25"),
        ("seratus lima puluh", "150"),
        ("seribu dua ratus", "1200"),
        ("dua ribu tiga puluh satu", "2031"),
        ("tiga juta lima ratus ribu rupiah", "3500000"),
    ],
)
def test_every_usual_form_is_understood(text: str, value: str):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "12 orang", "1.2.3", "1.23.456,7", "3 dan 4", "²", "9" * 400])
def test_what_is_no_number_is_refused_in_indonesian(text: str):
    with pytest.raises(ValueError, match=r"angka"):
        parse_number(text)


@given(st.integers(min_value=0, max_value=10**15))
def test_grouped_digits_keep_their_value(number: int):
    grouped = f"{number:,}".replace(",", ".")
    assert parse_number(grouped if grouped.count(".") != 1 or number >= 1000 else str(number)) == number


@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_a_value_error(text: str):
    with contextlib.suppress(ValueError):
        assert parse_number(text).is_finite()
