"""Workbooks (XLSX, XLS, ODS) by calamine, sheet by sheet, with merged cells and formulas' values; CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

import python_calamine as calamine

from ingest.archive import Archive, damage_remark, opened_archive
from ingest.blocks import PAGE_BREAK, Block, TableBlock, document_of_blocks, raw_table
from ingest.document import Document, Remark
from ingest.errors import Damaged, LockedOffice, TooManyCells, TooManyPages
from ingest.limits import Limits
from ingest.number_formats import shown
from ingest.ods import OdsFormats
from ingest.remarks import remarked
from ingest.sniff import CSV, ODS, XLSX, sniff
from ingest.table_shape import RawTable
from ingest.text_document import document_of_text, first_line
from ingest.xls import is_locked
from ingest.xlsx import Formats, SheetFacts, declares_too_much, mended_part

Value = str | float | int | bool | date | datetime | time | timedelta
Merge = tuple[int, int, int, int]  # row, column, row_end, column_end

_DELIMITERS = ";,\t|"
_SAMPLE_LINES = 20
_GAP = 2  # empty rows in a row that end a table
_NARROW = 2  # cells with text: rows with no more, before wider ones, are titles


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows of values, from its first cell on, and its merged cells.

    `origin` is the row and column of that first cell.
    """

    name: str
    rows: list[list[Value]]
    merged: list[Merge]
    origin: tuple[int, int] = (0, 0)


def read_sheets(path: Path, *, name: str, media_type: str, limits: Limits) -> Document:
    """Raises Damaged, LockedOffice, TooManyPages, TooManyCells or NoText."""
    blocks: list[Block] = []
    with _opened(path, name, media_type, limits) as book:
        for sheet in _sheets(book, name, limits):
            facts = book.formats.facts(sheet.name) if book.formats else SheetFacts()
            book.remarks += _remarks(sheet.name, facts)
            blocks += [PAGE_BREAK] if blocks else []
            blocks.append(sheet.name)
            blocks += _blocks(_texts(sheet, facts), sheet.merged)
        book.remarks += [
            remarked("sheet-hidden", sheet=title) for title in _titles(book.workbook, is_shown=False)
        ]
    return document_of_blocks(
        blocks, media_type=media_type, name=name, is_wide=True, remarks=tuple(book.remarks)
    )


def sheets(path: Path, *, name: str, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets that have cells, one at a time. Raises what `read_sheets` raises, but NoText."""
    with _opened(path, name, sniff(path), limits) as book:
        yield from _sheets(book, name, limits)


@dataclass(slots=True)
class _Book:
    """An open workbook; `formats` where it keeps them as XML."""

    workbook: calamine.CalamineWorkbook
    formats: Formats | OdsFormats | None = None
    remarks: list[Remark] = field(default_factory=list)


@contextmanager
def _opened(path: Path, name: str, media_type: str, limits: Limits) -> Iterator[_Book]:
    """The workbook; one of a damaged archive is put together anew of what can be read of it."""
    if media_type not in {XLSX, ODS}:
        if is_locked(path):
            raise LockedOffice(name)
        yield _Book(_by_calamine(name, lambda: calamine.CalamineWorkbook.from_path(path)))
        return
    with opened_archive(path, name=name, limits=limits) as archive:
        yield _whole_book(path, name, media_type, archive) or _rebuilt_book(name, media_type, archive)


def _whole_book(path: Path, name: str, media_type: str, archive: Archive) -> _Book | None:
    if archive.is_damaged or declares_too_much(archive):
        return None
    with suppress(Damaged):
        workbook = _by_calamine(name, lambda: calamine.CalamineWorkbook.from_path(path))
        return _Book(workbook, _formats(archive, media_type))
    return None


def _rebuilt_book(name: str, media_type: str, archive: Archive) -> _Book:
    content = io.BytesIO(archive.rebuilt(mended_part))
    workbook = _by_calamine(name, lambda: calamine.CalamineWorkbook.from_filelike(content))
    formats = None
    with suppress(Damaged):
        formats = _formats(archive, media_type)
    return _Book(workbook, formats, [damage_remark()])


def _formats(archive: Archive, media_type: str) -> Formats | OdsFormats:
    return Formats(archive) if media_type == XLSX else OdsFormats(archive)


def _by_calamine(name: str, opening: Callable[[], calamine.CalamineWorkbook]) -> calamine.CalamineWorkbook:
    try:
        return opening()
    except calamine.PasswordError as error:
        raise LockedOffice(name) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Damaged(name) from error


def _sheets(book: _Book, name: str, limits: Limits) -> Iterator[Sheet]:
    """The sheets that can be read. Raises Damaged where none can."""
    shown = _titles(book.workbook, is_shown=True)
    if len(shown) > limits.pages:
        raise TooManyPages(name, pages=len(shown), limit=limits.pages)
    failed = 0
    for title in shown:
        if book.formats:
            _check_size(title, book.formats.extent(title), name, limits)  # calamine takes memory for all
        try:
            sheet = book.workbook.get_sheet_by_name(title)
            _check_size(title, sheet.height * sheet.width, name, limits)
            rows = sheet.to_python(skip_empty_area=True)
            merged = _merged(sheet)
        except (calamine.CalamineError, ValueError):
            failed += 1
            book.remarks.append(remarked("sheet-damaged", sheet=title))
            continue
        if rows:
            yield Sheet(title, rows, merged, sheet.start or (0, 0))
    if shown and failed == len(shown):
        raise Damaged(name)


def _titles(workbook: calamine.CalamineWorkbook, *, is_shown: bool) -> list[str]:
    return [
        meta.name
        for meta in workbook.sheets_metadata
        if (meta.visible == calamine.SheetVisibleEnum.Visible) is is_shown
        and meta.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _check_size(title: str, cells: int, name: str, limits: Limits) -> None:
    if cells > limits.cells:
        raise TooManyCells(name, sheet=title, cells=cells, limit=limits.cells)


def _remarks(title: str, facts: SheetFacts) -> Iterator[Remark]:
    if facts.errors:
        kinds = ", ".join(sorted(set(facts.errors)))
        yield remarked("sheet-errors", sheet=title, count=len(facts.errors), kinds=kinds)
    if facts.has_empty_formulas:
        yield remarked("sheet-not-calculated", sheet=title)


def _texts(sheet: Sheet, facts: SheetFacts) -> list[list[str]]:
    """The rows as they are shown."""
    texts = [
        [value if type(value) is str and value.isalnum() else text_of(value) for value in row]
        for row in sheet.rows
    ]
    top, left = sheet.origin
    for (row, column), code in facts.formats.items():
        row, column = row - top, column - left  # noqa: PLW2901
        if 0 <= row < len(texts) and 0 <= column < len(texts[row]):
            value = sheet.rows[row][column]
            if isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value):
                texts[row][column] = shown(value, code) or texts[row][column]
    return texts


def _merged(sheet: calamine.CalamineSheet) -> list[Merge]:
    top, left = sheet.start or (0, 0)
    return [
        (first[0] - top, first[1] - left, last[0] - top + 1, last[1] - left + 1)
        for first, last in sheet.merged_cell_ranges or ()
        if first[0] >= top and first[1] >= left
    ]


def text_of(value: Value) -> str:
    """A cell's value as an Indonesian reader writes it: 75.5 is "75,5", a day is "17/10/2023"."""
    return _WRITERS.get(type(value), str)(value)


def number_text(value: float) -> str:
    """Without a needless fraction, and with a decimal comma: 3.0 is "3", 0.1 + 0.2 is "0,3"."""
    if not isfinite(value):
        return ""
    if value.is_integer():
        return str(int(value))
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}".rstrip("0")
    return text.replace(".", ",")


