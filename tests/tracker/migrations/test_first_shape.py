"""An archive of the first released shape still comes back: restored, brought up to date, whole, and usable.

`tests/fixtures/shape-1.zip` was made by `renaksi backup` from the demo data and is never made anew: what it
holds is what installations of that time have.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.keeping.conftest import renaksi
from tracker.accounts.demo_accounts import ACCOUNTS, PASSWORD
from tracker.app import create_app
from tracker.audit import service as audit
from tracker.database import current_database, document_models
from tracker.keeping.archive import Reader
from tracker.migrations import service
from tracker.migrations.steps import CURRENT, MIGRATIONS
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review.keeping import BUILT, kept_entries
from tracker.review.models import WAITING, QueueShard
from tracker.settings import get_settings

ARCHIVE = Path(__file__).parents[2] / "fixtures" / "shape-1.zip"
INSTANSI = "99"
PAGES = ("/", "/bukti", "/rencana", "/tenggat", "/beku", "/pemeriksaan", "/jejak", "/jejak/periksa")


@pytest.fixture(scope="module")
def restored(tracker_settings: None) -> str:
    """What the restore said, on the database of this module."""
    settings = get_settings()
    return renaksi("restore", ARCHIVE, database=settings.database, folder=settings.data_dir).stdout


@pytest.fixture(scope="module")
async def app(restored: str) -> AsyncIterator[FastAPI]:
    made = create_app()
    async with made.router.lifespan_context(made):
        yield made


def test_it_recounts_equal(restored: str) -> None:
    for plan in ("RB General 2023", "RB Tematik 2023"):
        assert f"{INSTANSI} {plan}: sama dengan fakta." in restored


async def test_it_has_the_present_shape(app: FastAPI) -> None:
    assert (await service.state_of(current_database()))["version"] == CURRENT


def test_it_was_of_the_first_shape_and_had_no_queue() -> None:
    with Reader(ARCHIVE) as reader:
        assert reader.manifest.schema == 1
        assert "review_queue" not in reader.manifest.collections


async def test_its_queue_is_written_by_the_migration_before_the_web_answers(app: FastAPI) -> None:
    waiting = await Progress.find({"instansi": INSTANSI, "state": State.SUBMITTED}).count()
    assert len(await kept_entries(INSTANSI, WAITING)) == waiting > 0
    state = await service.state_of(current_database())
    assert "queues in lines" in [note["name"] for note in state["applied"]]


async def test_a_queue_that_was_cut_off_is_written_by_the_next_and_one_that_is_there_stays(
    app: FastAPI,
) -> None:
    kept = sorted(await kept_entries(INSTANSI))
    shards = QueueShard.get_pymongo_collection()
    await shards.delete_many({"_id": f"{INSTANSI}:{BUILT}"})
    step = next(each for each in MIGRATIONS if each.number == 2)
    for _time in range(2):
        await step.work(current_database())
        assert sorted(await kept_entries(INSTANSI)) == kept
    assert await shards.count_documents({"group": BUILT}) == 1


async def test_every_document_fits_its_model(app: FastAPI) -> None:
    read = {model.__name__: len(await model.find_all().to_list()) for model in document_models()}
    assert read["Progress"] > 100
    assert read["Finding"] > 10


async def test_its_trail_holds_as_it_was(app: FastAPI) -> None:
    assert await audit.count(INSTANSI) >= 271
    assert await audit.broken_at(INSTANSI) is None


async def test_people_work_with_it(app: FastAPI, client: AsyncClient) -> None:
    person = next(account for account in ACCOUNTS if account.email.startswith("inspektorat"))
    form = {"email": person.email, "password": PASSWORD}
    assert (await client.post("/masuk", data=form, headers={"origin": ORIGIN})).status_code == 303
    for page in PAGES:
        assert (await client.get(page)).status_code == 200, page


async def test_verify_finds_it_whole(app: FastAPI) -> None:
    settings = get_settings()
    done = renaksi("verify", database=settings.database, folder=settings.data_dir)
    assert "Semua utuh." in done.stdout
