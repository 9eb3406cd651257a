"""Before handing in: the inspectorate's tests over what lies with a unit, and handing in what was ticked."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.tracker.world import DAY, World
from tracker import clock
from tracker.progress import service
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.settings import get_settings

PAGE = "/lembar/periksa?tw=3"
WITH_REASON = "general-1-a:3"
WITHOUT = "tematik-1-a:3"


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture(autouse=True)
async def drafts(world: World) -> None:
    """One draft that says why there is no evidence, and one without evidence or reason."""
    await Progress.get_pymongo_collection().delete_many({})
    for identifier, obstacles in ((WITH_REASON, "Laporan menyusul."), (WITHOUT, "")):
        await service.save(
            world.actor("bureau"),
            progress_id=identifier,
            revision=0,
            value=Decimal(2),
            spent=None,
            obstacles=obstacles,
            follow_up="",
        )


async def state_of(identifier: str) -> State:
    report = await Progress.find_one({"_id": identifier})
    assert report is not None
    return report.state


async def test_what_lies_with_the_unit_stands_under_what_is_to_be_done_about_it(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    text = (await client.get(PAGE)).text
    assert re.findall(r'name="pilih" value="([^"]+)"', text) == [f"{WITH_REASON}@1"]
    assert "Belum dapat diajukan (1)" in text
    assert "Kaitkan bukti, atau jelaskan" in text


async def test_the_sentences_are_those_that_the_inspectorate_reads(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    own = (await client.get(PAGE)).text
    await service.submit(world.actor("bureau"), progress_id=WITH_REASON, revision=1)
    await world.sign_in(client, "inspectorate")
    theirs = (await client.get(f"/pemeriksaan/{WITH_REASON}")).text
    told = re.findall(r'class="check check--bad">.*?<div>\s*(.*?)\s*<', own, re.DOTALL)
    assert told
    assert all(sentence in theirs for sentence in told)


async def test_a_report_with_a_warning_goes_when_it_is_ticked_and_the_message_says_so(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(PAGE, data={"pilih": f"{WITH_REASON}@1"})
    assert answer.status_code == 303
    assert await state_of(WITH_REASON) is State.SUBMITTED
    text = (await client.get(PAGE)).text
    assert "1 laporan diajukan. 1 di antaranya dengan peringatan" in text


async def test_what_cannot_go_stays_and_is_named_with_its_reason(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(PAGE, data={"pilih": [f"{WITH_REASON}@9", f"{WITHOUT}@1"]})
    assert answer.status_code == 409
    assert "2 laporan belum diajukan" in answer.text
    assert await state_of(WITH_REASON) is State.DRAFT


async def test_nothing_ticked_and_reports_of_others_are_refused(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    assert (await client.post(PAGE)).status_code == 422
    both = [f"{WITH_REASON}@1", "general-2-a:3@1"]
    assert (await client.post(PAGE, data={"pilih": both})).status_code == 404
    assert await state_of(WITH_REASON) is State.DRAFT


async def test_a_draft_on_the_sheet_has_its_mark_with_the_sentence(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    text = (await client.get("/lembar?tw=3")).text
    assert "grid-note--bad" in text
    assert "Belum ada bukti" in text
