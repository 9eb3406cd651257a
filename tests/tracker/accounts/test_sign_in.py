"""Signing in, out, and what a stranger gets."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from tests.tracker.accounts.trail import sign_ins_told
from tests.tracker.world import INSTANSI, PASSWORD, World
from tracker.accounts import service
from tracker.accounts.models import SignIn, User
from tracker.accounts.rights import Role
from tracker.audit import service as audit
from tracker.clock import real_now
from tracker.errors import Invalid


async def test_a_stranger_is_led_to_the_sign_in_page_and_back(world: World, client: AsyncClient) -> None:
    answer = await client.get("/pimpinan?tw=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/masuk?lanjut=%2Fpimpinan%3Ftw%3D2"
    form = await client.get(answer.headers["location"])
    assert 'value="/pimpinan?tw=2"' in form.text


async def test_the_right_password_opens_a_session_and_sign_out_ends_it(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    assert (await client.get("/pimpinan")).status_code == 200
    await client.post("/keluar")
    assert (await client.get("/pimpinan")).status_code == 303


async def test_a_copied_token_is_worth_nothing_after_sign_out(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "leadership")
    token = client.cookies["renaksi_session"]
    await client.post("/keluar")
    client.cookies.set("renaksi_session", token)
    assert (await client.get("/pimpinan")).status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("bureau@uji.id", "salah", id="wrong password"),
        pytest.param("nobody@uji.id", PASSWORD, id="unknown address"),
        pytest.param("", "", id="nothing"),
    ],
)
async def test_wrong_credentials_say_the_same(
    world: World, client: AsyncClient, email: str, password: str
) -> None:
    answer = await client.post("/masuk", data={"email": email, "password": password})
    assert answer.status_code == 422
    assert "tidak cocok" in answer.text
    assert "renaksi_session" not in answer.cookies


async def test_somebody_who_was_switched_off_is_out_at_once(world: World, client: AsyncClient) -> None:
    user = await service.add_user(
        email="sementara@uji.id", name="Sementara", password=PASSWORD, instansi=INSTANSI, role=Role.LEADERSHIP
    )
    await client.post("/masuk", data={"email": user.email, "password": PASSWORD})
    assert (await client.get("/pimpinan")).status_code == 200
    await User.get_pymongo_collection().update_one({"_id": user.id}, {"$set": {"active": False}})
    assert (await client.get("/pimpinan")).status_code == 303


async def test_a_right_password_stands_in_the_trail_once_and_a_wrong_one_never(
    world: World, client: AsyncClient
) -> None:
    before = await sign_ins_told("inspectorate@uji.id")
    await client.post("/masuk", data={"email": "inspectorate@uji.id", "password": "salah"})
    assert await sign_ins_told("inspectorate@uji.id") == before
    await client.post("/masuk", data={"email": "inspectorate@uji.id", "password": PASSWORD})
    assert (await client.get("/pemeriksaan")).status_code == 200
    [*earlier, told] = await sign_ins_told("inspectorate@uji.id")
    assert earlier == before
    assert (told.actor_name, set(told.data)) == ("Inspectorate", {"address"})


async def test_signing_out_stands_in_the_trail_once(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "leadership")
    before = await audit.count(INSTANSI)
    for _time in range(2):  # the second finds nobody
        await client.post("/keluar")
    told = await audit.newest(INSTANSI, before=None, limit=1)
    assert [(one.action, one.actor_name) for one in told] == [("account.signed_out", "Leadership")]
    assert await audit.count(INSTANSI) == before + 1


async def test_a_sign_in_ends_by_itself(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    await SignIn.get_pymongo_collection().update_many(
        {"user_id": world.people["admin"].id}, {"$set": {"expires_at": real_now() - timedelta(seconds=1)}}
    )
    assert (await client.get("/")).status_code == 303


@pytest.mark.parametrize(
    "target",
    ["https://lain.example/", "//lain.example/", "/\\lain.example", "javascript:alert(1)", "%2F%2Flain"],
)
async def test_signing_in_never_leads_to_another_site(world: World, client: AsyncClient, target: str) -> None:
    data = {"email": "bureau@uji.id", "password": PASSWORD, "next": target}
    answer = await client.post("/masuk", data=data)
    assert answer.headers["location"] == "/"


async def test_a_short_password_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="paling sedikit"):
        await service.add_user(
            email="a@uji.id", name="A", password="pendek", instansi=INSTANSI, role=Role.ADMIN
        )


async def test_an_address_is_taken_once_whatever_its_case(world: World) -> None:
    with pytest.raises(Invalid, match="sudah terdaftar"):
        await service.add_user(
            email="Bureau@Uji.id", name="B", password=PASSWORD, instansi=INSTANSI, role=Role.ADMIN
        )


async def test_units_of_another_institution_cannot_be_given(world: World) -> None:
    with pytest.raises(Invalid, match="tidak dikenal"):
        await service.add_user(
            email="c@uji.id",
            name="C",
            password=PASSWORD,
            instansi=INSTANSI,
            role=Role.BUREAU,
            units=["97:bkd"],
        )


async def test_the_language_is_kept(world: World, client: AsyncClient) -> None:
    await client.post("/bahasa", data={"lang": "en"})
    assert '<html lang="en"' in (await client.get("/masuk")).text
    await world.sign_in(client, "leadership")
    assert '<html lang="id"' in (await client.get("/bantuan")).text
    await client.post("/bahasa", data={"lang": "en"})
    assert '<html lang="en"' in (await client.get("/bantuan")).text
    await client.post("/bahasa", data={"lang": "id"})
