"""Matrices as Word files and workbooks, and as PDF by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell

from tests.tables.contents import Cell, Content, placed, truth

_FONT = "Liberation Sans"
_WIDE, _HIGH, _MARGIN = 842.0, 595.0, 40.0  # points


@dataclass(frozen=True)
class Office:
    """How a program of an office sets a table: `style` is Word's, `size` the letters' in points, `spaced` the
    white after a cell's text. `borders` are all, rows or none in a workbook."""

    program: str
    style: str = "Table Grid"
    size: float = 8.0
    middle: bool = False
    spaced: float = 0.0
    borders: str = "all"


def make(path: Path, contents: Sequence[Content], office: Office) -> Path:
    """The tables in one file: path.docx or path.xlsx."""
    if office.program == "word":
        return _word(path.with_suffix(".docx"), contents, office)
    return _workbook(path.with_suffix(".xlsx"), contents, office)


def printed(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files as PDF, by one run of LibreOffice. Raises FileNotFoundError without it."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise FileNotFoundError("needs LibreOffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return [folder / f"{file.stem}.pdf" for file in files]


def _cells(content: Content) -> tuple[int, int, list[tuple[int, int, Cell]], int]:
    """Rows, columns, (row, column, cell) of all of them, and how many rows are heads."""
    names, rows = truth(content)
    high = len(content.head)
    found = [*placed(content.head)[0]]
    if content.numbers:
        found += [(high, column, Cell(str(column + 1))) for column in range(len(names))]
        high += 1
    found += [(high + row, column, cell) for row, column, cell in placed(content.body)[0]]
    return high + len(rows), len(names), found, high


def _widths(content: Content) -> list[float]:
    """In points: by the longest words, and how much there is to read."""
    names, rows = truth(content)
    columns = [[name.rsplit(" / ")[-1], *(row[at] for row in rows)] for at, name in enumerate(names)]
    wide = {column for _, column, cell in placed(content.body)[0] if cell.columns > 1}
    texts = [
        [text for text in column if at not in wide or len(text) < 30] for at, column in enumerate(columns)
    ]
    least = [max(len(word) for text in column for word in text.split() or [""]) for column in texts]
    wish = [
        low * 5.5 + 12 + 2.2 * sum(map(len, column)) / len(column)
        for low, column in zip(least, texts, strict=True)
    ]
    room = _WIDE - 2 * _MARGIN
    return [width * room / sum(wish) for width in wish]


def _word(path: Path, contents: Sequence[Content], office: Office) -> Path:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Pt(_WIDE), Pt(_HIGH)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(_MARGIN)
    for number, content in enumerate(contents, 1):
        document.add_paragraph(f"Tabel {number}. Matriks rencana aksi")
        rows, columns, cells, heads = _cells(content)
        table = document.add_table(rows=rows, cols=columns, style=office.style)
        table.autofit = False
        for column, width in zip(table.columns, _widths(content), strict=True):
            column.width = Pt(width)
            for cell in column.cells:
                cell.width = Pt(width)
        for row, column, cell in cells:
            target = table.cell(row, column)
            if (cell.rows, cell.columns) != (1, 1):
                target = target.merge(table.cell(row + cell.rows - 1, column + cell.columns - 1))
            _write(target, cell, office, is_head=row < heads)
        for row in table.rows[:heads]:
            repeated = OxmlElement("w:tblHeader")
            repeated.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(repeated)
    document.save(str(path))
    return path


def _write(target: _Cell, cell: Cell, office: Office, *, is_head: bool) -> None:
    texts = [cell.text] if cell.text or not cell.items else []
    texts += [f"{sign} {text}" for sign, text in cell.items]
    for number, text in enumerate(texts):
        paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(office.size), _FONT
        run.bold = is_head or None
        paragraph.paragraph_format.space_after = Pt(office.spaced)
        paragraph.paragraph_format.line_spacing = 1.0
        if is_head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if office.middle:
        target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _lines(content: Content, cells: Sequence[tuple[int, int, Cell]], row: int, size: float) -> int:
    """How many lines the tallest cell of a row has, about."""
    widths = _widths(content)
    most = 1
    for at, column, cell in cells:
        if at == row and cell.rows == 1:
            room = sum(widths[column : column + cell.columns]) - 6
            texts = [cell.text, *(f"{sign} {text}" for sign, text in cell.items)]
            most = max(most, sum(ceil(len(text) * size * 0.58 / room) for text in texts))
    return most


def _workbook(path: Path, contents: Sequence[Content], office: Office) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        look: dict[str, object] = {"text_wrap": True, "font_size": office.size, "font_name": _FONT}
        look["valign"] = "vcenter" if office.middle else "top"
        look |= {"all": {"border": 1}, "rows": {"bottom": 1, "top": 1}, "none": {}}[office.borders]
        body = book.add_format(look)
        head = book.add_format({**look, "bold": True, "align": "center", "valign": "vcenter"})
        for number, content in enumerate(contents, 1):
            sheet = book.add_worksheet(f"Matriks {number}")
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            rows, columns, cells, heads = _cells(content)
            sheet.repeat_rows(0, heads - 1)
            for column, width in enumerate(_widths(content)):
                sheet.set_column(column, column, width / 5.5)
            for row in range(rows):
                sheet.set_row(row, office.size * 1.3 * _lines(content, cells, row, office.size) + 2)
                for column in range(columns):
                    sheet.write_blank(row, column, None, body)
            for row, column, cell in cells:
                text = "\n".join([*([cell.text] if cell.text else []), *(f"{s} {t}" for s, t in cell.items)])
                last = row + cell.rows - 1, column + cell.columns - 1
                form = head if row < heads else body
                if last == (row, column):
                    sheet.write_string(row, column, text, form)
                else:
                    sheet.merge_range(row, column, *last, text, form)
    return path
