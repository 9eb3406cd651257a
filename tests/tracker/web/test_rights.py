"""Every route × every role: who has the right gets through, others are refused, strangers sign in first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.routing import APIRoute
from httpx import AsyncClient, Response

from tests.tracker.things import Things, make_things
from tests.tracker.world import World
from tracker.accounts.rights import RIGHTS, Right, Role
from tracker.app import ROUTERS
from tracker.web.session import Needs

PUBLIC = frozenset(
    {"healthz", "readyz", "metrics", "sign_in", "sign_in_submit", "sign_out", "set_language"}
    | {"sign_in_code", "sign_in_code_submit", "sign_in_set_up", "sign_in_set_up_submit"}
    | {"account_link", "account_link_use", "calendar_feed", "share_open", "sso_start", "sso_back"}
)
"""Routes that anybody may call: they give nothing but a way in. Those of the second line ask for a half-way
sign-in (accounts/test_second_factor.py), those of the third for a secret in the address (test_people.py,
test_calendar.py)."""
PEOPLE = {
    Role.BUREAU: "bureau",
    Role.INSPECTORATE: "inspectorate",
    Role.LEADERSHIP: "leadership",
    Role.ADMIN: "admin",
}


@dataclass(frozen=True)
class Walked:
    """A route with one of its methods and the right that it demands."""

    name: str
    method: str
    path: str
    right: Right | None


def walk() -> Iterator[Walked]:
    """All routes of the application."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            rights = [needed.right for needed in dependencies(route) if isinstance(needed, Needs)]
            for method in sorted(route.methods - {"HEAD"}):
                yield Walked(route.name, method, route.path, rights[0] if rights else None)


def dependencies(route: APIRoute) -> Iterator[object]:
    """What a route depends on, at any depth."""
    waiting = list(route.dependant.dependencies)
    while waiting:
        dependant = waiting.pop()
        yield dependant.call
        waiting.extend(dependant.dependencies)


ROUTES = list(walk())
GUARDED = [route for route in ROUTES if route.right is not None]


def test_every_route_names_its_right_or_is_public() -> None:
    unguarded = {route.name for route in ROUTES if route.right is None}
    assert unguarded == PUBLIC


def test_route_names_are_unique() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """One of each thing that a path may name, of the bureau's own unit."""
    return await make_things(world)


async def call(client: AsyncClient, route: Walked, things: Things) -> Response:
    path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: things.param(route.name, found[1]), route.path)
    writes = route.method == "POST"
    return await client.request(
        route.method,
        path,
        params=things.query(),
        data=things.form(route.name) if writes else None,
        files=things.files(route.name) if writes else None,
        headers={"hx-request": "true"},
    )


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: f"{route.method} {route.name}")
async def test_nobody_gets_in_without_signing_in(route: Walked, client: AsyncClient, things: Things) -> None:
    answer = await call(client, route, things)
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"].startswith("/masuk")


@pytest.mark.parametrize("role", Role)
async def test_a_role_gets_where_the_table_lets_it(
    role: Role, world: World, client: AsyncClient, things: Things
) -> None:
    """A refusal by role is 403; who has the right is not refused, whatever is wrong with an empty form."""
    await world.sign_in(client, PEOPLE[role])
    actor = world.actor(PEOPLE[role])
    for route in GUARDED:
        answer = await call(client, route, things)
        lets = role in RIGHTS[route.right] and not (
            RIGHTS[route.right][role] == "coordinator" and actor.units is not None
        )
        assert (answer.status_code == 403) is not lets, f"{route.method} {route.name}: {answer.status_code}"
        assert answer.status_code < 500, f"{route.method} {route.name}"


@pytest.mark.parametrize("who", ["stranger", "stranger_admin"])
async def test_another_institution_is_not_there(
    who: str, world: World, client: AsyncClient, things: Things
) -> None:
    """Whatever names a thing of this institution answers 404, or 403 by role, with a form that is valid."""
    await world.sign_in(client, who)
    for route in GUARDED:
        if things.names_a_thing(route.path):
            answer = await call(client, route, things)
            assert answer.status_code in {403, 404}, f"{route.method} {route.name}: {answer.status_code}"


async def test_another_unit_is_not_there(world: World, client: AsyncClient, things: Things) -> None:
    """What belongs to a unit is 404 to the bureau of another, unless the whole institution may see it."""
    await world.sign_in(client, "bureau_2")
    for route in GUARDED:
        reach = RIGHTS[route.right].get(Role.BUREAU)
        if reach == "own" and things.names_a_thing(route.path):
            answer = await call(client, route, things)
            assert answer.status_code == 404, f"{route.method} {route.name}: {answer.status_code}"
