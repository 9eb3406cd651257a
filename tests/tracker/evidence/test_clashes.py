"""A file whose name is there already: the next revision, evidence of its own, or passed over."""

import pytest

from tests.tracker.world import World
from tracker.errors import Invalid
from tracker.evidence.clashes import Clash, take_in
from tracker.evidence.models import Evidence
from tracker.evidence.service import Described, Uploaded
from tracker.evidence.storage import InMemory


async def bring(
    world: World,
    content: str,
    clash: Clash,
    *,
    name: str,
    unit: str = "kominfo",
    period: str | None = None,
) -> Uploaded:
    return await take_in(
        world.actor("coordinator"),
        unit=world.units[unit],
        source=InMemory(content.encode()),
        name=name,
        described=Described(period=period),
        clash=clash,
    )


async def test_a_revision_is_the_usual_and_replaces_nothing(world: World) -> None:
    first = await bring(world, "Isi pertama.", Clash.REVISION, name="a.txt")
    second = await bring(world, "Isi kedua.", Clash.REVISION, name="a.txt")

    assert (first.revision, second.revision) == (None, 2)
    assert [one.number for one in second.evidence.revisions] == [1, 2]


async def test_the_same_name_and_bytes_add_nothing(world: World) -> None:
    first = await bring(world, "Isi tetap.", Clash.REVISION, name="b.txt")
    again = await bring(world, "Isi tetap.", Clash.REVISION, name="b.txt")

    assert again.is_same
    assert again.evidence.id == first.evidence.id
    assert len(again.evidence.revisions) == 1


async def test_evidence_of_its_own_where_that_was_asked_for(world: World) -> None:
    first = await bring(world, "Isi satu.", Clash.REVISION, name="c.txt")
    own = await bring(world, "Isi dua.", Clash.NEW, name="c.txt")

    assert own.evidence.id != first.evidence.id


async def test_a_name_to_be_passed_over_says_which_evidence_has_it(world: World) -> None:
    await bring(world, "Isi awal.", Clash.REVISION, name="d.txt")

    with pytest.raises(Invalid, match=r"d\.txt dilewati: bukti “d” sudah bernama sama"):
        await bring(world, "Isi akhir.", Clash.SKIP, name="d.txt")


async def test_another_unit_or_another_period_is_no_clash(world: World) -> None:
    await bring(world, "Isi TW I.", Clash.REVISION, name="e.txt", period="2023-01/2023-03")
    await bring(world, "Isi unit lain.", Clash.REVISION, name="e.txt", unit="bkd")
    await bring(world, "Isi TW II.", Clash.REVISION, name="e.txt", period="2023-04/2023-06")

    found = await Evidence.find({"title": "e"}).to_list()
    assert [len(one.revisions) for one in found] == [1, 1, 1]
