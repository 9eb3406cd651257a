"""Every route × every kind of person: who has the right gets through, others are refused or find nothing."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from tests.tracker.things import Things
from tests.tracker.web.walking import (
    GUARDED,
    KINDS,
    OUTSIDE,
    PUBLIC,
    ROUTES,
    call,
    counted,
    expected,
    in_order,
    make_walked,
    worth_walking,
)
from tests.tracker.world import World, make_person
from tracker.accounts import sessions, tokens
from tracker.accounts.models import Stage, User
from tracker.accounts.rights import RIGHTS, Reach, Right, Role
from tracker.accounts.sessions import open_sign_in
from tracker.database import in_transaction

REACHED: set[str] = set()
"""Routes that name a thing and gave somebody something else than 404."""


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """One of each thing that a path may name, of the bureau's own unit."""
    return await make_walked(world)


def test_every_route_names_its_right_or_is_public() -> None:
    unguarded = {route.name for route in ROUTES if route.right is None}
    assert unguarded == PUBLIC


def test_route_names_are_unique() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))


def test_every_right_is_in_the_table_and_asked_for_somewhere() -> None:
    assert set(RIGHTS) == set(Right)
    asked = {route.right for route in GUARDED}
    assert {right for right in Right if right not in asked} <= {Right.MANAGE_JOBS}


def test_the_kinds_of_people_span_every_role_institution_and_reach() -> None:
    kinds = set(KINDS.values())
    assert {(kind.role, kind.instansi) for kind in kinds} == {
        (role, place) for role in Role for place in {kind.instansi for kind in kinds}
    }
    assert {kind.units for kind in kinds if kind.role is Role.BUREAU} == {
        ("kominfo",),
        ("bkd",),
        ("x",),
        None,
    }


@pytest.mark.parametrize("whose", OUTSIDE)
async def test_nobody_gets_in_without_a_sign_in_that_is_open(
    whose: str, world: World, client: AsyncClient, things: Things
) -> None:
    await outside(whose, world, client)
    for route in in_order():
        answer = await call(client, route, things)
        what = f"{route.method} {route.name}: {answer.status_code}"
        if route.by_token:
            assert answer.status_code == 401, what
            assert answer.headers["content-type"] == "application/problem+json", what
            continue
        assert answer.status_code == 204, what
        assert answer.headers["hx-redirect"].startswith("/masuk"), what


async def outside(whose: str, world: World, client: AsyncClient) -> None:
    """A browser with a sign-in of an administrator's that opens nothing."""
    user = await User.get(world.people["admin"].id)
    assert user is not None
    if whose == "half way":
        token = await open_sign_in(user, address="", agent="", stage=Stage.CODE)
        client.cookies.set("renaksi_session", token)
    elif whose == "switched off":
        off = await make_person("pensiun", user.memberships[0].instansi, Role.ADMIN)
        world.people["pensiun"] = off
        await world.bear(client, "pensiun")
        client.cookies.set("renaksi_session", await open_sign_in(off, address="", agent=""))
        await User.get_pymongo_collection().update_one({"_id": off.id}, {"$set": {"active": False}})
    elif whose == "ended":
        token = await open_sign_in(user, address="", agent="")
        await sessions.close_sign_in(token)
        client.cookies.set("renaksi_session", token)
        await world.bear(client, "coordinator")
        await in_transaction(
            lambda session: tokens.end_all(session, world.people["coordinator"].id, because="test")
        )
        del world.tokens["coordinator"]


@pytest.mark.parametrize("who", KINDS)
async def test_a_person_gets_where_the_table_lets_them_and_nowhere_else(
    who: str, world: World, client: AsyncClient, things: Things
) -> None:
    """A refusal by role is 403; what lies outside of institution or unit is 404; who has the right is let."""
    await world.sign_in(client, who)
    await world.bear(client, who)
    found: Counter[str] = Counter()
    for route in worth_walking(who):
        answer = await call(client, route, things)
        awaited = expected(KINDS[who], route)
        found[awaited] += 1
        what = f"{who}: {route.method} {route.name}: {answer.status_code}, {awaited} awaited"
        assert answer.status_code < 500, what
        assert "/masuk" not in answer.headers.get("hx-redirect", ""), what
        if awaited == "refused":
            assert answer.status_code == 403, what
        elif awaited == "not there":
            assert answer.status_code == 404, what
        else:
            assert answer.status_code != 403, what
            if route.names_a_thing and answer.status_code != 404:
                REACHED.add(route.name)
    assert found["refused"] > 0
    assert found["let"] > 0 or found["not there"] > 0


@pytest.fixture(scope="module", autouse=True)
async def nothing_was_walked_in_vain() -> AsyncIterator[None]:
    """After all: each route that names a thing was found by somebody, so that its 404s tell something."""
    yield
    if len(REACHED) > 1:
        assert {route.name for route in GUARDED if route.names_a_thing} - REACHED == set()


def test_how_much_was_walked_is_counted() -> None:
    walk = counted()
    assert walk.routes == len(GUARDED) + walk.public
    assert walk.requests > 1_000


def test_a_right_over_the_whole_institution_is_nobodys_who_has_some_units_only() -> None:
    """The rights to change a plan or a deadline reach all units, so a person of one unit has none of them."""
    reaching = {Right.EDIT_PLAN, Right.MANAGE_DEADLINE}
    assert {RIGHTS[right][Role.BUREAU] for right in reaching} == {Reach.COORDINATOR}
