"""Several people write the same thing at once: one of them does, the others are told, nothing is lost."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import World
from tracker.audit import service as audit
from tracker.errors import Conflict
from tracker.evidence import service as evidences
from tracker.evidence import verdicts
from tracker.evidence.models import Verdict
from tracker.evidence.storage import InMemory, bucket
from tracker.percentages.recount import recount_all
from tracker.progress import service as reports
from tracker.progress.models import Progress
from tracker.review import service as review

CELL = "tematik-1-a:1"


def kinds(outcomes: Sequence[object]) -> Counter[str]:
    """How many were written and how many were told of a conflict; anything else by its own name."""
    return Counter(
        "conflict"
        if isinstance(outcome, Conflict)
        else type(outcome).__name__
        if isinstance(outcome, BaseException)
        else "written"
        for outcome in outcomes
    )


async def save(world: World, revision: int, value: int) -> Progress:
    return await reports.save(
        world.actor(("bureau", "coordinator")[value % 2]),
        progress_id=CELL,
        revision=revision,
        value=Decimal(value),
        spent=None,
        obstacles="Menyusul.",
        follow_up="",
    )


async def test_one_of_several_saves_is_kept_and_one_of_two_decisions_holds(world: World) -> None:
    for revision in (0, 1):
        saves = [save(world, revision, 10 * revision + one) for one in range(1, 5)]
        outcomes = await asyncio.gather(*saves, return_exceptions=True)
        assert kinds(outcomes) == {"written": 1, "conflict": 3}
    bureau = world.actor("bureau")
    submits = [reports.submit(bureau, progress_id=CELL, revision=2) for _one in range(2)]
    assert kinds(await asyncio.gather(*submits, return_exceptions=True)) == {"written": 1, "conflict": 1}
    returns = [
        review.return_(world.actor(who), progress_id=CELL, revision=3, reason="Lampirkan buktinya.")
        for who in ("inspectorate", "inspectorate_2")
    ]
    assert kinds(await asyncio.gather(*returns, return_exceptions=True)) == {"written": 1, "conflict": 1}
    await demand_whole(world)


async def test_one_of_several_verdicts_and_links_is_kept(world: World) -> None:
    bureau = world.actor("bureau")
    evidence = await evidence_of(bureau, world.units["kominfo"])
    claim = await claim_of(evidence, 2, verdict=Verdict.PROPOSED)
    tried = [
        verdicts.decide_finding(bureau, finding_id=claim.id, version=1, verdict=verdict)
        for verdict in (Verdict.CONFIRMED, Verdict.REJECTED, Verdict.UNSURE)
    ]
    assert kinds(await asyncio.gather(*tried, return_exceptions=True)) == {"written": 1, "conflict": 2}
    papers = [await evidence_of(bureau, world.units["kominfo"]) for _one in range(2)]
    links = [
        reports.link_evidence(bureau, progress_id="general-1-a:4", revision=0, evidence_id=one.id)
        for one in papers
    ]
    assert kinds(await asyncio.gather(*links, return_exceptions=True)) == {"written": 1, "conflict": 1}
    await demand_whole(world)


async def test_the_same_bytes_at_once_are_kept_once_and_bytes_of_a_lost_revision_are_dropped(
    world: World,
) -> None:
    bureau, before = world.actor("bureau"), await stored()
    uploads = [
        evidences.upload(
            bureau, unit=world.units["kominfo"], source=InMemory(b"sama " * 99), name=f"{one}.txt"
        )
        for one in range(4)
    ]
    uploaded = await asyncio.gather(*uploads)
    assert await stored() == before + 1
    revisions = [
        evidences.add_revision(
            bureau,
            evidence_id=uploaded[0].evidence.id,
            version=1,
            source=InMemory(b"revisi %d " % one * 99),
            name="r.txt",
        )
        for one in range(3)
    ]
    assert kinds(await asyncio.gather(*revisions, return_exceptions=True)) == {"written": 1, "conflict": 2}
    assert await stored() == before + 2


async def stored() -> int:
    """How many files lie in the storage."""
    return len(await bucket().find({}).to_list())


async def demand_whole(world: World) -> None:
    assert not any(kept.differences for kept in await recount_all())
    assert await audit.broken_at(world.general.instansi) is None
