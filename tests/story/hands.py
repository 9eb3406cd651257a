"""A person with a keyboard and no mouse: goes from stop to stop, and sees where they are at each of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, expect

MOST_STOPS = 400  # of a page

SCRIPT = Path(__file__).with_name("focus.js")


@dataclass(frozen=True)
class Stop:
    """What has the focus: `is_ringed` whether it shows that, `is_seen` whether it lies in the window."""

    id: int
    tag: str
    name: str
    markup: str
    is_ringed: bool
    is_seen: bool


class Hands:
    """Keys alone; each stop on the way is looked at, and one that cannot be seen fails the test."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(path=SCRIPT)

    def here(self) -> Stop | None:
        """What has the focus; None for the page itself."""
        try:
            found: dict[str, Any] | None = self.page.evaluate("focusing.here()")
        except Error:  # the page gives way to the next one
            self.page.wait_for_load_state("load")
            found = self.page.evaluate("focusing.here()")
        return Stop(**found) if found else None

    def press(self, *keys: str) -> None:
        """Press keys one after another, once the page's scripts listen."""
        self.page.wait_for_load_state("load")
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def step(self, key: str = "Tab") -> Stop | None:
        """On to the next stop, which is seen."""
        self.press(key)
        stop = self.here()
        if stop is not None:
            assert stop.is_ringed, f"{self.page.url}: the focus does not show at {stop.markup}"
            assert stop.is_seen, f"{self.page.url}: the focus is out of sight at {stop.markup}"
        return stop

    def to(self, name: str, tag: str = "", key: str = "Tab") -> Stop:
        """Go on by Tab until what has the focus is called so; `tag` where others are called so too."""
        passed = []
        for _number in range(MOST_STOPS):
            stop = self.step(key)
            if stop is not None and name in stop.name and tag in {"", stop.tag}:
                return stop
            passed.append(stop.name[:40] if stop else "the page")
        raise AssertionError(f"{self.page.url}: {name} cannot be reached by {key}, only {passed[-60:]}")

    def enter(self, name: str, tag: str = "") -> None:
        """Go there and press Enter."""
        self.to(name, tag)
        self.press("Enter")

    def round(self) -> list[Stop]:
        """All stops of a page from its beginning until they leave it: the focus is trapped nowhere."""
        self.page.wait_for_load_state("load")
        stops: list[Stop] = []
        for _number in range(MOST_STOPS):
            stop = self.step()
            if stop is None or (stops and stop.id == stops[0].id):
                return stops
            if stops and stop.id == stops[-1].id and 'type="date"' in stop.markup:
                continue  # day, month and year have a stop each
            assert stop.id not in {one.id for one in stops}, f"{self.page.url}: caught at {stop.markup}"
            stops.append(stop)
        raise AssertionError(f"{self.page.url}: no way out after {MOST_STOPS} stops")

    def missed(self) -> list[str]:
        """What of the page can be pressed or filled in and had no stop."""
        found: list[str] = self.page.evaluate("focusing.missed()")
        return found

    def jump(self, words: str, found: str) -> None:
        """Ctrl+K opens, finds, and gives the focus back by Escape; a second time Enter goes there."""
        before = self.here()
        for is_first in (True, False):
            self.press("Control+k")
            expect(self.page.locator("dialog.jump input")).to_be_focused()
            self.type(words)
            expect(self.page.locator("dialog.jump [aria-selected=true]")).to_contain_text(found)
            if is_first:
                self.press("Escape")
                expect(self.page.locator("dialog.jump")).to_have_count(0)
                after = self.here()
                assert before is None or (after and after.id == before.id), f"the focus went to {after}"
        self.press("Enter")
        expect(self.page.locator("dialog.jump")).to_have_count(0)
