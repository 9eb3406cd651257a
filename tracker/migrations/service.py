"""Which shape the data have, and bringing them to the present one: one process at a time, step by step.

The state stands in one document of the collection `installation`, beside the data and in every backup. A
lease on the real clock keeps a second process from migrating; one that was killed loses it after a minute.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from pymongo.errors import DuplicateKeyError

from tracker.clock import real_now
from tracker.migrations.errors import DataNewer, DataOlder, MigrationBusy, RestoreUnfinished
from tracker.migrations.steps import CURRENT, MIGRATIONS, Database, Migration

COLLECTION = "installation"
SCHEMA = "schema"
READY, RESTORING = "ready", "restoring"
LEASE = timedelta(seconds=60)
RENEW_SECONDS = 15.0
POLL_SECONDS = 0.2
PATIENCE_SECONDS = 600.0
PROGRAM = version("renaksi")


async def state_of(database: Database) -> dict[str, Any]:
    """The stored state; for data that were never stamped, that of the first shape, or of none yet."""
    stored = await database[COLLECTION].find_one({"_id": SCHEMA})
    if stored is not None:
        return stored
    is_used = await database["institutions"].find_one({}, {"_id": 1}) is not None
    return {"_id": SCHEMA, "version": 1 if is_used else CURRENT, "state": READY}


async def check(database: Database) -> None:
    """See that this program can use the data. Raises DataNewer, DataOlder or RestoreUnfinished."""
    judge(await state_of(database))


def judge(state: Mapping[str, Any], *, known: int = CURRENT, may_be_older: bool = False) -> None:
    """Raise DataNewer, DataOlder or RestoreUnfinished where a program of shape `known` cannot use them."""
    if state["state"] == RESTORING:
        raise RestoreUnfinished
    if state["version"] > known:
        raise DataNewer(state["version"], known)
    if state["version"] < known and not may_be_older:
        raise DataOlder(state["version"], known)


async def stamp(database: Database) -> None:
    """Write the shape of a database that has none written; one that has keeps it."""
    if await database[COLLECTION].find_one({"_id": SCHEMA}, {"_id": 1}) is None:
        with suppress(DuplicateKeyError):
            await database[COLLECTION].insert_one(await state_of(database))


async def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> list[Migration]:
    """Run the steps that the data lack; those that were run. Waits while another process runs them.

    Raises DataNewer, RestoreUnfinished, or MigrationBusy after ten minutes.
    """
    known = migrations[-1].number
    await stamp(database)
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        state = await state_of(database)
        judge(state, known=known, may_be_older=True)
        if state["version"] == known:
            return []
        if (token := await _take_lease(database)) is not None:
            async with _held(database, token):
                return [step for step in migrations if await _run(database, step, token)]
        if asyncio.get_running_loop().time() > deadline:
            raise MigrationBusy
        await asyncio.sleep(POLL_SECONDS)


async def _run(database: Database, step: Migration, token: str) -> bool:
    """Run a step that the data lack and note it, as long as the lease is ours."""
    if (await state_of(database))["version"] >= step.number:
        return False
    await step.work(database)
    note = {"number": step.number, "name": step.name, "at": real_now(), "program": PROGRAM}
    noted = await database[COLLECTION].update_one(
        {"_id": SCHEMA, "lease": token, "version": step.number - 1},
        {"$set": {"version": step.number}, "$push": {"applied": note}},
    )
    if not noted.matched_count:
        raise MigrationBusy
    return True


async def _take_lease(database: Database) -> str | None:
    """A token where nobody migrates, or whoever did was killed; None otherwise."""
    token, instant = secrets.token_hex(8), real_now()
    for free in ({"lease": None}, {"lease_until": {"$lt": instant}}):
        taken = await database[COLLECTION].update_one(
            {"_id": SCHEMA, **free}, {"$set": {"lease": token, "lease_until": instant + LEASE}}
        )
        if taken.matched_count:
            return token
    return None


@asynccontextmanager
async def _held(database: Database, token: str) -> AsyncIterator[None]:
    """Renew the lease for as long as the block runs, then give it back."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            until = {"lease_until": real_now() + LEASE}
            await database[COLLECTION].update_one({"_id": SCHEMA, "lease": token}, {"$set": until})

    keeper = asyncio.create_task(renew())
    try:
        yield
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        free = {"$set": {"lease": None, "lease_until": None}}
        await database[COLLECTION].update_one({"_id": SCHEMA, "lease": token}, free)
