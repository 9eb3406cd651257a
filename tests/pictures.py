"""Takes the pictures of docs/pictures and of the guides anew, from the invented province: `make pictures`.

It starts Renaksi with demo data in a folder of its own and needs a Chromium on the machine. Each picture is a
row of SHOTS: who looks, at which page, and down to what. Words on the command line take only the pictures so
named.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import chromium_path
from tracker.accounts.demo_accounts import ACCOUNTS, PASSWORD
from tracker.help.guides import PICTURES

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LARGEST_BYTES = 200_000
LARGEST_OF_A_GUIDE = 60_000
COLOURS = 256
COLOURS_OF_A_GUIDE = 48
REPORT = "Laporan kinerja TW II 2023 Diskominfo"
GUIDE_WIDTH = 1040  # a little more than what a page of two columns needs; a guide shows it at two thirds
BREATH = 16  # pixels below the last thing shown


@dataclass(frozen=True)
class Shot:
    """A picture: `until` is what it ends with, `prepare` what is done on the page before it is taken."""

    name: str
    who: str
    path: str
    until: str | None = None
    prepare: Callable[[Page], None] | None = None
    start: str | None = None
    width: int = GUIDE_WIDTH
    height: int = 640
    scale: int = 1
    colours: int = COLOURS_OF_A_GUIDE

    @property
    def is_of_a_guide(self) -> bool:
        return self.name.endswith(".webp")


@contextmanager
def running() -> Iterator[str]:
    """Renaksi with demo data in a folder that goes away; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "RENAKSI_DATA_DIR": f"{folder}/data", "RENAKSI_PORT": str(port)}
        command = [sys.executable, "-u", "-m", "tracker.cli", "serve", "--demo"]
        tree = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        try:
            wait_for_demo(tree)
            yield f"http://127.0.0.1:{port}"
        finally:
            tree.send_signal(signal.SIGTERM)
            tree.wait()


def wait_for_demo(tree: subprocess.Popen[str]) -> None:
    """Until it prints the last of the demo's accounts. Raises RuntimeError when it ends before."""
    for line in tree.stdout or ():
        if ACCOUNTS[-1].email in line:
            return
    raise RuntimeError("Renaksi ended before the demo data were there")


class Album:
    """A browser with one signed-in window per person and size."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.windows: dict[tuple[str, int, int], Page] = {}

    def take(self, shot: Shot) -> None:
        """Open the page, do what comes before, and keep the picture."""
        page = self.window(shot)
        page.set_viewport_size({"width": shot.width, "height": shot.height})
        page.goto(shot.path)
        if shot.prepare:
            shot.prepare(page)
        page.wait_for_load_state("networkidle")
        keep(shot, page.screenshot(clip=clip(shot, page), full_page=True))

    def window(self, shot: Shot) -> Page:
        key = (shot.who, shot.width, shot.scale)
        if key not in self.windows:
            self.windows[key] = signed_in(self.browser, self.address, shot)
        return self.windows[key]


def signed_in(browser: Browser, address: str, shot: Shot) -> Page:
    """A window in which a demo person is signed in and has seen the tour."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        locale="id-ID",
        color_scheme="light",
    )
    page = context.new_page()
    page.goto("/masuk")
    if not shot.who:
        return page
    page.get_by_label("Surel").fill(f"{shot.who}@contoh.id")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    if page.locator(".tour").count():
        page.get_by_role("button", name="Tutup tur").click()
        page.locator(".tour").wait_for(state="detached")
    return page


def clip(shot: Shot, page: Page) -> dict[str, float]:
    """The part of the page that the picture shows, in CSS pixels."""
    top, bottom = 0.0, float(shot.height)
    if shot.start:
        top = max(edge(page, shot.start, "top") - BREATH, 0)
        bottom = top + shot.height
    if shot.until:
        bottom = edge(page, shot.until, "bottom") + BREATH
    return {"x": 0, "y": top, "width": shot.width, "height": bottom - top}


def edge(page: Page, selector: str, which: str) -> float:
    """Where something begins or ends on the whole page. Raises RuntimeError where it is not."""
    box = page.locator(selector).first.bounding_box()
    if box is None:
        raise RuntimeError(f"{page.url} has no {selector}")
    scrolled = float(page.evaluate("scrollY"))
    return scrolled + box["y"] + (box["height"] if which == "bottom" else 0)


def keep(shot: Shot, taken: bytes) -> None:
    """The picture with few colours, which the pages have anyway. Raises RuntimeError if too large."""
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    path = (PICTURES if shot.is_of_a_guide else FOLDER) / shot.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if shot.is_of_a_guide:
        few = with_its_colours(image, shot.colours)
        few.convert("RGB").save(path, lossless=True, quality=100, method=6)
    else:
        image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
    size, most = path.stat().st_size, LARGEST_OF_A_GUIDE if shot.is_of_a_guide else LARGEST_BYTES
    print(f"{path.name}  {size / 1000:.0f} kB", flush=True)
    if size > most:
        raise RuntimeError(f"{path.name} is larger than {most / 1000:.0f} kB")


