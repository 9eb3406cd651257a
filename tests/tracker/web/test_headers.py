"""What every answer says to the browser, with TLS and without, and what a download is called."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from tests.tracker.world import PASSWORD, World
from tracker.settings import get_settings
from tracker.web.downloads import attachment
from tracker.web.session import local_path

TLS = "https://renaksi.test"


@pytest.fixture
def behind_tls(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    monkeypatch.setenv("RENAKSI_PUBLIC_URL", TLS)
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.parametrize("path", ["/masuk", "/tidak-ada", "/healthz", "/static/css/base.css", "/masuk/sso"])
async def test_every_answer_carries_the_headers(world: World, client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


@pytest.mark.usefixtures("behind_tls")
async def test_behind_tls_cookies_belong_to_this_host_and_browsers_stay_with_tls(
    app: FastAPI, world: World
) -> None:
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url=TLS, headers={"origin": TLS}) as browser:
        answer = await browser.post("/masuk", data={"email": "bureau@uji.id", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-renaksi_session=")
        for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        assert (await browser.get("/kerja")).status_code == 200
        plain = answer.cookies["__Host-renaksi_session"]
        browser.cookies.clear()
        browser.cookies.set("renaksi_session", plain)
        assert (await browser.get("/kerja")).status_code == 303, "a cookie that a sister host could set"


async def test_cookies_are_closed_to_scripts(world: World, client: AsyncClient) -> None:
    answer = await client.post("/masuk", data={"email": "bureau@uji.id", "password": PASSWORD})
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    chosen = await client.post("/bahasa", data={"lang": "id"})
    assert "HttpOnly" in chosen.headers["set-cookie"]


@pytest.mark.parametrize(
    "target",
    [
        *(
            "https://lain.example/",
            "//lain.example/",
            "///lain.example",
            "/\\lain.example",
            "\\\\lain.example",
        ),
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "http:lain.example",
            "/\t/lain.example",
            "\n//lain.example",
        ),
        *(
            "//lain.example\\@renaksi.test",
            "https:/lain.example",
            "/x\r\nlocation: //lain",
            "",
            None,
            "masuk",
        ),
    ],
)
def test_a_redirect_never_leads_elsewhere(target: str | None) -> None:
    assert local_path(target) == "/"


@pytest.mark.parametrize("target", ["/", "/kerja?tahun=2023&tw=1", "/rencana/a//b", "/a#b", "/rencana–aksi"])
def test_a_path_of_this_site_stays(target: str) -> None:
    assert local_path(target) == target


async def test_every_way_to_sign_in_leads_to_this_site(world: World, client: AsyncClient) -> None:
    for path in ("/masuk", "/akun/pastikan"):
        await world.sign_in(client, "bureau")
        data = {"email": "bureau@uji.id", "password": PASSWORD, "current": PASSWORD, "next": "//lain.example"}
        assert (await client.post(path, data=data)).headers["location"] == "/"


@pytest.mark.parametrize(
    "name",
    [
        "Laporan TW III.pdf",
        'a"; filename="jahat.html',
        "a\r\nset-cookie: x=y.pdf",
        "\u202egpj.exe",
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "laporan–ñ–日本.pdf",
        "",
        "\0",
    ],
)
def test_the_name_of_a_download_is_data(name: str) -> None:
    header = attachment(name)
    assert header.startswith("attachment; ")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert header.count(";") == 2
    told = unquote(header.partition("filename*=UTF-8''")[2])
    assert told
    assert told.isprintable()
    assert not set(told) & set("/\\")
