"""A large file goes into an archive and comes back piece by piece, on a server as the product runs it."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tracker.keeping.test_backup import make, put_back
from tests.tracker.world import World
from tracker.evidence.storage import bucket
from tracker.running.embedded import open_database
from tracker.settings import Settings

LARGE = 64 * 1024 * 1024  # bytes
PIECE = bytes(range(256)) * 4096


@pytest.fixture(scope="module")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this module's own, with the product's cache; the shared one has a quarter of it."""
    with open_database(Settings(data_dir=tmp_path_factory.mktemp("embedded"), mongodb_uri=None)) as uri:
        yield uri


@contextmanager
def traced() -> Iterator[list[int]]:
    """The most memory that Python held in the block beyond what it held before, in bytes."""
    peak = [0]
    tracemalloc.start()
    try:
        yield peak
        peak[0] = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_a_large_file_goes_in_and_comes_back_without_its_size_in_memory(
    world: World, tmp_path: Path
) -> None:
    stream = bucket().open_upload_stream("98:large")
    for _number in range(LARGE // len(PIECE)):
        await stream.write(PIECE)
    await stream.close()
    with traced() as saving:
        made = await make(tmp_path / "a.zip")
    with traced() as restoring:
        target = await put_back(tmp_path / "a.zip", "keep_large")
    assert made.file_bytes == LARGE
    back = await target["bytes.files"].find_one({"_id": stream._id})
    assert back is not None
    assert back["length"] == LARGE
    assert max(*saving, *restoring) < LARGE / 4
