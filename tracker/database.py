"""The connection to MongoDB, the documents it holds, and transactions.

A client belongs to the event loop that opened it, so the web opens one for its life and every task its own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeVar

from beanie import Document, init_beanie
from bson import Decimal128, ObjectId
from bson.codec_options import TypeCodec, TypeRegistry
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import CollectionInvalid

from tracker.clock import real_now
from tracker.migrations import service as schemas
from tracker.settings import Settings, get_settings

Session = AsyncClientSession
T = TypeVar("T")
CONNECT_MS = 5_000  # until there is a server, and a connection to it
ANSWER_MS = 120_000  # the longest that any one answer of the database may take
IDLE_MS = 60_000
"""After this long a connection is not used again. Servers hang up on idle ones (the embedded one after 300
seconds), and the driver's async pool hands those out all the same, so that the next write would fail."""
COMMITS = "commits"
"""The collection of the marks that transactions leave."""
ASKED_ABOUT = timedelta(hours=1)  # the driver tries for two minutes
Schema = Literal["current", "older", "migrate", "any"]


class DecimalCodec(TypeCodec):
    """Decimal in Python, Decimal128 in the database, both ways and everywhere."""

    python_type = Decimal
    bson_type = Decimal128

    def transform_python(self, value: Decimal) -> Decimal128:
        return Decimal128(value)

    def transform_bson(self, value: Decimal128) -> Decimal:
        return value.to_decimal()


_client: AsyncMongoClient[dict[str, Any]] | None = None


def document_models() -> list[type[Document]]:
    """Every collection of Renaksi."""
    from tracker.accounts.models import (  # noqa: PLC0415 - models import this module's types
        AccountLink,
        ApiToken,
        ApiUse,
        Deputy,
        SignIn,
        SignInAttempt,
        User,
    )
    from tracker.audit.models import AuditHead, Event  # noqa: PLC0415
    from tracker.deadlines.models import CalendarKey, Deadline  # noqa: PLC0415
    from tracker.disputes.models import Dispute  # noqa: PLC0415
    from tracker.dossier.models import DossierOrder  # noqa: PLC0415
    from tracker.evidence.models import Evidence, FileTable, Finding, Page, StoredFile, Suggestion  # noqa: PLC0415
    from tracker.indicators.models import OwnIndicator  # noqa: PLC0415
    from tracker.inquiries.models import Inquiry  # noqa: PLC0415
    from tracker.institutions.models import Institution, Unit  # noqa: PLC0415
    from tracker.jobs.models import Job  # noqa: PLC0415
    from tracker.notices.models import Letter, Notice  # noqa: PLC0415
    from tracker.percentages.models import PlanTally  # noqa: PLC0415
    from tracker.placing.models import Placement  # noqa: PLC0415
    from tracker.plans.models import ImportDraft, PaperDecision, Plan, Renaksi, Roadmap  # noqa: PLC0415
    from tracker.progress.models import Progress  # noqa: PLC0415
    from tracker.resumable.models import Upload, UploadPiece  # noqa: PLC0415
    from tracker.review.models import BulkDecision, Hold, Improvement, QueueShard, Sample, SavedView  # noqa: PLC0415
    from tracker.search.models import SearchPart, SearchSource  # noqa: PLC0415
    from tracker.shares.models import Share  # noqa: PLC0415
    from tracker.snapshots.models import Frozen, FrozenFacts, Snapshot  # noqa: PLC0415

    return [
        *(Institution, Unit, User, SignIn, SignInAttempt, AccountLink, Deputy),
        *(ApiToken, ApiUse),
        *(Roadmap, Plan, Renaksi, ImportDraft, PaperDecision),
        *(Progress, PlanTally, Snapshot, Frozen, FrozenFacts, Deadline, CalendarKey),
        *(Dispute, QueueShard, Hold, SavedView, Sample, BulkDecision, Improvement),
        *(StoredFile, Evidence, Page, FileTable, Finding, Suggestion, Placement, OwnIndicator),
        *(Inquiry, Share, Notice, Letter, Upload, UploadPiece, SearchPart, SearchSource),
        *(Job, DossierOrder, Event, AuditHead),
    ]


