"""The pages of plans: seen by everybody of the institution, narrowed, searched, exported."""

import pytest

from tests.tracker.plans.test_sheets_write import opened
from tracker.plans.sheets.fields import GENERAL_HEADINGS


@pytest.fixture
async def editor(client, world):
    return await world.sign_in(client, "coordinator")


def plan_url(world):
    return f"/rencana/{world.general.id}"


async def test_the_list_shows_each_plan_with_its_bar(editor, world):
    page = await editor.get("/rencana")
    assert page.status_code == 200
    assert "RB General 2023" in page.text
    assert "RB Tematik 2023" in page.text
    assert "/rencana/baru" in page.text


async def test_a_plan_shows_its_renaksi_in_their_place_with_outputs_and_targets(editor, world):
    page = await editor.get(plan_url(world))
    assert page.status_code == 200
    for text in ("Arsitektur SPBE", "Indeks SPBE", "Menyusun peta rencana SPBE", "Jumlah dokumen"):
        assert text in page.text
    assert "Rp100 juta" in page.text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        pytest.param({"opd": "98:bkd"}, "Melatih pengelola", "Menyusun peta", id="by unit"),
        pytest.param({"cari": "PETA rencana"}, "Menyusun peta", "Melatih pengelola", id="by words"),
        pytest.param(
            {"cari": "orang dilatih"}, "Melatih pengelola", "Tidak ada yang cocok", id="by an output"
        ),
        pytest.param({"bagian": "k1"}, "Melatih pengelola", "Tidak ada yang cocok", id="by part"),
        pytest.param({"opd": "-"}, "Tidak ada yang cocok", "Melatih pengelola", id="nobody's"),
    ],
)
async def test_a_plan_can_be_narrowed(editor, world, query, there, gone):
    page = await editor.get(plan_url(world), params=query)
    assert there in page.text
    assert gone not in page.text


async def test_the_rows_alone_are_a_part_of_the_page(editor, world):
    page = await editor.get(plan_url(world))
    rows = await editor.get(plan_url(world), headers={"hx-request": "true"})
    assert "<html" not in rows.text
    assert rows.text.strip() in page.text


async def test_the_tree_shows_what_may_be_added_where(editor, world):
    page = await editor.get(f"{plan_url(world)}/struktur")
    assert "Indeks SPBE" in page.text
    assert "bagian/baru?jenis=kegiatan_utama" in page.text
    assert "renaksi/baru?bagian=k1i1" in page.text


async def test_a_renaksi_has_a_page_with_its_cells(editor, world):
    page = await editor.get(f"/rencana/renaksi/{world.renaksi[0].id}")
    assert page.status_code == 200
    assert "Dinas Komunikasi dan Informatika" in page.text
    assert "Jumlah orang yang dilatih" in page.text


@pytest.mark.parametrize("layout", ["full", "portal"])
async def test_the_export_is_the_portals_sheet(editor, world, layout):
    answer = await editor.get(f"{plan_url(world)}/ekspor", params={"bentuk": layout})
    assert answer.headers["content-disposition"].startswith("attachment")
    sheet = opened(answer.content).active
    assert [cell.value for cell in sheet[1]][:11] == [key for key, _ in GENERAL_HEADINGS]
    assert sheet["A4"].value == "Menyusun peta rencana SPBE"
    assert sheet["J4"].value == "Dinas Komunikasi dan Informatika"


async def test_one_part_of_a_plan_can_be_exported_for_the_portal(editor, world):
    url = f"{plan_url(world)}/ekspor"
    part = await editor.get(url, params={"bentuk": "portal", "bagian": "k1i1"})
    assert opened(part.content).active.max_row == 3 + 4
    assert (await editor.get(url, params={"bagian": "tidak-ada"})).status_code == 404


@pytest.mark.parametrize("kind", ["general", "tematik"])
async def test_empty_templates_can_be_had(editor, kind):
    answer = await editor.get(f"/rencana/templat/{kind}.xlsx")
    assert "Petunjuk" in opened(answer.content).sheetnames


@pytest.mark.parametrize("who", ["bureau", "inspectorate", "leadership"])
async def test_who_may_not_edit_is_offered_no_edit(client, world, who):
    await world.sign_in(client, who)
    page = await client.get(plan_url(world))
    assert page.status_code == 200
    assert "/impor" not in page.text
    assert (await client.get(f"{plan_url(world)}/impor")).status_code == 403
    assert (await client.get(f"/rencana/renaksi/{world.renaksi[0].id}/ubah")).status_code == 403


@pytest.mark.parametrize(
    "path", ["", "/struktur", "/ekspor", "/impor", "/ubah", "/bagian/k1", "/renaksi/baru"]
)
async def test_another_institution_sees_nothing(client, world, path):
    await world.sign_in(client, "stranger_admin")
    assert (await client.get(plan_url(world) + path)).status_code == 404
    assert (await client.get(f"/rencana/renaksi/{world.renaksi[0].id}")).status_code == 404
