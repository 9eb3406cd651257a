"""Who hears what of a deadline, in the application and by one mail a morning through a real SMTP server."""

import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from httpx import AsyncClient

from tests.tracker.world import DAY, INSTANSI, World
from tracker import clock
from tracker.deadlines import service as deadlines
from tracker.deadlines.models import Deadline
from tracker.notices.models import Letter, Notice
from tracker.notices.morning import remind
from tracker.notices.post import send_letters
from tracker.progress import service as progress
from tracker.progress.models import Progress
from tracker.review import service as review
from tracker.settings import get_settings

WEEK_BEFORE = datetime(2023, 10, 13, 0, 30, tzinfo=UTC)  # 07.30 WIB
DAY_AFTER = datetime(2023, 10, 21, 0, 30, tzinfo=UTC)


async def portal(world: World) -> Deadline:
    return await deadlines.create(
        world.actor("coordinator"),
        title="Batas portal RB",
        year=2023,
        through=3,
        closes_on=date(2023, 10, 20),
    )


async def told(world: World, who: str) -> list[Notice]:
    where = {"user_id": str(world.people[who].id)}
    return await Notice.find(where).sort("+at").to_list()


async def test_a_week_before_the_units_hear_what_they_lack_and_the_leadership_nothing(world: World) -> None:
    await portal(world)
    assert await remind(WEEK_BEFORE) == 3
    (own,) = await told(world, "bureau")
    assert (own.kind, own.data["missing"], own.data["days"], own.path) == (
        "deadline_ahead",
        8,
        7,
        "/kerja?tahun=2023",
    )
    (whole,) = await told(world, "coordinator")
    assert (whole.data["missing"], whole.data["units"], whole.data["silent"]) == (12, 2, 2)
    assert await told(world, "leadership") == []
    assert await told(world, "inspectorate") == []
    assert await told(world, "stranger") == []


async def test_nobody_is_told_the_same_thing_twice(world: World) -> None:
    await portal(world)
    assert await remind(WEEK_BEFORE) == 3
    assert await remind(WEEK_BEFORE.replace(hour=9)) == 0


async def test_before_seven_nobody_is_woken(world: World) -> None:
    await portal(world)
    assert await remind(datetime(2023, 10, 12, 23, 59, tzinfo=UTC)) == 0


async def test_after_the_day_those_who_must_know_hear_of_it_too(world: World) -> None:
    await portal(world)
    await remind(DAY_AFTER)
    (notice,) = await told(world, "leadership")
    assert (notice.kind, notice.data["days"], notice.data["silent"]) == ("deadline_late", 1, 2)
    assert len(await told(world, "inspectorate")) == 1


async def test_a_unit_with_longer_time_is_reminded_by_its_own_day(world: World) -> None:
    deadline = await portal(world)
    await deadlines.extend(
        world.actor("coordinator"),
        deadline_id=deadline.id,
        version=1,
        unit=world.units["kominfo"],
        closes_on=date(2023, 10, 23),
        reason="Surat nomor 7 (rekaan)",
    )
    await remind(datetime(2023, 10, 20, 1, tzinfo=UTC))
    (notice,) = await told(world, "bureau")
    assert (notice.data["closes_on"], notice.data["days"]) == ("2023-10-23", 3)
    assert await told(world, "bureau_2") == []


async def test_what_comes_back_is_told_to_the_unit_at_once_and_opens_on_the_report(
    world: World, client: AsyncClient
) -> None:
    await come_back(world)
    (notice,) = await told(world, "bureau")
    assert await told(world, "bureau_2") == []
    await world.sign_in(client, "bureau")
    home = (await client.get("/")).text
    assert '<span class="sr-only">belum dibaca: </span>1</span>' in home
    page = (await client.get("/pemberitahuan")).text
    assert "Dikembalikan Inspectorate: Lampirkan dokumennya" in page
    opened = await client.post(f"/pemberitahuan/{notice.id}/buka")
    assert opened.headers["location"] == "/capaian/general-1-a/3"
    assert "bell__count" not in (await client.get("/")).text
    await world.sign_in(client, "bureau_2")
    assert (await client.post(f"/pemberitahuan/{notice.id}/buka")).status_code == 404


async def test_all_that_was_shown_is_marked_as_read_and_what_came_since_is_not(
    world: World, client: AsyncClient
) -> None:
    await portal(world)
    await remind(WEEK_BEFORE)
    await world.sign_in(client, "bureau")
    shown = WEEK_BEFORE.replace(hour=0, minute=15)
    clock.set_offset(get_settings().data_dir, DAY_AFTER - clock.real_now())
    await client.post("/pemberitahuan/dibaca", data={"until": shown.isoformat()})
    assert (await told(world, "bureau"))[0].read_at is None
    await client.post("/pemberitahuan/dibaca", data={"until": WEEK_BEFORE.isoformat()})
    assert (await told(world, "bureau"))[0].read_at is not None
    assert (await client.post("/pemberitahuan/dibaca", data={"until": "kemarin"})).status_code == 422


