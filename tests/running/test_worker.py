"""The Celery app: where its messages go, and how a reader ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.conftest import wait_until
from tracker.settings import Settings
from tracker.worker import broker_address, with_database, with_time_limits

READER = """
import pathlib, sys, time
from tracker.settings import get_settings
from tracker.worker import app, serve_tasks, stop_asked
folder = pathlib.Path(sys.argv[1])

@app.task(name="test.slow")
def slow(name):
    folder.joinpath(name + ".begun").touch()
    while not folder.joinpath("go-on").exists():
        time.sleep(0.02)
    folder.joinpath(name + ".done").write_text(str(stop_asked()))

serve_tasks(get_settings(), number=1, ready=lambda said: folder.joinpath("ready").touch())
"""
SENDER = """
import sys
from tracker.worker import app
for name in sys.argv[1:]:
    app.send_task("test.slow", [name])
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            "mongodb://u:p@h:1/?authSource=admin&journal=true",
            "mongodb://u:p@h:1/antrean?authSource=admin&journal=true",
            id="the embedded one",
        ),
        pytest.param(
            "mongodb://u:p@a,b/renaksi?replicaSet=r",
            "mongodb://u:p@a,b/antrean?replicaSet=r&authSource=renaksi",
            id="a user of the database that the address names stays one of it",
        ),
        pytest.param(
            "mongodb://u:p@h/", "mongodb://u:p@h/antrean?authSource=admin", id="a user of admin by default"
        ),
        pytest.param("mongodb://h", "mongodb://h/antrean", id="no user"),
    ],
)
def test_the_queue_has_a_database_of_its_own(address: str, expected: str) -> None:
    assert with_database(address, "antrean") == expected


def test_no_wait_for_the_queue_in_the_database_is_without_end() -> None:
    address = with_time_limits("mongodb://h/antrean?journal=true&socketTimeoutMS=9")
    assert address == (
        "mongodb://h/antrean?journal=true&socketTimeoutMS=9&serverSelectionTimeoutMS=5000&connectTimeoutMS=5000"
    )


def test_a_broker_that_was_set_is_taken(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, mongodb_uri="mongodb://h", broker_url="redis://r/0")
    assert broker_address(settings) == "redis://r/0"
    assert "renaksi_antrean" in broker_address(Settings(data_dir=tmp_path, mongodb_uri="mongodb://h"))


@pytest.mark.slow
def test_a_reader_that_is_asked_to_stop_finishes_the_task_at_hand_and_takes_no_other(
    mongodb_uri: str, database: str, tmp_path: Path
) -> None:
    env = {**os.environ, "RENAKSI_MONGODB_URI": mongodb_uri, "RENAKSI_DATABASE": database}
    reader = subprocess.Popen([sys.executable, "-c", READER, str(tmp_path)], env=env)
    try:
        wait_until((tmp_path / "ready").exists)
        subprocess.run([sys.executable, "-c", SENDER, "first", "second"], env=env, check=True)
        wait_until((tmp_path / "first.begun").exists)
        reader.send_signal(signal.SIGTERM)
        (tmp_path / "go-on").touch()
        assert reader.wait(60) == 0
    finally:
        reader.kill()
        reader.wait()
    assert (tmp_path / "first.done").read_text() == "True"
    assert not (tmp_path / "second.begun").exists()


@pytest.mark.slow
def test_an_idle_reader_ends_at_once(mongodb_uri: str, database: str, tmp_path: Path) -> None:
    env = {**os.environ, "RENAKSI_MONGODB_URI": mongodb_uri, "RENAKSI_DATABASE": f"{database}_idle"}
    reader = subprocess.Popen([sys.executable, "-c", READER, str(tmp_path)], env=env)
    try:
        wait_until((tmp_path / "ready").exists)
        reader.terminate()
        assert reader.wait(60) == 0
    finally:
        reader.kill()
        reader.wait()
