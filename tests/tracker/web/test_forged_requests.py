"""Addresses and headers that no page of ours sends: answered plainly, and never passed on."""

import pytest
from httpx import AsyncClient

from tests.tracker.world import PASSWORD, World

HTMX = {"hx-request": "true"}
BROKEN = ["http://[", "//[", "https://[x"]


@pytest.mark.parametrize("target", BROKEN)
async def test_half_an_address_as_the_next_page_leads_home(
    world: World, client: AsyncClient, target: str
) -> None:
    assert (await client.get("/masuk", params={"lanjut": target})).status_code == 200
    answer = await client.post("/masuk", data={"email": "admin@uji.id", "password": PASSWORD, "next": target})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("target", ["/x\r\nset-cookie: a=b", "/x\nlocation: //lain.example", "/rencana–aksi"])
async def test_the_next_page_cannot_end_the_header_that_names_it(
    world: World, client: AsyncClient, target: str
) -> None:
    answer = await client.post(
        "/masuk", data={"email": "admin@uji.id", "password": PASSWORD, "next": target}, headers=HTMX
    )
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"].isascii()
    assert answer.headers["hx-redirect"].isprintable()


@pytest.mark.parametrize("origin", [*BROKEN, "null", "http://renaksi.test.lain.example"])
async def test_a_write_from_a_strange_origin_is_refused(client: AsyncClient, origin: str) -> None:
    assert (await client.post("/keluar", headers={"origin": origin})).status_code == 403


@pytest.mark.parametrize("referer", [*BROKEN, "javascript:alert(1)", "http://renaksi.test//lain.example/"])
async def test_choosing_a_language_never_leads_elsewhere(client: AsyncClient, referer: str) -> None:
    answer = await client.post("/bahasa", data={"lang": "id"}, headers={"referer": referer})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("language", ["€", "a\r\nb", "id; domain=lain.example", "fr", ""])
async def test_an_unknown_language_is_not_kept(client: AsyncClient, language: str) -> None:
    answer = await client.post("/bahasa", data={"lang": language})
    assert answer.status_code in {303, 422}
    assert "set-cookie" not in answer.headers


async def test_a_language_is_chosen_with_a_sign_in_that_is_over(client: AsyncClient) -> None:
    client.cookies.set("renaksi_session", "sudah-lewat")
    answer = await client.post(
        "/bahasa", data={"lang": "en"}, headers={"referer": "http://renaksi.test/masuk"}
    )
    assert answer.headers["location"] == "/masuk"
    assert "renaksi_language=en" in answer.headers["set-cookie"]
