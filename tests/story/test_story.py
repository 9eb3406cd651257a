"""The story from two sheets and a news item to a percentage that proves itself, in a real browser.

The steps build on each other and run in order.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.running.conftest import wait_until
from tests.story import facts
from tests.story.conftest import PASSWORD, PEOPLE, Stage, write
from tests.tracker.plans.paper import drawing, matrices
from tracker.demo.matrix import UNITS, draft
from tracker.plans.sheets.write import write_general, write_tematik

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., Page]

NEWS = """Pengisian Data Reformasi Birokrasi Provinsi Teluk Cerita Capai Separuh

- 3 Oktober 2023, 14:20 WITA

Kota Cerita - Biro Organisasi Provinsi Teluk Cerita mencatat sudah 50 % data terinput dalam portal reformasi
birokrasi nasional hingga awal pekan ini.

"Kami mengejar kekurangannya bersama seluruh perangkat daerah, karena batas akhir penginputan ditetapkan 20
Oktober mendatang," ujar Kepala Biro Organisasi di Kota Cerita, Selasa (3/10/2023).
"""


def test_people_and_plans_come_in(stage: Stage, sign_in: SignIn, tmp_path: Path) -> None:
    stage.command(
        "instansi", "add", "96", "--name", "Provinsi Teluk Cerita", "--level", "provinsi", "--zone", "WITA"
    )
    stage.ask(lambda: facts.add_units(UNITS))
    for email, (role, units) in PEOPLE.items():
        chosen = [word for unit in units for word in ("--unit", unit)]
        words = ["--name", email.split("@")[0], "--instansi", "96", "--role", role, "--password", PASSWORD]
        stage.command("user", "add", email, *words, *chosen)

    page = sign_in("admin@cerita.id")
    sheets = {"general": write_general(draft("general")), "tematik": write_tematik(draft("tematik"))}
    for kind, content in sheets.items():
        import_plan(page, kind, write(tmp_path, f"{kind}.xlsx", content))
    renaksi, outputs = stage.ask(facts.count_plans)
    assert renaksi >= 40
    assert outputs >= 120


def import_plan(page: Page, kind: str, sheet: Path) -> None:
    """Make a plan, import its sheet, and put it in force."""
    page.goto("/rencana/baru")
    page.get_by_label(f"RB {kind.capitalize()}").check()
    page.get_by_role("textbox", name="Tahun").fill("2023")
    new_roadmap = page.get_by_label("Nama road map baru")
    if kind == "general":
        new_roadmap.fill("Road Map RB Teluk Cerita 2020–2024")
    page.get_by_label("Isi dengan kegiatan utama").uncheck()
    page.get_by_role("button", name="Buat rencana").click()
    page.get_by_role("link", name="Impor rencana").first.click()
    page.get_by_label("Matriks rencana aksi").set_input_files(sheet)
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.locator("#ringkasan")).to_contain_text("Galat")
    page.get_by_role("button", name=re.compile(r"Impor \d+ rencana aksi")).click()
    page.get_by_role("link", name="Ubah rencana").click()
    page.get_by_label("Status").select_option(label="Berlaku")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_plan_comes_from_paper_row_by_row_and_goes_again(
    stage: Stage, sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in("admin@cerita.id")
    page.goto("/rencana/baru")
    page.get_by_label("RB General").check()
    page.get_by_role("textbox", name="Tahun").fill("2024")
    page.get_by_label("Isi dengan kegiatan utama").uncheck()
    page.get_by_role("button", name="Buat rencana").click()
    page.get_by_role("link", name="Impor rencana").first.click()
    annex = write(tmp_path, "lampiran.pdf", drawing.pdf(matrices.TYPES, heads=1))
    page.get_by_label("Matriks rencana aksi").set_input_files(annex)
    page.get_by_role("button", name="Unggah dan periksa").click()

    expect(page.get_by_text("lampiran dengan tiga tipe baris (SS, K, IO)").first).to_be_visible(
        timeout=60_000
    )
    page.get_by_role("button", name="Kolom sudah benar, periksa baris").click()
    at_hand = page.locator(".finding.is-selected")
    expect(at_hand).to_contain_text("Menyusun peta rencana SPBE")
    expect(page.locator(".page-view .box.is-selected")).to_have_count(1)

    page.keyboard.press("y")
    expect(at_hand).to_contain_text("Melatih admin aplikasi")
    page.keyboard.press("n")
    expect(at_hand).to_contain_text("Menyusun laporan pengaduan")
    page.keyboard.press("u")
    expect(at_hand).to_contain_text("Melatih admin aplikasi")
    page.keyboard.press("e")
    page.get_by_label("Target total").fill("8 Kali")
    page.get_by_role("button", name="Simpan dan terima").click()
    expect(at_hand).to_contain_text("Menyusun laporan pengaduan")
    page.keyboard.press("y")
    page.get_by_role("link", name="Lanjut ke impor").click()

    page.get_by_role("button", name="Impor 3 rencana aksi").click()
    expect(page.get_by_role("link", name="Menyusun peta rencana SPBE", exact=True)).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_role("heading", name="Rencana ini belum berisi rencana aksi")).to_be_visible()


def test_half_of_the_cells_due_filled_is_fifty_per_cent(stage: Stage, sign_in: SignIn) -> None:
    filled, due = stage.ask(facts.fill_half_of_what_is_due)
    assert 2 * filled == due
    page = sign_in("gubernur@cerita.id")
    page.goto("/pimpinan?tw=3")
    for card in page.locator(".plan-card").all():
        expect(card.locator(".plan-card__figure", has_text="Terinput")).to_contain_text("50 %")


def test_a_news_item_agrees_with_the_figure_and_sets_the_deadline(
    stage: Stage, sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in("admin@cerita.id")
    upload(page, write(tmp_path, "berita.txt", NEWS.encode()), unit="Biro Organisasi")
    page.get_by_role("link", name="berita", exact=True).first.click()
    expect(page.locator(".desk-offer__reason").first).to_contain_text(
        "Sama dengan terinput yang dihitung (50 %"
    )
    dates = page.get_by_role("link", name="Tanggal")
    dates.click()
    expect(dates).to_have_attribute("aria-current", "page")
    page.locator(".desk-list a", has_text="20 Oktober mendatang").click()
    page.get_by_role("link", name="Jadikan tenggat").click()
    expect(page.get_by_label("Tutup pada akhir hari")).to_have_value("2023-10-20")
    page.get_by_label("Nama tenggat").fill("Batas akhir penginputan portal RB nasional")
    page.get_by_label("Yang harus masuk sampai").select_option(label="Triwulan III")
    page.get_by_role("button", name="Simpan").click()
    page.goto("/tenggat")
    expect(page.locator("main")).to_contain_text("20 Oktober 2023 pukul 23.59 WITA")
    expect(page.locator("main")).to_contain_text("50 %")


def upload(page: Page, file: Path, *, unit: str | None = None) -> None:
    """Bring a file in and wait until it is read."""
    page.goto("/bukti")
    if unit:
        page.locator("#f-unit").first.select_option(label=unit)
    page.locator("input[type=file][multiple]").set_input_files(file)
    row = page.locator(".file", has_text=file.stem).first
    expect(row.get_by_text("Siap", exact=True)).to_be_visible(timeout=60_000)


REPORT = """
#set page(paper: "a4")
= Laporan Kinerja Triwulan III Tahun 2023
Dinas Komunikasi dan Informatika, Provinsi Teluk Cerita

