"""The second factor: set up, asked for, used once, done without by a code on paper, demanded of a role."""

import re

import pyotp
import pytest
from httpx import AsyncClient

from tests.tracker.accounts.trail import sign_ins_told
from tests.tracker.world import INSTANSI, PASSWORD, World
from tracker.accounts import sealing, second_factor
from tracker.accounts.models import SignInAttempt, User
from tracker.clock import real_now
from tracker.institutions.models import Institution

WHO = "leadership"


@pytest.fixture(autouse=True)
async def without_factor(world: World) -> None:
    await User.get_pymongo_collection().update_many({}, {"$set": {"second_factor": None}})
    await SignInAttempt.get_pymongo_collection().delete_many({})
    await Institution.get_pymongo_collection().update_many({}, {"$set": {"second_factor_roles": []}})


def code_of(key: str, steps: int = 0) -> str:
    """What the app shows, so many half minutes from now."""
    return pyotp.TOTP(key.replace(" ", "")).generate_otp(int(real_now().timestamp()) // 30 + steps)


def shown(html: str) -> tuple[str, str]:
    """The key and the form's token of the page of the set-up."""
    key, token = (
        re.search(r"<code>([A-Z2-7 ]+)</code>", html),
        re.search(r'name="token" value="([^"]+)"', html),
    )
    assert key is not None
    assert token is not None
    return key[1], token[1]


async def set_up(client: AsyncClient, path: str = "/akun/pengaman") -> tuple[str, list[str]]:
    """Set the factor up as a person does; the key and the codes for paper."""
    key, token = shown((await client.get(path)).text)
    answer = await client.post(path, data={"token": token, "code": code_of(key, -1), "next": "/pimpinan"})
    assert answer.status_code == 200, answer.text
    return key, re.findall(r"<code>((?:[a-z0-9]{4}-?){4})</code>", answer.text)


async def password_right(client: AsyncClient, who: str = WHO) -> str:
    """Where a right password leads."""
    client.cookies.clear()
    data = {"email": f"{who}@uji.id", "password": PASSWORD, "next": "/pimpinan"}
    answer = await client.post("/masuk", data=data)
    return answer.headers["location"]


async def test_with_a_second_factor_the_password_alone_opens_nothing(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, WHO)
    key, codes = await set_up(client)
    assert len(set(codes)) == 10
    assert await password_right(client) == "/masuk/kode?lanjut=%2Fpimpinan"
    assert (await client.get("/pimpinan")).status_code == 303
    assert (await client.get("/akun")).status_code == 303
    assert (await client.post("/masuk/pengaman", data={"code": "000000"})).status_code == 303
    half_way = client.cookies["renaksi_session"]
    answer = await client.post("/masuk/kode", data={"code": code_of(key), "next": "/pimpinan"})
    assert answer.headers["location"] == "/pimpinan"
    assert (await client.get("/pimpinan")).status_code == 200
    assert client.cookies["renaksi_session"] != half_way


async def test_a_sign_in_stands_in_the_trail_once_and_not_before_its_code(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, WHO)
    key, _codes = await set_up(client)
    before = len(await sign_ins_told(f"{WHO}@uji.id"))
    await password_right(client)
    await client.post("/masuk/kode", data={"code": "000000"})
    assert len(await sign_ins_told(f"{WHO}@uji.id")) == before
    assert (await client.post("/masuk/kode", data={"code": code_of(key)})).status_code == 303
    assert (await client.get("/pimpinan")).status_code == 200
    assert len(await sign_ins_told(f"{WHO}@uji.id")) == before + 1


async def test_a_code_counts_once_even_within_its_half_minute(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    key, _codes = await set_up(client)
    used = code_of(key)
    await password_right(client)
    assert (await client.post("/masuk/kode", data={"code": used})).status_code == 303
    await password_right(client)
    answer = await client.post("/masuk/kode", data={"code": used})
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.text


async def test_a_code_on_paper_opens_once_however_it_is_typed(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    _key, codes = await set_up(client)
    await password_right(client)
    typed = codes[3].upper().replace("-", " ")
    assert (await client.post("/masuk/kode", data={"code": typed})).status_code == 303
    assert "9 kode cadangan" in (await client.get("/akun")).text
    await password_right(client)
    assert (await client.post("/masuk/kode", data={"code": codes[3]})).status_code == 422


async def test_new_codes_on_paper_make_the_old_ones_worthless(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    _key, codes = await set_up(client)
    assert (await client.post("/akun/pengaman/kode")).status_code == 200
    await password_right(client)
    assert (await client.post("/masuk/kode", data={"code": codes[0]})).status_code == 422


async def test_guessing_codes_is_slowed_down_from_wherever(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    key, _codes = await set_up(client)
    user = await User.get(world.people[WHO].id)
    assert user is not None
    for number in range(second_factor.MOST_CODES):
        with pytest.raises(Exception, match="tidak cocok"):
            await second_factor.check(user, code="000000", address=f"10.2.0.{number}")
    await password_right(client)
    assert (await client.post("/masuk/kode", data={"code": code_of(key)})).status_code == 429


@pytest.mark.parametrize("code", ["", "12345", "1234567", "²²²²²²", "abcdef", "\0\0\0\0\0\0"])
async def test_what_is_no_code_is_answered_plainly(world: World, client: AsyncClient, code: str) -> None:
    await world.sign_in(client, WHO)
    await set_up(client)
    await password_right(client)
    assert (await client.post("/masuk/kode", data={"code": code})).status_code == 422


async def test_a_role_of_which_it_is_demanded_is_led_through_the_set_up(
    world: World, client: AsyncClient
) -> None:
    await Institution.get_pymongo_collection().update_one(
        {"_id": INSTANSI}, {"$set": {"second_factor_roles": [WHO]}}
    )
    before = len(await sign_ins_told(f"{WHO}@uji.id"))
    assert await password_right(client) == "/masuk/pengaman?lanjut=%2Fpimpinan"
    assert (await client.get("/pimpinan")).status_code == 303
    assert len(await sign_ins_told(f"{WHO}@uji.id")) == before
    await set_up(client, "/masuk/pengaman")
    assert len(await sign_ins_told(f"{WHO}@uji.id")) == before + 1
    assert (await client.get("/pimpinan")).status_code == 200
    answer = await client.post("/akun/pengaman/lepas")
    assert answer.status_code == 409
    assert "mewajibkan" in answer.text
    assert await password_right(client, "bureau") == "/pimpinan"


async def test_a_wrong_code_in_the_set_up_keeps_the_same_picture(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    key, token = shown((await client.get("/akun/pengaman")).text)
    answer = await client.post("/akun/pengaman", data={"token": token, "code": "000000"})
    assert answer.status_code == 422
    assert shown(answer.text)[0] == key


async def test_the_set_up_of_another_person_cannot_be_handed_in(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    key, token = shown((await client.get("/akun/pengaman")).text)
    await world.sign_in(client, WHO)
    answer = await client.post("/akun/pengaman", data={"token": token, "code": code_of(key)})
    assert answer.status_code == 422
    assert (await User.get(world.people[WHO].id)).second_factor is None  # type: ignore[union-attr]


async def test_the_database_holds_neither_the_secret_nor_the_codes(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    key, codes = await set_up(client)
    stored = await User.get_pymongo_collection().find_one({"_id": world.people[WHO].id})
    assert stored is not None
    assert key.replace(" ", "") not in str(stored)
    assert not [code for code in codes if code in str(stored) or code.replace("-", "") in str(stored)]
    sealed = stored["second_factor"]["secret"]
    assert sealing.unseal(sealed, purpose="second-factor") == key.replace(" ", "")
    assert sealing.unseal(sealed, purpose="other") is None


async def test_the_picture_breaks_no_policy(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    html = (await client.get("/akun/pengaman")).text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in html
    assert not re.search(r"\sstyle=|<script(?![^>]*src)", html)


async def test_the_person_takes_it_off_where_nobody_demands_it(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, WHO)
    await set_up(client)
    assert (await client.post("/akun/pengaman/lepas")).status_code == 303
    assert await password_right(client) == "/pimpinan"
