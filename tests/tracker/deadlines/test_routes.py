"""Deadlines on the real database and through their pages: set, from a finding, moved, removed, put back."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from beanie import PydanticObjectId
from httpx import AsyncClient

from tests.tracker.papers import claim_of, date_of, evidence_of
from tests.tracker.world import DAY, INSTANSI, World
from tracker import clock
from tracker.audit import service as audit
from tracker.deadlines import lookup, service, standing
from tracker.deadlines.models import Deadline
from tracker.errors import Conflict, Forbidden, Invalid, NotFound
from tracker.institutions.models import Institution
from tracker.progress import service as progress
from tracker.progress.models import Progress
from tracker.settings import get_settings

FORM = {"title": "Batas portal RB", "year": "2023", "through": "3", "closes_on": "2023-10-20"}


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


@pytest.fixture(autouse=True)
async def fresh(world: World) -> None:
    await Deadline.get_pymongo_collection().delete_many({})
    await Progress.get_pymongo_collection().delete_many({})


async def portal(world: World, *, day: int = 20, through: int = 3) -> Deadline:
    return await service.create(
        world.actor("coordinator"),
        title="Batas portal RB",
        year=2023,
        through=through,
        closes_on=date(2023, 10, day),
    )


async def institution_of() -> Institution:
    found = await Institution.get(INSTANSI)
    assert found is not None
    return found


async def only_one() -> Deadline:
    (found,) = await lookup.listed(INSTANSI)
    return found


async def test_a_deadline_ends_at_the_end_of_the_day_in_the_institutions_zone(world: World) -> None:
    deadline = await portal(world)
    assert deadline.closes_at == datetime(2023, 10, 20, 16, 59, 59, tzinfo=UTC)
    nearest = await lookup.nearest(world.actor("leadership"), await institution_of(), clock.now())
    assert nearest is not None
    assert (nearest.days_left, nearest.working_days_left, nearest.state) == (15, 11, "open")


async def test_the_nearest_is_the_next_one_ahead(world: World) -> None:
    await portal(world, day=4)
    await portal(world, day=20)
    await portal(world, day=12, through=2)
    nearest = await lookup.nearest(world.actor("leadership"), await institution_of(), clock.now())
    assert nearest is not None
    assert nearest.through == 2
    after = datetime(2023, 11, 1, tzinfo=UTC)
    assert await lookup.nearest(world.actor("leadership"), await institution_of(), after) is None


async def test_what_is_due_follows_the_deadlines(world: World) -> None:
    institution = await institution_of()
    assert await lookup.due_through(institution, 2023, clock.now()) == 3
    await portal(world, through=2)
    assert await lookup.due_through(institution, 2023, clock.now()) == 2


async def test_the_share_that_is_in_is_the_terinput_of_what_is_due(world: World) -> None:
    await portal(world)
    await progress.save(
        world.actor("bureau"),
        progress_id="general-1-a:3",
        revision=0,
        value=Decimal(2),
        spent=None,
        obstacles="",
        follow_up="",
    )
    (found,) = await standing.standings(world.actor("bureau"), await institution_of(), clock.now())
    assert (found.share.numerator, found.share.denominator) == (1, 12)
    assert found.own is not None
    assert (found.own.numerator, found.own.denominator) == (1, 8)
    assert [kind for kind, _plan in found.plan_ids] == ["general", "tematik"]


@pytest.mark.parametrize("who", ["bureau", "leadership"])
async def test_only_those_who_manage_deadlines_set_them(world: World, client: AsyncClient, who: str) -> None:
    deadline = await portal(world)
    with pytest.raises(Forbidden):
        await service.remove(world.actor(who), deadline_id=deadline.id, version=1)
    await world.sign_in(client, who)
    assert "Tenggat baru" not in (await client.get("/tenggat")).text
    assert (await client.post("/tenggat/baru", data=FORM)).status_code == 403
    assert (await client.post(f"/tenggat/{deadline.id}/hapus?v=1")).status_code == 403


async def test_a_deadline_of_another_institution_is_not_there(world: World, client: AsyncClient) -> None:
    deadline = await portal(world)
    with pytest.raises(NotFound):
        await lookup.find_deadline(world.actor("stranger_admin"), deadline.id)
    await world.sign_in(client, "stranger_admin")
    for path in (f"/tenggat/{deadline.id}/ubah", f"/tenggat/{deadline.id}/pindah"):
        assert (await client.get(path)).status_code == 404
    assert (await client.post(f"/tenggat/{deadline.id}/hapus?v=1")).status_code == 404


async def test_an_empty_list_says_what_to_do(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "coordinator")
    assert "Pasang tenggat" in (await client.get("/tenggat")).text
    await world.sign_in(client, "leadership")
    assert "Pasang tenggat" not in (await client.get("/tenggat")).text


@pytest.mark.parametrize("who", ["coordinator", "inspectorate", "admin"])
async def test_a_deadline_is_set_by_a_plain_form_and_taken_back(
    world: World, client: AsyncClient, who: str
) -> None:
    await world.sign_in(client, who)
    answer = await client.post("/tenggat/baru", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tenggat")
    shown = (await client.get("/tenggat")).text
    assert "20 Oktober 2023 pukul 23.59 WIB" in shown
    assert "11 hari kerja lagi" in shown
    undo = re.search(r'action="(/tenggat/\w+/hapus\?v=1)"', shown)
    assert undo is not None
    removed = await client.post(undo[1])
    restore = re.search(r'action="(/tenggat/\w+/pulihkan\?v=2)"', (await client.get("/tenggat")).text)
    assert removed.status_code == 303
    assert restore is not None
    await client.post(restore[1])
    assert "Batas portal RB" in (await client.get("/tenggat")).text
    actions = [event.action for event in await audit.events_of(INSTANSI, str((await only_one()).id))]
    assert actions == ["deadline.added", "deadline.removed", "deadline.restored"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "  "}, "Beri nama"),
        ({"title": "x" * 201}, "terlalu panjang"),
        ({"year": "dua ribu"}, "tahun rencana aksinya"),
        ({"year": "1900"}, "tahun rencana aksinya"),
        ({"through": "5"}, "triwulan berapa"),
        ({"closes_on": ""}, "Isi tanggal tutupnya"),
        ({"closes_on": "20/10/2023"}, "2023-10-20"),
        ({"opens_on": "2023-11-01"}, "setelah tanggal tutup"),
    ],
)
async def test_a_form_that_makes_no_sense_says_what_to_do(
    world: World, client: AsyncClient, changes: dict[str, str], words: str
) -> None:
    await world.sign_in(client, "coordinator")
    answer = await client.post("/tenggat/baru", data={**FORM, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert await lookup.listed(INSTANSI) == []


async def test_a_second_deadline_on_the_same_day_is_asked_about_first(
    world: World, client: AsyncClient
) -> None:
    await portal(world)
    await world.sign_in(client, "coordinator")
    answer = await client.post("/tenggat/baru", data={**FORM, "title": "Portal RB Nasional"})
    assert answer.status_code == 422
    assert "Mungkin sudah terpasang" in answer.text
    assert 'value="Portal RB Nasional"' in answer.text
    sure = await client.post("/tenggat/baru", data={**FORM, "title": "Portal RB Nasional", "sure": "1"})
    assert sure.status_code == 303
    assert len(await lookup.listed(INSTANSI)) == 2


async def test_a_date_that_was_found_becomes_a_deadline_with_its_sentence(
    world: World, client: AsyncClient
) -> None:
    coordinator = world.actor("coordinator")
    news = await evidence_of(coordinator, None, title="Berita portal", period=None)
    found = await date_of(news, "2023-10-20", quote="20 Oktober mendatang")
    await world.sign_in(client, "coordinator")
    offered = (await client.get(f"/tenggat/baru?finding={found.id}")).text
    assert 'value="2023-10-20"' in offered
    assert 'value="Batas akhir pengisian portal"' in offered
    answer = await client.post("/tenggat/baru", data={**FORM, "finding": str(found.id)})
    assert answer.status_code == 303
    made = await only_one()
    assert made.source_finding == found.id
    assert made.source_quote == "Batas akhir pengisian portal adalah 20 Oktober mendatang, kata Inspektur."
    assert made.source_quote in (await client.get("/tenggat")).text


async def test_a_finding_that_is_no_date_or_lies_elsewhere_makes_no_deadline(
    world: World, client: AsyncClient
) -> None:
    claim = await claim_of(await evidence_of(world.actor("bureau"), world.units["kominfo"]), 2)
    foreign = await date_of(
        await evidence_of(world.actor("stranger"), None), "2023-10-20", quote="20 Oktober"
    )
    await world.sign_in(client, "coordinator")
    assert (await client.get(f"/tenggat/baru?finding={claim.id}")).status_code == 422
    assert (await client.get(f"/tenggat/baru?finding={foreign.id}")).status_code == 404
    assert (await client.post("/tenggat/baru", data={**FORM, "finding": str(foreign.id)})).status_code == 404
    assert (await client.get(f"/tenggat/baru?finding={PydanticObjectId()}")).status_code == 404


async def test_a_found_date_moves_a_deadline_and_its_sentence_is_the_reason(
    world: World, client: AsyncClient
) -> None:
    deadline = await portal(world)
    letter = await evidence_of(world.actor("coordinator"), None, title="Surat perpanjangan", period=None)
    found = await date_of(
        letter, "2023-10-27", quote="27 Oktober 2023", before="Pengisian diperpanjang sampai"
    )
    await world.sign_in(client, "coordinator")
    offered = (await client.get(f"/tenggat/{deadline.id}/pindah?finding={found.id}")).text
    assert 'value="2023-10-27"' in offered
    sentence = "Pengisian diperpanjang sampai 27 Oktober 2023, kata Inspektur."
    assert sentence in offered
    form = {"version": 1, "closes_on": "2023-10-27", "reason": "", "finding": str(found.id)}
    assert (await client.post(f"/tenggat/{deadline.id}/pindah", data=form)).status_code == 303
    moved = await only_one()
    assert moved.closes_at == datetime(2023, 10, 27, 16, 59, 59, tzinfo=UTC)
    assert (moved.history[0].closes_at, moved.history[0].reason) == (deadline.closes_at, sentence)
    assert moved.history[0].finding_id == found.id
    shown = (await client.get("/tenggat")).text
    assert "Pernah dipindahkan 1 kali" in shown
    assert sentence in shown
    assert (await audit.events_of(INSTANSI, str(deadline.id)))[-1].reason == sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Tulis alasan"),
        ({"closes_on": "2023-10-20"}, "sama dengan yang sekarang"),
        ({"closes_on": ""}, "tanggal tutup yang baru"),
        ({"closes_on": "besok"}, "2023-10-20"),
    ],
)
async def test_a_move_needs_another_day_and_a_reason(
    world: World, client: AsyncClient, changes: dict[str, str], words: str
) -> None:
    deadline = await portal(world)
    await world.sign_in(client, "coordinator")
    form = {"version": 1, "closes_on": "2023-10-27", "reason": "Surat B/12."}
    answer = await client.post(f"/tenggat/{deadline.id}/pindah", data={**form, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert (await only_one()).closes_at == deadline.closes_at


async def test_two_who_change_a_deadline_at_once_lose_nothing(world: World, client: AsyncClient) -> None:
    deadline = await portal(world)
    coordinator = world.actor("coordinator")
    await service.move(
        coordinator, deadline_id=deadline.id, version=1, closes_on=date(2023, 10, 25), reason="Surat A."
    )
    with pytest.raises(Conflict):
        await service.edit(
            coordinator, deadline_id=deadline.id, version=1, title="Lain", year=2023, through=4
        )
    await world.sign_in(client, "inspectorate")
    form = {"version": 1, "closes_on": "2023-10-27", "reason": "Surat B panjang."}
    answer = await client.post(f"/tenggat/{deadline.id}/pindah", data=form)
    assert answer.status_code == 409
    assert "25 Oktober 2023" in answer.text
    assert "Surat B panjang." in answer.text
    edited = await client.post(
        f"/tenggat/{deadline.id}/ubah", data={**FORM, "title": "Nama saya", "version": 1}
    )
    assert edited.status_code == 409
    assert 'value="Nama saya"' in edited.text
    assert 'name="version" value="2"' in edited.text


async def test_a_deadline_is_renamed_and_asks_for_more(world: World, client: AsyncClient) -> None:
    deadline = await portal(world)
    await world.sign_in(client, "coordinator")
    assert 'value="Batas portal RB"' in (await client.get(f"/tenggat/{deadline.id}/ubah")).text
    form = {**FORM, "title": "Batas akhir", "through": "4", "version": 1}
    assert (await client.post(f"/tenggat/{deadline.id}/ubah", data=form)).status_code == 303
    changed = await only_one()
    assert (changed.title, changed.through, changed.closes_at) == ("Batas akhir", 4, deadline.closes_at)


async def test_what_was_removed_is_not_changed(world: World) -> None:
    deadline = await portal(world)
    coordinator = world.actor("coordinator")
    removed = await service.remove(coordinator, deadline_id=deadline.id, version=1)
    with pytest.raises(NotFound):
        await service.remove(coordinator, deadline_id=deadline.id, version=removed.version)
    with pytest.raises(Invalid):
        await service.create(coordinator, title="", year=2023, through=3, closes_on=date(2023, 10, 20))
