"""Signing in elsewhere: by a real provider, with role and units of its claims, never by a token that lies."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from httpx import AsyncClient

from tests.tracker.accounts.providers import CLIENT, Liar, liar, real_provider
from tests.tracker.accounts.trail import sign_ins_told
from tests.tracker.world import INSTANSI, World, make_person
from tracker.accounts import claims, provider
from tracker.accounts.models import Membership, User
from tracker.accounts.rights import Role
from tracker.settings import SettingsError, get_settings

ROLES = "rb-admin=admin,rb-pimpinan=leadership,rb-opd=bureau"
PEOPLE = [
    {
        "sub": "p1",
        "email": "sekda@uji.id",
        "email_verified": True,
        "name": "Sekda",
        "groups": ["rb-pimpinan"],
    },
    {"sub": "p2", "email": "unverified@uji.id", "name": "Belum", "groups": ["rb-pimpinan"]},
    {
        "sub": "p3",
        "email": "opd@uji.id",
        "email_verified": True,
        "name": "Opd",
        "groups": ["rb-opd"],
        "units": ["bkd", "x"],
    },
    {"sub": "p4", "email": "luar@uji.id", "email_verified": True, "name": "Luar", "groups": ["lain"]},
    {
        "sub": "p5",
        "email": "leadership@uji.id",
        "email_verified": True,
        "name": "L",
        "groups": ["rb-pimpinan"],
    },
    {
        "sub": "p6",
        "email": "leadership@uji.id",
        "email_verified": True,
        "name": "L",
        "groups": ["rb-pimpinan"],
    },
    {"sub": "p7", "email": "naik@uji.id", "email_verified": True, "name": "N", "groups": ["rb-pimpinan"]},
    {"sub": "p8", "email": "stranger@uji.id", "email_verified": True, "name": "S", "groups": ["rb-admin"]},
    {"sub": "p9", "email": "diam@uji.id", "email_verified": True, "name": "D", "groups": ["rb-opd"]},
    {"sub": "p10", "email": "admin@uji.id", "email_verified": True, "name": "A", "groups": ["rb-pimpinan"]},
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with real_provider(PEOPLE) as address:
        yield address


@pytest.fixture
def lying() -> Iterator[Liar]:
    with liar() as one:
        yield one


def configure(patch: pytest.MonkeyPatch, issuer: str, **changes: str) -> None:
    given = {
        "ISSUER": issuer,
        "CLIENT_ID": CLIENT,
        "CLIENT_SECRET": "rahasia-klien-sso",
        "INSTANSI": INSTANSI,
        "ROLE_CLAIM": "groups",
        "ROLE_MAP": ROLES,
        "UNIT_CLAIM": "units",
        "NEW_PEOPLE": "create",
    }
    for name, value in (given | changes).items():
        patch.setenv(f"RENAKSI_OIDC_{name}", value)
    get_settings.cache_clear()


@pytest.fixture
def settings(issuer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Single sign-on by the real provider."""
    configure(monkeypatch, issuer)
    yield monkeypatch
    monkeypatch.undo()
    get_settings.cache_clear()


async def depart(client: AsyncClient, path: str = "/masuk/sso?lanjut=/pimpinan") -> str:
    answer = await client.get(path)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def approve(address: str, sub: str) -> str:
    """The person says yes at the provider; where it sends the browser, as a path of ours."""
    answer = httpx.post(address, data={"sub": sub})
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


async def through(client: AsyncClient, sub: str) -> httpx.Response:
    """Sign in by the real provider, as a browser does."""
    client.cookies.clear()
    return await client.get(approve(await depart(client), sub))


async def test_the_page_offers_the_provider_only_where_one_is_set(
    world: World, client: AsyncClient, settings: pytest.MonkeyPatch
) -> None:
    assert "Masuk lewat SSO" in (await client.get("/masuk")).text
    settings.undo()
    get_settings.cache_clear()
    assert "Masuk lewat" not in (await client.get("/masuk")).text
    assert (await client.get("/masuk/sso")).status_code == 404


