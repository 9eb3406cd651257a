"""Searching as people do it: what is found, where it leads, and what nobody else's search tells."""

import re
from html import unescape

import pytest
from httpx import AsyncClient

from tests.tracker.things import Things, make_things, read_evidence
from tests.tracker.world import INSTANSI, OTHER, World, make_renaksi
from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.database import current_database
from tracker.evidence import service as evidence_service
from tracker.evidence.models import Evidence
from tracker.percentages.recount import recount_all
from tracker.plans import actions
from tracker.search import indexing
from tracker.search.indexing import catch_up, differences
from tracker.search.models import SearchPart
from tracker.search.service import Asked, search

ONLY_BKD = "Pengadaan seragam merpati senilai Rp1,4 miliar pada triwulan III 2023."


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    things = await make_things(world)
    await read_evidence(world, "bureau_2", unit="bkd", name="rahasia-bkd.txt", content=ONLY_BKD.encode())
    await catch_up(now())
    return things


async def counts(actor: Actor, text: str, **narrowed: object) -> dict[str, int]:
    found = await search(actor, Asked(text, **narrowed))  # type: ignore[arg-type]
    return {kind: len(hits) for kind, hits in found.hits.items()}


async def test_a_renaksi_is_found_by_another_form_of_its_words(world: World, things: Things) -> None:
    assert (await counts(world.actor("leadership"), "penyusunan rencana SPBE"))["plan"] >= 1
    assert (await counts(world.actor("leadership"), "pelatihan pengelola"))["plan"] == 1
    assert (await counts(world.actor("leadership"), "pelatihan pengelola yang tidak ada"))["plan"] == 0


