"""Every field that may hold an id × a thing of another unit and of another institution: refused.

Three nets: a write that names a foreign thing in its form is refused; afterwards no document of the
institution holds an id of the other one, nor did any page show its texts; and the same request with a thing
of one's own gets another answer, so that it was the id that was refused.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, date_of, evidence_of, suggestion_of
from tests.tracker.things import Things, an_inquiry, make_things
from tests.tracker.web.walking import (
    Walked,
    call,
    id_fields,
    kind_of,
    round_of_institutions,
    round_of_units,
    senders,
    unnamed_fields,
)
from tests.tracker.world import DAY, INSTANSI, OTHER, World, make_person, make_renaksi
from tracker.accounts import deputies
from tracker.accounts.models import User
from tracker.accounts.rights import Role
from tracker.clock import now
from tracker.database import current_database
from tracker.deadlines.models import Deadline
from tracker.evidence.models import Evidence, Finding
from tracker.institutions.models import Institution, Unit
from tracker.plans.models import Plan, PlanNode, PlanStatus, Roadmap
from tracker.progress import service as progress
from tracker.progress.models import Progress
from tracker.resumable import service as resumable
from tracker.review import samples
from tracker.review.entries import Entry
from tracker.snapshots import freezing

SECRET = "Rahasia Lain Sekali"
REFUSED = {403, 404, 409, 422}
PLACES = {("suggestion_dismiss", "finding"), ("suggestion_take_up", "finding")}
"""Fields that only say which row of the page comes next; one that is not there leads to the first."""
LEADING_BACK = {
    *(
        ("grid_save", "unit"),
        ("review_view_save", "sampel"),
        ("review_undo", "sampel"),
        ("sample_take", "sampel"),
    ),
    *((f"review_{what}", "unit") for what in ("verify", "return", "reopen", "undo", "hold")),
    *((route, name) for route in ("review_bulk_page", "review_bulk_undo") for name in ("unit", "sampel")),
}
"""Filters in the address of a write, or of what one leads to, that only say to which list it leads back: they
are neither read nor kept, so a foreign one gets what an own one gets."""
WAITING = "tematik-1-b:2"
"""The report that waits for the inspectorate."""


@dataclass(frozen=True)
class Foreign:
    """Ids of things by their kind: one's own, of another unit of the institution, of another institution."""

    things: Things
    own: dict[str, str]
    of_unit: dict[str, str]
    of_institution: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What a request got, without the id that it sent and its own; `led_to` names no new things either."""

    status: int
    led_to: str
    text: str


@pytest.fixture(scope="module")
async def foreign(world: World) -> Foreign:
    things = await make_things(world)
    saved = await drafted(world, WAITING)
    await progress.submit(world.actor("bureau"), progress_id=WAITING, revision=saved.revision)
    things.params["review_page.progress_id"] = WAITING
    leaver = await make_person("leaver", INSTANSI, Role.LEADERSHIP)
    things.params["handover_do.person_id"] = str(leaver.id)
    things.params["upload_finish.upload_id"] = await received(world)
    taken_up = await suggestion_of(
        await Finding.get(things.params["finding_id"]), "tematik-1-a:4", world.units["kominfo"]
    )
    things.params["suggestion_take_up.suggestion_id"] = str(taken_up.id)
    unit = Unit(id=f"{OTHER}:x", instansi=OTHER, code="x", name=SECRET, short_name=SECRET)
    await unit.insert()
    roadmap = Roadmap(instansi=OTHER, title=SECRET, year_from=2020, year_to=2024)
    await roadmap.insert()
    node = PlanNode(id="simpul-asing", parent=None, kind="kegiatan_utama", name=SECRET)
    plan = Plan(
        instansi=OTHER,
        roadmap_id=roadmap.id,
        kind="general",
        year=2023,
        title=SECRET,
        status=PlanStatus.ACTIVE,
        nodes=[node],
        created_at=DAY,
    )
    await plan.insert()
    deadline = Deadline(
        instansi=OTHER, title=SECRET, year=2023, through=1, opens_at=None, closes_at=DAY, created_at=DAY
    )
    await deadline.insert()
    world.people["stranger_inspectorate"] = await make_person(
        "stranger_inspectorate", OTHER, Role.INSPECTORATE
    )
    inspector = world.actor("stranger_inspectorate")
    line = Entry("asing-a:1", unit.id, 1, 2023, "submitted", 1, (), 0, 0.0)
    sample = await samples.take(inspector, [line], query={}, size=1, seed=SECRET)
    frozen = await freezing.freeze(inspector, deadline_id=deadline.id, reason=SECRET)
    theirs = await evidence_of(world.actor("stranger"), unit.id, title=SECRET)
    neighbours = await evidence_of(world.actor("bureau_2"), world.units["bkd"], title=SECRET)
    day = await date_of(theirs, "2023-10-20", quote="20 Oktober 2023")
    action = await make_renaksi(plan, node.id, 9, SECRET, unit.id)
    deputyship = await deputyship_of(
        world, "stranger_admin", world.people["stranger_inspectorate"], world.people["stranger"]
    )
    return Foreign(
        things,
        own=await own_ids(world, things),
        of_unit={
            "evidence": str(neighbours.id),
            "finding": str((await claim_of(neighbours, 7)).id),
            "suggestion": await ticked(neighbours, "general-2-a:3"),
        },
        of_institution={
            "unit": unit.id,
            "node": node.id,
            "parent": node.id,
            "roadmap": str(roadmap.id),
            "plan": str(plan.id),
            "evidence": str(theirs.id),
            "finding": str((await claim_of(theirs, 7)).id),
            "suggestion": await ticked(theirs, "general-9-a:3"),
            "deadline": str(deadline.id),
            "frozen": str(frozen.id),
            "sample": str(sample.id),
            "report": "asing-a:1@1",
            "draft": "asing-a:1@1",
            "person": str(world.people["stranger"].id),
            "renaksi": str(action.id),
            "date": str(day.id),
            "deputyship": deputyship,
        },
    )


async def received(world: World) -> str:
    """An upload of the bureau's that has come whole and waits for its end."""

    async def stream() -> AsyncIterator[bytes]:
        yield b"Teks lain"

    actor = world.actor("bureau")
    upload = await resumable.begin(actor, unit=world.units["kominfo"], name="kiriman.txt", size=9)
    await resumable.append(actor, upload_id=upload.id, offset=0, stream=stream())
    return str(upload.id)


