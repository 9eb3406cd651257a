"""Tokens: made once, shown once, carried by programs alone, and ended by what ends a sign-in."""

import re
from datetime import timedelta

import pytest
from httpx import AsyncClient

from tests.tracker.world import INSTANSI, PASSWORD, World
from tracker.accounts import links, people, tokens
from tracker.accounts.models import ApiToken, User
from tracker.audit import service as audit
from tracker.audit.models import Event
from tracker.settings import get_settings

ME = "/api/v1/me"


async def made(client: AsyncClient, **fields: str) -> str:
    """The secret of a token that is made by the form."""
    form = {"name": "Portal", "scope": "read", "days": "30"} | fields
    answer = await client.post("/akun/token/baru", data=form)
    assert answer.status_code == 200, answer.text
    [secret] = re.findall(r"rnk_[\w-]{43}", answer.text)
    return secret


def bearing(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


async def test_a_token_is_shown_once_and_kept_as_a_hash(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "leadership")
    secret = await made(client)
    client.cookies.clear()
    answer = await client.get(ME, headers=bearing(secret))
    assert answer.status_code == 200
    assert answer.json()["role"] == "leadership"
    await world.sign_in(client, "leadership")
    page = (await client.get("/akun")).text
    assert secret not in page
    assert secret[: tokens.HINT] in page
    stored = await ApiToken.find_one({"digest": tokens.digest_of(secret)})
    assert stored is not None
    assert secret not in str(stored.model_dump())


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"name": "x" * 81}, {"scope": "root"}, {"days": "4000"}, {"days": "²"}]
)
async def test_a_token_needs_a_purpose_a_scope_and_an_end(
    fields: dict[str, str], world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    answer = await client.post(
        "/akun/token/baru", data={"name": "Portal kementerian", "scope": "read", "days": "30"} | fields
    )
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "field__error" in answer.text
    assert "rnk_" not in answer.text


async def test_no_cookie_opens_the_api_and_no_token_a_page(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    answer = await client.get(ME)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    client.cookies.clear()
    await world.bear(client, "admin")
    assert (await client.get(ME)).status_code == 200
    assert (await client.get("/orang")).headers["location"].startswith("/masuk")


async def test_a_write_by_token_needs_no_page_of_this_site(world: World, client: AsyncClient) -> None:
    """Another site cannot make a browser send the token, so nobody asks where the write comes from."""
    await world.bear(client, "bureau")
    answer = await client.put(
        "/api/v1/progress/general-1-a:1",
        json={"revision": 0, "value": "1"},
        headers={"origin": "https://portal.example", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 200


async def test_a_token_to_read_does_not_write(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    secret = await made(client)
    draft = {"revision": 0, "value": "1"}
    answer = await client.put("/api/v1/progress/general-1-a:2", json=draft, headers=bearing(secret))
    assert answer.status_code == 403
    assert "tulis" in answer.json()["detail"]


async def test_another_password_ends_all_tokens(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate_2")
    secret = await made(client)
    fresh = "kata-sandi-lain-sekali"
    form = {"current": PASSWORD, "password": fresh, "again": fresh}
    assert (await client.post("/akun/kata-sandi", data=form)).status_code == 303
    assert (await client.get(ME, headers=bearing(secret))).status_code == 401


async def test_a_reset_ends_all_tokens(world: World, client: AsyncClient) -> None:
    user = await User.get(world.people["coordinator"].id)
    assert user is not None
    _token, secret = await make(world, "coordinator")
    _kind, carried = await people.new_link(world.actor("admin"), user, instansi=INSTANSI)
    await links.use(carried, password="kata-sandi-atur-ulang", again="kata-sandi-atur-ulang")
    assert (await client.get(ME, headers=bearing(secret))).status_code == 401


async def test_switching_somebody_off_ends_their_tokens(world: World, client: AsyncClient) -> None:
    _token, secret = await make(world, "bureau_2")
    user = await User.get(world.people["bureau_2"].id)
    assert user is not None
    await people.deactivate(world.actor("admin"), user, instansi=INSTANSI, version=user.version)
    assert (await client.get(ME, headers=bearing(secret))).status_code == 401
    stored = await ApiToken.find_one({"digest": tokens.digest_of(secret)})
    assert stored is not None
    assert stored.ended_because == "deactivated"


async def test_a_token_is_over_at_its_end(world: World, client: AsyncClient) -> None:
    token, secret = await make(world, "leadership")
    past = token.created_at - timedelta(days=1)
    await ApiToken.get_pymongo_collection().update_one({"_id": token.id}, {"$set": {"expires_at": past}})
    assert (await client.get(ME, headers=bearing(secret))).status_code == 401


async def test_an_administrator_sees_and_revokes_tokens(world: World, client: AsyncClient) -> None:
    token, secret = await make(world, "inspectorate")
    await client.get(ME, headers=bearing(secret))
    await world.sign_in(client, "admin")
    page = (await client.get("/orang/token")).text
    assert token.hint in page
    assert "Belum pernah" not in page.split(token.hint)[1].split("</tr>")[0]
    answer = await client.post(f"/orang/token/{token.id}/cabut")
    assert answer.status_code == 303
    assert (await client.get(ME, headers=bearing(secret))).status_code == 401
    assert (await client.post(f"/orang/token/{token.id}/cabut")).status_code == 404


async def test_nobody_revokes_the_token_of_another(world: World, client: AsyncClient) -> None:
    token, _secret = await make(world, "inspectorate")
    await world.sign_in(client, "bureau")
    assert (await client.post(f"/akun/token/{token.id}/cabut")).status_code == 404


async def test_the_trail_tells_of_making_using_once_a_day_and_revoking(
    world: World, client: AsyncClient
) -> None:
    token, secret = await make(world, "leadership")
    for _again in range(3):
        await client.get(ME, headers=bearing(secret))
    await tokens.revoke(world.people["leadership"], world.actor("leadership"), token.id)
    events: list[Event] = await audit.events_of(INSTANSI, str(token.id))
    assert [event.action for event in events] == ["token.made", "token.used", "token.revoked"]
    assert secret not in str([event.model_dump() for event in events])


async def test_a_token_is_slowed_down(
    world: World, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _token, secret = await make(world, "leadership")
    monkeypatch.setenv("RENAKSI_API_PER_MINUTE", "3")
    get_settings.cache_clear()
    statuses = [(await client.get(ME, headers=bearing(secret))) for _again in range(8)]
    get_settings.cache_clear()
    late = statuses[-1]
    assert late.status_code == 429
    assert late.headers["retry-after"] == "60"
    assert late.json()["status"] == 429


async def test_guessing_is_slowed_down_by_address(client: AsyncClient, world: World) -> None:
    tried = [
        (await client.get(ME, headers=bearing(f"rnk_{number}"))).status_code
        for number in range(2 * tokens.MOST_FAILURES + 4)
    ]
    assert tried[0] == 401
    assert tried[-1] == 429


async def make(world: World, who: str) -> tuple[ApiToken, str]:
    return await tokens.make(
        world.people[who], world.actor(who), name="Portal", scope="read", days=30, instansi=INSTANSI
    )
