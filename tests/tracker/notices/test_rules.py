"""On which mornings somebody is reminded, as tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.notices.rules import Due, Occasion, UnitShare, due_on, lack_of, morning_of

CLOSES = date(2023, 10, 20)


@pytest.mark.parametrize("days", [30, 7, 3, 1])
def test_a_deadline_is_told_of_at_thirty_seven_three_and_one_day(days: int) -> None:
    assert due_on(CLOSES - timedelta(days=days), CLOSES) == Due(Occasion.AHEAD, days)


@pytest.mark.parametrize("days", [1, 3, 7, 14, 21, 28])
def test_what_is_late_is_told_of_at_once_and_then_less_and_less_often(days: int) -> None:
    assert due_on(CLOSES + timedelta(days=days), CLOSES) == Due(Occasion.LATE, days)


@pytest.mark.parametrize("days", [-31, -8, -2, 0, 2, 29])
def test_on_other_days_nothing_is_said(days: int) -> None:
    assert due_on(CLOSES + timedelta(days=days), CLOSES) is None


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        pytest.param("Asia/Jakarta", (2023, 10, 12, 23, 59), None, id="a minute to seven in WIB"),
        pytest.param("Asia/Jakarta", (2023, 10, 13, 0, 0), date(2023, 10, 13), id="seven in WIB"),
        pytest.param("Asia/Makassar", (2023, 10, 12, 23, 0), date(2023, 10, 13), id="seven in WITA"),
        pytest.param("Asia/Jayapura", (2023, 10, 12, 22, 0), date(2023, 10, 13), id="seven in WIT"),
        pytest.param("Asia/Jayapura", (2023, 10, 12, 15, 30), None, id="after midnight in WIT"),
    ],
)
def test_the_morning_begins_at_seven_of_the_institutions_zone(
    zone: str, at: tuple[int, ...], day: date | None
) -> None:
    assert morning_of(datetime(*at, tzinfo=UTC), ZoneInfo(zone)) == day  # type: ignore[misc, arg-type]


def test_what_units_lack_is_summed_without_those_that_lack_nothing() -> None:
    shares = [
        UnitShare("a", 3, is_silent=False, closes_on=CLOSES),
        UnitShare("b", 4, is_silent=True, closes_on=CLOSES),
        UnitShare("c", 0, is_silent=False, closes_on=CLOSES),
    ]
    lack = lack_of(shares)
    assert (lack.missing, lack.units, lack.silent) == (7, 2, 1)
