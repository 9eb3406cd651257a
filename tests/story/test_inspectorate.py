"""The inspectorate's path, from signing in to the last click, in a real browser, by keys where there are.

The steps build on each other and run in order.
"""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import typst
from docx.document import Document
from playwright.sync_api import Page, expect

from tests.running.conftest import wait_until
from tests.story import facts
from tests.story.conftest import Stage, press, write
from tests.story.planned import BUREAU, hand_in, make_province
from tracker.disputes.models import Dispute
from tracker.review.models import Sample

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., Page]
CELLS = ("jumlah-a:3", "jumlah-b:3", "jumlah-c:3", "jumlah-d:3", "jumlah-e:3", "jumlah-f:3")
FIRST, SECOND, THIRD, BARE, *MORE = CELLS
DIMENSIONS = (
    "Ketepatan Pelaksanaan",
    "Ketercapaian Output",
    "Kualitas Pelaksanaan",
    "Kesesuaian Waktu",
)


@pytest.fixture(scope="module")
def work(stage: Stage) -> None:
    """A unit that has handed in six reports: five proven, one without evidence."""
    stage.ask(make_work)


async def make_work() -> None:
    await make_province()
    await hand_in(CELLS, bare=[BARE])


def state(stage: Stage, cell: str) -> str:
    return stage.ask(lambda: facts.state_of(cell))


def test_the_inspectorate_works_its_queue_down(stage: Stage, sign_in: SignIn, work: None) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.get_by_role("link", name="Pemeriksaan").first.click()
    expect(page.locator("tbody tr")).to_have_count(6)
    expect(page.locator("tbody tr").first).to_contain_text("tanpa bukti")

    page.get_by_role("textbox", name="Nama tampilan").fill("Semua yang menunggu")
    page.get_by_role("button", name="Simpan tampilan").click()
    expect(page.locator(".view__name")).to_have_text("Semua yang menunggu")

    press(page, "Enter")  # begin with the riskiest: the one without evidence
    expect(page.locator(".checks")).to_contain_text("Belum ada bukti")
    press(page, "n")
    page.keyboard.type("Lampirkan daftar hadir.")
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator(".review__value")).to_contain_text("11")
    assert state(stage, BARE) == "returned"

    press(page, "h")  # unsure: on to the next
    expect(page.locator(".review__value")).to_contain_text("12")


def test_one_screen_holds_the_tests_and_the_four_dimensions(
    stage: Stage, sign_in: SignIn, work: None
) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.goto(f"/pemeriksaan/{SECOND}")
    expect(page.locator(".checks")).to_contain_text("Klaim yang diterima sama dengan nilai yang dilaporkan.")
    for name in DIMENSIONS:
        one = page.locator("fieldset", has_text=name)
        expect(one).to_be_visible()
        fits = name != "Kualitas Pelaksanaan"
        one.get_by_label("Sesuai" if fits else "Tidak Sesuai", exact=True).check()
    expect(page.locator("fieldset", has_text="Kualitas Pelaksanaan")).to_contain_text("PM: Sesuai")
    page.locator("h1").click()
    press(page, "y")
    wait_until(lambda: state(stage, SECOND) == "verified")
    expect(page.locator(".review__value")).to_contain_text("13")
    press(page, "u")
    wait_until(lambda: state(stage, SECOND) == "submitted")
    expect(page.locator(".review__value")).to_contain_text("12")
    page.locator("fieldset", has_text="Kualitas Pelaksanaan").get_by_label("Tidak Sesuai").check()
    page.locator("h1").click()
    press(page, "y")
    wait_until(lambda: state(stage, SECOND) == "verified")
    expect(page.locator(".review__value")).to_contain_text("13")


def test_what_passes_every_test_is_verified_together(stage: Stage, sign_in: SignIn, work: None) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.goto("/pemeriksaan?uji=lolos")
    page.get_by_label("Pilih semua yang lolos").check()
    for cell in MORE:  # these two are left for the sample
        page.locator(f"input[name=pilih][value^='{cell}']").uncheck()
    page.get_by_role("button", name="Verifikasi yang dipilih").click()
    wait_until(lambda: state(stage, THIRD) == "verified")
    assert [state(stage, cell) for cell in CELLS] == [
        *("submitted", "verified", "verified", "returned", "submitted", "submitted")
    ]


def test_what_is_left_is_drawn_as_a_sample_that_comes_out_the_same(
    stage: Stage, sign_in: SignIn, work: None
) -> None:
    page = sign_in("inspektorat@cerita.id")
    draw(page, seed="TW3-2023", size=2)
    page.get_by_role("link", name="Undi ulang dan bandingkan").click()
    expect(page.locator("main")).to_contain_text("hasilnya sama")
    draw(page, seed="TW3-2023", size=2)  # by somebody else, from the same seed
    first, again = stage.ask(samples)
    assert (first.seed, first.drawn) == (again.seed, again.drawn)
    assert len(first.drawn) == 2
    page.get_by_role("link", name="Periksa berikutnya").click()
    expect(page.locator(".review__value")).to_be_visible()
    press(page, "y")
    wait_until(lambda: [state(stage, cell) for cell in CELLS].count("verified") == 3)
    expect(page.locator(".review-nav")).to_contain_text("1 dari 1")  # the next of the drawn ones
    press(page, "y")
    wait_until(lambda: [state(stage, cell) for cell in CELLS].count("verified") == 4)
    expect(page.locator("main")).to_contain_text("dari 2 terundi")