@pytest.mark.usefixtures("settings")
async def test_a_new_person_is_made_with_the_role_of_their_group_and_is_in(
    world: World, client: AsyncClient
) -> None:
    answer = await through(client, "p1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pimpinan")
    assert (await client.get("/pimpinan")).status_code == 200
    made = await User.find_one({"email": "sekda@uji.id"})
    assert made is not None
    assert made.memberships == [Membership(instansi=INSTANSI, role=Role.LEADERSHIP)]
    assert made.password_hash is None
    [told] = await sign_ins_told("sekda@uji.id")
    assert (told.actor_name, told.data["provider"]) == ("Sekda", True)
    await client.post("/keluar")
    assert (await client.get("/pimpinan")).status_code == 303
    assert (await through(client, "p1")).status_code == 303
    assert len(await sign_ins_told("sekda@uji.id")) == 2
    assert await User.find({"email": "sekda@uji.id"}).count() == 1


@pytest.mark.usefixtures("settings")
async def test_the_request_carries_state_nonce_and_a_challenge(world: World, client: AsyncClient) -> None:
    first, second = [dict(parse_qsl(urlsplit(await depart(client)).query)) for _one in range(2)]
    assert first["code_challenge_method"] == "S256"
    assert first["response_type"] == "code"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 32
        assert first[name] != second[name]
    assert "rahasia-klien-sso" not in str(first)


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("sub", "says"),
    [
        pytest.param("p2", "belum punya alamat surel yang terverifikasi", id="an address nobody verified"),
        pytest.param("p4", "belum masuk kelompok", id="a group that is not mapped"),
        pytest.param("p8", "tidak dapat dipakai di sini", id="a person of another institution"),
    ],
)
async def test_who_is_not_ours_is_refused_with_what_to_do(
    world: World, client: AsyncClient, sub: str, says: str
) -> None:
    answer = await through(client, sub)
    assert answer.status_code == 403
    assert says in answer.text
    assert "renaksi_session" not in client.cookies


