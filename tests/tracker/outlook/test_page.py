"""The leadership's page looks back and ahead: what is kept of earlier days comes to be seen, and opens."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.papers import evidence_of
from tests.tracker.world import DAY, World
from tracker.clock import real_now, set_offset
from tracker.deadlines import service as deadlines
from tracker.progress import service as reports
from tracker.progress.cells import find_cell
from tracker.settings import get_settings
from tracker.snapshots.models import Snapshot
from tracker.snapshots.service import snapshot_by, take_daily


@pytest.fixture(scope="module")
async def past(world: World) -> World:
    """Ten days were kept before a report came in, and a deadline lies ahead."""
    set_offset(get_settings().data_dir, DAY - real_now())
    await deadlines.create(
        world.actor("inspectorate"),
        title="Penginputan portal",
        year=2023,
        through=3,
        closes_on=date(2023, 10, 20),
    )
    for ago in range(15, 0, -1):
        await take_daily(DAY - timedelta(days=ago))
    await reports.save_value(world.actor("bureau"), progress_id="general-1-a:1", revision=0, value=Decimal(1))
    return world


async def test_a_report_since_a_day_is_a_rise_of_its_unit_and_renaksi(
    past: World, client: AsyncClient
) -> None:
    await past.sign_in(client, "leadership")
    page = (await client.get("/pimpinan?tw=3&angka=terinput&sejak=2023-09-28")).text
    moved = page[page.index('id="perubahan"') : page.index('id="perjalanan"')]
    assert "28 September 2023" in moved
    assert "Menyusun peta rencana SPBE" in moved
    assert moved.count("+12,5") == 3  # the plan, the unit and the renaksi: one of eight cells


async def test_a_day_before_everything_says_that_nothing_was_kept(past: World, client: AsyncClient) -> None:
    await past.sign_in(client, "leadership")
    page = (await client.get("/pimpinan?sejak=2023-01-01")).text
    assert "Tidak ada catatan pada atau sebelum hari itu." in page


async def test_the_page_foretells_draws_and_breaks_no_rule_of_its_policy(
    past: World, client: AsyncClient
) -> None:
    await past.sign_in(client, "leadership")
    answer = await client.get("/pimpinan?tw=3&sejak=kemarin-dulu&angka=entah")
    assert answer.status_code == 200
    assert "Diperkirakan" in answer.text
    assert answer.text.count('class="chart"') == 2
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*src=)", answer.text)


async def test_too_few_days_are_said_to_be_too_few(past: World, client: AsyncClient) -> None:
    await Snapshot.get_pymongo_collection().delete_many({"day": {"$lt": "2023-10-03"}})
    await past.sign_in(client, "leadership")
    page = (await client.get("/pimpinan?tw=3")).text
    assert "Belum dapat diramalkan: catatan baru 3 hari kerja, perlu sedikitnya 7." in page


async def test_a_step_of_the_waterfall_opens_the_cells_that_it_counts(
    past: World, client: AsyncClient
) -> None:
    await past.sign_in(client, "leadership")
    page = (await client.get("/pimpinan?tw=3")).text
    link = re.search(r'href="(/persentase/[^"]*celah=draf[^"]*)"', page)
    assert link is not None
    opened = (await client.get(link[1].replace("&amp;", "&"))).text
    assert "1 sel pada 1 output: masih draf." in opened
    assert (await client.get(link[1].replace("&amp;", "&").replace("draf", "entah"))).status_code == 422


async def test_a_proof_by_document_opens_on_the_page_that_is_cited(past: World, client: AsyncClient) -> None:
    evidence = await evidence_of(past.actor("bureau"), past.units["kominfo"])
    cell = await find_cell("98", output_id="general-1-a", triwulan=1)
    report = await reports.link_evidence(
        past.actor("bureau"), progress_id=cell.progress.id, evidence_id=evidence.id, pages=[1]
    )
    report.proof.proven, report.proof.evidence_id = True, evidence.id
    await report.save()
    await past.sign_in(client, "leadership")
    page = (await client.get(f"/persentase/{past.general.id}/terinput?tw=3")).text
    assert f'href="/bukti/{evidence.id}?halaman=1"' in page


async def test_a_snapshot_keeps_where_each_cell_stood(past: World) -> None:
    await take_daily(DAY)
    kept = await snapshot_by(past.general, DAY.date())
    assert kept is not None
    assert kept.letters[str(past.renaksi[0].id)][0] in "du"
    assert set(kept.letters[str(past.renaksi[1].id)]) == {"e", "-"}
