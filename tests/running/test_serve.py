"""`renaksi serve` as a person meets it: real processes, real signals."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from tests.running.conftest import Tree, plain, wait_until

pytestmark = pytest.mark.slow
NOBODY = 1  # a port that nothing listens on


def test_the_tree_starts_and_serves_and_ctrl_c_leaves_nothing_behind(tree: Tree) -> None:
    tree.start().ready()
    assert tree.get("/healthz").status_code == 200
    for name in ("basis data", "pembaca 1", "penjadwal", "web"):
        assert f"{name} ✓ siap" in plain(tree.shown())

    assert tree.stop(signal.SIGINT) == 0
    assert tree.children() == []
    assert stopped_in_order(tree.shown()) == ["web", "pembaca 1", "penjadwal", "basis data"]
    assert "Traceback" not in tree.shown()


def test_sigterm_stops_it_as_well_and_the_data_are_there_at_the_next_start(tree: Tree) -> None:
    tree.start().ready()
    with MongoClient(address_of(tree)) as client:
        client["renaksi"]["kept"].insert_one({"_id": "before"})
    assert tree.stop(signal.SIGTERM) == 0

    tree.start()
    wait_until(lambda: tree.shown().count("Renaksi siap di") == 2)
    with MongoClient(address_of(tree)) as client:
        assert client["renaksi"]["kept"].find_one({"_id": "before"}) is not None


@pytest.mark.parametrize(
    ("role", "name"),
    [
        pytest.param("worker", "pembaca 1", id="a reader"),
        pytest.param("scheduler", "penjadwal", id="the scheduler"),
        pytest.param("web", "web", id="the web"),
    ],
)
def test_what_is_killed_comes_back(tree: Tree, role: str, name: str) -> None:
    tree.start().ready()
    (victim,) = tree.children(role)
    victim.kill()
    wait_until(lambda: plain(tree.shown()).count(f"{name} ✓ siap") == 2)
    (successor,) = tree.children(role)
    assert successor.pid != victim.pid
    assert f"{name} ✗ berhenti (dimatikan paksa)" in plain(tree.shown())
    assert tree.get("/healthz").status_code == 200


def test_a_killed_database_comes_back_at_the_same_address_with_every_acknowledged_write(tree: Tree) -> None:
    tree.start().ready()
    address = address_of(tree)
    with MongoClient(address) as client:
        for number in range(200):
            client["renaksi"]["kept"].insert_one({"_id": number})
        (victim,) = tree.children("database")
        victim.kill()
        wait_until(lambda: plain(tree.shown()).count("basis data ✓ siap") == 2)
        assert address_of(tree) == address
        assert client["renaksi"]["kept"].estimated_document_count() == 200
    wait_until(lambda: tree.get("/healthz").status_code == 200)


def test_when_the_supervisor_is_killed_its_children_end_and_the_next_start_succeeds(tree: Tree) -> None:
    tree.start().ready()
    children = tree.children()
    assert len(children) == 4
    tree.stop(signal.SIGKILL)
    psutil.wait_procs(children, timeout=30)
    assert tree.children() == []

    tree.start()
    wait_until(lambda: tree.shown().count("Renaksi siap di") == 2)
    assert tree.get("/healthz").status_code == 200


def test_demo_data_are_loaded_once_and_their_accounts_named(tree: Tree) -> None:
    tree.env["RENAKSI_DEMO"] = "true"
    tree.start().ready()
    wait_until(lambda: "Akun contoh" in tree.shown())
    assert "inspektorat@contoh.id" in tree.shown()
    assert tree.stop() == 0

    tree.start()
    wait_until(lambda: tree.shown().count("Akun contoh") == 2)
    assert "sudah ada" in tree.shown()


def test_a_taken_port_is_named_with_a_way_out(tree: Tree) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", tree.port))
        other.listen()
        assert refusal(tree) == (
            f"Porta {tree.port} di 127.0.0.1 sudah dipakai program lain. Hentikan program itu, "
            f"atau pilih porta lain, misalnya RENAKSI_PORT={tree.port + 1}."
        )


def test_a_folder_in_use_is_named_with_who_uses_it(tree: Tree) -> None:
    tree.start().ready()
    assert tree.process is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        second = Tree(tree.folder, probe.getsockname()[1])
    sentence = refusal(second)
    assert sentence.startswith(f"Map data {tree.folder} sedang dipakai proses {tree.process.pid}.")
    assert tree.get("/healthz").status_code == 200


def test_a_database_that_is_not_there_is_named_without_its_password(tree: Tree) -> None:
    tree.env["RENAKSI_MONGODB_URI"] = f"mongodb://renaksi:sandi@127.0.0.1:{NOBODY}/"
    sentence = refusal(tree)
    assert sentence.startswith(f"Basis data di 127.0.0.1:{NOBODY} tidak dapat dihubungi")
    assert "RENAKSI_MONGODB_URI" in sentence
    assert "sandi" not in sentence


def test_a_broker_that_is_not_there_is_named(tree: Tree, mongodb_uri: str) -> None:
    tree.env["RENAKSI_MONGODB_URI"] = mongodb_uri
    tree.env["RENAKSI_BROKER_URL"] = f"redis://127.0.0.1:{NOBODY}/0"
    assert refusal(tree).startswith(f"Antrean di 127.0.0.1:{NOBODY} tidak dapat dihubungi")


def test_a_broker_that_takes_calls_but_never_answers_is_named(tree: Tree, mongodb_uri: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        where = f"127.0.0.1:{silent.getsockname()[1]}"
        tree.env["RENAKSI_MONGODB_URI"] = mongodb_uri
        tree.env["RENAKSI_BROKER_URL"] = f"redis://{where}/0"
        assert refusal(tree).startswith(f"Antrean di {where} tidak dapat dihubungi")


def test_a_setting_that_cannot_be_used_is_named(tree: Tree) -> None:
    tree.env["RENAKSI_WORKERS"] = "banyak"
    assert refusal(tree).startswith("RENAKSI_WORKERS='banyak' tidak dapat dipakai.")


def test_a_folder_that_cannot_be_made_is_named(tree: Tree) -> None:
    tree.folder.write_text("a file where the folder should be")
    assert refusal(tree).startswith(f"Map data {tree.folder} tidak dapat dipakai")


def test_a_full_disk_is_named(tree: Tree) -> None:
    with small_disk(tree.folder, megabytes=1):
        assert refusal(tree).startswith(f"Cakram tempat map data {tree.folder} penuh.")


def test_a_disk_that_fills_while_it_runs_stops_it_with_a_sentence_and_loses_nothing(tree: Tree) -> None:
    with small_disk(tree.folder, megabytes=120):
        tree.start().ready()
        kept = write_until_refused(address_of(tree), tree.folder / "filler")
        wait_until(tree.ended)
        assert tree.process is not None
        assert tree.process.returncode == 1
        assert f"Cakram tempat map data {tree.folder} penuh." in tree.shown()
        assert tree.children() == []

        (tree.folder / "filler").unlink()
        tree.start()
        wait_until(lambda: tree.shown().count("Renaksi siap di") == 2)
        with MongoClient[dict[str, Any]](address_of(tree)) as client:
            assert {each["_id"] for each in client["renaksi"]["kept"].find({}, {"_id": 1})} >= kept
        assert tree.stop() == 0


@pytest.mark.redis
def test_an_outside_database_and_broker_are_used_instead(
    tree: Tree, mongodb_uri: str, database: str, tmp_path: Path
) -> None:
    redis_socket = tmp_path / "redis.sock"
    options = {"--port": "0", "--unixsocket": str(redis_socket), "--save": "", "--dir": str(tmp_path)}
    redis = subprocess.Popen(
        [shutil.which("redis-server") or "", *(part for pair in options.items() for part in pair)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(redis_socket.exists)
        tree.env |= {
            "RENAKSI_MONGODB_URI": mongodb_uri,
            "RENAKSI_DATABASE": database,
            "RENAKSI_BROKER_URL": f"redis+socket://{redis_socket}",
        }
        tree.start().ready()
        assert tree.get("/healthz").status_code == 200
        assert tree.children("database") == []
        assert tree.stop() == 0
    finally:
        redis.terminate()
        redis.wait()


def test_a_command_beside_a_running_tree_uses_its_database(tree: Tree) -> None:
    tree.start().ready()
    doctor = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "doctor"],
        env={**os.environ, "RENAKSI_DATA_DIR": str(tree.folder), "RENAKSI_PORT": str(tree.port)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "✓ basis data" in doctor.stdout
    assert "Renaksi berjalan" in doctor.stdout
    assert len(tree.children("database")) == 1


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[None]:
    """A disk of its own at `folder`; skips where this user may not mount one."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(["/bin/mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


def write_until_refused(address: str, filler: Path) -> set[int]:
    """Fill the disk with a file, then write until the database fails; the ids that it acknowledged."""
    with filler.open("wb") as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
            file.flush()
    acknowledged: set[int] = set()
    client = MongoClient[dict[str, Any]](address, serverSelectionTimeoutMS=500, retryWrites=False)
    with client, suppress(PyMongoError):
        for number in range(2000):
            client["renaksi"]["kept"].insert_one({"_id": number, "text": "x" * 50_000})
            acknowledged.add(number)
    return acknowledged


def address_of(tree: Tree) -> str:
    return (tree.folder / "run" / "mongodb-uri").read_text()


def stopped_in_order(shown: str) -> list[str]:
    lines = [line[10:] for line in shown.splitlines() if line.endswith(" berhenti")]
    return [line.removesuffix("berhenti").strip() for line in lines]


def refusal(tree: Tree) -> str:
    """What a start that must fail says on standard error, after checking that it says no more."""
    started = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "serve"],
        env={**os.environ, "RENAKSI_DATA_DIR": str(tree.folder), "RENAKSI_PORT": str(tree.port), **tree.env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode == 1
    assert len(started.stderr.strip().splitlines()) == 1
    return started.stderr.strip()
