"""Data of an older shape are brought to the present one: in order, once, by one process, despite kills."""

import asyncio
from pathlib import Path

import pytest

from tests.tracker.keeping.conftest import renaksi
from tests.tracker.world import World
from tracker.clock import real_now
from tracker.database import client
from tracker.migrations import service
from tracker.migrations.errors import DataNewer
from tracker.migrations.steps import CURRENT, MIGRATIONS, Database, Migration


async def _rename(database: Database) -> None:
    async for one in database["things"].find({"naam": {"$exists": True}}):
        await database["things"].update_one(
            {"_id": one["_id"]}, {"$set": {"name": one["naam"]}, "$unset": {"naam": ""}}
        )


async def _count(database: Database) -> None:
    await database["things"].update_many({"name": {"$exists": True}}, {"$set": {"counted": True}})


RENAME = Migration(CURRENT + 1, "rename", _rename)
STEPS = (*MIGRATIONS, RENAME, Migration(CURRENT + 2, "count", _count))


async def older(name: str) -> Database:
    """A database of the present shape, which STEPS go beyond, with three things in it."""
    database: Database = client()[name]
    await service.stamp(database)
    await database["things"].insert_many([{"_id": number, "naam": f"n{number}"} for number in range(3)])
    return database


async def migrated(database: Database) -> bool:
    things = await database["things"].find({}).sort("_id", 1).to_list()
    return things == [{"_id": number, "name": f"n{number}", "counted": True} for number in range(3)]


async def test_steps_run_in_their_order_and_are_noted(world: World) -> None:
    database = await older("migrate_order")
    assert [step.name for step in await service.migrate(database, STEPS)] == ["rename", "count"]
    assert await migrated(database)
    state = await service.state_of(database)
    assert (state["version"], state["lease"]) == (CURRENT + 2, None)
    assert [note["name"] for note in state["applied"]] == ["rename", "count"]
    assert await service.migrate(database, STEPS) == []


async def test_of_several_processes_one_migrates_and_the_others_wait(world: World) -> None:
    database = await older("migrate_many")
    runs = await asyncio.gather(*(service.migrate(database, STEPS) for _ in range(4)))
    assert sorted(len(run) for run in runs) == [0, 0, 0, 2]
    assert await migrated(database)


async def test_a_migration_that_was_killed_in_a_step_is_finished_by_the_next(world: World) -> None:
    database = await older("migrate_killed")

    async def die_half_way(database: Database) -> None:
        await database["things"].update_one({"_id": 0}, {"$set": {"name": "n0"}, "$unset": {"naam": ""}})
        raise ZeroDivisionError

    dying = (*MIGRATIONS, Migration(RENAME.number, "rename", die_half_way))
    with pytest.raises(ZeroDivisionError):
        await service.migrate(database, dying)
    held = {"$set": {"lease": "of the dead", "lease_until": real_now()}}
    await database[service.COLLECTION].update_one({"_id": service.SCHEMA}, held)
    await service.migrate(database, STEPS)
    assert await migrated(database)


async def test_data_that_were_never_stamped_are_of_the_first_shape(world: World) -> None:
    database: Database = client()["migrate_first"]
    await database["institutions"].insert_one({"_id": "98"})
    assert (await service.state_of(database))["version"] == 1
    assert (await service.state_of(client()["migrate_nothing"]))["version"] == CURRENT


async def test_an_older_program_refuses_newer_data_with_a_sentence(world: World, tmp_path: Path) -> None:
    database = await older("migrate_newer")
    newer = {"$set": {"version": CURRENT + 1}}
    await database[service.COLLECTION].update_one({"_id": service.SCHEMA}, newer)
    with pytest.raises(DataNewer):
        await service.check(database)
    for command in ("recount", "migrate", "web", "serve"):
        refused = renaksi(command, database="migrate_newer", folder=tmp_path, status=1)
        assert "lebih baru" in refused.stderr
        assert "Traceback" not in refused.stderr


async def test_data_of_an_older_shape_are_not_touched_until_somebody_says_so(
    world: World, tmp_path: Path
) -> None:
    database = await older("migrate_older")
    await database[service.COLLECTION].update_one({"_id": service.SCHEMA}, {"$set": {"version": 0}})
    assert "renaksi migrate" in renaksi("recount", database="migrate_older", folder=tmp_path, status=1).stderr
    renaksi("backup", tmp_path / "before.zip", database="migrate_older", folder=tmp_path)
    renaksi("migrate", database="migrate_older", folder=tmp_path)
    renaksi("recount", database="migrate_older", folder=tmp_path)
