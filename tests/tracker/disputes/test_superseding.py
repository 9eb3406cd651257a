"""A claim that a decision superseded: shown where it stands, and no proof while the decision holds."""

from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.disputes.test_desk import WHY, index_claim, open_ones
from tests.tracker.papers import evidence_of, suggestion_of
from tests.tracker.world import World
from tracker.disputes import service
from tracker.disputes.models import Dispute
from tracker.disputes.superseding import superseded_by
from tracker.evidence.models import Evidence, Finding, Page
from tracker.evidence.proving import proof_differences
from tracker.placing.gathering import cells_for
from tracker.placing.rules import Standing
from tracker.progress.models import Progress
from tracker.progress.service import link_evidence

CELL = "general-1-a:3"


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    """No report and no contradiction."""
    for model in (Progress, Dispute, Finding, Evidence):
        await model.get_pymongo_collection().delete_many({})


async def contradiction(world: World) -> tuple[Evidence, Finding, Finding]:
    """A news item whose index proves a report, its claim, and the claim of a report that says otherwise."""
    bureau = world.actor("bureau")
    news = await evidence_of(bureau, world.units["kominfo"], title="Berita")
    official = await evidence_of(bureau, world.units["kominfo"], title="LKjIP")
    await Page(
        id=f"{news.file_id}:2",
        instansi="98",
        file_id=news.file_id,
        number=2,
        width=595.0,
        height=842.0,
        start=0,
        text="",
        words=[],
    ).insert()
    said = await index_claim(news, "4,40")
    await link_evidence(
        bureau, progress_id=CELL, evidence_id=news.id, findings=[said.id], fill_value=Decimal("4.4")
    )
    return news, said, await index_claim(official, "4,44")


async def reason(world: World) -> str:
    report = await Progress.get(CELL)
    assert report is not None
    assert await proof_differences("98", world.general.id) == []
    return report.proof.reason


async def settle(world: World, stands: Finding) -> Dispute:
    [dispute] = await open_ones()
    return await service.settle(
        world.actor("inspectorate"),
        identifier=dispute.id,
        version=dispute.version,
        stands=f"finding:{stands.id}",
        why=WHY,
    )


async def test_a_superseded_claim_proves_nothing_until_the_decision_is_taken_back(world: World) -> None:
    _news, said, official = await contradiction(world)
    assert await reason(world) == "claim_equals"

    settled = await settle(world, official)
    assert await reason(world) == "claim_superseded"
    [found] = (await superseded_by("98", [said.id, official.id])).values()
    assert (found.value, found.by_name, found.why) == ("4,44", "Inspectorate", WHY)

    await service.undo(world.actor("inspectorate"), identifier=settled.id, version=settled.version)
    assert await reason(world) == "claim_equals"


async def test_a_decision_that_new_statements_overtake_supersedes_no_more(world: World) -> None:
    _news, _said, official = await contradiction(world)
    await settle(world, official)

    third = await evidence_of(world.actor("bureau"), world.units["kominfo"], title="Berita lain")
    await index_claim(third, "4,50")

    assert len(await open_ones()) == 1
    assert await reason(world) == "claim_equals"


async def test_the_page_of_the_evidence_says_what_holds_by_whom_and_why(
    world: World, client: AsyncClient
) -> None:
    news, said, official = await contradiction(world)
    dispute = await settle(world, official)
    for who, has_link in (("inspectorate", True), ("bureau", False)):
        await world.sign_in(client, who)
        page = await client.get(f"/bukti/{news.id}?temuan={said.id}")
        for text in ("digantikan", "Yang berlaku untuk Indeks SPBE: 4,44.", "Inspectorate, ", WHY):
            assert text in page.text, (who, text)
        assert (f"/pertentangan/{dispute.id}" in page.text) is has_link
        cell = await client.get("/capaian/general-1-a/3")
        assert "Yang berlaku: 4,44 (Inspectorate" in cell.text


async def test_a_superseded_claim_cannot_be_placed(world: World) -> None:
    news, said, official = await contradiction(world)
    await suggestion_of(said, "tematik-1-a:3", world.units["kominfo"])
    await settle(world, official)

    [cell] = await cells_for(world.actor("bureau"), news)

    assert cell.rows[0].standing is Standing.SHUT
    assert cell.rows[0].superseded is not None
