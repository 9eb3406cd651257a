"""The import of a sheet in the browser: upload, look, change, confirm, undo."""

from decimal import Decimal

import pytest

from tests.tracker.plans.test_sheets_dryrun import HEAD, row
from tests.tracker.plans.test_sheets_mapping import book
from tracker.audit.service import events_of
from tracker.clock import now
from tracker.plans import exporting
from tracker.plans.models import Plan, Renaksi
from tracker.plans.sheets.fields import GENERAL_HEADINGS
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import State

SHEET = [
    ["RENCANA AKSI RB GENERAL"],
    HEAD,
    row(
        "SAKIP yang terintegrasi",
        "Nilai SAKIP",
        "Menyusun pohon kinerja",
        "Jumlah pohon kinerja",
        "dokumen",
        *[1, 1, 1, 1, 4],
        "Rp 1,2 M",
        "Diskominfo",
    ),
    row(None, None, None, "Jumlah bimbingan", "kali", *[2, 4, 6, 8, 8], 50_000_000, "BKD"),
    row(None, None, "Menilai mandiri", "Predikat SAKIP", "predikat", Target_Total="BB", Pelaksana="Tim RB"),
]


@pytest.fixture
async def editor(client, world):
    return await world.sign_in(client, "coordinator")


async def make_plan(editor, year):
    form = {"kind": "general", "year": str(year), "roadmap_title": "Road map uji"}
    answer = await editor.post("/rencana/baru", data=form)
    return await Plan.get(answer.headers["location"].rpartition("/")[2])


async def upload(editor, plan, *sheets):
    files = {"file": ("rencana.xlsx", book(*sheets))}
    answer = await editor.post(f"/rencana/{plan.id}/impor", files=files)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def actions_of(plan):
    return (
        await Renaksi.find({"instansi": "98", "plan_id": plan.id, "removed": False}).sort("order").to_list()
    )


async def test_a_sheet_is_uploaded_looked_at_confirmed_and_undone(editor, world):
    plan = await make_plan(editor, 2031)
    url = await upload(editor, plan, SHEET)
    page = await editor.get(url)
    assert page.status_code == 200
    assert "Menyusun pohon kinerja" in page.text
    assert "Tim RB" in page.text
    assert await actions_of(plan) == []

    done = await editor.post(f"{url}/konfirmasi", data={"version": plan.version})
    assert done.status_code == 303
    actions = await actions_of(plan)
    assert [(action.text, action.unit) for action in actions] == [
        ("Menyusun pohon kinerja", "98:kominfo"),
        ("Menyusun pohon kinerja", "98:bkd"),
        ("Menilai mandiri", None),
    ]
    assert actions[0].outputs[0].budgets.total == 1_200_000_000
    assert actions[1].outputs[0].accumulation == "cumulative"
    assert actions[2].outputs[0].target_texts.total == "BB"
    assert [node.name for node in (await Plan.get(plan.id)).nodes] == [
        "SAKIP yang terintegrasi",
        "Nilai SAKIP",
    ]

    after = await editor.get(f"/rencana/{plan.id}")
    assert f"{url}/urungkan" in after.text
    assert (await editor.post(f"{url}/urungkan")).status_code == 303
    assert await actions_of(plan) == []
    assert (await Plan.get(plan.id)).nodes == []
    events = [event.action for event in await events_of("98", str(plan.id))]
    assert events == ["plan.added", "plan.imported", "plan.import_undone"]


async def test_a_person_chooses_units_columns_and_the_place_of_the_whole_sheet(editor, world):
    plan = await make_plan(editor, 2032)
    keys = [key for key, _ in GENERAL_HEADINGS]
    url = await upload(
        editor, plan, [keys, ["Menyusun", "dok", "Jumlah", 1, 1, 1, 1, 4, 1000, "Tim A", "Tim B"]]
    )
    assert "into:indikator" in (await editor.get(url)).text
    form = {
        "into:kegiatan_utama": "SAKIP",
        "into:indikator": "Nilai SAKIP",
        "unit:0": "98:bkd",
        "unit:1": "",
        "col:0:1": "",
        "sheet": "0",
    }
    # the names of units are known only once the rows can be read, so the place comes first
    assert (
        await editor.post(url, data={key: form[key] for key in ("into:kegiatan_utama", "into:indikator")})
    ).status_code == 303
    assert (await editor.post(url, data=form)).status_code == 303
    assert (await editor.post(f"{url}/konfirmasi", data={"version": plan.version})).status_code == 303
    (action,) = await actions_of(plan)
    assert (action.unit, action.coordinator, action.pelaksana_text) == ("98:bkd", None, "Tim A")
    assert (action.outputs[0].satuan, action.outputs[0].targets.total) == ("", Decimal(4))


