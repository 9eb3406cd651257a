"""What the walks over all pages start from: an institution with one of each thing, and a visitor."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.things import Things
from tests.tracker.web.walking import make_walked
from tests.tracker.world import World


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """One of each thing in the institution of the tests."""
    return await make_walked(world)


@pytest.fixture(scope="module")
async def visitor(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A browser without a window, that the people take turns at."""
    transport = ASGITransport(app=app, raise_app_exceptions=True)
    headers = {"origin": ORIGIN, "accept-encoding": "gzip"}
    async with AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
        yield client
