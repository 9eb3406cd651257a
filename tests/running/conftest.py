"""A running tree as tests see it: `renaksi serve` in a process, on a folder and a port of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

PATIENCE_SECONDS = 150.0  # on a machine that is busy with other things


@dataclass
class Tree:
    """`renaksi serve` with the lines that it has shown."""

    folder: Path
    port: int
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    def start(self) -> "Tree":
        ours = {"RENAKSI_DATA_DIR": str(self.folder), "RENAKSI_PORT": str(self.port), "RENAKSI_WORKERS": "1"}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker.cli", "serve"],
                env={**os.environ, **ours, **self.env},
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        return self

    def ready(self) -> "Tree":
        wait_until(lambda: "Renaksi siap di" in self.shown() or self.ended())
        assert not self.ended(), self.shown()
        return self

    def shown(self) -> str:
        return self.log.read_text()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE_SECONDS)

    def children(self, role: str = "") -> list[psutil.Process]:
        """The processes of a role (or all) that stand on this tree's folder, whoever is their parent."""
        return [
            process for process in _processes_on(self.folder) if not role or role in process.info["cmdline"]
        ]

    def stop(self, signal_number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(signal_number)
        return self.process.wait(PATIENCE_SECONDS)


def _processes_on(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            if "tracker.running.child" in (process.info["cmdline"] or []) and process.environ().get(
                "RENAKSI_DATA_DIR"
            ) == str(folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Until it holds; fails after a time that is far longer than it should ever take."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def free_port_number() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    return free_port_number()


@pytest.fixture
def tree(tmp_path: Path, free_port: int) -> Iterator[Tree]:
    """A tree that has not been started; whatever is left of it is ended after the test."""
    made = Tree(tmp_path / "data", free_port)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
        made.process.wait()
    for process in made.children():
        process.kill()
