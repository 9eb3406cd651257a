"""An archive holds everything as of one instant, is made while people write, and comes back the same."""

import asyncio
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson import Binary, Decimal128, Int64, ObjectId

from tests.tracker.keeping.conftest import renaksi
from tests.tracker.things import Things
from tests.tracker.world import INSTANSI, World
from tracker.database import client, current_database
from tracker.evidence.storage import bucket
from tracker.keeping import backup as backing_up
from tracker.keeping.archive import Manifest, Reader
from tracker.keeping.errors import ArchiveDamaged, FileThere, NoArchive
from tracker.keeping.restore import restore, used_collections
from tracker.migrations import service as schemas
from tracker.migrations.errors import RestoreUnfinished
from tracker.migrations.steps import Database
from tracker.progress import service as reports
from tracker.progress.models import Progress
from tracker.watching import life

MADE_AT = datetime(2023, 10, 5, 2, 0, tzinfo=UTC)
EVERY_TYPE = {
    "_id": ObjectId(),
    "decimal": Decimal128("12.50"),
    "long": Int64(3),
    "int": 3,
    "float": 3.0,
    "instant": MADE_AT,
    "bytes": Binary(b"\0\xff", 128),
    "list": [None, True, {"a": "é"}],
}


async def make(path: Path) -> Manifest:
    return await backing_up.backup(
        current_database(), path, data_dir=path.parent, at=MADE_AT, say=lambda _what: None
    )


async def put_back(path: Path, name: str, *, replace: bool = False) -> Database:
    """The archive, restored into the database of that name."""
    target: Database = client()[name]
    with Reader(path) as reader:
        reader.check()
        await restore(target, reader, data_dir=path.parent, replace=replace, say=lambda _what: None)
    return target


async def test_what_is_restored_equals_what_was_backed_up_to_the_last_byte(
    world: World, things: Things, tmp_path: Path
) -> None:
    await current_database()["every_type"].insert_one(dict(EVERY_TYPE))
    (tmp_path / "rujukan").mkdir()
    (tmp_path / "rujukan" / "bands.toml").write_text("# sendiri")
    first = await make(tmp_path / "first.zip")
    (tmp_path / "rujukan" / "bands.toml").unlink()
    target = await put_back(tmp_path / "first.zip", "keep_equal")

    assert await target["every_type"].find_one({}) == EVERY_TYPE | {"decimal": Decimal("12.50")}
    assert (tmp_path / "rujukan" / "bands.toml").read_text() == "# sendiri"
    second = await backing_up.backup(
        target, tmp_path / "second.zip", data_dir=tmp_path, at=MADE_AT, say=lambda _what: None
    )
    ours = {name: one for name, one in first.collections.items() if one.count}
    del ours[schemas.COLLECTION]  # it was finished under another lease
    assert {name: second.collections[name] for name in ours} == ours
    assert (second.files, second.files_digest) == (first.files, first.files_digest)
    assert first.files >= 1
    assert await schemas.state_of(target) == await schemas.state_of(current_database()) | {
        "lease": None,
        "lease_until": None,
    }


async def test_a_restored_system_verifies_and_recounts_equal(
    world: World, things: Things, tmp_path: Path
) -> None:
    await make(tmp_path / "a.zip")
    done = renaksi("restore", tmp_path / "a.zip", database="keep_shell", folder=tmp_path / "data")
    assert "RB General 2023: sama dengan fakta." in done.stdout
    assert "Semua utuh." in renaksi("verify", database="keep_shell", folder=tmp_path / "data").stdout


async def test_an_archive_that_is_made_while_people_write_is_of_one_instant(
    world: World, things: Things, tmp_path: Path
) -> None:
    stop, written = asyncio.Event(), [0]

    async def keep_writing() -> None:
        while not stop.is_set():
            report = await Progress.get("general-1-a:1")
            await reports.save_value(
                world.actor("bureau"),
                progress_id="general-1-a:1",
                revision=report.revision if report else 0,
                value=Decimal(written[0] % 7 + 1),
            )
            written[0] += 1

    async def more(count: int) -> None:
        wanted = written[0] + count
        while written[0] < wanted:  # noqa: ASYNC110 - the writer knows of no one who waits
            await asyncio.sleep(0.01)

    writing = asyncio.create_task(keep_writing())
    await more(2)
    made = await make(tmp_path / "busy.zip")
    await more(1)
    stop.set()
    await writing
    target = await put_back(tmp_path / "busy.zip", "keep_busy")
    head = await target["audit_heads"].find_one({"_id": INSTANSI})
    assert head is not None
    assert made.trails[INSTANSI] == {"number": head["number"], "hash": head["hash"]}
    assert await target["events"].count_documents({"instansi": INSTANSI}) == head["number"]
    (last,) = await target["events"].find({"action": "progress.saved"}).sort("number", -1).limit(1).to_list()
    report = await target["progress"].find_one({"_id": "general-1-a:1"})
    assert report is not None
    assert Decimal(last["data"]["after"]["value"]) == report["value"]
    assert "Semua utuh." in renaksi("verify", database="keep_busy", folder=tmp_path / "data").stdout