def with_its_colours(image: Image.Image, count: int) -> Image.Image:
    """The picture in the `count` colours that it has most of; all others become the nearest of them."""
    found = sorted(image.getcolors(image.width * image.height) or (), reverse=True)[:count]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _count, colour in found for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def open_report(page: Page) -> None:
    """From the list of evidence to the desk of the report with most findings."""
    page.get_by_role("link", name=REPORT, exact=True).click()
    page.locator("#review image").wait_for(state="attached")


def open_first(role: str, name: str, then: str | None = None) -> Callable[[Page], None]:
    """Follow the first link or button of that name, until something is there."""

    def follow(page: Page) -> None:
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        if then:
            page.locator(then).first.wait_for(state="visible")

    return follow


def open_import(page: Page) -> None:
    """From the list of plans to where a plan's matrix is brought in."""
    plan = page.locator("main a[href^='/rencana/']", has_text="RB General").first.get_attribute("href")
    page.goto(f"{plan}/impor")


def make_token(page: Page) -> None:
    """A token for a program, then the list of those of everybody."""
    page.get_by_label("Untuk apa").fill("Portal RB nasional")
    page.get_by_role("button", name="Buat token").click()
    page.get_by_role("link", name="Sudah saya simpan").wait_for()
    page.goto("/orang/token")


def ask_for_keys(page: Page) -> None:
    """The list of a page's keys."""
    open_report(page)
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


SHOTS = (
    Shot("leadership-1280.png", "sekda", "/pimpinan", width=1280, height=900),
    Shot("evidence-1280.png", "kominfo", "/bukti", prepare=open_report, width=1280, height=900),
    Shot("phone-390.png", "sekda", "/pimpinan", width=390, height=844, scale=2),
    Shot("bureau-home.webp", "kominfo", "/", until="main .stats"),
    Shot("bureau-upload.webp", "kominfo", "/bukti"),
    Shot("bureau-findings.webp", "kominfo", "/bukti", prepare=open_report, height=760),
    Shot("bureau-keys.webp", "kominfo", "/bukti", prepare=ask_for_keys, height=760),
    Shot(
        "bureau-placing.webp",
        "kominfo",
        "/bukti",
        prepare=open_first("link", "Tempatkan ke", ".placing__crop img"),
        height=700,
        colours=128,
    ),
    Shot("bureau-work.webp", "kominfo", "/kerja", height=700),
    Shot("bureau-sheet.webp", "kominfo", "/lembar?tw=2", width=1280, height=720),
    Shot("bureau-lacking.webp", "kominfo", "/kekurangan"),
    Shot("bureau-precheck.webp", "kominfo", "/lembar/periksa", height=700),
    Shot(
        "bureau-report.webp",
        "kominfo",
        "/kerja",
        prepare=open_first("link", "Lengkapi, ajukan", "#f-value"),
        height=900,
    ),
    Shot("inspectorate-queue.webp", "inspektorat", "/pemeriksaan", height=760),
    Shot(
        "inspectorate-report.webp",
        "inspektorat",
        "/pemeriksaan",
        prepare=open_first("link", "Mulai dari yang teratas", ".review__value"),
        height=900,
    ),
    Shot("inspectorate-samples.webp", "inspektorat", "/sampel"),
    Shot(
        "inspectorate-dispute.webp",
        "inspektorat",
        "/pertentangan",
        prepare=open_first("link", "Mulai", ".versus, form"),
        height=760,
    ),
    Shot("inspectorate-sheet.webp", "inspektorat", "/penilaian", height=700),
    Shot("leadership.webp", "sekda", "/pimpinan", until=".plan-cards"),
    Shot("leadership-heat.webp", "sekda", "/pimpinan", start=".heat-box", until=".heat-box"),
    Shot(
        "leadership-figure.webp",
        "sekda",
        "/pimpinan",
        prepare=lambda page: page.locator("a[href*='/terverifikasi']").first.click(),
        height=760,
    ),
    Shot("leadership-frozen.webp", "sekda", "/beku"),
    Shot("admin-plan.webp", "admin", "/rencana"),
    Shot("admin-import.webp", "admin", "/rencana", prepare=open_import),
    Shot("admin-deadlines.webp", "admin", "/tenggat"),
    Shot("admin-people.webp", "admin", "/orang"),
    Shot("admin-tokens.webp", "admin", "/akun/token/baru", prepare=make_token, height=420),
    Shot("admin-jobs.webp", "admin", "/antrean"),
)
"""All pictures. Those of WebP stand in the guides of docs/guides, where a test looks for each of them."""


def main(names: list[str]) -> None:
    chromium = chromium_path()
    if chromium is None:
        sys.exit("Chromium is missing. Install it: sudo apt install chromium")
    wanted = [shot for shot in SHOTS if not names or shot.name in names or Path(shot.name).stem in names]
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        album = Album(browser, address)
        for shot in wanted:
            album.take(shot)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
