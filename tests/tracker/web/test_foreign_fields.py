"""Every field that may hold an id × a thing of another unit and of another institution: refused.

Two nets: a write that names a foreign thing in its form is refused; and afterwards no document of the
institution holds an id of the other one, nor did any page show its texts.
"""

from dataclasses import dataclass

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of, suggestion_of
from tests.tracker.things import Things, make_things
from tests.tracker.web.walking import IDS, KINDS, Walked, call, expected, id_fields, unnamed_fields
from tests.tracker.world import DAY, INSTANSI, OTHER, World, make_person
from tracker.accounts.rights import RIGHTS, Reach, Role
from tracker.database import current_database
from tracker.deadlines.models import Deadline
from tracker.evidence.models import Evidence
from tracker.institutions.models import Unit
from tracker.plans.models import Plan, PlanNode, PlanStatus, Roadmap
from tracker.review import samples
from tracker.review.entries import Entry
from tracker.snapshots import freezing

SECRET = "Rahasia Lain Sekali"
REFUSED = {403, 404, 409, 422}
PLACES = {("suggestion_dismiss", "finding")}
"""Fields that only say which row of the page comes next; one that is not there leads to the first."""
WHO = ("bureau", "coordinator", "inspectorate", "admin", "leadership")


@dataclass(frozen=True)
class Foreign:
    """Ids of things by their kind, of another unit of the institution and of another institution."""

    things: Things
    of_unit: dict[str, str]
    of_institution: dict[str, str]


@pytest.fixture(scope="module")
async def foreign(world: World) -> Foreign:
    things = await make_things(world)
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
    inspector = (await make_person("stranger_inspectorate", OTHER, Role.INSPECTORATE)).actor(OTHER)
    assert inspector is not None
    line = Entry("asing-a:1", unit.id, 1, 2023, "submitted", 1, (), 0, 0.0)
    sample = await samples.take(inspector, [line], query={}, size=1, seed=SECRET)
    frozen = await freezing.freeze(inspector, deadline_id=deadline.id, reason=SECRET)
    theirs = await evidence_of(world.actor("stranger"), unit.id, title=SECRET)
    neighbours = await evidence_of(world.actor("bureau_2"), world.units["bkd"], title=SECRET)
    return Foreign(
        things,
        of_unit={
            "evidence": str(neighbours.id),
            "finding": str((await claim_of(neighbours, 7)).id),
            "suggestion": await ticked(neighbours, "general-2-a:3"),
        },
        of_institution={
            "unit": unit.id,
            "node": node.id,
            "roadmap": str(roadmap.id),
            "plan": str(plan.id),
            "evidence": str(theirs.id),
            "finding": str((await claim_of(theirs, 7)).id),
            "suggestion": await ticked(theirs, "general-9-a:3"),
            "deadline": str(deadline.id),
            "frozen": str(frozen.id),
            "sample": str(sample.id),
            "report": "asing-a:1@1",
            "person": str(world.people["stranger"].id),
        },
    )


async def ticked(evidence: Evidence, progress_id: str) -> str:
    """A row of the page that places an evidence, as its form says it."""
    suggestion = await suggestion_of(await claim_of(evidence, 8, start=60), progress_id, evidence.unit)
    return f"{suggestion.id}.0.1"


def test_somebody_has_said_of_every_field_whether_it_holds_an_id() -> None:
    """A new field is named in `IDS` or `PLAIN` of tests/tracker/web/walking.py."""
    assert unnamed_fields() == set()


def test_every_field_with_an_id_has_somebody_who_may_send_it() -> None:
    assert [route.name for route, _name in id_fields() if not senders(route)] == []


def senders(route: Walked) -> list[str]:
    """The people of the institution whom the route lets."""
    return [who for who in WHO if expected(KINDS[who], route) == "let"]


async def test_no_field_takes_a_thing_of_another_institution(
    world: World, client: AsyncClient, foreign: Foreign
) -> None:
    for who in WHO:
        await world.sign_in(client, who)
        await world.bear(client, who)
        for route, name in id_fields():
            if who in senders(route)[:1]:
                await send(client, route, name, foreign, foreign.of_institution[IDS[name]])
    await demand_untouched(foreign.of_institution)


async def test_no_field_takes_a_thing_of_another_unit(
    world: World, client: AsyncClient, foreign: Foreign
) -> None:
    await world.sign_in(client, "bureau")
    await world.bear(client, "bureau")
    for route, name in id_fields():
        assert route.right is not None
        own = RIGHTS[route.right].get(Role.BUREAU) is Reach.OWN
        if own and IDS[name] in foreign.of_unit:
            await send(client, route, name, foreign, foreign.of_unit[IDS[name]])


async def send(client: AsyncClient, route: Walked, name: str, foreign: Foreign, value: str) -> None:
    """Ask for the route with a foreign id in one field."""
    answer = await call(client, route, foreign.things, **{name: value})
    what = f"{route.method} {route.name} {name}: {answer.status_code}"
    assert answer.status_code < 500, what
    assert SECRET not in answer.text, what
    is_written = ("form", name) in route.fields or ("json", name) in route.fields
    if route.method in {"POST", "PUT"} and is_written and (route.name, name) not in PLACES:
        assert answer.status_code in REFUSED, what


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
