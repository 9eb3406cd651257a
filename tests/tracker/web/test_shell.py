"""What stands around every page: the deadline ahead, the menu, the way back from an error."""

from datetime import date
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.world import DAY, World
from tracker import clock
from tracker.deadlines import service
from tracker.settings import get_settings


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


async def test_every_page_shows_the_deadline_ahead_and_parts_of_pages_do_not_ask_for_it(
    world: World, client: AsyncClient
) -> None:
    await service.create(
        world.actor("coordinator"), title="Batas portal", year=2023, through=3, closes_on=date(2023, 10, 20)
    )
    await world.sign_in(client, "inspectorate")
    assert "Batas portal" in (await client.get("/bantuan")).text
    assert "Batas portal" in (await client.get("/alamat-tanpa-halaman")).text
    part = await client.get("/bukti", headers={"hx-request": "true"})
    assert "Batas portal" not in part.text


async def test_the_leadership_starts_at_its_sheet_and_the_others_at_home(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pimpinan")
    await world.sign_in(client, "bureau")
    assert (await client.get("/")).status_code == 200


async def test_an_address_without_a_page_keeps_the_menu(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.get("/alamat-tanpa-halaman")
    assert answer.status_code == 404
    assert 'href="/kerja"' in answer.text


@pytest.mark.parametrize(
    ("before", "leads_back"),
    [
        pytest.param(f"{ORIGIN}/bukti?hal=2", True, id="a page of this site"),
        pytest.param("https://lain.example/bukti?hal=2", False, id="another site"),
        pytest.param("http://[", False, id="no address at all"),
    ],
)
async def test_an_error_leads_back_to_the_page_before_on_this_site_only(
    world: World, client: AsyncClient, before: str, leads_back: bool
) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.get("/alamat-tanpa-halaman", headers={"referer": before})
    assert ('href="/bukti?hal=2"' in answer.text) == leads_back
    assert "lain.example" not in answer.text
