"""Tables flattened to text: which head and row label stand over and beside the cell of a figure.

Cells are parted by "|", a tab or two blanks. A block of such lines is a table; its lines before the first
figure are its head, and a cell belongs to the heads that stand over it (or have the same number, with "|").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from nlp.align import settle
from nlp.calendar import MONTHS
from nlp.captions import note_below
from nlp.flat_tables import flat_blocks
from nlp.grid import Block, Cell, Row, is_figure
from nlp.heads import atoms, is_part
from nlp.lexer import MISREAD
from nlp.table_lines import is_drawn, lone_cell, row_of
from nlp.words import words

_COLUMN_NUMBER = re.compile(r"\(?[0-9]{1,2}\)?(?: ?=.*)?")
_HEAD_WORDS = words("tables head words")
_PAIRED = frozenset({"target", "realisasi", "capaian", "t", "r", "%", "real", "anggaran"})
_MISREAD_I = re.compile(r"(?<![a-z])l(?=[A-Z])|(?<=[A-Z])l(?![a-z])")
_PARTS = frozenset({"tw", "triwulan", "trw", "semester", "smt", "tahun"})
_WEIGHT = re.compile(r"\((?:bobot )?[0-9]{1,3}(?:[.,][0-9]+)? ?%\)", re.I)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_MAX_HEAD = 8
_MAX_LONE = 6
_CAPTION = 6
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
                words_of = cell.text.lower().split()
                if words_of and (
                    words_of[0] in MONTHS
                    or words_of[0] in _PARTS
                    or (_YEAR.match(words_of[0]) and len(words_of) <= 2)
                ):
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
        for cell in self.block.rows[self.row].cells[:40]:
            if "satuan" in head_of(self.block, cell) and cell is not self.cell:
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


def find_tables(text: str) -> Tables:
    """Tables of a page of text."""
    places: list[Place] = []
    dropped: list[tuple[int, int]] = []
    blocks, rest = _blocks(text)
    blocks += flat_blocks(rest)
    for block in sorted(blocks, key=lambda b: b.rows[0].cells[0].start if b.rows else 0):
        if not block.heads:
            continue
        dropped += block.numbers
        block.note = note_below(text, block)
        for n, row in enumerate(block.rows):
            if _numbers_columns(row):
                dropped.append((row.cells[0].start, row.cells[-1].end))
                continue
            places += [Place(cell, head_of(block, cell, row), block, n) for cell in row.cells[:_MAX_CELLS]]
    places.sort(key=lambda place: place.cell.start)
    return Tables(places, sorted(dropped))


def _blocks(text: str) -> tuple[list[Block], list[tuple[int, str]]]:
    """Runs of lines that have cells, with at most a few lines of one cell between them; and all other
    lines.
    """
    blocks: list[Block] = []
    rest: list[tuple[int, str]] = []
    lines: list[Row] = []
    lone: list[Row] = []
    caption: list[str] = []
    at = 0
    for line in text.split("\n"):
        if not lines and (whole := lone_cell(line)) is not None:  # running text
            rest.append((at, line))
            if whole and not is_drawn(whole):
                caption.append(whole)
            at += len(line) + 1
            continue
        row = row_of(line, at)
        drawn = not row.cells and bool(line.strip())  # a rule across the table
        if len(row.cells) <= 1:
            rest.append((at, line))
        at += len(line) + 1
        if len(row.cells) > 1:
            lines += [*lone, row] if lines else [row]
            lone = []
        elif (
            lines
            and row.cells
            and len(lone) < _MAX_LONE
            and (row.cells[0].left >= 8 or row.cells[0].right < 60)
        ):
            lone.append(row)
        elif lines and not row.cells and not lone:
            lone.append(Row([], drawn))
        else:
            if lines:
                blocks += _cut(lines, caption[-_CAPTION:])
                caption = []
            for one in (*lone, row):
                caption += [c.text for c in one.cells]
            lines, lone = [], []
    return (blocks + _cut(lines, caption[-_CAPTION:]) if lines else blocks), rest


def _cut(lines: list[Row], caption: list[str]) -> list[Block]:
    """Blocks of a run of lines: a new head line with the usual words begins a new one."""
    blocks: list[Block] = []
    block = Block(caption="\n".join(caption))
    before: Row | None = None  # the empty line or rule before a line
    for row in lines:
        parted, before = before, row if not row.cells else None
        if not row.cells:
            continue
        if not block.rows and _numbers_columns(row):
            continue
        if not block.rows and all(_WEIGHT.fullmatch(c.text) for c in row.cells):
            block.numbers.append((row.cells[0].start, row.cells[-1].end))
            continue  # "(30%)  (70%)": what the columns weigh
        if not block.rows and not row.piped and any(c.text.startswith(":") for c in row.cells):
            block.caption = "\n".join([block.caption, " ".join(c.text for c in row.cells)])
            continue  # "Periode survei      : 1 April": a field of a form over the table
        body = any(is_figure(c.text) for c in row.cells) and not _years(row)
        if not body and block.rows and _repeats_head(row):
            blocks.append(block)
            block = Block(
                caption="\n".join([block.caption, *(c.text for r in block.heads for c in r.cells)][-2:])
            )
        if parted and not block.rows and not body and not row.piped and _stand_over(block.heads, row):
            block.caption = "\n".join([block.caption, *(c.text for r in block.heads for c in r.cells)])
            block.heads = []
        under = parted is not None and parted.piped and len(row.cells) < 2 and bool(block.heads)
        if not block.rows and not body and not under and len(block.heads) < _MAX_HEAD:
            block.heads.append(_spread(row))
        else:
            block.rows.append(row)
    blocks.append(block)
    found = [b for b in blocks if any(_years(r) or any(_head_word(c.text) for c in r.cells) for r in b.heads)]
    for block in found:
        settle(block)
    return found


def _stand_over(heads: list[Row], row: Row) -> bool:
    """True for lines of a title, in which blanks part a note from the rest, over the heads of a table."""
    return all(len(head.cells) < min(3, len(row.cells)) for head in heads) and any(
        _head_word(c.text) for c in row.cells
    )


def _spread(row: Row) -> Row:
    """The head line with "Target Realisasi" cut into its words, as the columns below it are."""
    cells = []
    for cell in row.cells:
        words = _divided(cell.text) if not row.piped else []
        if len(words) > 1:
            at = 0
            for word in words:
                cells.append(
                    Cell(
                        cell.start + at,
                        cell.start + at + len(word),
                        cell.left + at,
                        cell.left + at + len(word),
                        0,
                        word,
                    )
                )
                at += len(word) + 1
        else:
            cells.append(cell)
    return Row([replace(c, column=n) for n, c in enumerate(cells)] if not row.piped else cells, row.piped)


def _divided(text: str) -> list[str]:
    """The words of "Target Realisasi", "TW I TW II" or "2030 2031", each a head of its own; else none."""
    words = text.split(" ")
    if len(words) > 1 and all(w.lower() in _PAIRED for w in words):
        return words
    parts = atoms(text)
    quarters = all(" " in part and is_part(part) for part in parts)
    years = all(len(part) == 4 and part.isdigit() for part in parts)
    return parts if len(parts) > 1 and (quarters or years) else []


def _repeats_head(row: Row) -> bool:
    """True for a line of at least three cells, most of them usual words of a head."""
    heads = sum(_head_word(c.text) and len(c.text) < 30 for c in row.cells)
    return len(row.cells) >= 3 and heads >= 3 and heads * 3 >= 2 * len(row.cells)


def _head_word(text: str) -> bool:
    words = re.split(r"[^a-z]+", text.lower()[:60])
    return any(word in _HEAD_WORDS for word in words) or text == "%"


def _years(row: Row) -> bool:
    """True for a head line of years."""
    figures = [c.text.translate(MISREAD) for c in row.cells if is_figure(c.text)]
    return all(len(t) == 4 and t[:2] in {"19", "20"} for t in figures)


def _numbers_columns(row: Row) -> bool:
    """True for the row "1 2 3 …" that numbers the columns."""
    if len(row.cells) < 3 or not all(_COLUMN_NUMBER.fullmatch(c.text[:40]) for c in row.cells):
        return False
    numbers = [int(re.sub(r"\D.*", "", c.text.lstrip("("))) for c in row.cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


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
            found.append(_year_read(over.text) or _WEIGHT.sub("", over.text).strip().lower())
    return " / ".join(found)


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
