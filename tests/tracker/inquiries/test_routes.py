"""Leadership asks, the unit answers, and both see where it stands."""

from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from tests.tracker.papers import evidence_of
from tests.tracker.world import DAY, World
from tracker.audit.service import events_of
from tracker.clock import now, real_now, set_offset
from tracker.inquiries.models import Inquiry
from tracker.inquiries.morning import remind_of_inquiries
from tracker.inquiries.rules import Standing, is_overdue, reminder_days
from tracker.notices.models import Notice
from tracker.settings import get_settings

DUE = "2023-10-09"
WHY = "Mengapa triwulan III belum diisi?"


@pytest.fixture(scope="module", autouse=True)
def the_day(world: World) -> None:
    set_offset(get_settings().data_dir, DAY - real_now())


async def asked(world: World, client: AsyncClient, kind: str, identifier: str, **form: str) -> Inquiry:
    await world.sign_in(client, "leadership")
    sent = {"kind": kind, "about": identifier, "text": WHY, "due_on": DUE} | form
    answer = await client.post("/penjelasan/baru", data=sent)
    assert answer.status_code == 303, answer.text
    found = await Inquiry.get(answer.headers["location"].rpartition("/")[2])
    assert found is not None
    return found


async def say(client: AsyncClient, inquiry: Inquiry, step: str, **form: str) -> Response:
    kept = await Inquiry.get(inquiry.id)
    assert kept is not None
    sent = {"version": str(kept.version)} | form
    return await client.post(f"/penjelasan/{inquiry.id}/{step}", data=sent)


async def standing(inquiry: Inquiry) -> Standing:
    kept = await Inquiry.get(inquiry.id)
    assert kept is not None
    return kept.standing


async def test_a_question_goes_the_whole_way(world: World, client: AsyncClient) -> None:
    identifier = str(world.renaksi[0].id)
    inquiry = await asked(world, client, "renaksi", identifier)
    assert WHY in (await client.get(f"/rencana/renaksi/{identifier}")).text
    evidence = await evidence_of(world.actor("bureau"), world.units["kominfo"])

    await world.sign_in(client, "bureau")
    assert WHY in (await client.get("/")).text
    assert "meminta penjelasan sampai 9 Oktober 2023" in (await client.get("/pemberitahuan")).text
    answer = await say(client, inquiry, "jawab", text="Sedang direkap.", evidence=str(evidence.id))
    assert answer.status_code == 303

    await world.sign_in(client, "leadership")
    page = (await client.get(f"/penjelasan/{inquiry.id}")).text
    assert "Sedang direkap." in page
    assert f"/bukti/{evidence.id}" in page
    assert "Dijawab Bureau: Sedang direkap." in (await client.get("/pemberitahuan")).text
    assert (await say(client, inquiry, "tanya-lagi", text="Sampai kapan?", due_on=DUE)).status_code == 303
    assert await standing(inquiry) is Standing.OPEN
    assert (await say(client, inquiry, "tutup")).status_code == 303
    assert await standing(inquiry) is Standing.CLOSED
    actions = [event.action for event in await events_of("98", str(inquiry.id))]
    assert actions == ["inquiry.asked", "inquiry.answered", "inquiry.asked_again", "inquiry.closed"]


async def test_the_last_word_can_be_taken_back_by_who_said_it(world: World, client: AsyncClient) -> None:
    inquiry = await asked(world, client, "sel", "general-1-a:3")
    await world.sign_in(client, "bureau")
    assert (await client.post(f"/penjelasan/{inquiry.id}/tarik?versi=1")).status_code == 409
    await say(client, inquiry, "jawab", text="Salah kirim.")
    assert (await client.post(f"/penjelasan/{inquiry.id}/tarik?versi=2")).status_code == 303
    assert await standing(inquiry) is Standing.OPEN
    await world.sign_in(client, "leadership")
    assert (await client.post(f"/penjelasan/{inquiry.id}/tarik?versi=3")).status_code == 303
    assert await standing(inquiry) is Standing.WITHDRAWN
    assert "Salah kirim." not in (await client.get(f"/penjelasan/{inquiry.id}")).text


