"""The pages of evidence: whole and in part, with and without script, closed to whoever may not see them."""

import asyncio
import io
import re
from itertools import groupby

import pytest
from httpx import AsyncClient, Response
from PIL import Image

from ingest.findings import find
from ingest.read import read
from tests.tracker.evidence.documents import bring_in, finding_of, pdf, read_all
from tests.tracker.world import World
from tracker.evidence import storage
from tracker.evidence.keeping import Keeper
from tracker.evidence.models import Evidence, Finding, Page, StoredFile, Suggestion, Verdict
from tracker.evidence.service import Uploaded
from tracker.progress.models import Progress
from tracker.settings import get_settings

HTMX = {"hx-request": "true"}
TEXT = """LAPORAN KINERJA TAHUN 2023

Pada triwulan III tahun 2023 dinas telah menyusun 2 dokumen peta rencana SPBE.
Laporan disampaikan paling lambat 20 Oktober 2023 sesuai Peraturan Presiden Nomor 132 Tahun 2022.
"""


async def read_report(world: World, salt: str, *, who: str = "bureau", unit: str = "kominfo") -> Uploaded:
    uploaded = await bring_in(
        world.actor(who),
        pdf(f"{TEXT}\nCatatan {salt}."),
        unit=world.units[unit],
        name=f"{salt}.pdf",
        period="2023-07/2023-09",
    )
    await read_all()
    return uploaded


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


async def test_the_page_shows_findings_as_boxes_on_the_pages_picture(
    client: AsyncClient, world: World
) -> None:
    uploaded = await read_report(world, "kotak pada halaman")
    await world.sign_in(client, "bureau")
    finding = await finding_of(uploaded.file.id, "2 dokumen")

    page = await client.get(f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)})
    part = await client.get(
        f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)}, headers=HTMX
    )

    assert page.status_code == 200
    assert "box--proposed is-selected" in page.text
    x0 = finding.boxes[0][0] - 2
    assert f'x="{x0:.2f}"' in page.text
    assert re.search(r"<mark>2 dokumen</mark>", page.text)
    picture = re.compile(r"<image [^>]*>")  # the page shows a small one first, the part the sharp one
    assert picture.sub("", part.text).strip() in picture.sub("", page.text)
    assert len(page.content) < 60_000


async def test_a_verdict_by_a_plain_form_leads_to_the_next_finding(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "putusan biasa")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")

    answer = await client.post(
        f"/bukti/{uploaded.evidence.id}/putusan?lihat=semua",
        data={"finding": str(finding.id), "version": "1", "decision": "confirmed"},
    )

    assert answer.status_code == 303
    assert str(finding.id) not in answer.headers["location"]
    after = await client.get(answer.headers["location"])
    assert "diterima" in after.text
    assert "putusan/urungkan" in after.text
    decided = await Finding.get(finding.id)
    assert decided is not None
    assert decided.verdict is Verdict.CONFIRMED


async def test_a_verdict_by_script_gives_the_desk_with_its_address(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "putusan skrip")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}/putusan?lihat=semua"

    answer = await client.post(
        url, data={"finding": str(finding.id), "version": "1", "decision": "unsure"}, headers=HTMX
    )
    undo = re.search(r'action="([^"]+urungkan[^"]+)"', answer.text)
    assert undo is not None
    undone = await client.post(undo[1].replace("&amp;", "&"), headers=HTMX)

    assert re.match(r'\s*<div id="review"', answer.text)
    assert "temuan=" in answer.headers["hx-push-url"]
    assert undone.status_code == 200
    after = await Finding.get(finding.id)
    assert after is not None
    assert (after.verdict, after.version) == (Verdict.PROPOSED, 3)


async def test_a_verdict_on_what_changed_meanwhile_is_a_conflict(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "putusan bentrok")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    form = {"finding": str(finding.id), "version": "1", "decision": "confirmed"}
    url = f"/bukti/{uploaded.evidence.id}/putusan"
    await client.post(url, data=form)

    answer = await client.post(url, data={**form, "decision": "rejected"})

    assert answer.status_code == 409
    assert "diterima oleh Bureau" in answer.text


async def test_an_edit_form_keeps_what_was_typed_and_says_what_is_wrong(
    client: AsyncClient, world: World
) -> None:
    uploaded = await read_report(world, "sunting")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    form = {"finding": str(finding.id), "version": "1", "decision": "edited", "unit": "naskah"}
    url = f"/bukti/{uploaded.evidence.id}/putusan?lihat=klaim"

    shown = await client.get(
        f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id), "ubah": "1"}
    )
    wrong = await client.post(url, data={**form, "value": "banyak sekali"})
    right = await client.post(url, data={**form, "value": "1.250"})

    assert 'name="indicator"' in shown.text
    assert wrong.status_code == 422
    assert 'value="banyak sekali"' in wrong.text
    assert "bukan angka" in wrong.text
    assert right.status_code == 303
    edited = await Finding.get(finding.id)
    assert edited is not None
    assert (edited.value["value"], edited.value["unit"]) == (1250, "naskah")


async def test_a_suggestion_is_taken_up_from_the_desk(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "dikaitkan dari meja")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    suggestion = await Suggestion.find_one({"finding_id": finding.id, "target_id": "general-1-a:3"})
    assert suggestion is not None
    await world.sign_in(client, "bureau")

    shown = await client.get(f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)})
    answer = await client.post(
        f"/bukti/{uploaded.evidence.id}/saran/{suggestion.id}/kaitkan",
        data={"finding": str(finding.id), "fill": "1"},
        headers=HTMX,
    )
    page = await client.get(f"/bukti/{uploaded.evidence.id}")

    assert "isi 2 dokumen, dan kaitkan" in shown.text
    assert "Sudah dikaitkan" in answer.text
    assert "Klaim yang diterima sama dengan nilai yang dilaporkan" in page.text
    progress = await Progress.get("general-1-a:3")
    assert progress is not None
    assert progress.proof.proven


