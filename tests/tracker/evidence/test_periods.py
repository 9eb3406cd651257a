"""The days of EDTF values."""

from datetime import date

import pytest

from tracker.evidence.periods import days_of, fits, triwulan_value
from tracker.percentages.rules import Accumulation
from tracker.progress.rules import Period, triwulan_period


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-10-17", date(2023, 10, 17), date(2023, 10, 17)),
        ("2021-11-24T22:13+07:00", date(2021, 11, 24), date(2021, 11, 24)),
        ("2023-07/2023-09", date(2023, 7, 1), date(2023, 9, 30)),
        ("2017/..", date(2017, 1, 1), date.max),
        ("../2024-12-31", date.min, date(2024, 12, 31)),
    ],
)
def test_the_days_of_a_value(value: str, first: date, last: date) -> None:
    assert days_of(value) == Period(first, last)


@pytest.mark.parametrize(
    "value", [None, "", "kemarin", "2023-13", "2023-02-30", "2024/2023", "/2023", "0000"]
)
def test_what_is_no_value_has_no_days(value: str | None) -> None:
    assert days_of(value) is None


@pytest.mark.parametrize("triwulan", [1, 2, 3, 4])
def test_a_triwulan_fits_itself_alone(triwulan: int) -> None:
    days = days_of(triwulan_value(2023, triwulan))

    assert days == triwulan_period(2023, triwulan)
    assert [tw for tw in (1, 2, 3, 4) if fits(days, 2023, tw, Accumulation.PER_QUARTER)] == [triwulan]
    assert not any(fits(days, 2024, tw, Accumulation.CUMULATIVE) for tw in (1, 2, 3, 4))


@pytest.mark.parametrize("triwulan", [1, 2, 3, 4])
def test_a_triwulan_serves_the_running_totals_from_itself_on(triwulan: int) -> None:
    days = triwulan_period(2023, triwulan)

    served = [tw for tw in (1, 2, 3, 4) if fits(days, 2023, tw, Accumulation.CUMULATIVE)]

    assert served == list(range(triwulan, 5))
