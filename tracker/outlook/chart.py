"""The percentages over the days as an SVG with axes, drawn by pygal and coloured by the page's own sheet.

pygal marks its parts with classes (`series serie-0`, `axis x`, `guides`); its style sheet, its script and its
tooltips are taken out, for the pages' security policy allows no inline style or script (decision 0012).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pygal
from lxml import etree
from markupsafe import Markup

# pygal looks for plug-ins by an import hook of the old protocol, of which Python 3.11 warns at every import.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

WIDTH, HEIGHT = 640, 260
LABELS = 6
UNWANTED = {"style", "script", "defs", "title", "desc"}
BARE_CLASSES = {"tooltip-overlay", "text-overlay", "titles", "overlay"}
"""Parts of a drawing that only pygal's own script would use."""


@dataclass(frozen=True, slots=True)
class Line:
    """A named line: its points are days with per cent, oldest first."""

    name: str
    points: Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that is marked by an upright line, such as a deadline."""

    day: date
    label: str


def line_chart(lines: Sequence[Line], marks: Sequence[Mark], *, title: str, told: str, key: str) -> Markup:
    """Lines over days with marks, per cent upwards from 0 to 100, as an SVG for the page.

    `told` says in words what is to be seen; `key` makes the ids of title and description unique.
    """
    days = sorted({day for line in lines for day, _value in line.points} | {mark.day for mark in marks})
    if not days:
        return Markup()
    drawing = pygal.XY(
        width=WIDTH,
        height=HEIGHT,
        explicit_size=False,
        show_legend=False,
        show_dots=False,
        range=(0, 100),
        xrange=(days[0].toordinal(), max(days[-1].toordinal(), days[0].toordinal() + 1)),
        y_labels=[0, 25, 50, 75, 100],
        x_labels=[day.toordinal() for day in _spread(days[0], days[-1])],
        x_value_formatter=lambda ordinal: f"{date.fromordinal(round(ordinal)):%d/%m}",
        value_formatter=lambda value: f"{value:g}",
        margin=12,
        css=(),
        js=(),
    )
    for line in lines:
        drawing.add(line.name, [(day.toordinal(), value) for day, value in line.points])
    for mark in marks:
        drawing.add(mark.label, [(mark.day.toordinal(), 0), (mark.day.toordinal(), 100)])
    tree = drawing.render_tree()
    _strip(tree)
    _mark_classes(tree, len(lines))
    return _named(tree, title=title, told=told, key=key)


def _spread(first: date, last: date) -> list[date]:
    """Days at even distances, both ends included."""
    length = (last - first).days
    steps = max(1, min(LABELS, length))
    return [date.fromordinal(first.toordinal() + round(step * length / steps)) for step in range(steps + 1)]


def _strip(tree: etree._Element) -> None:
    """Take out style sheets, scripts, comments and what only the script would show."""
    for element in list(tree.iter()):
        parent = element.getparent()
        classes = set((element.get("class") or "").split())
        unwanted = not isinstance(element.tag, str) or element.tag in UNWANTED or classes & BARE_CLASSES
        if unwanted and parent is not None:
            parent.remove(element)
        elif isinstance(element.tag, str):
            for name in {"style", "id"} & {str(name) for name in element.attrib}:
                del element.attrib[name]


def _mark_classes(tree: etree._Element, lines: int) -> None:
    """Name the series that are marks, so that they are drawn as such."""
    for element in tree.iter("g"):
        classes = (element.get("class") or "").split()
        number = next((int(name[6:]) for name in classes if name.startswith("serie-")), None)
        if number is not None and number >= lines:
            element.set("class", "series mark")


def _named(tree: etree._Element, *, title: str, told: str, key: str) -> Markup:
    tree.set("class", "chart")
    tree.set("role", "img")
    tree.set("focusable", "false")
    tree.set("aria-labelledby", f"{key}-title {key}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", told))):
        element = etree.Element(tag, id=f"{key}-{tag}")
        element.text = text
        tree.insert(place, element)
    return Markup(etree.tostring(tree, encoding="unicode"))  # noqa: S704 - lxml escapes its texts