async def test_an_archive_takes_no_name_that_is_taken(things: Things, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("mine")
    with pytest.raises(FileThere):
        await make(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_text() == "mine"


async def test_who_may_read_an_archive_is_its_owner(things: Things, tmp_path: Path) -> None:
    await make(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0


async def test_sign_ins_stay_out(world: World, things: Things, client: Any, tmp_path: Path) -> None:
    await world.sign_in(client, "bureau")
    made = await make(tmp_path / "a.zip")
    assert not backing_up.EPHEMERAL & made.collections.keys()


async def test_bytes_that_are_gone_are_named_and_the_rest_is_kept(
    world: World, things: Things, tmp_path: Path
) -> None:
    file_id = "98:" + "0" * 64
    stream = bucket().open_upload_stream(file_id)
    await stream.write(b"lost")
    await stream.close()
    await current_database()["bytes.chunks"].delete_many({"files_id": stream._id})
    made = await make(tmp_path / "a.zip")
    assert made.damaged == [file_id]
    await current_database()["bytes.files"].delete_one({"_id": stream._id})


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off in the middle": lambda content: content[: len(content) // 2],
    "cut off at the very end": lambda content: content[:-1],
    "empty": lambda content: b"",
    "something else": lambda content: b"a letter",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
async def test_an_archive_that_is_not_whole_is_refused(
    damage: Callable[[bytes], bytes], things: Things, tmp_path: Path
) -> None:
    await make(tmp_path / "a.zip")
    (tmp_path / "b.zip").write_bytes(damage((tmp_path / "a.zip").read_bytes()))
    with pytest.raises(NoArchive):
        Reader(tmp_path / "b.zip")


@pytest.mark.parametrize(
    "name", ["documents/progress.bson", "documents/events.bson", "files.jsonl", "files/"]
)
async def test_an_entry_that_was_exchanged_is_found_and_nothing_is_restored(
    name: str, things: Things, tmp_path: Path
) -> None:
    await current_database()["progress"].update_one({"_id": "x:1"}, {"$set": {"a": 1}}, upsert=True)
    await make(tmp_path / "a.zip")
    await current_database()["progress"].delete_one({"_id": "x:1"})
    with zipfile.ZipFile(tmp_path / "a.zip") as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, content[:-1] + b"\1" if entry.startswith(name) else content)
    with pytest.raises(ArchiveDamaged):
        await put_back(tmp_path / "b.zip", "keep_damaged")
    assert await used_collections(client()["keep_damaged"]) == []


async def test_a_newer_archive_is_refused_with_a_sentence(things: Things, tmp_path: Path) -> None:
    await make(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "manifest.json":
                content = re.sub(rb'"schema": \d+', b'"schema": 999', content)
            new.writestr(entry, content)
    refused = renaksi("restore", tmp_path / "b.zip", database="keep_newer", folder=tmp_path / "d", status=1)
    assert "lebih baru daripada program ini" in refused.stderr
    assert "Traceback" not in refused.stderr


async def test_a_database_with_data_is_replaced_only_when_asked_for(things: Things, tmp_path: Path) -> None:
    await make(tmp_path / "a.zip")
    target = await put_back(tmp_path / "a.zip", "keep_full")
    await target["events"].insert_one({"_id": "later", "instansi": "1"})
    refused = renaksi("restore", tmp_path / "a.zip", database="keep_full", folder=tmp_path / "d", status=1)
    assert "--replace" in refused.stderr
    assert await target["events"].find_one({"_id": "later"}) is not None
    replaced = ("restore", tmp_path / "a.zip", "--replace", "--yes")
    renaksi(*replaced, database="keep_full", folder=tmp_path / "d")
    assert await target["events"].find_one({"_id": "later"}) is None


async def test_nothing_is_restored_under_workers_that_are_at_work(things: Things, tmp_path: Path) -> None:
    await make(tmp_path / "a.zip")
    target: Database = client()["keep_at_work"]
    await target["heartbeats"].insert_one({"_id": "worker:x:1", **life.sign("worker")})
    refused = renaksi("restore", tmp_path / "a.zip", database="keep_at_work", folder=tmp_path / "d", status=1)
    assert "masih berjalan" in refused.stderr
    assert await used_collections(target) == []


async def test_a_restore_that_was_cut_off_is_not_taken_for_a_whole_one_and_can_be_repeated(
    things: Things, tmp_path: Path
) -> None:
    await make(tmp_path / "a.zip")

    class Cut(BaseException):
        """As SIGKILL: nothing is tidied up."""

    def cut_at_pages(what: str) -> None:
        if what == "pages":
            raise Cut

    target: Database = client()["keep_cut"]
    with Reader(tmp_path / "a.zip") as reader, pytest.raises(Cut):
        await restore(target, reader, data_dir=tmp_path, replace=False, say=cut_at_pages)
    with pytest.raises(RestoreUnfinished):
        await schemas.check(target)
    assert "belum selesai" in renaksi("recount", database="keep_cut", folder=tmp_path, status=1).stderr
    assert await used_collections(target) == []  # so no --replace is needed
    await put_back(tmp_path / "a.zip", "keep_cut")
    await schemas.check(target)
