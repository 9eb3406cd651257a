"""The short form: some load, some kills, a backup in the middle of it, and an account of every write.

The long form: `python -m tests.chaos` (docs/reliability.md has its figures).
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.chaos.account import checks, command
from tests.chaos.ledger import Kind
from tests.chaos.run import NEVER, Plan, Run, told

pytestmark = pytest.mark.slow
SHORT = Plan(uploads=30, writes=30, seed=1, clients=3, kill_every=4.0, seconds=500.0)
ENOUGH = 8  # uploads before the backup begins


class Backup:
    """`renaksi backup` while the clients write and what serves them is killed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before: list[str] = []
        self.said = ""

    def __call__(self, run: Run) -> None:
        run.wait_until_acknowledged(Kind.UPLOAD, ENOUGH)
        self.before = [one.gave for one in run.ledger.sent if one.is_acknowledged and one.gave]
        done = command("backup", self.path, folder=run.tree.folder)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_on_the_embedded_default_and_a_backup_is_whole(tmp_path: Path) -> None:
    backup = Backup(tmp_path / "cadangan.zip")
    outcome = Run(SHORT, tmp_path, say=print).go(backup)
    assert outcome.wrong == [], "\n".join(told(outcome))
    assert outcome.killed.total() >= 1

    again = tmp_path / "again"
    restored = command("restore", backup.path, folder=again)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert checks(again) == []
    with zipfile.ZipFile(backup.path) as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist() if "evidence" in name)
    assert len(backup.before) >= ENOUGH
    assert [one for one in backup.before if bytes.fromhex(one) not in kept] == []


@pytest.mark.timeout(600)
def test_a_load_without_kills_is_answered_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    plan = Plan(uploads=10, writes=10, seed=3, clients=2, kill_every=NEVER, seconds=300.0)
    outcome = Run(plan, tmp_path, say=print).go()
    assert outcome.wrong == [], "\n".join(told(outcome))
    assert (outcome.uploads, outcome.writes) == (10, 10)
    assert (outcome.killed.total(), outcome.unanswered) == (0, 0)


@pytest.mark.redis
@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_with_redis_as_the_broker(tmp_path: Path) -> None:
    plan = Plan(uploads=15, writes=15, seed=2, clients=3, kill_every=4.0, seconds=400.0, with_redis=True)
    outcome = Run(plan, tmp_path, say=print).go()
    assert outcome.wrong == [], "\n".join(told(outcome))
