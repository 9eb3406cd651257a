"""Whatever a route writes or hands out is told of in the audit trail."""

import hashlib
import re
from urllib.parse import urlsplit

from bson import encode
from httpx import AsyncClient

from tests.tracker.things import make_things
from tests.tracker.web.walking import GUARDED, call
from tests.tracker.world import INSTANSI, World
from tracker.accounts.rights import RIGHTS, Role
from tracker.audit import service
from tracker.database import current_database

DERIVED = frozenset(
    {"plan_tallies", "snapshots", "search_parts", "search_sources"}
)  # from facts whose writes are recorded
ABOUT_ITSELF = frozenset({"events", "audit_heads", "installation", "heartbeats", "commits"})
NOT_KEPT = frozenset(
    {"sign_ins", "sign_in_attempts", "api_uses", "jobs", "notices", "uploads", "upload_pieces"}
)  # who is in, what is to be done and read, and what is on its way: its end is told
OWN_TASTE = frozenset(
    {"set_language", "tour_close", "review_view_save", "review_view_default", "review_view_remove"}
)  # what a person prefers to see
PEOPLE = {Role.BUREAU: "bureau", Role.INSPECTORATE: "inspectorate", Role.ADMIN: "admin"}
FEWEST_WRITES = 8


async def state() -> str:
    """A hash of everything that people write."""
    database = current_database()
    digest = hashlib.sha256()
    for name in sorted(await database.list_collection_names()):
        if name not in DERIVED | ABOUT_ITSELF | NOT_KEPT and not name.endswith(".chunks"):
            async for document in database[name].find({}).sort("_id", 1):
                digest.update(
                    encode({"name": name, "document": document}, codec_options=database.codec_options)
                )
    return digest.hexdigest()


async def test_every_write_and_every_download_leaves_an_event(world: World, client: AsyncClient) -> None:
    things = await make_things(world)
    written, handed_out = set(), set()
    for role, who in PEOPLE.items():
        await world.sign_in(client, who)
        await world.bear(client, who)
        await client.get("/api/v1/me")  # the first use of the day is told of, too
        before = await state()
        for route in GUARDED:
            if role not in RIGHTS[route.right] or route.name in OWN_TASTE:
                continue
            events = await service.count(INSTANSI)
            answer = await call(client, route, things)
            told = await service.count(INSTANSI) > events
            after = before if route.method == "GET" else await state()
            if after != before:
                before = after
                written.add(route.name)
                assert told, f"{route.method} {route.name} wrote without an event"
            if "attachment" in answer.headers.get("content-disposition", "") and not is_template(route.path):
                handed_out.add(route.name)
                assert told, f"{route.method} {route.name} handed something out without an event"
    assert len(written) >= FEWEST_WRITES, written
    assert {"evidence_download", "audit_export", "plan_export"} <= handed_out
    assert {"api_file", "api_audit_export", "api_manifest"} <= handed_out


def is_template(path: str) -> bool:
    """What holds nothing of the institution: the program that checks an export, empty forms."""
    return bool(re.search(r"/check\.py$|/(templat|template|contoh)\b", urlsplit(path).path))
