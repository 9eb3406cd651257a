"""An institution with evidence that was read, and commands run on its database as a shell runs them."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.things import Things, make_things
from tests.tracker.world import World
from tracker.percentages.service import plan_figures
from tracker.settings import get_settings


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """Evidence with findings and a deadline; kept figures are there too."""
    made = await make_things(world)
    for plan in (world.general, world.tematik):
        await plan_figures(plan)
    return made


def renaksi(
    *words: str | Path, database: str, folder: Path, status: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run a command on another database of the same server, with a data folder of its own."""
    return run(words, environment(database, folder), status)


def environment(database: str, folder: Path) -> dict[str, str]:
    uri = get_settings().mongo_uri()
    assert uri is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"RENAKSI_DATABASE": database, "RENAKSI_DATA_DIR": str(folder), "RENAKSI_MONGODB_URI": uri}
    return {**os.environ, **own, "RENAKSI_PORT": str(port)}


def run(
    words: tuple[str | Path, ...], env: dict[str, str], status: int | None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *map(str, words)],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert status is None or done.returncode == status, done.stdout + done.stderr
    return done
