"""What all tests share: one embedded database for the run, a fresh database name per module, and markers."""

import os
import re
import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from tracker.running.embedded import open_database
from tracker.settings import Settings

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    """The browser of this machine, or None."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real browser; tests that ask for it carry the marker `browser`."""
    path = chromium_path()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an embedded database that lives for this run of the tests."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("embedded"), mongodb_uri=None, database_cache_mb=64)
    with open_database(settings) as uri:
        yield uri


@pytest.fixture(scope="module")
def database(mongodb_uri: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Name of a database that nobody else uses; dropped after the module."""
    module = re.sub(r"[^a-z0-9]+", "_", request.module.__name__.rsplit(".", 1)[-1].lower())[:30]
    name = f"{module}_{uuid4().hex[:8]}"
    yield name
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_antrean")


def pytest_configure(config: pytest.Config) -> None:
    """Tests see no setting of the person who runs them."""
    config.addinivalue_line("markers", "redis: needs redis-server")
    for name in [name for name in os.environ if name.startswith("RENAKSI_") and "REQUIRE" not in name]:
        del os.environ[name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs a part that this machine lacks, unless it is demanded."""
    without = {
        "browser": None if chromium_path() else "NO CHROMIUM on this machine: nothing was seen in a browser",
        "redis": None if shutil.which("redis-server") else "NO REDIS-SERVER on this machine",
    }
    for item in items:
        for marker, reason in without.items():
            if reason is None or item.get_closest_marker(marker) is None:
                continue
            if os.environ.get(f"RENAKSI_REQUIRE_{marker.upper()}"):
                raise pytest.UsageError(
                    f"{item.nodeid}: {reason}, and RENAKSI_REQUIRE_{marker.upper()} is set"
                )
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    if chromium_path() is None:
        terminalreporter.write_line(
            "NOTHING WAS TESTED IN A BROWSER: install Chromium (sudo apt install chromium).",
            red=True,
            bold=True,
        )
