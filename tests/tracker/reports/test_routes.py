"""The recap's page and sheet, and the note for a unit, from reports that were really returned."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from httpx import AsyncClient

from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.institutions.models import Unit
from tracker.progress import service as progress
from tracker.progress.models import Progress
from tracker.review import service as review


async def hand_in(world: World, who: str, cell: str, *, obstacles: str = "Rapat ditunda") -> Progress:
    saved = await progress.save(
        world.actor(who),
        progress_id=cell,
        revision=0,
        value=Decimal(2),
        spent=1_500_000,
        obstacles=obstacles,
        follow_up="",
    )
    return await progress.submit(world.actor(who), progress_id=saved.id, revision=saved.revision)


@pytest.fixture(scope="module", autouse=True)
async def returned(world: World) -> None:
    """One report of Kominfo came back, one of BKD was accepted."""
    evidence = await evidence_of(world.actor("bureau"), world.units["kominfo"], title="Laporan TW III")
    finding = await claim_of(evidence, 2)
    cell = await progress.cell_of(world.actor("bureau"), progress_id="general-1-a:3")
    linked = await progress.link_evidence(
        world.actor("bureau"),
        progress_id=cell.progress.id,
        evidence_id=evidence.id,
        findings=[finding.id],
        pages=[7],
        fill_value=Decimal(2),
    )
    handed_in = await progress.submit(world.actor("bureau"), progress_id=linked.id, revision=linked.revision)
    await review.return_(
        world.actor("inspectorate"),
        progress_id=handed_in.id,
        revision=handed_in.revision,
        reason="=Lampirkan daftar hadir",
    )
    accepted = await hand_in(world, "bureau_2", "general-2-a:3")
    await review.return_(
        world.actor("inspectorate"),
        progress_id=accepted.id,
        revision=accepted.revision,
        reason="Nilainya belum jelas",
    )


async def test_the_recap_counts_every_unit_for_the_inspectorate_and_its_own_for_a_unit(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "inspectorate")
    whole = (await client.get("/rekap")).text
    assert "Dinas Komunikasi dan Informatika" in whole
    assert "Badan Kepegawaian Daerah" in whole
    await world.sign_in(client, "bureau")
    own = (await client.get("/rekap?tahun=2023&tw=3")).text
    assert "Dinas Komunikasi dan Informatika" in own
    assert "Badan Kepegawaian Daerah" not in own
    assert "Belum ada laporan yang diajukan" in (await client.get("/rekap?tw=1")).text


async def test_the_sheet_holds_the_same_counts_and_their_sum(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "leadership")
    answer = await client.post("/rekap.xlsx?tahun=2023")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[0] for row in rows] == [
        "Badan Kepegawaian Daerah",
        "Dinas Komunikasi dan Informatika",
        "Jumlah",
    ]
    assert rows[-1][1:8] == [2, 0, 0, 2, 2, 0, 0]
    assert await Event.find_one({"instansi": INSTANSI, "action": "recap.exported"}) is not None


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "@x", "-2+3", "http://contoh.id"])
async def test_no_name_of_a_unit_becomes_a_formula_or_a_link(
    world: World, client: AsyncClient, evil: str
) -> None:
    found = await Unit.get(world.units["bkd"])
    assert found is not None
    names = {"name": found.name, "short_name": found.short_name}
    await found.set({"name": evil, "short_name": evil})
    try:
        await world.sign_in(client, "leadership")
        answer = await client.post("/rekap.xlsx?tahun=2023")
    finally:
        await found.set(names)
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert any(cell.value == evil for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


async def test_the_note_says_what_to_mend_and_on_which_pages(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate")
    answer = await client.post(f"/nota/{world.units['kominfo']}.docx?tahun=2023")
    assert answer.headers["content-disposition"] == "attachment; filename=nota-perbaikan-kominfo-2023.docx"
    paper = Document(BytesIO(answer.content))
    words = "\n".join(line.text for line in paper.paragraphs)
    assert "NOTA PERBAIKAN" in words
    particulars, listed = paper.tables
    assert particulars.rows[1].cells[2].text == "Kepala Dinas Komunikasi dan Informatika"
    (_head, row) = [[cell.text for cell in each.cells] for each in listed.rows]
    assert row[0] == "1"
    assert "Menyusun peta rencana SPBE\nJumlah dokumen" in row[1]
    assert row[2:5] == ["TW III 2023", "2 Dokumen", "2 Dokumen"]
    assert row[5] == "Laporan TW III, halaman 2 dan 7"
    assert row[6].startswith("=Lampirkan daftar hadir")


async def test_a_unit_takes_its_own_note_and_no_others(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau_2")
    assert (await client.post(f"/nota/{world.units['bkd']}.docx")).status_code == 200
    assert (await client.post(f"/nota/{world.units['kominfo']}.docx")).status_code == 404
    await world.sign_in(client, "stranger_admin")
    assert (await client.post(f"/nota/{world.units['kominfo']}.docx")).status_code == 404


async def test_a_note_without_anything_to_mend_says_so(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "inspectorate")
    await Progress.get_pymongo_collection().update_one(
        {"_id": "general-2-a:3"}, {"$set": {"state": "submitted"}}
    )
    answer = await client.post(f"/nota/{world.units['bkd']}.docx")
    words = "\n".join(line.text for line in Document(BytesIO(answer.content)).paragraphs)
    assert "tidak ada laporan unit Saudara yang perlu diperbaiki" in words