async def test_new_people_are_refused_where_the_settings_say_so(
    world: World, client: AsyncClient, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("RENAKSI_OIDC_NEW_PEOPLE", "refuse")
    get_settings.cache_clear()
    answer = await through(client, "p3")
    assert answer.status_code == 403
    assert "belum terdaftar" in answer.text
    assert await User.find_one({"email": "opd@uji.id"}) is None


@pytest.mark.usefixtures("settings")
async def test_units_come_from_their_claim_and_silence_gives_none(world: World, client: AsyncClient) -> None:
    await through(client, "p3")
    opd = await User.find_one({"email": "opd@uji.id"})
    assert opd is not None
    assert opd.memberships[0].units == [world.units["bkd"]]
    await through(client, "p9")
    silent = await User.find_one({"email": "diam@uji.id"})
    assert silent is not None
    assert silent.memberships[0].units == []


@pytest.mark.usefixtures("settings")
async def test_a_verified_address_links_once_and_never_to_a_second_account(
    world: World, client: AsyncClient
) -> None:
    assert (await through(client, "p5")).status_code == 303
    linked = await User.get(world.people["leadership"].id)
    assert linked is not None
    assert len(linked.identities) == 1
    assert (await through(client, "p6")).status_code == 403


@pytest.mark.usefixtures("settings")
async def test_the_role_follows_the_claim_at_each_sign_in_but_the_last_administrator_stays_one(
    world: World, client: AsyncClient
) -> None:
    user = await make_person("naik", INSTANSI, Role.BUREAU, [world.units["bkd"]])
    await through(client, "p7")
    changed = await User.get(user.id)
    assert changed is not None
    assert changed.memberships == [Membership(instansi=INSTANSI, role=Role.LEADERSHIP)]
    assert (await through(client, "p10")).status_code == 303
    admin = await User.get(world.people["admin"].id)
    assert admin is not None
    assert admin.memberships[0].role is Role.ADMIN


@pytest.mark.usefixtures("settings")
async def test_who_was_switched_off_does_not_come_in_through_the_provider(
    world: World, client: AsyncClient
) -> None:
    await through(client, "p1")
    await User.get_pymongo_collection().update_one({"email": "sekda@uji.id"}, {"$set": {"active": False}})
    assert (await through(client, "p1")).status_code == 403
    await User.get_pymongo_collection().update_one({"email": "sekda@uji.id"}, {"$set": {"active": True}})


async def test_the_own_second_factor_is_asked_for_where_the_settings_say_so(
    world: World, client: AsyncClient, settings: pytest.MonkeyPatch
) -> None:
    await through(client, "p1")
    factor = {"secret": "x", "since": "2023-10-05T00:00:00Z"}
    await User.get_pymongo_collection().update_one(
        {"email": "sekda@uji.id"}, {"$set": {"second_factor": factor}}
    )
    assert (await through(client, "p1")).headers["location"] == "/pimpinan"
    settings.setenv("RENAKSI_OIDC_SECOND_FACTOR", "own")
    get_settings.cache_clear()
    before = len(await sign_ins_told("sekda@uji.id"))
    assert (await through(client, "p1")).headers["location"].startswith("/masuk/kode")
    assert len(await sign_ins_told("sekda@uji.id")) == before, "half way is not in"


@pytest.mark.usefixtures("settings")
async def test_a_code_and_its_cookie_are_worth_nothing_the_second_time(
    world: World, client: AsyncClient
) -> None:
    back = approve(await depart(client), "p1")
    cookie = client.cookies["renaksi_sso"]
    assert (await client.get(back)).status_code == 303
    assert (await client.get(back)).status_code == 403
    client.cookies.set("renaksi_sso", cookie)
    assert (await client.get(back)).status_code == 403, "the provider takes a code once"


@pytest.mark.usefixtures("settings")
async def test_an_answer_to_another_browser_or_with_another_state_is_refused(
    world: World, client: AsyncClient
) -> None:
    back = approve(await depart(client), "p1")
    client.cookies.clear()
    assert (await client.get(back)).status_code == 403, "no cookie of a journey"
    await depart(client)
    assert (await client.get(back)).status_code == 403, "the state of another journey"
    for query in ("", "?code=x", "?state=x", "?error=access_denied&state=x"):
        await depart(client)
        assert (await client.get(f"/masuk/sso/kembali{query}")).status_code == 403
    assert "renaksi_session" not in client.cookies


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("target", ["https://lain.example/", "//lain.example", "/\\lain.example", "\t//lain"])
async def test_the_way_back_never_leads_elsewhere(world: World, client: AsyncClient, target: str) -> None:
    client.cookies.clear()
    address = await depart(client, str(httpx.URL("/masuk/sso", params={"lanjut": target})))
    assert (await client.get(approve(address, "p1"))).headers["location"] == "/"


async def lied_to(client: AsyncClient, lying: Liar, patch: pytest.MonkeyPatch) -> httpx.Response:
    """Come back from a provider that lies."""
    configure(patch, lying.issuer, ROLE_CLAIM="", ROLE_MAP="", UNIT_CLAIM="")
    asked = dict(parse_qsl(urlsplit(await depart(client)).query))
    lying.nonce = asked["nonce"]
    answer = await client.get(f"/masuk/sso/kembali?code=c&state={asked['state']}")
    verifier = lying.asked.get("code_verifier")
    assert verifier is None or create_s256_code_challenge(verifier) == asked["code_challenge"]
    patch.undo()
    get_settings.cache_clear()
    return answer


async def test_the_lying_provider_is_believed_while_it_does_not_lie(
    world: World, client: AsyncClient, lying: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_person("jujur", INSTANSI, Role.LEADERSHIP)
    lying.claims = {"email": "jujur@uji.id"}
    assert (await lied_to(client, lying, monkeypatch)).status_code == 303
    assert lying.asked["grant_type"] == "authorization_code"


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"nonce": "lain"}, id="another nonce"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"exp": 1}, id="long over"),
        pytest.param({"exp": None}, id="without end"),
        pytest.param({"iat": 4_000_000_000}, id="of the future"),
        pytest.param({"iss": "https://lain.example"}, id="another issuer"),
        pytest.param({"aud": "aplikasi-lain"}, id="for another application"),
        pytest.param({"aud": [CLIENT, "aplikasi-lain"]}, id="for two, without the one that asked"),
        pytest.param({"azp": "aplikasi-lain"}, id="asked by another application"),
        pytest.param({"sub": None}, id="nobody"),
        pytest.param({"sub": 7}, id="a number as a person"),
        pytest.param({"at_hash": "lain"}, id="of another access token"),
        pytest.param({"email_verified": "true"}, id="verified as a text"),
    ],
)
async def test_a_claim_that_lies_signs_nobody_in(
    world: World, client: AsyncClient, lying: Liar, monkeypatch: pytest.MonkeyPatch, lie: dict[str, Any]
) -> None:
    lying.claims = {"email": "inspectorate@uji.id"} | lie
    assert (await lied_to(client, lying, monkeypatch)).status_code == 403
    assert "renaksi_session" not in client.cookies
    assert await sign_ins_told("inspectorate@uji.id") == []


