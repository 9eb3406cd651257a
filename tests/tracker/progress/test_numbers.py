"""Numbers as people type them, and as a form holds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Invalid
from tracker.i18n import use_language
from tracker.progress.numbers import doubt, parse_rupiah, parse_value, typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("   ", None),
        ("12", "12"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("75,5 %", "75.5"),
        ("2,75", "2.75"),
        ("2.75", "2.75"),
        ("1.500", "1500"),
        ("-0,2", "-0.2"),
        ("dua puluh lima", "25"),
    ],
)
def test_indonesian_and_english_numbers_are_understood(text: str, value: str | None) -> None:
    assert parse_value(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["banyak", "12 orang dan 3 desa", "1.2.3", "9" * 30])
def test_what_is_no_number_is_refused_with_the_field(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_value(text)
    assert set(caught.value.fields) == {"value"}


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [("Rp1,4 miliar", 1_400_000_000), ("250.000.000", 250_000_000), ("Rp 12.500", 12_500), ("", None)],
)
def test_money_is_whole_rupiah(text: str, rupiah: int | None) -> None:
    assert parse_rupiah(text) == rupiah


@pytest.mark.parametrize("text", ["-5", "12,5", "2.000 triliun"])
def test_money_is_not_negative_broken_or_beyond_reason(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_rupiah(text)
    assert set(caught.value.fields) == {"spent"}


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False))
def test_what_a_form_holds_is_read_back_as_it_was(value: Decimal) -> None:
    assert parse_value(typed(value)) == value


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False))
def test_what_an_english_form_holds_is_read_back_as_it_was(value: Decimal) -> None:
    with in_english():
        assert parse_value(typed(value)) == value


@given(st.integers(0, 10**15))
def test_money_in_an_english_form_is_read_back_as_it_was(value: int) -> None:
    with in_english():
        assert parse_rupiah(typed(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", "1500"),
        ("1.500", "1.5"),
        ("-2,750", "-2750"),
        ("1.234,5", "1234.5"),
        ("12,345.5", "12345.5"),
    ],
)
def test_on_an_english_page_numbers_are_read_the_english_way(text: str, value: str) -> None:
    with in_english():
        assert parse_value(text) == Decimal(value)
        assert parse_rupiah("250.000") == 250_000


def test_on_an_english_page_a_doubt_is_told_the_other_way_round() -> None:
    with in_english():
        assert "1500" in str(doubt("1.500"))
        assert "20" in str(doubt("20,000"))
        with pytest.raises(Invalid) as caught:
            parse_value("banyak")
    assert "1,234.5" in caught.value.fields["value"]


@contextmanager
def in_english() -> Iterator[None]:
    """For the texts and numbers of what follows."""
    use_language("en")
    try:
        yield
    finally:
        use_language("id")


@given(st.integers(0, 10**15))
def test_money_in_a_form_is_read_back_as_it_was(value: int) -> None:
    assert parse_rupiah(typed(value)) == value
