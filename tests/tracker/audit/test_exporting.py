"""The exported trail is checked by a program that knows nothing of Renaksi."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.tracker.keeping.conftest import renaksi
from tests.tracker.world import INSTANSI, World
from tracker.audit import service
from tracker.audit.exporting import CHECKER
from tracker.settings import get_settings

Lines = list[str]


async def download(world: World, client: AsyncClient) -> Lines:
    await world.sign_in(client, "inspectorate")
    answer = await client.post("/jejak/ekspor")
    named = answer.headers["content-disposition"]
    assert named.startswith(f'attachment; filename="jejak-audit-{INSTANSI}.jsonl"')
    return answer.text.splitlines(keepends=True)


def checked(lines: Lines, folder: Path) -> subprocess.CompletedProcess[str]:
    """Check an export with the interpreter alone: no packages, no environment."""
    (folder / "export.jsonl").write_text("".join(lines))
    return subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), str(folder / "export.jsonl")],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )


async def test_an_export_holds_the_whole_trail_and_that_it_was_taken_out(
    world: World, client: AsyncClient, tmp_path: Path
) -> None:
    lines = await download(world, client)
    assert json.loads(lines[-1])["action"] == "audit.exported"
    assert json.loads(lines[-1])["actor_name"] == "Inspectorate"
    done = checked(lines, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    number, digest = await service.head_of(INSTANSI)
    assert done.stdout == f"✓ {INSTANSI}: {number} events, last hash {digest}\n"


def changed(lines: Lines) -> Lines:
    return [*lines[:4], lines[4].replace('"actor_name": "', '"actor_name": "Bukan '), *lines[5:]]


FORGERIES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "an event that was changed": (changed, "event 4 does not fit"),
    "an event that was left out": (lambda lines: lines[:4] + lines[5:], "event 4 is missing"),
    "an end that was cut off": (lambda lines: lines[:-2], "it should end at"),
    "events in another order": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "is missing"),
}


@pytest.mark.parametrize(("forge", "said"), FORGERIES.values(), ids=FORGERIES)
async def test_a_forged_export_is_found(
    forge: Callable[[Lines], Lines], said: str, world: World, client: AsyncClient, tmp_path: Path
) -> None:
    done = checked(forge(await download(world, client)), tmp_path)
    assert done.returncode == 1
    assert said in done.stdout


async def test_the_command_exports_every_institution_with_the_checker_beside_it(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "jejak.jsonl"
    renaksi("audit", "export", file, database=get_settings().database, folder=tmp_path / "data")
    assert (tmp_path / "check.py").read_bytes() == CHECKER.read_bytes()
    done = checked(file.read_text().splitlines(keepends=True), tmp_path)
    assert done.returncode == 0, done.stdout
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["✓ 97", "✓ 98"]
    refused = ("audit", "export", tmp_path / "x.jsonl", "--instansi", "11")
    assert (
        "11" in renaksi(*refused, database=get_settings().database, folder=tmp_path / "data", status=1).stderr
    )


async def test_the_checker_is_given_out_beside_the_trail(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate")
    assert (await client.get("/jejak/check.py")).content == CHECKER.read_bytes()
    assert (await service.head_of(INSTANSI))[1] in (await client.get("/jejak")).text
