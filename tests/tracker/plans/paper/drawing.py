"""Matrices as files: the same rows as a PDF, a Word file or a workbook.

A cell that goes on from the left is "<", one that goes on from above "^".
"""

import io
import json

import docx
import typst
import xlsxwriter

Rows = list[list[str]]


def pdf(rows: Rows, *, heads: int, title: str = "", size: int = 7) -> bytes:
    """A landscape PDF with a ruled table, its head repeated on each page."""
    width = len(rows[0])
    cells = [_typst_cell(rows, row, column) for row in range(len(rows)) for column in range(width)]
    split = sum(1 for row in range(heads) for column in range(width) if rows[row][column] not in {"<", "^"})
    kept = [cell for cell in cells if cell]
    source = f"""
#set page(paper: "a3", flipped: true, margin: 36pt, footer: context [Lampiran · #counter(page).display()])
#set text(size: {size}pt)
{title}
#table(columns: ({"1fr, " * width}), table.header({", ".join(kept[:split])}), {", ".join(kept[split:])})
"""
    return bytes(typst.compile(source.encode()))


def _typst_cell(rows: Rows, row: int, column: int) -> str:
    text = rows[row][column]
    if text in {"<", "^"}:
        return ""
    down, right = spans(rows, row, column)
    return f"table.cell(rowspan: {down}, colspan: {right}, {json.dumps(text, ensure_ascii=False)})"


def spans(rows: Rows, row: int, column: int) -> tuple[int, int]:
    """How many rows and columns a cell takes."""
    right = 1
    while column + right < len(rows[row]) and rows[row][column + right] == "<":
        right += 1
    down = 1
    while row + down < len(rows) and rows[row + down][column] == "^":
        down += 1
    return down, right


def workbook(*sheets: tuple[str, Rows], above: tuple[str, ...] = ()) -> bytes:
    """An XLSX file with merged cells; `above` are title rows over each table."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, title in enumerate(above):
                sheet.write(place, 0, title)
            for row, texts in enumerate(rows):
                for column, text in enumerate(texts):
                    _write(sheet, rows, row, column, len(above), text)
    return out.getvalue()


def _write(sheet: object, rows: Rows, row: int, column: int, offset: int, text: str) -> None:
    if text in {"<", "^", ""}:
        return
    down, right = spans(rows, row, column)
    if (down, right) == (1, 1):
        sheet.write(row + offset, column, text)
    else:
        sheet.merge_range(row + offset, column, row + offset + down - 1, column + right - 1, text)


def word(rows: Rows, *, title: str = "") -> bytes:
    """A Word file with merged cells."""
    document = docx.Document()
    if title:
        document.add_paragraph(title)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in {"<", "^"}:
                continue
            down, right = spans(rows, row, column)
            cell = table.cell(row, column)
            if (down, right) != (1, 1):
                cell = cell.merge(table.cell(row + down - 1, column + right - 1))
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
