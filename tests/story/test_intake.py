"""The bureau's shortest path in a real browser: drop a long report once, place it on many outputs, hand in.

The report is large, so it goes piece by piece; the web process is killed while it is on its way.
"""

import hashlib
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import typst
from PIL import Image
from playwright.sync_api import Page, expect

from tests.running.conftest import wait_until
from tests.story import facts
from tests.story.conftest import Stage, press
from tests.story.planned import actor_of, make_plan_of, make_province, outputs_of, reached
from tracker.evidence.models import StoredFile
from tracker.progress import service
from tracker.progress.models import Progress
from tracker.resumable.models import Upload

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., Page]
OUTPUTS = {
    "orang": ("Jumlah aparatur yang dilatih keamanan informasi", "Orang", 40),
    "aplikasi": ("Jumlah aplikasi yang terhubung ke portal layanan", "Aplikasi", 9),
    "dokumen": ("Jumlah dokumen arsitektur pemerintahan digital", "Dokumen", 2),
}
SIDE = 1_700  # pixels of noise, which no compression makes smaller
BYTES_PER_SECOND = 2_500_000


@pytest.fixture(scope="module")
def plan(stage: Stage) -> None:
    """An institution whose unit has three outputs to report on; one of them has another value already."""
    stage.ask(make_plan)


async def make_plan() -> None:
    await make_province()
    await make_plan_of(outputs_of(OUTPUTS, tw2=1))
    bureau = await actor_of("dinkominfo@cerita.id")
    await service.save_value(bureau, progress_id="aplikasi:3", revision=0, value=Decimal(7))


def long_report(folder: Path) -> Path:
    """A PDF of some megabytes that says what each output reached in the third triwulan."""
    noise = Image.frombytes("RGB", (SIDE, SIDE), os.urandom(3 * SIDE * SIDE))
    noise.save(folder / "derau.png", compress_level=0)
    source = folder / "laporan.typ"
    source.write_text(f'#set text(lang: "id")\n{reached(OUTPUTS)}\n\n#image("derau.png", width: 1cm)\n')
    target = folder / "lkjip-tw3.pdf"
    target.write_bytes(typst.compile(str(source)))
    return target


async def came() -> int:
    """How many bytes of the upload have come."""
    return sum(upload.offset for upload in await Upload.find_all().to_list())


async def hashes() -> list[str]:
    return [file.sha256 for file in await StoredFile.find_all().to_list()]


def value_of(stage: Stage, cell: str) -> Decimal | None:
    async def read() -> Progress | None:
        return await Progress.get(cell)

    found = stage.ask(read)
    return found.value if found else None


def test_a_report_is_dropped_once_survives_the_web_and_is_placed_on_many(
    stage: Stage, sign_in: SignIn, plan: None, tmp_path: Path
) -> None:
    report = long_report(tmp_path)
    page = sign_in("dinkominfo@cerita.id")
    page.goto("/bukti")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": BYTES_PER_SECOND}
    line.send("Network.emulateNetworkConditions", slow)
    page.locator("input[type=file]").first.set_input_files(report)
    wait_until(lambda: stage.ask(came) > 0)
    for process in stage.tree.children("web"):
        process.kill()

    row = page.locator("[data-upload-list] .file--ready")
    expect(row).to_be_visible(timeout=90_000)
    assert stage.ask(hashes) == [hashlib.sha256(report.read_bytes()).hexdigest()]
    row.get_by_role("link", name="Tempatkan ke 3 output").click()

    expect(page.locator(".placing__cell")).to_have_count(3)
    differing = page.locator(".placing__cell", has_text="dilaporkan 7")
    expect(differing).to_contain_text("klaim menyebut 9")
    expect(differing.locator("img.crop")).to_be_visible()
    press(page, "a")  # the sure ones
    expect(page.locator(".placing__tick input:checked")).to_have_count(2)
    differing.get_by_role("checkbox").check()
    page.keyboard.press("t")
    expect(page.locator(".errors")).to_contain_text("Pilih nilai yang berlaku")
    differing.get_by_label("ganti menjadi 9").check()
    page.keyboard.press("t")
    expect(page.locator("#flashes")).to_contain_text("Ditempatkan pada 3 output.")
    assert [value_of(stage, f"{name}:3") for name in OUTPUTS] == [40, 9, 2]

    press(page, "u")  # all of it, and again
    expect(page.locator("#flashes")).to_contain_text("diurungkan")
    assert [value_of(stage, f"{name}:3") for name in OUTPUTS] == [None, 7, None]
    press(page, "a")
    expect(page.locator(".placing__tick input:checked")).to_have_count(2)
    page.keyboard.press("t")
    expect(page.locator("#flashes")).to_contain_text("Ditempatkan pada 2 output.")


def test_what_was_placed_is_handed_in_on_a_phone_without_script(
    stage: Stage, sign_in: SignIn, plan: None
) -> None:
    page = sign_in("dinkominfo@cerita.id", script=False, width=390)
    page.goto("/kekurangan?tw=3")
    expect(page.locator("main")).to_contain_text("Data dukung kurang 1 dari 3")
    page.get_by_role("link", name="Lihat klaim yang cocok").click()
    page.get_by_role("link", name="Lihat dan centang").click()
    differing = page.locator(".placing__cell", has_text="dilaporkan 7")
    differing.get_by_role("checkbox").check()
    differing.get_by_label("ganti menjadi 9").check()
    page.get_by_role("button", name="Tempatkan yang dicentang").click()
    expect(page.locator("#flashes")).to_contain_text("Ditempatkan pada 1 output.")

    page.locator(".placing__cell", has_text="portal layanan").get_by_role("link").first.click()
    page.get_by_role("button", name="Simpan dan ajukan").click()
    expect(page.locator("#flashes")).to_contain_text("Diajukan.")
    assert stage.ask(lambda: facts.state_of("aplikasi:3")) == "submitted"
