"""The dossier of a report: one PDF with the cited pages first, or a ZIP whose hashes anybody can check."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass

import pytest
import typst
from beanie import PydanticObjectId
from httpx import AsyncClient
from PIL import Image
from pypdf import PdfReader

from tests.tracker.things import read_evidence
from tests.tracker.world import INSTANSI, World
from tracker.audit.models import Event
from tracker.evidence import verdicts
from tracker.evidence.models import Finding, Verdict
from tracker.progress import service as reports
from tracker.review import service as review

PAGES = """
Halaman satu: pengantar.
#pagebreak()
Jumlah dokumen peta rencana SPBE pada triwulan III tahun 2023 terealisasi 2 dokumen.
#pagebreak()
Halaman tiga: penutup.
"""
PATH = "/capaian/general-1-a/3"


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(kept, "PNG")
    return kept.getvalue()


@dataclass(frozen=True)
class Case:
    """A verified report with a PDF that is cited on its second page, a picture, and a text."""

    pdf: bytes


@pytest.fixture(scope="module")
async def case(world: World) -> Case:
    bureau, pdf = world.actor("bureau"), typst.compile(PAGES.encode())
    report = await reports.save_value(
        bureau, progress_id="general-1-a:3", revision=0, value=reports.Decimal(2)
    )
    for name, content in (("laporan.pdf", pdf), ("foto.png", picture()), ("catatan.txt", b"Catatan rapat.")):
        uploaded = await read_evidence(world, "bureau", unit="kominfo", name=name, content=content)
        claims = await Finding.find({"file_id": uploaded.file.id, "kind": "claim"}).to_list()
        for claim in claims:
            await verdicts.decide_finding(
                bureau, finding_id=claim.id, version=claim.version, verdict=Verdict.CONFIRMED
            )
        report = await reports.link_evidence(
            bureau,
            progress_id="general-1-a:3",
            evidence_id=PydanticObjectId(uploaded.evidence.id),
            findings=[claim.id for claim in claims],
        )
    report = await reports.submit(bureau, progress_id=report.id, revision=report.revision)
    await review.verify(world.actor("inspectorate"), progress_id=report.id, revision=report.revision)
    return Case(pdf)


async def test_the_pdf_begins_with_the_cover_and_the_cited_page(
    world: World, client: AsyncClient, case: Case
) -> None:
    await world.sign_in(client, "leadership")
    answer = await client.get(f"{PATH}/pembuktian.pdf")
    name = "pembuktian-kominfo-menyusun-peta-rencana-spbe-jumlah-dokumen-tw3-2023.pdf"
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}"')
    book = PdfReader(io.BytesIO(answer.content))
    texts = [page.extract_text() for page in book.pages]
    cover = " ".join(" ".join(texts[:-4]).split())
    for told in ("Provinsi Uji Coba", "Jumlah dokumen", "Terverifikasi", "catatan.txt", "ada di ZIP"):
        assert told in cover, told
    assert hashlib.sha256(case.pdf).hexdigest() in cover.replace(" ", "")
    assert "terealisasi 2 dokumen" in texts[-4]
    assert "Halaman satu" in texts[-3]
    assert "Halaman tiga" in texts[-2]
    titles = flat(book.outline)
    assert titles == [
        "Berkas pembuktian",
        "Halaman yang dikutip",
        "laporan.pdf · hlm. 2",
        "Halaman lainnya",
        "laporan.pdf",
        "foto.png",
    ]


async def test_the_zip_holds_the_originals_under_hashes_that_fit(
    world: World, client: AsyncClient, case: Case
) -> None:
    await world.sign_in(client, "inspectorate")
    answer = await client.get(f"{PATH}/pembuktian.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("bukti/01-laporan.pdf") == case.pdf
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert sums.keys() == set(archive.namelist()) - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        manifest = json.loads(archive.read("manifest.json"))
    assert [one["name"] for one in manifest["exhibits"]] == ["laporan.pdf", "foto.png", "catatan.txt"]
    assert manifest["exhibits"][0]["cited_pages"] == [2]
    assert [one["decision"] for one in manifest["decisions"]] == ["verified"]
    assert any(link["hash"] for link in manifest["chain"])


async def test_that_it_was_taken_stands_in_the_trail(world: World, client: AsyncClient, case: Case) -> None:
    taken = await Event.find({"instansi": INSTANSI, "action": "progress.dossier_taken"}).to_list()
    assert [event.data["form"] for event in taken] == ["pdf", "zip"]
    assert {event.role for event in taken} == {"leadership", "inspectorate"}


async def test_the_dossier_of_another_unit_is_not_there(
    world: World, client: AsyncClient, case: Case
) -> None:
    await world.sign_in(client, "bureau_2")
    for form in ("pdf", "zip"):
        assert (await client.get(f"{PATH}/pembuktian.{form}")).status_code == 404


async def test_a_report_without_evidence_has_a_cover_alone(
    world: World, client: AsyncClient, case: Case
) -> None:
    await world.sign_in(client, "leadership")
    answer = await client.get("/capaian/general-2-a/4/pembuktian.pdf")
    assert "Tidak ada." in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def flat(outline: object) -> list[str]:
    """The titles of bookmarks at any depth, in their order."""
    if isinstance(outline, list):
        return [title for one in outline for title in flat(one)]
    return [str(getattr(outline, "title", ""))]
