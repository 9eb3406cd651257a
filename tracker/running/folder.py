"""The data folder: what lies where in it, whether it can be written, and who has it now.

database/       the embedded database's own files
run/            state of what runs: lock, address, port, schedule, log (nothing to back up)
secret-key      signs sessions and forms        database-password    of the embedded database
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tracker.running.errors import DiskFull, FolderInUse, FolderUnusable
from tracker.settings import RUNNING_URI_FILE

SPACE_NEEDED_BYTES = 64 * 1024 * 1024  # a journal of the embedded database is 10 MB; below this it soon stops
PROBE_BYTES = 64 * 1024
CLOSING_SECONDS = 15.0  # an embedded database whose owner was killed closes its files within this


@dataclass(frozen=True)
class DataFolder:
    """Paths inside one data folder."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "database"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def lock_file(self) -> Path:
        return self.run / "lock"

    @property
    def uri_file(self) -> Path:
        return self.root / RUNNING_URI_FILE

    @property
    def port_file(self) -> Path:
        return self.run / "mongodb-port"

    @property
    def schedule_file(self) -> Path:
        return self.run / "schedule"

    @property
    def metrics(self) -> Path:
        return self.run / "metrics"

    @property
    def database_log(self) -> Path:
        return self.run / "database.log"

    @property
    def password_file(self) -> Path:
        return self.root / "database-password"

    def prepare(self) -> None:
        """Make the folder, readable by its owner only, and see that it takes writes.

        Raises FolderUnusable or DiskFull.
        """
        try:
            self.run.mkdir(parents=True, exist_ok=True)
            self.run.chmod(0o700)
            probe = self.run / f"probe.{os.getpid()}"
            try:
                probe.write_bytes(b"\0" * PROBE_BYTES)
            finally:
                probe.unlink(missing_ok=True)
        except OSError as error:
            raise FolderUnusable(self.root, error) from error
        if not self.has_space():
            raise DiskFull(self.root)

    def has_space(self) -> bool:
        return shutil.disk_usage(self.root).free >= SPACE_NEEDED_BYTES

    @contextmanager
    def locked(self) -> Iterator[int]:
        """Hold the folder; the descriptor may be given to the database, which then holds it as well.

        So a folder whose owner was killed stays held until the orphaned database has closed its files: a
        newcomer waits for that, but is told at once when the owner lives. Raises FolderInUse.
        """
        descriptor = os.open(self.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._take(descriptor)
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
            yield descriptor
        finally:
            os.close(descriptor)

    def _take(self, descriptor: int) -> None:
        deadline = time.monotonic() + CLOSING_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self.owner_lives() or time.monotonic() > deadline:
                    raise FolderInUse(self.root, self.owner()) from None
                time.sleep(0.1)
            else:
                return

    def owner(self) -> int | None:
        """Process id that last took the folder, or None."""
        try:
            return int(self.lock_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def owner_lives(self) -> bool:
        """Whether the process that last took the folder runs (one that ended but is not buried does not)."""
        owner = self.owner()
        if owner is None:
            return False
        try:
            return psutil.Process(owner).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def is_held(self) -> bool:
        """Whether some process holds the folder now."""
        if not self.lock_file.exists():
            return False
        with self.lock_file.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False


def write_private(path: Path, text: str) -> None:
    """Put a text in place at once, readable by its owner only."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.touch(mode=0o600)
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
