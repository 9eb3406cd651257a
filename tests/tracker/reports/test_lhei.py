"""The internal evaluation report: its tables hold what the pages show, its blanks are marked."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

import pytest
from bson import Decimal128
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_COLOR_INDEX
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.plans.models import Plan, Renaksi
from tracker.progress import service as progress
from tracker.progress.models import Assessed
from tracker.review import improvements
from tracker.review import service as review

FITS, NOT = Assessed(fits=True), Assessed(fits=False, note="Belum diundangkan.")
AOI = {
    "judul": "Kualitas dokumen peta rencana",
    "kondisi": "Dokumen belum diundangkan.",
    "kriteria": "Peta rencana ditetapkan dengan peraturan.",
    "akibat": "Belum menjadi acuan.",
    "saran": "Tetapkan paling lambat TW IV.",
}
CELL = "general-1-a:3"


@pytest.fixture(scope="module", autouse=True)
async def assessed(world: World) -> None:
    """Two reports of triwulan III: one accepted with a dimension that differs and its AoI, one waiting."""
    bureau, inspector = world.actor("bureau"), world.actor("inspectorate")
    evidence = await evidence_of(bureau, world.units["kominfo"])
    claim = await claim_of(evidence, 2)
    saved = await progress.save(
        bureau,
        progress_id=CELL,
        revision=0,
        value=Decimal(2),
        spent=None,
        obstacles="",
        follow_up="",
        pm={"kualitas": FITS, "waktu": FITS},
    )
    linked = await progress.link_evidence(
        bureau, progress_id=CELL, revision=saved.revision, evidence_id=evidence.id, findings=[claim.id]
    )
    sent = await progress.submit(bureau, progress_id=CELL, revision=linked.revision)
    await review.verify(
        inspector, progress_id=CELL, revision=sent.revision, apip={"kualitas": NOT, "waktu": FITS}
    )
    await improvements.save(inspector, progress_id=CELL, dimension="kualitas", fields=AOI)
    other = await progress.save(
        world.actor("bureau_2"),
        progress_id="general-2-a:3",
        revision=0,
        value=Decimal(1),
        spent=None,
        obstacles="Menyusul.",
        follow_up="",
    )
    await progress.submit(world.actor("bureau_2"), progress_id=other.id, revision=other.revision)


async def paper_of(client: AsyncClient, path: str) -> Paper:
    answer = await client.post(path)
    assert answer.status_code == 200
    return Document(BytesIO(answer.content))


def words(paper: Paper) -> str:
    return "\n".join(line.text for line in paper.paragraphs)


def tables(paper: Paper) -> dict[str, list[list[str]]]:
    """The tables' rows by the name of their first column, or of the second after "No."."""
    found: dict[str, list[list[str]]] = {}
    for table in paper.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        key = rows[0][1] if rows[0][0] == "No." else rows[0][0]
        found.setdefault(key if key not in found else f"{key} lagi", rows[1:])
    return found


def blanks(paper: Paper) -> Sequence[str]:
    """What is marked for the writer, in the text and in tables."""
    lines = [*paper.paragraphs]
    for table in paper.tables:
        lines += [line for row in table.rows for cell in row.cells for line in cell.paragraphs]
    return [
        run.text for line in lines for run in line.runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]


