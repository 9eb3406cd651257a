"""One running Renaksi for the whole story: real processes, a real database, a real browser."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.running.conftest import Tree, free_port_number
from tests.story.hands import Hands
from tracker.clock import real_now, set_offset
from tracker.database import connected
from tracker.settings import Settings

expect.set_options(timeout=20_000)  # a machine may have more to do than this
T = TypeVar("T")
PASSWORD = "kata-sandi-cerita"
DAY = datetime(2023, 10, 5, 2, 0, tzinfo=UTC)
PEOPLE = {
    "admin@cerita.id": ("admin", []),
    "dinkominfo@cerita.id": ("bureau", ["kominfo"]),
    "inspektorat@cerita.id": ("inspectorate", []),
    "gubernur@cerita.id": ("leadership", []),
}


class Stage:
    """The running tree, and ways to act in it from outside the browser."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.address = f"http://127.0.0.1:{tree.port}"

    def command(self, *words: str) -> str:
        """Run `renaksi …` on this installation; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tracker.cli", *words],
            env={**os.environ, "RENAKSI_DATA_DIR": str(self.tree.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do some work on the running database."""

        async def connect_and_work() -> T:
            async with connected(Settings(data_dir=self.tree.folder)):
                return await work()

        with ThreadPoolExecutor(1) as thread:  # the browser's driver has an event loop in this one
            return thread.submit(lambda: asyncio.run(connect_and_work())).result()


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A running, empty Renaksi in the folder on the fifth of October 2023."""
    tree = Tree(folder / "data", free_port_number())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENAKSI_DATA_DIR", str(tree.folder))
        set_offset(tree.folder, DAY - real_now())
        tree.start().ready()
        yield Stage(tree)
        tree.stop()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One Renaksi for all tests of a file."""
    with staged(tmp_path_factory.mktemp("story")) as made:
        yield made


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


def leave(contexts: list[BrowserContext]) -> None:
    """Close windows once their pages have come to rest: Chromium may never close one that is on its way."""
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state("networkidle")
        context.close()


@pytest.fixture
def sign_in(stage: Stage, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Signs a person in, in a window of their own; errors of a page's script fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def enter(email: str, *, script: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=stage.address, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto("/masuk")
        page.get_by_label("Surel").fill(email)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.get_by_role("heading", level=1).wait_for()
        return page

    yield enter
    leave(contexts)
    assert problems == []


@pytest.fixture
def sit_down(stage: Stage, browser: Browser) -> Iterator[Callable[[str], Hands]]:
    """Somebody signs in by keys, in a window of their own; errors of a page's script fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

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
    leave(contexts)
    assert problems == []


def press(page: Page, key: str) -> None:
    """Press a key once the page's script listens."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def write(folder: Path, name: str, content: bytes) -> Path:
    """A file to upload."""
    path = folder / name
    path.write_bytes(content)
    return path
