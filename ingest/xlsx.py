"""What calamine leaves out of an XLSX: the formats of numbers, errors, formulas without a value.

A sheet's cells are looked for with one expression over its XML, and only where the workbook has formats that
change how a number reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath

from lxml import etree

from ingest.archive import Archive
from ingest.number_formats import BUILT_IN, shows_numbers

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_ERROR = re.compile(rb'<(?:\w+:)?c\b[^>]*?\bt="e"[^>]*>.{0,300}?<(?:\w+:)?v>([^<]{1,20})</', re.DOTALL)
_NO_VALUE = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_COUNT = re.compile(rb'\s(?:uniqueCount|count)="(\d+)"')
_MOST_COUNTED = 10_000_000  # strings or styles: calamine takes memory for as many as are declared
_COUNTED = ("xl/sharedStrings.xml", "xl/styles.xml")
_HEAD_BYTES = 4096


@dataclass(slots=True)
class SheetFacts:
    """`formats` by (row, column) from 0; `errors` are what broken formulas show."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    has_empty_formulas: bool = False


class Formats:
    """The number formats of a workbook."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parts = dict(_parts(archive))
        self._codes = _codes(archive)

    def extent(self, sheet: str) -> int:
        """How many cells lie between the first and the last of a sheet; 0 where it cannot be told.

        What the sheet itself says of that is not believed where a cell has a longer name than its last one:
        calamine takes memory for all that lies between.
        """
        part = self._parts.get(sheet)
        if part is None:
            return 0
        content = self._archive.read(part)
        said = _DIMENSION.search(content, 0, _HEAD_BYTES)
        if said and not _longer_name(said.group(3), said.group(4)).search(content):
            left, top, right, bottom = said.groups()
            return (int(bottom) - int(top) + 1) * (column_of(right) - column_of(left) + 1)
        places = _PLACE.findall(content)
        rows = max((int(number) for _, number in places), default=0)
        return rows * max(
            (column_of(letters) + 1 for letters in {letters for letters, _ in places}), default=0
        )

    def facts(self, sheet: str) -> SheetFacts:
        part = self._parts.get(sheet)
        if part is None:
            return SheetFacts()
        content = self._archive.read(part)
        found = SheetFacts(has_empty_formulas=b"</" in content and bool(_NO_VALUE.search(content)))
        if b't="e"' in content:
            found.errors = [error.decode("ascii", "replace") for error in _ERROR.findall(content)]
        if self._codes:
            styles = b"|".join(str(style).encode() for style in self._codes)
            cell = re.compile(
                rb'<(?:\w+:)?c\b(?=[^>]*\bs="(%s)")(?![^>]*\bt="(?!n"))[^>]*?\br="([A-Z]{1,3})(\d{1,7})"'
                % styles
            )
            found.formats = {
                (int(row) - 1, column_of(letters)): self._codes[int(style)]
                for style, letters, row in cell.findall(content)
            }
        return found


def declares_too_much(archive: Archive) -> bool:
    """Whether the workbook says that it has more strings or styles than any has."""
    return any(
        int(count) > _MOST_COUNTED
        for part in _COUNTED
        if part in archive.names
        for count in _COUNT.findall(archive.head(part, _HEAD_BYTES))
    )


def mended_part(name: str, content: bytes) -> bytes:
    """A member without the counts that need not be there."""
    return _COUNT.sub(b"", content) if name in _COUNTED else content


def _longer_name(letters: bytes, number: bytes) -> re.Pattern[bytes]:
    """Names of cells with more letters or digits than that of a sheet's last cell.

    It begins with plain letters, which are looked for fastest; a longer attribute that ends so does no harm.
    """
    return re.compile(rb'r="(?:[A-Z]{%d,}\d|[A-Z]{1,3}\d{%d,}")' % (len(letters) + 1, len(number) + 1))


def column_of(letters: bytes) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """(name of a sheet, its member of the archive)."""
    if "xl/workbook.xml" not in archive.names or "xl/_rels/workbook.xml.rels" not in archive.names:
        return
    targets = {
        str(relation.get("Id")): str(relation.get("Target"))
        for relation in archive.xml("xl/_rels/workbook.xml.rels")
        if isinstance(relation.tag, str)
    }
    for sheet in _named(archive.xml("xl/workbook.xml"), "sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        part = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
        if part in archive.names:
            yield sheet.get("name", ""), part


def _codes(archive: Archive) -> dict[int, str]:
    """Style -> format, of the styles whose format changes how a number reads."""
    if "xl/styles.xml" not in archive.names:
        return {}
    root = archive.xml("xl/styles.xml")
    codes = BUILT_IN | {
        int(entry.get("numFmtId", "-1")): entry.get("formatCode", "")
        for entry in _named(root, "numFmt")
        if entry.get("numFmtId", "").isdigit()
    }
    styles = next(_named(root, "cellXfs"), None)
    if styles is None:
        return {}
    numbers = (style.get("numFmtId", "0") for style in _named(styles, "xf"))
    found = {style: codes.get(int(number), "") for style, number in enumerate(numbers) if number.isdigit()}
    return {style: code for style, code in found.items() if shows_numbers(code)}


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements of a name, whatever their namespace: strict workbooks have one of their own."""
    return root.iter(f"{{*}}{name}")
