"""Blocks of a page whose lines have cells: runs of such lines, each with the lines of its head."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from nlp.tables.align import settle
from nlp.tables.grid import Block, Cell, Row, is_figure
from nlp.tables.heads import atoms, is_part
from nlp.tables.lines import is_drawn, row_of
from nlp.text.lexer import MISREAD, Lexed, Trigger
from nlp.text.words import words

WEIGHT = re.compile(r"\((?:bobot )?[0-9]{1,3}(?:[.,][0-9]+)? ?%\)", re.I)  # what a column weighs: "(30%)"
_COLUMN_NUMBER = re.compile(r"\(?[0-9]{1,2}\)?(?: ?=.*)?")
_WORD = re.compile(r"[a-z]+")
_HEAD_WORDS = words("tables head words")
_PAIRED = frozenset({"target", "realisasi", "capaian", "t", "r", "%", "real", "anggaran"})
_MARKS = Trigger({"|", ";", ">", "/", "i", "l", "!", "¦"})  # that part cells, some a misread "|"
_MAX_HEAD = 8
_MAX_LONE = 6
_CAPTION = 6


def blocks_of(lexed: Lexed) -> tuple[list[Block], list[tuple[int, str]]]:
    """Runs of lines that have cells, with at most a few lines of one cell between them; and all other
    lines (offset, text).
    """
    blocks: list[Block] = []
    rest: list[tuple[int, str]] = []
    lines: list[Row] = []
    lone: list[Row] = []
    caption: list[str] = []
    told = 0  # how many lines of the rest are told in the caption, or stood in a block
    texts = lexed.text.split("\n")
    parted = _parted_lines(lexed)
    for n, (at, line) in enumerate(zip(lexed.lines(), texts, strict=False)):
        if not lines:
            if n not in parted:  # running text
                rest.append((at, line))
                continue
            caption += _captions(rest[told:])
        row = row_of(line, at)
        drawn = not row.cells and bool(line.strip())  # a rule across the table
        if len(row.cells) <= 1:
            rest.append((at, line))
        told = len(rest)
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


def _parted_lines(lexed: Lexed) -> set[int]:
    """Numbers of the lines that may have several cells: wide blanks or two marks stand in them."""
    starts = lexed.lines()
    wide = [i for i in lexed.breaks() if "\n" not in lexed.gaps[i]]
    marked = [bisect_right(starts, lexed.starts[i]) for i in lexed.where(_MARKS)]
    twice = {one - 1 for one, other in pairwise(marked) if one == other}
    return twice.union(bisect_right(starts, lexed.starts[i]) - 1 for i in wide)


def _captions(lines: list[tuple[int, str]]) -> list[str]:
    """Lines of running text, without empty ones and rules."""
    whole = (text.strip() for _, text in lines)
    return [text for text in whole if text and not is_drawn(text)]


def _cut(lines: list[Row], caption: list[str]) -> list[Block]:
    """Blocks of a run of lines: a new head line with the usual words begins a new one."""
    blocks: list[Block] = []
    block = Block(caption="\n".join(caption))
    before: Row | None = None  # the empty line or rule before a line
    for row in lines:
        parted, before = before, row if not row.cells else None
        if not row.cells:
            continue
        if not block.rows and numbers_columns(row):
            continue
        if not block.rows and all(WEIGHT.fullmatch(c.text) for c in row.cells):
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
    if row.piped:
        return row
    cells: list[Cell] = []
    for cell in row.cells:
        at = 0
        for word in _divided(cell.text):
            start, left = cell.start + at, cell.left + at
            cells.append(Cell(start, start + len(word), left, left + len(word), len(cells), word))
            at += len(word) + 1
        if not at:
            cell.column = len(cells)
            cells.append(cell)
    return Row(cells, row.piped)


def _divided(text: str) -> list[str]:
    """The words of "Target Realisasi", "TW I TW II" or "2030 2031", each a head of its own; else none."""
    words = text.split(" ")
    if len(words) < 2:
        return []
    if all(w.lower() in _PAIRED for w in words):
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
    return not _HEAD_WORDS.isdisjoint(_WORD.findall(text.lower()[:60])) or text == "%"


def _years(row: Row) -> bool:
    """True for a head line of years."""
    figures = [c.text.translate(MISREAD) for c in row.cells if is_figure(c.text)]
    return all(len(t) == 4 and t[:2] in {"19", "20"} for t in figures)


def numbers_columns(row: Row) -> bool:
    """True for the row "1 2 3 …" that numbers the columns."""
    if len(row.cells) < 3 or not all(_COLUMN_NUMBER.fullmatch(c.text[:40]) for c in row.cells):
        return False
    numbers = [int(re.sub(r"\D.*", "", c.text.lstrip("("))) for c in row.cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
