"""Days to a deadline, working days, and what is due, as tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.deadlines.rules import (
    DeadlineState,
    Due,
    due_of,
    end_of_day,
    is_working_day,
    remaining,
    start_of_day,
    through_for,
    working_days,
)

WIB = ZoneInfo("Asia/Jakarta")
WIT = ZoneInfo("Asia/Jayapura")
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2023, 10, 19), True, id="an ordinary Thursday"),
        pytest.param(date(2023, 10, 21), False, id="a Saturday"),
        pytest.param(date(2023, 9, 28), False, id="a public holiday"),
        pytest.param(date(2023, 4, 20), False, id="collective leave around Idul Fitri"),
        pytest.param(date(2023, 12, 26), False, id="collective leave after Christmas"),
    ],
)
def test_offices_work_from_monday_to_friday_without_holidays_and_leave(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("after", "through", "count"),
    [
        pytest.param(date(2023, 10, 19), date(2023, 10, 20), 1, id="tomorrow is one"),
        pytest.param(date(2023, 10, 20), date(2023, 10, 20), 0, id="today is none"),
        pytest.param(date(2023, 10, 20), date(2023, 10, 22), 0, id="a weekend is none"),
        pytest.param(date(2023, 10, 5), date(2023, 10, 20), 11, id="two weeks and a day"),
        pytest.param(date(2023, 4, 18), date(2023, 4, 26), 1, id="the week of Idul Fitri"),
    ],
)
def test_working_days_between_two_days(after: date, through: date, count: int) -> None:
    assert working_days(after, through) == count


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up_and_never_exceed_the_days(first: date, some: int, more: int) -> None:
    middle, last = first + timedelta(days=some), first + timedelta(days=some + more)
    assert working_days(first, last) == working_days(first, middle) + working_days(middle, last)
    assert 0 <= working_days(first, last) <= some + more


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        pytest.param(WIB, datetime(2023, 10, 20, 16, 59, 59, tzinfo=UTC), id="in Jakarta"),
        pytest.param(
            WIT, datetime(2023, 10, 20, 14, 59, 59, tzinfo=UTC), id="in Jayapura, two hours earlier"
        ),
    ],
)
def test_a_deadline_ends_with_the_day_of_the_institution(zone: ZoneInfo, instant: datetime) -> None:
    assert end_of_day(date(2023, 10, 20), zone) == instant


@given(DAYS)
def test_a_day_is_24_hours_in_indonesia(day: date) -> None:
    assert end_of_day(day, WIB) - start_of_day(day, WIB) == timedelta(hours=24, seconds=-1)


CLOSES = end_of_day(date(2023, 10, 20), WIB)


@pytest.mark.parametrize(
    ("at", "complete", "state", "days", "working", "late"),
    [
        pytest.param(
            datetime(2023, 10, 5, 2, tzinfo=UTC), False, "open", 15, 11, None, id="two weeks before"
        ),
        pytest.param(datetime(2023, 10, 13, 2, tzinfo=UTC), False, "soon", 7, 5, None, id="a week before"),
        pytest.param(datetime(2023, 10, 20, 16, 59, tzinfo=UTC), False, "soon", 0, 0, None, id="at 23.59"),
        pytest.param(datetime(2023, 10, 20, 17, 0, tzinfo=UTC), False, "late", -1, None, 1, id="at midnight"),
        pytest.param(
            datetime(2023, 10, 23, 2, tzinfo=UTC), False, "late", -3, None, 3, id="three days after"
        ),
        pytest.param(
            datetime(2023, 10, 23, 2, tzinfo=UTC), True, "closed", -3, None, 3, id="after, all is in"
        ),
        pytest.param(
            datetime(2023, 10, 5, 2, tzinfo=UTC), True, "open", 15, 11, None, id="before, all is in"
        ),
    ],
)
def test_the_state_of_a_deadline(
    at: datetime, complete: bool, state: str, days: int, working: int | None, late: int | None
) -> None:
    left = remaining(CLOSES, at, WIB, is_complete=complete)
    assert left.state is DeadlineState(state)
    assert (left.days_left, left.working_days_left, left.days_late) == (days, working, late)


def test_the_same_instant_is_another_day_further_east() -> None:
    at = datetime(2023, 10, 19, 16, 0, tzinfo=UTC)  # 23.00 in Jakarta, 01.00 of the 20th in Jayapura
    assert remaining(CLOSES, at, WIB).days_left == 1
    assert remaining(end_of_day(date(2023, 10, 20), WIT), at, WIT).days_left == 0


MARCH, JULY, OCTOBER, DECEMBER = (
    Due(2023, 1, date(2023, 3, 31)),
    Due(2023, 2, date(2023, 7, 14)),
    Due(2023, 3, date(2023, 10, 20)),
    Due(2023, 4, date(2023, 12, 29)),
)


@pytest.mark.parametrize(
    ("today", "deadlines", "through"),
    [
        pytest.param(date(2023, 10, 5), [JULY, OCTOBER, DECEMBER], 3, id="that of the nearest one ahead"),
        pytest.param(date(2023, 10, 20), [OCTOBER, DECEMBER], 3, id="on its day it is still ahead"),
        pytest.param(date(2023, 10, 21), [OCTOBER, DECEMBER], 4, id="the day after it is the next one"),
        pytest.param(date(2024, 2, 1), [MARCH, OCTOBER], 3, id="all passed: the last one"),
        pytest.param(date(2023, 8, 1), [], 2, id="none: the triwulan that have ended"),
        pytest.param(date(2023, 2, 1), [], 0, id="none, and none has ended"),
        pytest.param(date(2023, 8, 1), [Due(2024, 1, date(2023, 9, 1))], 2, id="of another year: none"),
        pytest.param(
            date(2023, 10, 5),
            [OCTOBER, Due(2023, 2, date(2023, 10, 20))],
            3,
            id="two on one day: the one that asks for more",
        ),
    ],
)
def test_what_counts_as_due(today: date, deadlines: list[Due], through: int) -> None:
    assert through_for(today, deadlines, 2023) == through


class Closing:
    """A deadline as far as `due_of` looks at it."""

    def __init__(self, through: int, closes_at: datetime) -> None:
        self.through = through
        self.closes_at = closes_at


def test_a_triwulan_is_due_at_the_earliest_deadline_that_asks_for_it() -> None:
    july, october = (
        Closing(2, end_of_day(date(2023, 7, 14), WIB)),
        Closing(3, end_of_day(date(2023, 10, 20), WIB)),
    )
    assert due_of([october, july], 2) is july
    assert due_of([october, july], 3) is october
    assert due_of([october, july], 4) is None
