"""Every role does its work by keys alone, in a real browser, each in a Renaksi of its own."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import typst
from playwright.sync_api import expect

from tests.running.conftest import wait_until
from tests.story import facts
from tests.story.conftest import Stage, staged, write
from tests.story.hands import Hands
from tests.story.planned import UNLIKE, actor_of, hand_in, make_plan_of_unlike, make_province, reached
from tracker.evidence.models import Finding
from tracker.inquiries.models import Inquiry
from tracker.progress.models import Progress
from tracker.review import service as review

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CELLS = tuple(f"{name}:3" for name in UNLIKE)
REPORT = reached({**UNLIKE, "lain": ("Jumlah pengaduan yang dijawab", "Pengaduan", 14)})


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A Renaksi for each test: none depends on what another one did."""
    with staged(tmp_path) as made:
        yield made


def test_the_bureau_uploads_decides_fills_in_and_hands_in_by_keys(
    stage: Stage, sit_down: Callable[[str], Hands], tmp_path: Path
) -> None:
    stage.ask(make_plan_of_unlike)
    hands = sit_down("dinkominfo@cerita.id")
    page = hands.page
    hands.enter("Bukti", "a")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bukti")
    bring_in(hands, write(tmp_path, "pelatihan.pdf", typst.compile(REPORT.encode())))
    hands.enter("pelatihan", "a")
    decide(stage, hands)

    hands.jump("lembar", "Lembar isian")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lembar isian")
    fill_in(stage, hands)
    page.keyboard.press("Escape")  # the way out of the sheet
    hands.enter("Periksa sebelum kirim", "a")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Periksa")
    hands.enter("Ajukan yang dipilih", "button")
    expect(page.locator("#flashes")).to_contain_text("diajukan")
    assert stage.ask(state) == "submitted"


def bring_in(hands: Hands, file: Path) -> None:
    """Choose a file and wait until it is read."""
    with (
        hands.page.expect_file_chooser() as waiting
    ):  # from before the way there: it takes a moment to listen
        hands.to("pilih dari perangkat ini", "input")
        hands.press("Enter")
    waiting.value.set_files(file)
    row = hands.page.locator(".file", has_text=file.stem).first
    expect(row.get_by_text("Siap", exact=True)).to_be_visible(timeout=90_000)


def decide(stage: Stage, hands: Hands) -> None:
    """Each key of the desk once: accept, undo, reject, doubt, edit, and the arrows between."""
    page, value = hands.page, hands.page.locator("#review .finding__value")
    expect(value).to_contain_text("11")
    hands.press("y")
    expect(value).to_contain_text("12")
    hands.press("u")
    expect(value).to_contain_text("11")
    assert verdicts(stage)[11] == "proposed"
    hands.press("l")  # accept, and link to the output that it proves
    expect(page.locator("#flashes")).to_contain_text("Dikaitkan")
    expect(page.locator(".desk-offer--done")).to_be_visible()
    hands.press("j")
    expect(value).to_contain_text("12")
    hands.press("h")
    expect(value).to_contain_text("13")
    hands.press("n")
    expect(page.locator("#flashes")).to_contain_text("“13 desa” ditolak")
    hands.enter("Klaim", "a")  # also those that serve no output
    expect(value).to_contain_text("14")
    hands.enter("13 desa (Ditolak)", "a")  # its box in the picture
    expect(value).to_contain_text("13")
    hands.press("ArrowUp")
    expect(value).to_contain_text("12")
    hands.press("ArrowDown")
    expect(value).to_contain_text("13")
    hands.press("ArrowDown")
    expect(value).to_contain_text("14")
    hands.press("e")
    expect(page.get_by_label("Nilai", exact=True)).to_be_focused()
    hands.press("Control+a")
    hands.type("15")
    hands.press("Enter")
    wait_until(lambda: verdicts(stage).get(14) == "edited")
    assert verdicts(stage) == {11: "confirmed", 12: "unsure", 13: "rejected", 14: "edited"}
    page.wait_for_load_state("load")


