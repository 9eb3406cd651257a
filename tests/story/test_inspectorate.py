"""The inspectorate's path, from signing in to the last click, in a real browser, by keys where there are."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from beanie import PydanticObjectId
from playwright.sync_api import Page, expect

from tests.running.conftest import wait_until
from tests.story import facts
from tests.story.conftest import PASSWORD, PEOPLE, Stage
from tests.story.planned import make_plan_of
from tests.tracker.papers import claim_of, evidence_of
from tracker.accounts.models import User
from tracker.accounts.rights import Actor
from tracker.institutions.service import add_unit
from tracker.plans.models import Output
from tracker.plans.values import Budgets, Targets
from tracker.progress import service
from tracker.progress.models import Assessed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., Page]
CELLS = ("jumlah-a:3", "jumlah-b:3", "jumlah-c:3", "jumlah-d:3")


@dataclass
class Work:
    """What the inspectorate finds waiting."""

    proven: list[str]
    bare: str


@pytest.fixture(scope="module")
def work(stage: Stage) -> Work:
    """An institution whose unit has handed in four reports: three proven, one without evidence."""
    stage.command("instansi", "add", "96", "--name", "Provinsi Teluk Cerita", "--level", "provinsi")
    for email, (role, units) in PEOPLE.items():
        words = ["--name", email.split("@")[0], "--instansi", "96", "--role", role, "--password", PASSWORD]
        if email == "dinkominfo@cerita.id":
            stage.ask(
                lambda: add_unit(instansi="96", code="kominfo", name="Diskominfo", short_name="Kominfo")
            )
        stage.command("user", "add", email, *words, *[word for unit in units for word in ("--unit", unit)])
    stage.ask(hand_in)
    return Work(list(CELLS[:3]), CELLS[3])


async def hand_in() -> None:
    """A plan of four outputs, each reported by its unit, three with a confirmed claim of the value."""
    bureau = await actor_of("dinkominfo@cerita.id")
    outputs = [
        Output(
            id=cell.partition(":")[0],
            indikator=f"Jumlah aparatur yang dilatih tahap {number}",
            satuan="Orang",
            targets=Targets(tw3=Decimal(10 + number), total=Decimal(10 + number)),
            budgets=Budgets(total=100_000_000),
        )
        for number, cell in enumerate(CELLS, start=1)
    ]
    await make_plan_of(outputs)
    for number, cell in enumerate(CELLS, start=1):
        evidence = await evidence_of(bureau, "96:kominfo", title=f"Laporan pelatihan {number}")
        claim = await claim_of(evidence, 10 + number, unit="orang")
        await report(bureau, cell, 10 + number, (evidence.id, claim.id) if cell != CELLS[3] else None)


async def report(
    bureau: Actor, cell: str, value: int, proof: tuple[PydanticObjectId, PydanticObjectId] | None
) -> None:
    kept = await service.save(
        bureau,
        progress_id=cell,
        revision=0,
        value=Decimal(value),
        spent=None,
        obstacles="" if proof else "Laporannya masih ditandatangani.",
        follow_up="",
        pm={"kualitas": Assessed(fits=True)},
    )
    if proof:
        kept = await service.link_evidence(
            bureau, progress_id=cell, evidence_id=proof[0], findings=[proof[1]], pages=[2]
        )
    await service.submit(bureau, progress_id=cell, revision=kept.revision)


async def actor_of(email: str) -> Actor:
    user = await User.find_one({"email": email})
    actor = user.actor("96") if user else None
    assert actor is not None
    return actor


def states(stage: Stage) -> list[str]:
    return [stage.ask(lambda cell=cell: facts.state_of(cell)) for cell in CELLS]  # type: ignore[misc]


def press(page: Page, key: str) -> None:
    """Press a key once the page's script listens."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def test_the_inspectorate_works_its_queue_down(stage: Stage, sign_in: SignIn, work: Work) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.get_by_role("link", name="Pemeriksaan").first.click()
    expect(page.locator("tbody tr")).to_have_count(4)
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
    assert stage.ask(lambda: facts.state_of(work.bare)) == "returned"

    press(page, "h")  # unsure: on to the next
    expect(page.locator(".review__value")).to_contain_text("12")
    page.locator("fieldset", has_text="Kualitas Pelaksanaan").get_by_label("Tidak Sesuai").check()
    page.locator("h1").click()
    press(page, "y")
    wait_until(lambda: states(stage)[1] == "verified")
    expect(page.locator(".review__value")).to_contain_text("13")
    press(page, "u")
    wait_until(lambda: states(stage)[1] == "submitted")
    expect(page.locator(".review__value")).to_contain_text("12")
    page.locator("fieldset", has_text="Kualitas Pelaksanaan").get_by_label("Tidak Sesuai").check()
    page.locator("h1").click()
    press(page, "y")
    wait_until(lambda: states(stage)[1] == "verified")

    page.goto("/pemeriksaan?uji=lolos")
    page.get_by_label("Pilih semua yang lolos").check()
    page.get_by_role("button", name="Verifikasi yang dipilih").click()
    wait_until(lambda: states(stage)[2] == "verified")
    assert states(stage) == ["submitted", "verified", "verified", "returned"]


def test_what_is_left_is_drawn_as_a_sample_that_comes_out_the_same(
    stage: Stage, sign_in: SignIn, work: Work
) -> None:
    page = sign_in("inspektorat@cerita.id")
    page.goto("/sampel")
    page.get_by_label("Banyaknya laporan").fill("1")
    page.get_by_label("Benih").fill("TW3-2023")
    page.get_by_role("button", name="Undi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sampel TW3-2023")
    page.get_by_role("link", name="Undi ulang dan bandingkan").click()
    expect(page.locator("main")).to_contain_text("hasilnya sama")
    page.get_by_role("link", name="Periksa berikutnya").click()
    expect(page.locator(".review__value")).to_be_visible()
    press(page, "y")
    wait_until(lambda: states(stage)[0] == "verified")
    expect(page.locator("main")).to_contain_text("dari 1 terundi")


def test_where_pm_and_apip_differ_an_area_of_improvement_is_written(sign_in: SignIn, work: Work) -> None:
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
