"""What each child process does: ``python -m tracker.running.child ROLE --ready-fd N --parent PID``.

The same roles run alone, in the foreground and unwatched, as ``renaksi web``, ``renaksi worker`` and
``renaksi scheduler`` where something else (containers, systemd) keeps them alive.
"""

import argparse
import ctypes
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.settings import Settings, get_settings

Ready = Callable[[dict[str, Any]], None]

PR_SET_PDEATHSIG = 1
DRAIN_SECONDS = 5  # requests that are under way when the web is asked to stop
BEAT_SECONDS = 5  # the longest that the scheduler sleeps
DATABASE_SECONDS = 60.0  # a child that is ready before the database waits for it


def main() -> None:
    arguments = _arguments()
    _die_with(arguments.parent, signal.SIGTERM if arguments.role == "database" else signal.SIGKILL)
    ready = _line_to_parent(arguments.ready_fd)
    if arguments.role == "database":
        _database(arguments, ready)
        return
    settings = get_settings()
    ROLES[arguments.role](settings, arguments, ready)


def run_web(settings: Settings, listening: socket.socket | None, ready: Ready) -> None:
    """Serve the pages until SIGTERM; requests under way are finished first."""
    import uvicorn  # noqa: PLC0415 - each role loads what it needs and no more

    from tracker.watching.logs import configure  # noqa: PLC0415

    configure(settings, role="web")

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready({"ready": True})

    config = uvicorn.Config(
        "tracker.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,  # the application logs routes: addresses may hold what people typed
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    Server(config).run(sockets=[listening] if listening else None)


def run_worker(settings: Settings, number: int, ready: Ready) -> None:
    """Read documents until SIGTERM; the one at hand is finished first."""
    from tracker.worker import serve_tasks  # noqa: PLC0415

    serve_tasks(settings, number=number, ready=ready)


def run_scheduler(settings: Settings, ready: Ready) -> None:
    """Send the tasks that are due until SIGTERM. Exactly one may run."""
    from tracker.worker import serve_schedule  # noqa: PLC0415

    schedule = settings.data_dir / "run" / "schedule"
    schedule.parent.mkdir(parents=True, exist_ok=True)
    serve_schedule(settings, schedule_file=schedule, longest_sleep=BEAT_SECONDS, ready=ready)


def _web(settings: Settings, arguments: argparse.Namespace, ready: Ready) -> None:
    import tracker.app  # noqa: F401, PLC0415 - loaded while the database starts

    _wait_for_database(settings)
    run_web(settings, socket.socket(fileno=arguments.socket), ready)


def _worker(settings: Settings, arguments: argparse.Namespace, ready: Ready) -> None:
    import tracker.worker  # noqa: F401, PLC0415 - loaded while the database starts

    _wait_for_database(settings)
    run_worker(settings, arguments.number, ready)


def _scheduler(settings: Settings, _arguments: argparse.Namespace, ready: Ready) -> None:
    import tracker.worker  # noqa: F401, PLC0415 - loaded while the database starts

    _wait_for_database(settings)
    run_scheduler(settings, ready)


ROLES: dict[str, Callable[[Settings, argparse.Namespace, Ready], None]] = {
    "web": _web,
    "worker": _worker,
    "scheduler": _scheduler,
}


def _database(arguments: argparse.Namespace, ready: Ready) -> None:
    from tracker.running import database  # noqa: PLC0415

    try:
        database.serve(
            storage=Path(arguments.storage),
            password=Path(arguments.password_file).read_text(encoding="ascii").strip(),
            port=arguments.port,
            cache_mb=arguments.cache_mb,
            ready=ready,
        )
    except Exception as error:  # whatever keeps it from serving becomes one sentence
        ready({"problem": database.problem_of(error)})
        sys.exit(1)


def _wait_for_database(settings: Settings) -> None:
    """Until the parent has written the embedded database's address; at once where the address was set."""
    deadline = time.monotonic() + DATABASE_SECONDS
    file = settings.mongodb_uri_file
    while file is not None and not file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def _die_with(parent: int, signal_number: int) -> None:
    """End with the parent, even when it is killed: the kernel sends the signal then (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal_number))
    if os.getppid() != parent:  # it died before that
        sys.exit(1)


def _line_to_parent(descriptor: int) -> Ready:
    def tell(said: dict[str, Any]) -> None:
        with os.fdopen(os.dup(descriptor), "w", encoding="utf-8") as line:
            line.write(json.dumps(said) + "\n")

    os.set_inheritable(descriptor, False)
    return tell


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tracker.running.child")
    parser.add_argument("role", choices=["database", *ROLES])
    parser.add_argument("--ready-fd", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--socket", type=int, help="web: descriptor of the listening socket")
    parser.add_argument("--number", type=int, default=1, help="worker: which of them")
    parser.add_argument("--storage", help="database: folder of its files")
    parser.add_argument("--password-file", help="database: its password")
    parser.add_argument("--port", type=int, default=0, help="database: wished port")
    parser.add_argument("--cache-mb", type=int, default=256, help="database: memory of its cache")
    return parser.parse_args()


if __name__ == "__main__":
    main()
