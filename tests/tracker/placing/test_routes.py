"""The page that places one evidence on many reports, as a browser without script sees it."""

import re
from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of, suggestion_of
from tests.tracker.world import World
from tracker.evidence.models import Evidence, Verdict
from tracker.progress.models import Progress
from tracker.progress.service import save_value

TICK = re.compile(r'name="saran"\s+value="([^"]+)"( checked)?')


@pytest.fixture
async def evidence(world: World) -> Evidence:
    """A report of kominfo with two claims for its cells."""
    await Progress.delete_all()
    made = await evidence_of(world.actor("bureau"), world.units["kominfo"])
    for place, (cell, value) in enumerate((("general-1-a:3", 2), ("tematik-1-a:3", 4))):
        claim = await claim_of(made, value, verdict=Verdict.PROPOSED, start=10 + 20 * place)
        await suggestion_of(claim, cell, world.units["kominfo"])
    return made


async def test_the_page_lists_cells_with_claim_page_crop_and_reason(
    world: World, client: AsyncClient, evidence: Evidence
) -> None:
    await world.sign_in(client, "bureau")

    answer = await client.get(f"/bukti/{evidence.id}/tempatkan")

    assert answer.status_code == 200
    for text in ("2 output mungkin dilayani", "2 dokumen", "hal. 2", "/potongan", "Satuan sama: Dokumen."):
        assert text in answer.text
    assert len(TICK.findall(answer.text)) == 2


async def test_the_sure_ones_are_ticked_without_script(
    world: World, client: AsyncClient, evidence: Evidence
) -> None:
    await world.sign_in(client, "bureau")

    answer = await client.get(f"/bukti/{evidence.id}/tempatkan?centang=yakin")

    assert [bool(checked) for _value, checked in TICK.findall(answer.text)] == [True, True]


async def test_several_rows_go_by_one_form_and_come_back_by_one_button(
    world: World, client: AsyncClient, evidence: Evidence
) -> None:
    await world.sign_in(client, "bureau")
    url = f"/bukti/{evidence.id}/tempatkan"
    ticks = [value for value, _checked in TICK.findall((await client.get(url)).text)]

    placed = await client.post(url, data={"saran": ticks})

    assert placed.status_code == 303
    shown = await client.get(url)
    assert "Ditempatkan pada 2 output." in shown.text
    assert shown.text.count("Sudah ditempatkan") == 2
    undo = re.search(r'action="(/bukti/\w+/tempatkan/\w+/urungkan)"', shown.text)
    assert undo is not None
    await client.post(undo[1])
    assert len(TICK.findall((await client.get(url)).text)) == 2


async def test_a_missing_choice_keeps_what_was_ticked(
    world: World, client: AsyncClient, evidence: Evidence
) -> None:
    actor = world.actor("bureau")
    await save_value(actor, progress_id="general-1-a:3", revision=0, value=Decimal(3))
    await world.sign_in(client, "bureau")
    url = f"/bukti/{evidence.id}/tempatkan"
    page = (await client.get(url)).text
    assert "Berbeda: dilaporkan 3, klaim menyebut 2." in page

    answer = await client.post(url, data={"saran": [value for value, _checked in TICK.findall(page)]})

    assert answer.status_code == 422
    assert "Pilih nilai yang berlaku untuk output ini." in answer.text
    assert all(checked for _value, checked in TICK.findall(answer.text))


async def test_nothing_ticked_and_nothing_found_say_what_to_do(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    bare = await evidence_of(world.actor("bureau"), world.units["kominfo"])

    page = await client.get(f"/bukti/{bare.id}/tempatkan")
    nothing = await client.post(f"/bukti/{bare.id}/tempatkan")

    assert "Belum ada output yang cocok" in page.text
    assert nothing.status_code == 422
    assert "Centang dari 1 sampai 100 baris." in nothing.text


async def test_the_list_of_evidence_leads_there(
    world: World, client: AsyncClient, evidence: Evidence
) -> None:
    await world.sign_in(client, "bureau")

    assert "Tempatkan ke 2 output" in (await client.get(f"/bukti/{evidence.id}/status")).text
    await world.sign_in(client, "inspectorate")
    assert "Tempatkan ke" not in (await client.get(f"/bukti/{evidence.id}/status")).text
