"""What was decided stays what was seen: nobody verifies their own chain, nobody lets it fall from below."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import World
from tracker.errors import Forbidden, Invalid
from tracker.evidence import service as evidence_service
from tracker.evidence import verdicts
from tracker.evidence.models import Evidence, Finding, Verdict
from tracker.evidence.service import Described
from tracker.evidence.storage import InMemory
from tracker.progress import service
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review import service as review
from tracker.review.keeping import differences
from tracker.review.rules import Chain, Part, part_of

CELL = "general-1-a:3"
REASON = "Lampirkan daftar hadir."


@dataclass
class Handed:
    """A submitted report with what proves it."""

    report: Progress
    evidence: Evidence
    claim: Finding


@pytest.fixture
async def handed(world: World) -> Handed:
    """A report of kominfo that waits, proven by a claim of its own."""
    await Progress.get_pymongo_collection().delete_many({})
    bureau = world.actor("bureau")
    evidence = await evidence_of(bureau, world.units["kominfo"])
    claim = await claim_of(evidence, 2)
    report = await service.save_value(bureau, progress_id=CELL, revision=0, value=Decimal(2))
    report = await service.link_evidence(
        bureau, progress_id=CELL, evidence_id=evidence.id, findings=[claim.id]
    )
    report = await service.submit(bureau, progress_id=CELL, revision=report.revision)
    return Handed(report, evidence, claim)


@pytest.mark.parametrize(
    ("who", "part"),
    [("a", Part.WROTE), ("b", Part.UPLOADED), ("c", Part.CONFIRMED), ("d", None)],
)
def test_the_part_that_somebody_had(who: str, part: Part | None) -> None:
    assert part_of(who, Chain(writers={"a"}, uploaders={"b"}, confirmer="c")) is part


@pytest.mark.parametrize("part", ["uploaded", "confirmed"])
async def test_who_made_the_proof_returns_but_does_not_verify(
    world: World, handed: Handed, part: str
) -> None:
    inspector = world.actor("inspectorate")
    if part == "uploaded":
        changes = {"revisions.0.by": inspector.user_id}
        await Evidence.get_pymongo_collection().update_one({"_id": handed.evidence.id}, {"$set": changes})
    else:
        changes = {"decided_by": inspector.user_id}
        await Finding.get_pymongo_collection().update_one({"_id": handed.claim.id}, {"$set": changes})
    revision = handed.report.revision
    with pytest.raises(Forbidden, match="orang lain"):
        await review.verify(inspector, progress_id=CELL, revision=revision)
    colleague = world.actor("inspectorate_2")
    assert (await review.verify(colleague, progress_id=CELL, revision=revision)).state is State.VERIFIED
    await review.undo(colleague, progress_id=CELL, revision=revision + 1)
    again = await review.return_(inspector, progress_id=CELL, revision=revision + 2, reason=REASON)
    assert again.state is State.RETURNED
    assert await differences("98") == []


async def test_who_confirmed_the_claim_through_their_own_copy_of_the_file_does_not_verify(
    world: World, handed: Handed
) -> None:
    """The same bytes were uploaded by the unit and by an inspector; the verdict belongs to the file."""
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    await service.withdraw(bureau, progress_id=CELL, revision=handed.report.revision)
    copy = await evidence_of(inspector, None)
    same = {"file_id": handed.evidence.file_id, "revisions.0.file_id": handed.evidence.file_id}
    await Evidence.get_pymongo_collection().update_one({"_id": copy.id}, {"$set": same})
    ask = {"finding_id": handed.claim.id, "verdict": Verdict.REJECTED}
    rejected = await verdicts.decide_finding(bureau, version=handed.claim.version, **ask)  # type: ignore[arg-type]
    await verdicts.decide_finding(
        inspector, finding_id=handed.claim.id, version=rejected.version, verdict=Verdict.CONFIRMED
    )
    report = await service.submit(bureau, progress_id=CELL, revision=handed.report.revision + 1)
    assert await review.why_somebody_else(inspector, report) is not None
    with pytest.raises(Forbidden, match="menerima klaimnya"):
        await review.verify(inspector, progress_id=CELL, revision=report.revision)
    colleague = world.actor("inspectorate_2")
    verified = await review.verify(colleague, progress_id=CELL, revision=report.revision)
    assert verified.state is State.VERIFIED


async def test_what_a_verified_report_rests_on_is_not_changed_below_it(world: World, handed: Handed) -> None:
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    seen, claim = handed.report.revision, handed.claim
    verified = await review.verify(inspector, progress_id=CELL, revision=seen)
    other = Described("Judul lain", handed.evidence.source, "2023-04/2023-06")
    with pytest.raises(Invalid, match="terverifikasi"):
        await evidence_service.describe(bureau, evidence_id=handed.evidence.id, version=1, described=other)
    with pytest.raises(Invalid, match="terverifikasi"):
        await evidence_service.add_revision(
            bureau, evidence_id=handed.evidence.id, version=1, source=InMemory(b"Isi lain."), name="b.txt"
        )
    for actor, verdict in ((bureau, Verdict.REJECTED), (inspector, Verdict.UNSURE)):
        with pytest.raises(Invalid, match="terverifikasi"):
            await verdicts.decide_finding(actor, finding_id=claim.id, version=claim.version, verdict=verdict)
    renamed = Described("Judul lain", handed.evidence.source, handed.evidence.period)
    assert (
        await evidence_service.describe(bureau, evidence_id=handed.evidence.id, version=1, described=renamed)
    ).title == "Judul lain"
    await review.reopen(inspector, progress_id=CELL, revision=verified.revision, reason=REASON)
    rejected = await verdicts.decide_finding(
        bureau, finding_id=claim.id, version=claim.version, verdict=Verdict.REJECTED
    )
    assert rejected.verdict is Verdict.REJECTED


async def test_a_unit_does_not_let_another_units_proof_fall(world: World, handed: Handed) -> None:
    """The same bytes serve two units; the verdict belongs to the file."""
    neighbour = world.actor("bureau_2")
    own = await evidence_of(neighbour, world.units["bkd"])
    changes = {"file_id": handed.evidence.file_id, "revisions.0.file_id": handed.evidence.file_id}
    await Evidence.get_pymongo_collection().update_one({"_id": own.id}, {"$set": changes})
    ask = {"finding_id": handed.claim.id, "version": handed.claim.version, "verdict": Verdict.REJECTED}
    with pytest.raises(Invalid, match="unit lain"):
        await verdicts.decide_finding(neighbour, **ask)  # type: ignore[arg-type]
    stored = await Progress.get(CELL)
    assert stored is not None
    assert stored.proof.proven
    inspected = await verdicts.decide_finding(world.actor("inspectorate"), **ask)  # type: ignore[arg-type]
    assert inspected.verdict is Verdict.REJECTED
    assert await differences("98") == []
