"""A dossier that takes a while is ordered: its page says how far it is, and who ordered it fetches it."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from beanie import PydanticObjectId
from httpx import AsyncClient
from PIL import Image
from pypdf import PdfReader

from tests.tracker.things import read_evidence
from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.clock import real_now
from tracker.database import current_database
from tracker.dossier import orders
from tracker.dossier.models import DossierOrder, OrderState
from tracker.jobs import service as jobs
from tracker.jobs.models import Job, JobState
from tracker.progress import service as reports

CELL = "general-1-a:3"
PDF = "/capaian/general-1-a/3/pembuktian.pdf"


@pytest.fixture(scope="module", autouse=True)
async def many_photos(world: World) -> None:
    """A report with more photographs than are bound while somebody waits."""
    bureau = world.actor("bureau")
    await reports.save_value(bureau, progress_id=CELL, revision=0, value=Decimal(2))
    for shade in range(orders.SMALL_PICTURES + 1):
        kept = io.BytesIO()
        Image.new("RGB", (400, 300), (shade * 40, 90, 90)).save(kept, "PNG")
        uploaded = await read_evidence(
            world, "bureau", unit="kominfo", name=f"foto-{shade}.png", content=kept.getvalue()
        )
        await reports.link_evidence(
            bureau, progress_id=CELL, evidence_id=PydanticObjectId(uploaded.evidence.id)
        )


async def ordered(world: World, client: AsyncClient, who: str = "bureau") -> str:
    """The path of the page of an order that was just asked for."""
    await DossierOrder.get_pymongo_collection().delete_many({})
    await world.sign_in(client, who)
    answer = await client.get(PDF)
    assert answer.status_code == 303
    return answer.headers["location"]


async def make(path: str) -> Job:
    """Do the job that waits for an order."""
    key = f"{orders.KIND}:{path.rpartition('/')[2]}"
    job = await Job.find_one({"key": key})
    taken = await jobs.claim(job.id) if job else None
    assert taken is not None
    await orders.bind_dossier(taken)
    after = await Job.get(taken.id)
    assert after is not None
    return after


async def test_a_large_dossier_is_ordered_made_and_fetched(world: World, client: AsyncClient) -> None:
    path = await ordered(world, client)
    page = await client.get(path)
    assert "Menunggu giliran disusun" in page.text
    assert "every 1s" in page.text
    assert (await client.get(f"{path}/unduh")).status_code == 409

    assert (await make(path)).state is JobState.DONE
    ready = await client.get(path, headers={"hx-request": "true"})
    assert "Unduh PDF" in ready.text
    assert "every 1s" not in ready.text
    fetched = await client.get(f"{path}/unduh")
    assert fetched.headers["content-disposition"].startswith("attachment;")
    assert fetched.headers["cache-control"] == "private, no-store"
    titles = str(PdfReader(io.BytesIO(fetched.content)).outline)
    assert "foto-3.png" in titles
    events = await Event.find({"instansi": INSTANSI, "subject.id": CELL}).sort("+number").to_list()
    assert [one.action for one in events][-2:] == ["progress.dossier_ordered", "progress.dossier_taken"]


async def test_who_asks_again_soon_is_shown_the_same_order(world: World, client: AsyncClient) -> None:
    path = await ordered(world, client)
    assert (await client.get(PDF)).headers["location"] == path
    assert await DossierOrder.find({}).count() == 1


async def test_an_order_belongs_to_who_made_it(world: World, client: AsyncClient) -> None:
    path = await ordered(world, client)
    await make(path)
    for other in ("coordinator", "bureau_2", "inspectorate", "stranger"):
        await world.sign_in(client, other)
        assert (await client.get(path)).status_code == 404, other
        assert (await client.get(f"{path}/unduh")).status_code == 404, other


async def test_who_may_no_longer_see_the_report_does_not_fetch_its_dossier(
    world: World, client: AsyncClient
) -> None:
    path = await ordered(world, client)
    await make(path)
    person = world.people["bureau"]
    users = current_database()["users"]
    before = await users.find_one({"_id": person.id})
    assert before is not None
    await users.update_one({"_id": person.id}, {"$set": {"memberships.0.units": [world.units["bkd"]]}})
    try:
        assert (await client.get(f"{path}/unduh")).status_code == 404
    finally:
        await users.update_one({"_id": person.id}, {"$set": {"memberships": before["memberships"]}})


async def test_a_worker_that_lost_its_lease_leaves_nothing(world: World, client: AsyncClient) -> None:
    path = await ordered(world, client)
    job = await Job.find_one({"key": f"{orders.KIND}:{path.rpartition('/')[2]}"})
    assert job is not None
    first = await jobs.claim(job.id)
    assert first is not None
    await Job.get_pymongo_collection().update_one({"_id": job.id}, {"$set": {"lease_until": real_now()}})
    second = await jobs.claim(job.id)
    assert second is not None
    await orders._work(first)
    order = await DossierOrder.find_one({})
    assert order is not None
    assert order.state is OrderState.MAKING
    await orders.bind_dossier(second)
    stored = await current_database()["dossiers.files"].find({"filename": str(order.id)}).to_list()
    assert len(stored) == 1


async def test_what_was_ordered_a_day_ago_is_swept(world: World, client: AsyncClient) -> None:
    path = await ordered(world, client)
    await make(path)
    long_ago = real_now() - orders.KEPT - timedelta(minutes=1)
    database = current_database()
    await database["dossier_orders"].update_many({}, {"$set": {"ordered_at": long_ago}})
    await database["dossiers.files"].update_many({}, {"$set": {"uploadDate": long_ago}})
    await orders.sweep_orders(real_now())
    assert await database["dossier_orders"].find_one({}) is None
    assert await database["dossiers.files"].find_one({}) is None
    assert (await client.get(path)).status_code == 404
