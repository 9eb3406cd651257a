"""The first tour: it meets a person on their first page, goes with them, and stays away once it is closed."""

import re

import pytest
from httpx import AsyncClient

from tests.tracker.web.walking import KINDS, ROUTES
from tests.tracker.world import World
from tracker.accounts.rights import RIGHTS, Role
from tracker.help.tour import steps_of, stop

RIGHT = {route.name: route.right for route in ROUTES if route.method == "GET"}


@pytest.mark.parametrize("role", Role)
def test_a_tour_leads_through_pages_that_its_role_may_see(role: Role) -> None:
    steps = steps_of(role)
    assert 4 <= len(steps) <= 5
    for step in steps:
        right = RIGHT[step.route]
        assert right is not None
        assert role in RIGHTS[right]


@pytest.mark.parametrize(
    ("route", "asked", "is_closed", "number"),
    [
        pytest.param("home", None, False, 1, id="the first page meets who has not closed it"),
        pytest.param("home", None, True, None, id="once closed it stays away"),
        pytest.param("home", "1", True, 1, id="from help it begins again"),
        pytest.param(
            "work", None, False, None, id="other pages have nothing of it unless the address says so"
        ),
        pytest.param("work", "3", True, 3, id="each step stands on its own page"),
        pytest.param("work", "2", False, None, id="and on no other"),
        pytest.param("home", "9", False, None, id="a step that is not there is none"),
        pytest.param("home", "x", True, None, id="nor is a word"),
    ],
)
def test_where_the_tour_stands(route: str, asked: str | None, is_closed: bool, number: int | None) -> None:
    found = stop(Role.BUREAU, route=route, asked=asked, is_closed=is_closed)
    assert (found.number if found else None) == number


@pytest.mark.parametrize("who", ["bureau", "inspectorate", "leadership", "admin"])
async def test_the_tour_goes_from_page_to_page_by_links_and_ends(
    who: str, world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, who)
    page = await client.get("/", follow_redirects=True)
    count = len(steps_of(KINDS[who].role))
    for number in range(1, count + 1):
        assert f"langkah {number} dari {count}" in page.text
        onward = re.search(rf'href="([^"]*tur={number + 1})"', page.text)
        assert (onward is None) == (number == count)
        if onward:
            page = await client.get(onward[1])
    closed = await client.post("/bantuan/tur/tutup", headers={"referer": "http://renaksi.test/bantuan?tur=5"})
    assert closed.headers["location"] == "/bantuan"
    assert "langkah 1" not in (await client.get("/", follow_redirects=True)).text
    again = re.search(r'href="([^"]*tur=1)"', (await client.get("/bantuan")).text)
    assert again is not None
    assert f"langkah 1 dari {count}" in (await client.get(again[1])).text
