"""Text is legible in both themes: WCAG 2.2, 1.4.3 (4.5:1) and 1.4.11 (3:1 for borders of controls)."""

import re
from itertools import pairwise

import pytest

from tracker.web.pages import TEMPLATE_FOLDER

SHEET = (TEMPLATE_FOLDER.parent / "static/css/variables.css").read_text()
GROUNDS = ("bg", "surface", "sunken")
TEXT_ON_GROUND = [
    *[(text, ground) for text in ("ink", "ink-soft", "accent") for ground in GROUNDS],
    *[
        (state, ground)
        for state in ("wait", "good", "warn", "bad")
        for ground in ("surface", "bg", f"{state}-soft")
    ],
    ("accent-ink", "accent"),
    ("ink", "accent-soft"),
    ("accent", "accent-soft"),
    ("ink", "mark"),
    *[("ink", f"step-{step}") for step in range(3)],
    ("step-3-ink", "step-3"),
    ("step-4-ink", "step-4"),
]
CONTROLS = [("edge", "surface"), ("edge", "bg"), ("accent", "surface"), ("accent", "bg")]


def declarations(selector: str) -> dict[str, str]:
    """The custom properties that the first rule with this selector declares."""
    start = SHEET.index(f"{selector} {{")
    return dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", SHEET[start : SHEET.index("}", start)]))


THEMES = {"light": declarations(":root"), "dark": declarations(':root[data-theme="dark"]')}


def luminance(colour: str) -> float:
    """Relative luminance of "#rgb" or "#rrggbb", as WCAG defines it."""
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    channels = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_is_legible_on_its_ground(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_the_edges_of_controls_are_seen(theme: str, line: str, ground: str) -> None:
    assert contrast(THEMES[theme][line], THEMES[theme][ground]) >= 3


def test_dark_by_choice_is_dark_by_preference() -> None:
    assert declarations(':root:not([data-theme="light"])') == THEMES["dark"]


def test_both_themes_name_the_same_colours() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


@pytest.mark.parametrize("theme", THEMES)
def test_the_three_depths_of_a_bar_differ_in_lightness(theme: str) -> None:
    depths = [THEMES[theme][name] for name in ("bar-track", "bar-1", "bar-2", "bar-3")]
    assert all(contrast(one, other) >= 1.25 for one, other in pairwise(depths))
