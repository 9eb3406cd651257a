"""`renaksi verify` names what is wrong, and only that."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from beanie import PydanticObjectId

from tests.tracker.keeping.conftest import renaksi
from tests.tracker.things import Things
from tests.tracker.world import INSTANSI, OTHER, World
from tracker.database import current_database
from tracker.keeping.verify import verify
from tracker.progress import service as progress
from tracker.settings import get_settings

Document = dict[str, Any]


async def problems() -> dict[str, list[str]]:
    return {one.name: one.problems for one in [each async for each in verify(current_database())]}


@pytest.fixture(scope="module")
async def report(world: World, things: Things) -> str:
    """A report on the first output of the general plan; its id."""
    identifier = things.params["progress_id"]
    await progress.save_value(world.actor("bureau"), progress_id=identifier, revision=0, value=Decimal(1))
    return identifier


@pytest.mark.usefixtures("things", "report")
async def test_what_is_whole_has_no_problems() -> None:
    found = [one async for one in verify(current_database())]
    assert [problem for one in found for problem in one.problems] == []
    assert all(one.looked_at for one in found)


def other_bytes(chunk: Document) -> Document:
    """A chunk of the same length, of which one bit is another."""
    data = bytearray(chunk["data"])
    data[len(data) // 2] ^= 1
    return {"data": bytes(data)}


BREAKS: dict[str, tuple[str, str, Document, Document | Callable[[Document], Document] | None, str]] = {
    "bytes that shrank": ("isi berkas", "bytes.chunks", {"n": 0}, {"data": b"x"}, "1 bita, seharusnya"),
    "bytes of the same length but others": (
        "isi berkas",
        "bytes.chunks",
        {"n": 0},
        other_bytes,
        "isinya berubah sejak diterima (SHA-256 tidak cocok)",
    ),
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
    "a report whose output is gone": (
        "letak data",
        "renaksi",
        {"outputs.id": "general-1-a"},
        {"outputs": []},
        "laporan general-1-a:3: output-nya tidak ada",
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
    "an event that was taken out of the middle": (
        "jejak audit",
        "events",
        {"number": 4},
        None,
        "98: catatan nomor 4 tidak cocok",
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
@pytest.mark.usefixtures("things", "report")
async def test_what_is_broken_is_named(
    section: str,
    collection: str,
    which: Document,
    change: Document | Callable[[Document], Document] | None,
    said: str,
) -> None:
    """`change` is what is set in the document, or made of it; None takes it away."""
    broken = current_database()[collection]
    before = await broken.find_one(which)
    assert before is not None
    one = {"_id": before["_id"]}
    if change is None:
        await broken.delete_one(one)
    else:
        await broken.update_one(one, {"$set": change(before) if callable(change) else change})
    try:
        found = await problems()
    finally:
        await broken.replace_one(one, before, upsert=True)
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
