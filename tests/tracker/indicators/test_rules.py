"""Rows of the table of indicators, as tables."""

import pytest

from nlp.claims.indicators import find_mentions, load_indicators
from nlp.text.lexer import lex
from tracker.indicators.rules import Row, aliases_in, as_table, code_of, faults


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Indeks Ketahanan Daerah (IKD)", "indeks_ketahanan_daerah_ikd"),
        ("3T: Daerah Tertinggal", "i_3t_daerah_tertinggal"),
        ("Indeks Pengelolaan Keuangan Daerah Provinsi", "indeks_pengelolaan_keuangan_da"),
    ],
)
def test_a_code_is_made_of_the_name(name: str, code: str) -> None:
    assert code_of(name) == code
    assert faults(Row(code, name)) == {}


def test_aliases_stand_on_lines_or_between_semicolons() -> None:
    assert aliases_in("IKD; ketahanan  daerah\n IKD\n\n") == ("IKD", "ketahanan daerah")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Row("Ikd", "Indeks"), "code"),
        (Row("ikd", ""), "name"),
        (Row("ikd", "x" * 121), "name"),
        (Row("ikd", "Indeks", ("a",)), "aliases"),
        (Row("ikd", "Indeks", ("12",)), "aliases"),
        (Row("ikd", "Indeks", tuple(f"nama{n}" for n in range(31))), "aliases"),
    ],
)
def test_what_does_not_fit_is_named(row: Row, field: str) -> None:
    assert set(faults(row)) == {field}


def test_own_rows_extend_the_common_table_and_give_its_measures_more_names() -> None:
    rows = [Row("ikd", "Indeks Ketahanan Daerah", ("IKD",)), Row("spbe", "Indeks SPBE", ("Indeks Digital",))]
    table = load_indicators(extra=as_table(rows))
    assert table.names["ikd"] == "Indeks Ketahanan Daerah"
    text = lex("IKD naik dari 61 ke 64, sedangkan Indeks Digital turun.")
    assert [one.code for one in find_mentions(text, table)] == ["ikd", "spbe"]
    assert not find_mentions(text, load_indicators())
    assert table.names.keys() >= load_indicators().names.keys()
