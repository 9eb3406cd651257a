"""Every call to another server ends in an error of its own where that one takes calls and never answers."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from httpx import AsyncClient
from pymongo.errors import NetworkTimeout, ServerSelectionTimeoutError
from pymongo.uri_parser import parse_uri

from tests.tracker.world import World
from tracker import database as databases
from tracker import mail
from tracker.accounts import provider
from tracker.database import connected
from tracker.evidence.waking import MOST_SECONDS
from tracker.settings import Settings, get_settings
from tracker.web.health import PATIENCE_SECONDS
from tracker.worker import ANSWER_SECONDS, CONNECT_SECONDS, transport_options

SHORT = 0.2  # seconds
NOTES = (Path(__file__).parents[3] / "docs" / "running.md").read_text(encoding="utf-8")


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes calls and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


@asynccontextmanager
async def falling_silent(host: str, port: int) -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A port in front of another, and what makes it pass on no answer any more."""
    is_silent = asyncio.Event()

    async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while content := await source.read(65536):
            if not is_silent.is_set():
                target.write(content)
        target.close()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(host, port)
        await asyncio.gather(pass_on(reader, far_writer), pass_on(far_reader, writer), return_exceptions=True)

    server = await asyncio.start_server(met, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], is_silent


# The databases come first: they open one of their own, and what comes later has the application's.


async def test_a_database_that_never_answers_is_an_error_of_the_driver(
    silent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "CONNECT_MS", int(SHORT * 1000))
    with pytest.raises(ServerSelectionTimeoutError):
        async with connected(Settings(data_dir=tmp_path), uri=f"mongodb://127.0.0.1:{silent}/"):
            pass


async def test_a_database_that_falls_silent_in_the_middle_is_an_error_of_the_driver(
    mongodb_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((host, port),) = parse_uri(mongodb_uri)["nodelist"]
    monkeypatch.setattr(databases, "CONNECT_MS", int(SHORT * 1000))
    monkeypatch.setattr(databases, "ANSWER_MS", int(SHORT * 1000))
    settings = Settings(data_dir=tmp_path, database="falls_silent")
    async with falling_silent(host, port) as (front, is_silent):
        uri = mongodb_uri.replace(f"{host}:{port}", f"127.0.0.1:{front}")
        uri += "&directConnection=true"  # or the driver would go round the front
        async with connected(settings, uri=uri, schema="any") as database:
            await database["any"].find_one({})
            is_silent.set()
            with pytest.raises((NetworkTimeout, ServerSelectionTimeoutError)):
                await database["any"].find_one({})


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
async def test_a_mail_server_that_never_answers_is_an_error_that_names_it(
    silent: int, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", SHORT)
    settings = get_settings().model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": silent, "smtp_security": security}
    )
    with pytest.raises(mail.MailError, match=f"127.0.0.1:{silent}.*timed out"):
        await mail.send(settings, to="a@uji.id", subject="Uji", text="Uji", key="1")


async def test_a_provider_that_never_answers_is_a_plain_refusal(
    world: World, client: AsyncClient, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "TIMEOUT", httpx.Timeout(SHORT))
    for name, value in (("ISSUER", f"http://127.0.0.1:{silent}"), ("CLIENT_ID", "renaksi")):
        monkeypatch.setenv(f"RENAKSI_OIDC_{name}", value)
    get_settings.cache_clear()
    try:
        answer = await client.get("/masuk/sso", follow_redirects=True)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    assert answer.status_code == 502
    assert "Masuk lewat SSO tidak berhasil. Coba lagi" in answer.text
    assert str(silent) not in answer.text


def test_no_wait_for_redis_is_without_end() -> None:
    options = transport_options("redis://r/0")
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (5, 60)


def test_the_limits_are_those_that_are_told() -> None:
    sso = provider.TIMEOUT
    told = " ".join(re.search(r"Outside calls end: (.*?)\n\n", NOTES, re.DOTALL)[1].split())  # type: ignore[index]
    for limit in (
        f"MongoDB {databases.CONNECT_MS // 1000} s to connect, {databases.ANSWER_MS // 1000} s for an answer",
        f"{PATIENCE_SECONDS:g} s in `/readyz`",
        f"Redis {CONNECT_SECONDS} s to connect, {ANSWER_SECONDS} s for an answer",
        f"waking a worker {MOST_SECONDS:g} s",
        f"mail {mail.TIMEOUT:g} s for each answer",
        f"single sign-on {sso.connect:g} s to connect, {sso.read:g} s for each answer",
    ):
        assert limit in told
