"""Whatever a browser or a script sends: an answer that says what to do, never a fault of the program."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from httpx import AsyncClient

from tests.tracker.things import Things, make_things
from tests.tracker.web.walking import Walked, walk
from tests.tracker.world import World
from tracker.accounts.rights import RIGHTS, Right, Role
from tracker.app import ROUTERS

BY_NAME = {route.name: route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
GUARDED = [route for route in walk() if route.right is not None]
ODD = {
    "huge number": "1" + "0" * 30,
    "superscript": "²",
    "nul and lone surrogate": "a\0\ud800",
    "half an address": "http://[",
    "nothing": "",
}
PEOPLE = {Role.ADMIN: "admin", Role.BUREAU: "coordinator", Role.INSPECTORATE: "inspectorate"}


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """One of each thing that a path may name."""
    return await make_things(world)


def somebody(right: Right) -> str:
    """Who has the right, over all units."""
    return next(name for role, name in PEOPLE.items() if role in RIGHTS[right])


def names(route: APIRoute) -> Iterator[tuple[str, str]]:
    """Where each parameter of a route stands, and its name."""
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        yield from (("path", one.alias) for one in dependant.path_params)
        yield from (("query", one.alias) for one in dependant.query_params)
        for one in dependant.body_params:
            model = getattr(one.field_info.annotation, "model_fields", None)
            is_json = model and route.path.startswith("/api/")
            yield from (("json", name) for name in model) if is_json else [("form", one.alias)]
        waiting.extend(dependant.dependencies)


def encoded(fields: dict[str, str]) -> str:
    return "&".join(
        f"{quote(name)}={quote(text.encode(errors='surrogatepass'))}" for name, text in fields.items()
    )


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_no_parameter_of_any_route_makes_the_program_fail(
    world: World, client: AsyncClient, things: Things, odd: str
) -> None:
    failed = []
    for who in sorted(set(PEOPLE.values())):
        await world.sign_in(client, who)
        await world.bear(client, who)
        for route in GUARDED:
            assert route.right is not None
            if somebody(route.right) != who:
                continue
            for place, name in dict.fromkeys(names(BY_NAME[route.name])):
                try:
                    status: int | str = await send(client, route, things, place, name, odd)
                except Exception as error:  # whatever it is, it is told with its route
                    status = f"{type(error).__name__}: {error}"[:200]
                if not isinstance(status, int) or status >= 500:
                    failed.append(f"{route.method} {route.name} {place} {name}: {status}")
    assert failed == [], "\n".join(failed)


async def send(client: AsyncClient, route: Walked, things: Things, place: str, name: str, odd: str) -> int:
    """The status of a request that is right but for one parameter."""
    path_odd = {name: odd} if place == "path" and odd else {}
    path = re.sub(
        r"\{(\w+)(:\w+)?\}",
        lambda found: quote(
            path_odd.get(found[1], things.param(route.name, found[1])).encode(errors="surrogatepass"), safe=""
        ),
        route.path,
    )
    if any(where == "json" for where, _name in route.fields):
        body_odd = things.json(route.name) | ({name: odd} if place == "json" else {})
        answer = await client.request(
            route.method,
            path,
            content=json.dumps(body_odd).encode(errors="surrogatepass"),
            headers={"content-type": "application/json"},
        )
        return answer.status_code
    query = things.query(route.name) | ({name: odd} if place == "query" else {})
    body = things.form(route.name) | ({name: odd} if place == "form" else {})
    files = things.files(route.name) if route.method == "POST" else None
    headers = {} if files else {"content-type": "application/x-www-form-urlencoded"}
    content = None if files or route.method != "POST" else encoded(body)
    answer = await client.request(
        route.method,
        f"{path}?{encoded(query)}",
        headers=headers,
        content=content,
        files=files,
        data={key: text.encode(errors="replace").decode() for key, text in body.items()} if files else None,
    )
    return answer.status_code
