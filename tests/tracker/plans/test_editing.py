"""Editing a plan by hand: nothing is lost when two people edit, and each write leaves an event."""

import asyncio
from decimal import Decimal

import pytest

from tracker.audit.service import events_of
from tracker.clock import now
from tracker.plans import actions, service
from tracker.plans.models import Plan, Renaksi
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import State


@pytest.fixture
async def editor(client, world):
    return await world.sign_in(client, "coordinator")


def renaksi_form(**changes):
    form = {
        "version": "1",
        "text": "Menyusun arsitektur data",
        "node_id": "k1i1",
        "unit": "98:kominfo",
        "coordinator": "",
        "weight": "1",
        "fokus_intervensi": "",
        "code": "",
    }
    return form | changes


def output_form(**changes):
    amounts = {
        f"{group}_{tw}": "" for group in ("target", "budget") for tw in ("tw1", "tw2", "tw3", "tw4", "total")
    }
    form = {
        "version": "1",
        "indikator": "Jumlah peta",
        "satuan": "dokumen",
        "polarity": "higher",
        "lower_formula": "lower-deviation-1",
        "accumulation": "per_quarter",
        "proof": "claim",
        "weight": "1",
    }
    return form | amounts | changes


async def add_renaksi(editor, world, **changes):
    answer = await editor.post(f"/rencana/{world.general.id}/renaksi/baru", data=renaksi_form(**changes))
    assert answer.status_code == 303, answer.text
    return await Renaksi.get(answer.headers["location"].rpartition("/")[2])


async def test_a_plan_begins_with_what_its_year_gives(editor, world):
    form = {"kind": "tematik", "year": "2025", "roadmap_title": "Road Map RB 2025–2029", "reference": "true"}
    answer = await editor.post("/rencana/baru", data=form)
    assert answer.status_code == 303
    plan = await Plan.find_one({"instansi": "98", "year": 2025})
    assert len(plan.nodes) == 6
    assert plan.title == "RB Tematik 2025"
    assert plan.status == "draft"


async def test_a_plan_wants_a_road_map(editor):
    answer = await editor.post("/rencana/baru", data={"kind": "general", "year": "2026"})
    assert answer.status_code == 422
    assert "Pilih road map" in answer.text or "Isi namanya" in answer.text


async def test_a_renaksi_with_outputs_is_made_by_hand(editor, world):
    renaksi = await add_renaksi(editor, world)
    assert (renaksi.text, renaksi.unit, renaksi.pelaksana_text) == (
        "Menyusun arsitektur data",
        "98:kominfo",
        "Dinas Komunikasi dan Informatika",
    )
    form = output_form(target_tw1="1", target_tw2="2 dokumen", target_tw3="BB", target_total="1.234,5")
    form |= {"budget_tw1": "Rp 1,5 juta", "budget_total": "6.000.000"}
    answer = await editor.post(f"/rencana/renaksi/{renaksi.id}/output/baru", data=form)
    assert answer.status_code == 303
    (output,) = (await Renaksi.get(renaksi.id)).outputs
    assert (output.targets.tw1, output.targets.tw2, output.targets.tw3) == (1, 2, None)
    assert (output.target_texts.tw2, output.target_texts.tw3) == (None, "BB")
    assert output.targets.total == Decimal("1234.5")
    assert (output.budgets.tw1, output.budgets.total) == (1_500_000, 6_000_000)
    actions = [event.action for event in await events_of("98", str(renaksi.id))]
    assert actions == ["renaksi.added", "renaksi.output_added"]


async def test_faulty_fields_are_named_and_what_was_typed_stays(editor, world):
    url = f"/rencana/renaksi/{world.renaksi[0].id}/output/baru"
    answer = await editor.post(
        url, data=output_form(indikator="Jumlah peta baru", budget_tw1="banyak", weight="-1")
    )
    assert answer.status_code == 422
    assert 'id="f-budget_tw1-error"' in answer.text
    assert 'id="f-weight-error"' in answer.text
    assert "Jumlah peta baru" in answer.text


