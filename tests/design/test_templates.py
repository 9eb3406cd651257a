"""What holds for every template, sheet and script: a strict policy holds, nothing comes from elsewhere."""

import re
from pathlib import Path

import pytest

from tests.design.samples import shell
from tracker.i18n import use_language
from tracker.vendor import ICONS
from tracker.web.pages import TEMPLATE_FOLDER, environment

STATIC = TEMPLATE_FOLDER.parent / "static"
TEMPLATES = sorted(TEMPLATE_FOLDER.rglob("*.html"))
OWN_FILES = [*TEMPLATES, *sorted((STATIC / "css").glob("*.css")), *sorted((STATIC / "js").glob("*.js"))]
INLINE = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without address": r"<script(?![^>]*\ssrc=)",
    "an event attribute": r"\son[a-z]+\s*=",
    "an htmx expression": r"\bhx-on\b|[\"'\s]js:|javascript:|hx-trigger=\"[^\"]*\[",
}


def by_name(path: Path) -> str:
    """Name of a file for the test's report."""
    return str(path.relative_to(TEMPLATE_FOLDER.parent))


def without_comments(source: str) -> str:
    """The template without what only its readers see."""
    return re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_a_template_holds_no_inline_script_or_style(path: Path) -> None:
    source = without_comments(path.read_text())
    assert [what for what, pattern in INLINE.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", OWN_FILES, ids=by_name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    addresses = re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}\S*", without_comments(path.read_text()))
    assert addresses == []


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_every_icon_that_is_named_is_in_the_sprite(path: Path) -> None:
    source = without_comments(path.read_text())
    named = set(re.findall(r"icons\.icon\(\s*\"([a-z0-9-]+)\"", source))
    named |= set(re.findall(r"\"icon\": \"([a-z0-9-]+)\"", source))
    assert named <= set(ICONS)


def test_every_icon_of_states_and_notices_is_in_the_sprite() -> None:
    states = environment().get_template("_macros/states.html").module
    layout = environment().get_template("_macros/layout.html").module
    shapes = {shape for _, shape in states.SHAPES.values()} | set(layout.TONES.values())  # type: ignore[attr-defined]
    assert shapes <= set(ICONS)


@pytest.mark.parametrize("path", sorted((STATIC / "css").glob("*.css")), ids=by_name)
def test_only_the_variables_hold_raw_colours(path: Path) -> None:
    colours = re.findall(r"#[0-9a-f]{3,8}\b", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
    on_paper = {"#fff", "#0b5563", "#1c6638", "#6b7672", "#845000"}  # boxes lie on white paper in both themes
    if path.name == "evidence.css":
        assert set(colours) <= on_paper
    elif path.name not in {"variables.css", "print.css"}:
        assert colours == []


@pytest.mark.parametrize("status", [403, 404, 409, 413, 422, 500])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_page_says_what_to_do(status: int, language: str) -> None:
    use_language(language)
    page = environment().get_template("errors/error.html")
    html = page.render(shell(status=status, message=None, reference="R-8F21", back="/bukti", lang=language))
    use_language("id")
    assert f"{status}" in html
    assert "R-8F21" in html
    assert 'href="/home"' in html


def test_the_frame_names_the_institution_and_leads_everywhere() -> None:
    html = environment().get_template("base.html").render(shell())
    assert "Pemerintah Provinsi Nusa Harapan" in html
    assert html.count('aria-current="page"') == 1
    assert 'action="/urungkan/1"' in html
    assert '<a class="skip" href="#main">' in html


def test_the_page_to_sign_in_works_before_anybody_is_known() -> None:
    nobody = shell(current_user=None, current_role=None, institution=None, nav=[], flashes=[])
    account = {
        "name": "Ratih",
        "role": "Perangkat daerah",
        "email": "ratih@contoh.example",
        "password": "rahasia",
    }
    html = (
        environment()
        .get_template("accounts/sign_in.html")
        .render(
            nobody,
            email="ratih@",
            errors=[{"name": "email", "text": "Tidak cocok"}],
            next_url="/",
            demo_accounts=[account],
            sso_name=None,
        )
    )
    assert 'value="ratih@"' in html
    assert 'autocomplete="current-password"' in html
    assert "ratih@contoh.example" in html