def verdicts(stage: Stage) -> dict[int, str]:
    """The verdict on each claim, by the value that was read."""

    async def read() -> dict[int, str]:
        claims = await Finding.find({"kind": "claim"}).to_list()
        return {int(claim.found["value"]): str(claim.verdict) for claim in claims}

    return stage.ask(read)


def fill_in(stage: Stage, hands: Hands) -> None:
    """Two cells of the sheet, by the keys of a spreadsheet."""
    page = hands.page
    hands.to("", "td")
    hands.type("11")
    hands.press("Enter")
    hands.type("12")
    hands.press("ArrowRight", "ArrowLeft", "Control+z", "Control+y")
    expect(page.locator("[data-grid-summary]")).to_have_text("Semua tersimpan")
    wait_until(lambda: values(stage) == [11, 12, None])


def values(stage: Stage) -> list[Decimal | None]:
    async def read() -> list[Decimal | None]:
        found = [await Progress.get(cell) for cell in CELLS]
        return [one.value if one else None for one in found]

    return stage.ask(read)


async def state() -> str:
    return await facts.state_of(CELLS[0])


async def make_handed_in() -> None:
    await make_province()
    await hand_in(CELLS)


def test_the_inspectorate_decides_in_one_key(stage: Stage, sit_down: Callable[[str], Hands]) -> None:
    stage.ask(make_handed_in)
    hands = sit_down("inspektorat@cerita.id")
    page, value = hands.page, hands.page.locator(".review__value")
    hands.to("Bantuan")
    hands.jump("pemeriksaan", "Pemeriksaan")
    expect(page.locator("tbody tr").first).to_be_visible()
    hands.press("Enter")
    expect(value).to_contain_text("11")
    hands.press("n")
    hands.type("Lampirkan daftar hadir.")
    hands.enter("Kembalikan", "button")
    expect(value).to_contain_text("12")  # on to the next one
    assert stage.ask(state) == "returned"
    hands.press("u")
    expect(value).to_contain_text("11")
    assert stage.ask(state) == "submitted"
    hands.press("y")
    expect(value).to_contain_text("12")
    assert stage.ask(state) == "verified"


async def make_verified() -> None:
    await make_handed_in()
    inspector = await actor_of("inspektorat@cerita.id")
    found = await Progress.get(CELLS[0])
    assert found is not None
    await review.verify(inspector, progress_id=found.id, revision=found.revision)


def test_the_leadership_drills_down_and_asks_back(stage: Stage, sit_down: Callable[[str], Hands]) -> None:
    stage.ask(make_verified)
    hands = sit_down("gubernur@cerita.id")
    page = hands.page
    figure = page.locator("a[href*='/terverifikasi']").first
    href = figure.get_attribute("href") or ""
    while (stop := hands.step()) is not None and f'href="{href}"' not in stop.markup:
        pass
    hands.press("Enter")
    expect(page.locator(".formula__fraction")).to_be_visible()
    hands.enter("lihat bukti", "a")
    expect(page.locator("#review .finding__value")).to_contain_text("11")
    page.go_back()  # by a key of the browser's own
    expect(page.locator(".formula__fraction")).to_be_visible()
    hands.enter("Minta penjelasan", "a")
    hands.to("Apa yang perlu dijelaskan")
    hands.type("Mengapa baru satu?")
    hands.to("Jawaban paling lambat")
    hands.type("10102023")  # whether the browser asks for the day first or for the month
    hands.enter("Kirim", "button")
    expect(page.locator("#flashes")).to_be_visible()
    asked = stage.ask(the_question)
    assert (asked.question.text, asked.due_on) == ("Mengapa baru satu?", "2023-10-10")
    hands.jump("beku", "Keadaan beku")


async def the_question() -> Inquiry:
    (found,) = await Inquiry.find_all().to_list()
    return found
