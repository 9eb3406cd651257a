"""Every page, for everybody, in every state: axe-core finds nothing, nothing shifts, nothing is cut off."""

import re
from collections import defaultdict
from html import unescape

import pytest
from httpx import AsyncClient

from tests.tracker.pages.shapes import doubled_ids, pieces
from tests.tracker.pages.views import (
    NEWCOMERS,
    PEOPLE,
    View,
    bad_forms,
    every_view,
    guests,
    page_routes,
    unnamed,
)
from tests.tracker.pages.window import Findings, listed, window
from tests.tracker.things import Things
from tests.tracker.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
async def views(world: World, things: Things, visitor: AsyncClient) -> list[View]:
    """All of them."""
    found = [view async for view in every_view(visitor, world, things, (*PEOPLE, *NEWCOMERS))]
    found += [view async for view in bad_forms(visitor, world, things)]
    found += [view async for view in guests(visitor, world, things)]
    return found


@pytest.fixture(scope="module")
async def findings(
    views: list[View], world: World, things: Things, visitor: AsyncClient, chromium: str
) -> Findings:
    """What a browser found on those that show something new."""
    of_route: dict[str, set[str]] = defaultdict(set)
    of_any: set[str] = set()
    signed_in = ""
    async with window(chromium, visitor) as seen:
        for view in views:
            found = pieces(view.html)
            if found <= of_route[view.route]:
                continue
            is_new = not found <= of_any
            of_route[view.route] |= found
            of_any |= found
            if view.who in world.people and view.who != signed_in:
                await world.sign_in(visitor, view.who)
            signed_in = view.who
            await seen.look(view, thoroughly=is_new)
    return seen.found


def test_every_page_of_the_table_of_routes_was_seen(views: list[View]) -> None:
    assert unnamed() == set(), "name a new public page in GUESTS or NOT_PAGES"
    assert {route.name for route in page_routes()} - {view.route for view in views} == set()


def test_axe_finds_nothing(findings: Findings) -> None:
    assert findings.axe == [], listed(findings.axe)


def test_nothing_shifts_while_a_page_loads(findings: Findings) -> None:
    assert findings.shifts == [], listed(findings.shifts)


def test_nothing_scrolls_sideways_at_twice_the_size_or_on_a_phone(findings: Findings) -> None:
    assert findings.sideways == [], listed(findings.sideways)


def test_no_page_breaks_the_policy_or_a_script(findings: Findings) -> None:
    assert findings.complaints == [], listed(findings.complaints)


def test_no_id_stands_twice_on_a_page(views: list[View]) -> None:
    found = [f"{view.name}: {ids}" for view in views if (ids := doubled_ids(view.html))]
    assert found == [], listed(found)


BUDGET = 60_000
FETCHED = re.compile(r'<(?:script|img)[^>]* src="([^"]+)"[^>]*>|<link[^>]* href="([^"]+)"[^>]*>')
PICTURE = re.compile(r'<(?:img(?![^>]*loading="lazy")[^>]* src|image href)="([^"]+)"')


async def test_the_first_view_of_every_page_is_light(
    views: list[View], world: World, visitor: AsyncClient
) -> None:
    """The page with its sheet, scripts and icons, compressed, and the pictures that it does not put off."""
    sizes: dict[str, int] = {}
    found = []
    for view in views:
        files = {one for pair in FETCHED.findall(view.html) for one in pair if one.startswith("/static/")}
        files |= set(re.findall(r'href="(/static/vendor/icons\.svg\?[^"#]*)', view.html))
        pictures = {unescape(path) for path in PICTURE.findall(view.html)}
        for path in (files | pictures) - set(sizes):
            if view.who in world.people:
                await world.sign_in(visitor, view.who)
            answer = await visitor.get(path)
            sizes[path] = answer.num_bytes_downloaded
        total = view.on_line + sum(sizes[path] for path in files | pictures)
        if total > BUDGET:
            found.append(f"{view.name}: {total}, of which the page {view.on_line}")
    assert found == [], listed(found)


def test_no_page_fetches_anything_from_elsewhere(views: list[View]) -> None:
    found = [
        f"{view.name}: {path}"
        for view in views
        for pair in FETCHED.findall(view.html)
        for path in pair
        if path and not path.startswith(("/", "#"))
    ]
    assert found == [], listed(found)