async def test_who_saw_an_older_version_writes_nothing(world: World, client: AsyncClient) -> None:
    inquiry = await asked(world, client, "unit", world.units["kominfo"])
    await world.sign_in(client, "bureau")
    form = {"version": "1", "text": "Jawaban."}
    assert (await client.post(f"/penjelasan/{inquiry.id}/jawab", data=form)).status_code == 303
    assert (await client.post(f"/penjelasan/{inquiry.id}/jawab", data=form)).status_code == 409


async def test_another_unit_neither_sees_nor_answers(world: World, client: AsyncClient) -> None:
    inquiry = await asked(world, client, "output", "general-1-b")
    await world.sign_in(client, "bureau_2")
    assert (await client.get(f"/penjelasan/{inquiry.id}")).status_code == 404
    assert (await say(client, inquiry, "jawab", text="Bukan saya.")).status_code == 404
    assert str(inquiry.id) not in (await client.get("/penjelasan")).text


async def test_an_answer_takes_no_evidence_of_others(world: World, client: AsyncClient) -> None:
    inquiry = await asked(world, client, "renaksi", str(world.renaksi[0].id))
    foreign = await evidence_of(world.actor("bureau_2"), world.units["bkd"])
    await world.sign_in(client, "bureau")
    assert (await say(client, inquiry, "jawab", text="Lihat.", evidence=str(foreign.id))).status_code == 404


async def test_a_figure_of_the_whole_plan_is_asked_of_the_coordinator(
    world: World, client: AsyncClient
) -> None:
    identifier = f"{world.general.id}/terbukti/3"
    inquiry = await asked(world, client, "angka", identifier)
    assert inquiry.unit is None
    assert WHY in (await client.get(f"/persentase/{world.general.id}/terbukti?tw=3")).text
    await world.sign_in(client, "bureau")
    assert (await client.get(f"/penjelasan/{inquiry.id}")).status_code == 404
    await world.sign_in(client, "coordinator")
    assert (await say(client, inquiry, "jawab", text="Akan ditindaklanjuti.")).status_code == 303


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [("renaksi", "x"), ("sel", "general-9-z:1"), ("unit", "97:x"), ("angka", "a/b/c"), ("entah", "1")],
)
async def test_what_is_not_there_cannot_be_asked_about(
    world: World, client: AsyncClient, kind: str, identifier: str
) -> None:
    await world.sign_in(client, "inspectorate")
    sent = {"kind": kind, "about": identifier, "text": WHY, "due_on": DUE}
    assert (await client.post("/penjelasan/baru", data=sent)).status_code == 404


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "leadership")
    sent = {"kind": "renaksi", "about": str(world.renaksi[0].id), "text": WHY, "due_on": "2023-10-01"}
    answer = await client.post("/penjelasan/baru", data=sent)
    assert answer.status_code == 422
    assert "paling cepat hari ini" in answer.text
    assert WHY in answer.text


async def test_a_late_answer_is_reminded_of_once_a_morning(world: World, client: AsyncClient) -> None:
    inquiry = await asked(world, client, "sel", "tematik-1-a:3", due_on="2023-10-06")
    morning = now() + timedelta(days=4)  # three days after the due day
    assert await remind_of_inquiries(morning) >= 2
    assert await remind_of_inquiries(morning) == 0
    where = {"kind": "inquiry_due", "path": f"/penjelasan/{inquiry.id}"}
    told = {notice.user_id for notice in await Notice.find(where).to_list()}
    assert told == {world.actor("bureau").user_id, world.actor("leadership").user_id}


def test_days_are_counted_from_the_due_day() -> None:
    due = DAY.date()
    assert [days for days in range(-3, 9) if reminder_days(due, due + timedelta(days)) is not None] == [
        *(-1, 0, 1, 3, 7)
    ]
    assert is_overdue("open", due, due + timedelta(days=1))
    assert not is_overdue("open", due, due)
    assert not is_overdue("answered", due, due + timedelta(days=1))
