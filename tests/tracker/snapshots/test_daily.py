"""The percentages of a day: taken in the institution's zone, brought up to date, never changed afterwards."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.tracker.world import INSTANSI, World
from tracker.accounts.rights import Actor
from tracker.institutions.models import Institution
from tracker.percentages.service import plan_figures
from tracker.progress import service as reports
from tracker.snapshots.service import DaySnapshot, snapshots_of, take_daily

NOON = datetime(2023, 10, 5, 5, 0, tzinfo=UTC)  # 12.00 WIB
DAY = date(2023, 10, 5)


async def save(actor: Actor, value: int, revision: int) -> None:
    await reports.save_value(actor, progress_id="general-1-a:1", revision=revision, value=Decimal(value))


async def of_days(world: World) -> dict[date, DaySnapshot]:
    return {one.day: one for one in await snapshots_of(world.general, date(2023, 1, 1))}


async def test_a_day_is_brought_up_to_its_facts_and_stays_as_it_was_when_it_is_over(world: World) -> None:
    assert await take_daily(NOON) == 2  # one for each active plan
    assert await take_daily(NOON) == 0
    assert (await of_days(world))[DAY].figures.total(1).filled == 0

    await save(world.actor("bureau"), 1, revision=0)
    assert await take_daily(NOON + timedelta(hours=1)) == 1
    today = (await of_days(world))[DAY].figures
    assert today.total(1).filled == 1
    assert today.of_unit(world.units["bkd"], 1).filled == 0
    assert today.total(4) == (await plan_figures(world.general)).total(4)

    await take_daily(NOON + timedelta(days=1))
    await save(world.actor("bureau"), 2, revision=1)
    await take_daily(NOON + timedelta(days=2))
    assert [(day.day, one.figures.total(1).filled) for day, one in (await of_days(world)).items()] == [
        (5, 1),
        (6, 1),
        (7, 1),
    ]
    assert [one.day for one in await snapshots_of(world.general, date(2023, 10, 7))] == [date(2023, 10, 7)]


async def test_days_begin_at_midnight_of_the_institutions_zone(world: World) -> None:
    last_minute_in_jakarta = datetime(2023, 11, 1, 16, 59, tzinfo=UTC)
    await take_daily(last_minute_in_jakarta)
    assert date(2023, 11, 1) in await of_days(world)
    await Institution.get_pymongo_collection().update_one({"_id": INSTANSI}, {"$set": {"zone": "WIT"}})
    await take_daily(last_minute_in_jakarta)  # 01.59 in Jayapura
    assert date(2023, 11, 2) in await of_days(world)
