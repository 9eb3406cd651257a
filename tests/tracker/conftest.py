"""The tracker under test: the real application on a real database, one per module, with invented people."""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from tests.tracker.world import World, make_world
from tracker.app import create_app
from tracker.settings import get_settings

ORIGIN = "http://renaksi.test"


@pytest.fixture(scope="module", autouse=True)
def tracker_settings(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Settings of this module's own: its database is named after it."""
    name = request.module.__name__.rpartition("tests.")[2].replace(".", "_")[-40:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENAKSI_MONGODB_URI", mongodb_uri)
        patch.setenv("RENAKSI_BROKER_URL", "memory://")
        patch.setenv("RENAKSI_API_PER_MINUTE", "100000")
        patch.setenv("RENAKSI_DATABASE", name)
        patch.setenv("RENAKSI_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()


@pytest.fixture(scope="module")
async def app(tracker_settings: None) -> AsyncIterator[FastAPI]:
    """The application, with its database open."""
    made = create_app()
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture(scope="module")
async def world(app: FastAPI) -> World:
    """An institution with people of every role, a second one with strangers, and two plans."""
    return await make_world()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A browser that nobody has signed in with."""
    transport = ASGITransport(app=app, raise_app_exceptions=True)
    async with AsyncClient(transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN}) as browser:
        yield browser
