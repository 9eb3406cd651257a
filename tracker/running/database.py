"""The child that is the embedded database: SecantusDB on loopback, with a password from its first instant.

Its own launcher, `secantusd-py`, would have to run once without a password to be given one, open to everybody
on the machine for that while. Here the user is put into the storage before the server listens. The port is
chosen by the kernel and kept, so that the address stays the same after a restart.
"""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from secantus import SecantusDBServer  # type: ignore[import-untyped]
from secantus.auth import SCRAM_SHA_256, derive_credentials  # type: ignore[import-untyped]

from tracker.i18n import gettext as _
from tracker.running.embedded import LOOPBACK, USER

SESSIONS = 400  # each connection takes one; web, readers and commands together stay far below
WAKE_SECONDS = 0.05
PANIC_STATUS = 70  # EX_SOFTWARE
OPLOG_ENTRIES = 20_000  # nothing here resumes a change stream after long; the default keeps 100,000


def serve(
    *, storage: Path, password: str, port: int, cache_mb: int, ready: Callable[[dict[str, Any]], None]
) -> None:
    """Serve the database in `storage` until SIGTERM or SIGINT; `ready` is told the port.

    `port` is a wish: where another program has it meanwhile, a free one is taken. 0 asks for any.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("secantus").addFilter(_end_on_panic)
    logging.getLogger("secantus.commands").addFilter(_end_on_panic)
    server = SecantusDBServer(
        host=LOOPBACK,
        port=port,
        storage_path=str(storage),
        require_auth=True,
        enable_test_commands=False,
        cache_size=f"{cache_mb}M",
        session_max=SESSIONS,
        oplog_max_entries=OPLOG_ENTRIES,
        sync_on_commit=True,  # it journals single writes when asked to, but transactions only so
    )
    server.storage.add_user("admin", USER, _user_record(password), replace=True)
    _stop_on_signals(server)
    _listen(server)
    ready({"ready": True, "port": server.port})
    server.wait()


def problem_of(error: BaseException) -> str:
    """In words, why the storage did not open."""
    text = str(error)
    if "No space left" in text:
        return _("cakram penuh")
    if "Resource busy" in text or "already being managed" in text:
        return _("berkasnya sedang dipakai proses lain")
    return text.splitlines()[0][:200] if text else type(error).__name__


def _user_record(password: str) -> dict[str, Any]:
    return {
        "_id": f"admin.{USER}",
        "user": USER,
        "db": "admin",
        "credentials": derive_credentials(password, mechanism=SCRAM_SHA_256, username=USER).to_doc(),
        "roles": [{"role": "root", "db": "admin"}],
        "mechanisms": [SCRAM_SHA_256],
    }


def _end_on_panic(record: logging.LogRecord) -> bool:
    """End this process at once when the storage says that it must: it would go on answering with errors only.

    That happens on a full disk above all. The journal holds what was acknowledged; the supervisor decides
    whether to start again.
    """
    if record.exc_info and "WT_PANIC" in str(record.exc_info[1]):
        os._exit(PANIC_STATUS)
    return True


def _listen(server: SecantusDBServer) -> None:
    try:
        server.start()
    except OSError:
        server.port = 0
        server.start()


def _knock(port: int) -> None:
    with suppress(OSError):
        socket.create_connection((LOOPBACK, port), timeout=1).close()


def _stop_on_signals(server: SecantusDBServer) -> None:
    def stop(_signal: int, _frame: object) -> None:
        # The thread that accepts connections notices the stop at its next connection, or after 2 s.
        threading.Timer(WAKE_SECONDS, _knock, [server.port]).start()
        server.stop()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