async def own_ids(world: World, things: Things) -> dict[str, str]:
    """Things that the people of the walk may name, of each kind."""
    evidence = await Evidence.get(things.params["evidence_id"])
    assert evidence is not None
    ids = {
        name: things.params[f"{name}_id"]
        for name in (
            *("node", "roadmap", "plan", "evidence", "finding"),
            *("deadline", "frozen", "renaksi"),
        )
    }
    return ids | {
        "unit": world.units["kominfo"],
        "parent": "k1",
        "draft": f"tematik-1-b:4@{(await drafted(world, 'tematik-1-b:4')).revision}",
        "sample": await sampled(world, WAITING),
        "date": str((await date_of(evidence, "2023-10-20", quote="20 Oktober 2023")).id),
        "suggestion": await ticked(evidence, "tematik-1-a:3", page=1),
        "report": "{progress_id}@{progress_revision}",
        "person": str(world.people["leadership"].id),
        "deputyship": await deputyship_of(world, "admin", world.people["bureau_2"], world.people["bureau"]),
    }


async def drafted(world: World, progress_id: str) -> Progress:
    """A report that may be handed in."""
    return await progress.save(
        world.actor("bureau"),
        progress_id=progress_id,
        revision=0,
        value=Decimal(20),
        spent=None,
        obstacles="Buktinya menyusul",
        follow_up="",
    )


async def sampled(world: World, progress_id: str) -> str:
    """A sample that holds a report."""
    line = Entry(progress_id, world.units["kominfo"], 2, 2023, "submitted", 2, (), 0, 0.0)
    taken = await samples.take(world.actor("inspectorate"), [line], query={}, size=1, seed="uji")
    return str(taken.id)


async def deputyship_of(world: World, by: str, for_whom: User, deputy: User) -> str:
    """That somebody acts for another, today and a week on."""
    actor, today = world.actor(by), now().date()
    institution = await Institution.get(actor.instansi)
    assert institution is not None
    made = await deputies.appoint(
        actor,
        institution,
        for_user=for_whom,
        deputy_user_id=deputy.id,
        first=today,
        last=today + timedelta(days=7),
        reason="Cuti",
    )
    return str(made.id)