async def test_names_with_points_and_several_sheets_are_remembered(editor, world):
    plan = await make_plan(editor, 2040)
    head = ["Kegiatan Utama", "Indikator", "Rencana Aksi", "Output", "Hasil", "Pelaksana"]
    sheets = [
        [head, ["SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", "Peta", "Kec. Alun"]],
        [head, ["SPIP", "Maturitas", "Menilai", "Jumlah", "Nilai", "Kec. Alun"]],
    ]
    url = await upload(editor, plan, *sheets)
    form = {"sheet": ["0", "1"], "unit:0": "98:bkd", "col:0:3": "", "col:0:4": "indikator_output"}
    assert (await editor.post(url, data=form)).status_code == 303
    assert (await editor.post(f"{url}/konfirmasi", data={"version": plan.version})).status_code == 303
    actions = await actions_of(plan)
    assert [(action.text, action.unit, action.outputs[0].indikator) for action in actions] == [
        ("Menyusun", "98:bkd", "Peta"),
        ("Menilai", "98:bkd", "Jumlah"),
    ]


async def test_errors_hold_an_import_until_the_person_agrees(editor, world):
    plan = await make_plan(editor, 2033)
    faulty = row("SPIP", "Maturitas SPIP", "Menilai SPIP", "Jumlah", "dokumen", Anggaran="lihat DPA")
    url = await upload(editor, plan, [HEAD, faulty])
    assert "K2" in (await editor.get(url)).text
    held = await editor.post(f"{url}/konfirmasi", data={"version": plan.version})
    assert held.status_code == 422
    assert await actions_of(plan) == []
    agreed = await editor.post(f"{url}/konfirmasi", data={"version": plan.version, "skip_errors": "true"})
    assert agreed.status_code == 303
    assert len(await actions_of(plan)) == 1


async def test_the_same_sheet_twice_brings_nothing_twice(editor, world):
    plan = await make_plan(editor, 2034)
    first = await upload(editor, plan, SHEET)
    await editor.post(f"{first}/konfirmasi", data={"version": plan.version})
    plan = await Plan.get(plan.id)
    second = await upload(editor, plan, SHEET)
    assert "Sudah ada dalam rencana" in (await editor.get(second)).text
    refused = await editor.post(f"{second}/konfirmasi", data={"version": plan.version})
    assert refused.status_code == 422
    once_more = await editor.post(f"{first}/konfirmasi", data={"version": plan.version})
    assert once_more.status_code == 422
    assert len(await actions_of(plan)) == 3


async def test_a_plan_that_changed_meanwhile_is_shown_anew(editor, world):
    plan = await make_plan(editor, 2035)
    url = await upload(editor, plan, SHEET)
    form = {"version": plan.version, "title": "Nama baru", "status": "draft"}
    await editor.post(f"/rencana/{plan.id}/ubah", data=form)
    late = await editor.post(f"{url}/konfirmasi", data={"version": plan.version})
    assert late.status_code == 409
    assert f'name="version" value="{plan.version + 1}"' in late.text
    assert await actions_of(plan) == []


async def test_an_import_that_was_reported_on_is_not_undone(editor, world):
    plan = await make_plan(editor, 2036)
    url = await upload(editor, plan, SHEET)
    await editor.post(f"{url}/konfirmasi", data={"version": plan.version})
    action = (await actions_of(plan))[0]
    output = action.outputs[0]
    await Progress(
        id=progress_id(output.id, 1),
        instansi="98",
        plan_id=plan.id,
        renaksi_id=action.id,
        output_id=output.id,
        year=2036,
        triwulan=1,
        unit=action.unit,
        state=State.SUBMITTED,
        value=Decimal(1),
        spent=5,
        updated_at=now(),
    ).insert()
    assert (await editor.post(f"{url}/urungkan")).status_code == 422
    assert len(await actions_of(plan)) == 3
    draft = await exporting.draft_of(await Plan.get(plan.id))
    realisasi = next(draft.renaksi())[1].outputs[0].realisasi
    assert (realisasi.values.tw1, realisasi.values.total, realisasi.budgets.total) == (1, 1, 5)


async def test_what_was_exported_comes_back_the_same(editor, world):
    plan = await make_plan(editor, 2037)
    url = await upload(editor, plan, SHEET)
    await editor.post(f"{url}/konfirmasi", data={"version": plan.version})
    other = await make_plan(editor, 2038)
    sheet = (await editor.get(f"/rencana/{plan.id}/ekspor")).content
    answer = await editor.post(f"/rencana/{other.id}/impor", files={"file": ("ekspor.xlsx", sheet)})
    again = answer.headers["location"]
    assert (await editor.post(f"{again}/konfirmasi", data={"version": other.version})).status_code == 303
    before = await exporting.draft_of(await Plan.get(plan.id))
    after = await exporting.draft_of(await Plan.get(other.id))
    assert after.nodes == before.nodes


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        pytest.param(b"%PDF-1.7", "bukan berkas Excel", id="no workbook"),
        pytest.param(b"", "bukan berkas Excel", id="empty"),
    ],
)
async def test_a_file_that_cannot_be_read_says_what_to_do(editor, world, data, advice):
    answer = await editor.post(f"/rencana/{world.general.id}/impor", files={"file": ("a.xlsx", data)})
    assert answer.status_code == 422
    assert advice in answer.text


async def test_an_upload_belongs_to_its_plan(editor, world):
    plan = await make_plan(editor, 2039)
    url = await upload(editor, plan, SHEET)
    stray = url.replace(str(plan.id), str(world.general.id))
    assert (await editor.get(stray)).status_code == 404
