"""A file's bytes in, a grid of plain cells out.

A cell is a text, a Decimal or None. A number shown as a percentage becomes the text that the person
sees ("75%"), since the file holds 0.75; a day becomes its ISO text. Rows and columns are 0-based here;
`cell_name` gives the name that a person sees.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from tracker.plans.sheets.errors import Locked, NoSheet, NotAWorkbook
from tracker.plans.sheets.ooxml import Cell, Marks, column_letters, read_marks

CellValue = str | Decimal | None
NO_RESULT = "#RUMUS!"
"""Stands for a formula whose result is not in the file."""
RawValue = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; all four ends are inclusive and 0-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. All rows have the same length."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merges: tuple[Merge, ...] = ()
    marks: Marks = field(default_factory=Marks)
    is_hidden: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def text(self, row: int, column: int) -> str:
        """The cell as a text, "" where it is empty."""
        return as_text(self.rows[row][column])


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of a file that hold anything, in the file's order."""

    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name. Raises NoSheet."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise NoSheet


def parse(data: bytes) -> Workbook:
    """Read an XLSX file.

    Raises NotAWorkbook, Locked, TooBig, or NoSheet where no sheet holds anything.
    """
    marks = read_marks(data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            visible = {
                meta.name: meta.visible == SheetVisibleEnum.Visible for meta in workbook.sheets_metadata
            }
            sheets = [
                _read(workbook, name, marks[name], not visible[name]) for name in marks if name in visible
            ]
    except PasswordError as error:
        raise Locked from error
    except CalamineError as error:
        raise NotAWorkbook from error
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise NoSheet
    return Workbook(filled)


def _read(workbook: CalamineWorkbook, name: str, marks: Marks, is_hidden: bool) -> Sheet:
    source = workbook.get_sheet_by_name(name)
    rows = tuple(
        tuple(_value(raw, (row, column), marks) for column, raw in enumerate(cells))
        for row, cells in enumerate(source.to_python(skip_empty_area=False))
    )
    merges = tuple(
        Merge(top, left, bottom, right) for (top, left), (bottom, right) in source.merged_cell_ranges or ()
    )
    return Sheet(name, _without_empty_end(rows), merges, marks, is_hidden)


def _without_empty_end(rows: tuple[tuple[CellValue, ...], ...]) -> tuple[tuple[CellValue, ...], ...]:
    end = len(rows)
    while end and all(cell is None for cell in rows[end - 1]):
        end -= 1
    return rows[:end]


def _value(raw: RawValue, cell: Cell, marks: Marks) -> CellValue:
    if cell in marks.broken:
        return marks.broken[cell] or NO_RESULT
    if isinstance(raw, bool):
        return "YA" if raw else "TIDAK"
    if isinstance(raw, int | float):
        return _number(raw, is_percent=cell in marks.percent)
    if isinstance(raw, datetime | date | time):
        return raw.isoformat()
    if isinstance(raw, timedelta):
        return str(raw)
    return clean(raw) or None


def _number(raw: float, *, is_percent: bool) -> CellValue:
    """Exact decimal of a binary number as it is shown: 0.1 is 0.1, 12.0 is 12."""
    number = Decimal(repr(raw))
    if not number.is_finite():
        return None
    if is_percent:
        return f"{plain(number * 100)}%".replace(".", ",")
    return Decimal(plain(number))


def plain(number: Decimal) -> str:
    """Digits without exponent or closing zeros: 1.50 -> "1.5", 1E+3 -> "1000"."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def as_text(value: CellValue) -> str:
    """A cell as a text; numbers with a decimal comma, as Indonesians write them."""
    if value is None:
        return ""
    return plain(value).replace(".", ",") if isinstance(value, Decimal) else value


def clean(text: str) -> str:
    """Text without control and format characters, odd spaces and outer blanks; line breaks stay."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return re.sub(r"[^\S\n]+", " ", kept).strip()


def cell_name(row: int, column: int) -> str:
    """Name of a 0-based cell as a person sees it: (13, 7) -> "H14"."""
    return f"{column_letters(column)}{row + 1}"
