"""The commands as a shell runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tracker.cli import app

ROOT = Path(__file__).parents[2]
NEWS = "Progres baru 50 persen. Batas akhir penginputan adalah 20 Oktober mendatang."


def test_extract_prints_the_object_of_the_contract(news: Path) -> None:
    found = json.loads(renaksi("extract", str(news), "--published", "2023-10-17", "--json").stdout)
    assert found["text"] == NEWS
    assert found["published"] == "2023-10-17"
    (date,) = found["dates"]
    assert (date["value"], date["role"]) == ("2023-10-20", "deadline")
    assert NEWS[date["start"] : date["end"]] == date["text"]
    (claim,) = found["claims"]
    assert (claim["kind"], claim["value"], claim["page"]) == ("percent", 50, 1)


def test_extract_is_readable_without_json(news: Path) -> None:
    lines = renaksi("extract", str(news), "--published", "2023-10-17").stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["klaim", "tanggal"]


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "rusak.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    refused = renaksi("extract", str(broken), "--json", status=1)
    assert refused.stderr.startswith("rusak.pdf: ")
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""


def test_tables_asks_for_pages_as_people_write_them(news: Path) -> None:
    assert json.loads(renaksi("tables", str(news), "--pages", "1-3", "--json").stdout) == {"tables": []}
    assert "1-3" in renaksi("tables", str(news), "--pages", "semua", status=1).stderr


def test_score_compares_with_what_people_marked(news: Path, tmp_path: Path) -> None:
    found = json.loads(renaksi("extract", str(news), "--published", "2023-10-17", "--json").stdout)
    (tmp_path / "berita.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "berita.json").write_text(json.dumps(found), encoding="utf-8")
    lines = renaksi("score", str(tmp_path)).stdout.splitlines()
    assert lines[0].split() == ["dates", "marks", "1", "answers", "1", "right", "1", "F1", "1.000"]


def test_settings_lists_them_all_and_doctor_looks_around(tmp_path: Path) -> None:
    assert "RENAKSI_PORT = 8000" in renaksi("settings").stdout
    examined = renaksi("doctor", env={"RENAKSI_DATA_DIR": str(tmp_path / "data")}, status=None)
    assert "✓ basis data" in examined.stdout


def test_doctor_names_a_database_that_is_not_there(tmp_path: Path) -> None:
    env = {
        "RENAKSI_DATA_DIR": str(tmp_path / "data"),
        "RENAKSI_MONGODB_URI": "mongodb://u:sandi@127.0.0.1:1/",
    }
    examined = renaksi("doctor", env=env, status=1)
    assert "✗ basis data      Basis data di 127.0.0.1:1 tidak dapat dihubungi" in examined.stdout
    assert "sandi@" not in examined.stdout


@pytest.mark.parametrize("name", ["web", "worker", "scheduler"])
def test_a_single_role_says_what_it_needs(tmp_path: Path, name: str) -> None:
    refused = renaksi(name, env={"RENAKSI_DATA_DIR": str(tmp_path / "data")}, status=1)
    assert "Basis data belum berjalan" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_every_command_says_what_it_does() -> None:
    assert [path for path, command in commands() if not command.help] == []


def test_every_command_stands_in_the_documents() -> None:
    documents = "".join(path.read_text() for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
    assert [path for path, _command in commands() if f"renaksi {path}" not in documents] == []


def commands() -> list[tuple[str, Any]]:
    """Every command with its words, "user add" for one inside a group."""
    found: list[tuple[str, Any]] = []

    def walk(group: Any, words: tuple[str, ...]) -> None:
        for name, command in getattr(group, "commands", {}).items():
            if hasattr(command, "commands"):
                walk(command, (*words, name))
            else:
                found.append((" ".join((*words, name)), command))

    walk(typer.main.get_command(app), ())
    return found


def renaksi(
    *words: str, env: dict[str, str] | None = None, status: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; `status` None takes any."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *words],
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert status is None or done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("news") / "berita.txt"
    file.write_text(NEWS, encoding="utf-8")
    return file
