"""Everybody gets round by keys alone, in a real browser: no mouse, and the focus is seen at every stop."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.story.conftest import Stage
from tests.story.hands import Hands
from tests.story.planned import make_plan_of_unlike

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("plan")]
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
    stage.ask(make_plan_of_unlike)


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
