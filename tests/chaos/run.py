"""One run: the tree is started, loaded, killed, started again, drained and accounted for."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from pydantic import TypeAdapter
from pymongo import MongoClient
from pymongo.database import Database

from tests.chaos.account import account, checks
from tests.chaos.killing import Killer, Redis
from tests.chaos.ledger import WRITES, Kind, Ledger
from tests.chaos.people import UPLOAD, Browser, Inspector, Person, Tasks, browser_of
from tests.chaos.world import settle
from tests.running.conftest import Tree, free_port_number, wait_until

NEVER = 1e9  # seconds between two kills
DRAIN_SECONDS = 600.0  # in which at least one more is read
Meanwhile = Callable[["Run"], None]


@dataclass(frozen=True)
class Plan:
    """How much is sent and killed. `seconds`: the longest that the load may take."""

    uploads: int
    writes: int
    seed: int
    clients: int = 6
    kill_every: float = 4.0
    seconds: float = 3600.0
    with_redis: bool = False
    workers: int = 1


@dataclass
class Outcome:
    """What a run came to."""

    plan: Plan
    uploads: int = 0  # acknowledged
    writes: int = 0  # acknowledged
    unanswered: int = 0  # requests that were sent again
    conflicts: int = 0
    decisions: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    gave_up: int = 0
    files: int = 0
    events: int = 0
    load_seconds: float = 0.0
    drain_seconds: float = 0.0
    machine_load: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)  # of the uploads and writes that were acknowledged
    wrong: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)  # what there was no time for


KEPT = TypeAdapter(Outcome)  # how an outcome is written into a file


class Run:
    """A tree with its clients, on a folder of its own."""

    def __init__(self, plan: Plan, folder: Path, *, say: Callable[[str], None]) -> None:
        self.plan, self.folder, self.say = plan, folder, say
        self.redis = Redis(folder) if plan.with_redis else None
        port = free_port_number()
        self.tree = Tree(folder / "data", port, {"RENAKSI_WORKERS": str(plan.workers)})
        if self.redis is not None:
            self.tree.env["RENAKSI_BROKER_URL"] = self.redis.address
        self.address = f"http://127.0.0.1:{port}"
        self.ledger = Ledger()
        self.killer = Killer(self.tree, self.redis, plan.seed, plan.kill_every)

    @property
    def uri(self) -> str:
        """Where the tree's database is."""
        return (self.tree.folder / "run" / "mongodb-uri").read_text()

    def go(self, meanwhile: Meanwhile | None = None) -> Outcome:
        """Do all of it; `meanwhile` is done while the clients write. Whatever happens, nothing is left."""
        try:
            if self.redis is not None:
                self.redis.start()
            self._start()
            asyncio.run(settle(self.uri, self.tree.folder, clients=self.plan.clients))
            return self._outcome(*self._load(meanwhile))
        finally:
            self._end()

    def _load(self, meanwhile: Meanwhile | None) -> tuple[float, float]:
        """Load and kill, then start again and drain; the seconds of both."""
        began = time.monotonic()
        deadline = began + self.plan.seconds
        tasks = Tasks(_shuffled(self.plan), deadline)
        people = [
            Person(number, tasks, self._browser(number, deadline), Random(f"{self.plan.seed} {number}"))
            for number in range(self.plan.clients)
        ]
        inspector = Inspector(tasks, self._browser(None, deadline))
        self.killer.is_gentle = meanwhile is not None
        threads: list[threading.Thread] = [*people, inspector, self.killer]
        for thread in threads:
            thread.start()
        if meanwhile is not None:
            meanwhile(self)
            self.killer.is_gentle = False
        for person in people:
            self._wait_for(person, tasks)
        self.killer.ended.set()
        self.killer.join()
        tasks.closed.set()
        loaded = time.monotonic()
        self._start_again()
        inspector.join()
        for fault in [*(person.fault for person in people), inspector.fault, self.killer.fault]:
            if fault is not None:
                raise fault
        self._drain()
        return loaded - began, time.monotonic() - loaded

    def _wait_for(self, person: Person, tasks: Tasks) -> None:
        while person.is_alive():
            person.join(10)
            done = self.ledger.acknowledged(Kind.UPLOAD), self.ledger.acknowledged(*WRITES)
            killed = self.killer.killed.total()
            self.say(f"  {done[0]} uploads, {done[1]} writes, {killed} killed, {len(tasks.waiting)} to go")

    def wait_until_acknowledged(self, kind: Kind, count: int) -> None:
        """Until so many requests of a kind were answered as done."""
        wait_until(lambda: self.ledger.acknowledged(kind) >= count, self.plan.seconds)

    def _browser(self, number: int | None, deadline: float) -> Browser:
        return browser_of(self.address, number, self.ledger, deadline)

    def _start_again(self) -> None:
        """Kill everything once more, at the same moment, and start it."""
        assert self.tree.process is not None
        self.tree.process.kill()
        self.tree.process.wait()
        if self.redis is not None:
            self.redis.kill()
            self.redis.start()
        self._start()

    def _start(self) -> None:
        announced = self.tree.shown().count("Renaksi siap di") if self.tree.log.exists() else 0
        self.tree.start()
        wait_until(
            lambda: self.tree.shown().count("Renaksi siap di") > announced or self.tree.ended(), DRAIN_SECONDS
        )
        assert not self.tree.ended(), self.tree.shown()[-2000:]

    def _drain(self) -> None:
        """Until no file waits for its reading and no job for a worker, as long as they become fewer."""
        with MongoClient[dict[str, Any]](self.uri) as client:
            database = client["renaksi"]
            fewest, since = sys.maxsize, time.monotonic()
            while (waiting := _waiting(database)) > 0:
                if waiting < fewest:
                    fewest, since = waiting, time.monotonic()
                assert time.monotonic() - since < DRAIN_SECONDS, f"{waiting} files and jobs wait for good"
                time.sleep(1)

    def _outcome(self, load_seconds: float, drain_seconds: float) -> Outcome:
        with MongoClient[dict[str, Any]](self.uri) as client:
            files = client["renaksi"]["files"].count_documents({})
            events = client["renaksi"]["events"].count_documents({})
        plan, ledger = self.plan, self.ledger
        outcome = Outcome(
            plan,
            uploads=ledger.acknowledged(Kind.UPLOAD),
            writes=ledger.acknowledged(*WRITES) - ledger.acknowledged(Kind.RETURN),
            unanswered=ledger.unanswered(),
            conflicts=ledger.conflicts,
            decisions=ledger.acknowledged(Kind.RETURN),
            killed=self.killer.killed,
            gave_up=self.killer.gave_up,
            files=files,
            events=events,
            load_seconds=load_seconds,
            drain_seconds=drain_seconds,
            machine_load=os.getloadavg()[0],
            answers=ledger.answers,
            seconds=ledger.seconds,
        )
        outcome.wrong += account(self.uri, ledger)
        for asked, came, what in (
            (plan.uploads, outcome.uploads, "uploads"),
            (plan.writes, outcome.writes, "writes"),
        ):
            if came < asked:
                outcome.unfinished.append(f"the time was up: {came} of {asked} {what}")
        outcome.wrong += checks(self.tree.folder)
        return outcome

    def _end(self) -> None:
        self.killer.ended.set()
        if self.killer.is_alive():
            self.killer.join()
        if not self.tree.ended():
            self.tree.stop()
        for process in self.tree.children():
            process.kill()
        if self.redis is not None:
            self.redis.kill()