async def test_a_slower_editor_sees_both_values_and_loses_nothing(editor, world):
    renaksi = await add_renaksi(editor, world, text="Menyusun daftar layanan")
    url = f"/rencana/renaksi/{renaksi.id}/ubah"
    assert (await editor.post(url, data=renaksi_form(text="Kata yang cepat"))).status_code == 303
    late = await editor.post(url, data=renaksi_form(text="Kata yang lambat", weight="2"))
    assert late.status_code == 409
    for text in ("Kata yang cepat", "Kata yang lambat", "Tersimpan sekarang"):
        assert text in late.text
    assert (await Renaksi.get(renaksi.id)).text == "Kata yang cepat"
    assert 'name="version" value="2"' in late.text
    again = await editor.post(url, data=renaksi_form(text="Kata yang lambat", version="2"))
    assert again.status_code == 303
    stored = await Renaksi.get(renaksi.id)
    assert (stored.text, stored.version) == ("Kata yang lambat", 3)


async def test_two_who_edit_an_output_see_both_values(editor, world):
    renaksi = await add_renaksi(editor, world, text="Menghitung layanan")
    await editor.post(f"/rencana/renaksi/{renaksi.id}/output/baru", data=output_form())
    output = (await Renaksi.get(renaksi.id)).outputs[0]
    url = f"/rencana/renaksi/{renaksi.id}/output/{output.id}"
    assert (await editor.post(url, data=output_form(version="2", target_tw1="5"))).status_code == 303
    late = await editor.post(url, data=output_form(version="2", target_tw1="7"))
    assert late.status_code == 409
    assert "Target TW I" in late.text
    assert (await Renaksi.get(renaksi.id)).outputs[0].targets.tw1 == 5


async def test_nodes_are_added_changed_and_guarded(editor, world):
    plan = await Plan.get(world.tematik.id)
    url = f"/rencana/{plan.id}/bagian"
    form = {
        "version": plan.version,
        "name": "Persentase penduduk miskin",
        "kind": "indikator",
        "parent": "t1s1",
    }
    form |= {"satuan": "%", "target": "4,5", "baseline": "5,1", "baseline_year": "2022"}
    assert (await editor.post(f"{url}/baru", data=form)).status_code == 303
    plan = await Plan.get(plan.id)
    node = plan.nodes[-1]
    assert (node.measure.target, node.measure.baseline_year) == (Decimal("4.5"), 2022)
    twice = await editor.post(f"{url}/baru", data=form | {"version": plan.version})
    assert twice.status_code == 422
    misplaced = await editor.post(
        f"{url}/baru", data=form | {"version": plan.version, "parent": "t1", "name": "x"}
    )
    assert misplaced.status_code == 422
    late = await editor.post(
        f"{url}/{node.id}", data=form | {"version": plan.version - 1, "name": "Nama lain"}
    )
    assert late.status_code == 409
    assert "Nama lain" in late.text
    assert "Persentase penduduk miskin" in late.text
    gone = await editor.post(f"{url}/{node.id}/hapus", data={"version": plan.version})
    assert gone.status_code == 303
    assert node.id not in {each.id for each in (await Plan.get(plan.id)).nodes}


async def test_a_node_with_renaksi_stays(editor, world):
    plan = await Plan.get(world.general.id)
    answer = await editor.post(f"/rencana/{plan.id}/bagian/k1/hapus", data={"version": plan.version})
    assert answer.status_code == 422
    assert (await Plan.get(plan.id)).nodes


async def test_a_removed_renaksi_can_be_put_back(editor, world):
    renaksi = await add_renaksi(editor, world, text="Akan dihapus")
    gone = await editor.post(f"/rencana/renaksi/{renaksi.id}/hapus", data={"version": renaksi.version})
    assert gone.status_code == 303
    page = await editor.get(f"/rencana/{world.general.id}")
    assert "Akan dihapus" not in page.text
    assert f"/rencana/renaksi/{renaksi.id}/pulihkan" in page.text
    assert (await editor.post(f"/rencana/renaksi/{renaksi.id}/pulihkan")).status_code == 303
    assert "Akan dihapus" in (await editor.get(f"/rencana/{world.general.id}")).text


