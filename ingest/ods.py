"""What calamine leaves out of an ODS: the formats of its numbers, put as the patterns that XLSX has.

Source: OpenDocument 1.3 part 3, 16.29 (data styles) and 9.1 (cells, repeated rows and columns).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from ingest.archive import Archive
from ingest.errors import Damaged
from ingest.number_formats import shows_numbers
from ingest.xlsx import SheetFacts

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_KINDS = frozenset(f"{_NUMBER}{kind}-style" for kind in ("number", "percentage", "currency", "text"))
_NUMERIC = frozenset(["float", "percentage", "currency"])
_MOST = 1_048_576  # rows of a sheet; columns are far fewer
_DEEPEST = 20  # styles that lean on one another

Sheet = dict[tuple[int, int], str]  # (row, column) from 0 -> format


class OdsFormats:
    """The number formats of a workbook."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def extent(self, sheet: str) -> int:
        """0: calamine itself leaves out what is repeated without content."""
        return 0

    def facts(self, sheet: str) -> SheetFacts:
        return SheetFacts(formats=self._sheets.get(sheet, {}))

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        try:
            return dict(_sheets(self._archive.read("content.xml"), _codes(self._archive)))
        except (Damaged, etree.XMLSyntaxError):
            return {}


def _codes(archive: Archive) -> dict[str, str]:
    """Style of cells -> pattern, of the styles whose pattern changes how a number reads."""
    parents: dict[str, tuple[str, str]] = {}
    patterns: dict[str, str] = {}
    for member in ("styles.xml", "content.xml"):
        if member not in archive.names:
            continue
        for _, element in etree.iterparse(io.BytesIO(archive.read(member)), events=("end",), huge_tree=False):
            name = element.get(f"{_STYLE}name", "")
            if element.tag in _KINDS:
                patterns[name] = _with_conditions(element, _pattern(element), patterns)
            elif element.tag == f"{_STYLE}style":
                parents[name] = (
                    element.get(f"{_STYLE}data-style-name", ""),
                    element.get(f"{_STYLE}parent-style-name", ""),
                )
            elif element.tag == f"{_TABLE}table-row":
                element.clear()
    found = {style: _pattern_of(style, parents, patterns) for style in parents}
    return {style: code for style, code in found.items() if shows_numbers(code)}


def _pattern_of(style: str, parents: dict[str, tuple[str, str]], patterns: dict[str, str]) -> str:
    for _ in range(_DEEPEST):
        data, parent = parents.get(style, ("", ""))
        if data:
            return patterns.get(data, "")
        style = parent
    return ""


def _pattern(style: etree._Element) -> str:
    """The pattern of one data style: "#,##0.00" for two decimals in groups, texts in quotes."""
    parts = []
    for node in style:
        if node.tag == f"{_NUMBER}number":
            parts.append(_digits(node))
        elif node.tag in {f"{_NUMBER}text", f"{_NUMBER}currency-symbol"}:
            parts.append(
                "".join(sign if sign == "%" else f'"{sign}"' for sign in node.text or "" if sign != '"')
            )
        elif node.tag in {f"{_NUMBER}scientific-number", f"{_NUMBER}fraction"}:
            return ""
    return "".join(parts)


def _digits(number: etree._Element) -> str:
    decimals = _count(number, "decimal-places")
    if decimals is None:
        return "General"
    fewest = _count(number, "min-decimal-places")
    whole = "0" * (1 if (least := _count(number, "min-integer-digits")) is None else least) or "#"
    if number.get(f"{_NUMBER}grouping") == "true":
        whole = "#,##" + whole[-1:] if len(whole) == 1 else "#," + whole
    needed = decimals if fewest is None else min(fewest, decimals)
    return whole + ("." + "0" * needed + "#" * (decimals - needed) if decimals else "")


def _count(number: etree._Element, name: str) -> int | None:
    value = number.get(f"{_NUMBER}{name}", "")
    return min(int(value), 15) if value.isdecimal() and value.isascii() else None


def _with_conditions(style: etree._Element, code: str, patterns: dict[str, str]) -> str:
    """The pattern with those that the style names for numbers above or below nought; it is for the rest."""
    named: dict[str, str] = {}
    for choice in style.iter(f"{_STYLE}map"):
        condition = choice.get(f"{_STYLE}condition", "").replace(" ", "").removeprefix("value()")
        named[condition] = patterns.get(choice.get(f"{_STYLE}apply-style-name", ""), "")
    if not named:
        return code
    above = named.get(">=0") or named.get(">0") or code
    sections = [above, named.get("<0") or code, named.get("=0") or (above if ">=0" in named else code)]
    return ";".join(sections) if all(sections[:2]) else code


def _sheets(content: bytes, codes: dict[str, str]) -> Iterator[tuple[str, Sheet]]:
    """(name, formats) of each sheet."""
    row = 0
    columns: list[str] = []
    found: Sheet = {}
    for event, element in etree.iterparse(io.BytesIO(content), events=("start", "end"), huge_tree=False):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                row, columns, found = 0, [], {}
        elif element.tag == f"{_TABLE}table-column":
            repeated = min(_repeated(element, "columns"), 1024)
            columns += [element.get(f"{_TABLE}default-cell-style-name", "")] * repeated
        elif element.tag == f"{_TABLE}table-row":
            repeated = _repeated(element, "rows")
            for column, code in _row(element, columns, codes):
                found.update({(row + down, column): code for down in range(min(repeated, 1000))})
            row += repeated
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), found


def _row(row: etree._Element, columns: list[str], codes: dict[str, str]) -> Iterator[tuple[int, str]]:
    """(column, pattern) of the numbers in a row."""
    usual = row.get(f"{_TABLE}default-cell-style-name", "")
    column = 0
    for cell in row:
        repeated = _repeated(cell, "columns")
        if cell.get(f"{_OFFICE}value-type") in _NUMERIC:
            inherited = columns[column] if column < len(columns) else ""
            code = codes.get(cell.get(f"{_TABLE}style-name") or usual or inherited)
            if code:
                yield from ((column + across, code) for across in range(min(repeated, 1000)))
        column += repeated


def _repeated(element: etree._Element, what: str) -> int:
    value = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(value), _MOST) if value.isdecimal() and value.isascii() else 1