async def test_one_letter_a_morning_holds_all_that_is_new(world: World, post_office: "PostOffice") -> None:
    await portal(world)
    clock.set_offset(get_settings().data_dir, WEEK_BEFORE - clock.real_now())
    await come_back(world)
    await remind(WEEK_BEFORE.replace(hour=1))
    assert await send_letters(WEEK_BEFORE) == 3
    letter = post_office.to("bureau@uji.id")
    assert letter["subject"] == "Renaksi 13 Oktober 2023: 2 hal menunggu Anda"
    text = letter.get_content()
    assert "7 hari lagi, 20 Oktober 2023: 7 sel realisasi belum diisi." in text
    assert "https://renaksi.uji/capaian/general-1-a/3" in text
    await remind(WEEK_BEFORE.replace(hour=3))
    assert await send_letters(WEEK_BEFORE) == 0
    assert len(post_office.letters) == 3


async def test_a_letter_of_a_server_that_is_away_is_tried_again_later(
    world: World, post_office: "PostOffice", monkeypatch: pytest.MonkeyPatch
) -> None:
    await portal(world)
    await remind(WEEK_BEFORE)
    monkeypatch.setenv("RENAKSI_SMTP_PORT", str(closed_port()))
    get_settings.cache_clear()
    assert await send_letters(WEEK_BEFORE) == 0
    waiting = await Letter.find_all().to_list()
    assert {(letter.state, letter.attempts) for letter in waiting} == {("waiting", 1)}
    assert all(letter.error for letter in waiting)
    monkeypatch.setenv("RENAKSI_SMTP_PORT", str(post_office.port))
    get_settings.cache_clear()
    assert await send_letters(WEEK_BEFORE) == 0  # it rests for a while first
    await Letter.get_pymongo_collection().update_many({}, {"$set": {"held_until": DAY}})
    assert await send_letters(WEEK_BEFORE) == 3


async def test_what_was_read_in_the_application_goes_into_no_letter(
    world: World, post_office: "PostOffice", client: AsyncClient
) -> None:
    await portal(world)
    await remind(WEEK_BEFORE)
    await world.sign_in(client, "bureau")
    clock.set_offset(get_settings().data_dir, DAY_AFTER - clock.real_now())
    await client.post("/pemberitahuan/dibaca", data={"until": DAY_AFTER.isoformat()})
    assert await send_letters(WEEK_BEFORE) == 2
    assert {letter["to"] for letter in post_office.letters} == {"bureau_2@uji.id", "coordinator@uji.id"}


async def come_back(world: World) -> None:
    """A report that the inspectorate gave back."""
    saved = await progress.save(
        world.actor("bureau"),
        progress_id="general-1-a:3",
        revision=0,
        value=Decimal(2),
        spent=None,
        obstacles="Rapat ditunda",
        follow_up="",
    )
    handed_in = await progress.submit(world.actor("bureau"), progress_id=saved.id, revision=saved.revision)
    await review.return_(
        world.actor("inspectorate"),
        progress_id=saved.id,
        revision=handed_in.revision,
        reason="Lampirkan dokumennya",
    )
    if await Progress.find_one({"_id": saved.id, "instansi": INSTANSI}) is None:
        raise AssertionError("the report is gone")


class PostOffice:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.port = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, address: str) -> EmailMessage:
        (found,) = [letter for letter in self.letters if letter["to"] == address]
        return found


@pytest.fixture
def post_office(monkeypatch: pytest.MonkeyPatch, tracker_settings: None) -> Iterator[PostOffice]:
    """A mail server on this machine, set as the one to use."""
    office = PostOffice()
    office.port = closed_port()
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    for name, value in {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(office.port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "renaksi@uji.id",
        "PUBLIC_URL": "https://renaksi.uji",
    }.items():
        monkeypatch.setenv(f"RENAKSI_{name}", value)
    get_settings.cache_clear()
    yield office
    controller.stop()
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture(autouse=True)
async def on_the_day(world: World) -> AsyncIterator[None]:
    """The fifth of October 2023, and afterwards nothing that anybody did."""
    clock.set_offset(get_settings().data_dir, DAY - clock.real_now())
    yield
    for model in (Deadline, Progress, Notice, Letter):
        await model.get_pymongo_collection().delete_many({})


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
