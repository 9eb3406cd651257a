"""Ids of others inside forms and addresses whose own path is one's own: they are not there."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from httpx import AsyncClient

from tests.tracker.papers import claim_of, date_of, evidence_of
from tests.tracker.things import Things, make_things
from tests.tracker.world import OTHER, World
from tracker.evidence.models import Evidence, Finding
from tracker.institutions.models import Unit


@dataclass(frozen=True)
class Papers:
    """An evidence with a claim for each of two units and another institution, and a date of a unit's."""

    own: Evidence
    claims: dict[str, Finding]
    evidence: dict[str, Evidence]
    day: Finding
    things: Things


@pytest.fixture(scope="module")
async def papers(world: World) -> Papers:
    evidence = {
        "own": await evidence_of(world.actor("bureau_2"), world.units["bkd"]),
        "unit": await evidence_of(world.actor("bureau"), world.units["kominfo"]),
        "institution": await evidence_of(world.actor("stranger"), None),
    }
    claims = {whose: await claim_of(one, 2) for whose, one in evidence.items()}
    day = await date_of(evidence["unit"], "2023-10-20", quote="20 Oktober")
    await Unit(id=f"{OTHER}:x", instansi=OTHER, code="x", name="Dinas Lain", short_name="DL").insert()
    return Papers(evidence["own"], claims, evidence, day, await make_things(world))


@pytest.mark.parametrize("whose", ["unit", "institution"])
async def test_a_report_takes_no_evidence_or_finding_of_others(
    world: World, client: AsyncClient, papers: Papers, whose: str
) -> None:
    await world.sign_in(client, "bureau_2")
    for form in (
        {"evidence": papers.evidence[whose].id},
        {"evidence": papers.own.id, "finding": papers.claims[whose].id},
    ):
        sent = {"revision": "0"} | {name: str(one) for name, one in form.items()}
        assert (await client.post("/capaian/general-2-a/1/bukti", data=sent)).status_code == 404


@pytest.mark.parametrize("whose", ["unit", "institution"])
async def test_nobody_decides_on_a_finding_of_others_through_their_own_evidence(
    world: World, client: AsyncClient, papers: Papers, whose: str
) -> None:
    await world.sign_in(client, "bureau_2")
    finding, page = papers.claims[whose].id, f"/bukti/{papers.own.id}/putusan"
    form = {"finding": str(finding), "version": "1", "decision": "rejected"}
    assert (await client.post(page, data=form)).status_code == 404
    assert (await client.post(f"{page}/urungkan?temuan={finding}&versi=1")).status_code == 404
    stored = await Finding.get(finding)
    assert stored is not None
    assert stored.version == 1


@pytest.mark.parametrize("step", ["kaitkan", "abaikan", "tawarkan"])
async def test_a_suggestion_of_others_is_not_there_through_ones_own_evidence(
    world: World, client: AsyncClient, papers: Papers, step: str
) -> None:
    await world.sign_in(client, "bureau_2")
    params = papers.things.params
    url = f"/bukti/{papers.own.id}/saran/{params['suggestion_id']}/{step}?temuan={params['finding_id']}"
    assert (await client.post(url, data={"finding": params["finding_id"]})).status_code == 404


async def test_a_picture_is_asked_for_with_its_right_each_time(
    world: World, client: AsyncClient, papers: Papers
) -> None:
    params = papers.things.params
    url = f"/bukti/{params['evidence_id']}/halaman/1"
    await world.sign_in(client, "bureau")
    drawn = await client.get(url)
    assert drawn.status_code == 200
    assert (await client.get(f"/bukti/{params['evidence_id']}/halaman/2000000")).status_code == 404
    await world.sign_in(client, "bureau_2")
    for headers in ({}, {"if-none-match": drawn.headers["etag"]}):
        assert (await client.get(url, headers=headers)).status_code == 404


async def test_a_deadline_is_not_made_of_another_institutions_date(
    world: World, client: AsyncClient, papers: Papers
) -> None:
    await world.sign_in(client, "stranger_admin")
    form = {"title": "x", "year": "2023", "through": "1", "closes_on": "2023-10-20"}
    assert (await client.get(f"/tenggat/baru?finding={papers.day.id}")).status_code == 404
    answer = await client.post("/tenggat/baru", data=form | {"finding": str(papers.day.id)})
    assert answer.status_code == 404


FORMS: dict[str, Callable[[dict[str, str]], tuple[str, dict[str, str]]]] = {
    "unit": lambda p: (f"/rencana/{p['plan_id']}/renaksi/baru", {"node_id": "k1i1", "unit": f"{OTHER}:x"}),
    "coordinator": lambda p: (
        f"/rencana/{p['plan_id']}/renaksi/baru",
        {"node_id": "k1i1", "coordinator": f"{OTHER}:x"},
    ),
    "node": lambda p: (f"/rencana/{p['plan_id']}/renaksi/baru", {"node_id": "t1p1"}),
    "node of an edit": lambda p: (f"/rencana/renaksi/{p['renaksi_id']}/ubah", {"node_id": "t1p1"}),
    "parent": lambda p: (f"/rencana/{p['plan_id']}/bagian/baru", {"kind": "indikator", "parent": "t1"}),
    "output": lambda p: (f"/rencana/renaksi/{p['renaksi_id']}/output/tematik-1-a", {"indikator": "x"}),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
async def test_a_plan_takes_nothing_of_another_plan_or_institution(
    world: World,
    client: AsyncClient,
    papers: Papers,
    form: Callable[[dict[str, str]], tuple[str, dict[str, str]]],
) -> None:
    await world.sign_in(client, "coordinator")
    url, fields = form(papers.things.params)
    answer = await client.post(url, data={"version": "1", "text": "Teks", "name": "Nama"} | fields)
    assert answer.status_code == 404
