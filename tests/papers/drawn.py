"""Matrices as tables and files: PDF, Word, a workbook with numbers as numbers, a web page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Literal

import xlsxwriter
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from ingest.document import Table
from tests.papers.columns import Made
from tests.tables import offices, pages
from tests.tables.contents import Cell, Content, placed, truth
from tests.tables.papers import MARGIN, Look, table

Parents = Literal["merged", "blank", "repeated"]
_PLAIN = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")


@dataclass(frozen=True)
class Filled:
    """A matrix's cells, each written once, as a table's content; `rows` are those that say something."""

    made: Made
    content: Content


def fill(made: Made, random: Random) -> Filled:
    """The matrix with its cells written, parents merged, left empty below or repeated."""
    way: Parents = random.choice(["merged", "merged", "blank", "repeated"])
    texts = [[column.text(one) for column in made.columns] for one in made.outputs]
    body: list[list[Cell]] = []
    for row, one in enumerate(made.outputs):
        if row in made.sections:
            body.append(_section(made, row, random))
        cells = []
        for at, column in enumerate(made.columns):
            same = column.same
            above = (
                row > 0
                and same is not None
                and row not in made.sections
                and same(made.outputs[row - 1]) == same(one)
            )
            if above and way != "repeated":
                if way == "blank":
                    cells.append(Cell(""))
                continue
            span = 1
            while (
                same is not None and way == "merged" and row + span < len(texts)
                and row + span not in made.sections and same(made.outputs[row + span]) == same(one)
            ):  # fmt: skip
                span += 1
            cells.append(Cell(texts[row][at], rows=span))
        body.append(cells)
    if made.total is not None:
        body.append(_total(made))
    return Filled(made, Content(_head(made), body, made.numbers))


def _section(made: Made, row: int, random: Random) -> list[Cell]:
    letter = "ABCDEFGH"[sorted(made.sections).index(row)]
    width = len(made.columns)
    if made.kind == "monev-triwulan" and hash(made.sections[0]) is not None and len(made.columns) % 2:
        return [Cell(letter), Cell(made.sections[row], columns=width - 1)]
    return [Cell(f"{letter}. {made.sections[row]}", columns=width)]


def _total(made: Made) -> list[Cell]:
    assert made.total is not None
    first = next(at for at, column in enumerate(made.columns) if column.roles == ("anggaran_total",))
    whole = made.total.written(sum(one.money for one in made.outputs))
    return [Cell("Jumlah", columns=first), Cell(whole), *(Cell("") for _ in made.columns[first + 1 :])]


def _head(made: Made) -> list[list[Cell]]:
    paths = [
        column.head.split(" / ") if _is_group(made, column.head) else [column.head] for column in made.columns
    ]
    high = max(map(len, paths))
    rows: list[list[Cell]] = [[] for _ in range(high)]
    for row in range(high):
        column = 0
        while column < len(paths):
            path = paths[column]
            if row >= len(path):
                column += 1
                continue
            last = row == len(path) - 1
            right = 1
            while (
                not last
                and column + right < len(paths)
                and paths[column + right][: row + 1] == path[: row + 1]
            ):
                right += 1
            rows[row].append(Cell(path[row], columns=right, rows=high - row if last else 1))
            column += right
    return rows


def _is_group(made: Made, head: str) -> bool:
    """Whether a head is a group with names under it; others have a stroke in their name."""
    group = head.split(" / ", maxsplit=1)[0]
    return " / " in head and sum(column.head.startswith(f"{group} / ") for column in made.columns) > 1


LOOKS = (
    Look(size=6), Look(size=6.5, valign="MIDDLE"), Look(size=7, font="Times-Roman"),
    Look(size=6, head="#dddddd"), Look("rows", size=6.5),
    Look(size=6, pad=(2, 2), valign="MIDDLE"), Look(size=6, numbers="(%d)"),
)  # fmt: skip


def as_pdf(filled: Filled, random: Random, path: Path) -> Path:
    """On paper as large as the columns ask for: A4, else A3, else smaller letters."""
    path = path.with_suffix(".pdf")
    titles = ["MATRIKS RENCANA AKSI REFORMASI BIROKRASI", "PROVINSI NUSA HARAPAN TAHUN 2025"]
    titles = titles if random.random() < 0.6 else []
    look = random.choice(LOOKS)
    paper = next((one for one in (A4, A3) if _largest(filled.content, look, one[1]) >= look.size), A3)
    look = replace(look, size=min(look.size, _largest(filled.content, look, paper[1])))
    style = ParagraphStyle("title", fontName="Helvetica-Bold", alignment=TA_CENTER, spaceAfter=6)
    document = SimpleDocTemplate(
        str(path), pagesize=landscape(paper), leftMargin=MARGIN, rightMargin=MARGIN, invariant=True
    )
    drawn = table(filled.content, look, paper[1] - 2 * MARGIN - 12)
    document.build([*(Paragraph(title, style) for title in titles), drawn])
    return path


def _largest(content: Content, look: Look, wide_points: float) -> float:
    """The size of letters with which no word is wider than its column: an office takes larger paper."""
    names, rows = truth(content)
    wide = {column for _row, column, cell in placed(content.body)[0] if cell.columns > 1}
    letters = 0
    for at, name in enumerate(names):
        texts = [name.rsplit(" / ")[-1], *(row[at] for row in rows if at not in wide or len(row[at]) < 30)]
        letters += max(len(word) for text in texts for word in [*text.split(), ""])
    room = wide_points - 2 * MARGIN - 12 - len(names) * (2 * look.pad[0] + 2)
    return room / letters / 0.64


def as_word(filled: Filled, random: Random, path: Path) -> Path:
    return offices.make(path, [filled.content], offices.Office("word", size=random.choice([7.0, 8.0])))


def as_page(filled: Filled, _random: Random, path: Path) -> Path:
    path = path.with_suffix(".html")
    body = pages.table(filled.content)
    path.write_text(
        f"<!doctype html><meta charset=utf-8><title>Rencana aksi</title><h1>Rencana aksi</h1>{body}", "utf-8"
    )
    return path


def as_workbook(filled: Filled, random: Random, path: Path) -> Path:
    """Whole numbers and shares as numbers with their formats, titles above the table."""
    path = path.with_suffix(".xlsx")
    content = filled.content
    top = random.choice([0, 2, 3])
    with xlsxwriter.Workbook(str(path)) as book:
        share, thousands = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "#,##0"})
        plain = book.add_format()
        sheet = book.add_worksheet("Matriks")
        for row in range(top):
            sheet.write_string(row, 0, ["MATRIKS RENCANA AKSI", "TAHUN 2025", ""][row])
        high = len(content.head)
        width = len(truth(content)[0])
        numbers = [(high, at, Cell(str(at + 1))) for at in range(width)] if content.numbers else []
        below = high + len(numbers[:1])
        cells = [
            *placed(content.head)[0],
            *numbers,
            *((below + r, c, cell) for r, c, cell in placed(content.body)[0]),
        ]
        for row, column, cell in cells:
            at = top + row
            value, form = _value(cell.text) if row >= below else (cell.text, "")
            look = {"%": share, "000": thousands, "": plain}[form]
            if (cell.rows, cell.columns) != (1, 1):
                sheet.merge_range(at, column, at + cell.rows - 1, column + cell.columns - 1, value, look)
            elif value != "":
                sheet.write(at, column, value, look)
    return path


def _value(text: str) -> tuple[str | float, str]:
    if re.fullmatch(r"\d+%", text):
        return int(text[:-1]) / 100, "%"
    if _PLAIN.fullmatch(text):
        return int(text.replace(".", "")), "000" if "." in text else ""
    if re.fullmatch(r"\d+,\d+", text):
        return float(Decimal(text.replace(",", "."))), ""
    return text, ""


def as_table(filled: Filled) -> Table:
    """The table as a reader without error gives it."""
    header, rows = truth(filled.content)
    count = len(rows)
    return Table(
        pages=(1,), header=tuple(header), rows=tuple(tuple(row) for row in rows), row_pages=(1,) * count,
        row_boxes=((0.0, 0.0, 9.0, 9.0),) * count, row_sure=(1.0,) * count,
    )  # fmt: skip


FORMS: dict[str, Callable[[Filled, Random, Path], Path]] = {
    "pdf": as_pdf,
    "word": as_word,
    "workbook": as_workbook,
    "page": as_page,
}