def _instant_text(value: datetime) -> str:
    return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M")


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: lambda value: " ".join(value.split()),
    bool: lambda value: "Ya" if value else "Tidak",
    int: str,
    float: number_text,
    datetime: _instant_text,
    date: lambda value: value.strftime("%d/%m/%Y"),
}


def _blocks(rows: list[list[str]], merged: list[Merge]) -> Iterator[Block]:
    """A sheet's tables and the lines around them."""
    for first, last in _areas(rows):
        start = _after_titles(rows, first, last)
        for row in rows[first:start]:
            yield " ".join(filter(None, row))
        inside = [(r - start, c, re - start, ce) for r, c, re, ce in merged if start <= r < last]
        yield TableBlock(_trimmed(rows[start:last], inside))


def _areas(rows: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Runs of rows that are not parted by several empty ones."""
    first: int | None = None
    last = 0
    for number, row in enumerate(rows):
        if not any(row):
            continue
        if first is not None and number - last > _GAP:
            yield first, last
            first = None
        first = number if first is None else first
        last = number + 1
    if first is not None:
        yield first, last


def _after_titles(rows: list[list[str]], first: int, last: int) -> int:
    """The row where the table of an area begins."""
    widest = max(_count(row) for row in rows[first:last])
    start = first
    while start < last and widest > _NARROW and _count(rows[start]) <= min(_NARROW, widest // 2):
        start += 1
    return start if start < last else first


def _count(row: list[str]) -> int:
    return sum(map(bool, row))


def _trimmed(rows: list[list[str]], merged: list[Merge]) -> RawTable:
    """Columns that are empty in every row are left out."""
    used = [
        column for column in range(max(map(len, rows))) if any(column < len(r) and r[column] for r in rows)
    ]
    place = {column: index for index, column in enumerate(used)}
    kept = []
    for row, column, row_end, column_end in merged:
        inside = [place[c] for c in range(column, column_end) if c in place]
        if inside:
            kept.append((row, inside[0], row_end, inside[-1] + 1))
    return raw_table([[row[c] if c < len(row) else "" for c in used] for row in rows], kept)


def csv_document(text: str, *, name: str) -> Document | None:
    """The Document of a text whose lines are rows of a table, None for any other text."""
    lines = text.splitlines()
    delimiter = _delimiter([line for line in lines[:_SAMPLE_LINES] if line.strip()])
    if delimiter is None:
        return None
    try:
        rows = [[" ".join(field.split()) for field in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return None
    document = document_of_text(text, media_type=CSV, name=name, title=first_line(text))
    blocks = document_of_blocks([TableBlock(raw_table(rows))], media_type=CSV, name=name)
    return replace(document, tables=blocks.tables)


def _delimiter(lines: list[str]) -> str | None:
    """The sign that parts each of the lines into the same number of fields, three or more."""
    for delimiter in _DELIMITERS if len(lines) > 1 else "":
        try:
            counts = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
        except csv.Error:
            continue
        if len(counts) == 1 and counts.pop() > 2:
            return delimiter
    return None
