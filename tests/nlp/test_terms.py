"""What a text is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.terms import asked, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("pelatihan", "melatih", id="a stem is the same in all of its forms"),
        pytest.param("penyusunan", "disusun", id="also where the prefix takes a letter"),
        pytest.param("4,44", "4.44", id="a decimal comma and a decimal dot"),
        pytest.param("1.400.000.000", "Rp1,4 miliar", id="a written-out amount and one with its scale"),
        pytest.param("Rp 1,4 M", "1,4 miliar", id="the short form of miliar behind rupiah"),
        pytest.param("SPBE", "spbe", id="capitals"),
    ],
)
def test_two_ways_to_write_it_are_found_by_one_another(one: str, other: str) -> None:
    assert set(asked(one)) <= {term.term for term in terms(other)} | set(asked(other))
    assert set(asked(other)) <= {term.term for term in terms(other)}
    assert set(asked(one)) & set(asked(other))


def test_words_that_only_connect_are_not_looked_for() -> None:
    assert asked("dan yang di dari") == []


def test_a_number_of_a_letter_is_its_parts() -> None:
    assert asked("188.44/123/2023") == ["#188.44", "#123", "#2023"]


@given(st.text(max_size=300))
def test_terms_stand_where_they_say(text: str) -> None:
    found = list(terms(text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert set(asked(text)) <= {one.term for one in found}
