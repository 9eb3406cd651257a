"""The bureau's pages: what they show and keep, with and without script."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import DAY, World
from tracker import clock
from tracker.progress import service
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review import service as review
from tracker.settings import get_settings

CELL = "general-1-a:3"
PAGE = "/capaian/general-1-a/3"
HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    await Progress.get_pymongo_collection().delete_many({})


async def report_at(cell: str = CELL) -> Progress:
    report = await Progress.find_one({"_id": cell})
    assert report is not None
    return report


async def test_the_form_of_a_cell_saves_and_says_how_it_was_understood(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    form = {
        "revision": 0,
        "value": "1.234,5",
        "spent": "Rp1,4 miliar",
        "obstacles": "Hujan.",
        "follow_up": "",
    }
    answer = await client.post(PAGE, data={**form, "intent": "save"})
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    shown = (await client.get(PAGE)).text
    assert "Tersimpan. Realisasi: 1.234,5." in shown
    assert 'value="1.234,5"' in shown
    assert 'value="1.400.000.000"' in shown
    assert (await report_at()).state is State.DRAFT


async def test_what_is_no_number_stays_in_the_form_with_what_to_do(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(
        PAGE, data={"revision": 0, "value": "banyak", "spent": "-1", "obstacles": "Hujan."}
    )
    assert answer.status_code == 422
    assert 'value="banyak"' in answer.text
    assert "bukan angka" in answer.text
    assert "rupiah bulat" in answer.text
    assert "Hujan." in answer.text
    assert await Progress.find_one({"_id": CELL}) is None


async def test_handing_in_without_evidence_or_reason_keeps_the_draft(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(PAGE, data={"revision": 0, "value": "2", "intent": "submit"})
    assert answer.status_code == 422
    assert "Kaitkan bukti, atau jelaskan" in answer.text
    kept = await report_at()
    assert (kept.state, kept.value) == (State.DRAFT, Decimal(2))
    assert f'name="revision" value="{kept.revision}"' in answer.text


async def test_one_click_saves_and_hands_in(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    form = {"revision": 0, "value": "2", "obstacles": "Laporan menyusul.", "intent": "submit"}
    answer = await client.post(PAGE, data=form)
    assert answer.status_code == 303
    assert (await report_at()).state is State.SUBMITTED
    shown = (await client.get(PAGE)).text
    assert "Tarik untuk mengubah" in shown
    assert 'name="value"' not in shown


async def test_two_writers_see_both_values_and_nothing_typed_is_lost(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    await client.post(PAGE, data={"revision": 0, "value": "5"})
    answer = await client.post(PAGE, data={"revision": 0, "value": "7", "obstacles": "Catatan panjang saya."})
    assert answer.status_code == 409
    assert "<td>5</td>" in answer.text
    assert "<td>7</td>" in answer.text
    assert 'value="7"' in answer.text
    assert answer.text.count("Catatan panjang saya.") == 2
    again = await client.post(PAGE, data={"revision": (await report_at()).revision, "value": "7"})
    assert again.status_code == 303


async def test_evidence_is_linked_and_taken_off_by_plain_forms(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    evidence = await evidence_of(world.actor("bureau"), world.units["kominfo"], title="Laporan peta rencana")
    claim = await claim_of(evidence, 2)
    await client.post(PAGE, data={"revision": 0, "value": "2"})
    assert "Laporan peta rencana" in (await client.get(PAGE)).text
    link = {"revision": 1, "evidence": str(evidence.id), "finding": str(claim.id), "pages": "2, 5-6"}
    assert (await client.post(f"{PAGE}/bukti", data=link)).status_code == 303
    report = await report_at()
    assert (report.links[0].pages, report.proof.proven) == ([2, 5, 6], True)
    shown = (await client.get(PAGE)).text
    assert f"/bukti/{evidence.id}?temuan={claim.id}" in shown
    assert "membuktikan nilai ini" in shown
    off = await client.post(f"{PAGE}/bukti/{evidence.id}/lepas", data={"revision": report.revision})
    assert off.status_code == 303
    assert (await report_at()).links == []


@pytest.mark.parametrize("pages", ["tiga", "9-2", "1-400", "-"])
async def test_pages_that_make_no_sense_are_refused(world: World, client: AsyncClient, pages: str) -> None:
    await world.sign_in(client, "bureau")
    evidence = await evidence_of(world.actor("bureau"), world.units["kominfo"])
    answer = await client.post(
        f"{PAGE}/bukti", data={"revision": 0, "evidence": str(evidence.id), "pages": pages}
    )
    assert answer.status_code == 422


async def test_evidence_of_others_is_not_there(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    others = await evidence_of(world.actor("bureau_2"), world.units["bkd"], title="Rahasia unit lain")
    answer = await client.post(f"{PAGE}/bukti", data={"revision": 0, "evidence": str(others.id)})
    assert answer.status_code == 404
    assert "Rahasia unit lain" not in (await client.get(PAGE)).text


@pytest.mark.parametrize("who", ["bureau_2", "stranger"])
async def test_a_cell_of_others_is_not_there(world: World, client: AsyncClient, who: str) -> None:
    await world.sign_in(client, who)
    assert (await client.get(PAGE)).status_code == 404
    assert (await client.post(PAGE, data={"revision": 0, "value": "1"})).status_code == 404
    assert (await client.post(f"/kerja/{CELL}", data={"revision": 0, "value": "1"})).status_code == 404
    assert (await client.post(f"{PAGE}/tarik", data={"revision": 0})).status_code == 404


@pytest.mark.parametrize("who", ["inspectorate", "leadership", "admin"])
async def test_others_read_a_cell_but_do_not_write_into_it(
    world: World, client: AsyncClient, who: str
) -> None:
    await world.sign_in(client, who)
    shown = await client.get(PAGE)
    assert shown.status_code == 200
    assert 'name="value"' not in shown.text
    assert (await client.post(PAGE, data={"revision": 0, "value": "1"})).status_code == 403
    assert (await client.get("/kerja")).status_code == 403


async def test_the_list_shows_the_units_own_cells_with_the_reason_on_top(
    world: World, client: AsyncClient
) -> None:
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    saved = await service.save(
        bureau,
        progress_id=CELL,
        revision=0,
        value=Decimal(2),
        spent=None,
        obstacles="Menyusul.",
        follow_up="",
    )
    handed_in = await service.submit(bureau, progress_id=CELL, revision=saved.revision)
    await review.return_(
        inspector, progress_id=CELL, revision=handed_in.revision, reason="Lampirkan dokumennya."
    )
    await world.sign_in(client, "bureau")
    shown = (await client.get("/kerja")).text
    first_row = shown[shown.index('<tr id="sel-') :]
    assert first_row.startswith('<tr id="sel-general-1-a-3"')
    assert "Lampirkan dokumennya." in first_row
    assert "Melatih pengelola SPBE" not in shown


@pytest.mark.parametrize("query", ["", "?state=all&tw=3", "?cari=peta&state=empty", "?unit=98:kominfo"])
async def test_the_fragment_is_a_part_of_the_list(world: World, client: AsyncClient, query: str) -> None:
    await world.sign_in(client, "bureau")
    whole = await client.get(f"/kerja{query}")
    fragment = await client.get(f"/kerja{query}", headers=HTMX)
    assert fragment.text.strip() in whole.text
    assert "HX-Request" in whole.headers["vary"]


async def test_a_value_is_saved_from_the_list_as_a_row(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(f"/kerja/{CELL}", data={"revision": 0, "value": "1.5"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<tr id="sel-general-1-a-3"')
    assert "tersimpan 1,5" in answer.text
    assert 'name="revision" value="1"' in answer.text


async def test_a_value_is_saved_from_the_list_without_script(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(
        f"/kerja/{CELL}", data={"revision": 0, "value": "2", "back": "/kerja?tw=3#sel-general-1-a-3"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/kerja?tw=3#sel-general-1-a-3")
    refused = await client.post(
        f"/kerja/{CELL}", data={"revision": 1, "value": "dua ratus ikan", "back": "/kerja"}
    )
    assert refused.status_code == 422
    assert 'value="dua ratus ikan"' in refused.text
    assert "<html" in refused.text


async def test_the_list_never_sends_the_browser_elsewhere(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(
        f"/kerja/{CELL}", data={"revision": 0, "value": "2", "back": "https://jahat.example/"}
    )
    assert answer.headers["location"] == "/"


async def test_a_list_that_is_behind_shows_both_values_in_its_row(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    await client.post(f"/kerja/{CELL}", data={"revision": 0, "value": "5"}, headers=HTMX)
    answer = await client.post(f"/kerja/{CELL}", data={"revision": 0, "value": "7"}, headers=HTMX)
    assert answer.status_code == 409
    assert "diubah orang lain menjadi 5" in answer.text
    assert 'value="7"' in answer.text
    revision = re.search(r'name="revision" value="(\d+)"', answer.text)
    assert revision is not None
    taken = await client.post(f"/kerja/{CELL}", data={"revision": revision[1], "value": "7"}, headers=HTMX)
    assert taken.status_code == 200
    assert (await report_at()).value == Decimal(7)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("value=1.234,5", "Dibaca sebagai 1.234,5"),
        ("spent=Rp1,4 miliar", "Dibaca sebagai Rp1.400.000.000"),
        ("value=<b>banyak</b>", "&lt;b&gt;"),
    ],
)
async def test_a_number_is_read_while_it_is_typed(
    world: World, client: AsyncClient, query: str, text: str
) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.get(f"/angka?{query}", headers=HTMX)
    assert text in answer.text


@pytest.mark.parametrize("query", ["?state=apa", "?tw=9", "?tahun=abc", "?hal=0"])
async def test_an_address_that_makes_no_sense_is_said_so(
    world: World, client: AsyncClient, query: str
) -> None:
    await world.sign_in(client, "bureau")
    assert (await client.get(f"/kerja{query}")).status_code == 422


@pytest.mark.parametrize("path", ["/capaian/general-1-a/9", "/capaian/tidak-ada/3"])
async def test_a_cell_that_is_not_there_is_said_so(world: World, client: AsyncClient, path: str) -> None:
    await world.sign_in(client, "bureau")
    assert (await client.get(path)).status_code == 404
