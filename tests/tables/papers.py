"""Documents with tables, drawn by ReportLab as programs of offices draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from tests.tables.contents import Cell, Content, placed, truth

ALIGNED = {"left": TA_LEFT, "right": TA_RIGHT, "centre": TA_CENTER, "justified": TA_JUSTIFY}
BOLD = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Courier": "Courier-Bold"}
MARGIN = 42.0
_SHORT = 9  # characters: a column of such texts has figures, units or ticks


@dataclass(frozen=True)
class Look:
    """How a table is drawn: `rules` is all, rows, columns, head, frame, head and columns or none; `pad` is
    beside and over a cell's text in points; `figures` is how columns of short texts stand, `texts` how others
    do."""

    rules: str = "all"
    stripes: bool = False
    head: str = ""
    valign: str = "TOP"
    figures: str = "centre"
    texts: str = "left"
    font: str = "Helvetica"
    size: float = 8.0
    leading: float = 1.2
    pad: tuple[float, float] = (4.0, 3.0)
    turned: bool = False
    under_groups: bool = False
    repeat: bool = True
    split: bool = False
    numbers: str = "%d"


@dataclass
class Paper:
    """Parts of a document: prose as it is, headings after "#", "~" for a new page, contents of tables."""

    parts: list[str | Content]
    look: Look = field(default_factory=Look)
    wide: bool = True
    columns: int = 1
    running: str = ""

    @property
    def contents(self) -> list[Content]:
        return [part for part in self.parts if isinstance(part, Content)]


class Turned(Flowable):  # type: ignore[misc]
    """A text that stands upright."""

    def __init__(self, text: str, font: str, size: float) -> None:
        super().__init__()
        self.text, self.font, self.size = text, font, size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.size * 1.2, len(self.text) * self.size * 0.62

    def draw(self) -> None:
        self.canv.setFont(self.font, self.size)
        self.canv.rotate(90)
        self.canv.drawString(2, -self.size, self.text)


def draw(path: Path, paper: Paper) -> Path:
    """The document as a PDF."""
    size = landscape(A4) if paper.wide else A4
    gap = 18.0
    width = (size[0] - 2 * MARGIN - gap * (paper.columns - 1)) / paper.columns
    frames = [
        Frame(MARGIN + at * (width + gap), MARGIN, width, size[1] - 2 * MARGIN, 0, 0, 0, 0)
        for at in range(paper.columns)
    ]

    def running(canvas: Any, document: Any) -> None:
        if paper.running:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(MARGIN, size[1] - 28, paper.running)
            canvas.drawCentredString(size[0] / 2, 24, f"- {document.page} -")

    document = BaseDocTemplate(str(path), pagesize=size, invariant=True)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=running))
    document.build([flowable for part in paper.parts for flowable in _flowables(part, paper.look, width)])
    return path


def _flowables(part: str | Content, look: Look, width: float) -> list[Flowable]:
    if isinstance(part, Content):
        return [table(part, look, width), Spacer(1, 8)]
    if part == "~":
        return [PageBreak()]
    style = ParagraphStyle("prose", fontName=look.font, fontSize=10, leading=13, spaceAfter=6)
    style.alignment = TA_JUSTIFY
    if part.startswith("#"):
        style = ParagraphStyle("head", style, fontName=BOLD[look.font], alignment=TA_CENTER, spaceBefore=8)
    return [Paragraph(part.lstrip("# "), style)]


def table(content: Content, look: Look, width: float) -> Table:
    names, rows = truth(content)
    heads, body = placed(content.head)[0], placed(content.body)[0]
    high = len(content.head)
    aligned = [
        look.figures if _is_short([row[at] for row in rows]) else look.texts for at in range(len(names))
    ]
    cells: list[list[Any]] = [[""] * len(names) for _ in range(high + content.numbers + len(content.body))]
    spans = []
    for row, column, cell in heads:
        is_turned = look.turned and cell.columns == 1 and column > 1
        bold = BOLD[look.font]
        cells[row][column] = (
            Turned(cell.text, bold, look.size) if is_turned else _paragraphs(cell, look, bold, "centre")
        )
        spans.append(("SPAN", (column, row), (column + cell.columns - 1, row + cell.rows - 1)))
    if content.numbers:
        cells[high] = [
            Paragraph(look.numbers % at, _style(look, look.font, "centre")) for at in range(1, len(names) + 1)
        ]
        high += 1
    for row, column, cell in body:
        cells[high + row][column] = _paragraphs(
            cell, look, look.font, aligned[column] if cell.columns == 1 else "left"
        )
        last = (column + cell.columns - 1, high + row + cell.rows - 1)
        if last != (column, high + row):
            spans.append(("SPAN", (column, high + row), last))
    made = Table(
        cells,
        colWidths=_widths(content, names, rows, look, width),
        repeatRows=high if look.repeat else 0,
        splitInRow=int(look.split),
    )
    made.setStyle(TableStyle([*spans, *_drawn(content, look, high, len(cells))]))
    return made


def _is_short(texts: Sequence[str]) -> bool:
    filled = [len(text) for text in texts if text]
    return sum(filled) <= _SHORT * len(filled)


def _paragraphs(cell: Cell, look: Look, font: str, aligned: str) -> list[Paragraph]:
    items = [Paragraph(f"{sign} {text}", _style(look, font, "left", 8)) for sign, text in cell.items]
    return [Paragraph(cell.text, _style(look, font, aligned)), *items] if cell.text else items


def _style(look: Look, font: str, aligned: str, indent: float = 0.0) -> ParagraphStyle:
    return ParagraphStyle(
        "cell",
        fontName=font,
        fontSize=look.size,
        leading=look.size * look.leading,
        alignment=ALIGNED[aligned],
        leftIndent=indent,
        firstLineIndent=-indent,
    )


def _widths(
    content: Content, names: Sequence[str], rows: Sequence[Sequence[str]], look: Look, width: float
) -> list[float]:
    """As wide as the longest word asks for, the rest by how much there is to read."""
    texts = [[name.rsplit(" / ")[-1], *(row[at] for row in rows)] for at, name in enumerate(names)]
    wide = {column for _, column, cell in placed(content.body)[0] if cell.columns > 1}
    least, wish = [], []
    for at, column in enumerate(texts):
        words = [word for text in column for word in (text.split() if at not in wide else text.split()[:1])]
        longest = max(map(len, words), default=1)
        turned = look.turned and at > 1
        if turned:
            longest = max((len(word) for text in column[1:] for word in text.split()), default=1)
        least.append(longest * look.size * 0.62 + 2 * look.pad[0] + 2)
        wish.append(sum(len(text) for text in column) / len(column))
    rest = max(width - sum(least), 0.0)
    shrink = min(1.0, width / sum(least))
    return [low * shrink + rest * more / sum(wish) for low, more in zip(least, wish, strict=True)]


def _drawn(content: Content, look: Look, high: int, rows: int) -> list[tuple[Any, ...]]:
    beside, over = look.pad
    found: list[tuple[Any, ...]] = [
        ("VALIGN", (0, high), (-1, -1), look.valign),
        ("VALIGN", (0, 0), (-1, high - 1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), beside),
        ("RIGHTPADDING", (0, 0), (-1, -1), beside),
        ("TOPPADDING", (0, 0), (-1, -1), over),
        ("BOTTOMPADDING", (0, 0), (-1, -1), over),
    ]
    every, head = ((0, 0), (-1, -1)), ((0, 0), (-1, high - 1))
    line = (0.5, colors.black)
    found += {
        "all": [("GRID", *every, *line)],
        "rows": [("LINEBELOW", *every, *line), ("LINEABOVE", (0, 0), (-1, 0), *line)],
        "columns": [("LINEBEFORE", *every, *line), ("LINEAFTER", *every, *line), ("BOX", *every, *line),
                    ("LINEBELOW", (0, high - 1), (-1, high - 1), *line)],
        "head": [("LINEABOVE", (0, 0), (-1, 0), *line), ("LINEBELOW", (0, high - 1), (-1, high - 1), *line),
                 ("LINEBELOW", (0, -1), (-1, -1), *line)],
        "head grid": [("GRID", *head, *line)],
        "frame": [("BOX", *every, *line), ("LINEBELOW", (0, high - 1), (-1, high - 1), *line)],
        "none": [],
    }[look.rules]  # fmt: skip
    if look.under_groups:
        for row, column, cell in placed(content.head)[0]:
            if cell.columns > 1:
                found.append(("LINEBELOW", (column, row), (column + cell.columns - 1, row), *line))
    if look.head:
        found.append(("BACKGROUND", *head, colors.HexColor(look.head)))
    if look.stripes:
        found += [
            ("BACKGROUND", (0, row), (-1, row), colors.HexColor("#e8eef7")) for row in range(high, rows, 2)
        ]
    return found
