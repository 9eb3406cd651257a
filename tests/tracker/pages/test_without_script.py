"""Everything works without script: every form of every page is sent as such a browser sends it.

Each ends in a page: where it led, or the same one with what is to be done. None ends in a part of a page.
"""

import pytest
from httpx import AsyncClient, Response

from tests.tracker.pages.plain import dead, forms_in
from tests.tracker.pages.views import PEOPLE, View, every_view, is_page
from tests.tracker.pages.window import listed
from tests.tracker.things import Things
from tests.tracker.web.walking import LAST
from tests.tracker.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
REFUSED = {409, 422}
GONE = 404  # what another form has taken away before


@pytest.fixture(scope="module")
async def views(world: World, things: Things, visitor: AsyncClient) -> list[View]:
    """Every page of everybody, as it is before anything is sent."""
    return [view async for view in every_view(visitor, world, things, PEOPLE) if view.route != "error"]


def test_nothing_that_is_shown_needs_a_script(views: list[View]) -> None:
    found = {f"{view.route}: {one}" for view in views for one in dead(view.html)}
    assert found == set(), listed(sorted(found))


async def test_every_form_ends_in_a_page(views: list[View], world: World, visitor: AsyncClient) -> None:
    forms = {form.kind: form for view in views for form in forms_in(view)}
    faults = []
    for form in sorted(forms.values(), key=lambda one: one.order):
        await world.sign_in(visitor, form.who)
        answer = await form.send(visitor)
        fault = fault_of(answer)
        if fault and not (answer.status_code == GONE and form.route in LAST):
            faults.append(f"{form.who}: {form.method} {form.path} of {form.page}: {fault}")
    assert len(forms) > 150
    assert faults == [], listed(faults)


def fault_of(answer: Response) -> str | None:
    """What is wrong with where a form ended; None for a file, a page, or a page that says what to mend."""
    if "attachment" in answer.headers.get("content-disposition", "") and answer.status_code == 200:
        return None
    if not is_page(answer):
        return f"{answer.status_code}, no page: {answer.text[:120]!r}"
    if "<main" not in answer.text:
        return "a page without its frame"
    if answer.status_code in REFUSED:
        return None if 'role="alert"' in answer.text or "<h1" in answer.text else "refused without a word"
    return None if answer.status_code == 200 else str(answer.status_code)
