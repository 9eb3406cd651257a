"""Bytes that an interrupted upload left behind go after a day; nothing that a file names does."""

from datetime import timedelta

from bson import ObjectId

from tests.tracker.things import make_things
from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.clock import now, real_now
from tracker.database import current_database
from tracker.evidence.storage import bucket
from tracker.evidence.sweeping import sweep_unused

OLD = timedelta(days=2)


async def put(name: str, age: timedelta) -> ObjectId:
    stream = bucket().open_upload_stream(name)
    await stream.write(b"bytes")
    await stream.close()
    await current_database()["bytes.files"].update_one(
        {"_id": stream._id}, {"$set": {"uploadDate": real_now() - age}}
    )
    return ObjectId(str(stream._id))


async def cut_off(age: timedelta) -> ObjectId:
    """A piece of an upload that never ended."""
    files_id = ObjectId()
    piece = ObjectId.from_datetime(real_now() - age)
    await current_database()["bytes.chunks"].insert_one(
        {"_id": piece, "files_id": files_id, "n": 0, "data": b"piece"}
    )
    return files_id


async def kept(files_id: ObjectId) -> bool:
    return await current_database()["bytes.chunks"].find_one({"files_id": files_id}) is not None


async def test_what_nothing_names_is_swept_after_a_day_once_a_day(world: World) -> None:
    await make_things(world)
    named = await current_database()["files"].find_one({})
    assert named is not None
    await current_database()["bytes.files"].update_one(
        {"_id": named["gridfs_id"]}, {"$set": {"uploadDate": real_now() - OLD}}
    )
    name = f"{INSTANSI}:{'a' * 64}"
    old, young = await put(name, OLD), await put(name, timedelta(hours=1))
    other = await put("not-a-file-of-ours", OLD)
    torn, tearing = await cut_off(OLD), await cut_off(timedelta(hours=1))

    assert await sweep_unused(now()) == 2
    found = {one: await kept(one) for one in (old, young, other, torn, tearing, named["gridfs_id"])}
    assert found == {
        old: False,
        young: True,
        other: True,
        torn: False,
        tearing: True,
        named["gridfs_id"]: True,
    }
    events = await Event.find({"instansi": INSTANSI, "action": "file.swept"}).to_list()
    assert [event.subject.id for event in events] == [name]

    await put(name, OLD)
    assert await sweep_unused(now()) == 0  # it was done today
