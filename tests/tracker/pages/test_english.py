"""Every page in English: nothing of it is left in Bahasa Indonesia but what people and documents say."""

from collections.abc import Iterator

import pytest
from httpx import AsyncClient

from tests.tracker.pages.english import Written, remnants, visible, written_in
from tests.tracker.pages.views import NEWCOMERS, PEOPLE, View, bad_forms, every_view, guests
from tests.tracker.pages.window import listed
from tests.tracker.plans.paper import matrices
from tests.tracker.things import SHEET, Things
from tests.tracker.world import World
from tracker.accounts.models import User
from tracker.database import client as database_client
from tracker.settings import get_settings

IN_FILES = [text for row in (*SHEET, *matrices.YEARS) for cell in row for text in cell.split(" / ")]
"""What the sheet and the paper say that are on their way into a plan."""
MADE = {"suggestions"}
"""Collections whose texts are our own: kept in Bahasa Indonesia, and told in the reader's language."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module", autouse=True)
def english_installation(tracker_settings: None) -> Iterator[None]:
    """What guests are shown is English too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENAKSI_DEFAULT_LANGUAGE", "en")
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()


async def written_now() -> set[str]:
    """What people wrote and documents say."""
    database = database_client()[get_settings().database]
    found: set[str] = set()
    for name in set(await database.list_collection_names()) - MADE:
        async for document in database[name].find():
            found |= set(written_in(document))
    return found


@pytest.fixture(scope="module")
async def seen(world: World, things: Things, visitor: AsyncClient) -> tuple[list[View], Written]:
    """Every page, of everybody who has chosen English; and what was written then."""
    before = await written_now()
    await User.get_pymongo_collection().update_many({}, {"$set": {"language": "en"}})
    found = [view async for view in every_view(visitor, world, things, (*PEOPLE, *NEWCOMERS))]
    found += [view async for view in bad_forms(visitor, world, things)]
    found += [view async for view in guests(visitor, world, things)]
    return found, Written(before | await written_now() | set(IN_FILES))


def test_no_page_keeps_its_indonesian(seen: tuple[list[View], Written]) -> None:
    views, written = seen
    shown = {text: f"{view.route} ({view.state})" for view in views for text in visible(view.html)}
    found = remnants(shown, written)
    assert found == [], listed(found)


def test_every_page_says_that_it_is_english(seen: tuple[list[View], Written]) -> None:
    views, _written = seen
    assert {view.name for view in views if '<html lang="en"' not in view.html} == set()
