"""Numbers, money and days as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tracker.i18n import use_language
from tracker.web import formats


@pytest.fixture(autouse=True)
def indonesian() -> None:
    use_language("id")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(Decimal("1234567.5"), "1.234.567,5", id="dots group, a comma divides"),
        pytest.param(Decimal("2.750"), "2,75", id="as many decimals as there are"),
        pytest.param(0, "0", id="nothing is a number"),
        pytest.param(None, "–", id="not known is not nothing"),
    ],
)
def test_numbers(value: Decimal | int | None, shown: str) -> None:
    assert formats.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(Decimal("49.95"), "50 %", id="rounded half up, whole without decimals"),
        pytest.param(Decimal("75.54"), "75,5 %", id="one decimal"),
        pytest.param(None, "–", id="none"),
    ],
)
def test_percentages(value: Decimal | None, shown: str) -> None:
    assert formats.percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(1_400_000_000, "Rp1,4 miliar", id="miliar"),
        pytest.param(12_500_000_000_000, "Rp12,5 triliun", id="triliun"),
        pytest.param(35_000_000, "Rp35 juta", id="juta"),
        pytest.param(750_000, "Rp750.000", id="small amounts whole"),
    ],
)
def test_money_at_a_glance(value: int, shown: str) -> None:
    assert formats.rupiah_short(value) == shown


def test_days_and_instants() -> None:
    assert formats.date_long(date(2023, 10, 20)) == "20 Oktober 2023"
    formats.use_zone(ZoneInfo("Asia/Makassar"), "WITA")
    assert (
        formats.datetime_long(datetime(2023, 10, 20, 15, 59, tzinfo=UTC))
        == "20 Oktober 2023 pukul 23.59 WITA"
    )


def test_english_writes_them_its_own_way() -> None:
    use_language("en")
    assert formats.number(Decimal("1234.5")) == "1,234.5"
    assert formats.date_long(date(2023, 10, 20)) == "20 October 2023"
    use_language("id")