async def test_a_page_is_found_with_its_line_and_opens_at_its_place(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.sign_in(client, "bureau")
    page = (await client.get("/cari", params={"cari": "terealisasi dokumen"})).text
    assert "<mark>terealisasi</mark>" in page
    [link] = set(re.findall(rf'href="(/bukti/{things.params["evidence_id"]}\?[^"]*halaman=1[^"]*)"', page))
    opened = await client.get(unescape(link))
    assert opened.status_code == 200
    assert "box--sought" in opened.text


async def test_an_amount_is_found_however_it_is_written(world: World, things: Things) -> None:
    actor = world.actor("bureau_2")
    for text in ("Rp1,4 miliar", "1.400.000.000", "1,4 miliar merpati"):
        assert (await counts(actor, text))["evidence"] >= 1, text


@pytest.mark.parametrize("who", ["bureau", "stranger", "stranger_admin"])
async def test_nobody_learns_of_what_they_may_not_see_not_even_that_it_is_there(
    who: str, world: World, client: AsyncClient, things: Things
) -> None:
    assert sum((await counts(world.actor(who), "seragam merpati")).values()) == 0
    await world.sign_in(client, who)
    await world.bear(client, who)
    for url in (
        "/cari?cari=merpati",
        "/cari/lompat?cari=rahasia",
        "/api/v1/search?q=merpati",
        f"/cari?cari=merpati&unit={world.units['bkd']}",
    ):
        answer = await client.get(url)
        assert answer.status_code == 200
        assert "seragam" not in answer.text
        assert "rahasia-bkd" not in answer.text
        assert "rahasia bkd" not in answer.text.casefold()
    assert (await client.get("/api/v1/search?q=merpati")).json()["counts"]["evidence"] == 0


async def test_those_who_may_see_it_find_it(world: World, things: Things) -> None:
    for who in ("bureau_2", "inspectorate", "leadership", "admin", "coordinator"):
        assert (await counts(world.actor(who), "seragam merpati"))["evidence"] == 1, who


async def test_what_was_taken_out_is_not_found_until_it_is_back(world: World, things: Things) -> None:
    actor = world.actor("bureau_2")
    [one] = await Evidence.find({"instansi": INSTANSI, "title": "rahasia-bkd.txt"}).to_list()
    removed = await evidence_service.remove(actor, evidence_id=one.id, version=one.version)
    assert (await counts(world.actor("admin"), "seragam merpati"))["evidence"] == 0
    await evidence_service.restore(actor, evidence_id=removed.id)
    assert (await counts(world.actor("admin"), "seragam merpati"))["evidence"] == 1


async def test_a_search_is_narrowed_by_kind_unit_and_year(world: World, things: Things) -> None:
    admin = world.actor("admin")
    whole = await counts(admin, "SPBE")
    own = await counts(admin, "SPBE", unit=world.units["kominfo"])
    assert 0 < own["plan"] < whole["plan"]
    assert sum((await counts(admin, "SPBE", year=2019)).values()) == 0
    assert (await counts(admin, "merpati", year=2023))["evidence"] == 1


async def test_a_changed_renaksi_is_found_by_its_new_words_in_the_same_moment(
    world: World, things: Things
) -> None:
    coordinator = world.actor("coordinator")
    renaksi = await actions.add_renaksi(
        coordinator, plan_id=world.general.id, node_id="k1i1", values={"text": "Menata cenderawasih"}
    )
    assert (await counts(coordinator, "penataan cenderawasih"))["plan"] == 1
    edited = await actions.edit_renaksi(
        coordinator, renaksi_id=renaksi.id, version=1, values={"text": "Menata kasuari"}
    )
    assert (await counts(coordinator, "cenderawasih"))["plan"] == 0
    assert (await counts(coordinator, "kasuari"))["plan"] == 1
    await actions.remove_renaksi(coordinator, renaksi_id=renaksi.id, version=edited.version)
    assert (await counts(coordinator, "kasuari"))["plan"] == 0
    await actions.restore_renaksi(coordinator, renaksi_id=renaksi.id)
    assert (await counts(coordinator, "kasuari"))["plan"] == 1
    assert await differences(INSTANSI) == []


async def test_the_index_equals_one_made_anew_and_recount_says_where_not(
    world: World, things: Things
) -> None:
    assert await differences(INSTANSI) == []
    parts = SearchPart.get_pymongo_collection()
    part = await parts.find_one({"instansi": INSTANSI, "source": {"$regex": "^file:"}})
    assert part is not None
    await parts.update_one({"_id": part["_id"]}, {"$set": {"packed": "\nlain\tp1\n"}})
    assert await differences(INSTANSI) == [part["source"]]
    told = [line.line() for line in await recount_all()]
    assert any("indeks pencarian" in line and part["source"] in line for line in told)
    await parts.update_one({"_id": part["_id"]}, {"$set": {"packed": part["packed"]}})
    assert await differences(INSTANSI) == []


async def test_an_index_that_is_gone_is_made_again(world: World, things: Things) -> None:
    """As after a restore: the archive holds what the index is made of, not the index."""
    database = current_database()
    await database["search_parts"].delete_many({})
    await database["search_sources"].delete_many({})
    assert sum((await counts(world.actor("admin"), "SPBE")).values()) == 2  # names of nodes need no index
    while await catch_up(now()):
        pass
    assert (await counts(world.actor("admin"), "SPBE"))["plan"] > 1
    assert await differences(INSTANSI) == []


async def test_a_plan_of_many_renaksi_lies_in_runs(world: World, things: Things) -> None:
    for order in (250, 251):
        await make_renaksi(world.general, "k1i1", order, f"Kegiatan kakatua {order}", None)
    await indexing.keep_renaksi(None, instansi=INSTANSI, plan_id=world.general.id, orders=[250, 251])
    assert (await counts(world.actor("admin"), "kakatua"))["plan"] == 2
    assert (await counts(world.actor("admin"), "kakatua 251"))["plan"] == 1


async def test_the_jump_box_offers_places_units_and_codes(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.sign_in(client, "leadership")
    nothing = (await client.get("/cari/lompat")).text
    assert "Rencana aksi" in nothing
    assert "<html" not in nothing
    some = (await client.get("/cari/lompat", params={"cari": "kepegawaian"})).text
    assert "Badan Kepegawaian Daerah" in some
    renaksi = (await client.get("/cari/lompat", params={"cari": "melatih pengelola"})).text
    assert f"/rencana/renaksi/{world.renaksi[1].id}" in renaksi
    assert 'role="option"' in renaksi


async def test_the_jump_box_knows_pages_below_the_menu_and_offers_them_to_those_who_may(
    world: World, client: AsyncClient, things: Things
) -> None:
    for who, may in (("bureau", True), ("leadership", False)):
        await world.sign_in(client, who)
        answer = await client.get("/cari/lompat", params={"cari": "lembar isian"})
        assert ('href="/lembar"' in answer.text) is may


async def test_an_odd_question_gets_an_answer(world: World, client: AsyncClient, things: Things) -> None:
    await world.sign_in(client, "admin")
    for text in ("", "dan", "'\"<b>", "²", "9" * 150, "a" * 200, "\x00", "🙂", "Rp", "1.2.3.4"):
        answer = await client.get("/cari", params={"cari": text})
        assert answer.status_code == 200, text
        assert "<b>" not in answer.text


async def test_the_other_institution_has_an_index_of_its_own(world: World, things: Things) -> None:
    assert await differences(OTHER) == []


async def test_a_finding_says_what_it_claims_how_much_and_where(
    world: World, client: AsyncClient, things: Things
) -> None:
    await world.sign_in(client, "admin")
    shown = (await client.get("/cari?cari=peta rencana&jenis=finding")).text
    titles = re.findall(r'class="found__title"[^>]*>(?:<[^>]*>)*([^<]*)', shown)
    assert titles, shown
    assert all(": " in title for title in titles), titles
    assert re.search(r"Halaman 1 · .*KOMINFO", shown)