async def test_an_output_that_was_reported_on_stays_and_its_report_follows_the_unit(editor, world):
    renaksi = await add_renaksi(editor, world, text="Sudah dilaporkan")
    await editor.post(f"/rencana/renaksi/{renaksi.id}/output/baru", data=output_form(target_tw1="1"))
    renaksi = await Renaksi.get(renaksi.id)
    output = renaksi.outputs[0]
    await Progress(
        id=progress_id(output.id, 1),
        instansi="98",
        plan_id=renaksi.plan_id,
        renaksi_id=renaksi.id,
        output_id=output.id,
        year=2023,
        triwulan=1,
        unit=renaksi.unit,
        state=State.DRAFT,
        value=Decimal(1),
        updated_at=now(),
    ).insert()
    refused = await editor.post(
        f"/rencana/renaksi/{renaksi.id}/output/{output.id}/hapus", data={"version": renaksi.version}
    )
    assert refused.status_code == 422
    moved = await editor.post(
        f"/rencana/renaksi/{renaksi.id}/ubah", data=renaksi_form(version=renaksi.version, unit="98:bkd")
    )
    assert moved.status_code == 303
    assert (await Progress.get(progress_id(output.id, 1))).unit == "98:bkd"
    assert (await Renaksi.get(renaksi.id)).pelaksana_text == "Badan Kepegawaian Daerah"


async def test_a_unit_of_another_institution_is_not_taken(editor, world):
    answer = await editor.post(
        f"/rencana/{world.general.id}/renaksi/baru", data=renaksi_form(unit="97:dinkes")
    )
    assert answer.status_code == 404


async def test_the_plan_itself_is_renamed_and_closed_with_both_values_on_a_conflict(editor, world):
    plan = await Plan.get(world.tematik.id)
    url = f"/rencana/{plan.id}/ubah"
    form = {"version": plan.version, "title": "RB Tematik 2023 (perubahan)", "status": "closed"}
    assert (await editor.post(url, data=form)).status_code == 303
    late = await editor.post(url, data=form | {"title": "Nama ketiga", "status": "active"})
    assert late.status_code == 409
    assert "RB Tematik 2023 (perubahan)" in late.text
    assert "Nama ketiga" in late.text
    assert (await Plan.get(plan.id)).status == "closed"


async def test_a_node_that_is_taken_away_while_a_renaksi_comes_under_it_leaves_nothing_hanging(editor, world):
    """Whichever is quicker, no renaksi hangs from a node that is gone."""
    plan = await Plan.get(world.general.id)
    actor = world.actor("coordinator")
    for name in ("Satu", "Dua", "Tiga"):
        plan = await service.save_node(
            actor,
            plan_id=plan.id,
            version=plan.version,
            node_id=None,
            parent="k1",
            kind="indikator",
            values={"name": f"Indikator {name}"},
        )
        node = plan.nodes[-1].id
        values = {"text": f"Rencana {name}", "unit": None, "coordinator": None}
        await asyncio.gather(
            service.remove_node(actor, plan_id=plan.id, version=plan.version, node_id=node),
            actions.add_renaksi(actor, plan_id=plan.id, node_id=node, values=values),
            return_exceptions=True,
        )
        plan = await Plan.get(plan.id)
        there = node in {each.id for each in plan.nodes}
        hanging = await Renaksi.find({"instansi": "98", "plan_id": plan.id, "node_id": node}).to_list()
        assert there or not hanging


async def test_a_renaksi_with_a_handed_in_report_stays(editor, world):
    renaksi = await add_renaksi(editor, world, text="Sedang diperiksa")
    await Progress(
        id=progress_id("keluaran-dilaporkan", 1),
        instansi=renaksi.instansi,
        plan_id=renaksi.plan_id,
        renaksi_id=renaksi.id,
        output_id="keluaran-dilaporkan",
        year=2023,
        triwulan=1,
        unit=renaksi.unit,
        state=State.SUBMITTED,
        value=Decimal(1),
        revision=1,
        updated_at=now(),
    ).insert()
    answer = await editor.post(f"/rencana/renaksi/{renaksi.id}/hapus", data={"version": renaksi.version})
    assert answer.status_code == 422
    assert "sudah diajukan" in answer.text
    kept = await Renaksi.get(renaksi.id)
    assert kept is not None
    assert not kept.removed
