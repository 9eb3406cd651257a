"""What contradicts what: rounding, ratios, grades, and what speaks of different matters."""

from decimal import Decimal

import pytest

from tracker.disputes.rules import (
    Statement,
    agree,
    considered,
    contradict,
    indicator_topic,
    is_strong,
    superseded,
)


def said(text: str, kind: str = "score", *, key: str = "", accepted: bool = True) -> Statement:
    """A statement of a number."""
    return Statement(key or text, kind, Decimal(text), None, accepted)


def graded(grade: str) -> Statement:
    """A statement of a grade."""
    return Statement(grade, "grade", None, grade)


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        pytest.param(said("4.44"), said("4.44"), True, id="the same"),
        pytest.param(said("4.4"), said("4.40"), True, id="with a zero more"),
        pytest.param(said("4.44"), said("4.4"), True, id="rounded"),
        pytest.param(said("4.46"), said("4.4"), True, id="cut off"),
        pytest.param(said("87.96"), said("88"), True, id="rounded to a whole"),
        pytest.param(said("4.44"), said("4.45"), False, id="the last digit differs"),
        pytest.param(said("4.44"), said("4.40"), False, id="two decimals are no rounding of two"),
        pytest.param(said("4.44"), said("4.6"), False, id="not by rounding"),
        pytest.param(said("50", "count"), said("48", "count"), False, id="tens are not rounded"),
        pytest.param(said("75", "percent"), said("0.75"), True, id="per cent and ratio"),
        pytest.param(said("75", "percent"), said("0.8"), False, id="another ratio"),
        pytest.param(said("75", "percent"), said("62"), True, id="an index beside a share"),
        pytest.param(said("1400000000", "money"), said("1412345678", "money"), True, id="Rp1,4 miliar"),
        pytest.param(said("1400000000", "money"), said("1512345678", "money"), False, id="another amount"),
        pytest.param(graded("BB"), graded("“bb”"), True, id="grades without regard to case and marks"),
        pytest.param(graded("BB"), graded("A-"), False, id="other grades"),
        pytest.param(graded("BB"), said("78"), True, id="a grade beside a score is another matter"),
        pytest.param(said("0"), said("0.00"), True, id="zero"),
    ],
)
def test_two_statements(one: Statement, other: Statement, agrees: bool) -> None:
    assert agree(one, other) is agrees
    assert agree(other, one) is agrees


@pytest.mark.parametrize(
    ("code", "period", "kind", "role", "has_topic"),
    [
        pytest.param("spbe", "2023", "score", "actual", True, id="an index of a year"),
        pytest.param("spbe", "2023", "score", "target", False, id="a target is another matter"),
        pytest.param("spbe", None, "score", "actual", False, id="without a time"),
        pytest.param(None, "2023", "score", "actual", False, id="without a measure"),
        pytest.param("sakip", "2023", "count", "actual", False, id="parts that make up a measure"),
        pytest.param("anggaran", "2023", "percent", "actual", False, id="many budgets"),
    ],
)
def test_what_has_a_topic(
    code: str | None, period: str | None, kind: str, role: str, has_topic: bool
) -> None:
    assert (indicator_topic(code, period, kind, role) is not None) is has_topic


def test_grades_and_values_have_topics_of_their_own() -> None:
    topics = {indicator_topic("sakip", "2023", kind, "actual") for kind in ("grade", "score", "percent")}
    assert len(topics) == 2


THREE = [said("4.45", key="form"), said("4.44", key="report"), said("4.4", key="news", accepted=False)]


def test_the_others_are_superseded_but_not_what_agrees_with_the_one_that_stands() -> None:
    assert contradict(THREE)
    assert superseded(THREE, "report") == ["form"]
    assert superseded(THREE, "form") == ["report"]
    assert superseded(THREE, "gone") == []


def test_a_contradiction_is_strong_where_people_stand_behind_both_sides() -> None:
    assert is_strong(THREE)
    assert not is_strong(THREE[::2])


def test_a_ruling_knows_what_it_was_about() -> None:
    assert considered(THREE) == considered(list(reversed(THREE)))
    assert considered(THREE) != considered(THREE[:2])
    assert considered([said("4.40", key="a")]) == considered([said("4.4", key="a")])
