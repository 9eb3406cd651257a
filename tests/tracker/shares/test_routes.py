"""A link shows a frozen state to whoever holds it, until it expires or is revoked."""

import re
from datetime import date, timedelta

import pytest
from httpx import AsyncClient

from tests.tracker.world import World
from tracker.clock import real_now
from tracker.deadlines import service as deadlines
from tracker.shares.models import Share
from tracker.snapshots.freezing import freeze
from tracker.snapshots.models import Frozen


@pytest.fixture(scope="module")
async def frozen(world: World) -> Frozen:
    inspector = world.actor("inspectorate")
    deadline = await deadlines.create(
        inspector, title="Penginputan", year=2023, through=3, closes_on=date(2023, 10, 20)
    )
    return await freeze(inspector, deadline_id=deadline.id, reason="Rapat")


async def made(world: World, client: AsyncClient, frozen: Frozen) -> str:
    """The path of a new link; afterwards nobody is signed in."""
    await world.sign_in(client, "leadership")
    form = {"frozen": str(frozen.id), "purpose": "Rapat DPRD", "days": "7"}
    page = (await client.post("/tautan", data=form)).text
    path = re.search(r"/bagikan/[\w-]+", page)
    assert path is not None
    assert path[0] not in (await client.get("/tautan")).text  # shown once
    client.cookies.clear()
    return path[0]


async def newest() -> Share:
    [share] = await Share.find_all().sort("-made_at").limit(1).to_list()
    return share


async def test_whoever_holds_the_link_sees_figures_and_the_hash_but_no_person(
    world: World, client: AsyncClient, frozen: Frozen
) -> None:
    path = await made(world, client, frozen)
    answer = await client.get(path)
    assert answer.status_code == 200
    assert frozen.manifest_sha256 in answer.text
    assert "RB General 2023" in answer.text
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    for secret in ("Inspectorate", "Leadership", "@uji.id", "/bukti/", "/capaian/", "/persentase/"):
        assert secret not in answer.text
    share = await newest()
    assert share.opened == 1
    assert path.rpartition("/")[2] not in share.model_dump_json()


async def test_a_revoked_link_shows_nothing_until_that_is_undone(
    world: World, client: AsyncClient, frozen: Frozen
) -> None:
    path = await made(world, client, frozen)
    share = await newest()
    await world.sign_in(client, "admin")
    assert (await client.post(f"/tautan/{share.id}/cabut?versi=1")).status_code == 303
    assert (await client.post(f"/tautan/{share.id}/cabut?versi=1")).status_code == 409
    assert (await client.get(path)).status_code == 404
    assert (await client.post(f"/tautan/{share.id}/pulihkan?versi=2")).status_code == 303
    assert (await client.get(path)).status_code == 200


async def test_an_expired_link_shows_nothing(world: World, client: AsyncClient, frozen: Frozen) -> None:
    path = await made(world, client, frozen)
    await (await newest()).set({"expires_at": real_now() - timedelta(seconds=1)})
    assert (await client.get(path)).status_code == 404


async def test_what_is_wrong_stands_at_its_field(world: World, client: AsyncClient, frozen: Frozen) -> None:
    await world.sign_in(client, "inspectorate")
    answer = await client.post("/tautan", data={"frozen": str(frozen.id), "purpose": " ", "days": "365"})
    assert answer.status_code == 422
    assert "Tulis untuk siapa tautan ini" in answer.text
    assert "Pilih berapa lama" in answer.text


async def test_a_bureau_and_strangers_make_no_links(
    world: World, client: AsyncClient, frozen: Frozen
) -> None:
    form = {"frozen": str(frozen.id), "purpose": "Rapat", "days": "7"}
    for who, status in (("bureau", 403), ("stranger_admin", 404)):
        await world.sign_in(client, who)
        assert (await client.post("/tautan", data=form)).status_code == status


async def test_guessing_is_slowed_down(client: AsyncClient) -> None:
    found = [(await client.get(f"/bagikan/salah-{number}")).status_code for number in range(10)]
    assert found[:8] == [404] * 8
    assert found[-1] == 429
