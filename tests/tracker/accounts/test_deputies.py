"""Acting for somebody: their role and units, one's own name beside theirs, and an end by the clock."""

from datetime import date, timedelta

import pytest
from httpx import AsyncClient

from tests.tracker.world import DAY, INSTANSI, World, make_person
from tracker import clock
from tracker.accounts import deputies, handover
from tracker.accounts.models import Deputy, User
from tracker.accounts.rights import Role
from tracker.audit.models import Event
from tracker.errors import Conflict, Invalid
from tracker.institutions.models import Institution
from tracker.plans.models import ImportDraft
from tracker.progress import service as reports
from tracker.settings import get_settings

FIRST, LAST = date(2023, 10, 5), date(2023, 10, 9)


@pytest.fixture(autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(get_settings().data_dir, DAY - clock.real_now())


async def appoint(world: World, *, first: date = FIRST, last: date = LAST, who: str = "bureau_2") -> Deputy:
    """Let the bureau of another unit act for the bureau of kominfo."""
    institution = await Institution.get(INSTANSI)
    assert institution is not None
    return await deputies.appoint(
        world.actor("admin"),
        institution,
        for_user=world.people["bureau"],
        deputy_user_id=world.people[who].id,
        first=first,
        last=last,
        reason="Surat Perintah Plh. 800/12",
    )


async def test_a_deputy_works_in_the_units_of_the_other_and_is_named_with_them(
    world: World, client: AsyncClient
) -> None:
    deputy = await appoint(world)
    await world.sign_in(client, "bureau_2")
    report = "/capaian/general-1-a/1"
    assert (await client.get(report)).status_code == 404
    assert "Bureau" in (await client.get("/akun")).text
    assert (await client.post("/akun/bertindak", data={"deputy": str(deputy.id)})).status_code == 303
    page = await client.get(report)
    assert page.status_code == 200
    assert "Anda bertindak a.n. Bureau." in page.text
    assert (await client.get("/capaian/general-2-a/1")).status_code == 404, "one's own units wait meanwhile"
    form = {"revision": "0", "value": "1", "obstacles": "", "follow_up": "", "spent": ""}
    assert (await client.post(report, data=form)).status_code < 400
    event = await Event.find_one({"action": "progress.saved"})
    assert event is not None
    assert event.actor_name == "Bureau 2 a.n. Bureau"
    assert event.actor_id == str(world.people["bureau_2"].id)
    await client.post("/akun/bertindak", data={"deputy": ""})
    assert (await client.get(report)).status_code == 404


@pytest.mark.parametrize("days", [-1, 5])
async def test_before_the_first_and_after_the_last_day_nobody_acts(
    world: World, client: AsyncClient, days: int
) -> None:
    deputy = await appoint(world)
    clock.set_offset(get_settings().data_dir, DAY + timedelta(days=days) - clock.real_now())
    await world.sign_in(client, "bureau_2")
    assert (await client.post("/akun/bertindak", data={"deputy": str(deputy.id)})).status_code == 404


async def test_an_acting_deputy_falls_back_when_the_time_is_up_or_it_is_revoked(
    world: World, client: AsyncClient
) -> None:
    for ends in ("by the clock", "by the administrator"):
        clock.set_offset(get_settings().data_dir, DAY - clock.real_now())
        deputy = await appoint(world)
        await world.sign_in(client, "bureau_2")
        await client.post("/akun/bertindak", data={"deputy": str(deputy.id)})
        assert (await client.get("/capaian/general-1-a/1")).status_code == 200
        if ends == "by the clock":
            clock.set_offset(get_settings().data_dir, DAY + timedelta(days=5) - clock.real_now())
        else:
            await deputies.revoke(world.actor("admin"), deputy.id)
            with pytest.raises(Conflict):
                await deputies.revoke(world.actor("admin"), deputy.id)
        assert (await client.get("/capaian/general-1-a/1")).status_code == 404, ends


async def test_nobody_takes_up_the_deputyship_of_another(world: World, client: AsyncClient) -> None:
    deputy = await appoint(world)
    for who in ("coordinator", "inspectorate", "stranger"):
        await world.sign_in(client, who)
        answer = await client.post("/akun/bertindak", data={"deputy": str(deputy.id)})
        assert answer.status_code == 404, who


async def test_who_reports_for_another_does_not_decide_on_it(world: World) -> None:
    deputy = await appoint(world, who="inspectorate")
    acting = await deputies.acting(world.people["inspectorate"], deputy.id, instansi=INSTANSI)
    assert acting is not None
    saved = await reports.save(
        acting, progress_id="general-1-a:4", revision=0, value=None, spent=None, obstacles="x", follow_up=""
    )
    assert world.actor("inspectorate").user_id in saved.editors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last": date(2023, 10, 4)}, "last"),
        ({"first": date(2023, 9, 1), "last": date(2023, 9, 2)}, "last"),
        ({"last": date(2025, 10, 5)}, "last"),
        ({"who": "bureau"}, "deputy"),
    ],
)
async def test_a_deputyship_that_makes_no_sense_is_named(
    world: World, changes: dict[str, date], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        await appoint(world, **changes)  # type: ignore[arg-type]
    assert field in raised.value.fields


async def test_the_form_appoints_and_the_person_page_revokes(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    url = f"/orang/{world.people['leadership'].id}/pengganti"
    empty = await client.post(url, data={"first": "kemarin"})
    assert empty.status_code == 422
    assert "kemarin" in empty.text
    form = {"deputy": str(world.people["coordinator"].id), "first": "2023-10-06", "last": "2023-10-07"}
    assert (await client.post(url, data=form | {"reason": "Cuti"})).status_code == 303
    made = await Deputy.find_one({"reason": "Cuti"})
    assert made is not None
    html = (await client.get(f"/orang/{world.people['leadership'].id}")).text
    assert "Akan datang" in html
    assert (await client.post(f"/orang/pengganti/{made.id}/cabut")).status_code == 303


async def test_a_leavers_units_and_open_work_go_to_somebody_of_the_same_role(
    world: World, client: AsyncClient
) -> None:
    heir = await make_person("penerus", INSTANSI, Role.BUREAU, [world.units["bkd"]])
    leaver = world.people["bureau"]
    await reports.save(
        world.actor("bureau"),
        progress_id="tematik-1-a:1",
        revision=0,
        value=None,
        spent=None,
        obstacles="Menyusul.",
        follow_up="",
    )
    draft = ImportDraft(
        instansi=INSTANSI,
        plan_id=world.general.id,
        file_name="matriks.xlsx",
        file_id="f",
        by=str(leaver.id),
        at=DAY,
    )
    await draft.insert()
    await world.sign_in(client, "admin")
    page = (await client.get(f"/orang/{leaver.id}/alih")).text
    assert "Memadankan data penerima bantuan" in page
    assert "matriks.xlsx" in page
    for wrong in ("", str(world.people["inspectorate"].id), str(world.people["stranger"].id)):
        assert (await client.post(f"/orang/{leaver.id}/alih", data={"successor": wrong})).status_code == 422
    done = await client.post(f"/orang/{leaver.id}/alih", data={"successor": str(heir.id)})
    assert done.status_code == 303
    stored = await User.get(heir.id)
    assert stored is not None
    assert set(stored.memberships[0].units or []) == {world.units["bkd"], world.units["kominfo"]}
    assert [task.kind for task in await handover.tasks(INSTANSI, stored)] == ["import"]
    event = await Event.find_one({"action": "account.handed_over"})
    assert event is not None
    assert event.data["to"] == "penerus@uji.id"
    assert len(event.data["tasks"]) >= 2
