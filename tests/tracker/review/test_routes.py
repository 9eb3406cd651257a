"""The inspectorate's pages: the queue, one report, the decision and the way back."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from beanie import PydanticObjectId
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import DAY, World
from tracker import clock
from tracker.audit import service as audit
from tracker.progress import service
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review.models import Hold, QueueShard
from tracker.settings import get_settings

PROVEN, BARE = "general-1-a:3", "general-1-a:2"
HTMX = {"hx-request": "true"}
REASON = "Lampirkan dokumen yang sudah ditetapkan."


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture
async def queue(world: World) -> None:
    """Two reports wait: one that its evidence proves, then one without evidence."""
    for model in (Progress, QueueShard, Hold):
        await model.get_pymongo_collection().delete_many({})
    bureau = world.actor("bureau")
    evidence = await evidence_of(bureau, world.units["kominfo"])
    claim = await claim_of(evidence, 2)
    await hand_in(world, PROVEN, 2, evidence.id, claim.id)
    await hand_in(world, BARE, 1)


async def hand_in(
    world: World,
    cell: str,
    value: int,
    evidence_id: PydanticObjectId | None = None,
    finding_id: PydanticObjectId | None = None,
) -> Progress:
    bureau = world.actor("bureau")
    report = await service.save(
        bureau,
        progress_id=cell,
        revision=0,
        value=Decimal(value),
        spent=None,
        obstacles="" if evidence_id else "Menyusul.",
        follow_up="",
    )
    if evidence_id and finding_id:
        report = await service.link_evidence(
            bureau, progress_id=cell, evidence_id=evidence_id, findings=[finding_id]
        )
    return await service.submit(bureau, progress_id=cell, revision=report.revision)


async def report_at(cell: str) -> Progress:
    report = await Progress.find_one({"_id": cell})
    assert report is not None
    return report


async def test_the_queue_lists_what_waits_by_risk_with_marks_or_by_age(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    shown = (await client.get("/pemeriksaan")).text
    assert shown.index(f"/pemeriksaan/{BARE}") < shown.index(f"/pemeriksaan/{PROVEN}")
    by_age = (await client.get("/pemeriksaan?urut=terlama")).text
    assert by_age.index(f"/pemeriksaan/{PROVEN}") < by_age.index(f"/pemeriksaan/{BARE}")
    assert shown.count("tanpa bukti</span>") == 1
    assert "Dinas Komunikasi dan Informatika" in shown


@pytest.mark.parametrize(
    ("query", "cells"),
    [
        ("?tw=2", {BARE}),
        ("?uji=lolos", {PROVEN}),
        ("?uji=no_evidence", {BARE}),
        ("?risiko=tinggi", {BARE}),
        ("?risiko=rendah", {PROVEN}),
        ("?ragu=ya", set()),
        ("?uji=entah&risiko=entah&urut=entah", {PROVEN, BARE}),
        ("?unit=98:bkd", set()),
        ("?unit=98:kominfo&tw=3", {PROVEN}),
        ("?state=verified", set()),
        ("?state=draft", {PROVEN, BARE}),
    ],
)
async def test_the_queue_is_narrowed_by_its_address(
    world: World, client: AsyncClient, queue: None, query: str, cells: set[str]
) -> None:
    await world.sign_in(client, "inspectorate")
    shown = (await client.get(f"/pemeriksaan{query}")).text
    assert {cell for cell in (PROVEN, BARE) if f"/pemeriksaan/{cell}" in shown} == cells
    fragment = await client.get(f"/pemeriksaan{query}", headers=HTMX)
    assert fragment.text.strip() in shown


async def test_a_decision_goes_on_to_the_next_with_a_way_back(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    seen = await client.get(f"/pemeriksaan/{PROVEN}?tw=")
    assert 'data-key="y"' in seen.text
    revision = (await report_at(PROVEN)).revision
    answer = await client.post(f"/pemeriksaan/{PROVEN}/verifikasi", data={"revision": revision})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pemeriksaan/{BARE}")
    following = (await client.get(answer.headers["location"])).text
    undo = re.search(r'action="(/pemeriksaan/[^"]+/urungkan/\d+)"', following)
    assert undo is not None
    back = await client.post(undo[1])
    assert (back.status_code, back.headers["location"]) == (303, f"/pemeriksaan/{PROVEN}")
    assert (await report_at(PROVEN)).state is State.SUBMITTED
    actions = [event.action for event in await audit.events_of("98", PROVEN)]
    assert actions[-2:] == ["progress.verified", "progress.undone"]
    assert (await client.post(undo[1])).status_code == 409


async def test_the_filters_stay_while_the_queue_is_worked_through(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    revision = (await report_at(PROVEN)).revision
    answer = await client.post(
        f"/pemeriksaan/{PROVEN}/verifikasi?unit=98:kominfo", data={"revision": revision}
    )
    assert answer.headers["location"] == f"/pemeriksaan/{BARE}?unit=98%3Akominfo"
    last = await client.post(
        f"/pemeriksaan/{BARE}/kembalikan?unit=98:kominfo",
        data={"revision": (await report_at(BARE)).revision, "reason": REASON},
    )
    assert last.headers["location"] == "/pemeriksaan?unit=98%3Akominfo"


async def test_what_is_not_proven_offers_its_tests_as_the_reason(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    shown = (await client.get(f"/pemeriksaan/{BARE}")).text
    assert 'data-key="y"' not in shown
    test = re.search(r'name="test" value="([^"]+)" checked', shown)
    assert test is not None
    revision = (await report_at(BARE)).revision
    refused = await client.post(f"/pemeriksaan/{BARE}/verifikasi", data={"revision": revision})
    assert refused.status_code == 422
    assert "belum terbukti" in refused.text
    form = {"revision": revision, "test": test[1], "reason": REASON}
    assert (await client.post(f"/pemeriksaan/{BARE}/kembalikan", data=form)).status_code == 303
    decision = (await report_at(BARE)).submissions[0].decision
    assert decision is not None
    assert decision.reason == f"{test[1]}\n{REASON}"
    await world.sign_in(client, "bureau")
    told = (await client.get("/capaian/general-1-a/2")).text
    assert REASON in told
    assert "Dikembalikan oleh Inspectorate" in told


async def test_a_return_without_a_reason_stays_on_the_page(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    revision = (await report_at(PROVEN)).revision
    answer = await client.post(
        f"/pemeriksaan/{PROVEN}/kembalikan", data={"revision": revision, "reason": "ya"}
    )
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.text
    assert ">ya</textarea>" in answer.text


async def test_a_report_that_changed_shows_what_was_seen_and_what_is_there(
    world: World, client: AsyncClient, queue: None
) -> None:
    bureau = world.actor("bureau")
    seen = await report_at(PROVEN)
    draft = await service.withdraw(bureau, progress_id=PROVEN, revision=seen.revision)
    changed = await service.save_value(bureau, progress_id=PROVEN, revision=draft.revision, value=Decimal(9))
    await service.submit(bureau, progress_id=PROVEN, revision=changed.revision)
    await world.sign_in(client, "inspectorate")
    answer = await client.post(
        f"/pemeriksaan/{PROVEN}/kembalikan", data={"revision": seen.revision, "reason": REASON}
    )
    assert answer.status_code == 409
    assert '<del class="diff">2</del>' in answer.text
    assert '<ins class="diff">9</ins>' in answer.text
    assert REASON in answer.text
    assert (await report_at(PROVEN)).state is State.SUBMITTED


async def test_a_report_that_comes_again_shows_what_changed_since_it_was_returned(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    revision = (await report_at(BARE)).revision
    await client.post(f"/pemeriksaan/{BARE}/kembalikan", data={"revision": revision, "reason": REASON})
    bureau, returned = world.actor("bureau"), await report_at(BARE)
    saved = await service.save_value(bureau, progress_id=BARE, revision=returned.revision, value=Decimal(4))
    await service.submit(bureau, progress_id=BARE, revision=saved.revision)
    shown = (await client.get(f"/pemeriksaan/{BARE}")).text
    assert "Sudah pernah dikembalikan" in shown
    assert '<del class="diff">1</del>' in shown
    assert '<ins class="diff">4</ins>' in shown
    assert "diajukan ulang" in (await client.get("/pemeriksaan")).text


async def test_a_verified_report_is_opened_again_from_its_page(
    world: World, client: AsyncClient, queue: None
) -> None:
    await world.sign_in(client, "inspectorate")
    revision = (await report_at(PROVEN)).revision
    await client.post(f"/pemeriksaan/{PROVEN}/verifikasi", data={"revision": revision})
    shown = (await client.get(f"/pemeriksaan/{PROVEN}")).text
    assert "Alasan membuka lagi" in shown
    form = {"revision": (await report_at(PROVEN)).revision, "reason": ""}
    assert (await client.post(f"/pemeriksaan/{PROVEN}/buka", data=form)).status_code == 422
    assert (
        await client.post(f"/pemeriksaan/{PROVEN}/buka", data={**form, "reason": REASON})
    ).status_code == 303
    assert (await report_at(PROVEN)).state is State.REOPENED


@pytest.mark.parametrize("who", ["bureau", "coordinator", "leadership", "admin"])
async def test_only_the_inspectorate_gets_in(
    world: World, client: AsyncClient, queue: None, who: str
) -> None:
    await world.sign_in(client, who)
    assert (await client.get("/pemeriksaan")).status_code == 403
    assert (await client.get(f"/pemeriksaan/{PROVEN}")).status_code == 403
    answer = await client.post(f"/pemeriksaan/{PROVEN}/verifikasi", data={"revision": 3})
    assert answer.status_code == 403


@pytest.mark.parametrize("cell", ["tidak-ada:3", "general-1-a:9", "general-1-a"])
async def test_a_report_that_is_not_there_is_said_so(
    world: World, client: AsyncClient, queue: None, cell: str
) -> None:
    await world.sign_in(client, "inspectorate")
    assert (await client.get(f"/pemeriksaan/{cell}")).status_code == 404
