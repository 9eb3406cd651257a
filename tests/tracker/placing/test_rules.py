"""How a claim stands to its cell, and what must be chosen before it is placed."""

from decimal import Decimal

import pytest

from tracker.errors import NotFound
from tracker.placing.rules import (
    Chosen,
    Pick,
    Standing,
    Wish,
    problems,
    standing_of,
    value_for_cell,
)

TWO, THREE = Decimal(2), Decimal(3)


@pytest.mark.parametrize(
    ("is_cited", "is_open", "reported", "claimed", "standing"),
    [
        pytest.param(False, True, None, TWO, Standing.EMPTY, id="nobody has filled it in"),
        pytest.param(False, True, TWO, Decimal("2.0"), Standing.SAME, id="the same, however it is written"),
        pytest.param(False, True, THREE, TWO, Standing.DIFFERS, id="another value"),
        pytest.param(False, False, None, TWO, Standing.SHUT, id="it takes nothing now"),
        pytest.param(False, True, None, None, Standing.SHUT, id="the claim is in no unit of the output's"),
        pytest.param(
            True, False, THREE, TWO, Standing.PLACED, id="placed already, even where it is shut now"
        ),
    ],
)
def test_how_a_claim_stands_to_its_cell(
    is_cited: bool,
    is_open: bool,
    reported: Decimal | None,
    claimed: Decimal | None,
    standing: Standing,
) -> None:
    assert standing_of(is_cited=is_cited, is_open=is_open, reported=reported, claimed=claimed) is standing


def pick(
    name: str,
    claimed: Decimal,
    standing: Standing = Standing.EMPTY,
    wish: Wish = Wish.NONE,
    cell: str = "o:1",
) -> Pick:
    return Pick(name, cell, claimed, standing, wish)


def test_two_values_ask_for_a_choice() -> None:
    undecided = pick("a", TWO, Standing.DIFFERS)
    decided = pick("b", TWO, Standing.DIFFERS, Wish.KEEP, cell="o:2")

    assert list(problems([undecided, decided])) == ["a"]


def test_two_claims_of_one_cell_must_say_the_same() -> None:
    assert problems([pick("a", TWO), pick("b", TWO)]) == {}
    assert set(problems([pick("a", TWO), pick("b", THREE), pick("c", THREE, cell="o:2")])) == {"a", "b"}


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (pick("a", TWO), TWO),
        (pick("a", TWO, Standing.SAME), None),
        (pick("a", TWO, Standing.DIFFERS, Wish.KEEP), None),
        (pick("a", TWO, Standing.DIFFERS, Wish.REPLACE), TWO),
    ],
)
def test_a_value_is_written_over_only_where_somebody_asked_for_it(row: Pick, value: Decimal | None) -> None:
    assert value_for_cell([row]) == value


def test_a_ticked_row_says_what_was_seen() -> None:
    assert Chosen.parse("ab12.3.1", {"ab12": "ganti"}) == Chosen("ab12", 3, 1, Wish.REPLACE)
    assert Chosen.parse("ab12.3.1", {"ab12": "hapus"}).wish is Wish.NONE


@pytest.mark.parametrize("text", ["", "ab12", "ab12.3", "ab12.x.1", "ab12.3.1.4", f"a.{'9' * 30}.1"])
def test_anything_else_is_not_there(text: str) -> None:
    with pytest.raises(NotFound):
        Chosen.parse(text, {})
