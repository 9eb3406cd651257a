"""The bureau's path in a real browser: the sheet by keys, the check before sending, and what comes back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.running.conftest import wait_until
from tests.story import facts
from tests.story.conftest import Stage, press
from tests.story.planned import actor_of, make_plan_of, make_province, trainings
from tests.tracker.papers import claim_of, evidence_of
from tracker.progress import service
from tracker.progress.models import Progress

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., Page]
CELLS = ("latih-1:3", "latih-2:3", "latih-3:3", "latih-4:3")
BLOCK = '12\tRp1,5 juta\t"Hujan,\nbanjir"\tDijadwalkan ulang\n13\t2.000.000\t\t'


@pytest.fixture(scope="module")
def plan(stage: Stage) -> None:
    """An institution whose unit has four outputs to report on, and evidence of 15 people for the first."""
    stage.ask(make_plan)


async def make_plan() -> None:
    await make_province()
    await make_plan_of(trainings(CELLS))
    bureau = await actor_of("dinkominfo@cerita.id")
    evidence = await evidence_of(bureau, "96:kominfo", title="Laporan pelatihan")
    claim = await claim_of(evidence, 15, unit="orang")
    await service.link_evidence(
        bureau, progress_id=CELLS[0], revision=0, evidence_id=evidence.id, findings=[claim.id]
    )


def kept(stage: Stage, cell: str) -> Progress:
    async def read() -> Progress:
        found = await Progress.find_one({"_id": cell})
        assert found is not None
        return found

    return stage.ask(read)


def field(page: Page, row: int, column: str) -> Locator:
    return page.locator(f"[data-grid] tbody tr:nth-child({row}) [data-col={column}]")


def settled(page: Page) -> None:
    expect(page.locator("[data-grid-summary]")).to_have_text("Semua tersimpan")


def test_the_sheet_is_filled_by_keys_and_by_a_block_from_a_spreadsheet(
    stage: Stage, sign_in: SignIn, plan: None
) -> None:
    page = sign_in("dinkominfo@cerita.id")
    expect(page.locator("main")).to_contain_text("Yang harus masuk")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/lembar?tw=3")
    field(page, 1, "value").click()
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect(field(page, 2, "value")).to_be_focused()
    page.evaluate("text => navigator.clipboard.writeText(text)", BLOCK)
    page.keyboard.press("Control+v")
    settled(page)
    second = kept(stage, CELLS[1])
    assert (second.value, second.spent, second.obstacles) == (Decimal(12), 1_500_000, "Hujan,\nbanjir")
    third = kept(stage, CELLS[2])
    assert (third.value, third.spent, third.follow_up) == (Decimal(13), 2_000_000, "")

    field(page, 4, "value").click()  # what can be read in two ways is said back, and is undone
    page.keyboard.type("20.000")
    page.keyboard.press("Tab")
    expect(field(page, 4, "spent")).to_be_focused()
    expect(field(page, 4, "value")).to_contain_text("Dibaca 20 ribu")
    settled(page)
    page.keyboard.type("banyak")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-summary]")).to_contain_text("1 sel belum tersimpan")
    expect(field(page, 4, "value")).to_contain_text("Dibaca 20 ribu")
    page.keyboard.press("Control+z")
    settled(page)
    page.keyboard.press("Control+z")
    wait_until(lambda: kept(stage, CELLS[3]).value is None)
    settled(page)

    field(page, 2, "value").click()  # a block is copied by keys, and a cell is left as it was by Escape
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-grid] [aria-selected=true]")).to_have_count(2)
    page.keyboard.press("Control+c")
    field(page, 4, "value").click()
    page.keyboard.press("Control+v")
    settled(page)
    page.keyboard.press("F2")
    page.keyboard.type("77")
    page.keyboard.press("Escape")
    fourth = kept(stage, CELLS[3])
    assert (fourth.value, fourth.spent) == (Decimal(12), 1_500_000)


def test_two_people_in_one_cell_see_both_values_and_one_is_chosen_by_keys(
    stage: Stage, sign_in: SignIn, plan: None
) -> None:
    page = sign_in("dinkominfo@cerita.id")
    page.goto("/lembar?tw=3")
    stage.ask(lambda: write(CELLS[0], 99))
    field(page, 1, "value").click()
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    expect(field(page, 1, "value")).to_contain_text("menyimpan 99, isian Anda 15")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    expect(page.get_by_role("button", name="Pakai isian saya")).to_be_focused()
    page.keyboard.press("Enter")
    wait_until(lambda: kept(stage, CELLS[0]).value == 15)
    expect(field(page, 1, "value")).to_be_focused()


async def write(cell: str, value: int) -> None:
    bureau = await actor_of("dinkominfo@cerita.id")
    found = await service.cell_of(bureau, progress_id=cell)
    await service.save_value(bureau, progress_id=cell, revision=found.progress.revision, value=Decimal(value))


def test_what_passes_is_sent_comes_back_with_its_reason_is_mended_and_sent_again(
    stage: Stage, sign_in: SignIn, plan: None
) -> None:
    page = sign_in("dinkominfo@cerita.id")
    page.goto("/lembar/periksa")
    expect(page.locator("#lulus")).to_contain_text("tahap 1")
    expect(page.locator("#tidak-lulus")).to_contain_text("Belum ada bukti")
    expect(page.locator("#belum-dapat")).to_contain_text("Kaitkan bukti, atau jelaskan")
    page.get_by_role("button", name="Ajukan yang dipilih").click()
    expect(page.locator("#flashes")).to_contain_text("1 laporan diajukan.")
    assert stage.ask(lambda: facts.state_of(CELLS[0])) == "submitted"

    inspector = sign_in("inspektorat@cerita.id")
    inspector.goto(f"/pemeriksaan/{CELLS[0]}")
    press(inspector, "n")
    inspector.keyboard.type("Lampirkan daftar hadir.")
    inspector.get_by_role("button", name="Kembalikan").click()
    wait_until(lambda: stage.ask(lambda: facts.state_of(CELLS[0])) == "returned")

    page.goto("/")
    first = page.locator(".task").first
    expect(first).to_contain_text("Lampirkan daftar hadir.")
    first.get_by_role("link", name="Perbaiki").click()
    expect(page.locator("main")).to_contain_text("Lampirkan daftar hadir.")
    page.get_by_label("Tindak lanjut").fill("Daftar hadir dilampirkan.")
    page.get_by_role("button", name="Simpan dan ajukan").click()
    expect(page.locator("#flashes")).to_contain_text("Diajukan.")
    again = kept(stage, CELLS[0])
    assert (str(again.state), len(again.submissions)) == ("submitted", 2)
