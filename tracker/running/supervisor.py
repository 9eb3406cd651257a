"""`renaksi serve`: one process that starts the others, watches them, and stops them in order.

It runs in one thread and waits on one selector: children's lines, and the signals that Python writes to a
socket. Nothing of Renaksi itself runs in it, so there is little in it that could fail.
"""

import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from tracker.accounts.demo_accounts import ACCOUNTS, PASSWORD
from tracker.i18n import gettext as _
from tracker.migrations.errors import SchemaError
from tracker.running.embedded import publish_address, start_database, stop_database
from tracker.running.errors import DatabaseFailed, DiskFull, RunningError
from tracker.running.folder import DataFolder
from tracker.running.preflight import check_broker, check_database, check_schema, listen
from tracker.running.process import Child
from tracker.settings import PREFIX, Settings

Show = Callable[[str], None]

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
GOOD_RUN_SECONDS = 5.0  # a part that was of use for so long has its earlier deaths forgotten
GOOD_DATABASE_SECONDS = 60.0
MOST_DATABASE_DEATHS = 5  # in a row, each soon after its start: then it needs a person
WEB_GRACE_SECONDS = 10.0  # requests under way
READER_GRACE_SECONDS = 10.0  # the task at hand; what is cut off is taken up again after the next start
TICK_SECONDS = 1.0


@dataclass
class Part:
    """One child that is kept running: how to start it, and how it fares."""

    name: str
    start: Callable[[], Child]
    child: Child | None = None
    ready: bool = False
    deaths: int = 0
    ready_at: float = 0.0
    start_again_at: float = 0.0

    def pause(self) -> float:
        """Seconds before it is started again: longer with each death in a row."""
        return min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * float(2 ** max(0, self.deaths - 1)))


