"""The Celery app: it wakes readers of documents and keeps the schedule. It holds no truth.

What is to be done stands in the `jobs` collection; a message carries only an id. So a lost message (the
embedded transport drops one when its reader is killed) costs at most one round of `renaksi.sweep`, which
wakes readers for whatever stands still.
"""

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from celery import Celery, signals
from celery.beat import Service
from celery.exceptions import WorkerShutdown
from celery.worker import WorkController, state
from pymongo.errors import CollectionInvalid

from tracker.settings import Settings, get_settings
from tracker.watching.life import give_signs
from tracker.watching.logs import configure
from tracker.watching.metrics import serve_alone

Ready = Callable[[dict[str, Any]], None]

SWEEP_SECONDS = 5.0
UPKEEP_SECONDS = 600.0
OPENING_ATTEMPTS = 5
POLLING_SECONDS = 0.1  # the transport on the database polls; its default of 1 s is felt after an upload
CONNECT_SECONDS, ANSWER_SECONDS = 5, 60  # of the broker; a reader that waits for messages asks more often
REDELIVERY_SECONDS = 3600  # Redis hands an unfinished message out again after this; leases are quicker


def broker_address(settings: Settings) -> str:
    """Where messages go: the broker that was set, else a database of their own beside the data.

    Raises SettingsError when there is neither a broker nor a database.
    """
    return settings.broker() or with_time_limits(
        with_database(settings.database_uri, settings.broker_database)
    )


def with_time_limits(uri: str) -> str:
    """The same MongoDB address, with limits on every wait unless it names some: the transport sets none."""
    parts = urlsplit(uri)
    named = {option.partition("=")[0].lower() for option in parts.query.split("&")}
    limits = {
        "serverSelectionTimeoutMS": CONNECT_SECONDS,
        "connectTimeoutMS": CONNECT_SECONDS,
        "socketTimeoutMS": ANSWER_SECONDS,
    }
    options = [f"{name}={seconds * 1000}" for name, seconds in limits.items() if name.lower() not in named]
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, *options]))))


def with_database(uri: str, name: str) -> str:
    """The same MongoDB address, naming a database; its user stays one of the database that it was one of.

    "mongodb://u:p@h/?journal=true", "q" -> "mongodb://u:p@h/q?journal=true&authSource=admin"
    """
    parts = urlsplit(uri)
    options = [option for option in parts.query.split("&") if option]
    if "@" in parts.netloc and not any(option.lower().startswith("authsource=") for option in options):
        options.append(f"authSource={parts.path.strip('/') or 'admin'}")
    return urlunsplit(parts._replace(path=f"/{name}", query="&".join(options)))


def transport_options(address: str) -> dict[str, Any]:
    """Options of the broker's transport, by the kind of its address."""
    if address.startswith("mongodb"):
        return {"polling_interval": POLLING_SECONDS, "calc_queue_size": False}
    return {
        "visibility_timeout": REDELIVERY_SECONDS,
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": ANSWER_SECONDS,
    }


def configuration() -> dict[str, Any]:
    """Celery's settings; read when the app is first used, so that importing this module needs no database."""
    address = broker_address(get_settings())
    return {
        "broker_url": address,
        "broker_transport_options": transport_options(address),
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_default_queue": "renaksi",
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "timezone": "UTC",
        "imports": ("tracker.jobs.tasks",),
        "beat_schedule": {
            "sweep": {
                "task": "renaksi.sweep",
                "schedule": SWEEP_SECONDS,
                "options": {"expires": SWEEP_SECONDS},  # while all readers are busy, sweeps must not pile up
            },
            "upkeep": {
                "task": "renaksi.upkeep",
                "schedule": UPKEEP_SECONDS,
                "options": {"expires": UPKEEP_SECONDS},
            },
        },
    }


app = Celery("renaksi", set_as_current=True)
app.add_defaults(configuration)


def serve_tasks(settings: Settings, *, number: int, ready: Ready) -> None:
    """Run one reader in this process until SIGTERM, finishing the task at hand.

    Each reader is a process of its own that runs one task at a time: what it reads may be large, and the
    supervisor brings back one that died. Readers do not talk with one another.
    """
    configure(settings, role=f"worker {number}")
    if settings.metrics_port is not None:
        serve_alone(settings.metrics_port)
    signs = give_signs(settings, "worker")

    class Reader(WorkController):
        def on_consumer_ready(self, consumer: Any) -> None:
            signals.worker_ready.send(sender=consumer)
            ready({"ready": True})
            _warm_up()

    reader = Reader(
        app=app,
        hostname=f"pembaca{number}@%h",
        pool_cls="solo",
        concurrency=1,
        loglevel=settings.log_level.upper(),
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: _stop_reader(reader))
    _open_queue()
    reader.start()
    signs.set()
    sys.exit(reader.exitcode or 0)


def serve_schedule(settings: Settings, *, schedule_file: Path, longest_sleep: int, ready: Ready) -> None:
    """Send what is due until SIGTERM; when each was last sent is kept in `schedule_file`."""
    configure(settings, role="scheduler")

    def tell(**_sender: Any) -> None:
        ready({"ready": True})

    signals.beat_init.connect(tell, weak=False)
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, _stop_now)
    _open_queue()
    Service(app, max_interval=longest_sleep, schedule_filename=str(schedule_file)).start()


def _open_queue() -> None:
    """Connect once, so that the queue's collections are there.

    Of several processes that start together on the embedded database, one makes them; the others are told
    that they exist already, and find them at the second try.
    """
    for _attempt in range(OPENING_ATTEMPTS):
        with suppress(CollectionInvalid), app.connection_for_write() as connection:
            connection.ensure_connection()
            assert connection.default_channel  # noqa: S101 - making it makes the collections
            return


def _warm_up() -> None:
    """Have the reading child's imports done before the first document comes; the web needs none of them."""
    from ingest.sandbox import warm_up  # noqa: PLC0415

    warm_up()


def _stop_reader(reader: WorkController) -> None:
    """Stop at once when idle, else after the task at hand, which may ask `stop_asked` whether to end early.

    Celery's own way takes two more rounds of 2 s, and another task if one is there.
    """
    if not state.active_requests:
        raise WorkerShutdown(0)
    state.should_stop = 0  # type: ignore[assignment]  # an exit code; typed as the None of the start
    reader.consumer.call_soon(_stop_now, 0, None)  # type: ignore[attr-defined]  # set by a boot step


def stop_asked() -> bool:
    """Whether this reader was asked to stop: a task that does several jobs leaves the rest to others."""
    return state.should_stop is not None


def _stop_now(_signal: int, _frame: object) -> None:
    raise WorkerShutdown(0)
