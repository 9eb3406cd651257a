"""Tables flattened to text: which head and row label stand over and beside the cell of a figure.

Cells are parted by "|", a tab or two blanks. A block of such lines is a table; its lines before the first
figure are its head, and a cell belongs to the heads that stand over it (or have the same number, with "|").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from nlp.tables.blocks import WEIGHT, blocks_of, numbers_columns
from nlp.tables.captions import note_below
from nlp.tables.flat import flat_blocks
from nlp.tables.grid import Block, Cell, Row, is_figure
from nlp.text.calendar import MONTHS
from nlp.text.lexer import MISREAD, Lexed
from nlp.text.words import words

_HEAD_WORDS = words("tables head words")
_MISREAD_I = re.compile(r"l(?:(?<![a-z]l)(?=[A-Z])|(?<=[A-Z]l)(?![a-z]))")
_TIMES = frozenset({*MONTHS, "tw", "triwulan", "trw", "semester", "smt", "tahun"})
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_MAX_CELLS = 60


@dataclass(slots=True, eq=False)
class Place:
    """Where a cell stands: the words of its head, its block, and the place of its row."""

    cell: Cell
    head: str
    block: Block
    row: int
    _label: str | None = None
    _unit: str | None = None

    def label(self) -> str:
        """What stands beside the cell in its row and, when a row has several lines, above it and below: lower
        case.
        """
        if self._label is None:
            self._label = self._beside()
        return self._label

    def _beside(self) -> str:
        mine = self.block.rows[self.row]
        near = [c for c in mine.cells if c is not self.cell][:12]
        parts = [c.text for c in near if not is_figure(c.text)]
        if self._numbered():
            return _repaired(" ".join([*parts, *self._record()])).lower()
        for back in range(1, 4):
            if self.row - back < 0 or (parts and any(len(p) > 6 for p in parts)):
                break
            above = self.block.rows[self.row - back].cells[:6]
            if any(is_figure(c.text) for c in above):
                break
            parts += [c.text for c in above]
        return _repaired(" ".join(parts)).lower()

    def _numbered(self) -> bool:
        """True when the first column numbers the rows, so that lines without a number go on with one."""
        first = min(self.block.heads[0].cells, key=lambda c: c.column)
        return first.text.lower().split(" ")[0].strip(".") in {"no", "nomor"}

    def _record(self) -> list[str]:
        """The words of the lines above and below the cell's that belong to the same number."""
        rows = self.block.rows
        low = self.row
        while low > 0 and self.row - low < 4 and not _begins_record(rows[low]):
            low -= 1
        high = self.row + 1
        while high < len(rows) and high - self.row < 5 and not _begins_record(rows[high]):
            high += 1
        lines = [*rows[low : self.row], *rows[self.row + 1 : high]]
        if any(is_figure(c.text) and c.column > 0 for row in lines for c in row.cells[:20]):
            return []
        before = [
            c for c in rows[self.row].cells[:20] if c.column < self.cell.column and not is_figure(c.text)
        ]
        column = next((c.column for c in reversed(before) if head_of(self.block, c) != "satuan"), -1)
        return [c.text for row in rows[low:high] for c in row.cells[:8] if c.column == column]

    def row_time(self) -> str:
        """The cell of the row that names its time: "Januari", "Triwulan I 2031", "2031 (rencana)", or the one
        under "Tahun"; "" without one.
        """
        for cell in self.block.rows[self.row].cells[:4]:
            if cell is not self.cell and len(cell.text) <= 30:
                first, *more = cell.text.lower().split(None, 2)
                if first in _TIMES or (len(more) < 2 and first[0] in "12" and _YEAR.match(first)):
                    under = head_of(self.block, cell)
                    if not is_figure(cell.text) or "tahun" in under or cell.column == 0:
                        return cell.text
        return ""

    def unit(self) -> str:
        """What the column "Satuan" says for this row, lower case, "" without one."""
        if self._unit is None:
            self._unit = self._in_column()
        return self._unit

    def _in_column(self) -> str:
        block = self.block
        if block.measured is None:
            block.measured = any("satuan" in _said(c) for row in block.heads for c in row.cells)
        if not block.measured:
            return ""
        for cell in block.rows[self.row].cells[:40]:
            if "satuan" in head_of(block, cell) and cell is not self.cell:
                return cell.text.lower().strip("() ")
        return ""


