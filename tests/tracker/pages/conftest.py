"""What the walks over all pages start from: an institution with one of each thing, and a visitor."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.things import Things, make_things
from tests.tracker.web.walking import KINDS
from tests.tracker.world import OTHER, World, make_person
from tracker.institutions.models import Unit


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """One of each thing in the institution of the tests."""
    await Unit(id=f"{OTHER}:x", instansi=OTHER, code="x", name="Dinas Lain", short_name="DL").insert()
    for who, kind in KINDS.items():
        if who not in world.people:
            units = [f"{kind.instansi}:{code}" for code in kind.units] if kind.units else None
            world.people[who] = await make_person(who, kind.instansi, kind.role, units)
    return await make_things(world)


@pytest.fixture(scope="module")
async def visitor(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A browser without a window, that the people take turns at."""
    transport = ASGITransport(app=app, raise_app_exceptions=True)
    headers = {"origin": ORIGIN, "accept-encoding": "gzip"}
    async with AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
        yield client
