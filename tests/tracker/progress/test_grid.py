"""The sheet of a triwulan: cells saved by themselves, several writers, and the same as a plain form."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from tests.tracker.world import DAY, World
from tracker import clock
from tracker.audit import service as audit
from tracker.progress import service
from tracker.progress.grid import Column, Seen, touched
from tracker.progress.models import Progress
from tracker.progress.numbers import doubt
from tracker.progress.rules import State
from tracker.settings import get_settings

CELL = "general-1-a:3"
SHEET = "/lembar?tw=3"
ROW = f"/lembar/baris/{CELL}"
HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    await Progress.get_pymongo_collection().delete_many({})


def token_in(text: str, cell: str = CELL) -> str:
    found = re.search(rf'name="seen~{cell}" value="([^"]+)"', text)
    assert found is not None
    return found[1]


async def token(client: AsyncClient) -> str:
    """What somebody who opens the sheet now has seen of the row."""
    return token_in((await client.get(SHEET)).text)


async def send(client: AsyncClient, seen: str, **texts: str) -> Response:
    form = {"seen": seen, "columns": list(texts), **texts}
    return await client.post(ROW, data=form, headers=HTMX)


async def report() -> Progress | None:
    return await Progress.find_one({"_id": CELL})


async def test_a_cell_is_saved_alone_and_the_row_comes_back(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    answer = await send(client, await token(client), value="2", spent="Rp1,5 juta")
    assert answer.status_code == 200
    assert answer.text.count('data-state="saved"') == 2
    assert 'value="1.500.000"' in answer.text
    kept = await report()
    assert kept is not None
    assert (kept.value, kept.spent, kept.state, kept.revision) == (Decimal(2), 1_500_000, State.DRAFT, 1)
    event = (await audit.events_of(kept.instansi, CELL))[-1]
    assert set(event.data["after"]) == {"value", "spent"}


async def test_what_is_no_number_is_refused_with_its_reason_and_the_rest_is_kept(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    answer = await send(client, await token(client), value="banyak", obstacles="Hujan.")
    assert 'value="banyak"' in answer.text
    assert "bukan angka" in answer.text
    kept = await report()
    assert kept is not None
    assert (kept.value, kept.obstacles) == (None, "Hujan.")


async def test_an_emptied_cell_is_empty(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    first = await send(client, await token(client), value="2", obstacles="Hujan.")
    await send(client, token_in(first.text), value="")
    kept = await report()
    assert kept is not None
    assert (kept.value, kept.obstacles) == (None, "Hujan.")


async def test_two_people_in_two_cells_of_a_row_are_no_conflict(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    seen = await token(client)
    await send(client, seen, value="2")
    assert 'data-state="saved"' in (await send(client, seen, obstacles="Hujan.")).text
    kept = await report()
    assert kept is not None
    assert (kept.value, kept.obstacles, kept.revision) == (Decimal(2), "Hujan.", 2)


async def test_two_people_in_one_cell_see_both_values_and_choose(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "coordinator")
    seen = await token(client)
    await send(client, seen, value="5")
    await world.sign_in(client, "bureau")
    answer = await send(client, seen, value="7")
    assert 'data-state="conflict"' in answer.text
    assert 'value="7"' in answer.text
    assert "Coordinator menyimpan <b>5</b>" in answer.text
    kept = await report()
    assert kept is not None
    assert kept.value == 5
    await send(client, token_in(answer.text), value="7")
    kept = await report()
    assert kept is not None
    assert kept.value == 7


async def test_what_is_with_the_inspectorate_is_refused_with_what_to_do(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    first = await send(client, await token(client), value="2", obstacles="Bukti menyusul.")
    await service.submit(world.actor("bureau"), progress_id=CELL, revision=1)
    answer = await send(client, token_in(first.text), obstacles="Lain.")
    assert "Belum" in answer.text or "Diajukan" in answer.text
    kept = await report()
    assert kept is not None
    assert kept.obstacles == "Bukti menyusul."


async def test_a_row_of_another_unit_is_not_there(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    seen = await token(client)
    foreign = ROW.replace("general-1-a", "general-2-a")
    answer = await client.post(foreign, data={"seen": seen, "columns": "value", "value": "1"}, headers=HTMX)
    assert answer.status_code == 404
    form = {"seen~general-2-a:3": seen, "value~general-2-a:3": "1"}
    form |= {f"seen~{CELL}": seen, f"value~{CELL}": "2"}
    assert (await client.post(SHEET, data=form)).status_code == 404
    assert await Progress.get_pymongo_collection().count_documents({}) == 0


async def whole_form(client: AsyncClient, **changed: str) -> dict[str, str]:
    """The sheet's fields as they stand, and what was typed into the row."""
    text = (await client.get(SHEET)).text
    fields = dict(re.findall(r'name="((?:seen|value|spent)~[^"]+)" value="([^"]*)"', text))
    fields |= dict.fromkeys(re.findall(r'name="((?:obstacles|follow_up)~[^"]+)"', text), "")
    return fields | {f"{column}~{CELL}": typed for column, typed in changed.items()}


