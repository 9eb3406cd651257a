"""Tables flattened to text: which head and row label stand over and beside the cell of a figure.

Cells are parted by "|", a tab or two blanks. A block of such lines is a table; its lines before the first
figure are its head, and a cell belongs to the heads that stand over it (or have the same number, with "|").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from nlp.flat_tables import flat_blocks
from nlp.grid import Block, Cell, Row, is_figure
from nlp.lexer import MISREAD
from nlp.words import words

_CELL = re.compile(r"\S(?:\S| (?=\S))*")
_PIPED = re.compile(r"[^|]+")
_COLUMN_NUMBER = re.compile(r"\(?[0-9]{1,2}\)?(?: ?=.*)?")
_HEAD_WORDS = words("tables head words")
_PAIRED = frozenset({"target", "realisasi", "capaian", "t", "r", "%", "real", "anggaran"})
_MAX_HEAD = 8
_MAX_LONE = 6
_CAPTION = 6
_MAX_CELLS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: the words of its head, its block, and the place of its row."""

    cell: Cell
    head: str
    block: Block
    row: int

    def label(self) -> str:
        """What stands beside the cell in its row and, when a row has several lines, above it: lower case."""
        mine = self.block.rows[self.row]
        near = [c for c in mine.cells if c is not self.cell][:12]
        parts = [c.text for c in near if not is_figure(c.text)]
        for back in range(1, 4):
            if self.row - back < 0 or (parts and any(len(p) > 6 for p in parts)):
                break
            above = self.block.rows[self.row - back].cells[:6]
            if any(is_figure(c.text) for c in above):
                break
            parts += [c.text for c in above]
        return " ".join(parts).lower()

    def unit(self) -> str:
        """What the column "Satuan" says for this row, lower case, "" without one."""
        for cell in self.block.rows[self.row].cells[:40]:
            if "satuan" in head_of(self.block, cell) and cell is not self.cell:
                return cell.text.lower().strip("() ")
        return ""


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
        for n, row in enumerate(block.rows):
            if _numbers_columns(row):
                dropped.append((row.cells[0].start, row.cells[-1].end))
                continue
            places += [Place(cell, head_of(block, cell, row), block, n) for cell in row.cells[:_MAX_CELLS]]
    return Tables(places, dropped)


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
        row = _row(line, at)
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
            lone.append(Row([], False))
        else:
            if lines:
                blocks += _cut(lines, caption)
                caption = []
            caption = [*caption, *(c.text for r in lone for c in r.cells), *(c.text for c in row.cells)][
                -_CAPTION:
            ]
            lines, lone = [], []
    return (blocks + _cut(lines, caption) if lines else blocks), rest


def _row(line: str, at: int) -> Row:
    piped = line.count("|") >= 2
    cells = []
    mark = "" if piped else _separator(line)
    pieces = _pieces(line, piped, mark)
    piped = piped or bool(mark)
    for column, (first, last, raw) in enumerate(pieces):
        start, end = first, last
        stripped = raw.strip()
        if piped:
            start += len(raw) - len(raw.lstrip())
            end = start + len(stripped)
        if stripped and not set(stripped) <= set("-=_+:."):
            cells.append(Cell(at + start, at + end, start, end, column, stripped))
    return Row(cells, piped)


def _separator(line: str) -> str:
    """The mark that parts the cells of a line from a sheet: ";" without blanks, or " / "; "" without one."""
    if line.count(";") >= 3 and line.count("; ") * 3 <= line.count(";"):
        return ";"
    return " / " if line.count(" / ") >= 2 and not line.rstrip().endswith((".", ",")) else ""


def _pieces(line: str, piped: bool, mark: str) -> list[tuple[int, int, str]]:
    """Start, end and text of a line's cells; between marks an empty cell keeps its place."""
    if not mark:
        return [(*m.span(), m.group()) for m in (_PIPED if piped else _CELL).finditer(line)]
    pieces, at = [], 0
    for raw in line.split(mark):
        pieces.append((at, at + len(raw), raw))
        at += len(raw) + len(mark)
    return pieces


def _cut(lines: list[Row], caption: list[str]) -> list[Block]:
    """Blocks of a run of lines: a new head line with the usual words begins a new one."""
    blocks: list[Block] = []
    block = Block(caption="\n".join(caption))
    for row in lines:
        if not row.cells:
            continue
        if not block.rows and _numbers_columns(row):
            continue
        body = any(is_figure(c.text) for c in row.cells) and not _years(row)
        if not body and block.rows and _repeats_head(row):
            blocks.append(block)
            block = Block(
                caption="\n".join([block.caption, *(c.text for r in block.heads for c in r.cells)][-2:])
            )
        if not block.rows and not body and len(block.heads) < _MAX_HEAD:
            block.heads.append(_spread(row))
        else:
            block.rows.append(row)
    blocks.append(block)
    return [b for b in blocks if any(_years(r) or any(_head_word(c.text) for c in r.cells) for r in b.heads)]


def _spread(row: Row) -> Row:
    """The head line with "Target Realisasi" cut into its words, as the columns below it are."""
    cells = []
    for cell in row.cells:
        words = cell.text.split(" ")
        if len(words) > 1 and not row.piped and all(w.lower() in _PAIRED for w in words):
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
    found = []
    for head in block.heads:
        over = _over(head, cell, row)
        if over:
            found.append(over.text.lower())
    return " / ".join(found)


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
