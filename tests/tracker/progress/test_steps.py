"""Reports through their steps, on the real database: bureau, evidence, inspectorate."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from beanie import PydanticObjectId

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import DAY, World
from tracker import clock
from tracker.audit import service as audit
from tracker.deadlines import service as deadlines
from tracker.errors import Forbidden, Invalid, NotFound
from tracker.evidence.models import Verdict
from tracker.evidence.proving import proof_differences
from tracker.percentages.service import count, differences, plan_figures
from tracker.plans.actions import find_renaksi, save_output
from tracker.plans.models import PlanStatus
from tracker.progress import service
from tracker.progress.errors import ReportConflict
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review import service as review
from tracker.settings import get_settings

CELL = "general-1-a:3"
OTHER_CELL = "general-2-a:3"
REASON = "Lampirkan daftar hadir."


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    await Progress.get_pymongo_collection().delete_many({})


async def filled(world: World, value: int | None = 2, *, cell: str = CELL, obstacles: str = "") -> Progress:
    return await service.save(
        world.actor("bureau"),
        progress_id=cell,
        revision=0,
        value=None if value is None else Decimal(value),
        spent=None,
        obstacles=obstacles,
        follow_up="",
    )


async def proven(world: World) -> Progress:
    bureau = world.actor("bureau")
    report = await filled(world)
    evidence = await evidence_of(bureau, world.units["kominfo"])
    claim = await claim_of(evidence, 2)
    return await service.link_evidence(
        bureau, progress_id=CELL, revision=report.revision, evidence_id=evidence.id, findings=[claim.id]
    )


async def submitted(world: World) -> Progress:
    report = await proven(world)
    return await service.submit(world.actor("bureau"), progress_id=CELL, revision=report.revision)


async def test_a_cell_that_nobody_wrote_into_is_empty_and_not_stored(world: World) -> None:
    cell = await service.cell(world.actor("bureau"), output_id="general-1-a", triwulan=3)
    assert (cell.progress.state, cell.progress.revision, cell.target) == (State.EMPTY, 0, Decimal(2))
    assert await Progress.find_one({"_id": CELL}) is None


async def test_the_whole_path_from_an_empty_cell_to_a_verified_report(world: World) -> None:
    report = await proven(world)
    assert report.proof.proven
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    handed_in = await service.submit(bureau, progress_id=CELL, revision=report.revision)
    assert (handed_in.state, handed_in.submissions[0].revision) == (State.SUBMITTED, handed_in.revision)
    verified = await review.verify(inspector, progress_id=CELL, revision=handed_in.revision)
    assert verified.state is State.VERIFIED
    decision = verified.submissions[0].decision
    assert decision is not None
    assert (decision.revision, decision.by_name) == (handed_in.revision, "Inspectorate")
    actions = [event.action for event in await audit.events_of(bureau.instansi, CELL)]
    assert actions[-4:] == ["progress.saved", "progress.linked", "progress.submitted", "progress.verified"]
    figures = (await plan_figures(world.general)).total(3)
    assert (figures.filled, figures.reported, figures.proven, figures.verified) == (1, 1, 1, 1)
    assert await differences(world.general) == []


async def test_a_returned_report_is_corrected_and_handed_in_again(world: World) -> None:
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    report = await submitted(world)
    returned = await review.return_(inspector, progress_id=CELL, revision=report.revision, reason=REASON)
    assert (returned.state, (await plan_figures(world.general)).total(3).reported) == (State.RETURNED, 0)
    saved = await service.save(
        bureau,
        progress_id=CELL,
        revision=returned.revision,
        value=Decimal(2),
        spent=1_000_000,
        obstacles="",
        follow_up="Daftar hadir dilampirkan.",
    )
    assert saved.state is State.RETURNED
    again = await service.submit(bureau, progress_id=CELL, revision=saved.revision)
    assert [each.decision is not None for each in again.submissions] == [True, False]


async def test_saving_what_is_already_there_writes_nothing(world: World) -> None:
    first = await filled(world)
    second = await service.save_value(
        world.actor("bureau"), progress_id=CELL, revision=first.revision, value=Decimal("2.0")
    )
    assert second.revision == first.revision


async def test_the_second_of_two_writers_is_shown_what_the_first_wrote(world: World) -> None:
    await filled(world, 5)
    with pytest.raises(ReportConflict) as caught:
        await filled(world, 7)
    assert caught.value.cell.progress.value == Decimal(5)
    assert caught.value.attempt.value == Decimal(7)


@pytest.mark.parametrize("who", ["bureau_2", "stranger"])
async def test_a_cell_of_another_unit_or_institution_is_not_there(world: World, who: str) -> None:
    with pytest.raises(NotFound):
        await service.cell(world.actor(who), output_id="general-1-a", triwulan=3)
    with pytest.raises(NotFound):
        await service.save_value(world.actor(who), progress_id=CELL, revision=0, value=Decimal(1))


@pytest.mark.parametrize("who", ["inspectorate", "leadership", "admin"])
async def test_only_the_bureau_writes_reports(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        await service.save_value(world.actor(who), progress_id=CELL, revision=0, value=Decimal(1))


@pytest.mark.parametrize("who", ["bureau", "coordinator", "leadership", "admin"])
async def test_only_the_inspectorate_decides(world: World, who: str) -> None:
    report = await submitted(world)
    with pytest.raises(Forbidden):
        await review.verify(world.actor(who), progress_id=CELL, revision=report.revision)
    with pytest.raises(Forbidden):
        await review.return_(world.actor(who), progress_id=CELL, revision=report.revision, reason=REASON)


@pytest.mark.parametrize("identifier", ["tidak-ada:3", "general-1-a:5", "general-1-a", ":3"])
async def test_an_output_or_triwulan_that_is_not_there_is_said_so(world: World, identifier: str) -> None:
    with pytest.raises(NotFound):
        await service.save_value(world.actor("bureau"), progress_id=identifier, revision=0, value=Decimal(1))


async def test_without_a_value_nothing_is_handed_in(world: World) -> None:
    report = await filled(world, None, obstacles="Belum mulai.")
    with pytest.raises(Invalid) as caught:
        await service.submit(world.actor("bureau"), progress_id=CELL, revision=report.revision)
    assert set(caught.value.fields) == {"value"}


async def test_without_evidence_the_obstacles_must_say_why(world: World) -> None:
    report = await filled(world)
    with pytest.raises(Invalid) as caught:
        await service.submit(world.actor("bureau"), progress_id=CELL, revision=report.revision)
    assert set(caught.value.fields) == {"obstacles"}
    said = await service.save(
        world.actor("bureau"),
        progress_id=CELL,
        revision=report.revision,
        value=Decimal(2),
        spent=None,
        obstacles="Laporan masih ditandatangani.",
        follow_up="",
    )
    handed_in = await service.submit(world.actor("bureau"), progress_id=CELL, revision=said.revision)
    assert handed_in.state is State.SUBMITTED


async def test_an_empty_cell_cannot_be_handed_in(world: World) -> None:
    with pytest.raises(Invalid, match="belum diisi"):
        await service.submit(world.actor("bureau"), progress_id=CELL, revision=0)


async def test_what_is_handed_in_is_changed_only_after_it_was_withdrawn(world: World) -> None:
    bureau = world.actor("bureau")
    report = await submitted(world)
    with pytest.raises(Invalid, match="Tarik dahulu"):
        await service.save_value(bureau, progress_id=CELL, revision=report.revision, value=Decimal(9))
    with pytest.raises(Invalid, match="Tarik dahulu"):
        await service.unlink_evidence(
            bureau, progress_id=CELL, revision=report.revision, evidence_id=report.links[0].evidence_id
        )
    draft = await service.withdraw(bureau, progress_id=CELL, revision=report.revision)
    assert (draft.state, draft.submitted_at) == (State.DRAFT, None)
    with pytest.raises(Invalid):
        await service.withdraw(bureau, progress_id=CELL, revision=draft.revision)


async def test_what_is_not_proven_is_not_verified(world: World) -> None:
    report = await filled(world, obstacles="Belum ada laporannya.")
    handed_in = await service.submit(world.actor("bureau"), progress_id=CELL, revision=report.revision)
    with pytest.raises(Invalid, match="belum terbukti"):
        await review.verify(world.actor("inspectorate"), progress_id=CELL, revision=handed_in.revision)
    kept = await Progress.find_one({"_id": CELL})
    assert kept is not None
    assert kept.state is State.SUBMITTED


async def test_a_claim_refused_after_the_submission_keeps_it_from_being_verified(world: World) -> None:
    report = await submitted(world)
    finding_id = report.links[0].findings[0]
    from tracker.evidence.models import Finding  # noqa: PLC0415 - used here alone

    await Finding.get_pymongo_collection().update_one(
        {"_id": finding_id}, {"$set": {"verdict": str(Verdict.REJECTED)}}
    )
    with pytest.raises(Invalid, match="belum terbukti"):
        await review.verify(world.actor("inspectorate"), progress_id=CELL, revision=report.revision)


@pytest.mark.parametrize("reason", ["", "   ", "ya"])
async def test_a_return_needs_a_reason(world: World, reason: str) -> None:
    report = await submitted(world)
    with pytest.raises(Invalid):
        await review.return_(
            world.actor("inspectorate"), progress_id=CELL, revision=report.revision, reason=reason
        )


async def test_a_decision_about_an_older_revision_is_refused_with_what_there_is_now(world: World) -> None:
    bureau = world.actor("bureau")
    seen = await submitted(world)
    draft = await service.withdraw(bureau, progress_id=CELL, revision=seen.revision)
    changed = await service.save_value(bureau, progress_id=CELL, revision=draft.revision, value=Decimal(1))
    await service.submit(bureau, progress_id=CELL, revision=changed.revision)
    with pytest.raises(ReportConflict) as caught:
        await review.return_(
            world.actor("inspectorate"), progress_id=CELL, revision=seen.revision, reason=REASON
        )
    assert caught.value.cell.progress.value == Decimal(1)
    assert caught.value.attempt.reason == REASON


async def test_whoever_wrote_a_part_of_a_report_never_decides_on_it(world: World) -> None:
    report = await submitted(world)
    inspector = world.actor("inspectorate")
    await Progress.get_pymongo_collection().update_one(
        {"_id": CELL}, {"$set": {"editors": [inspector.user_id]}}
    )
    with pytest.raises(Forbidden, match="orang lain"):
        await review.verify(inspector, progress_id=CELL, revision=report.revision)
    other = await review.verify(world.actor("inspectorate_2"), progress_id=CELL, revision=report.revision)
    assert other.state is State.VERIFIED


async def test_whoever_handed_a_report_in_never_decides_on_it(world: World) -> None:
    report = await submitted(world)
    inspector = world.actor("inspectorate")
    await Progress.get_pymongo_collection().update_one(
        {"_id": CELL}, {"$set": {"submissions.0.by": inspector.user_id}}
    )
    with pytest.raises(Forbidden, match="orang lain"):
        await review.return_(inspector, progress_id=CELL, revision=report.revision, reason=REASON)


async def test_a_decision_is_taken_back_by_whoever_took_it_and_the_place_in_the_queue_stays(
    world: World,
) -> None:
    report = await submitted(world)
    inspector = world.actor("inspectorate")
    verified = await review.verify(inspector, progress_id=CELL, revision=report.revision)
    with pytest.raises(Forbidden):
        await review.undo(world.actor("inspectorate_2"), progress_id=CELL, revision=verified.revision)
    undone = await review.undo(inspector, progress_id=CELL, revision=verified.revision)
    assert (undone.state, undone.submissions[0].decision) == (State.SUBMITTED, None)
    assert undone.submitted_at == report.submitted_at


async def test_a_decision_is_not_taken_back_after_the_bureau_went_on(world: World) -> None:
    report = await submitted(world)
    inspector, bureau = world.actor("inspectorate"), world.actor("bureau")
    returned = await review.return_(inspector, progress_id=CELL, revision=report.revision, reason=REASON)
    await service.save_value(bureau, progress_id=CELL, revision=returned.revision, value=Decimal(1))
    with pytest.raises(ReportConflict):
        await review.undo(inspector, progress_id=CELL, revision=returned.revision)


async def test_a_decision_is_not_taken_back_over_what_the_bureau_wrote_since(world: World) -> None:
    """Not even by naming the newest revision: what is in the queue is always what was handed in."""
    report = await submitted(world)
    inspector, bureau = world.actor("inspectorate"), world.actor("bureau")
    returned = await review.return_(inspector, progress_id=CELL, revision=report.revision, reason=REASON)
    corrected = await service.save_value(
        bureau, progress_id=CELL, revision=returned.revision, value=Decimal(1)
    )
    with pytest.raises(Invalid, match="sudah berlanjut"):
        await review.undo(inspector, progress_id=CELL, revision=corrected.revision)


async def test_a_decision_is_not_taken_back_long_after(world: World) -> None:
    report = await submitted(world)
    inspector = world.actor("inspectorate")
    verified = await review.verify(inspector, progress_id=CELL, revision=report.revision)
    earlier = clock.now() - review.UNDO_LASTS - timedelta(seconds=1)
    await Progress.get_pymongo_collection().update_one(
        {"_id": CELL}, {"$set": {"submissions.0.decision.at": earlier}}
    )
    with pytest.raises(Invalid, match="Waktu"):
        await review.undo(inspector, progress_id=CELL, revision=verified.revision)


async def test_a_verified_report_is_opened_again_with_a_reason_alone(world: World) -> None:
    report = await submitted(world)
    inspector = world.actor("inspectorate")
    verified = await review.verify(inspector, progress_id=CELL, revision=report.revision)
    with pytest.raises(Invalid, match="terverifikasi"):
        await service.save_value(
            world.actor("bureau"), progress_id=CELL, revision=verified.revision, value=Decimal(1)
        )
    with pytest.raises(Invalid):
        await review.reopen(inspector, progress_id=CELL, revision=verified.revision, reason="")
    opened = await review.reopen(inspector, progress_id=CELL, revision=verified.revision, reason=REASON)
    assert opened.state is State.REOPENED
    saved = await service.save_value(
        world.actor("bureau"), progress_id=CELL, revision=opened.revision, value=Decimal(1)
    )
    assert saved.state is State.REOPENED


async def test_evidence_of_another_unit_or_institution_cannot_be_linked(world: World) -> None:
    bureau = world.actor("bureau")
    report = await filled(world)
    others = [
        await evidence_of(world.actor("bureau_2"), world.units["bkd"]),
        await evidence_of(world.actor("stranger"), None),
    ]
    for evidence in others:
        with pytest.raises(NotFound):
            await service.link_evidence(
                bureau, progress_id=CELL, revision=report.revision, evidence_id=evidence.id
            )
    with pytest.raises(NotFound):
        await service.link_evidence(
            bureau, progress_id=CELL, revision=report.revision, evidence_id=PydanticObjectId()
        )


async def test_only_findings_of_the_evidence_that_nobody_rejected_are_cited(world: World) -> None:
    bureau = world.actor("bureau")
    report = await filled(world)
    own = await evidence_of(bureau, world.units["kominfo"])
    foreign = await claim_of(await evidence_of(bureau, world.units["kominfo"]), 2)
    rejected = await claim_of(own, 2, verdict=Verdict.REJECTED)
    with pytest.raises(NotFound):
        await service.link_evidence(
            bureau, progress_id=CELL, revision=report.revision, evidence_id=own.id, findings=[foreign.id]
        )
    with pytest.raises(Invalid):
        await service.link_evidence(
            bureau, progress_id=CELL, revision=report.revision, evidence_id=own.id, findings=[rejected.id]
        )


async def test_a_finding_fills_an_empty_value_but_never_a_persons(world: World) -> None:
    bureau = world.actor("bureau")
    evidence = await evidence_of(bureau, world.units["kominfo"])
    claim = await claim_of(evidence, 2)
    linked = await service.link_evidence(
        bureau, progress_id=CELL, evidence_id=evidence.id, findings=[claim.id], fill_value=Decimal(2)
    )
    assert (linked.value, linked.state, linked.proof.proven) == (Decimal(2), State.DRAFT, True)
    again = await service.link_evidence(
        bureau, progress_id=CELL, evidence_id=evidence.id, pages=[3], fill_value=Decimal(9)
    )
    assert (again.value, again.links[0].pages, again.links[0].findings) == (Decimal(2), [3], [claim.id])


async def test_evidence_taken_off_takes_the_proof_with_it(world: World) -> None:
    report = await proven(world)
    bare = await service.unlink_evidence(
        world.actor("bureau"),
        progress_id=CELL,
        revision=report.revision,
        evidence_id=report.links[0].evidence_id,
    )
    assert (bare.links, bare.proof.proven) == ([], False)


async def test_a_plan_that_is_not_active_takes_no_reports(world: World) -> None:
    await world.general.set({"status": PlanStatus.CLOSED})
    try:
        with pytest.raises(Invalid, match="belum aktif"):
            await filled(world)
    finally:
        await world.general.set({"status": PlanStatus.ACTIVE})


async def test_what_comes_after_the_deadline_is_marked_late(world: World) -> None:
    coordinator = world.actor("coordinator")
    passed = (DAY - timedelta(days=2)).date()
    deadline = await deadlines.create(
        coordinator, title="Batas portal", year=2023, through=3, closes_on=passed
    )
    report = await submitted(world)
    assert report.submissions[0].late
    event = (await audit.events_of(coordinator.instansi, CELL))[-1]
    assert (event.data["late"], event.data["deadline"]) == (True, "Batas portal")
    await deadlines.remove(coordinator, deadline_id=deadline.id, version=deadline.version)


async def test_the_kept_percentages_equal_the_facts_after_every_step(world: World) -> None:
    report = await submitted(world)
    returned = await review.return_(
        world.actor("inspectorate"), progress_id=CELL, revision=report.revision, reason=REASON
    )
    assert returned.state is State.RETURNED
    figures = await plan_figures(world.general)
    assert {(row.top, row.unit, row.through): row.tally for row in figures.rows} == {
        (row.top, row.unit, row.through): row.tally for row in await count(world.general)
    }


@pytest.mark.parametrize("changes", [{"satuan": "%"}, {"proof": "document"}, {"accumulation": "cumulative"}])
async def test_a_report_is_judged_anew_when_its_output_is_changed(
    world: World, changes: dict[str, str]
) -> None:
    """The unit of measure, the kind of proof and the way of counting are parts of every judgement."""
    await submitted(world)
    _plan, renaksi = await find_renaksi(world.actor("coordinator"), world.renaksi[0].id)
    stored = renaksi.output("general-1-a")
    assert stored is not None
    before = {"indikator": stored.indikator} | {name: getattr(stored, name) for name in changes}
    for version, values in ((renaksi.version, before | changes), (renaksi.version + 1, before)):
        await save_output(
            world.actor("coordinator"),
            renaksi_id=renaksi.id,
            version=version,
            output_id="general-1-a",
            values=values,
        )
        assert await proof_differences(world.general.instansi, world.general.id) == []
    report = await Progress.find_one({"_id": CELL})
    assert report is not None
    assert report.proof.proven
