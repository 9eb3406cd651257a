"""Numbers and days at the ends of what can be typed: kept, or refused with what to do, and always shown."""

from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.papers import evidence_of
from tests.tracker.world import World
from tracker.dashboards.service import figure_detail
from tracker.deadlines.models import Deadline
from tracker.evidence.suggestions import rounded_like
from tracker.percentages.rules import Formula
from tracker.web.formats import number, percent

CELL = "/capaian/general-2-a/1"
OUTPUT = {"indikator": "Jumlah dokumen", "satuan": "dokumen", "weight": "1"}


@pytest.mark.parametrize(
    "value", [Decimal(10) ** 60, Decimal("1.5e60"), Decimal(9) / Decimal("1e-40"), Decimal("-1e60")]
)
def test_a_share_of_any_size_is_written_out(value: Decimal) -> None:
    assert percent(value).endswith("%")
    assert number(value, 2).endswith(",00")


def test_a_claim_with_many_decimals_is_compared_all_the_same() -> None:
    assert rounded_like(Decimal(50), Decimal("50." + "0" * 30)) == Decimal(50)


@pytest.mark.parametrize("target", ["0," + "0" * 28 + "1", "1" * 23 + "," + "1" * 8 + " triliun"])
async def test_a_cell_is_shown_whatever_its_value_and_target(
    world: World, client: AsyncClient, target: str
) -> None:
    await world.sign_in(client, "coordinator")
    page = f"/rencana/renaksi/{world.renaksi[1].id}/output/general-2-a"
    for version in range(1, 5):
        answer = await client.post(page, data=OUTPUT | {"version": str(version), "target_tw1": target})
        if answer.status_code != 409:
            break
    assert answer.status_code == 303
    for revision in range(3):
        form = {"revision": str(revision), "value": "9" * 24, "spent": "1000000000000000"}
        if (await client.post(CELL, data=form)).status_code == 303:
            break
    for path in (CELL, "/", "/pimpinan", "/kerja", f"/persentase/{world.general.id}/capaian?tw=1"):
        assert (await client.get(path)).status_code == 200, path


@pytest.mark.parametrize("pages", ["9" * 100, "1-" + "9" * 100, "3-1", "²", "1-99"])
async def test_pages_that_no_file_has_are_refused(world: World, client: AsyncClient, pages: str) -> None:
    evidence = await evidence_of(world.actor("bureau"), world.units["kominfo"])
    await world.sign_in(client, "bureau")
    form = {"revision": "0", "evidence": str(evidence.id), "pages": pages}
    answer = await client.post("/capaian/general-1-b/2/bukti", data=form)
    assert answer.status_code == 422
    assert "halaman" in answer.text


@pytest.mark.parametrize(
    "days",
    [
        {"closes_on": "0001-01-01"},
        {"closes_on": "9999-12-31"},
        {"closes_on": "2023-10-20", "opens_on": "0001-01-01"},
    ],
)
async def test_a_deadline_lies_in_our_time(world: World, client: AsyncClient, days: dict[str, str]) -> None:
    await world.sign_in(client, "inspectorate")
    form = {"title": "Penginputan", "year": "2023", "through": "3"} | days
    answer = await client.post("/tenggat/baru", data=form)
    assert answer.status_code == 422
    assert "terlalu jauh" in answer.text
    assert await Deadline.find({"instansi": "98"}).to_list() == []


async def test_what_no_unit_was_matched_to_is_a_part_of_the_plan_and_not_all_of_it(
    world: World, client: AsyncClient
) -> None:
    shown = [
        await figure_detail(
            world.actor("leadership"),
            plan_id=world.tematik.id,
            formula=Formula.TERINPUT,
            field="terinput",
            through=4,
            unit=unit,
        )
        for unit in (None, world.units["kominfo"], "-")
    ]
    assert [len(one.inputs) for one in shown] == [2, 2, 0]
    await world.sign_in(client, "leadership")
    page = await client.get(f"/persentase/{world.tematik.id}/terinput?tw=4&unit=-")
    assert page.status_code == 200
    assert "Jumlah dokumen" not in page.text
