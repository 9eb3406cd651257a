"""Puts the front-end files that pages ask for into static/vendor: `python -m tracker.vendor`.

From node_modules (after `npm ci --ignore-scripts`): htmx and tus (which only large files ask for) as they
are, and the icons of ICONS as one SVG sprite.
From static/: css/*.css as one renaksi.css and js/*.js as one renaksi.js, so that a view asks for few files;
the sheet of a triwulan has a grid.js of its own.
Running it again changes nothing that has not changed: files that are equal are not written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree  # reads only files of a package that package-lock.json pins by hash

ICONS = (
    "adjustments",
    "alert-circle",
    "alert-octagon",
    "alert-triangle",
    "arrow-back-up",
    "arrow-forward-up",
    "arrow-left",
    "arrow-right",
    "arrows-sort",
    "bell",
    "bookmark",
    "building",
    "building-bank",
    "calendar-event",
    "chart-bar",
    "check",
    "checklist",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle-check",
    "circle-dashed",
    "circle-x",
    "clipboard-check",
    "clock",
    "cloud-upload",
    "coin",
    "copy",
    "corner-up-left",
    "device-floppy",
    "dice",
    "download",
    "external-link",
    "eye",
    "file-spreadsheet",
    "file-text",
    "files",
    "filter",
    "flag",
    "gauge",
    "git-compare",
    "help-circle",
    "history",
    "home",
    "hourglass",
    "inbox",
    "info-circle",
    "key",
    "keyboard",
    "language",
    "layout-grid",
    "link",
    "list-details",
    "lock",
    "lock-open",
    "logout",
    "mail",
    "menu-2",
    "message-question",
    "news",
    "paperclip",
    "pencil",
    "percentage",
    "photo",
    "plus",
    "printer",
    "quote",
    "refresh",
    "report-analytics",
    "rosette-discount-check",
    "scale",
    "search",
    "send",
    "settings",
    "shield-check",
    "sitemap",
    "sort-ascending",
    "sort-descending",
    "stack-2",
    "star",
    "sun-moon",
    "target",
    "trash",
    "trending-down",
    "trending-up",
    "unlink",
    "upload",
    "user-circle",
    "users",
    "x",
    "zoom-in",
)

CSS_FIRST = ("variables.css", "base.css")
CSS_LAST = ("print.css",)
GRID = ("grid-text.js", "grid-saving.js", "grid.js")
"""The scripts of the sheet of a triwulan, which only its page loads, as one module."""
SCRIPTS_APART = ("theme.js", "jump.js", "resumable.js", *GRID)
"""Not in renaksi.js: before the first paint, when first asked for, and on its page alone."""

_SVG = "{http://www.w3.org/2000/svg}"


class VendorError(Exception):
    """A front-end file cannot be made; the message says what is missing and what to do."""


class MissingPackage(VendorError):
    """node_modules lacks a file that package.json promises."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing. Run `npm ci --ignore-scripts` in the project's folder first.")


class UnknownIcon(VendorError):
    """ICONS names an icon that the set does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The icon set has no outline icon {name!r}. Correct ICONS in tracker/vendor.py.")


def vendor(project: Path) -> list[Path]:
    """Makes all files in project/static/vendor; returns those that were written, in order.

    Raises MissingPackage when node_modules is not there, UnknownIcon for a wrong name in ICONS.
    """
    modules, static = project / "node_modules", project / "static"
    files = {
        "htmx.min.js": _read(modules / "htmx.org" / "dist" / "htmx.min.js"),
        "grid.js": "".join(_without_script_comments(_read(static / "js" / name)) for name in GRID),
        "icons.svg": sprite(modules / "@tabler" / "icons" / "icons" / "outline", ICONS),
        "renaksi.css": join_css(static / "css"),
        "renaksi.js": join_js(static / "js"),
        "tus.min.js": _read(modules / "tus-js-client" / "dist" / "tus.min.js"),
    }
    target = static / "vendor"
    target.mkdir(parents=True, exist_ok=True)
    return [target / name for name, text in files.items() if _write_if_changed(target / name, text)]


def sprite(folder: Path, names: Iterable[str]) -> str:
    """One SVG with a <symbol id=name> per icon; line and colour come from the CSS class "icon"."""
    if not folder.is_dir():
        raise MissingPackage(folder)
    symbols = "\n".join(_symbol(folder / f"{name}.svg", name) for name in sorted(set(names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def join_css(folder: Path) -> str:
    """All sheets as one, without comments: CSS_FIRST, the blocks by name, CSS_LAST."""
    return _without_css_comments("\n".join(_read(path) for path in in_cascade_order(folder.glob("*.css"))))


def in_cascade_order(sheets: Iterable[Path]) -> list[Path]:
    """The order in which sheets may override each other: CSS_FIRST, then by name, then CSS_LAST."""

    def place(path: Path) -> tuple[int, int, str]:
        if path.name in CSS_FIRST:
            return 0, CSS_FIRST.index(path.name), path.name
        return (2 if path.name in CSS_LAST else 1), 0, path.name

    return sorted(sheets, key=place)


def join_js(folder: Path) -> str:
    """All scripts as one module, each in a block of its own: names do not meet, and none imports another."""
    scripts = [path for path in sorted(folder.glob("*.js")) if path.name not in SCRIPTS_APART]
    return "".join(f"{{\n{_without_script_comments(_read(path))}}}\n" for path in scripts)


def _symbol(path: Path, name: str) -> str:
    if not path.is_file():
        raise UnknownIcon(name)
    root = ElementTree.fromstring(_read(path))  # noqa: S314  # a file of a pinned package, not of a stranger
    shapes = "".join(_shape(shape) for shape in root if shape.get("stroke") != "none")
    return f'<symbol id="{name}" viewBox="{root.get("viewBox")}">{shapes}</symbol>'


def _shape(element: ElementTree.Element) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{element.tag.removeprefix(_SVG)}{attributes}/>"


def _without_script_comments(script: str) -> str:
    """Without the lines that are nothing but a comment."""
    return re.sub(r"^[ \t]*//.*\n", "", script, flags=re.MULTILINE)


def _without_css_comments(css: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip() + "\n"


def _read(path: Path) -> str:
    if not path.is_file():
        raise MissingPackage(path)
    return path.read_text(encoding="utf-8")


def _write_if_changed(path: Path, text: str) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def main() -> int:
    """Makes the files of the project around this package; 1 and a sentence when something is missing."""
    try:
        written = vendor(Path(__file__).resolve().parent.parent)
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"written: {path.parent.name}/{path.name}")
    if not written:
        print("static/vendor is up to date.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
