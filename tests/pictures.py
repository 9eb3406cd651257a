"""Takes the pictures of docs/pictures anew, from the invented province: `make pictures`.

It starts Renaksi with demo data in a folder of its own and needs a Chromium on the machine.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import chromium_path
from tracker.accounts.demo_accounts import ACCOUNTS, PASSWORD

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LARGEST_BYTES = 200_000
COLOURS = 256
REPORT = "Laporan kinerja TW II 2023 Diskominfo"


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


def signed_in(browser: Browser, address: str, who: str, *, width: int, height: int, scale: int = 1) -> Page:
    """A window of that size in which a demo person is signed in."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        locale="id-ID",
        color_scheme="light",
    )
    page = context.new_page()
    page.goto("/masuk")
    page.get_by_label("Surel").fill(f"{who}@contoh.id")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    return page


def save(name: str, shot: bytes) -> None:
    """The picture with few colours, which the pages have anyway. Raises RuntimeError above LARGEST_BYTES."""
    path = FOLDER / name
    few = (
        Image.open(io.BytesIO(shot))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}  {size / 1000:.0f} kB")
    if size > LARGEST_BYTES:
        raise RuntimeError(f"{path.name} is larger than {LARGEST_BYTES / 1000:.0f} kB")


def leadership(browser: Browser, address: str) -> None:
    """The leadership's sheet down to the end of the heat map."""
    page = signed_in(browser, address, "sekda", width=1280, height=900)
    page.goto("/pimpinan")
    box = page.locator(".heat-box").bounding_box()
    if box is None:
        raise RuntimeError("the leadership's page has no heat map")
    page.set_viewport_size({"width": 1280, "height": int(box["y"] + box["height"]) + 24})
    save("leadership-1280.png", page.screenshot())


def evidence(browser: Browser, address: str) -> None:
    """The desk: a report's page with its findings beside it."""
    page = signed_in(browser, address, "kominfo", width=1280, height=900)
    page.goto("/bukti")
    page.get_by_role("link", name=REPORT, exact=True).click()
    page.locator("#review image").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    save("evidence-1280.png", page.screenshot())


def phone(browser: Browser, address: str) -> None:
    """The leadership's sheet on a phone."""
    page = signed_in(browser, address, "sekda", width=390, height=844, scale=2)
    page.goto("/pimpinan")
    save("phone-390.png", page.screenshot())


def main() -> None:
    chromium = chromium_path()
    if chromium is None:
        sys.exit("Chromium is missing. Install it: sudo apt install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for take in (leadership, evidence, phone):
            take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
