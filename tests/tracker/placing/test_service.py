"""One report on many cells: placed by one form, each with its event, and taken back as a whole."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.tracker.papers import claim_of, evidence_of, suggestion_of
from tests.tracker.world import INSTANSI, World
from tracker.accounts.rights import Actor
from tracker.audit.service import events_of
from tracker.errors import Invalid, NotFound
from tracker.evidence.models import Evidence, Finding, Suggestion, SuggestionState, Verdict
from tracker.evidence.verdicts import decide_finding
from tracker.placing import service
from tracker.placing.gathering import CellRows, cells_for
from tracker.placing.models import Placement
from tracker.placing.rules import Chosen, Standing, Wish
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.progress.service import save, save_value, submit


@pytest.fixture
async def evidence(world: World) -> Evidence:
    """A report of kominfo with proposed claims for the documents of the two actions of that unit."""
    await Progress.delete_all()
    made = await evidence_of(world.actor("bureau"), world.units["kominfo"])
    for place, (cell, value) in enumerate((("general-1-a:3", 2), ("tematik-1-a:3", 4))):
        claim = await claim_of(made, value, verdict=Verdict.PROPOSED, start=10 + 20 * place)
        await suggestion_of(claim, cell, world.units["kominfo"])
    return made


async def cells(actor: Actor, evidence: Evidence) -> dict[str, CellRows]:
    return {cell.progress_id: cell for cell in await cells_for(actor, evidence)}


def ticked(found: Sequence[CellRows], wish: Wish = Wish.NONE) -> list[Chosen]:
    """The first claim of each cell, as the page offers it."""
    return [Chosen(cell.rows[0].id, cell.revision, cell.rows[0].finding.version, wish) for cell in found]


async def place_all(actor: Actor, evidence: Evidence, wish: Wish = Wish.NONE) -> Placement:
    found = list((await cells(actor, evidence)).values())
    return await service.place(actor, evidence_id=evidence.id, chosen=ticked(found, wish))


async def report(progress_id: str) -> Progress:
    found = await Progress.get(progress_id)
    assert found is not None
    return found


async def test_one_form_fills_and_proves_many_cells(world: World, evidence: Evidence) -> None:
    actor = world.actor("bureau")

    placement = await place_all(actor, evidence)

    assert [cell.progress_id for cell in placement.placed] == ["general-1-a:3", "tematik-1-a:3"]
    for progress_id, value in (("general-1-a:3", 2), ("tematik-1-a:3", 4)):
        made = await report(progress_id)
        assert (made.state, made.value, made.proof.proven) == (State.DRAFT, Decimal(value), True)
        [event] = await events_of(INSTANSI, progress_id)
        assert event.data["placement"] == str(placement.id)
    assert [cell.is_placed for cell in await cells_for(actor, evidence)] == [True, True]


async def test_what_was_placed_is_taken_back_as_a_whole(world: World, evidence: Evidence) -> None:
    actor = world.actor("bureau")
    placement = await place_all(actor, evidence)

    after, left = await service.undo(actor, placement_id=placement.id)

    assert (after.undone, left) == (["general-1-a:3", "tematik-1-a:3"], [])
    for progress_id in after.undone:
        made = await report(progress_id)
        assert (made.state, made.value, made.links) == (State.EMPTY, None, [])
    findings = await Finding.find({"file_id": evidence.file_id}).to_list()
    assert {finding.verdict for finding in findings} == {Verdict.PROPOSED}
    assert {one.state for one in await Suggestion.find({"file_id": evidence.file_id}).to_list()} == {
        SuggestionState.OFFERED
    }


async def test_taking_back_leaves_what_was_changed_since(world: World, evidence: Evidence) -> None:
    actor = world.actor("bureau")
    placement = await place_all(actor, evidence)
    changed = await report("general-1-a:3")
    await save_value(actor, progress_id=changed.id, revision=changed.revision, value=Decimal(9))

    after, left = await service.undo(actor, placement_id=placement.id)

    assert after.undone == ["tematik-1-a:3"]
    assert [one.progress_id for one in left] == ["general-1-a:3"]
    assert (await report("general-1-a:3")).value == Decimal(9)


async def test_nobody_takes_back_what_somebody_else_placed(world: World, evidence: Evidence) -> None:
    placement = await place_all(world.actor("bureau"), evidence)

    with pytest.raises(NotFound):
        await service.undo(world.actor("coordinator"), placement_id=placement.id)


async def test_another_value_is_never_written_over_in_silence(world: World, evidence: Evidence) -> None:
    actor = world.actor("bureau")
    await save_value(actor, progress_id="general-1-a:3", revision=0, value=Decimal(3))
    assert (await cells(actor, evidence))["general-1-a:3"].rows[0].standing is Standing.DIFFERS

    with pytest.raises(Invalid) as undecided:
        await place_all(actor, evidence)
    assert len(undecided.value.fields) == 1
    assert await Progress.get("tematik-1-a:3") is None, "nothing was written"

    await place_all(actor, evidence, Wish.KEEP)
    kept = await report("general-1-a:3")
    assert (kept.value, len(kept.links), kept.proof.proven) == (Decimal(3), 1, False)


async def test_another_value_takes_the_place_of_ones_own_where_asked_for(
    world: World, evidence: Evidence
) -> None:
    actor = world.actor("bureau")
    await save_value(actor, progress_id="general-1-a:3", revision=0, value=Decimal(3))

    placement = await place_all(actor, evidence, Wish.REPLACE)

    assert (await report("general-1-a:3")).value == Decimal(2)
    await service.undo(actor, placement_id=placement.id)
    assert (await report("general-1-a:3")).value == Decimal(3)


async def test_what_changed_since_the_page_was_seen_is_left_and_named(
    world: World, evidence: Evidence
) -> None:
    actor = world.actor("bureau")
    seen = ticked(list((await cells(actor, evidence)).values()))
    await save_value(world.actor("coordinator"), progress_id="general-1-a:3", revision=0, value=Decimal(7))
    other = await Finding.get((await cells(actor, evidence))["tematik-1-a:3"].rows[0].finding.id)
    assert other is not None
    await decide_finding(
        world.actor("coordinator"), finding_id=other.id, version=other.version, verdict=Verdict.UNSURE
    )

    with pytest.raises(Invalid):  # the first differs by now, and nobody chose
        await service.place(actor, evidence_id=evidence.id, chosen=seen)
    placement = await service.place(actor, evidence_id=evidence.id, chosen=seen[1:])

    assert [one.progress_id for one in placement.left] == ["tematik-1-a:3"]
    assert placement.placed == []


async def test_a_report_under_review_takes_nothing(world: World, evidence: Evidence) -> None:
    actor = world.actor("bureau")
    saved = await save(
        actor,
        progress_id="general-1-a:3",
        revision=0,
        value=Decimal(2),
        spent=None,
        obstacles="Bukti menyusul",
        follow_up="",
    )
    await submit(actor, progress_id=saved.id, revision=saved.revision)

    placement = await place_all(actor, evidence)

    assert [one.progress_id for one in placement.placed] == ["tematik-1-a:3"]
    assert [one.progress_id for one in placement.left] == ["general-1-a:3"]


async def test_cells_of_other_units_are_not_there(world: World, evidence: Evidence) -> None:
    claim = await claim_of(evidence, 8, start=90)
    foreign = await suggestion_of(claim, "general-2-a:3", world.units["bkd"])
    actor = world.actor("bureau")

    assert "general-2-a:3" not in await cells(actor, evidence)
    own = ticked(list((await cells(actor, evidence)).values()))
    chosen = [*own, Chosen(str(foreign.id), 0, 1)]
    with pytest.raises(NotFound):
        await service.place(actor, evidence_id=evidence.id, chosen=chosen)
    assert await Progress.find_all().to_list() == [], "nothing of it was written"
