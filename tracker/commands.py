"""What commands share: the database of this installation, running or started for the while."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tracker.database import Schema

T = TypeVar("T")


def with_database(
    work: Callable[[], Awaitable[T]], *, indexes: bool = False, schema: "Schema" = "current"
) -> T:
    """Do some work with the database open: the one that is set, the one that runs, or one for the while."""
    from tracker.database import connected  # noqa: PLC0415 - `renaksi --help` needs no driver
    from tracker.running.embedded import open_database  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    async def connect_and_work(uri: str) -> T:
        async with connected(get_settings(), uri=uri, indexes=indexes, schema=schema):
            return await work()

    with open_database(get_settings()) as uri:
        return asyncio.run(connect_and_work(uri))
