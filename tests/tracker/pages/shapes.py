"""What of a page a checker of markup can tell apart: its shape, without its texts.

Most pages look the same to several people, so that only those with something new go through a browser.
"""

from collections import Counter
from itertools import pairwise

from lxml import html as markup

VOLATILE = ("href", "action", "value", "title", "d", "width", "height", "x", "y", "cx", "cy", "points")


def pieces(source: str) -> set[str]:
    """The elements of a page, each with its parent, classes and attributes; and the order of its headings."""
    body = markup.fromstring(source).find("body")
    found = {
        f"{shape(element.getparent())} > {shape(element)}"
        for element in body.iter()
        if isinstance(element.tag, str)
    }
    headings = [element.tag for element in body.iter("h1", "h2", "h3", "h4")]
    return found | {f"{one} then {two}" for one, two in pairwise(headings)}


def shape(element: markup.HtmlElement | None) -> str:
    if element is None:
        return ""
    names = sorted(set(element.attrib) - set(VOLATILE))
    kept = [f"{name}={element.get(name)}" for name in ("class", "role", "type") if element.get(name)]
    return " ".join([str(element.tag), *kept, *names])


def doubled_ids(source: str) -> list[str]:
    """Ids that more than one element of the page has."""
    ids = Counter(element.get("id") for element in markup.fromstring(source).iter() if element.get("id"))
    return [name for name, count in ids.items() if count > 1]
