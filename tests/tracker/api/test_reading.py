"""What programs read: the facts of the pages, part by part, and 304 where nothing changed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.things import Things, make_things
from tests.tracker.world import World
from tracker.clock import now
from tracker.percentages.rules import percentages
from tracker.percentages.service import plan_figures
from tracker.progress import service as progress
from tracker.progress.models import Progress

API = "/api/v1"


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    return await make_things(world)


async def listed(client: AsyncClient, path: str, **query: object) -> AsyncIterator[dict[str, Any]]:
    """All items of a list, two at a time."""
    cursor: str | None = ""
    while cursor is not None:
        params = {"limit": "2", "cursor": cursor} | {name: str(value) for name, value in query.items()}
        answer = await client.get(f"{API}{path}", params=params)
        assert answer.status_code == 200, answer.text
        for item in answer.json()["items"]:
            yield item
        cursor = answer.json()["next"]


async def test_a_plan_comes_with_its_tree_and_its_renaksi_part_by_part(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "leadership")
    plan = (await client.get(f"{API}/plans/{world.general.id}")).json()
    assert {node["id"] for node in plan["nodes"]} >= {"k1", "k1i1"}
    found = [one async for one in listed(client, f"/plans/{world.general.id}/renaksi")]
    own = [one for one in found if one["text"] == "Menyusun peta rencana SPBE"]
    assert own[0]["outputs"][0]["targets"]["total"] == "6"
    assert own[0]["outputs"][0]["budgets"]["total"] == 100_000_000
    assert len({one["id"] for one in found}) == len(found) >= 2


async def test_percentages_are_those_of_the_pages_with_their_reasons(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "leadership")
    answer = await client.get(f"{API}/plans/{world.general.id}/figures", params={"through": 3, "of": "unit"})
    counted = await plan_figures(world.general)
    for one in answer.json()["items"]:
        made = percentages(counted.of_unit(one["id"], 3))
        for name, figure in one["figures"].items():
            expected = getattr(made, name)
            assert figure["formula"] == expected.formula
            assert Decimal(figure["numerator"]) == expected.numerator
            assert figure["reason"] == expected.reason
            assert (figure["value"] is None) == (expected.value is None)


async def test_an_unchanged_answer_is_304(world: World, client: AsyncClient, things: Things) -> None:
    await world.bear(client, "leadership")
    first = await client.get(f"{API}/units")
    again = await client.get(f"{API}/units", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_reports_are_told_since_an_instant(world: World, client: AsyncClient, things: Things) -> None:
    await world.bear(client, "bureau")
    await progress.save(
        world.actor("bureau"),
        progress_id="tematik-1-a:1",
        revision=0,
        value=Decimal("1.5"),
        spent=1_000,
        obstacles="",
        follow_up="",
    )
    instant = now() - timedelta(minutes=5)
    found = [one async for one in listed(client, "/progress", updated_since=instant.isoformat())]
    assert "tematik-1-a:1" in {one["id"] for one in found}
    later = now() + timedelta(days=1)
    assert [one async for one in listed(client, "/progress", updated_since=later.isoformat())] == []
    answer = await client.get(f"{API}/progress", params={"updated_since": "2023-10-20T00:00:00"})
    assert answer.status_code == 422
    assert "zona" in answer.json()["fields"]["updated_since"]


async def test_evidence_names_the_hash_of_each_file_and_gives_its_bytes(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "bureau")
    evidence = (await client.get(f"{API}/evidence/{things.params['evidence_id']}")).json()
    [revision] = evidence["revisions"]
    assert len(revision["sha256"]) == 64
    file = await client.get(revision["link"])
    assert len(file.content) == revision["size"]
    findings = (await client.get(evidence["links"]["findings"])).json()
    [claim, *_others] = [one for one in findings["claims"] if one["value"] == 2]
    assert (claim["kind"], claim["page"]) == ("count", 1)
    assert claim["boxes"]
    assert findings["dates"]


async def test_a_person_of_a_unit_reads_that_unit_alone(
    world: World, client: AsyncClient, things: Things
) -> None:
    theirs = await evidence_of(world.actor("bureau_2"), world.units["bkd"], title="Punya BKD")
    await claim_of(theirs, 7)
    await world.bear(client, "bureau")
    ids = {one["id"] async for one in listed(client, "/evidence")}
    assert things.params["evidence_id"] in ids
    assert str(theirs.id) not in ids
    answer = await client.get(f"{API}/evidence", params={"unit": world.units["bkd"]})
    assert answer.status_code == 404
    units = {one["unit"] async for one in listed(client, "/progress")}
    assert units == {world.units["kominfo"]}


async def test_a_draft_is_kept_and_a_late_one_refused(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "bureau")
    url = f"{API}/progress/tematik-1-b:2"
    assert (await client.get(url)).json()["revision"] == 0
    saved = await client.put(url, json={"revision": 0, "value": "12,5", "spent": "Rp1,4 juta"})
    assert saved.json()["value"] == "12.5"
    assert saved.json()["spent"] == 1_400_000
    assert saved.json()["state"] == "draft"
    late = await client.put(url, json={"revision": 0, "value": "13"})
    assert late.status_code == 409
    stored = await Progress.get("tematik-1-b:2")
    assert stored is not None
    assert stored.value == Decimal("12.5")
    wrong = await client.put(url, json={"revision": 1, "value": "banyak"})
    assert wrong.status_code == 422
    assert set(wrong.json()["fields"]) == {"value"}


async def test_evidence_is_taken_in_and_tied_to_a_report(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "bureau")
    answer = await client.post(
        f"{API}/evidence",
        files={"files": ("laporan-portal.txt", b"Jumlah dokumen terealisasi 2 dokumen.")},
        data={"unit": world.units["kominfo"], "title": "Dari portal", "period": "2023-04/2023-06"},
    )
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["title"] == "Dari portal"
    assert answer.headers["location"] == f"{API}/evidence/{made['id']}"
    tied = await client.post(
        f"{API}/progress/tematik-1-a:2/evidence", json={"revision": 0, "evidence_id": made["id"]}
    )
    assert [one["evidence_id"] for one in tied.json()["evidence"]] == [made["id"]]
    none = await client.post(f"{API}/evidence", data={"unit": world.units["kominfo"]})
    assert none.status_code == 422
    assert "files" in none.json()["fields"]


async def test_errors_speak_the_owners_language(world: World, client: AsyncClient, things: Things) -> None:
    await world.bear(client, "leadership")
    answer = await client.get(f"{API}/progress", params={"triwulan": "5"})
    told = answer.json()
    assert answer.status_code == told["status"] == 422
    assert told["instance"] == f"{API}/progress"
    assert told["fields"] == {"triwulan": "Bentuk atau nilainya tidak dapat dipakai."}
    assert (await client.get(f"{API}/nothing-there")).headers["content-type"] == "application/problem+json"
    assert (await client.delete(f"{API}/units")).status_code == 405


@pytest.mark.parametrize("cursor", ["x", "b2FiYw", "bzEyMw", "öö", "=" * 40])
async def test_a_cursor_of_ones_own_making_is_refused(
    cursor: str, world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "leadership")
    answer = await client.get(f"{API}/progress", params={"cursor": cursor})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"cursor"}


async def test_the_document_and_its_page_need_no_other_site(world: World, client: AsyncClient) -> None:
    document = await client.get(f"{API}/openapi.json")
    assert document.status_code == 200
    await world.sign_in(client, "leadership")
    page = (await client.get("/bantuan/api")).text
    for path in document.json()["paths"]:
        assert path in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


async def test_the_trails_end_and_the_frozen_states_are_for_those_who_may(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.bear(client, "inspectorate")
    trail = (await client.get(f"{API}/audit")).json()
    assert trail["number"] > 0
    exported = await client.get(trail["links"]["export"])
    assert len(exported.text.splitlines()) >= trail["number"]
    frozen = (await client.get(f"{API}/frozen/{things.params['frozen_id']}")).json()
    manifest = (await client.get(frozen["links"]["manifest"])).json()
    assert manifest["manifest_sha256"] == frozen["manifest_sha256"]
    days = await client.get(f"{API}/plans/{world.general.id}/snapshots")
    assert days.status_code == 200
    assert (await client.get(f"{API}/deadlines")).json()["items"]
