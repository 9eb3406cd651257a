"""Reading all collections as of one instant while others write.

MongoDB gives a snapshot to a session; the embedded database takes the wish and ignores it, but gives one to a
transaction. So neither is believed: a document written after the cut must not be seen through it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bson import CodecOptions, ObjectId
from bson.raw_bson import RawBSONDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from tracker.keeping.errors import NoSnapshot
from tracker.migrations.service import COLLECTION
from tracker.migrations.steps import Database

AT_ONCE = 50  # documents; a server's own choice is 16 MB, and pages are large


def raw(database: Database, collection: str) -> AsyncCollection[RawBSONDocument]:
    """The collection, its documents as the bytes that they are stored as."""
    options = CodecOptions(document_class=RawBSONDocument)
    return database.get_collection(collection, codec_options=options)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Cut:
    """The database as of one instant. `kind`: "session" or "transaction", whichever gave it."""

    database: Database
    session: AsyncClientSession
    kind: str

    async def documents(self, collection: str) -> AsyncIterator[bytes]:
        """The documents of a collection, as BSON."""
        found = raw(self.database, collection).find({}, session=self.session, batch_size=AT_ONCE)
        async for document in found:
            yield bytes(document.raw)

    async def find_all(self, collection: str, fields: list[str]) -> AsyncIterator[dict[str, Any]]:
        """Some fields of every document of a collection."""
        async for document in self.database[collection].find({}, fields, session=self.session):
            yield document


@asynccontextmanager
async def cut(database: Database) -> AsyncIterator[Cut]:
    """Hold the database still for one reader. Raises NoSnapshot."""
    try:
        async with database.client.start_session(snapshot=True) as session:
            if await _is_still(database, session):
                yield Cut(database, session, "session")
                return
        async with (
            database.client.start_session() as session,
            await session.start_transaction(read_concern=ReadConcern("snapshot")),
        ):
            if not await _is_still(database, session):
                raise NoSnapshot("no snapshot")
            yield Cut(database, session, "transaction")
    except PyMongoError as error:
        raise NoSnapshot(str(error).partition("\n")[0][:160]) from error


async def _is_still(database: Database, session: AsyncClientSession) -> bool:
    """Whether what is written from now on is not seen through the session."""
    probes = database[COLLECTION]
    await probes.find_one({"_id": "probe"}, session=session)  # the first read fixes the instant
    probe = ObjectId()
    await probes.update_one({"_id": "probe"}, {"$set": {"value": probe}}, upsert=True)
    seen = await probes.find_one({"_id": "probe"}, session=session)
    return seen is None or seen["value"] != probe
