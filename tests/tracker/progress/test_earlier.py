"""What was accepted or returned here before: this year's earlier triwulan and last year's like output."""

from decimal import Decimal
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import DAY, INSTANSI, World, make_renaksi
from tracker import clock
from tracker.plans.models import Plan, PlanStatus, Renaksi
from tracker.progress import service
from tracker.progress.earlier import same_output
from tracker.progress.models import Progress
from tracker.review import service as review
from tracker.settings import get_settings

FIRST, SECOND, PAGE = "general-1-a:1", "general-1-a:2", "/capaian/general-1-a/3"


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    await Progress.get_pymongo_collection().delete_many({})


async def handed_in(world: World, identifier: str, *, value: int) -> Progress:
    bureau = world.actor("bureau")
    report = await service.save(
        bureau,
        progress_id=identifier,
        revision=0,
        value=Decimal(value),
        spent=None,
        obstacles="Bukti menyusul.",
        follow_up="",
    )
    return await service.submit(bureau, progress_id=identifier, revision=report.revision)


async def test_earlier_decisions_stand_on_the_report_with_reason_person_and_evidence(
    world: World, client: AsyncClient
) -> None:
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    evidence = await evidence_of(
        bureau, world.units["kominfo"], title="Laporan peta TW I", period="2023-01/2023-03"
    )
    claim = await claim_of(evidence, 1)
    linked = await service.link_evidence(
        bureau, progress_id=FIRST, revision=0, evidence_id=evidence.id, findings=[claim.id]
    )
    saved = await service.save_value(bureau, progress_id=FIRST, revision=linked.revision, value=Decimal(1))
    sent = await service.submit(bureau, progress_id=FIRST, revision=saved.revision)
    await review.verify(inspector, progress_id=FIRST, revision=sent.revision)
    sent = await handed_in(world, SECOND, value=1)
    await review.return_(inspector, progress_id=SECOND, revision=sent.revision, reason="Lampirkan SK-nya.")
    await world.sign_in(client, "bureau")
    text = (await client.get(PAGE)).text
    part = text[text.index('id="h-earlier"') : text.index('id="h-history"')]
    assert part.index("Lampirkan SK-nya.") < part.index("Terverifikasi")
    assert "Laporan peta TW I" in part
    assert "Inspectorate ·" in part
    assert "Tanpa bukti." in part


async def test_last_years_like_output_tells_its_decisions_too(world: World, client: AsyncClient) -> None:
    fields = world.general.model_dump(exclude={"id", "revision_id"})
    last = Plan(**{**fields, "year": 2022, "title": "RB General 2022"})
    await last.insert()
    made = await make_renaksi(last, "k1i1", 77, "Menyusun peta rencana SPBE", world.units["kominfo"])
    sent = await handed_in(world, f"{made.outputs[0].id}:4", value=3)
    await review.return_(
        world.actor("inspectorate"),
        progress_id=sent.id,
        revision=sent.revision,
        reason="Berkasnya tahun 2021.",
    )
    await Plan.find({"_id": last.id}).update({"$set": {"status": PlanStatus.CLOSED}})
    await world.sign_in(client, "bureau")
    text = (await client.get(PAGE)).text
    assert "TW IV 2022" in text
    assert "Berkasnya tahun 2021." in text
    await world.sign_in(client, "bureau_2")
    assert "Berkasnya tahun 2021." not in (await client.get("/capaian/general-2-a/3")).text
    await Renaksi.find({"instansi": INSTANSI, "plan_id": last.id}).delete()


OWN = ("Jumlah dokumen", "Dokumen")


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        pytest.param(
            [("a", "Jumlah Dokumen.", "dokumen", "Lain")], "a", id="case and stops tell nothing apart"
        ),
        pytest.param([("a", "Jumlah dokumen", "Orang", "Peta")], None, id="another satuan is another output"),
        pytest.param(
            [("a", *OWN, "Peta"), ("b", *OWN, "Lain")], "a", id="of several the one under the same renaksi"
        ),
        pytest.param([("a", *OWN, "Satu"), ("b", *OWN, "Dua")], None, id="it cannot be told"),
    ],
)
def test_the_same_output_is_known_or_it_is_not(
    candidates: list[tuple[str, str, str, str]], found: str | None
) -> None:
    assert same_output(OWN, "Peta", candidates) == found
