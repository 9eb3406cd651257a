"""Events are written with the writes that they tell of, and their chain can be checked."""

import asyncio

import pytest
from httpx import AsyncClient

from tests.tracker.world import INSTANSI, OTHER, World
from tracker.audit import service
from tracker.audit.models import Event, Subject
from tracker.database import Session, in_transaction

SUBJECT = Subject(kind="test", id="x1", label="Sebuah hal")


async def record(world: World, action: str) -> None:
    async def work(session: Session) -> None:
        await service.record(
            session,
            actor=world.actor("bureau"),
            instansi=INSTANSI,
            action=action,
            subject=SUBJECT,
            data={"nested": {"list": [1, "dua"]}},
            reason="uji",
        )

    await in_transaction(work)


async def test_what_is_stored_fits_its_seal(world: World) -> None:
    await record(world, "test.done")
    assert await service.broken_at(INSTANSI) is None
    assert await service.broken_at(OTHER) is None


async def test_concurrent_events_get_numbers_without_gaps(world: World) -> None:
    await asyncio.gather(*(record(world, f"test.{number}") for number in range(8)))
    numbers = [event.number for event in await Event.find({"instansi": INSTANSI}).sort("+number").to_list()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert await service.broken_at(INSTANSI) is None


async def test_a_failed_write_leaves_no_event(world: World) -> None:
    before = await service.count(INSTANSI)

    async def work(session: Session) -> None:
        await service.record(session, actor=None, instansi=INSTANSI, action="test.failed", subject=SUBJECT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_transaction(work)
    assert await service.count(INSTANSI) == before


async def test_a_changed_event_is_named_on_the_page(world: World, client: AsyncClient) -> None:
    await record(world, "test.changed")
    number = await service.count(INSTANSI)
    await Event.get_pymongo_collection().update_one(
        {"_id": f"{INSTANSI}:{number:09}"}, {"$set": {"actor_name": "Orang Lain"}}
    )
    await world.sign_in(client, "inspectorate")
    answer = await client.get("/jejak/periksa")
    assert f"Catatan nomor {number}" in answer.text
    listed = await client.get("/jejak")
    assert "Orang Lain" in listed.text
