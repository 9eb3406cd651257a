"""The OpenAPI document tells the truth: no answer that it does not name, no fault, whatever is asked.

The application runs as a process of its own here, as it does for a portal.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.openapi.generating import Outcome, ask_all
from tests.tracker.things import Things, make_things
from tests.tracker.world import World
from tracker.api.routes import DATA
from tracker.settings import get_settings

EXAMPLES, SEED = 3, 20231020
START_SECONDS = 300


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    return await make_things(world)


@pytest.fixture(scope="module")
def address(things: Things) -> Iterator[str]:
    """Where a server of the module's database answers."""
    settings = get_settings()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "RENAKSI_MONGODB_URI": settings.database_uri,
        "RENAKSI_DATABASE": settings.database,
        "RENAKSI_BROKER_URL": "memory://",
        "RENAKSI_DATA_DIR": str(settings.data_dir),
        "RENAKSI_API_PER_MINUTE": "100000",
    }
    command = [sys.executable, "-m", "uvicorn", "tracker.app:create_app", "--factory", "--port", str(port)]
    with subprocess.Popen([*command, "--log-level", "error"], env=environment) as server:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def await_answer(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["bureau", "admin"])
async def test_no_answer_is_a_fault_or_undocumented(
    who: str, world: World, things: Things, address: str
) -> None:
    async with httpx.AsyncClient() as client:
        await world.bear(client, who)
    outcome: Outcome = ask_all(
        address, token=world.tokens[who], known=things.params, examples=EXAMPLES, number=SEED
    )
    assert outcome.failures == [], "\n\n".join(outcome.failures)
    asked = {name for name, _status in outcome.answers}
    assert len(asked) == sum(len(router.routes) for router in DATA)
    assert {200, 404, 422} <= {status for _name, status in outcome.answers}