{indikator} pada triwulan III tahun 2023 terealisasi {value} {satuan}.
"""


def test_evidence_proves_a_report_and_the_inspectorate_verifies_it(
    stage: Stage, sign_in: SignIn, tmp_path: Path
) -> None:
    """A claim equal to the reported value moves terbukti, then terverifikasi, and opens to its page."""
    cell = stage.ask(lambda: facts.a_draft_of("96:kominfo", triwulan=3))
    before = stage.ask(lambda: facts.figures(cell.plan_id, through=3))
    content = REPORT.format(indikator=cell.indikator, value=cell.value, satuan=cell.satuan.lower())
    page = sign_in("dinkominfo@cerita.id")
    upload(page, write(tmp_path, "laporan-tw3.pdf", typst.compile(content.encode())))
    page.get_by_role("link", name="laporan-tw3").first.click()
    expect(page.locator(".finding__value").first).to_contain_text(str(cell.value))
    box = page.locator("svg a.is-selected, svg .is-selected, svg [aria-current]").first
    expect(box).to_be_attached()
    offer = page.locator(".desk-offer", has_text="Triwulan III").first
    offer.get_by_role("button", name=re.compile("kaitkan")).click()
    wait_until(lambda: stage.ask(lambda: facts.is_proven(cell.progress_id)))

    page.goto(f"/capaian/{cell.output_id}/3")
    page.get_by_role("button", name="Simpan dan ajukan").click()
    expect(page.locator("main")).to_contain_text("Diajukan")
    proven = stage.ask(lambda: facts.figures(cell.plan_id, through=3))
    assert proven.terbukti.numerator == before.terbukti.numerator + 1

    inspector = sign_in("inspektorat@cerita.id")
    inspector.goto(f"/pemeriksaan/{cell.progress_id}")
    inspector.keyboard.press("y")
    wait_until(lambda: stage.ask(lambda: facts.state_of(cell.progress_id)) == "verified")
    verified = stage.ask(lambda: facts.figures(cell.plan_id, through=3))
    assert verified.terverifikasi.numerator == before.terverifikasi.numerator + 1

    governor = sign_in("gubernur@cerita.id")
    governor.goto("/pimpinan?tw=3")
    card = governor.locator(".plan-card", has_text=cell.plan_title)
    card.locator("a[href*='/terverifikasi']").first.click()
    expect(governor.locator(".figure-sum__value")).to_be_visible()
    governor.get_by_role("link", name="lihat bukti").first.click()
    expect(governor.locator(".finding__value").first).to_contain_text(str(cell.value))
    picture = governor.locator("img[src*='/halaman/1'], image[href*='/halaman/1']").first
    expect(picture).to_be_visible()


def test_a_phone_without_script_can_do_all_of_it(stage: Stage, sign_in: SignIn, tmp_path: Path) -> None:
    """Upload, decide and hand in by plain forms, on a window of 390 px."""
    cell = stage.ask(lambda: facts.a_draft_of("96:kominfo", triwulan=2))
    content = f"{cell.indikator} pada triwulan II tahun 2023 terealisasi {cell.value} {cell.satuan.lower()}."
    page = sign_in("dinkominfo@cerita.id", script=False, width=390)
    page.goto("/bukti")
    page.locator("input[type=file][multiple]").set_input_files(
        write(tmp_path, "catatan-tw2.txt", content.encode())
    )
    page.get_by_role("button", name="Unggah", exact=True).click()
    stage.ask(lambda: facts.reading_of("catatan-tw2.txt"))
    page.goto("/bukti")
    page.get_by_role("link", name="catatan-tw2").first.click()
    page.get_by_role("button", name=re.compile("kaitkan")).first.click()
    page.goto(f"/capaian/{cell.output_id}/2")
    expect(page.locator("main")).to_contain_text("catatan-tw2")
    page.get_by_role("button", name="Simpan dan ajukan").click()
    assert stage.ask(lambda: facts.state_of(cell.progress_id)) == "submitted"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_reader_that_is_killed_costs_nothing(stage: Stage, sign_in: SignIn, tmp_path: Path) -> None:
    """SIGKILL in the middle of reading: the document is read all the same, and once."""
    body = "\n#pagebreak()\n".join(
        f"Halaman {number}. Jumlah desa yang didampingi tahun 2023 terealisasi {number + 3} desa."
        + "\n\nUraian. " * 60
        for number in range(1, 241)
    )
    content = typst.compile(f'#set page(paper: "a5")\n{body}'.encode())
    page = sign_in("dinkominfo@cerita.id")
    page.goto("/bukti")
    page.locator("input[type=file][multiple]").set_input_files(write(tmp_path, "tebal.pdf", content))
    workers = stage.tree.children("worker")
    stage.ask(lambda: facts.when_reading("tebal.pdf", lambda: [worker.kill() for worker in workers]))
    outcome = stage.ask(lambda: facts.reading_of("tebal.pdf"))
    assert outcome.attempts >= 2
    assert outcome.pages == len(PdfDocument(content))
    assert outcome.desa_claims == [number + 3 for number in range(1, 241)]


def test_all_is_there_after_a_stop_and_a_start(stage: Stage, sign_in: SignIn) -> None:
    before = stage.ask(facts.everything)
    assert stage.tree.stop() == 0
    stage.tree.start()
    wait_until(lambda: stage.tree.shown().count("Renaksi siap di") == 2)
    assert stage.ask(facts.everything) == before
    assert "sama dengan fakta" in stage.command("recount")
    page = sign_in("gubernur@cerita.id")
    expect(page.locator("main")).to_contain_text("Batas akhir penginputan portal RB nasional")