@dataclass
class Supervisor:
    """The process tree on one data folder. `show` prints a line."""

    settings: Settings
    show: Show = print
    began: float = field(default_factory=time.monotonic)
    parts: list[Part] = field(default_factory=list)
    _database: Child | None = None
    _database_since: float = 0.0
    _database_deaths: int = 0
    _uri: str = ""
    _lock: int = -1
    _asked_to_stop: int = 0
    _announced: bool = False
    _demo: subprocess.Popen[str] | None = None

    @property
    def folder(self) -> DataFolder:
        return DataFolder(self.settings.data_dir.absolute())

    def run(self) -> int:
        """Run until asked to stop. Returns the exit code: 0, or 1 after a sentence about what is wrong."""
        try:
            with ExitStack() as stack:
                self.folder.prepare()
                self._lock = stack.enter_context(self.folder.locked())
                listening = stack.enter_context(listen(self.settings.host, self.settings.port))
                woken = stack.enter_context(self._signals())
                self.show(_("Renaksi mulai berjalan · map data {folder}").format(folder=self.folder.root))
                self._check_outside()
                stack.callback(self._stop)
                self._start(listening)
                self._watch(woken)
        except (RunningError, SchemaError) as error:
            print(error.message, file=sys.stderr, flush=True)
            return 1
        self.show(_("Renaksi berhenti; semua data tersimpan."))
        return 0

    # Start

    def _check_outside(self) -> None:
        uri, broker = self.settings.mongo_uri(), self.settings.broker()
        if uri is not None:
            check_database(uri)
            check_schema(uri, self.settings.database, may_be_older=False)
            self._state(_("basis data"), _("✓ terhubung"))
        if broker is not None:
            check_broker(broker)
            self._state(_("antrean"), _("✓ terhubung"))

    def _start(self, listening: socket.socket) -> None:
        """Start all at once; what needs the embedded database loads its code while that opens its files."""
        embedded = self.settings.mongo_uri() is None
        shutil.rmtree(self.folder.metrics, ignore_errors=True)  # what earlier processes counted
        if embedded:
            self._database = self._start_database()
        self.parts = [self._web(listening), *self._readers(), self._scheduler()]
        for part in self.parts:
            self._start_part(part)
        if embedded:
            self._database_ready()
        if self.settings.demo:
            self._demo = self._start_demo()

    def _start_database(self) -> Child:
        return start_database(self.folder, self.settings.database_cache_mb, self._lock)

    def _database_ready(self) -> None:
        assert self._database is not None  # noqa: S101 - callers have just started it
        self._uri = publish_address(self.folder, self._database)
        check_schema(self._uri, self.settings.database, may_be_older=True)
        self._database_since = time.monotonic()
        self._state(_("basis data"), _("✓ siap"))

    def _environment(self) -> dict[str, str]:
        """What children get besides this process's environment."""
        env = {
            PREFIX + "DATA_DIR": str(self.folder.root),
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder.metrics),
        }
        if self.settings.mongo_uri() is None:
            env[PREFIX + "MONGODB_URI_FILE"] = str(self.folder.uri_file)
        return env

    def _web(self, listening: socket.socket) -> Part:
        descriptor = listening.fileno()
        return Part(
            _("web"),
            lambda: Child(
                "web", ["--socket", str(descriptor)], env=self._environment(), inherit=[descriptor]
            ),
        )

    def _readers(self) -> list[Part]:
        def start(number: int) -> Callable[[], Child]:
            return lambda: Child("worker", ["--number", str(number)], env=self._environment())

        numbers = range(1, self.settings.workers + 1)
        return [Part(_("pembaca {number}").format(number=number), start(number)) for number in numbers]

    def _scheduler(self) -> Part:
        return Part(_("penjadwal"), lambda: Child("scheduler", env=self._environment()))

    def _start_part(self, part: Part) -> None:
        part.child = part.start()
        part.ready = False

    def _start_demo(self) -> subprocess.Popen[str]:
        """Load the demo data beside the rest; it says itself what it did, or that it was there already."""
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "tracker.cli", "demo"],
            env={**os.environ, **self._environment()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    # Watch

    def _watch(self, woken: socket.socket) -> None:
        while not self._asked_to_stop:
            self._look_at_database()
            for part in self.parts:
                self._look_at(part)
            self._announce()
            self._look_at_demo()
            self._sleep(woken)

    def _sleep(self, woken: socket.socket) -> None:
        """Until a signal, a child's word, the next start that is due, or a second has passed."""
        with selectors.DefaultSelector() as selector:
            selector.register(woken, selectors.EVENT_READ)
            for part in self.parts:
                if part.child is not None and not part.ready:
                    selector.register(part.child.line, selectors.EVENT_READ)
            due = [part.start_again_at for part in self.parts if part.child is None]
            wait = min([TICK_SECONDS, *(at - time.monotonic() for at in due)])
            for key, _events in selector.select(max(0.0, wait)):
                if key.fileobj is woken:
                    woken.recv(4096)

    def _look_at(self, part: Part) -> None:
        now = time.monotonic()
        if part.child is None:
            if now >= part.start_again_at:
                self._start_part(part)
            return
        if not part.ready and part.child.message() is not None:
            part.ready, part.ready_at = True, now
            self._state(part.name, _("✓ siap"))
        status = part.child.exit_status()
        if status is None:
            return
        part.child.close()
        part.child = None
        part.deaths = 1 if part.ready and now - part.ready_at > GOOD_RUN_SECONDS else part.deaths + 1
        part.start_again_at = now + part.pause()
        self._state(
            part.name,
            _("✗ berhenti ({how}); dijalankan lagi dalam {seconds} detik").format(
                how=how_it_ended(status), seconds=f"{part.pause():g}".replace(".", ",")
            ),
        )

    def _look_at_database(self) -> None:
        """Bring the embedded database back; its address stays, so the others find it again by themselves."""
        if self._database is None or (status := self._database.exit_status()) is None:
            return
        how = how_it_ended(status)
        self._state(_("basis data"), _("✗ berhenti ({how})").format(how=how))
        if not self.folder.has_space():
            raise DiskFull(self.folder.root)
        good = time.monotonic() - self._database_since > GOOD_DATABASE_SECONDS
        self._database_deaths = 1 if good else self._database_deaths + 1
        if self._database_deaths > MOST_DATABASE_DEATHS:
            raise DatabaseFailed(self.folder.database, how, self.folder.database_log)
        self._database.close()
        before = self._uri
        self._database = self._start_database()
        self._database_ready()
        if self._uri != before:  # another program took its port meanwhile
            for part in self.parts:
                if part.child is not None:
                    part.child.terminate()

    def _look_at_demo(self) -> None:
        if self._demo is None or self._demo.poll() is None:
            return
        output, _nothing = self._demo.communicate()
        loaded = self._demo.returncode == 0
        self._demo = None
        if not loaded:
            self._state(_("data contoh"), _("✗ tidak termuat; jalankan `renaksi demo` untuk mencobanya lagi"))
            return
        self._state(_("data contoh"), "✓ " + output.strip())
        self.show(_("Akun contoh, kata sandi {password}:").format(password=PASSWORD))
        for account in ACCOUNTS:
            self.show(f"  {account.email:<24} {account.name}, {account.task}")

    def _announce(self) -> None:
        """Once everything is up, say where to go."""
        if self._announced or not all(part.ready for part in self.parts):
            return
        self._announced = True
        self.show(
            _("Renaksi siap di {address} ({seconds} detik). Ctrl-C menghentikannya.").format(
                address=web_address(self.settings.host, self.settings.port),
                seconds=f"{time.monotonic() - self.began:.1f}".replace(".", ","),
            )
        )
        if self._demo is not None:
            self._state(_("data contoh"), _("sedang dimuat …"))

    # Stop

    def _stop(self) -> None:
        """Web first, so that nothing new comes in; then readers and scheduler; the database last."""
        self._end_demo()
        self._stop_parts(self.parts[:1], WEB_GRACE_SECONDS)
        self._stop_parts(self.parts[1:], READER_GRACE_SECONDS)
        if self._database is not None:
            stop_database(self.folder, self._database)
            self._state(_("basis data"), _("berhenti"))

    def _stop_parts(self, parts: list[Part], grace_seconds: float) -> None:
        running = [(part, part.child) for part in parts if part.child is not None]
        for _part, child in running:
            child.terminate()
        deadline = time.monotonic() + grace_seconds
        for part, child in running:
            self._finish(child, deadline)
            child.close()
            part.child = None
            self._state(part.name, _("berhenti"))

    def _finish(self, child: Child, deadline: float) -> None:
        """Wait for its end until the deadline, or until asked to stop a second time."""
        while child.exit_status() is None and time.monotonic() < deadline and self._asked_to_stop < 2:
            time.sleep(0.02)
        child.kill()

    def _end_demo(self) -> None:
        """Let the demo data finish loading: half of them would look like all of them at the next start."""
        if self._demo is None:
            return
        self._state(_("data contoh"), _("sedang dimuat; ditunggu sampai selesai"))
        while self._demo.poll() is None and self._asked_to_stop < 2:
            time.sleep(0.05)
        self._demo.kill()
        self._demo.communicate()

    # Signals and lines

    @contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """A socket that turns readable at a signal; the handlers do no more than count."""

        def stop(_signal: int, _frame: object) -> None:
            self._asked_to_stop += 1

        woken, writer = socket.socketpair()
        woken.setblocking(False)
        writer.setblocking(False)
        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        previous = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield woken
        finally:
            signal.set_wakeup_fd(previous)
            for number, handler in before.items():
                signal.signal(number, handler)
            woken.close()
            writer.close()

    def _state(self, name: str, state: str) -> None:
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        self.show(f"{clock}  {name:<12} {state}")


def how_it_ended(status: int) -> str:
    """An exit status in words: -9 is "dimatikan paksa"."""
    if status == -signal.SIGKILL:
        return _("dimatikan paksa")
    if status < 0:
        return _("sinyal {name}").format(name=signal.Signals(-status).name)
    return _("kode {status}").format(status=status)


def web_address(host: str, port: int) -> str:
    """What to type into the browser: any-address listeners are reached on loopback too."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
