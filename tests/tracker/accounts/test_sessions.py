"""Sign-ins as a person sees them: listed, and ended one by one, together, by a new password, by the clock."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.world import PASSWORD, World
from tracker.accounts import sessions
from tracker.accounts.models import SignIn, SignInAttempt, User
from tracker.audit.models import Event
from tracker.clock import real_now

PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/118.0.0.0 Mobile Safari/537.36"
NEW = "kuda-lari-hujan-satu"


@pytest.fixture
async def phone(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A second browser of the same person."""
    transport = ASGITransport(app=app, client=("10.9.8.7", 1234))
    headers = {"origin": ORIGIN, "user-agent": PHONE}
    async with AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as browser:
        yield browser


@pytest.fixture(autouse=True)
async def nobody_signed_in(world: World) -> None:
    await SignIn.get_pymongo_collection().delete_many({})
    await SignInAttempt.get_pymongo_collection().delete_many({})


def handles(html: str) -> list[str]:
    return re.findall(r"/akun/sesi/([\w-]+)/akhiri", html.replace("akhiri-lainnya", ""))


async def test_the_own_sign_ins_are_listed_with_device_address_and_which_is_this(
    world: World, client: AsyncClient, phone: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    await world.sign_in(phone, "leadership")
    html = (await client.get("/akun")).text
    assert "Chrome, Android" in html
    assert "10.9.8.7" in html
    assert html.count("Sesi ini") == 1
    assert len(handles(html)) == 1


async def test_one_sign_in_is_ended_and_the_other_goes_on(
    world: World, client: AsyncClient, phone: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    await world.sign_in(phone, "leadership")
    [handle] = handles((await client.get("/akun")).text)
    assert (await client.post(f"/akun/sesi/{handle}/akhiri")).status_code == 303
    assert (await phone.get("/pimpinan")).status_code == 303
    assert (await client.get("/pimpinan")).status_code == 200
    assert (await client.post(f"/akun/sesi/{handle}/akhiri")).status_code == 404


async def test_nobody_ends_the_sign_in_of_another(
    world: World, client: AsyncClient, phone: AsyncClient
) -> None:
    await world.sign_in(phone, "leadership")
    [theirs] = await sessions.listed(world.people["leadership"].id)
    await world.sign_in(client, "admin")
    assert (await client.post(f"/akun/sesi/{theirs.handle}/akhiri")).status_code == 404
    assert (await phone.get("/pimpinan")).status_code == 200


async def test_all_the_others_are_ended_at_once(
    world: World, client: AsyncClient, phone: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    await world.sign_in(phone, "leadership")
    await client.post("/akun/sesi/akhiri-lainnya")
    assert (await phone.get("/pimpinan")).status_code == 303
    assert (await client.get("/pimpinan")).status_code == 200


async def test_a_new_password_ends_all_other_sign_ins_and_is_written_down(
    world: World, client: AsyncClient, phone: AsyncClient
) -> None:
    await world.sign_in(client, "bureau_2")
    await world.sign_in(phone, "bureau_2")
    form = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert (await client.post("/akun/kata-sandi", data=form)).status_code == 303
    assert (await phone.get("/kerja")).status_code == 303
    assert (await client.get("/kerja")).status_code == 200
    data = {"email": "bureau_2@uji.id", "password": PASSWORD}
    assert (await phone.post("/masuk", data=data)).status_code == 422
    assert (await phone.post("/masuk", data=data | {"password": NEW})).status_code == 303
    assert await Event.find_one({"action": "account.password_changed"}) is not None


@pytest.mark.parametrize(
    ("form", "says"),
    [
        pytest.param(
            {"current": "salah", "password": NEW, "again": NEW}, "tidak cocok", id="wrong present one"
        ),
        pytest.param(
            {"current": PASSWORD, "password": NEW, "again": NEW + "x"}, "tidak sama", id="not the same"
        ),
        pytest.param(
            {"current": PASSWORD, "password": "pendek", "again": "pendek"}, "paling sedikit", id="short"
        ),
        pytest.param(
            {"current": PASSWORD, "password": "katasandi1234", "again": "katasandi1234"},
            "paling sering ditebak",
            id="common",
        ),
        pytest.param({}, "tidak cocok", id="nothing"),
    ],
)
async def test_a_new_password_that_cannot_be_taken_is_named_at_its_field(
    world: World, client: AsyncClient, form: dict[str, str], says: str
) -> None:
    await world.sign_in(client, "leadership")
    before = (await User.get(world.people["leadership"].id)).password_hash  # type: ignore[union-attr]
    answer = await client.post("/akun/kata-sandi", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert PASSWORD not in answer.text
    assert (await User.get(world.people["leadership"].id)).password_hash == before  # type: ignore[union-attr]


async def test_trying_present_passwords_from_an_open_page_is_slowed_down(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    form = {"current": "salah", "password": NEW, "again": NEW}
    for _time in range(8):
        assert (await client.post("/akun/kata-sandi", data=form)).status_code == 422
    assert (await client.post("/akun/kata-sandi", data=form | {"current": PASSWORD})).status_code == 429


async def test_a_sign_in_without_work_ends_and_work_is_noted_once_a_minute(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    stored = SignIn.get_pymongo_collection()
    [first] = await stored.find({}).to_list()
    await client.get("/pimpinan")
    assert (await stored.find_one({}))["seen_at"] == first["seen_at"]  # type: ignore[index]
    await stored.update_one({}, {"$set": {"seen_at": real_now() - timedelta(minutes=2)}})
    await client.get("/pimpinan")
    assert (await stored.find_one({}))["seen_at"] >= first["seen_at"]  # type: ignore[index]
    await stored.update_one({}, {"$set": {"seen_at": real_now() - timedelta(minutes=241)}})
    assert (await client.get("/pimpinan")).status_code == 303


async def test_a_grave_step_long_after_signing_in_asks_for_the_password_again(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    await SignIn.get_pymongo_collection().update_one(
        {}, {"$set": {"confirmed_at": real_now() - timedelta(minutes=31)}}
    )
    answer = await client.get("/akun/pengaman")
    assert answer.headers["location"] == "/akun/pastikan?lanjut=%2Fakun%2Fpengaman"
    assert "Pastikan ini Anda" in (await client.get(answer.headers["location"])).text
    wrong = await client.post("/akun/pastikan", data={"current": "salah", "next": "/akun/pengaman"})
    assert wrong.status_code == 422
    right = await client.post("/akun/pastikan", data={"current": PASSWORD, "next": "/akun/pengaman"})
    assert right.headers["location"] == "/akun/pengaman"
    assert (await client.get("/akun/pengaman")).status_code == 200


async def test_the_database_alone_opens_no_sign_in(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "leadership")
    token = client.cookies["renaksi_session"]
    [stored] = await SignIn.get_pymongo_collection().find({}).to_list()
    assert token not in str(stored)
    client.cookies.set("renaksi_session", stored["_id"])
    assert (await client.get("/pimpinan")).status_code == 303
