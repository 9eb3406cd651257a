"""A real browser's window on views that were fetched before: the application answers it without a network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from httpx import AsyncClient
from playwright.async_api import Page, Route, async_playwright

from tests.tracker.conftest import ORIGIN
from tests.tracker.pages.views import View
from tracker.web.headers import POLICY
from tracker.web.static import STATIC_FOLDER

AXE = STATIC_FOLDER.parent / "node_modules" / "axe-core" / "axe.min.js"
SCRIPT = Path(__file__).with_name("look.js")
DESK, HALF, PHONE = 1280, 640, 390  # HALF: what a desk of 1280 px shows at a zoom of 200 %
HEIGHT = 900
LATE = 0.05  # seconds after which scripts come that do not hold up the first paint, as on a slow line
SCRIPTS = frozenset({"/static/vendor/renaksi.js", "/static/vendor/grid.js", "/static/vendor/htmx.min.js"})
CONTRAST = ("color-contrast",)
ON_PHONE = ("scrollable-region-focusable", "color-contrast")


@dataclass
class Findings:
    """What was wrong on the pages that a browser saw, each with the page's name."""

    axe: list[str] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    seen: int = 0


@cache
def static_file(path: str) -> tuple[bytes, str]:
    """Content and kind of a file below static/."""
    name = path.removeprefix("/static/")
    return (STATIC_FOLDER / name).read_bytes(), guess_type(name)[0] or "application/octet-stream"


class Window:
    """One page of a browser; `look` shows it a view and adds to the findings."""

    def __init__(self, page: Page, client: AsyncClient) -> None:
        self.page, self.client = page, client
        self.view: View | None = None
        self.found = Findings()
        self.script = AXE.read_text() + SCRIPT.read_text()
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("console", lambda said: self._complain(said.text) if "Security" in said.text else None)

    async def answer(self, route: Route) -> None:
        """What the application would answer: the view, a static file, or what the client is given."""
        request, parts = route.request, urlsplit(route.request.url)
        assert self.view is not None
        if request.is_navigation_request():
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
            await route.fulfill(status=200, headers=headers, body=self.view.html)
        elif parts.path.startswith("/static/"):
            body, kind = static_file(parts.path)
            if parts.path in SCRIPTS:
                await asyncio.sleep(LATE)
            await route.fulfill(body=body, content_type=kind)
        else:
            asked = await self.client.request(
                request.method, f"{parts.path}?{parts.query}", headers={"hx-request": "true"}
            )
            await route.fulfill(
                status=asked.status_code, body=asked.content, content_type=asked.headers.get("content-type")
            )

    async def look(self, view: View, *, thoroughly: bool) -> None:
        """Open it on a desk, at half its width and on a phone; `thoroughly` in the dark and in small too."""
        self.view = view
        await self.page.emulate_media(color_scheme="light")
        for width in (PHONE, DESK) if thoroughly else (DESK,):
            await self._wide(width)
            await self.page.goto(ORIGIN + view.path, wait_until="load")
            await self.page.evaluate(self.script)
            self._add(self.found.shifts, f"{width} px", await self.page.evaluate("look.shifts()"))
        for width in (PHONE, HALF, DESK):
            await self._wide(width)
            self._add(self.found.sideways, f"{width} px", await self.page.evaluate("look.sideways()"))
        await self.page.evaluate("look.thin()")
        await self._check("light")
        number = 0
        while await self.page.evaluate("(number) => look.open(number)", number):
            await self._check(f"dialog {number}")
            number += 1
        if thoroughly:
            await self.page.emulate_media(color_scheme="dark")
            await self._check("dark", CONTRAST)
            await self._wide(PHONE)
            await self._check("dark phone", ON_PHONE)
        self.found.seen += 1

    async def _wide(self, width: int) -> None:
        await self.page.set_viewport_size({"width": width, "height": HEIGHT})

    async def _check(self, how: str, rules: tuple[str, ...] = ()) -> None:
        found = await self.page.evaluate("(rules) => look.check(rules)", list(rules))
        self._add(self.found.axe, how, found)

    def _add(self, to: list[str], how: str, said: list[Any]) -> None:
        assert self.view is not None
        to.extend(f"{self.view.name} ({self.view.path}, {how}): {one}" for one in said)

    def _complain(self, text: str) -> None:
        self._add(self.found.complaints, "", [text])


@asynccontextmanager
async def window(chromium: str, client: AsyncClient) -> AsyncIterator[Window]:
    """A browser's window; the client answers what pages ask for."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = await browser.new_context(locale="id-ID", reduced_motion="reduce")
        made = Window(await context.new_page(), client)
        await made.page.route("**/*", made.answer)
        yield made
        await browser.close()


def listed(findings: list[str], most: int = 40) -> str:
    """Findings as a failing test shows them."""
    return "\n".join([*findings[:most], f"{len(findings)} in all"])