async def ticked(evidence: Evidence, progress_id: str, *, page: int = 2) -> str:
    """A row of the page that places an evidence, as its form says it."""
    claim = await claim_of(evidence, 8, start=60, page=page)
    suggestion = await suggestion_of(claim, progress_id, evidence.unit)
    return f"{suggestion.id}.0.1"


def test_somebody_has_said_of_every_field_whether_it_holds_an_id() -> None:
    """A new field is named in `IDS` or `PLAIN` of tests/tracker/web/walking.py."""
    assert unnamed_fields() == set()


def test_every_field_with_an_id_has_somebody_who_may_send_it() -> None:
    assert [route.name for route, _name in id_fields() if not senders(route)] == []


async def test_no_field_takes_a_thing_of_another_institution(
    world: World, client: AsyncClient, foreign: Foreign
) -> None:
    alike: set[tuple[str, str]] = set()
    for who, route, name in round_of_institutions():
        await world.sign_in(client, who)  # anew, because one of the fields makes them act for another
        await world.bear(client, who)
        alike |= await send(client, route, name, foreign, foreign.of_institution)
    await demand_untouched(foreign.of_institution)
    assert alike == LEADING_BACK


async def test_a_page_that_is_asked_for_twice_says_the_same(
    world: World, client: AsyncClient, foreign: Foreign
) -> None:
    """So that where an own id is answered otherwise than a foreign one, it is because of the id."""
    for who, route, name in round_of_institutions():
        if route.method == "GET":
            await world.sign_in(client, who)
            await world.bear(client, who)
            value = foreign.of_institution[kind_of(route, name)]
            first, second = [await answer_to(client, route, foreign.things, name, value) for _time in "12"]
            assert first == second, f"{route.name} {name}"


async def test_no_field_takes_a_thing_of_another_unit(
    world: World, client: AsyncClient, foreign: Foreign
) -> None:
    await world.sign_in(client, "bureau")
    await world.bear(client, "bureau")
    foreign.things.params["inquiry_id"] = str((await an_inquiry(world)).id)
    alike: set[tuple[str, str]] = set()
    for _who, route, name in round_of_units():
        alike |= await send(client, route, name, foreign, foreign.of_unit)
    assert alike == set()


async def send(
    client: AsyncClient, route: Walked, name: str, foreign: Foreign, ids: dict[str, str]
) -> set[tuple[str, str]]:
    """Ask with a foreign id in one field, then with an own one; the field where both got the same answer."""
    kind = kind_of(route, name)
    refused = await answer_to(client, route, foreign.things, name, ids[kind])
    what = f"{route.method} {route.name} {name}: {refused.status}"
    assert refused.status < 500, what
    assert SECRET not in refused.text, what
    is_written = ("form", name) in route.fields or ("json", name) in route.fields
    is_written = route.method in {"POST", "PUT"} and is_written and (route.name, name) not in PLACES
    if is_written:
        assert refused.status in REFUSED, what
    own = foreign.own[kind].format_map(foreign.things.params)
    let = await answer_to(client, route, foreign.things, name, own)
    assert not is_written or let.status not in REFUSED, f"{what}, and an own one {let.status}"
    return {(route.name, name)} if let == refused else set()


async def answer_to(client: AsyncClient, route: Walked, things: Things, name: str, value: str) -> Answer:
    """What the request gets with that value in one field, the versions in its form being those of now."""
    await things.renew()
    answer = await call(client, route, things, **{name: value})
    led_to = answer.headers.get("hx-redirect", answer.headers.get("location", ""))
    sent = (value, quote(value, safe=""), quote(value, safe="/"), answer.headers["x-request-id"])
    texts = (led_to, answer.text)
    for one in sent:
        texts = tuple(text.replace(one, "·") for text in texts)
    led_to, text = texts
    return Answer(answer.status_code, re.sub(r"[0-9a-f]{24}", "·", led_to), text)


async def demand_untouched(ids: dict[str, str]) -> None:
    """No document of the institution holds one of the ids, and nothing happened in the other one."""
    database = current_database()
    for name in await database.list_collection_names():
        if name.endswith((".chunks", ".files")):
            continue
        for document in await database[name].find({"instansi": INSTANSI}).to_list():
            text = str(document)
            assert [one for one in ids.values() if one in text] == [], f"{name}: {text[:300]}"
    events = await database["events"].find({"instansi": OTHER}).to_list()
    assert [event for event in events if not event["actor_name"].startswith("Stranger")] == []
