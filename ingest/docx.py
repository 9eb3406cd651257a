"""Word files: paragraphs, tables, text boxes in their order, and footnotes. What was deleted is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.archive import damage_remark, opened_archive
from ingest.blocks import Block, TableBlock, document_of_blocks
from ingest.document import Document
from ingest.errors import Damaged
from ingest.limits import Limits
from ingest.sniff import DOCX
from ingest.table_shape import RawTable, TextCell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_CONTAINERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}smartTag", f"{_W}ins", f"{_W}moveTo"}
_WIDEST_SPAN = 200  # columns


def read_docx(path: Path, *, name: str, limits: Limits) -> Document:
    """Raises Damaged, ArchiveTooDense or NoText."""
    with opened_archive(path, name=name, limits=limits) as archive:
        if "word/document.xml" not in archive.names:
            raise Damaged(name)
        body = archive.xml("word/document.xml").find(f"{_W}body")
        if body is None:
            raise Damaged(name)
        blocks = list(_blocks(body))
        if "word/footnotes.xml" in archive.names:
            blocks += [text for note in archive.xml("word/footnotes.xml") if (text := _text(note).strip())]
        title = _title(body)
        remarks = (damage_remark(),) if archive.is_damaged else ()
    return document_of_blocks(blocks, media_type=DOCX, name=name, title=title, remarks=remarks)


def _blocks(parent: etree._Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield _text(element)
            for box in _boxes(element):
                yield from _blocks(box)
        elif element.tag == f"{_W}tbl":
            raw = _table(element)
            if raw.rows and raw.columns:
                yield TableBlock(raw)
        elif element.tag in _CONTAINERS:
            yield from _blocks(element)


def _title(body: etree._Element) -> str:
    """The first paragraph in a title's or a first heading's style."""
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        kind = style.get(f"{_W}val", "").casefold() if style is not None else ""
        if kind in {"title", "judul", "heading1", "judul1"} and (text := _text(paragraph).strip()):
            return " ".join(text.split())
    return ""


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes that are anchored in a paragraph, each once."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(ancestor.tag == _ALTERNATE for ancestor in box.iterancestors()):
            yield box


def _text(element: etree._Element) -> str:
    """The text of a paragraph or of all the paragraphs in an element, without that of its text boxes."""
    parts: list[str] = []
    for node in _visible(element):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}p" and node is not element and parts:
            parts.append("\n")
        else:
            parts.append(_SIGNS.get(node.tag, ""))
    return "".join(parts)


def _visible(element: etree._Element) -> Iterator[etree._Element]:
    """All nodes below, but for those of text boxes, of properties, and for moved or deleted text."""
    for node in element:
        if not isinstance(node.tag, str) or node.tag in _SKIPPED:
            continue
        yield node
        yield from _visible(node)


_SKIPPED = {f"{_W}txbxContent", f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _ALTERNATE}


def _table(table: etree._Element) -> RawTable:
    """The cells by `gridSpan` and `vMerge`."""
    cells: list[TextCell] = []
    open_above: dict[int, int] = {}  # column -> index of the cell that a merge downwards goes on from
    columns = 0
    rows = list(_direct(table, f"{_W}tr"))
    for number, row in enumerate(rows):
        column = _number(row, "trPr", "gridBefore", 0)
        for cell in _direct(row, f"{_W}tc"):
            width = _number(cell, "tcPr", "gridSpan", 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in open_above:
                above = cells[open_above[column]]
                cells[open_above[column]] = TextCell(
                    above.row, above.column, number + 1, above.column_end, above.text
                )
            else:
                open_above.pop(column, None)
                if merge is not None:
                    open_above[column] = len(cells)
                text = " ".join(_text(cell).split())
                cells.append(TextCell(number, column, number + 1, column + width, text))
            column += width
        columns = max(columns, column)
    return RawTable(page=1, rows=len(rows), columns=columns, cells=tuple(cells))


def _direct(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of the tag, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _direct(child, tag)


def _number(element: etree._Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(value), _WIDEST_SPAN) if value.isdigit() else default
