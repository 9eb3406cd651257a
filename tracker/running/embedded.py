"""The embedded database as others see it: an address.

`open_database` is for commands: it gives the address that was set, or that of the database which runs on the
data folder, or starts one for the while. The supervisor starts and watches its own (`start_database`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from tracker.running.errors import DatabaseFailed
from tracker.running.folder import DataFolder, write_private
from tracker.running.process import Child
from tracker.settings import Settings, made_secret, with_journal

USER = "renaksi"
LOOPBACK = "127.0.0.1"
START_SECONDS = 60.0  # opening after a kill replays the journal
STOP_SECONDS = 20.0
LONGEST_LOG_BYTES = 1_000_000


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """Address of the database for as long as the block runs.

    Raises FolderUnusable, DiskFull, FolderInUse or DatabaseFailed, and SettingsError.
    """
    folder = DataFolder(settings.data_dir)
    uri = settings.mongo_uri() or _running(folder)
    if uri is not None:
        yield uri
        return
    folder.prepare()
    with folder.locked() as lock:
        child = start_database(folder, settings.database_cache_mb, lock)
        try:
            yield publish_address(folder, child)
        finally:
            stop_database(folder, child)


def start_database(folder: DataFolder, cache_mb: int, lock: int) -> Child:
    """Start the database's process; it holds the folder's lock as well as its parent."""
    folder.uri_file.unlink(missing_ok=True)
    folder.database.mkdir(mode=0o700, exist_ok=True)
    made_secret(folder.password_file)
    arguments = {
        "--storage": str(folder.database),
        "--password-file": str(folder.password_file),
        "--port": str(_kept_port(folder)),
        "--cache-mb": str(cache_mb),
    }
    if folder.database_log.exists() and folder.database_log.stat().st_size > LONGEST_LOG_BYTES:
        folder.database_log.unlink()
    return Child(
        "database",
        [part for pair in arguments.items() for part in pair],
        env={},
        inherit=[lock],
        log=folder.database_log,
    )


def publish_address(folder: DataFolder, child: Child) -> str:
    """Wait until it serves, then leave its address where every process finds it. Raises DatabaseFailed."""
    said = child.wait_ready(START_SECONDS)
    if "port" not in said:
        child.kill()
        raise DatabaseFailed(
            folder.database, str(said.get("problem", child.exit_status())), folder.database_log
        )
    uri = address(made_secret(folder.password_file), int(said["port"]))
    write_private(folder.port_file, str(said["port"]))
    write_private(folder.uri_file, uri)
    return uri


def stop_database(folder: DataFolder, child: Child) -> None:
    """Let it close its files, and take its address away."""
    child.terminate()
    child.finish(STOP_SECONDS)
    child.close()
    folder.uri_file.unlink(missing_ok=True)


def address(password: str, port: int) -> str:
    """The address to connect with, every write journalled."""
    return with_journal(f"mongodb://{USER}:{quote(password, safe='')}@{LOOPBACK}:{port}/?authSource=admin")


def _running(folder: DataFolder) -> str | None:
    """Address of the database that another process runs on this folder, waiting for one that is starting.

    An address whose owner was killed is of a database that is closing: None then.
    """
    deadline = time.monotonic() + START_SECONDS
    while folder.is_held() and folder.owner_lives() and time.monotonic() < deadline:
        if folder.uri_file.exists():
            return folder.uri_file.read_text(encoding="utf-8").strip()
        time.sleep(0.1)
    return None


def _kept_port(folder: DataFolder) -> int:
    with suppress(OSError, ValueError):
        return int(folder.port_file.read_text(encoding="ascii"))
    return 0
