"""The evidence that is still asked for: counted per unit and action, each output with its next step."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of, suggestion_of
from tests.tracker.world import DAY, World
from tracker.deadlines import service as deadlines
from tracker.evidence.models import Verdict
from tracker.institutions.models import Institution
from tracker.progress.lacking import UnitAsked, asked_of, claims_for, message
from tracker.progress.models import Progress
from tracker.progress.service import link_evidence, save_value
from tracker.progress.work import work_of
from tracker.progress.worklist import Wanted, within


@pytest.fixture(autouse=True)
async def reports(world: World) -> None:
    """Kominfo's third triwulan: one output proven, one with a claim that nobody confirmed, the rest empty."""
    await Progress.delete_all()
    bureau = world.actor("bureau")
    evidence = await evidence_of(bureau, world.units["kominfo"])
    proven = await claim_of(evidence, 2)
    doubtful = await claim_of(evidence, 1, verdict=Verdict.PROPOSED, start=50)
    for cell, claim, value in (("general-1-a:3", proven, 2), ("tematik-1-a:3", doubtful, 1)):
        await link_evidence(
            bureau, progress_id=cell, evidence_id=evidence.id, findings=[claim.id], fill_value=Decimal(value)
        )
    await save_value(bureau, progress_id="tematik-1-a:1", revision=0, value=Decimal(1))
    offered = await claim_of(evidence, 1, verdict=Verdict.PROPOSED, start=90)
    await suggestion_of(offered, "tematik-1-a:1", world.units["kominfo"])


async def asked(world: World, who: str) -> Sequence[UnitAsked]:
    institution = await Institution.get("98")
    assert institution is not None
    work = await work_of(world.actor(who), institution, year=2023, at=DAY)
    rows = within(work.rows, Wanted(through=3))
    return asked_of(rows, await claims_for("98", rows))


async def test_what_is_lacking_is_counted_by_unit_and_action(world: World) -> None:
    [unit] = await asked(world, "bureau")

    assert unit.unit == world.units["kominfo"]
    assert (unit.lacking, unit.total) == (
        7,
        8,
    )  # I to III: an output in each, another in II alone, of two actions
    assert (unit.bare, unit.unconfirmed) == (6, 1)
    assert [(len(action.asked), action.total) for action in unit.actions] == [(3, 4), (4, 4)]


async def test_each_has_its_step_and_the_claim_to_look_at(world: World) -> None:
    [unit] = await asked(world, "bureau")
    by_id = {one.row.progress_id: one for action in unit.actions for one in action.asked}

    assert "Belum ada klaim yang diterima" in by_id["tematik-1-a:3"].step
    assert by_id["tematik-1-a:3"].finding_id is not None
    assert "Belum ada bukti untuk 1 Dokumen." in by_id["tematik-1-a:1"].step
    assert by_id["tematik-1-a:1"].finding_id is not None
    assert "Belum ada realisasi dan bukti." in by_id["tematik-1-a:2"].step
    assert "general-1-a:3" not in by_id


async def test_the_list_can_be_sent_as_a_message(world: World) -> None:
    [unit] = await asked(world, "bureau")

    address = "https://contoh.go.id/kekurangan"
    told = message(unit, name="Diskominfo", through="sampai TW III 2023", address=address)

    head = "Diskominfo, sampai TW III 2023: data dukung kurang 7 dari 8.\n1. Jumlah dokumen, TW I: "
    assert told.text.startswith(head)
    assert told.text.endswith("Lengkapi di https://contoh.go.id/kekurangan")
    assert told.chat_url.startswith("https://wa.me/?text=")


async def test_the_inspectorate_sees_every_unit_and_a_bureau_its_own(
    world: World, client: AsyncClient
) -> None:
    await deadlines.create(
        world.actor("inspectorate"), title="TW III", year=2023, through=3, closes_on=date(2023, 10, 20)
    )
    assert {unit.unit for unit in await asked(world, "inspectorate")} == set(world.units.values())
    await world.sign_in(client, "inspectorate")
    page = await client.get("/kekurangan?tw=3")
    assert "Badan Kepegawaian Daerah" in page.text
    own = await client.get(f"/kekurangan?tw=3&unit={world.units['bkd']}")
    assert "Data dukung kurang 1 dari 1" in own.text

    await world.sign_in(client, "bureau")
    page = await client.get("/kekurangan?tw=3")
    assert "Data dukung kurang 1 dari 2" in page.text
    assert "Badan Kepegawaian Daerah" not in page.text
    foreign = await client.get(f"/kekurangan?unit={world.units['bkd']}")
    assert "Belum ada yang jatuh tempo" in foreign.text
    assert "Data dukung kurang" in (await client.get("/kerja")).text
