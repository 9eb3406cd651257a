"""The leadership's path, from signing in to the last click: how many per cent, can we trust it, what now."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect
from pypdf import PdfReader

from tests.story.conftest import Stage
from tracker.accounts.demo_accounts import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def province(stage: Stage) -> Stage:
    """The invented province, with a history of its days and a frozen state."""
    stage.command("demo")
    return stage


@pytest.fixture
def page(province: Stage, browser: Browser) -> Iterator[Page]:
    """The window of the head of the regional secretariat, signed in."""
    context = browser.new_context(base_url=province.address, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.set_default_timeout(60_000)
    opened.goto("/masuk")
    opened.get_by_label("Surel").fill("sekda@contoh.id")
    opened.get_by_label("Kata sandi").fill(PASSWORD)
    opened.get_by_role("button", name="Masuk", exact=True).click()
    opened.get_by_role("heading", name=re.compile("^Capaian Reformasi Birokrasi")).wait_for()
    yield opened
    context.close()
    assert problems == []


def test_every_percentage_opens_down_to_the_box_that_proves_it(page: Page) -> None:
    card = page.locator(".plan-card").first
    shown = card.locator("a[href*='/terverifikasi']").first
    percentage = shown.inner_text()
    shown.click()
    expect(page.locator(".figure-sum__value")).to_contain_text(percentage)
    expect(page.locator(".formula__fraction")).to_contain_text("sel terbukti yang sudah diverifikasi")
    page.locator("a.cell-chip__proof[href*='temuan=']").first.click()
    expect(page.locator("#review image")).to_be_attached()
    box = page.locator(".page-view .box.is-selected").first  # a claim over two lines has two
    expect(box).to_be_attached()
    assert "box--rejected" not in (box.get_attribute("class") or "")


def test_the_sheet_says_who_is_behind_what_holds_it_back_and_what_moved(page: Page) -> None:
    silent = page.locator(".heat-box td", has_text="–").first
    expect(silent).to_be_visible()
    expect(page.locator("#mengapa svg").first).to_be_visible()
    expect(page.locator("#gerak .mover").first).to_contain_text(re.compile("hari kerja lagi|lewat"))
    page.get_by_label("Sejak").fill("2023-09-01")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page).to_have_url(re.compile("sejak=2023-09-01"))
    expect(page.locator("#perubahan")).to_contain_text("1 September 2023")
    page.locator(".heat-box tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_leadership_asks_and_the_question_waits_with_its_day(page: Page) -> None:
    page.locator("a[href*='/terbukti']").first.click()
    page.get_by_role("link", name="Minta penjelasan").click()
    page.get_by_label("Apa yang perlu dijelaskan").fill("Mengapa celah buktinya masih lebar?")
    page.get_by_label("Jawaban paling lambat").fill("2023-10-12")
    page.get_by_role("button", name="Kirim").click()
    page.goto("/penjelasan")
    expect(page.locator("main")).to_contain_text("Mengapa celah buktinya masih lebar?")
    expect(page.locator("main")).to_contain_text("12 Oktober 2023")


def test_the_sheet_is_taken_along_as_one_a4_and_as_a_workbook(page: Page) -> None:
    paper = PdfReader(io.BytesIO(downloaded(page, "PDF satu lembar")))
    assert len(paper.pages) == 1
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]
    assert "RB General 2023" in paper.pages[0].extract_text()
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Excel")))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert any("RB General 2023" in text for text in texts)


def downloaded(page: Page, name: str) -> bytes:
    """What the link of that name gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    download: Download = waiting.value
    path = download.path()
    assert path is not None
    return Path(path).read_bytes()


def test_a_frozen_state_is_shown_by_a_link_to_who_has_no_account(
    page: Page, browser: Browser, province: Stage
) -> None:
    page.goto("/beku")
    page.locator("main a[href^='/beku/']").first.click()
    page.get_by_role("link", name="Bagikan lewat tautan").click()
    page.get_by_label("Untuk siapa").fill("Rapat pimpinan")
    page.get_by_role("button", name="Buat tautan").click()
    address = page.locator("a.hash").inner_text()
    guest = browser.new_context(base_url=province.address)
    shown = guest.new_page()
    shown.goto(address)
    expect(shown.locator("main")).to_contain_text("RB General 2023")
    expect(shown.locator(".nested").first).to_be_visible()
    assert shown.locator("main form, main a[href*='/bukti']").count() == 0
    shown.goto("/pimpinan")
    expect(shown).to_have_url(re.compile("/masuk"))
    guest.close()
