"""When a stage is open, for whom, as tables; and that a shut stage refuses what belongs to it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests.tracker.world import DAY, INSTANSI, World
from tracker import clock
from tracker.audit import service as audit
from tracker.deadlines import lookup, service
from tracker.deadlines.models import Deadline
from tracker.deadlines.windows import Stage, Window, gate
from tracker.errors import Conflict, Invalid, NotFound
from tracker.institutions.models import Institution
from tracker.progress import service as progress
from tracker.progress.models import Progress
from tracker.review import service as review
from tracker.settings import get_settings

OPENS, CLOSES, LONGER = (datetime(2023, 10, day, tzinfo=UTC) for day in (1, 20, 27))
REPORTING = Window(Stage.REPORT, 3, OPENS, CLOSES, {"98:bkd": LONGER})


@pytest.mark.parametrize(
    ("day", "stage", "triwulan", "unit", "is_open"),
    [
        pytest.param(20, Stage.REPORT, 3, "98:kominfo", True, id="the last instant belongs to it"),
        pytest.param(21, Stage.REPORT, 3, "98:kominfo", False, id="afterwards it is shut"),
        pytest.param(21, Stage.REPORT, 3, "98:bkd", True, id="a unit with an extension has longer"),
        pytest.param(28, Stage.REPORT, 3, "98:bkd", False, id="an extension ends too"),
        pytest.param(21, Stage.REPORT, 1, "98:kominfo", False, id="it covers the triwulan before its own"),
        pytest.param(21, Stage.REPORT, 4, "98:kominfo", True, id="later triwulan are not its matter"),
        pytest.param(21, Stage.CORRECT, 3, "98:kominfo", True, id="other stages are not its matter"),
        pytest.param(21, Stage.REPORT, 3, None, False, id="what has no unit has no extension"),
    ],
)
def test_a_strict_window_shuts_its_stage(
    day: int, stage: Stage, triwulan: int, unit: str | None, is_open: bool
) -> None:
    at = datetime(2023, 10, day, tzinfo=UTC)
    assert gate([REPORTING], stage, triwulan=triwulan, unit=unit, at=at).is_open is is_open


def test_before_the_window_the_gate_says_when_it_opens_and_after_it_when_it_closed() -> None:
    before = gate([REPORTING], Stage.REPORT, triwulan=3, unit=None, at=datetime(2023, 9, 30, tzinfo=UTC))
    assert (before.is_open, before.opens_at) == (False, OPENS)
    after = gate([REPORTING], Stage.REPORT, triwulan=3, unit=None, at=datetime(2023, 11, 1, tzinfo=UTC))
    assert (after.is_open, after.opens_at, after.closed_at) == (False, None, CLOSES)


def test_of_several_windows_one_that_is_open_is_enough() -> None:
    later = Window(Stage.REPORT, 4, datetime(2023, 12, 1, tzinfo=UTC), datetime(2023, 12, 31, tzinfo=UTC))
    at = datetime(2023, 12, 5, tzinfo=UTC)
    assert gate([REPORTING, later], Stage.REPORT, triwulan=2, unit=None, at=at).is_open
    between = gate([REPORTING, later], Stage.REPORT, triwulan=2, unit=None, at=CLOSES.replace(month=11))
    assert (between.is_open, between.opens_at) == (False, later.opens_at)


async def window(world: World, stage: Stage = Stage.REPORT, closes: date = date(2023, 10, 4)) -> Deadline:
    """A strict window; by default it closed the day before."""
    return await service.create(
        world.actor("coordinator"),
        title="Pengisian TW III",
        year=2023,
        through=3,
        closes_on=closes,
        stage=stage,
        strict=True,
    )


async def save(world: World, who: str, cell: str, revision: int = 0) -> Progress:
    return await progress.save(
        world.actor(who),
        progress_id=cell,
        revision=revision,
        value=Decimal(2),
        spent=None,
        obstacles="Rapat ditunda",
        follow_up="",
    )


async def test_a_shut_window_refuses_the_report_and_an_extension_opens_it_for_that_unit_alone(
    world: World,
) -> None:
    deadline = await window(world)
    with pytest.raises(Invalid, match="sudah ditutup 4 Oktober 2023"):
        await save(world, "bureau", "general-1-a:3")
    await service.extend(
        world.actor("coordinator"),
        deadline_id=deadline.id,
        version=1,
        unit=world.units["kominfo"],
        closes_on=date(2023, 10, 9),
        reason="Surat Kominfo Nomor 7 (rekaan)",
    )
    saved = await save(world, "bureau", "general-1-a:3")
    handed_in = await progress.submit(world.actor("bureau"), progress_id=saved.id, revision=saved.revision)
    assert handed_in.submissions[-1].late is False
    with pytest.raises(Invalid, match="sudah ditutup"):
        await save(world, "bureau_2", "general-2-a:3")
    event = (await audit.events_of(INSTANSI, str(deadline.id)))[-1]
    assert (event.action, event.reason) == ("deadline.extended", "Surat Kominfo Nomor 7 (rekaan)")


async def test_what_came_back_can_be_mended_after_the_window_of_reporting(world: World) -> None:
    saved = await save(world, "bureau", "general-1-a:3")
    handed_in = await progress.submit(world.actor("bureau"), progress_id=saved.id, revision=saved.revision)
    returned = await review.return_(
        world.actor("inspectorate"),
        progress_id=saved.id,
        revision=handed_in.revision,
        reason="Lampirkan dokumennya",
    )
    await window(world)
    again = await progress.submit(world.actor("bureau"), progress_id=saved.id, revision=returned.revision)
    await window(world, Stage.VERIFY)
    with pytest.raises(Invalid, match="Pemeriksaan Inspektorat"):
        await review.verify(world.actor("inspectorate"), progress_id=saved.id, revision=again.revision)


async def test_an_extension_is_later_for_a_unit_that_is_there_and_has_a_reason(world: World) -> None:
    deadline = await window(world, closes=date(2023, 10, 20))
    coordinator = world.actor("coordinator")
    with pytest.raises(Invalid) as caught:
        await service.extend(
            coordinator,
            deadline_id=deadline.id,
            version=1,
            unit="97:dinas-lain",
            closes_on=date(2023, 10, 20),
            reason=" ",
        )
    assert set(caught.value.fields) == {"unit", "closes_on", "reason"}
    given = {"unit": world.units["bkd"], "closes_on": date(2023, 10, 27), "reason": "Banjir"}
    await service.extend(coordinator, deadline_id=deadline.id, version=1, **given)
    with pytest.raises(Conflict):
        await service.extend(coordinator, deadline_id=deadline.id, version=1, **given)
    longer = await service.extend(
        coordinator, deadline_id=deadline.id, version=2, **(given | {"closes_on": date(2023, 10, 30)})
    )
    assert len(longer.extensions) == 1
    own = await lookup.nearest(world.actor("bureau_2"), await institution_of(), clock.now())
    all_others = await lookup.nearest(world.actor("bureau"), await institution_of(), clock.now())
    assert own is not None
    assert all_others is not None
    assert (own.days_left, all_others.days_left) == (25, 15)
    ended = await service.end_extension(
        coordinator, deadline_id=deadline.id, version=3, unit=world.units["bkd"]
    )
    assert ended.extensions == []
    with pytest.raises(NotFound):
        await service.end_extension(coordinator, deadline_id=deadline.id, version=4, unit=world.units["bkd"])


async def test_the_page_shows_each_unit_what_is_its_own_and_gives_managers_a_message_to_send(
    world: World, client: AsyncClient
) -> None:
    deadline = await window(world, closes=date(2023, 10, 20))
    await world.sign_in(client, "bureau")
    own = (await client.get(f"/tenggat/{deadline.id}")).text
    assert "Dinas Komunikasi dan Informatika" in own
    assert "Badan Kepegawaian Daerah" not in own
    assert "wa.me" not in own
    await world.sign_in(client, "coordinator")
    whole = (await client.get(f"/tenggat/{deadline.id}")).text
    assert "Yth. Admin Badan Kepegawaian Daerah, mengingatkan Pengisian TW III: 4 sel" in whole
    assert 'href="https://wa.me/?text=Yth.+Admin+Badan' in whole
    address = f"/tenggat/{deadline.id}/perpanjangan"
    form = {"unit": world.units["bkd"], "closes_on": "2023-10-19", "reason": "Banjir", "version": "1"}
    refused = await client.post(address, data=form)
    assert refused.status_code == 422
    assert "Banjir" in refused.text
    assert (await client.post(address, data=form | {"closes_on": "2023-10-27"})).status_code == 303
    conflict = await client.post(address, data=form | {"closes_on": "2023-10-28"})
    assert conflict.status_code == 409
    assert "Banjir" in conflict.text


async def institution_of() -> Institution:
    found = await Institution.get(INSTANSI)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
async def on_the_day(world: World) -> AsyncIterator[None]:
    """The fifth of October 2023, and afterwards no deadline and no report."""
    clock.set_offset(get_settings().data_dir, DAY - clock.real_now())
    yield
    for model in (Deadline, Progress):
        await model.get_pymongo_collection().delete_many({})
