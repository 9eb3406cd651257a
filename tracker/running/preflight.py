"""What is checked before anything starts, so that what is wrong is said at once and in one sentence."""

import errno
import socket
from typing import TYPE_CHECKING, Any

from tracker.running.errors import (
    AddressUnusable,
    BrokerUnreachable,
    DatabaseUnreachable,
    NoTransactions,
    PortTaken,
)

if TYPE_CHECKING:
    from pymongo.errors import PyMongoError

REACH_SECONDS = 5
ANSWER_SECONDS = 30
BACKLOG = 512


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens where the web will answer.

    It belongs to the supervisor: while the web starts or is brought back, connections wait instead of being
    refused. Raises PortTaken or AddressUnusable.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise AddressUnusable(host, port, error.strerror or str(error)) from error
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        raise AddressUnusable(host, port, error.strerror or str(error)) from error
    return listening


def check_database(uri: str) -> None:
    """See that a MongoDB answers there and knows transactions.

    Raises DatabaseUnreachable or NoTransactions.
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415 - needed only where an address was set

    try:
        hello = _hello(uri)
    except PyMongoError as error:
        raise DatabaseUnreachable(without_password(uri), _reason(error)) from error
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise NoTransactions(without_password(uri))


def check_schema(uri: str, database: str, *, may_be_older: bool) -> None:
    """See that this program can use the data there, before anything starts on them.

    `may_be_older`: the web brings an older shape up to date. Raises SchemaError or DatabaseUnreachable.
    """
    from pymongo import MongoClient  # noqa: PLC0415
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from tracker.migrations.service import COLLECTION, SCHEMA, judge  # noqa: PLC0415

    try:
        with MongoClient[dict[str, Any]](uri, **_limits()) as client:
            state = client[database][COLLECTION].find_one({"_id": SCHEMA})
    except PyMongoError as error:
        raise DatabaseUnreachable(without_password(uri), _reason(error)) from error
    if state is not None:
        judge(state, may_be_older=may_be_older)


def check_broker(address: str) -> None:
    """See that the queue answers. Raises BrokerUnreachable."""
    from celery import Celery  # noqa: PLC0415 - needed only where an address was set

    try:
        if address.startswith("mongodb"):  # its transport would try for 30 s
            _hello(address)
            return
        limits = {"socket_timeout": REACH_SECONDS, "socket_connect_timeout": REACH_SECONDS}
        asking = Celery("asking", broker=address, set_as_current=False)
        with asking.connection_for_read(
            connect_timeout=REACH_SECONDS, transport_options=limits
        ) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=REACH_SECONDS)
    except Exception as error:  # each transport has errors of its own
        raise BrokerUnreachable(without_password(address), _short(str(error))) from error


def _hello(uri: str) -> dict[str, Any]:
    from pymongo import MongoClient  # noqa: PLC0415

    with MongoClient[dict[str, Any]](uri, **_limits()) as client:
        return client.admin.command("hello")


def _limits() -> dict[str, Any]:
    """How long a database may take to be found, and to answer each question."""
    return {"serverSelectionTimeoutMS": REACH_SECONDS * 1000, "socketTimeoutMS": ANSWER_SECONDS * 1000}


def without_password(address: str) -> str:
    """The hosts of an address, fit to be shown: "mongodb://u:p@h:1/x?y" -> "h:1"."""
    rest = address.split("://", 1)[-1].rsplit("@", 1)[-1]
    return rest.split("/", 1)[0].split("?", 1)[0]


def _reason(error: "PyMongoError") -> str:
    details = getattr(error, "details", None)
    return _short(str(details.get("errmsg", error) if isinstance(details, dict) else error))


def _short(text: str) -> str:
    """What a driver says, without the dump of its state that follows."""
    first_line = text.partition("\n")[0]
    return first_line.partition(", Timeout:")[0].partition(" (configured timeouts")[0][:160]
