"""Texts that people write are texts: on no page do they become markup, whoever reads it."""

import pytest
from httpx import AsyncClient

from tests.tracker.things import Things, make_things
from tests.tracker.web.walking import KINDS, call, expected, in_order
from tests.tracker.world import World
from tracker.database import current_database

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
NAMED = {
    "units": ("name", "short_name"),
    "institutions": ("name",),
    "users": ("name",),
    "plans": ("title", "nodes.0.name", "nodes.1.name"),
    "renaksi": (
        "text",
        "code",
        "pelaksana_text",
        "fokus_intervensi",
        "outputs.0.indikator",
        "outputs.0.satuan",
    ),
    "evidence": ("title", "revisions.0.file_name", "revisions.0.by_name"),
    "deadlines": ("title", "source_quote", "extensions.0.reason", "extensions.0.by_name"),
    "deputies": ("reason", "by_name"),
    "events": ("actor_name", "subject.label", "reason"),
    "findings": ("quote", "before", "after", "text"),
    "suggestions": ("label", "reason"),
    "import_drafts": ("file_name",),
    "sign_ins": ("agent", "address"),
    "roadmaps": ("title",),
}


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    """One of each thing, all of whose texts are markup."""
    made = await make_things(world)
    for collection, fields in NAMED.items():
        await current_database()[collection].update_many({}, {"$set": dict.fromkeys(fields, EVIL)})
    return made


@pytest.mark.parametrize("who", ["coordinator", "inspectorate", "leadership", "admin"])
async def test_no_page_makes_markup_of_what_people_wrote(
    who: str, world: World, client: AsyncClient, things: Things
) -> None:
    await world.sign_in(client, who)
    seen = 0
    for route in in_order():
        if route.method != "GET" or expected(KINDS[who], route) != "let":
            continue
        answer = await call(client, route, things)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        seen += "&lt;script&gt;alert(1)" in answer.text
        assert "<script>alert" not in answer.text, route.name
        assert "<img src=x" not in answer.text, route.name
        assert "49" not in answer.text.partition("&gt;")[2][:3], route.name
    assert seen >= 5
