"""What is killed, when, and brought back: drawn from a seed."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

import httpx
import psutil
import redis

from tests.running.conftest import Tree, free_port_number, wait_until

WEIGHTS = {"web": 3, "worker": 5, "scheduler": 1, "database": 3, "supervisor": 1}
REDIS_WEIGHT = 3
GENTLE = ("web", "worker", "scheduler")
"""What is killed while a backup is made: an archive is of one database that runs."""
WAITING_SHARE = 0.9  # of the kills come when the tree serves again, the others whenever they come
LONGEST_WAIT_SECONDS = 240.0
LOOK_SECONDS = 0.3


@dataclass
class Redis:
    """A redis-server of our own on loopback, which keeps nothing on disk: what it held is lost at a kill."""

    folder: Path
    port: int = field(default_factory=free_port_number)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = {
            "--port": str(self.port),
            "--bind": "127.0.0.1",
            "--save": "",
            "--appendonly": "no",
            "--dir": str(self.folder),
        }
        program = shutil.which("redis-server") or "redis-server"
        self.process = subprocess.Popen(
            [program, *(part for pair in options.items() for part in pair)], stdout=subprocess.DEVNULL
        )
        wait_until(self._answers)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return bool(client.ping())
        except redis.exceptions.RedisError:
            return False


@dataclass
class Killer(threading.Thread):
    """Kills one process after the other, with pauses of half to one and a half times `every_seconds`."""

    tree: Tree
    redis: Redis | None
    seed: int
    every_seconds: float
    killed: Counter[str] = field(default_factory=Counter)
    gave_up: int = 0  # times that the supervisor ended by itself, and was started again
    is_gentle: bool = False
    ended: threading.Event = field(default_factory=threading.Event)
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(name="killer", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        random = Random(f"kill {self.seed}")
        try:
            while not self.ended.wait(self.every_seconds * random.uniform(0.5, 1.5)):
                self.revive()
                if random.random() < WAITING_SHARE:
                    self._wait_until_it_serves()
                if not self.ended.is_set():
                    self._kill(self._victim(random))
        except BaseException as error:  # told by whoever waits for this thread
            self.fault = error

    def revive(self) -> None:
        """Start the tree again where its supervisor has ended, as a service manager would."""
        if self.tree.ended():
            self.gave_up += 1
            self.tree.start()

    def _wait_until_it_serves(self) -> None:
        """So that a slow machine comes to serve at all between two kills."""
        deadline = monotonic() + LONGEST_WAIT_SECONDS
        while not self._serves() and monotonic() < deadline and not self.ended.wait(LOOK_SECONDS):
            self.revive()

    def _serves(self) -> bool:
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.tree.port}/readyz", timeout=LOOK_SECONDS * 10)
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    def _victim(self, random: Random) -> str:
        weights: Mapping[str, int] = WEIGHTS | ({"redis": REDIS_WEIGHT} if self.redis else {})
        roles = [role for role in weights if role in GENTLE or not self.is_gentle]
        return random.choices(roles, [weights[role] for role in roles])[0]

    def _kill(self, role: str) -> None:
        if role == "supervisor":
            assert self.tree.process is not None
            self.tree.process.kill()
            self.tree.process.wait()
            self.tree.start()
        elif role == "redis":
            assert self.redis is not None
            self.redis.kill()
            self.ended.wait(self.every_seconds / 4)
            self.redis.start()
        else:
            found = self.tree.children(role)
            if not found:
                return  # it is down already
            for process in found[:1]:
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    return
        self.killed[role] += 1
