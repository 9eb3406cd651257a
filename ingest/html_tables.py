"""The tables of a web page: read from its source, where merged cells and heads are still told apart.

Before the page's main text is looked for, each table becomes a paragraph of its words between two marks;
where that paragraph turns up in the text, the table stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree, html

from ingest.blocks import Block, TableBlock
from ingest.table_shape import RawTable, TextCell

_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 2
_LONGEST_CELL = 2500  # characters: a longer one is a part of the page, set by a table
_MOST_SPANNED = 200  # rows or columns
_MOST_CELLS = 200_000
_MOST_HEADS = 8  # rows
_APART = frozenset(
    ["br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dd", "dt"]
)
_UNSEEN = frozenset(["script", "style", "template", "noscript"])
_SECTIONS = frozenset(["article", "main", "nav", "form", "h1", "iframe", "table"])
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARK = "zqtabel"


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """The page's tree with its tables put between marks, and the tables."""

    tree: html.HtmlElement
    tables: list[RawTable]


def marked_page(source: str) -> MarkedPage | None:
    """The page with its tables marked; None where it has none or cannot be taken apart."""
    if "<t" not in source and "<T" not in source:
        return None
    try:
        tree = html.fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    found: list[RawTable] = []
    for element in list(tree.iter("table")):
        raw = _data_table(element)
        if raw is not None and element.getparent() is not None:
            _put_words(element, raw, len(found))
            found.append(raw)
    return MarkedPage(tree, found) if found else None


def blocks_of_text(text: str, tables: list[RawTable]) -> Iterator[Block]:
    """The lines of a text whose tables stand between marks, each table in its place."""
    end = 0
    for match in re.finditer(rf"{_MARK}(\d+)x(.*?){_MARK}\1y", text, re.DOTALL):
        yield from _lines(text[end : match.start()])
        yield TableBlock(tables[int(match.group(1))])
        end = match.end()
    yield from _lines(text[end:])


def _lines(text: str) -> Iterator[str]:
    bare = re.sub(rf"\s*{_MARK}\d+[xy]\s*", " ", text)
    yield from (line.strip() for line in bare.split("\n") if line.strip())


def _put_words(table: html.HtmlElement, raw: RawTable, number: int) -> None:
    """A paragraph of the table's words between two marks in its place."""
    words = " ".join(cell.text for cell in raw.cells if cell.text)
    paragraph = html.Element("p")
    paragraph.text = f"{_MARK}{number}x {words} {_MARK}{number}y"
    paragraph.tail = table.tail
    table.getparent().replace(table, paragraph)


def _data_table(table: html.HtmlElement) -> RawTable | None:
    """The table's cells; None for one that only sets a page, or is hidden."""
    if table.get("role") in {"presentation", "none"} or _is_hidden(table):
        return None
    if any(node is not table and node.tag in _SECTIONS for node in table.iter(etree.Element)):
        return None
    rows = [row for row in table.iter("tr") if not _is_hidden(row)]
    raw = _raw(rows)
    texts = [cell.text for cell in raw.cells if cell.text]
    is_data = raw.rows >= _FEWEST_ROWS and raw.columns >= _FEWEST_COLUMNS and len(texts) > _FEWEST_COLUMNS
    return raw if is_data and max(map(len, texts)) <= _LONGEST_CELL else None


def _raw(rows: list[html.HtmlElement]) -> RawTable:
    taken: set[tuple[int, int]] = set()
    cells: list[TextCell] = []
    heads = 0
    for number, row in enumerate(rows):
        column = 0
        inside = [cell for cell in row if cell.tag in {"td", "th"}]
        for cell in inside:
            while (number, column) in taken:
                column += 1
            down, across = _span(cell, "rowspan") or len(rows) - number, _span(cell, "colspan") or 1
            end = min(number + down, len(rows)), column + across
            if len(taken) > _MOST_CELLS:
                return RawTable(1, 0, 0, ())
            taken.update((r, c) for r in range(number, end[0]) for c in range(column, end[1]))
            cells.append(TextCell(number, column, *end, _text(cell)))
            column = end[1]
        parent = row.getparent()
        is_head = parent is not None and parent.tag == "thead"
        is_head = is_head or (bool(inside) and all(cell.tag == "th" for cell in inside))
        heads = number + 1 if is_head and heads == number else heads
    columns = max((column for _, column in taken), default=-1) + 1
    raw = RawTable(1, len(rows), columns, tuple(_whole(cells, taken, len(rows), columns)))
    return replace(raw, heads=heads if heads <= _MOST_HEADS and heads < len(rows) else 0)


def _whole(cells: list[TextCell], taken: set[tuple[int, int]], rows: int, columns: int) -> Iterator[TextCell]:
    """The cells in their order, with empty ones where the source has none."""
    free = ((row, column) for row in range(rows) for column in range(columns) if (row, column) not in taken)
    empty = [TextCell(row, column, row + 1, column + 1, "") for row, column in free]
    yield from sorted([*cells, *empty], key=lambda cell: (cell.row, cell.column))


def _span(cell: html.HtmlElement, name: str) -> int:
    """How far a cell reaches; 0 is to the end of its part."""
    value = (cell.get(name) or "1").strip()
    return min(int(value), _MOST_SPANNED) if value.isdecimal() and value.isascii() else 1


def _text(cell: html.HtmlElement) -> str:
    return " ".join(_CONTROL.sub(" ", "".join(_pieces(cell))).split())


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for node in element:
        if isinstance(node.tag, str) and node.tag not in _UNSEEN and not _is_hidden(node):
            gap = " " if node.tag in _APART else ""
            yield gap
            yield from _pieces(node)
            yield gap
        yield node.tail or ""


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
