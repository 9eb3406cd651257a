"""Evidence in its list: uploaded with and without script, narrowed, followed, edited, removed, downloaded."""

import re

import pytest
from httpx import AsyncClient

from tests.tracker.evidence.documents import bring_in, read_all, read_report
from tests.tracker.world import World
from tracker.evidence import storage
from tracker.evidence.models import Evidence, StoredFile
from tracker.settings import get_settings

HTMX = {"hx-request": "true"}


async def test_the_list_says_what_to_do_where_there_is_nothing(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "stranger")

    answer = await client.get("/bukti")

    assert answer.status_code == 200
    assert "Belum ada bukti" in answer.text
    assert 'action="/bukti/unggah"' in answer.text


async def test_files_are_uploaded_by_a_plain_form(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    files = [
        ("files", ("formulir satu.txt", b"Telah tersusun 3 dokumen.", "text/plain")),
        ("files", ("program.exe", b"MZ\x90\0" + b"\0" * 99, "application/pdf")),
    ]

    answer = await client.post(
        "/bukti/unggah", files=files, data={"unit": world.units["kominfo"], "source": "letter"}
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/bukti")
    page = await client.get("/bukti")
    assert "1 bukti diunggah" in page.text
    assert "program.exe: Ini program, bukan dokumen" in page.text
    made = await Evidence.find_one({"title": "formulir satu"})
    assert made is not None
    assert (made.source, made.unit) == ("letter", world.units["kominfo"])


async def test_a_script_gets_the_row_of_its_file(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    content = b"Satu berkas lewat skrip."

    answer = await client.post(
        "/bukti/unggah",
        files=[("files", ("skrip.txt", content, "text/plain"))],
        data={"unit": world.units["kominfo"]},
        headers=HTMX,
    )

    assert answer.status_code == 201
    assert re.match(r'\s*<li class="file file--queued"\s+id="file-', answer.text)
    assert 'hx-trigger="every 1s"' in answer.text
    again = await client.post(
        "/bukti/unggah",
        files=[("files", ("skrip lagi.txt", content, "text/plain"))],
        data={"unit": world.units["kominfo"]},
        headers=HTMX,
    )
    assert "Berkas yang sama sudah ada pada" in again.text


async def test_a_refused_file_comes_back_as_a_row_that_says_why(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")

    answer = await client.post(
        "/bukti/unggah",
        files=[("files", ("foto.bin", bytes(range(256)) * 9, "application/pdf"))],
        data={"unit": world.units["kominfo"]},
        headers=HTMX,
    )

    assert answer.status_code == 422
    assert re.match(r"\s*<li", answer.text)
    assert "Unggah sebagai PDF" in answer.text


async def test_an_upload_without_a_file_says_so(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")

    answer = await client.post("/bukti/unggah", data={"unit": world.units["kominfo"]})

    assert answer.status_code == 422
    assert "Pilih berkas" in answer.text


async def test_more_than_all_files_may_have_is_refused_on_the_way(
    client: AsyncClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.sign_in(client, "bureau")
    monkeypatch.setenv("RENAKSI_MAX_UPLOAD_MB", "1")
    get_settings.cache_clear()
    try:
        monkeypatch.setattr("tracker.evidence.intake.MOST_FILES", 1)
        answer = await client.post(
            "/bukti/unggah",
            files=[("files", ("besar.txt", b"a" * 3 * 1024 * 1024, "text/plain"))],
            data={"unit": world.units["kominfo"]},
        )
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()

    assert answer.status_code == 413


async def test_the_list_is_narrowed_by_word_and_state(client: AsyncClient, world: World) -> None:
    await read_report(world, "saringan khusus")
    await world.sign_in(client, "bureau")

    found = await client.get("/bukti", params={"cari": "saringan KHUSUS", "keadaan": "ready"})
    none = await client.get("/bukti", params={"cari": "saringan khusus", "keadaan": "failed"})
    part = await client.get("/bukti", params={"cari": "saringan KHUSUS", "keadaan": "ready"}, headers=HTMX)

    assert "saringan khusus</a>" in found.text
    assert "Tidak ada bukti yang cocok" in none.text
    assert part.text.strip() in found.text


async def test_a_person_lists_their_own_units_evidence_alone(client: AsyncClient, world: World) -> None:
    await read_report(world, "milik bkd", who="bureau_2", unit="bkd")

    await world.sign_in(client, "bureau")
    own = await client.get("/bukti", params={"unit": world.units["bkd"]})
    await world.sign_in(client, "inspectorate")
    everything = await client.get("/bukti", params={"unit": world.units["bkd"]})

    assert "milik bkd" not in own.text
    assert "milik bkd" in everything.text


async def test_the_row_tells_how_far_the_reading_is(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "baris keadaan")
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}/status"
    files = StoredFile.get_pymongo_collection()
    reading = {"state": "reading", "stage": "pages", "pages_done": 12, "page_count": 90}

    ready = await client.get(url, headers=HTMX)
    await files.update_one({"_id": uploaded.file.id}, {"$set": reading})
    on_its_way = await client.get(url, headers=HTMX)
    await files.update_one({"_id": uploaded.file.id}, {"$set": {"state": "ready", "page_count": 1}})
    on_its_page = await client.get(url, params={"di": "1"}, headers=HTMX)

    assert "menunggu konfirmasi" in ready.text
    assert "hx-trigger" not in ready.text
    assert "Membaca halaman 12 dari 90" in on_its_way.text
    assert "every 1s" in on_its_way.text
    assert on_its_page.headers["hx-refresh"] == "true"


async def test_an_evidence_is_edited_removed_and_brought_back_by_forms(
    client: AsyncClient, world: World
) -> None:
    uploaded = await bring_in(
        world.actor("bureau"), b"Untuk formulir.", unit=world.units["kominfo"], name="f.txt"
    )
    await read_all()
    await world.sign_in(client, "bureau")
    own = f"/bukti/{uploaded.evidence.id}"

    form = await client.get(f"{own}/ubah")
    wrong = await client.post(f"{own}/ubah", data={"version": "1", "title": "Judul", "period": "kelak"})
    right = await client.post(f"{own}/ubah", data={"version": "1", "title": "Judul baru", "period": "2023"})
    stale = await client.post(f"{own}/ubah", data={"version": "1", "title": "Judul lain"})
    removed = await client.post(f"{own}/hapus", data={"version": "2"})
    listed = await client.get("/bukti")
    gone = await client.get(own)
    await client.post(f"{own}/kembalikan")
    back = await client.get(own)

    assert form.status_code == 200
    assert wrong.status_code == 422
    assert "Pilih periode" in wrong.text
    assert (right.status_code, stale.status_code, removed.status_code) == (303, 409, 303)
    assert f"{own}/kembalikan" in listed.text
    assert gone.status_code == 404
    assert "Judul baru" in back.text


async def test_a_download_is_an_attachment_and_leaves_a_trace(client: AsyncClient, world: World) -> None:
    page = (
        b"<!doctype html><html><body><script>alert(1)</script><p>Telah tersusun 4 dokumen.</p></body></html>"
    )
    uploaded = await bring_in(
        world.actor("bureau"), page, unit=world.units["kominfo"], name='sebuah "halaman".html'
    )
    await world.sign_in(client, "bureau")

    answer = await client.get(f"/berkas/{uploaded.evidence.id}/1/unduh")
    missing = await client.get(f"/berkas/{uploaded.evidence.id}/2/unduh")
    shown = await client.get(f"/bukti/{uploaded.evidence.id}")

    assert answer.content == page
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert missing.status_code == 404
    assert "Berkas diunduh" in shown.text
    await read_all()


async def test_a_download_of_bytes_that_are_gone_says_so_and_leaves_no_trace(
    client: AsyncClient, world: World
) -> None:
    uploaded = await read_report(world, "isi hilang")
    await storage.drop(uploaded.file.gridfs_id)
    await world.sign_in(client, "bureau")

    answer = await client.get(f"/berkas/{uploaded.evidence.id}/1/unduh")
    shown = await client.get(f"/bukti/{uploaded.evidence.id}")

    assert answer.status_code == 404
    assert "Isi berkas tidak ada di penyimpanan" in answer.text
    assert "Berkas diunduh" not in shown.text
