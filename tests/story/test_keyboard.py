"""Everybody gets round by keys alone, in a real browser: no mouse, and the focus is seen at every stop."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, expect

from tests.story.conftest import PASSWORD, Stage
from tests.story.hands import Hands
from tests.story.planned import make_plan_of, make_province
from tracker.plans.models import Output
from tracker.plans.values import Targets

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OUTPUTS = {
    "satu": ("Jumlah aparatur yang dilatih keamanan informasi", "Orang", 11),
    "dua": ("Jumlah aplikasi yang terhubung ke portal layanan", "Aplikasi", 12),
    "tiga": ("Jumlah desa yang didampingi membuka data", "Desa", 13),
}
PAGES = {
    "dinkominfo@cerita.id": (
        "/",
        "/kerja",
        "/bukti",
        "/lembar?tw=3",
        "/lembar/periksa",
        "/capaian/satu/3",
        "/cari",
    ),
    "inspektorat@cerita.id": (
        *("/", "/pemeriksaan", "/pemeriksaan/satu:3", "/sampel", "/pertentangan", "/penilaian", "/rekap"),
        "/tenggat",
    ),
    "gubernur@cerita.id": ("/pimpinan", "/rencana", "/beku", "/penjelasan", "/bantuan/leadership", "/akun"),
    "admin@cerita.id": ("/orang", "/rencana", "/antrean", "/indikator", "/jejak", "/orang/undang"),
}


@pytest.fixture(scope="module")
def plan(stage: Stage) -> None:
    """A unit with three outputs to report on."""
    stage.ask(make_plan)


async def make_plan() -> None:
    await make_province()
    outputs = [
        Output(
            id=name,
            indikator=indikator,
            satuan=satuan,
            targets=Targets(tw3=Decimal(value), total=Decimal(value)),
        )
        for name, (indikator, satuan, value) in OUTPUTS.items()
    ]
    await make_plan_of(outputs)


@pytest.fixture
def sit_down(stage: Stage, browser: Browser, plan: None) -> Iterator[Callable[[str], Hands]]:
    """Somebody signs in by keys, in a window of their own; errors of a page's script fail the test."""
    contexts, problems = [], []

    def enter(email: str) -> Hands:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900},
            base_url=stage.address,
            locale="id-ID",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        hands = Hands(page)
        page.goto("/masuk")
        hands.to("Surel")
        hands.type(email)
        hands.to("Kata sandi")
        hands.type(PASSWORD)
        hands.press("Enter")
        page.locator(".top--signed-in").wait_for()
        return hands

    yield enter
    for context in contexts:
        context.close()
    assert problems == []


def test_the_jump_box_gives_the_focus_back_and_leads_on(sit_down: Callable[[str], Hands]) -> None:
    hands = sit_down("inspektorat@cerita.id")
    hands.to("Bantuan")
    hands.jump("pemeriksaan", "Pemeriksaan")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("Pemeriksaan")


@pytest.mark.parametrize("who", PAGES)
def test_the_focus_goes_round_every_main_page_and_is_seen(sit_down: Callable[[str], Hands], who: str) -> None:
    hands = sit_down(who)
    for path in PAGES[who]:
        hands.page.goto(path)
        stops = hands.round()
        assert "Lewati ke isi" in stops[0].name
        assert hands.missed() == [], path
