"""At a deadline the state is written down under one hash; afterwards it can be compared, never changed."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.audit.service import head_of
from tracker.database import current_database
from tracker.deadlines import service as deadlines
from tracker.deadlines.models import Deadline
from tracker.keeping.verify import verify
from tracker.percentages.service import plan_figures
from tracker.progress import service as reports
from tracker.snapshots import freezing
from tracker.snapshots.models import Frozen
from tracker.snapshots.rules import canonical_sha256

CLOSES = datetime(2023, 10, 20, 16, 59, 59, tzinfo=UTC)  # the last second of the day in WIB
CELL = "general-1-a:3"


@pytest.fixture(scope="module")
async def deadline(world: World) -> Deadline:
    """A deadline, and a report before it that stands on an evidence."""
    made = await deadlines.create(
        world.actor("inspectorate"), title="TW III", year=2023, through=3, closes_on=date(2023, 10, 20)
    )
    await save(world, 2)
    evidence = await evidence_of(world.actor("bureau"), world.units["kominfo"])
    claim = await claim_of(evidence, 2)
    await reports.link_evidence(
        world.actor("bureau"), progress_id=CELL, evidence_id=evidence.id, findings=[claim.id]
    )
    await reports.submit(world.actor("bureau"), progress_id=CELL, revision=2)
    return made


async def save(world: World, value: int) -> None:
    revision = (await reports.cell_of(world.actor("bureau"), progress_id=CELL)).progress.revision
    await reports.save_value(world.actor("bureau"), progress_id=CELL, revision=revision, value=Decimal(value))


async def test_the_scheduler_freezes_once_when_the_deadline_has_closed(
    world: World, deadline: Deadline
) -> None:
    assert await freezing.freeze_due(CLOSES - timedelta(seconds=1)) == 0
    before = await head_of(INSTANSI)
    assert await freezing.freeze_due(CLOSES + timedelta(minutes=5)) == 1
    assert await freezing.freeze_due(CLOSES + timedelta(minutes=15)) == 0
    (frozen,) = await Frozen.find({"instansi": INSTANSI}).to_list()
    assert frozen.by is None
    assert (frozen.manifest["trail"]["number"], frozen.manifest["trail"]["hash"]) == before
    general = frozen.plans[0]
    assert freezing.figures_of(general).total(3) == (await plan_figures(world.general)).total(3)
    assert [one["name"] for one in frozen.manifest["files"]] == ["laporan.pdf"]
    assert frozen.manifest["plans"][0]["facts_sha256"] == canonical_sha256(
        await freezing.facts(frozen, general)
    )
    event = await Event.find_one({"instansi": INSTANSI, "action": "deadline.frozen"})
    assert event is not None
    assert event.data["manifest_sha256"] == canonical_sha256(frozen.manifest)


async def test_what_comes_after_the_deadline_is_shown_beside_it_as_late(
    world: World, client: AsyncClient, deadline: Deadline
) -> None:
    frozen = await Frozen.find_one({"instansi": INSTANSI})
    assert frozen is not None
    assert [each.changes for each in await freezing.compare(frozen)] == [[], []]
    report = await reports.withdraw(world.actor("bureau"), progress_id=CELL, revision=3)
    await save(world, 1)
    await reports.submit(world.actor("bureau"), progress_id=CELL, revision=report.revision + 1)
    await current_database()["progress"].update_one(
        {"_id": CELL}, {"$set": {"submitted_at": CLOSES + timedelta(days=1)}}
    )
    ((change,), _none) = [each.changes for each in await freezing.compare(frozen)]
    assert change.before is not None
    assert change.after is not None
    assert (change.before["value"], change.after["value"], change.late) == ("2", "1", True)

    longer = {"unit": change.unit, "closes_at": CLOSES + timedelta(days=2), "reason": "x", "by": "x"}
    extension = {**longer, "by_name": "x", "at": CLOSES}
    extended = {"$set": {"extensions": [extension]}}
    await current_database()["deadlines"].update_one({"_id": deadline.id}, extended)
    ((in_time,), _none) = [each.changes for each in await freezing.compare(frozen)]
    assert not in_time.late
    await current_database()["deadlines"].update_one({"_id": deadline.id}, {"$set": {"extensions": []}})

    await world.sign_in(client, "leadership")
    page = (await client.get(f"/beku/{frozen.id}")).text
    assert "terlambat" in page
    assert frozen.manifest_sha256 in page
    await world.sign_in(client, "bureau_2")
    assert "terlambat" not in (await client.get(f"/beku/{frozen.id}")).text


async def test_the_manifest_is_taken_out_with_all_that_its_hashes_cover(
    world: World, client: AsyncClient, deadline: Deadline
) -> None:
    frozen = await Frozen.find_one({"instansi": INSTANSI})
    assert frozen is not None
    await world.sign_in(client, "inspectorate")
    taken = json.loads((await client.get(f"/beku/{frozen.id}/manifes")).text)
    assert canonical_sha256(taken["manifest"]) == taken["manifest_sha256"] == frozen.manifest_sha256
    for plan in taken["manifest"]["plans"]:
        assert canonical_sha256(taken["facts"][plan["id"]]) == plan["facts_sha256"]


async def test_freezing_by_hand_needs_a_right_and_a_reason(
    world: World, client: AsyncClient, deadline: Deadline
) -> None:
    await world.sign_in(client, "inspectorate")
    refused = await client.post("/beku", data={"deadline": str(deadline.id), "reason": " "})
    assert refused.status_code == 422
    assert "Tulis alasan pembekuan" in refused.text
    done = await client.post("/beku", data={"deadline": str(deadline.id), "reason": "Untuk Gubernur"})
    assert done.status_code == 303
    assert "Untuk Gubernur" in (await client.get("/beku")).text
    await world.sign_in(client, "bureau")
    again = await client.post("/beku", data={"deadline": str(deadline.id), "reason": "x"})
    assert again.status_code == 403


async def test_a_deadline_that_passed_long_ago_is_not_frozen_as_of_today(
    world: World, deadline: Deadline
) -> None:
    await deadlines.create(
        world.actor("inspectorate"), title="Lama", year=2023, through=1, closes_on=date(2023, 4, 20)
    )
    assert await freezing.freeze_due(CLOSES + timedelta(days=1)) == 0


async def test_a_frozen_state_that_was_changed_is_found(world: World, deadline: Deadline) -> None:
    await current_database()["frozen_facts"].update_one(
        {"cells.0": {"$exists": True}}, {"$set": {"cells.0.value": "999"}}
    )
    problems = {one.name: one.problems async for one in verify(current_database())}
    assert any("TW III" in problem for problem in problems["keadaan beku"])
