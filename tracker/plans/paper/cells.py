"""What stands in one row under its columns: fields with their cells, and when something is marked as due."""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from ingest.document import Table
from tracker.i18n import _
from tracker.plans.paper import amounts
from tracker.plans.paper.columns import PaperColumn
from tracker.plans.paper.contents import TICK
from tracker.plans.paper.headings import MONTH_ROLES, QUARTER_ROLES, YEAR_ROLE
from tracker.plans.paper.lists import Item, items
from tracker.plans.paper.schedule import QUARTERS, quarter_of, quarters_in
from tracker.plans.paper.values import PaperCell
from tracker.plans.sheets.cells import read_number

_MONEY = ("anggaran_", "realisasi_anggaran_")
_AMOUNTS = ("target_", "realisasi_")
_WEIGHTS = frozenset({"renaksi_bobot", "output_bobot"})
_LONGEST_UNIT = 60
_TYPE = re.compile(r"ss|io|k")
_NUMBERED_TYPE = re.compile(r"(SS|K|[I1l][O0])[. ]?\d", re.IGNORECASE)
_MISREAD = str.maketrans("1l0", "iio")  # letters that scans give back as figures
_FIRST = 3  # columns in which a row's number stands
NotUnderstood = Callable[[PaperColumn, str, str], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by role, for one plan year."""

    table: Table
    columns: Sequence[PaperColumn]
    at: MappingType[str, int]
    years: MappingType[int, int]
    year: int

    def text(self, row: int, role: str) -> str:
        """The cell of a role in a row, "" without such a column."""
        column = self.at.get(role)
        return self.table.rows[row][column].strip() if column is not None else ""

    def shown(self, row: int) -> str:
        """A row as printed, without personal data."""
        texts = self.table.rows[row]
        return " · ".join(texts[c.column] for c in self.columns if texts[c.column] and not c.is_personal)

    def page(self, row: int) -> int:
        """The page that a row stands on."""
        return self.table.row_pages[row] if self.table.row_pages else 1


def columns_of(table: Table, columns: Sequence[PaperColumn], year: int) -> Columns:
    """The columns of a table by role."""
    at = {column.role: column.column for column in columns if column.role}
    years = {int(match[1]): place for role, place in at.items() if (match := YEAR_ROLE.fullmatch(role))}
    return Columns(table, columns, at, years, year)


def row_cells(of: Columns, row: int, refuse: NotUnderstood) -> dict[str, PaperCell]:
    """The row's own cells by field; `refuse` is told of cells that mean nothing here."""
    found: dict[str, PaperCell] = {}
    for column in of.columns:
        text = of.table.rows[row][column.column].strip()
        if not column.role or amounts.is_nothing(text):
            continue
        if column.role in {"waktu", *MONTH_ROLES} or YEAR_ROLE.fullmatch(column.role):
            _check_when(column, text, refuse)
        elif (cell := _cell(column, text)) is not None:
            found[column.role] = cell
    quarters = [found.pop(role) for role in QUARTER_ROLES if role in found]
    if quarters and "indikator_target" not in found:
        found["indikator_target"] = quarters[-1].less(0.95, _("target triwulan terakhir yang terisi"))
    return found


def _cell(column: PaperColumn, text: str) -> PaperCell | None:
    """A cell by the sort of its column; None for a mark of the schedule, which is no amount."""
    role, listed = column.role, items(text)
    as_written = PaperCell(" ".join(text.split()), column.confidence, column.reason)
    if role.startswith(_MONEY):
        return amounts.money_cell(text, column.scale, column.confidence, column.reason)
    if role in {"pelaksana", "koordinator"} and listed:
        return as_written.with_text("; ".join(item.text for item in listed))
    if role.startswith(_AMOUNTS) or role in QUARTER_ROLES:
        return None if TICK.fullmatch(text) else as_written if listed else _target(column, text)
    if role in _WEIGHTS and not listed:
        return amounts.weight_cell(text, column.confidence, column.reason)
    return as_written


def _target(column: PaperColumn, text: str) -> PaperCell:
    return amounts.target_cell(text, column.confidence, column.reason)


def _check_when(column: PaperColumn, text: str, refuse: NotUnderstood) -> None:
    understood = bool(quarters_in(text)) if column.role == "waktu" else is_mark(text)
    if not understood:
        refuse(column, text, _("Waktu ini tidak dikenali; isi target triwulannya sendiri."))


def quarters_of(of: Columns, row: int) -> frozenset[int]:
    """The quarters in which something is marked in a row, by a text, a tick or a colour."""
    found = set(quarters_in(of.text(row, "waktu")))
    shaded = _shaded(of, row)
    for month, role in enumerate(MONTH_ROLES, start=1):
        if is_mark(of.text(row, role)) or role in shaded:
            found.add(quarter_of(month))
    for number, tw in enumerate(QUARTERS, start=1):
        if TICK.fullmatch(of.text(row, f"target_{tw}")) or f"target_{tw}" in shaded:
            found.add(number)
    return frozenset(found)


def _shaded(of: Columns, row: int) -> frozenset[str]:
    """The roles of empty cells that are coloured, in a row that is not coloured as a whole."""
    columns = set(of.table.row_shades[row]) if of.table.row_shades else set()
    if not columns or any(of.table.rows[row][column] for column in columns):
        return frozenset()
    return frozenset(role for role, column in of.at.items() if column in columns)


def why_when(of: Columns) -> str:
    """What the quarters of a row were read from."""
    if "waktu" in of.at:
        return _("menurut kolom waktu")
    return _("menurut tanda pada bulan") if set(MONTH_ROLES) & of.at.keys() else _("menurut tanda triwulan")


def other_years(of: Columns, row: int) -> str:
    """Why a row is not of the plan's year, "" where it is or the table names no such year."""
    if of.year not in of.years:
        return ""
    marked = sorted(year for year, column in of.years.items() if is_mark(of.table.rows[row][column]))
    if not marked:
        return _("Tidak ada tahun yang ditandai.")
    if of.year in marked:
        return ""
    return _("Dijadwalkan pada {years}, bukan {year}.").format(
        years=", ".join(map(str, marked)), year=of.year
    )


def is_of_other_year(of: Columns, row: int) -> bool:
    """Whether a row is surely not of the plan's year: another one is marked, and no scan lost a mark."""
    marked = any(is_mark(of.table.rows[row][column]) for column in of.years.values())
    is_scan = bool(of.table.row_sure) and min(of.table.row_sure) < 1
    return marked and not is_scan and bool(other_years(of, row))


def type_of(of: Columns, row: int) -> str:
    """The type of a row, "ss", "k" or "io"; by its number where a scan lost the single letters."""
    if "tipe" not in of.at:
        return ""
    named = of.text(row, "tipe")
    if not named:
        numbered = (match for text in of.table.rows[row][:_FIRST] if (match := _NUMBERED_TYPE.match(text)))
        named = next((match[1] for match in numbered), "")
    match = _TYPE.fullmatch(named.casefold().translate(_MISREAD))
    return match[0] if match else ""


def parts_of(cells: dict[str, PaperCell]) -> Iterator[tuple[dict[str, PaperCell], str]]:
    """A row as it is, or one for each thing of the list that its output is, with the thing's mark."""
    output = cells.get("indikator_output")
    listed = items(output.text) if output is not None else ()
    if output is None or not listed:
        yield cells, ""
        return
    why = _("butir daftar di dalam sel")
    for place, item in enumerate(listed):
        part = {name: _item_of(name, cell, item, place, len(listed)) for name, cell in cells.items()}
        kept = {name: cell for name, cell in part.items() if cell is not None}
        yield kept | {"indikator_output": output.less(0.97, why).with_text(item.text)}, item.mark


def _item_of(name: str, cell: PaperCell, item: Item, place: int, count: int) -> PaperCell | None:
    """The part of a cell that belongs to one thing of a list: its own list's, else the whole cell."""
    others = items(cell.text)
    if name == "renaksi" or not others:
        return cell
    own = next((other for other in others if other.mark == item.mark), None)
    if own is None and len(others) == count:
        own = others[place]
    if own is None:
        return None
    return (
        amounts.weight_cell(own.text, cell.confidence, cell.reason)
        if name in _WEIGHTS
        else cell.with_text(own.text)
    )


def with_unit(cells: dict[str, PaperCell]) -> dict[str, PaperCell]:
    """The unit of measure out of the target where no column names it: "12 Dokumen"."""
    target = cells.get("target_total")
    if "satuan_output" in cells or target is None:
        return cells
    unit = read_number(target.text).unit
    if not unit or len(unit) > _LONGEST_UNIT:
        return cells
    return cells | {"satuan_output": target.less(0.95, _("satuan dari sel target")).with_text(unit)}


def is_mark(text: str) -> bool:
    """Whether a cell of a calendar says yes: a tick, or anything else that is not nothing or no."""
    return not amounts.is_nothing(text) and text.strip().casefold() not in {"0", "tidak"}
