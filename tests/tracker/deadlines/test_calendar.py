"""A month's sheet, and the calendar to which a telephone subscribes by a secret address."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from httpx import AsyncClient
from icalendar import Calendar

from tests.tracker.world import DAY, World
from tracker import clock
from tracker.deadlines import service
from tracker.deadlines.calendar import Mark, month_of
from tracker.deadlines.models import CalendarKey, Deadline
from tracker.settings import get_settings

OCTOBER = date(2023, 10, 1)


def test_a_month_begins_on_monday_and_ends_on_sunday() -> None:
    month = month_of(OCTOBER, today=date(2023, 10, 5), marks=[])
    assert month.weeks[0][0].day == date(2023, 9, 25)
    assert month.weeks[-1][-1].day == date(2023, 11, 5)
    assert [day.day for week in month.weeks for day in week if day.is_today] == [date(2023, 10, 5)]


def test_free_days_are_named_in_the_readers_language() -> None:
    month = month_of(date(2023, 9, 1), today=OCTOBER, marks=[])
    assert [day.holiday for day in month.marked] == ["Maulid Nabi Muhammad"]
    english = month_of(date(2023, 9, 1), today=OCTOBER, marks=[], language="en")
    assert [day.holiday for day in english.marked] == ["Prophet's Birthday"]


def test_what_closes_on_a_day_stands_before_what_opens() -> None:
    marks = [
        (date(2023, 10, 20), Mark("b", "Pemeriksaan", closes=False)),
        (date(2023, 10, 20), Mark("a", "Pelaporan", closes=True)),
        (date(2023, 11, 3), Mark("b", "Pemeriksaan", closes=True)),
    ]
    (day,) = [day for day in month_of(OCTOBER, today=OCTOBER, marks=marks).marked if day.marks]
    assert [mark.title for mark in day.marks] == ["Pelaporan", "Pemeriksaan"]


def test_the_calendar_has_a_first_and_a_last_month() -> None:
    assert month_of(date(2000, 1, 1), today=OCTOBER, marks=[]).before is None
    assert month_of(date(2101, 12, 1), today=OCTOBER, marks=[]).after is None
    with pytest.raises(ValueError, match="1999"):
        month_of(date(1999, 12, 1), today=OCTOBER, marks=[])


async def portal(world: World) -> Deadline:
    return await service.create(
        world.actor("coordinator"),
        title="Batas portal, RB; TW III",
        year=2023,
        through=3,
        closes_on=date(2023, 10, 20),
        opens_on=date(2023, 10, 2),
    )


async def subscribe(client: AsyncClient) -> str:
    shown = (await client.post("/tenggat/kalender/alamat")).text
    found = re.search(r'value="http://renaksi\.test(/kalender/[^"]+\.ics)"', shown)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("month", ["", "2023-10", "2023-13", "kemarin", "9999-01"])
async def test_the_sheet_shows_the_month_asked_for_or_this_one(
    world: World, client: AsyncClient, month: str
) -> None:
    await portal(world)
    await world.sign_in(client, "bureau")
    page = (await client.get("/tenggat/kalender", params={"bulan": month})).text
    assert "Oktober 2023" in page
    assert page.count("Batas portal, RB; TW III") == 4 + 1  # opens and closes, in table and list; the header


async def test_a_telephone_reads_the_deadlines_by_the_address_alone(
    world: World, client: AsyncClient
) -> None:
    deadline = await portal(world)
    await service.extend(
        world.actor("coordinator"),
        deadline_id=deadline.id,
        version=1,
        unit=world.units["kominfo"],
        closes_on=date(2023, 10, 27),
        reason="Banjir",
    )
    await world.sign_in(client, "bureau")
    address = await subscribe(client)
    client.cookies.clear()
    answer = await client.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert str(event["summary"]) == "Batas portal, RB; TW III"
    assert event.decoded("dtend") == datetime(2023, 10, 27, 16, 59, 59, tzinfo=UTC)
    assert int(event["sequence"]) == 2
    assert len(event.walk("VALARM")) == 2


async def test_a_new_address_ends_the_old_one_and_ending_it_ends_all(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    first = await subscribe(client)
    second = await subscribe(client)
    assert (await client.get(first)).status_code == 404
    assert (await client.get(second)).status_code == 200
    assert (await client.post("/tenggat/kalender/alamat/cabut")).status_code == 303
    assert (await client.get(second)).status_code == 404


async def test_who_was_shut_out_reads_no_calendar(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau_2")
    address = await subscribe(client)
    people = world.people["bureau_2"].get_pymongo_collection()
    who = {"_id": world.people["bureau_2"].id}
    await people.update_one(who, {"$set": {"active": False}})
    assert (await client.get(address)).status_code == 404
    await people.update_one(who, {"$set": {"active": True}})


async def test_the_secret_is_not_kept(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    secret = (await subscribe(client)).removeprefix("/kalender/").removesuffix(".ics")
    (key,) = await CalendarKey.find_all().to_list()
    assert secret not in str(key.model_dump())


@pytest.fixture(autouse=True)
async def on_the_day(world: World) -> AsyncIterator[None]:
    """The fifth of October 2023, and afterwards no deadline and no address."""
    clock.set_offset(get_settings().data_dir, DAY - clock.real_now())
    yield
    for model in (Deadline, CalendarKey):
        await model.get_pymongo_collection().delete_many({})
