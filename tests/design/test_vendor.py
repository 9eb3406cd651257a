"""Front-end files are put together from a small project of our own."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tracker.vendor import (
    ICONS,
    MissingPackage,
    UnknownIcon,
    in_cascade_order,
    join_css,
    join_js,
    sprite,
    vendor,
)

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" stroke="currentColor">'
    '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'
    '<path d="M5 12l5 5"/><circle cx="4" cy="4" r="2"/></svg>'
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with packages in place, two sheets and two scripts."""
    files = {
        "node_modules/htmx.org/dist/htmx.min.js": "var htmx={};",
        "node_modules/tus-js-client/dist/tus.min.js": "var tus={};",
        "static/css/variables.css": ":root { --ink: black; } /* a\nremark */",
        "static/css/card.css": ".card { color: var(--ink); }",
        "static/js/theme.js": "early();",
        "static/js/grid-text.js": "const read = 1;\n",
        "static/js/grid-saving.js": "const save = read;\n",
        "static/js/grid.js": "start(save);\n",
        "static/js/keys.js": "const name = 1;\n",
        "static/js/upload.js": "const name = 2;\n",
    }
    files |= {f"node_modules/@tabler/icons/icons/outline/{name}.svg": ICON for name in ICONS}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_all_files_are_made_and_a_second_run_writes_nothing(project: Path) -> None:
    first = [path.name for path in vendor(project)]
    assert first == ["htmx.min.js", "grid.js", "icons.svg", "renaksi.css", "renaksi.js", "tus.min.js"]
    assert vendor(project) == []


def test_only_what_changed_is_written_again(project: Path) -> None:
    vendor(project)
    (project / "static/css/card.css").write_text(".card { color: red; }")
    assert [path.name for path in vendor(project)] == ["renaksi.css"]


def test_without_packages_the_message_says_what_to_run(project: Path) -> None:
    (project / "node_modules/htmx.org/dist/htmx.min.js").unlink()
    with pytest.raises(MissingPackage, match="npm ci --ignore-scripts"):
        vendor(project)


def test_an_icon_that_the_set_does_not_have_is_named(project: Path) -> None:
    outline = project / "node_modules/@tabler/icons/icons/outline"
    with pytest.raises(UnknownIcon, match="'gelombang'"):
        sprite(outline, ["check", "gelombang"])


def test_the_sprite_has_one_symbol_per_icon_without_the_empty_ground(project: Path) -> None:
    made = sprite(project / "node_modules/@tabler/icons/icons/outline", ["check", "x", "x"])
    root = ElementTree.fromstring(made)  # noqa: S314 - made from the text above
    assert [symbol.get("id") for symbol in root] == ["check", "x"]
    assert [shape.get("stroke") for shape in root[0]] == [None, None]


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        pytest.param(
            ["print", "bar", "base", "variables"],
            ["variables", "base", "bar", "print"],
            id="frame, blocks, print",
        ),
        pytest.param(["table", "card"], ["card", "table"], id="blocks by name"),
    ],
)
def test_sheets_stand_in_the_order_of_the_cascade(given: list[str], ordered: list[str]) -> None:
    assert [path.stem for path in in_cascade_order(Path(f"{name}.css") for name in given)] == ordered


def test_remarks_are_left_out_of_the_sheet(project: Path) -> None:
    assert join_css(project / "static/css") == ":root { --ink: black; } \n.card { color: var(--ink); }\n"


def test_scripts_with_the_same_names_do_not_meet_and_the_early_one_stays_apart(project: Path) -> None:
    assert join_js(project / "static/js") == "{\nconst name = 1;\n}\n{\nconst name = 2;\n}\n"


def test_icons_are_listed_once_and_in_order() -> None:
    assert list(ICONS) == sorted(set(ICONS))
