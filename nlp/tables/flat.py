"""Tables whose columns were lost on the way to text: cells parted by single blanks, or one cell a line.

All keep the order of the columns: the heads come first, and the cells of each row follow in the same order.
"""

from __future__ import annotations

import re

from nlp.tables.captions import caption_of
from nlp.tables.grid import Block, Cell, Row
from nlp.tables.heads import begins_head, begins_labels, may_begin_heads
from nlp.tables.runs import runs_block
from nlp.tables.spaced import may_be_row, spaced_block
from nlp.tables.spaced_lines import MAX_LINE as LONGEST_ROW
from nlp.tables.spaced_lines import Rows
from nlp.tables.stacked import GRADE_WORDS, GRADES, column_groups, is_value, records_block

_HEAD = re.compile(r"[A-Za-z%()./ -]{1,40}")
_FIGURE = re.compile(r"(?<!\S)(?:Rp\.? ?)?[0-9][0-9.,]*(?: ?%)?(?!\S)")
_MAX_COLUMNS = 12
_MAX_LINE = 200
_BEGINNINGS = frozenset("0123456789<>≥≤±~-–—olrn")  # of figures, dashes and "n/a"
_CLEARLY = 1.25  # times as many lines
_MAX_TITLE = 5  # lines of a title that may be taken for heads
_MAX_VALUE = 6  # words of a figure with its sign and unit


def flat_blocks(lines: list[tuple[int, str]]) -> list[Block]:
    """Tables among lines (offset, text) that have no cells of their own."""
    blocks: list[Block] = []
    words = [_first_words(text) for _, text in lines]
    rows = Rows(lines)
    stacked = any(map(_stands_alone, lines, words))  # else no table has one cell a line
    n = 0
    while n < len(lines):
        if not words[n]:
            n += 1
            continue
        head = stacked and may_begin_heads(words[n][0])
        found = (
            (stacked and column_groups(lines, n))
            or (head and _row_by_row(lines, n))
            or (len(lines[n][1]) <= LONGEST_ROW and may_be_row(words, n) and spaced_block(rows, n))
            or (head and _columns(lines, n))
        )
        if found:
            block, n = found
            blocks.append(block)
        else:
            n += 1
    return blocks


def _row_by_row(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """The table that begins at line n, or a few lines below it when n is its title, and has its rows one cell
    a line, with as many cells each or with labels of several lines: the reading that reaches furthest down.
    """
    best = _rows_from(lines, n)
    if best:
        for k in range(n + 1, min(n + _MAX_TITLE, len(lines))):
            found = _rows_from(lines, k) if begins_labels(lines[k][1]) else None
            if found and found[1] > best[1]:
                best = found
    return best


def _rows_from(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    records, runs = records_block(lines, n), runs_block(lines, n)
    return runs if runs and (not records or runs[1] - n > _CLEARLY * (records[1] - n)) else records


def _first_words(text: str) -> list[str]:
    """The words of a line in lower case; of a line too long for a row the first ones are enough."""
    return text.lower().split(None, -1 if len(text) <= LONGEST_ROW else _MAX_VALUE + 1)


def _stands_alone(line: tuple[int, str], words: list[str]) -> bool:
    """True for a line of these words, in lower case, that is a cell of figures or a grade by itself."""
    if not words:
        return False
    first, last = words[0], words[-1]
    if first not in GRADES and (
        len(words) > _MAX_VALUE
        or not (first[0] in _BEGINNINGS or last in GRADE_WORDS or last.endswith(")"))  # "Baik *)"
    ):
        return False
    return is_value(line[1]) or _FIGURE.fullmatch(line[1].strip()) is not None


def _cell(offset: int, text: str, column: int) -> Cell:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    return Cell(offset + lead, offset + lead + len(stripped), column, column, column, stripped)


def _may_be_heads(text: str) -> bool:
    """True for a line of heads: no figures but years, no end of a sentence."""
    words = text.split()
    return (
        0 < len(words) <= 3 * _MAX_COLUMNS
        and len(text) <= _MAX_LINE
        and not text.rstrip().endswith((".", ";", ":", ","))
        and all(_is_title(word) for word in words)
    )


def _columns(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """A column by itself: its head, then at least two lines of one figure or grade each. Its rows' labels
    are the lines of the list before, where there are as many.
    """
    at, text = lines[n]
    if not begins_head(text.strip()) or not _may_be_heads(text) or len(text.split()) > 6:
        return None
    k = n + 1
    while k < len(lines) and not lines[k][1].strip() and k - n < 3:
        k += 1
    first = k
    while k < len(lines) and (_FIGURE.fullmatch(lines[k][1].strip()) or lines[k][1].strip() in {"-", "–"}):
        k += 1
    if k - first < 2:
        return None
    labels = _labels(lines, n, k - first)
    block = Block(heads=[_head_row(at, [text.strip()])], caption=caption_of(lines, n), start=at)
    for number, (row_at, row) in enumerate(lines[first:k]):
        cells = [_cell(row_at, row, 0)]
        if labels:
            cells.insert(0, Cell(row_at, row_at, -1, -1, -1, labels[number]))
        block.rows.append(Row(cells, piped=True))
    return block, k


def _labels(lines: list[tuple[int, str]], n: int, count: int) -> list[str]:
    """The nearest run of `count` lines of text, with a head of its own, before line n; none when there is no
    such run.
    """
    run: list[str] = []
    for k in range(n - 1, max(-1, n - 60), -1):
        text = lines[k][1].strip()
        if text and not any(c.isdigit() for c in text):
            run.insert(0, text)
            continue
        if len(run) in {count, count + 1}:
            return run[-count:]
        run = []
    return run[-count:] if len(run) in {count, count + 1} else []


def _is_title(word: str) -> bool:
    """True for a word of a head: letters, a sign, or a year."""
    return _HEAD.fullmatch(word) is not None or (
        len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}
    )


def _head_row(at: int, words: list[str]) -> Row:
    return Row([Cell(at, at, c, c, c, word) for c, word in enumerate(words)], piped=True)
