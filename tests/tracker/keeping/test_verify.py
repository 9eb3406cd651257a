"""`renaksi verify` names what is wrong, and only that."""

import pytest
from beanie import PydanticObjectId

from tests.tracker.keeping.conftest import renaksi
from tests.tracker.things import Things
from tests.tracker.world import INSTANSI, OTHER, World
from tracker.database import current_database
from tracker.keeping.verify import verify
from tracker.settings import get_settings


async def problems() -> dict[str, list[str]]:
    return {one.name: one.problems for one in [each async for each in verify(current_database())]}


async def test_what_is_whole_has_no_problems(world: World, things: Things) -> None:
    found = [one async for one in verify(current_database())]
    assert [problem for one in found for problem in one.problems] == []
    assert all(one.looked_at for one in found)


BREAKS = {
    "bytes that shrank": ("isi berkas", "bytes.chunks", {"n": 0}, {"data": b"x"}, "1 bita, seharusnya"),
    "bytes of another id": (
        "penyimpanan berkas",
        "files",
        {},
        {"gridfs_id": PydanticObjectId()},
        "tidak ada di penyimpanan",
    ),
    "evidence of a file that is not there": (
        "kaitan data",
        "evidence",
        {},
        {"file_id": "98:x"},
        "file_id: files 98:x tidak ada",
    ),
    "evidence of another institution": (
        "kaitan data",
        "evidence",
        {},
        {"instansi": OTHER},
        "milik instansi lain",
    ),
    "a suggestion of no finding": (
        "kaitan data",
        "suggestions",
        {},
        {"finding_id": PydanticObjectId()},
        "finding_id: findings",
    ),
    "a renaksi under no node": (
        "letak data",
        "renaksi",
        {},
        {"node_id": "nowhere"},
        "bagian nowhere tidak ada",
    ),
    "a finding beyond the last page": (
        "letak data",
        "findings",
        {},
        {"page": 77},
        "halaman 77 berkasnya tidak ada",
    ),
    "figures that were changed": (
        "persentase",
        "plan_tallies",
        {"rows": {"$ne": []}},
        {"rows.0.cells": [9, 9, 9, 9, 9]},
        "berbeda pada",
    ),
    "an event that was changed": (
        "jejak audit",
        "events",
        {"number": 3},
        {"actor_name": "Orang Lain"},
        "98: catatan nomor 3 tidak cocok",
    ),
    "a trail whose end was cut away": (
        "jejak audit",
        "audit_heads",
        {"_id": INSTANSI},
        {"number": 999},
        "atau tidak ada",
    ),
}


@pytest.mark.parametrize(("section", "collection", "which", "change", "said"), BREAKS.values(), ids=BREAKS)
async def test_what_is_broken_is_named(
    section: str,
    collection: str,
    which: dict[str, object],
    change: dict[str, object],
    said: str,
    things: Things,
) -> None:
    broken = current_database()[collection]
    before = await broken.find_one(which)
    assert before is not None
    await broken.update_one({"_id": before["_id"]}, {"$set": change})
    try:
        found = await problems()
    finally:
        await broken.replace_one({"_id": before["_id"]}, before)
    assert any(said in problem for problem in found[section]), found


async def test_the_command_ends_with_a_failure_that_a_script_sees(
    things: Things, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("shell")
    ours = get_settings().database
    assert "Semua utuh." in renaksi("verify", database=ours, folder=folder).stdout
    await current_database()["evidence"].update_one({}, {"$set": {"unit": f"{INSTANSI}:gone"}})
    failed = renaksi("verify", database=ours, folder=folder, status=1)
    assert "✗ kaitan data" in failed.stdout
    assert f"{INSTANSI}:gone tidak ada" in failed.stdout