@pytest.mark.parametrize("how", ["other key", "no signature", "our secret", "no token", "other userinfo"])
async def test_a_token_that_is_not_the_providers_signs_nobody_in(
    world: World, client: AsyncClient, lying: Liar, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.jwk import OctKey  # noqa: PLC0415

    lying.claims = {"email": "inspectorate@uji.id"}
    claims_of = {"iss": lying.issuer, "sub": "s-1"}
    if how == "other key":
        lying.signed_with = lying.other_key
    elif how == "no signature":
        lying.token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzLTEifQ."
    elif how == "our secret":
        key = OctKey.import_key("rahasia-klien-sso-yang-cukup-panjang")
        lying.token = jwt.encode({"alg": "HS256"}, claims_of, key)
    elif how == "no token":
        lying.token = "bukan-token"
    else:
        lying.userinfo = {"sub": "orang-lain"}
    assert (await lied_to(client, lying, monkeypatch)).status_code == 403
    assert "renaksi_session" not in client.cookies


async def test_a_provider_that_names_another_issuer_or_does_not_answer_is_told_plainly(
    world: World, client: AsyncClient, lying: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying.metadata = {"issuer": "https://lain.example"}
    configure(monkeypatch, lying.issuer)
    assert (await client.get("/masuk/sso")).status_code == 502
    configure(monkeypatch, "http://127.0.0.1:1")
    answer = await client.get("/masuk/sso")
    assert answer.status_code == 502
    assert "tidak berhasil" in answer.text
    monkeypatch.undo()
    get_settings.cache_clear()


def test_no_call_to_the_provider_leaves_tls() -> None:
    behind_tls = get_settings().model_copy(update={"oidc_issuer": "https://sso.uji.id"})
    with pytest.raises(provider.SignInRefused):
        provider._endpoint({"token_endpoint": "http://sso.uji.id/token"}, "token_endpoint", behind_tls)


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("groups", ["a", "b"]),
        ("realm_access.roles", ["c"]),
        ("one", ["d"]),
        ("https://klaim.uji.id/peran", ["e"]),
        ("realm_access.none", []),
        ("number", []),
    ],
)
def test_a_claim_is_found_by_its_path(path: str, texts: list[str]) -> None:
    given = {
        "groups": ["a", "b", 3],
        "realm_access": {"roles": ["c"]},
        "one": "d",
        "https://klaim.uji.id/peran": ["e"],
        "number": 4,
    }
    assert claims.texts_at(given, path) == texts


def test_a_mapping_to_no_role_of_ours_is_named() -> None:
    assert claims.role_map("a=admin, cn=b=bureau,") == [("a", Role.ADMIN), ("cn=b", Role.BUREAU)]
    with pytest.raises(SettingsError, match="RENAKSI_OIDC_ROLE_MAP"):
        claims.role_map("rb-admin=owner")
