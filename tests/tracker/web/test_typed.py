"""A form that could not be read comes back with a message at each field, and with all that was typed."""

from httpx import AsyncClient
from lxml import html

from tests.tracker.world import World

FORM = {"kind": "general", "year": "tahun depan", "title": "Rencana “Kedua” <b>", "roadmap_title": "RM"}


async def test_a_text_where_a_number_belongs_is_told_at_its_field_and_all_is_kept(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "coordinator")
    answer = await client.post("/rencana/baru", data=FORM)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    [form] = [one for one in page.forms if one.get("action") == "/rencana/baru"]
    assert {name: form.fields[name] for name in FORM} == FORM
    [year] = page.xpath("//input[@name='year']")
    assert year.get("aria-invalid") == "true"
    assert "Isi dengan angka." in answer.text
    assert "<b>" not in answer.text


async def test_mended_it_is_taken_from_there(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "coordinator")
    answer = await client.post("/rencana/baru", data=FORM | {"year": "2024"})
    assert answer.status_code == 303


async def test_htmx_gets_the_message_alone_and_the_form_stays(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "coordinator")
    answer = await client.post("/rencana/baru", data=FORM, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert answer.headers["hx-reswap"] == "none"
