"""The contradiction desk: what is read and confirmed makes contradictions, people decide, all is kept."""

import re
from decimal import Decimal

import pytest
from beanie import PydanticObjectId
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import World
from tracker.audit import service as audit
from tracker.database import Session, in_transaction
from tracker.disputes import service
from tracker.disputes.following import follow_file
from tracker.disputes.gathering import as_written
from tracker.disputes.models import Dispute, DisputeState
from tracker.disputes.rules import dispute_id, output_topic
from tracker.errors import Conflict, Forbidden, Invalid
from tracker.evidence import service as evidence_service
from tracker.evidence import verdicts
from tracker.evidence.models import Evidence, Finding, Verdict
from tracker.plans.service import save_node
from tracker.progress import service as progress
from tracker.progress.models import Progress
from tracker.review.keeping import differences

CELL = "general-1-a:3"
OF_CELL = dispute_id("98", output_topic("general-1-a", 3))
WHY = "Laporan resmi yang ditandatangani."


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    """No report and no contradiction."""
    for model in (Progress, Dispute, Finding, Evidence):
        await model.get_pymongo_collection().delete_many({})


async def index_claim(
    evidence: Evidence, text: str, *, kind: str = "score", verdict: Verdict = Verdict.CONFIRMED
) -> Finding:
    """A claim of the Indeks SPBE of 2023, read as the reader reads it, and looked at."""
    claim = await claim_of(evidence, 1, verdict=verdict, start=len(text) * 100 + int(text[-1], 36))
    value = text if kind == "grade" else float(text.replace(",", "."))
    found = {
        "kind": kind,
        "value": value,
        "unit": None,
        "role": "actual",
        "indicator": "spbe",
        "period": "2023",
    }
    await Finding.get_pymongo_collection().update_one(
        {"_id": claim.id}, {"$set": {"found": found, "text": text, "quote": text}}
    )
    await look(evidence.file_id)
    return await Finding.get(claim.id) or claim


async def look(file_id: str) -> None:
    """Look at a file's topics as its reading does."""

    async def work(session: Session) -> None:
        await follow_file(session, instansi="98", file_id=file_id)

    await in_transaction(work)


async def open_ones() -> list[Dispute]:
    return await service.listed("98", DisputeState.OPEN)


@pytest.mark.parametrize(
    ("value", "text", "written"),
    [
        ("4.4", "4,40", "4.40"),
        ("4.4", "4,4", "4.4"),
        ("1250", "1.250 orang", "1250"),
        ("50", "50 %", "50"),
    ],
)
def test_decimals_are_those_that_were_written(value: str, text: str, written: str) -> None:
    assert str(as_written(Decimal(value), text)) == written


async def test_two_documents_of_one_index_and_year_contradict_until_one_is_gone(world: World) -> None:
    bureau = world.actor("bureau")
    report = await evidence_of(bureau, world.units["kominfo"], title="LKjIP")
    news = await evidence_of(bureau, world.units["kominfo"], title="Berita")
    await index_claim(report, "4,44")
    assert await open_ones() == []
    claim = await index_claim(news, "4,40", verdict=Verdict.PROPOSED)
    (dispute,) = await open_ones()
    assert (dispute.label, dispute.period, dispute.strong) == ("Indeks SPBE", "2023", False)
    confirmed = await verdicts.decide_finding(
        bureau, finding_id=claim.id, version=claim.version, verdict=Verdict.CONFIRMED
    )
    assert (await open_ones())[0].strong
    removed = await evidence_service.remove(bureau, evidence_id=news.id, version=1)
    assert await open_ones() == []
    await evidence_service.restore(bureau, evidence_id=removed.id)
    assert len(await open_ones()) == 1
    await verdicts.decide_finding(
        bureau, finding_id=claim.id, version=confirmed.version, verdict=Verdict.REJECTED
    )
    assert await open_ones() == []


async def test_the_form_of_a_plan_speaks_too(world: World) -> None:
    paper = await evidence_of(world.actor("bureau"), world.units["kominfo"])
    await index_claim(paper, "4,44")
    node = next(one for one in world.general.nodes if one.id == "k1i1")
    measure = node.measure.model_copy(update={"realisasi": Decimal("4.45")})
    plan = await world.general.get(world.general.id)
    assert plan is not None
    await save_node(
        world.actor("coordinator"),
        plan_id=plan.id,
        version=plan.version,
        node_id=node.id,
        parent=node.parent,
        kind=node.kind,
        values={"name": node.name, "sasaran": "", "measure": measure},
    )
    (dispute,) = await open_ones()
    assert {one.key.partition(":")[0] for one in dispute.statements} == {"finding", "node"}
    plan = await world.general.get(plan.id)
    assert plan is not None
    await save_node(
        world.actor("coordinator"),
        plan_id=plan.id,
        version=plan.version,
        node_id=node.id,
        parent=node.parent,
        kind=node.kind,
        values={"name": node.name, "sasaran": "", "measure": node.measure},
    )
    assert await open_ones() == []


