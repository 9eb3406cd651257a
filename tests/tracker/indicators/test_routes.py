"""An institution's own indicators: kept, found in what is read from then on, and in what is read again."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from tests.tracker.things import read_evidence
from tests.tracker.world import INSTANSI, World
from tracker.audit import service as audit
from tracker.evidence.models import Evidence, Finding, StoredFile, Suggestion
from tracker.evidence.reading import read_file
from tracker.indicators.models import OwnIndicator
from tracker.jobs import service as jobs
from tracker.jobs.models import Job

TEXT = b"Nilai IKDS Provinsi Uji Coba pada tahun 2023 mencapai 71,4."
FORM = {"name": "Indeks Ketahanan Daerah Sungai", "aliases": "IKDS\nketahanan sungai"}
ROW = f"{INSTANSI}:indeks_ketahanan_daerah_sungai"


async def indicator_of(file_id: str) -> str | None:
    finding = await Finding.find_one({"file_id": file_id, "kind": "claim"})
    return finding.found["indicator"] if finding else None


async def test_an_added_indicator_is_found_in_new_files_and_in_old_ones_when_they_are_read_again(
    world: World, client: AsyncClient
) -> None:
    before = await read_evidence(world, "bureau", unit="kominfo", name="lama.txt", content=TEXT)
    assert await indicator_of(before.file.id) is None
    await world.sign_in(client, "admin")
    assert (await client.post("/indikator", data=FORM)).status_code == 303
    after = await read_evidence(world, "bureau", unit="kominfo", name="baru.txt", content=TEXT + b" ")
    assert await indicator_of(after.file.id) == "indeks_ketahanan_daerah_sungai"
    assert "1 berkas dibaca sebelum perubahan terakhir" in (await client.get("/indikator")).text
    assert (await client.post("/indikator/baca-ulang")).status_code == 303
    job = await Job.find_one({"key": f"read_file:{before.file.id}"})
    taken = await jobs.claim(job.id) if job else None
    assert taken is not None
    await read_file(taken)
    assert await indicator_of(before.file.id) == "indeks_ketahanan_daerah_sungai"
    assert "dibaca sebelum perubahan" not in (await client.get("/indikator")).text


async def test_pages_of_evidence_name_it_as_the_institution_does(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    await client.post("/indikator", data=FORM)
    read = await read_evidence(world, "bureau", unit="kominfo", name="laporan.txt", content=TEXT)
    await world.sign_in(client, "bureau")
    page = (await client.get(f"/bukti/{read.evidence.id}")).text
    assert "Indeks Ketahanan Daerah Sungai, 2023" in page


async def test_what_does_not_fit_is_told_at_the_field_and_stays_typed(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "coordinator")
    refused = await client.post("/indikator", data={"name": "", "aliases": "x", "code": "Tidak Boleh"})
    assert refused.status_code == 422
    for text in (
        "Tulis nama indikatornya",
        "Kode hanya huruf kecil",
        "paling sedikit dua huruf",
        "Tidak Boleh",
    ):
        assert text in refused.text
    await client.post("/indikator", data=FORM)
    twice = await client.post("/indikator", data=FORM)
    assert twice.status_code == 422
    assert "sudah dipakai" in twice.text


async def test_two_who_change_one_row_see_both_versions_and_nothing_is_lost(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "admin")
    await client.post("/indikator", data=FORM)
    address = f"/indikator/{ROW}"
    mine, yours = FORM | {"name": "Indeks Sungai", "version": "1"}, FORM | {"name": "IKDS", "version": "1"}
    assert (await client.post(address, data=mine)).status_code == 303
    refused = await client.post(address, data=yours)
    assert refused.status_code == 409
    assert "Tersimpan sekarang: Indeks Sungai" in refused.text
    assert 'value="IKDS"' in refused.text
    assert (await client.post(f"{address}/hapus?v=2")).status_code == 303
    assert (await client.post(f"{address}/pulihkan?v=3")).status_code == 303
    actions = [event.action for event in await audit.events_of(INSTANSI, ROW)]
    assert actions[-4:] == ["indicator.added", "indicator.edited", "indicator.removed", "indicator.restored"]


async def test_the_page_of_precision_counts_what_people_said(world: World, client: AsyncClient) -> None:
    read = await read_evidence(world, "bureau", unit="kominfo", name="dinilai.txt", content=TEXT)
    await world.sign_in(client, "inspectorate")
    assert "Belum ada temuan yang dinilai" in (await client.get("/temuan/ketepatan")).text
    findings = await Finding.find({"file_id": read.file.id}).to_list()
    for finding in findings:
        decision = "confirmed" if finding.kind == "claim" else "rejected"
        form = {"finding": str(finding.id), "decision": decision, "version": "1"}
        assert (await client.post(f"/bukti/{read.evidence.id}/putusan", data=form)).status_code < 400
    page = (await client.get("/temuan/ketepatan")).text
    assert f"Dari {len(findings)} temuan yang dinilai, 1 diterima apa adanya" in page
    assert "Nilai atau indeks" in page
    examples = (await client.post("/temuan/contoh")).text.splitlines()
    assert len(examples) == len(findings)
    assert any('"verdict": "confirmed"' in line and "71,4" in line for line in examples)


@pytest.fixture(autouse=True)
async def nothing_left(world: World) -> AsyncIterator[None]:
    """Afterwards no indicators and no evidence."""
    yield
    for model in (OwnIndicator, Evidence, StoredFile, Finding, Suggestion):
        await model.get_pymongo_collection().delete_many({})
