"""Word files: paragraphs, lists, tables and text boxes in their order, and notes; no deleted text.

Read from the XML itself. python-docx gives no numbers of lists, no text boxes and no notes, loses inserted
text, and gives a merged cell once for each of its columns: nearly all would have to be read around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.archive import Archive, damage_remark, opened_archive
from ingest.blocks import PAGE_BREAK, Block, TableBlock, document_of_blocks
from ingest.document import Document
from ingest.docx_numbering import Numbering, numbering_of
from ingest.errors import Damaged
from ingest.limits import Limits
from ingest.sniff import DOCX
from ingest.table_shape import RawTable, TextCell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_CONTAINERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}smartTag", f"{_W}ins", f"{_W}moveTo"}
_SOFT_HYPHEN = "\u00ad"
_WIDEST_SPAN = 200  # columns


def read_docx(path: Path, *, name: str, limits: Limits) -> Document:
    """Raises Damaged, LockedArchive, ArchiveTooDense or NoText."""
    with opened_archive(path, name=name, limits=limits) as archive:
        if "word/document.xml" not in archive.names:
            raise Damaged(name)
        body = archive.xml("word/document.xml").find(f"{_W}body")
        if body is None:
            raise Damaged(name)
        reader = _Reader(numbering_of(_part(archive, "numbering"), _part(archive, "styles")))
        blocks = list(reader.blocks(body))
        for notes in (_part(archive, "footnotes"), _part(archive, "endnotes")):
            if notes is not None:
                blocks += filter(None, map(_plain, notes))
        title = _title(body)
        remarks = (damage_remark(),) if archive.is_damaged else ()
    return document_of_blocks(blocks, media_type=DOCX, name=name, title=title, remarks=remarks)


def _part(archive: Archive, name: str) -> etree._Element | None:
    """A part that a Word file may have. Heads and feet are not asked for: they are no part of the text."""
    member = f"word/{name}.xml"
    if member not in archive.names:
        return None
    try:
        return archive.xml(member)
    except Damaged:
        return None


class _Reader:
    """Goes through a file's body once, counting its lists."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{_W}p":
                if element.find(f"{_W}pPr/{_W}pageBreakBefore") is not None:
                    yield PAGE_BREAK
                first, *later = self.text(element).split(PAGE_BREAK)
                yield first
                for part in later:
                    yield PAGE_BREAK
                    yield part
                for box in _boxes(element):
                    yield from self.blocks(box)
                if _ends_page(element):
                    yield PAGE_BREAK
            elif element.tag == f"{_W}tbl":
                raw = self.table(element)
                if raw.rows and raw.columns:
                    yield TableBlock(raw)
            elif element.tag in _CONTAINERS:
                yield from self.blocks(element)

    def text(self, element: etree._Element) -> str:
        """The text of a paragraph or of all paragraphs in an element, without that of text boxes."""
        parts: list[str] = []
        if element.tag == f"{_W}p":
            parts.append(self._numbering.before(element))
        for node in _visible(element):
            if node.tag == f"{_W}t":
                parts.append((node.text or "").replace(_SOFT_HYPHEN, ""))
            elif node.tag == f"{_W}p":
                parts.append("\n" if parts else "")
                parts.append(self._numbering.before(node))
            elif node.tag == f"{_W}br" and node.get(f"{_W}type") == "page":
                parts.append(PAGE_BREAK)
            else:
                parts.append(_SIGNS.get(node.tag, ""))
        return "".join(parts)

    def cell_text(self, cell: etree._Element) -> str:
        """All that stands in a cell on one line: its paragraphs, tables and text boxes."""
        boxes = [self.text(box) for box in _boxes(cell)]
        return " ".join(" ".join([self.text(cell), *boxes]).split())

    def table(self, table: etree._Element) -> RawTable:
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
                    text = self.cell_text(cell)
                    cells.append(TextCell(number, column, number + 1, column + width, text))
                column += width
            columns = max(columns, column)
        return RawTable(page=1, rows=len(rows), columns=columns, cells=tuple(cells))


def _title(body: etree._Element) -> str:
    """The first paragraph in a title's or a first heading's style."""
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        kind = style.get(f"{_W}val", "").casefold() if style is not None else ""
        if kind in {"title", "judul", "heading1", "judul1"} and (text := _plain(paragraph)):
            return text
    return ""


def _ends_page(paragraph: etree._Element) -> bool:
    """Whether a section ends with the paragraph, and the next one begins on a new page."""
    section = paragraph.find(f"{_W}pPr/{_W}sectPr")
    kind = section.find(f"{_W}type") if section is not None else None
    return section is not None and (kind is None or kind.get(f"{_W}val") != "continuous")


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes that are anchored in a paragraph, each once."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(ancestor.tag == _ALTERNATE for ancestor in box.iterancestors()):
            yield box


def _plain(element: etree._Element) -> str:
    return " ".join("".join(node.text or "" for node in _visible(element) if node.tag == f"{_W}t").split())


def _visible(element: etree._Element) -> Iterator[etree._Element]:
    """All nodes below, but for those of text boxes, of properties, and for moved or deleted text."""
    for node in element:
        if not isinstance(node.tag, str) or node.tag in _SKIPPED:
            continue
        yield node
        yield from _visible(node)


_SKIPPED = {f"{_W}txbxContent", f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _ALTERNATE}


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