async def test_a_picture_is_drawn_kept_and_asked_for_again(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "gambar halaman")
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}/halaman/1"

    first = await client.get(url)
    again = await client.get(url, headers={"if-none-match": first.headers["etag"]})
    beyond = await client.get(f"/bukti/{uploaded.evidence.id}/halaman/9")

    picture = Image.open(io.BytesIO(first.content))
    assert (first.headers["content-type"], picture.format, picture.width) == ("image/webp", "WEBP", 1000)
    assert first.headers["cache-control"].startswith("private")
    assert again.status_code == 304
    assert beyond.status_code == 404
    await world.sign_in(client, "bureau_2")
    refused = await client.get(url, headers={"if-none-match": first.headers["etag"]})
    assert refused.status_code == 404


async def test_a_crop_is_small(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "potongan baris")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "leadership")

    crop = await client.get(f"/temuan/{finding.id}/potongan")

    assert crop.headers["content-type"] == "image/webp"
    assert 0 < len(crop.content) <= 20_000


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


async def test_a_finding_leads_to_its_place(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "alamat temuan")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "leadership")

    answer = await client.get(f"/temuan/{finding.id}")

    assert answer.headers["location"] == f"/bukti/{uploaded.evidence.id}?temuan={finding.id}"


@pytest.mark.parametrize("who", ["bureau_2", "stranger", "stranger_admin"])
async def test_every_address_of_anothers_evidence_is_not_there(
    client: AsyncClient, world: World, who: str
) -> None:
    uploaded = await read_report(world, f"tertutup bagi {who}")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    suggestion = await Suggestion.find_one({"finding_id": finding.id})
    assert suggestion is not None
    await world.sign_in(client, who)
    own = f"/bukti/{uploaded.evidence.id}"
    verdict = {"finding": str(finding.id), "version": "1", "decision": "confirmed"}

    answers = [
        *[
            await client.get(url)
            for url in (
                own,
                f"{own}/status",
                f"{own}/ubah",
                f"{own}/halaman/1",
                f"/berkas/{uploaded.evidence.id}/1/unduh",
                f"/temuan/{finding.id}",
                f"/temuan/{finding.id}/potongan",
            )
        ],
        *[
            await client.post(url, data={"version": "1", "title": "x", "period": "2023", **verdict})
            for url in (
                f"{own}/ubah",
                f"{own}/hapus",
                f"{own}/kembalikan",
                f"{own}/periode",
                f"{own}/baca-ulang",
                f"{own}/putusan",
                f"{own}/putusan/urungkan?temuan={finding.id}&versi=1",
                f"{own}/saran/{suggestion.id}/abaikan",
                f"{own}/saran/{suggestion.id}/tawarkan?temuan={finding.id}",
            )
        ],
    ]
    revised = await client.post(
        f"{own}/revisi", data={"version": "1"}, files=[("files", ("x.txt", b"x", "text/plain"))]
    )

    assert {answer.status_code for answer in [*answers, revised]} == {404}
    untouched = await Finding.get(finding.id)
    assert untouched is not None
    assert untouched.version == 1


async def test_a_finding_of_another_file_is_not_decided_through_ones_own_evidence(
    client: AsyncClient, world: World
) -> None:
    own = await read_report(world, "punya sendiri")
    other = await read_report(world, "punya bkd", who="bureau_2", unit="bkd")
    finding = await finding_of(other.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")

    answer = await client.post(
        f"/bukti/{own.evidence.id}/putusan",
        data={"finding": str(finding.id), "version": "1", "decision": "confirmed"},
    )
    shown = await client.get(f"/bukti/{own.evidence.id}", params={"temuan": str(finding.id)})

    assert answer.status_code == 404
    assert str(finding.id) not in shown.text


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


async def test_the_first_findings_are_shown_before_the_last_are_found(
    world: World, client: AsyncClient
) -> None:
    uploaded = await bring_in(
        world.actor("bureau"), pdf("2 dokumen.\f35 orang."), unit=world.units["kominfo"]
    )
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}"
    async with storage.copied_out(uploaded.file.gridfs_id) as path:
        document = read(path, name="a.pdf")
    first, second = (list(found) for _, found in groupby(find(document), key=lambda one: one.page))
    keeper = Keeper(uploaded.file, "uji")
    answers: list[Response] = []

    async def reading() -> None:
        await keeper.progress("reading", 2, 2)
        answers.append(await client.get(url))
        await keeper.document(document)
        await keeper.findings(first, 1)
        while not await Finding.find({"file_id": uploaded.file.id}).count():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        headers = {"hx-request": "true"}
        answers.append(await client.get(f"{url}/status?di=1", headers=headers))
        answers.append(await client.get(url))
        answers.append(await client.get(f"{url}/status?di=2", headers=headers))
        await keeper.findings(second, 2)

    await keeper.keeping(reading())

    before, waiting, during, waiting_there = answers
    assert 'id="review"' not in before.text
    assert waiting.headers["hx-refresh"] == "true"
    assert 'id="review"' in during.text
    assert "2 dokumen" in during.text
    assert "hx-refresh" not in waiting_there.headers
    kept = await StoredFile.get(uploaded.file.id)
    assert kept is not None
    assert kept.total_findings == kept.proposed_findings == len(first) + len(second)
    assert await Page.find({"file_id": uploaded.file.id}).count() == 2