@asynccontextmanager
async def connected(
    settings: Settings, *, uri: str | None = None, indexes: bool = False, schema: Schema = "current"
) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """Open the database for the running event loop and close it at the end.

    `uri` is the address where it is not the one of the settings. `indexes` makes the indexes that are
    missing: the web does it once at its start, tasks need not. `schema` says what to do about the shape
    of the data: refuse another one than this program's, take an older one as it is, bring an older one up to
    it, or take any.
    Raises SchemaError.
    """
    global _client  # noqa: PLW0603 - one client per process and loop, set and unset here alone
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        uri or settings.database_uri,
        tz_aware=True,
        type_registry=TypeRegistry([DecimalCodec()]),
        serverSelectionTimeoutMS=CONNECT_MS,
        connectTimeoutMS=CONNECT_MS,
        socketTimeoutMS=ANSWER_MS,
        waitQueueTimeoutMS=ANSWER_MS,
        maxIdleTimeMS=IDLE_MS,
        appname="renaksi",
    )
    try:
        database = client[settings.database]
        await _see_to_schema(database, schema, stamp=indexes)
        await init_beanie(database=database, document_models=document_models(), skip_indexes=not indexes)
        if indexes:
            with suppress(CollectionInvalid):  # it is there already
                await database.create_collection(COMMITS)
        _client = client
        yield database
    finally:
        _client = None
        await client.close()


@asynccontextmanager
async def opened(database: AsyncDatabase[dict[str, Any]]) -> AsyncIterator[None]:
    """The documents of a database whose client is open already: for a step that writes what is derived."""
    global _client  # noqa: PLW0603 - as in `connected`, which may be around this
    before = _client
    await init_beanie(database=database, document_models=document_models(), skip_indexes=True)
    _client = database.client
    try:
        yield
    finally:
        _client = before


async def _see_to_schema(database: AsyncDatabase[dict[str, Any]], schema: Schema, *, stamp: bool) -> None:
    if schema == "migrate":
        await schemas.migrate(database)
    elif schema == "older":
        schemas.judge(await schemas.state_of(database), may_be_older=True)
    elif schema == "current":
        await schemas.check(database)
        if stamp:
            await schemas.stamp(database)


def current_database() -> AsyncDatabase[dict[str, Any]]:
    """The open database, raw. Raises RuntimeError outside `connected`."""
    return client()[get_settings().database]


def client() -> AsyncMongoClient[dict[str, Any]]:
    """The open client. Raises RuntimeError outside `connected`."""
    if _client is None:
        raise RuntimeError("the database is used outside tracker.database.connected")
    return _client


async def in_transaction(work: Callable[[Session], Awaitable[T]]) -> T:
    """Do `work` in one transaction: all of its writes or none, once. It may be called again after a conflict.

    Where the database is killed as it commits, nobody is told whether it did. Each transaction therefore
    leaves a mark of its own: whoever comes to do it again finds that, and does nothing.
    """
    mark = ObjectId()
    tried: list[T] = []  # what attempts gave that came to their commit

    async def once(session: Session) -> T:
        marks = current_database()[COMMITS]
        if tried and await marks.find_one({"_id": mark}, {"_id": 1}, session=session) is not None:
            return tried[-1]
        made = await work(session)
        await marks.insert_one({"_id": mark}, session=session)
        tried.append(made)
        return made

    async with client().start_session() as session:
        return await session.with_transaction(once)


async def forget_commits(_at: datetime) -> None:
    """Remove the marks of transactions that nobody asks about any more; an id tells when it was made."""
    before = ObjectId.from_datetime(real_now() - ASKED_ABOUT)
    await current_database()[COMMITS].delete_many({"_id": {"$lt": before}})
