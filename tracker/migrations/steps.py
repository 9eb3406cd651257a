"""The steps between shapes, in order. A step that was released is never changed; a new one is added below.

A step is given the raw database, not the models, which move on. It may be cut off anywhere and run again, so
each writes only where the new shape is not there yet. How to write one: docs/running.md, "New versions".
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

Database = AsyncDatabase[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Migration:
    """The step to shape `number` from the one before it."""

    number: int
    name: str
    work: Callable[[Database], Awaitable[None]]


async def _first_shape(_database: Database) -> None:
    """Shape 1 is what was released first: there is nothing before it."""


async def _queues_in_lines(database: Database) -> None:
    """Shape 2 keeps the inspectorate's queue as lines beside the reports.

    They are derived, so this program's own rules write them, institution by institution, where they are not
    there yet. A later step that changes what they are derived from writes them itself and empties this one.
    """
    from tracker.database import opened  # noqa: PLC0415 - which itself asks for the shape
    from tracker.review.keeping import rebuild_all  # noqa: PLC0415

    async with opened(database):
        await rebuild_all()


async def _when_changed(database: Database) -> None:
    """Evidence and renaksi say when they last changed: those of before, when they were made."""
    missing = {"updated_at": {"$exists": False}}
    async for one in database["evidence"].find(missing, {"created_at": 1}):
        await database["evidence"].update_one(
            {"_id": one["_id"], **missing}, {"$set": {"updated_at": one["created_at"]}}
        )
    async for one in database["renaksi"].find(missing, {"_id": 1}):
        await database["renaksi"].update_one(
            {"_id": one["_id"], **missing}, {"$set": {"updated_at": one["_id"].generation_time}}
        )


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "first shape", _first_shape),
    Migration(2, "queues in lines", _queues_in_lines),
    Migration(3, "when evidence and renaksi changed", _when_changed),
)
CURRENT = MIGRATIONS[-1].number