def draw(page: Page, *, seed: str, size: int) -> None:
    """Draw a sample."""
    page.goto("/sampel")
    page.get_by_label("Banyaknya laporan").fill(str(size))
    page.get_by_label("Benih").fill(seed)
    page.get_by_role("button", name="Undi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sampel {seed}")


async def samples() -> tuple[Sample, Sample]:
    first, again = await Sample.find_all().to_list()
    return first, again


LKJIP = "Laporan Kinerja Tahun 2023. Indeks SPBE tahun 2023 terealisasi 4,44."
NEWS = "Kota Cerita. Indeks SPBE tahun 2023 mencapai 4,40, kata kepala dinas."


def test_a_contradiction_is_decided_once_and_the_other_is_superseded(
    stage: Stage, sign_in: SignIn, work: None, tmp_path: Path
) -> None:
    bureau = sign_in(BUREAU)
    for name, text in (("lkjip", LKJIP), ("berita", NEWS)):
        bring_in(bureau, write(tmp_path, f"{name}.pdf", typst.compile(text.encode())))

    page = sign_in("inspektorat@cerita.id")
    page.goto("/pertentangan")
    expect(page.locator("tbody tr")).to_contain_text("Indeks SPBE")
    press(page, "Enter")
    said = page.locator(".versus .finding")
    expect(said).to_have_count(2)
    for crop in page.locator(".versus img.crop").all():
        expect(crop).to_have_js_property("complete", True)
        assert crop.evaluate("picture => picture.naturalWidth") > 0
    official = said.filter(has_text="4,44")
    page.keyboard.press("1" if said.first.inner_text() == official.inner_text() else "2")
    expect(official.get_by_role("radio")).to_be_checked()
    press(page, "n")
    page.keyboard.type("Laporan resmi yang ditandatangani.")
    page.get_by_role("button", name="Putuskan").click()
    page.goto("/pertentangan?lihat=putus")
    page.locator("tbody a").first.click()
    expect(page.locator(".versus .finding", has_text="4,44")).to_contain_text("berlaku")
    other = page.locator(".versus .finding", has_text="4,40")
    expect(other).to_contain_text("digantikan")
    dispute = stage.ask(the_dispute)
    assert (len(dispute.statements), dispute.state) == (2, "settled")
    other.get_by_role("link", name="berita").click()  # kept, and marked where it stands
    expect(page.locator("main")).to_contain_text("digantikan")


def bring_in(page: Page, file: Path) -> None:
    """Upload a file and wait until it is read."""
    page.goto("/bukti")
    page.locator("input[type=file]").first.set_input_files(file)
    row = page.locator(".file", has_text=file.stem).first
    expect(row.get_by_text("Siap", exact=True)).to_be_visible(timeout=60_000)


async def the_dispute() -> Dispute:
    (found,) = await Dispute.find({"subject": "indicator"}).to_list()
    return found


def test_where_pm_and_apip_differ_an_area_of_improvement_is_written(sign_in: SignIn, work: None) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.goto("/penilaian?tahun=2023")
    expect(page.locator("main")).to_contain_text("PM dan APIP berbeda")
    page.get_by_role("link", name="tulis area perbaikan").first.click()
    expect(page.get_by_label("Kondisi")).to_have_value(
        "Penilaian mandiri: Sesuai. Penilaian APIP: Tidak Sesuai."
    )
    page.get_by_label("Akibat").fill("Mutu pelatihan tidak diketahui.")
    page.get_by_label("Saran Perbaikan").fill("Ukur hasil belajar peserta.")
    page.get_by_role("button", name="Simpan").click()
    page.goto("/penilaian?tahun=2023")
    expect(page.locator(".aoi")).to_contain_text("Ukur hasil belajar peserta.")
    expect(page.locator("main")).to_contain_text("area perbaikan ditulis")


def test_the_recap_the_note_and_the_report_are_taken_along_with_their_tables_filled(
    sign_in: SignIn, work: None
) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.goto("/rekap")
    row = page.locator("tbody tr", has_text="Diskominfo")
    expect(row).to_contain_text("6")
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Unduh Excel")))
    cells = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    unit = next(line for line in cells if "Diskominfo" in line)
    assert unit[unit.index("Diskominfo") + 1 :][:2] == [6, 4]

    note = docx.Document(io.BytesIO(downloaded(page, "Nota Perbaikan")))
    assert "Lampirkan daftar hadir." in texts(note)
    assert "Jumlah aparatur yang dilatih tahap 4" in texts(note)

    page.goto("/penilaian?tahun=2023&tw=3")
    lhei = docx.Document(io.BytesIO(downloaded(page, "LHEI triwulan III 2023")))
    whole = texts(lhei)
    for told in ("Jumlah aparatur yang dilatih tahap 2", "Diskominfo", "Ukur hasil belajar peserta."):
        assert told in whole
    for table in lhei.tables:
        filled = [cell.text for line in table.rows[1:] for cell in line.cells if cell.text.strip()]
        assert filled, [cell.text for cell in table.rows[0].cells]


def downloaded(page: Page, name: str) -> bytes:
    """The file that a button of that name gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.click()
    return Path(waiting.value.path()).read_bytes()


def texts(document: Document) -> str:
    """What the tables of a document say."""
    return "\n".join(cell.text for table in document.tables for line in table.rows for cell in line.cells)