async def cell_in_dispute(world: World) -> tuple[Dispute, list[PydanticObjectId]]:
    """A submitted report of 2 that cites a claim of 2 and one of 3."""
    bureau = world.actor("bureau")
    report = await progress.save_value(bureau, progress_id=CELL, revision=0, value=Decimal(2))
    claims = []
    for value in (2, 3):
        paper = await evidence_of(bureau, world.units["kominfo"], title=f"Dokumen {value}")
        claim = await claim_of(paper, value)
        report = await progress.link_evidence(
            bureau, progress_id=CELL, evidence_id=paper.id, findings=[claim.id]
        )
        claims.append(claim.id)
    await progress.submit(bureau, progress_id=CELL, revision=report.revision)
    dispute = await Dispute.get(OF_CELL)
    assert dispute is not None
    return dispute, claims


async def test_a_ruling_marks_the_others_and_the_report_until_it_is_taken_back(
    world: World, client: AsyncClient
) -> None:
    dispute, claims = await cell_in_dispute(world)
    assert {one.key for one in dispute.statements} == {
        f"report:{CELL}",
        *(f"finding:{claim}" for claim in claims),
    }
    inspector = world.actor("inspectorate")
    await world.sign_in(client, "inspectorate")
    assert (
        "Nilainya berbeda antara formulir dan dokumen: 2, 3"
        in (await client.get(f"/pemeriksaan/{CELL}")).text
    )
    after = await service.settle(
        inspector,
        identifier=dispute.id,
        version=dispute.version,
        stands=f"finding:{claims[1]}",
        why=WHY,
    )
    assert after.ruling is not None
    assert set(after.ruling.superseded) == {f"report:{CELL}", f"finding:{claims[0]}"}
    assert (
        "Yang berlaku menurut keputusan atas pertentangan adalah 3"
        in (await client.get(f"/pemeriksaan/{CELL}")).text
    )
    assert await differences("98") == []
    back = await service.undo(inspector, identifier=dispute.id, version=after.version)
    assert (back.state, back.ruling) == (DisputeState.OPEN, None)
    actions = [event.action for event in await audit.events_of("98", dispute.id)]
    assert actions == ["dispute.settled", "dispute.undone"]


async def test_a_ruling_ends_where_something_new_is_said(world: World) -> None:
    dispute, _claims = await cell_in_dispute(world)
    inspector, bureau = world.actor("inspectorate"), world.actor("bureau")
    await service.settle(inspector, identifier=dispute.id, version=dispute.version, stands=None, why=WHY)
    assert await open_ones() == []
    report = await Progress.get(CELL)
    assert report is not None
    draft = await progress.withdraw(bureau, progress_id=CELL, revision=report.revision)
    changed = await progress.save_value(bureau, progress_id=CELL, revision=draft.revision, value=Decimal(9))
    (again,) = await open_ones()
    assert again.ruling is not None
    await progress.save_value(bureau, progress_id=CELL, revision=changed.revision, value=Decimal(2))
    assert await open_ones() == []


async def test_who_may_not_rule_and_what_is_no_ruling(world: World) -> None:
    dispute, claims = await cell_in_dispute(world)
    inspector = world.actor("inspectorate")
    ask = {"identifier": dispute.id, "version": dispute.version, "why": WHY}
    with pytest.raises(Forbidden):
        await service.settle(world.actor("bureau"), stands=None, **ask)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        await service.settle(inspector, stands="finding:entah", **ask)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        await service.settle(inspector, stands=None, **ask | {"why": "ya"})  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        await service.settle(inspector, stands=None, **ask | {"version": 99})  # type: ignore[arg-type]
    after = await service.settle(inspector, stands=f"finding:{claims[0]}", **ask)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        await service.undo(world.actor("inspectorate_2"), identifier=dispute.id, version=after.version)


async def test_the_desk_is_worked_through_page_by_page(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate")
    assert "Tidak ada pertentangan" in (await client.get("/pertentangan")).text
    dispute, claims = await cell_in_dispute(world)
    bureau = world.actor("bureau")
    for text in ("4,44", "4,60"):
        await index_claim(await evidence_of(bureau, world.units["kominfo"], title=text), text)
    shown = (await client.get("/pertentangan")).text
    assert shown.count("dipastikan orang") == 2
    assert re.search(
        r"Pertentangan nilai</span>\s*<span class=\"stat__value\">2<", (await client.get("/")).text
    )
    here = f"/pertentangan/{dispute.id}"
    seen = (await client.get(here)).text
    assert f'value="finding:{claims[1]}" data-key=' in seen
    assert f"/temuan/{claims[1]}/potongan" in seen
    assert "hal. 2" in seen
    form = {"version": dispute.version, "stands": f"finding:{claims[1]}", "why": ""}
    refused = await client.post(here, data=form)
    assert refused.status_code == 422
    assert "checked" in refused.text
    answer = await client.post(here, data=form | {"why": WHY})
    assert answer.status_code == 303
    following = (await client.get(answer.headers["location"])).text
    assert "Indeks SPBE" in following
    undo = re.search(r'action="(/pertentangan/[^"]+/urungkan/\d+)"', following)
    assert undo is not None
    assert "Diputuskan" in (await client.get("/pertentangan?lihat=putus")).text
    assert "digantikan" in (await client.get(here)).text
    assert (await client.post(undo[1])).headers["location"] == here
    assert (await client.post(here, data=form | {"why": WHY, "version": 99})).status_code == 409