def _waiting(database: Database[dict[str, Any]]) -> int:
    """How many files and jobs nobody has finished with."""
    jobs = database["jobs"].count_documents({"state": {"$in": ["queued", "running"]}})
    return jobs + database["files"].count_documents({"state": {"$in": ["queued", "reading"]}})


def _shuffled(plan: Plan) -> deque[int]:
    tasks = [*range(plan.uploads), *[UPLOAD] * plan.writes]
    Random(f"order {plan.seed}").shuffle(tasks)
    return deque(tasks)


def told(outcome: Outcome) -> Sequence[str]:
    """The outcome in lines."""
    killed = ", ".join(f"{role} {times}" for role, times in outcome.killed.most_common())
    return [
        f"acknowledged: {outcome.uploads} uploads, {outcome.writes} writes, {outcome.decisions} decisions",
        f"not answered, so sent again: {outcome.unanswered}; conflicts with oneself: {outcome.conflicts}",
        f"answers: {dict(outcome.answers.most_common())}",
        f"killed: {outcome.killed.total()} ({killed}); the supervisor gave up {outcome.gave_up} times",
        f"kept: {outcome.files} files, {outcome.events} events",
        f"load {outcome.load_seconds:.0f} s, drained in {outcome.drain_seconds:.0f} s, "
        f"load of the machine {outcome.machine_load:.1f}",
        *(f"WRONG {line}" for line in outcome.wrong[:50]),
        *(f"UNFINISHED {line}" for line in outcome.unfinished),
        f"{len(outcome.wrong)} wrong" if outcome.wrong else "every acknowledged write is accounted for",
    ]