async def test_without_script_one_button_saves_all_and_leaves_alone_what_nobody_touched(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    form = await whole_form(client, value="1.234,5", obstacles="Hujan.")
    answer = await client.post(SHEET, data=form)
    assert answer.status_code == 303
    assert "tw=3" in answer.headers["location"]
    assert "2 sel tersimpan" in (await client.get(SHEET)).text
    assert await Progress.get_pymongo_collection().count_documents({}) == 1


async def test_without_script_what_cannot_be_kept_stays_in_the_form(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "bureau")
    answer = await client.post(SHEET, data=await whole_form(client, value="banyak", follow_up="Dipercepat."))
    assert answer.status_code == 422
    assert 'value="banyak"' in answer.text
    assert "Ada yang perlu diperbaiki" in answer.text
    assert "1 sel tersimpan" in answer.text
    assert ">Dipercepat.</textarea>" in answer.text


async def test_without_script_a_conflict_is_chosen_by_a_button(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    form = await whole_form(client, value="7")
    await send(client, form[f"seen~{CELL}"], value="5")
    answer = await client.post(SHEET, data=form)
    assert answer.status_code == 409
    again = form | {f"seen~{CELL}": token_in(answer.text), "choose": f"stored~value~{CELL}"}
    assert (await client.post(SHEET, data=again)).status_code == 303
    kept = await report()
    assert kept is not None
    assert kept.value == 5
    del again["choose"]
    await client.post(SHEET, data=again)
    kept = await report()
    assert kept is not None
    assert kept.value == 7


@pytest.mark.parametrize("odd", ["", "x", "1", "9" * 40 + ".a.b.c.d", "²..."])
async def test_a_token_that_is_none_is_told(world: World, client: AsyncClient, odd: str) -> None:
    await world.sign_in(client, "bureau")
    assert (await send(client, odd, value="1")).status_code == 422


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "20.000", "Dibaca 20 ribu. Bila maksudnya 20, tulis 20.", id="a dot before three digits"
        ),
        pytest.param(
            "1.234", "Dibaca 1234. Bila maksudnya 1,234, tulis 1,234.", id="thousands that are not whole"
        ),
        pytest.param(
            "1,500", "Dibaca 1,5. Bila maksudnya 1500, tulis 1500.", id="a comma before three digits"
        ),
        pytest.param("20", None, id="a plain number"),
        pytest.param("1.234,5", None, id="both signs"),
        pytest.param("0,125", None, id="a fraction"),
        pytest.param("1.234.567", None, id="two groups"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_said_back(text: str, says: str | None) -> None:
    assert doubt(text) == says


def test_a_field_that_holds_what_was_seen_was_not_touched() -> None:
    texts = {Column.VALUE: "1.234", Column.SPENT: "", Column.OBSTACLES: "a\nb", Column.FOLLOW_UP: ""}
    base = Seen.parse(str(Seen.of(4, texts)))
    sent = {Column.VALUE: " 1.234 ", Column.SPENT: "x", Column.OBSTACLES: "a\r\nb ", Column.FOLLOW_UP: ""}
    assert touched(base, sent) == {Column.SPENT: "x"}
