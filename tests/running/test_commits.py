"""A transaction is done once, even where the database dies between its commit and its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bson import ObjectId

from tracker.clock import real_now
from tracker.database import (
    ASKED_ABOUT,
    COMMITS,
    Session,
    connected,
    current_database,
    forget_commits,
    in_transaction,
)
from tracker.running.embedded import address, publish_address, start_database
from tracker.running.folder import DataFolder
from tracker.running.process import Child
from tracker.settings import Settings, made_secret

pytestmark = pytest.mark.slow


class Embedded:
    """An embedded database that can be killed and started again at its address."""

    def __init__(self, folder: DataFolder, lock: int) -> None:
        self.folder, self.lock = folder, lock
        self.child = self._started()

    @property
    def port(self) -> int:
        return int(self.folder.port_file.read_text())

    def restart(self) -> None:
        self.end()
        self.child = self._started()

    def end(self) -> None:
        self.child.kill()
        self.child.close()

    def _started(self) -> Child:
        child = start_database(self.folder, 64, self.lock)
        publish_address(self.folder, child)
        return child


class Between:
    """A way to the database on which the answer to the next commit is lost, and the database with it."""

    def __init__(self, database: Embedded) -> None:
        self.database = database
        self.is_armed = False

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            ours, theirs = await asyncio.open_connection("127.0.0.1", self.database.port)
        except OSError:  # it is being started
            writer.close()
            return
        is_lost = False

        async def asked() -> None:
            nonlocal is_lost
            while piece := await reader.read(65536):
                if self.is_armed and b"commitTransaction" in piece:
                    self.is_armed, is_lost = False, True
                theirs.write(piece)
                await theirs.drain()

        async def answered() -> None:
            while piece := await ours.read(65536):
                if is_lost:
                    await asyncio.to_thread(self.database.restart)
                    return
                writer.write(piece)
                await writer.drain()

        tasks = [asyncio.create_task(each()) for each in (asked, answered)]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for way in (writer, theirs):
            way.close()


@asynccontextmanager
async def way_to(tmp_path: Path) -> AsyncIterator[Between]:
    folder = DataFolder(tmp_path)
    folder.prepare()
    with folder.locked() as lock:
        database = Embedded(folder, lock)
        between = Between(database)
        server = await asyncio.start_server(between.pass_on, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        uri = address(made_secret(folder.password_file), port) + "&directConnection=true"
        try:
            async with connected(Settings(data_dir=tmp_path), uri=uri, indexes=True):
                yield between
        finally:
            server.close()
            database.end()


async def test_a_commit_whose_answer_was_lost_with_the_database_is_not_done_twice(tmp_path: Path) -> None:
    async with way_to(tmp_path) as between:
        notes = current_database()["notes"]
        await notes.insert_one({"_id": "first"})
        tries: list[ObjectId] = []

        async def work(session: Session) -> ObjectId:
            made = ObjectId()
            tries.append(made)
            await notes.insert_one({"_id": made}, session=session)
            return made

        between.is_armed = True
        gave = await in_transaction(work)
        assert not between.is_armed
        stored = [note["_id"] for note in await notes.find({}).to_list()]
        assert stored == ["first", gave]
        assert tries == [gave]


async def test_a_transaction_that_died_before_its_commit_is_done_again(tmp_path: Path) -> None:
    async with way_to(tmp_path) as between:
        notes = current_database()["notes"]
        await notes.insert_one({"_id": "first"})
        tries: list[int] = []

        async def work(session: Session) -> int:
            tries.append(len(tries))
            await notes.insert_one({"_id": tries[-1]}, session=session)
            if len(tries) == 1:
                await asyncio.to_thread(between.database.restart)
            await notes.insert_one({"_id": f"{tries[-1]} too"}, session=session)
            return tries[-1]

        assert await in_transaction(work) == 1
        assert [note["_id"] for note in await notes.find({}).to_list()] == ["first", 1, "1 too"]


async def test_marks_are_forgotten_once_nobody_asks(tmp_path: Path) -> None:
    async with way_to(tmp_path):
        marks = current_database()[COMMITS]
        old, fresh = ObjectId.from_datetime(real_now() - 2 * ASKED_ABOUT), ObjectId()
        await marks.insert_many([{"_id": old}, {"_id": fresh}])
        await forget_commits(real_now())
        assert [mark["_id"] for mark in await marks.find({}).to_list()] == [fresh]
