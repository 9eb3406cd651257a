"""Signs of life: each process writes one now and then, so that others can tell who works."""

import os
import socket
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from tracker.clock import real_now
from tracker.migrations.steps import Database
from tracker.settings import Settings

COLLECTION = "heartbeats"
EVERY_SECONDS = 10.0
FRESH = timedelta(seconds=60)
OLD = timedelta(days=1)
REACH_MS = 5_000


def name_of(role: str) -> str:
    """This process, as others see it: "worker:host:1234"."""
    return f"{role}:{socket.gethostname()}:{os.getpid()}"


def sign(role: str) -> dict[str, Any]:
    """What is written of this process."""
    return {"role": role, "at": real_now()}


def give_signs(settings: Settings, role: str) -> threading.Event:
    """Write a sign every ten seconds, beside whatever the process does, until the event is set."""
    stop = threading.Event()
    threading.Thread(target=_signs, args=(settings, role, stop), name="signs of life", daemon=True).start()
    return stop


def _signs(settings: Settings, role: str, stop: threading.Event) -> None:
    client: MongoClient[dict[str, Any]] = MongoClient(
        settings.database_uri, serverSelectionTimeoutMS=REACH_MS, socketTimeoutMS=REACH_MS, appname="renaksi"
    )
    with client:
        signs = client[settings.database][COLLECTION]
        while True:
            try:
                signs.update_one({"_id": name_of(role)}, {"$set": sign(role)}, upsert=True)
                signs.delete_many({"at": {"$lt": real_now() - OLD}})
                if stop.wait(EVERY_SECONDS):
                    signs.delete_one({"_id": name_of(role)})
                    return
            except PyMongoError:
                if stop.wait(EVERY_SECONDS):
                    return


async def seen(database: Database, role: str) -> int:
    """How many processes of a role gave a sign in the last minute."""
    where: Mapping[str, Any] = {"role": role}
    signs = await database[COLLECTION].find(where, {"at": 1}).to_list()
    return sum(one["at"] >= real_now() - FRESH for one in signs)
