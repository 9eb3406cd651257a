"""What a reader of values does not tell of an XLSX file: hidden rows, percent formats, broken formulas.

Also the guard in front of that reader, which lays out the whole rectangle of a sheet in memory: one
cell in the last corner would be seventeen thousand million.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from typing import IO

from lxml import etree

from tracker.i18n import _
from tracker.plans.sheets.errors import Locked, NotAWorkbook, TooBig

MAX_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 256 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 512
MAX_AREA = 2_000_000  # cells of the rectangle
MAX_SHEETS = 60
OLE_MAGIC = b"\xd0\xcf\x11\xe0"  # an encrypted workbook is wrapped in this, and so is an old .xls
BUILT_IN_PERCENT = frozenset({9, 10})
RELATION_ID = re.compile(r"\{.*/relationships\}id$")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Cell = tuple[int, int]
"""Row and column, both 0-based."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one worksheet. `broken` maps a cell to its error text, "" for a formula without a result."""

    hidden_rows: frozenset[int] = frozenset()
    percent: frozenset[Cell] = frozenset()
    broken: dict[Cell, str] = field(default_factory=dict)


def read_marks(data: bytes) -> dict[str, Marks]:
    """Marks by sheet name. Raises NotAWorkbook, Locked or TooBig."""
    if len(data) > MAX_BYTES:
        raise TooBig(f"{len(data) // 2**20} MB")
    if data.startswith(OLE_MAGIC):
        raise Locked if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" in data else NotAWorkbook
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read_archive(archive)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, NotImplementedError) as error:
        raise NotAWorkbook from error
    except RuntimeError as error:  # zipfile says so of an archive with a password
        raise Locked from error


def _read_archive(archive: zipfile.ZipFile) -> dict[str, Marks]:
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise TooBig(f"{unpacked // 2**20} MB")
    parts = _worksheet_parts(archive)
    if len(parts) > MAX_SHEETS:
        raise TooBig(_("{count} lembar").format(count=len(parts)))
    percent_styles = _percent_styles(archive)
    marks = {}
    for name, part in parts.items():
        with archive.open(part) as stream:
            marks[name] = _scan(stream, percent_styles)
    return marks


def _worksheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names of the worksheets and their paths in the archive; charts and macros are left out."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    parts = {}
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for key, value in sheet.items() if RELATION_ID.match(str(key))), None)
        if relation in targets:
            target = targets[relation]
            parts[sheet.get("name", "")] = normpath(join("xl", target)).lstrip("/")
    return parts


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Numbers of the cell styles that show a fraction as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    formats = set(BUILT_IN_PERCENT)
    for number_format in _elements(archive, "xl/styles.xml", "numFmt"):
        if "%" in number_format.get("formatCode", ""):
            formats.add(int(number_format.get("numFmtId", "-1")))
    styles = [
        int(style.get("numFmtId", "0"))
        for group in _elements(archive, "xl/styles.xml", "cellXfs")
        for style in group
        if isinstance(style.tag, str)
    ]
    return frozenset(number for number, format_id in enumerate(styles) if format_id in formats)


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> Iterator[etree._Element]:
    with archive.open(part) as stream:
        root = etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    yield from root.iter(f"{{*}}{tag}")


def _scan(stream: IO[bytes], percent_styles: frozenset[int]) -> Marks:
    """Walk the rows of one worksheet. Raises TooBig where its rectangle is beyond the limits."""
    hidden: set[int] = set()
    percent: set[Cell] = set()
    broken: dict[Cell, str] = {}
    last_row = last_column = row_number = -1
    for _event, row in etree.iterparse(stream, events=("end",), tag="{*}row", resolve_entities=False):
        row_number = int(row.get("r", row_number + 2)) - 1
        if row.get("hidden") in {"1", "true"}:
            hidden.add(row_number)
        column = -1
        for cell in row.iterchildren("{*}c"):
            column = _column_of(cell, column)
            if len(cell) == 0:
                continue
            last_row, last_column = max(last_row, row_number), max(last_column, column)
            if int(cell.get("s", "0")) in percent_styles and cell.get("t", "n") == "n":
                percent.add((row_number, column))
            fault = _fault(cell)
            if fault is not None:
                broken[row_number, column] = fault
        row.clear()
        _guard(last_row + 1, last_column + 1)
    return Marks(frozenset(hidden), frozenset(percent), broken)


def _column_of(cell: etree._Element, previous: int) -> int:
    match = REFERENCE.fullmatch(cell.get("r", ""))
    return column_number(match[1]) if match else previous + 1


def _fault(cell: etree._Element) -> str | None:
    """The error that a formula came to, "" when it has no result at all, None when all is well."""
    value = cell.find("{*}v")
    if cell.get("t") == "e":
        return (value.text if value is not None else "") or ""
    has_formula = cell.find("{*}f") is not None and cell.get("t") != "str"
    return "" if has_formula and (value is None or not value.text) else None


def _guard(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_AREA:
        raise TooBig(_("{rows} baris × {columns} kolom").format(rows=rows, columns=columns))


def column_number(letters: str) -> int:
    """0-based number of a column: "A" -> 0, "AA" -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """Letters of a 0-based column: 0 -> "A", 26 -> "AA"."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