def _begins_record(row: Row) -> bool:
    return bool(row.cells) and row.cells[0].column == 0 and row.cells[0].text[:1].isdigit()


def _repaired(text: str) -> str:
    """A label with the letters that OCR takes for each other put right beside capitals: "lKM", "AKlP"."""
    return _MISREAD_I.sub("I", text)


def is_plan(text: str) -> bool:
    """True for a page of a plan: a line of heads names targets, and nothing is called a realisation."""
    low = text.lower()
    if "rencana umum pengadaan" in low[:300]:
        return True
    if "target" not in low or "realisasi" in low or "tercapai" in low:
        return False
    lines = (line for line in low.split("\n") if "target" in line and len(line) < 300)
    return any(
        len(_HEAD_WORDS & set(re.split(r"[^a-z]+", line))) >= 4 and not any(c.isdigit() for c in line)
        for line in lines
    )


class Tables:
    """All tables of a page; `at` finds the cell at an offset."""

    def __init__(self, places: list[Place], dropped: list[tuple[int, int]]) -> None:
        self.places = places
        self.dropped = dropped
        self._starts = [p.cell.start for p in places]

    def at(self, offset: int) -> Place | None:
        """The cell that holds `offset`, None outside of tables' bodies."""
        n = bisect_right(self._starts, offset) - 1
        if n >= 0 and offset < self.places[n].cell.end:
            return self.places[n]
        return None


def find_tables(lexed: Lexed) -> Tables:
    """Tables of a page of text."""
    places: list[Place] = []
    dropped: list[tuple[int, int]] = []
    blocks, rest = blocks_of(lexed)
    blocks += flat_blocks(rest)
    for block in sorted(blocks, key=lambda b: b.rows[0].cells[0].start if b.rows else 0):
        if not block.heads:
            continue
        dropped += block.numbers
        block.note = note_below(lexed.text, block)
        for n, row in enumerate(block.rows):
            if numbers_columns(row):
                dropped.append((row.cells[0].start, row.cells[-1].end))
                continue
            places += [Place(cell, head_of(block, cell, row), block, n) for cell in row.cells[:_MAX_CELLS]]
    places.sort(key=lambda place: place.cell.start)
    return Tables(places, sorted(dropped))


def head_of(block: Block, cell: Cell, row: Row | None = None) -> str:
    """Lower-case words of the heads over a cell, top to bottom, joined by " / "."""
    found = block.over.get(cell.column)  # the same for all cells of a column whose heads are numbered
    if found is None:
        found = _heads_over(block, cell, row)
        if all(head.piped for head in block.heads):
            block.over[cell.column] = found
    return found


def _heads_over(block: Block, cell: Cell, row: Row | None) -> str:
    found = []
    for head in block.heads:
        over = _over(head, cell, row)
        if over:
            found.append(_year_read(over.text) or _said(over))
    return " / ".join(found)


def _said(head: Cell) -> str:
    """The lower-case words of a head, without what its column weighs."""
    return WEIGHT.sub("", head.text).strip().lower()


def _year_read(text: str) -> str | None:
    """A year over a column whose digits were misread: "2O2l"; None for any other head."""
    read = text.translate(MISREAD) if len(text) == 4 and text[0] in "12" else ""
    return read if read != text and _YEAR.match(read) else None


def _over(head: Row, cell: Cell, row: Row | None) -> Cell | None:
    """The head cell that stands over `cell`: overlapping it, in the same place of a row as long, or near."""
    cells = head.cells
    if head.piped:
        n = bisect_left(cells, cell.column, key=lambda c: c.column)
        return cells[n] if n < len(cells) and cells[n].column == cell.column else None
    n = bisect_right(cells, cell.left, key=lambda c: c.left)
    near = cells[max(0, n - 1) : n + 2]
    if not near:
        return None
    best = max(near, key=lambda c: min(c.right, cell.right) - max(c.left, cell.left))
    overlap = min(best.right, cell.right) - max(best.left, cell.left)
    if overlap > 0:
        return best
    if row and len(row.cells) == len(cells) and cell in row.cells:
        return cells[row.cells.index(cell)]
    return best if overlap > -4 else None