async def test_the_report_of_a_triwulan_has_its_parts_and_its_tables_filled(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "inspectorate")
    paper = await paper_of(client, "/lhei/triwulan.docx?tahun=2023&tw=3")
    text, found = words(paper), tables(paper)
    assert "EVALUASI INTERNAL REFORMASI BIROKRASI TRIWULAN III TAHUN 2023" in text
    parts = ["A. Dasar", "B. Tujuan", "C. Metode", "D. Gambaran umum", "1. RB General", "2. RB Tematik"]
    parts += ["E. Analisis dampak", "F. Hasil per dimensi", "G. Area perbaikan", "H. Rekap", "I. Penutup"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Dari 2 laporan yang diajukan, 1 sudah diputuskan dan 1 menunggu." in text
    assert found["Kegiatan utama"][0][:3] == ["Arsitektur SPBE", "2", "4"]
    assert found["Tema"][0][0] == "Pengentasan Kemiskinan"
    assert found["Dimensi"] == [
        ["Ketepatan Pelaksanaan", "tidak dinilai", "tidak dinilai", "0"],
        ["Ketercapaian Output", "tidak dinilai", "tidak dinilai", "0"],
        ["Kualitas Pelaksanaan", "100 % (1 dari 1)", "0 % (0 dari 1)", "1"],
        ["Kesesuaian Waktu", "100 % (1 dari 1)", "100 % (1 dari 1)", "0"],
    ]
    assert found["Judul"] == [
        ["1", f"{AOI['judul']}\n(Dinas Komunikasi dan Informatika)", *list(AOI.values())[1:]]
    ]
    recap = [row for name, rows in found.items() if name.startswith("Perangkat daerah") for row in rows]
    assert ["Jumlah", "2", "1", "1", "0", "0", "0"] in recap
    assert await Event.find_one({"instansi": INSTANSI, "action": "lhei.exported"}) is not None


async def test_what_is_not_known_is_a_marked_blank(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate")
    marked = blanks(await paper_of(client, "/lhei/triwulan.docx?tahun=2023&tw=3"))
    for what in ("surat tugas", "kaitan output dengan dampaknya", "simpulan evaluasi"):
        assert [one for one in marked if what in one], what
    assert all(one.startswith("[Diisi: ") for one in marked)


async def test_a_triwulan_without_any_report_says_so(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate")
    paper = await paper_of(client, "/lhei/triwulan.docx?tahun=2023&tw=1")
    assert "Belum ada laporan triwulan ini yang dinilai APIP." in words(paper)
    assert "Belum ada laporan yang diajukan untuk triwulan ini." in words(paper)
    assert tables(paper)["Judul"][0] == ["1", *(f"[Diisi: {name}]" for name in NAMES)]


NAMES = ("judul", "kondisi", "kriteria", "akibat", "saran perbaikan")


async def test_the_report_before_the_year_counts_and_leaves_judging_to_the_writer(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "inspectorate")
    await Renaksi.get_pymongo_collection().update_one(
        {"_id": world.renaksi[0].id},
        {"$set": {"unit": None, "outputs.0.budgets.total": None, "outputs.0.targets.total": Decimal128("9")}},
    )
    paper = await paper_of(client, "/lhei/ex-ante.docx?tahun=2023")
    general = {row[0]: row[1:] for row in tables(paper)["Aspek"]}
    assert list(general) == ["Relevansi", "Kelengkapan", "Kualitas rencana", "Keterkaitan", "Kelayakan"]
    assert "1 dari 2: renaksi tanpa unit pelaksana." in general["Kelengkapan"][0]
    assert "1 dari 4: output yang target setahunnya tidak cocok" in general["Kualitas rencana"][0]
    assert general["Kelayakan"] == [
        "1 dari 4: output tanpa anggaran.",
        "[Diisi: penilaian]",
        "[Diisi: catatan]",
    ]
    assert "Rp200.000.000" in words(paper)


async def test_only_the_inspectorate_takes_it_and_only_of_years_with_a_plan(
    world: World, client: AsyncClient
) -> None:
    for who in ("bureau", "leadership"):
        await world.sign_in(client, who)
        assert (await client.post("/lhei/triwulan.docx?tahun=2023&tw=3")).status_code == 403
    await world.sign_in(client, "inspectorate")
    assert (await client.post("/lhei/triwulan.docx?tahun=2019&tw=3")).status_code == 404
    assert (await client.post("/lhei/ex-ante.docx?tahun=2019")).status_code == 404
    assert await Plan.find({"instansi": INSTANSI}).count() == 2
