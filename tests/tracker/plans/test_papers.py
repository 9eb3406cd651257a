"""A paper in the browser: uploaded, read, its columns and rows decided, imported and undone."""

import io
import re

import pypdf
import pytest

from tests.tracker.plans.paper import drawing, matrices
from tests.tracker.plans.test_importing import actions_of, make_plan
from tracker.audit.service import events_of
from tracker.evidence.models import FileTable, ReadingState, StoredFile
from tracker.evidence.reading import read_file
from tracker.evidence.storage import pieces
from tracker.jobs import service as jobs
from tracker.jobs.models import Job
from tracker.plans.models import ImportDraft, PaperDecision, Plan

KEY = re.compile(r'name="key" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')


@pytest.fixture
async def editor(client, world):
    return await world.sign_in(client, "coordinator")


async def send(editor, plan, content, name="lampiran.pdf", **fields):
    """Upload a paper; the address of its columns without the last part."""
    answer = await editor.post(f"/rencana/{plan.id}/impor", files={"file": (name, content)}, data=fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/kolom")


async def read_all():
    for job_id in await jobs.waiting():
        job = await jobs.claim(job_id)
        if job is not None:
            await read_file(job)


async def upload_of(url):
    return await ImportDraft.get(url.rpartition("/")[2])


def at_hand(page):
    """What a decision about the row at hand names."""
    return {
        "key": KEY.search(page)[1],
        "seen": SEEN.search(page)[1],
        "version": VERSION.search(page)[1],
    }


async def decide(editor, url, decision, **fields):
    page = (await editor.get(f"{url}/baris")).text
    return await editor.post(f"{url}/baris", data=at_hand(page) | {"decision": decision} | fields)


SECRET = "rahasia-bersama-7"
YEARS = drawing.pdf(matrices.YEARS, heads=2, size=9)
INTO = {"into:kegiatan_utama": "Transformasi organisasi"}


@pytest.fixture
async def paper(editor, request):
    """A plan of its own and the address of a paper that is read."""
    plan = await make_plan(editor, 2023)
    url = await send(editor, plan, YEARS)
    await read_all()
    return plan, url


async def test_a_paper_waits_until_it_is_read_and_is_kept_byte_for_byte(editor, world):
    plan = await make_plan(editor, 2024)
    url = await send(editor, plan, YEARS)
    upload = await upload_of(url)
    file = await StoredFile.get(upload.paper)
    if file.state is ReadingState.QUEUED:
        assert "Menunggu giliran dibaca" in (await editor.get(f"{url}/kolom")).text
        await read_all()
    assert b"".join([piece async for piece in pieces(file.gridfs_id)]) == YEARS
    assert (await editor.get(f"{url}/berkas")).content == YEARS
    assert await FileTable.find({"file_id": file.id}).count() == 1
    again = await editor.get(f"{url}/kolom", headers={"hx-request": "true"})
    assert again.headers["hx-redirect"] == f"{url}/kolom"


async def test_the_columns_say_what_they_were_taken_for_and_why(editor, paper):
    _plan, url = paper
    page = (await editor.get(f"{url}/kolom")).text
    assert "lampiran road map dengan tahun pelaksanaan" in page
    assert "4 dari 5 ciri" in page or "5 dari 5 ciri" in page
    assert "Dijadwalkan pada 2022, bukan 2023." in page
    assert 'name="into:kegiatan_utama"' in page


async def test_rows_are_decided_imported_and_undone(editor, paper):
    plan, url = paper
    mapped = await editor.post(f"{url}/kolom", data={"table": "0", **INTO})
    assert mapped.headers["location"] == f"{url}/baris"

    first = await decide(editor, url, "confirmed")
    assert first.status_code == 303
    edited = {
        "f:kegiatan_utama": "Transformasi organisasi",
        "f:indikator": "Tingkat X",
        "f:renaksi": "Menyusun analisis",
        "f:indikator_output": "Dokumen anjab",
        "f:target_total": "2",
    }
    await decide(editor, url, "edited", **edited)
    await decide(editor, url, "rejected")
    assert "Semua baris sudah diperiksa: 2 diterima." in (await editor.get(f"{url}/baris")).text

    rehearsal = (await editor.get(url)).text
    assert "Mengevaluasi kelembagaan" in rehearsal
    assert "Menata ruang layanan" not in rehearsal
    now = await Plan.get(plan.id)
    done = await editor.post(f"{url}/konfirmasi", data={"version": now.version})
    assert done.status_code == 303, done.text
    made = await actions_of(plan)
    assert [action.text for action in made] == ["Mengevaluasi kelembagaan", "Menyusun analisis"]
    assert made[1].outputs[0].targets.total == 2

    await editor.post(f"{url}/urungkan")
    assert await actions_of(plan) == []
    events = [event.action for event in await events_of("98", str(plan.id))]
    assert events[-6:] == [
        "plan.paper_mapped",
        *["plan.paper_row"] * 3,
        "plan.imported",
        "plan.import_undone",
    ]


async def test_a_decision_is_undone_and_one_on_what_was_not_seen_is_refused(editor, paper):
    _plan, url = paper
    page = (await editor.get(f"{url}/baris")).text
    named = at_hand(page)
    answer = await editor.post(f"{url}/baris", data=named | {"decision": "confirmed"})
    told = await editor.get(answer.headers["location"])
    undo = re.search(r'action="([^"]+urungkan[^"]+)"', told.text)[1].replace("&amp;", "&")

    stale = await editor.post(f"{url}/baris", data=named | {"decision": "rejected"})
    assert stale.status_code == 409
    unseen = await editor.post(
        f"{url}/baris", data=at_hand(told.text) | {"decision": "confirmed", "seen": "lain"}
    )
    assert unseen.status_code == 409

    await editor.post(undo)
    upload = await upload_of(url)
    assert await PaperDecision.find({"import_id": upload.id}).count() == 0


async def test_sure_rows_are_accepted_at_once_and_taken_back(editor, paper):
    _plan, url = paper
    await editor.post(f"{url}/kolom", data={"table": "0", **INTO})
    page = (await editor.get(f"{url}/baris")).text
    assert "Terima 3 baris yang yakin" in page
    answer = await editor.post(f"{url}/baris/yakin")
    told = (await editor.get(answer.headers["location"])).text
    assert "3 baris diterima." in told
    undo = re.search(r'action="([^"]+kelompok=[^"]+)"', told)[1].replace("&amp;", "&")
    await editor.post(undo)
    upload = await upload_of(url)
    assert await PaperDecision.find({"import_id": upload.id}).count() == 0


async def test_what_a_person_decided_survives_another_reading(editor, paper):
    _plan, url = paper
    await decide(editor, url, "edited", **{"f:renaksi": "Menyusun yang lain", "f:indikator": "Tingkat X"})
    upload = await upload_of(url)
    await StoredFile.get_pymongo_collection().update_one(
        {"_id": upload.paper}, {"$set": {"state": "queued", "extractor": "yang lama"}}
    )
    job = await Job.find_one({"key": f"read_file:{upload.paper}"})
    await Job.get_pymongo_collection().update_one({"_id": job.id}, {"$set": {"state": "queued"}})
    await read_all()
    await editor.post(f"{url}/kolom", data={"table": "0", "col:0:3": "catatan_monev", **INTO})
    page = (await editor.get(f"{url}/baris?lihat=diterima")).text
    assert "Menyusun yang lain" in page


async def test_pictures_of_its_pages_are_for_those_who_may_edit_the_plan(editor, paper, client, world):
    _plan, url = paper
    picture = await editor.get(f"{url}/halaman/1?lebar=480")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
    assert (await editor.get(f"{url}/halaman/9")).status_code == 404
    leader = await world.sign_in(client, "leadership")
    assert (await leader.get(f"{url}/halaman/1")).status_code == 403


async def test_telephone_numbers_are_not_shown_and_that_is_said(editor, world):
    plan = await make_plan(editor, 2026)
    url = await send(
        editor, plan, drawing.workbook(("Kemiskinan", matrices.POVERTY)), "kompilasi.xlsx", rows="1"
    )
    await read_all()
    page = (await editor.get(f"{url}/kolom")).text
    assert "tidak dibaca dan tidak disimpan ke rencana" in page
    rows = (await editor.get(f"{url}/baris")).text
    assert "0812-3456-7890" not in page + rows
    assert "081298765432" not in page + rows


async def test_a_paper_that_cannot_be_read_says_why(editor, world):
    plan = await make_plan(editor, 2027)
    url = await send(editor, plan, b"%PDF-1.7 rusak", "rusak.pdf")
    await read_all()
    page = (await editor.get(f"{url}/kolom")).text
    assert "Gagal dibaca" in page
    assert "Baca ulang" in page
    assert (await editor.post(f"{url}/baca-ulang")).status_code == 303


@pytest.mark.parametrize(("rows", "kind"), [(matrices.TYPES, "tipe baris"), (matrices.LONG, "pemantauan")])
async def test_a_sheet_of_a_kind_with_meanings_of_its_own_is_read_row_by_row(editor, world, rows, kind):
    plan = await make_plan(editor, 2032 if kind == "pemantauan" else 2033)
    url = await send(
        editor, plan, drawing.workbook(("Matriks", rows), above=("RENCANA AKSI", "")), "rencana.xlsx"
    )
    await read_all()
    assert kind in (await editor.get(f"{url}/kolom")).text


async def test_a_locked_paper_is_opened_by_its_password_which_is_not_kept(editor, world):
    plan = await make_plan(editor, 2030)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(YEARS))
    writer.encrypt(SECRET, "sandi-pemilik", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    url = await send(editor, plan, out.getvalue(), "terkunci.pdf")
    await read_all()
    page = (await editor.get(f"{url}/kolom")).text
    assert 'type="password"' in page
    assert "Baca ulang" not in page
    empty = await editor.post(f"{url}/kata-sandi", data={"password": ""})
    assert (empty.status_code, "Isikan kata sandi" in empty.text) == (422, True)
    wrong = await editor.post(f"{url}/kata-sandi", data={"password": "keliru-sekali"})
    assert (wrong.status_code, "tidak cocok" in wrong.text, "keliru-sekali" in wrong.text) == (
        422,
        True,
        False,
    )

    right = await editor.post(f"{url}/kata-sandi", data={"password": SECRET})
    assert right.headers["location"] == f"{url}/kolom"
    await read_all()
    assert "lampiran road map dengan tahun pelaksanaan" in (await editor.get(f"{url}/kolom")).text
    assert (await editor.get(f"{url}/berkas")).content == out.getvalue()
    assert (await editor.get(f"{url}/halaman/1?lebar=480")).headers["content-type"] == "image/webp"
    trail = [event.model_dump_json() for event in await events_of("98", str(plan.id))]
    assert any("plan.paper_unlocked" in event for event in trail)
    assert not any(SECRET in event for event in trail)
    again = await editor.post(f"{url}/kata-sandi", data={"password": "apa pun"})
    assert again.status_code == 303


async def test_a_document_without_a_table_says_what_to_do(editor, world):
    plan = await make_plan(editor, 2028)
    url = await send(editor, plan, b"Surat biasa tanpa tabel, cukup panjang untuk dibaca.", "surat.txt")
    await read_all()
    assert "Tidak ada tabel yang terbaca" in (await editor.get(f"{url}/kolom")).text


async def test_a_sheet_without_a_plan_s_head_is_read_row_by_row(editor, world):
    plan = await make_plan(editor, 2029)
    content = drawing.workbook(("Hadir", [["Daftar hadir", ""], ["Nama", "Jabatan"], ["Budi", "Kepala"]]))
    url = await send(editor, plan, content, "hadir.xlsx")
    await read_all()
    assert "Belum ada tabel yang dibaca sebagai rencana" in (await editor.get(f"{url}/kolom")).text
