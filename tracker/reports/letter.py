"""An official paper as DOCX: head, table, place of the signature.

What is not known stays dotted, or, where somebody has to write it, is a marked blank that says what is due.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph

from tracker.i18n import _

UNKNOWN = "…………………………"
FONT = "Bookman Old Style"
A4 = (Cm(21), Cm(29.7))
_BLANK = re.compile("(\ue000[^\ue001]*\ue001)")
_FIGURE = re.compile(r"[\d.,]+(\s?%)?|–")
_OPEN, _CLOSE = "\ue000", "\ue001"


def paper(*, landscape: bool = False) -> Paper:
    """An empty A4 paper in the letters that offices use."""
    made = Document()
    section = made.sections[0]
    width, height = A4[::-1] if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return made


def head(made: Paper, *, institution: str, office: str, title: str) -> None:
    """The names of institution and office, a rule, and what the paper is."""
    for text, size in ((institution.upper(), 13), (office.upper(), 14)):
        line = made.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(0)
        run = line.add_run(text)
        run.bold, run.font.size = True, Pt(size)
    _rule(made)
    named = made.add_paragraph()
    named.alignment = WD_ALIGN_PARAGRAPH.CENTER
    named.paragraph_format.space_before = Pt(12)
    run = named.add_run(title.upper())
    run.bold = run.underline = True


def particulars(made: Paper, rows: Iterable[tuple[str, str]]) -> None:
    """ "Nomor : …" and the like, one below the other."""
    table = made.add_table(rows=0, cols=3)
    for name, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = name, ":", value
    _widen(table, (3, 0.6, 13))


def blank(what: str) -> str:
    """A place for the writer to fill in, marked in the paper: "[Diisi: nomor surat tugas]"."""
    words = _("[Diisi: {what}]").format(what=what)
    return f"{_OPEN}{words}{_CLOSE}"


def text(made: Paper, words: str, *, style: str | None = None) -> None:
    """A paragraph in full lines; `style` "List Number" or the like."""
    line = made.add_paragraph(style=style)
    _write(line, words)
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def heading(made: Paper, words: str) -> None:
    """The name of a part, kept with what follows it."""
    line = made.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(8), True
    line.add_run(words).bold = True


def table(
    made: Paper, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]], *, size: float = 9
) -> None:
    """A ruled table; `columns` are names and widths in cm. Its head stands on every page, rows stay whole."""
    drawn = made.add_table(rows=1, cols=len(columns))
    drawn.style = "Table Grid"
    _fill(drawn.rows[0], [name for name, _width in columns], size, bold=True)
    _mark(drawn.rows[0], "w:tblHeader")
    for values in rows:
        row = drawn.add_row()
        _fill(row, values, size)
        _mark(row, "w:cantSplit")
    _widen(drawn, [width for _name, width in columns])


def signature(made: Paper, *, place_and_day: str, office: str) -> None:
    """Where the head of the office signs."""
    for words in ("", place_and_day, office, "", "", "", UNKNOWN, f"NIP {UNKNOWN}"):
        line = made.add_paragraph(words)
        line.paragraph_format.left_indent = Cm(9.5)
        line.paragraph_format.space_after = Pt(0)


def as_bytes(made: Paper) -> bytes:
    """The file's content."""
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _widen(table: Table, widths: Sequence[float]) -> None:
    """Widths in cm, told to the columns and to their cells: one program reads these, another those."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _fill(row: Row, values: Sequence[str], size: float, *, bold: bool = False) -> None:
    for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        line = cell.paragraphs[0]
        if place and _FIGURE.fullmatch(value):
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.space_after = Pt(0)
        _write(line, value, size=size, bold=bold)


def _write(line: Paragraph, words: str, *, size: float | None = None, bold: bool | None = None) -> None:
    """Words as runs, the blanks among them marked."""
    for part in filter(None, _BLANK.split(_printable(words))):
        run = line.add_run(part.strip(_OPEN + _CLOSE))
        run.bold = bold
        if size is not None:
            run.font.size = Pt(size)
        if part.startswith(_OPEN):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _printable(value: str) -> str:
    """The text without signs that XML cannot hold."""
    return "".join(sign for sign in value if sign in "\t\n" or ord(sign) >= 0x20)


def _mark(row: Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _rule(made: Paper) -> None:
    """A double line below the head."""
    line = made.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "double"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    line._p.get_or_add_pPr().append(borders)
