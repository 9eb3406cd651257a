"""Tables whose columns were lost on the way to text: one cell a line, or cells parted by single blanks.

Both keep the order of the columns: the heads come first, and the cells of each row follow in the same order.
"""

from __future__ import annotations

import re

from nlp.grid import Block, Cell, Row, is_figure
from nlp.heads import begins_head, cut_heads
from nlp.words import words

_FIGURE_HEADS = words("flat_tables figure heads")
_HEAD = re.compile(r"[A-Za-z%()./ -]{1,40}")
_FIGURE = re.compile(r"(?<!\S)(?:Rp\.? ?)?[0-9][0-9.,]*(?: ?%)?(?!\S)")
_MAX_COLUMNS = 12
_MAX_LINE = 200


def flat_blocks(lines: list[tuple[int, str]]) -> list[Block]:
    """Tables among lines (offset, text) that have no cells of their own."""
    blocks: list[Block] = []
    n = 0
    while n < len(lines):
        found = _vertical(lines, n) or _spaced(lines, n) or _trailing(lines, n) or _columns(lines, n)
        if found:
            block, n = found
            block.caption = "\n".join(text for _, text in lines[max(0, n - 40) : n] if text.strip())[:200]
            blocks.append(block)
        else:
            n += 1
    return blocks


def _cell(offset: int, text: str, column: int) -> Cell:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    return Cell(offset + lead, offset + lead + len(stripped), column, column, column, stripped)


def _is_head(text: str) -> bool:
    return bool(_HEAD.fullmatch(text.strip())) and len(text.split()) <= 4


def _vertical(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """One cell a line: at least three lines of heads, two of them for figures, then rows of as many lines."""
    if lines[n][1].strip().lower() not in {"no", "no.", "target", *_VERTICAL_STARTS}:
        return None
    heads: list[tuple[int, str]] = []
    k = n
    while k < len(lines) and len(heads) <= _MAX_COLUMNS and lines[k][1].strip() and _is_head(lines[k][1]):
        heads.append(lines[k])
        k += 1
    if len(heads) < 3 or sum(text.strip().lower().split(" ")[0] in _FIGURE_HEADS for _, text in heads) < 2:
        return None
    block = Block(heads=[Row([_cell(at, text, c) for c, (at, text) in enumerate(heads)], piped=True)])
    while True:
        cells: list[Cell] = []
        while k < len(lines) and len(cells) < len(heads):
            if lines[k][1].strip():
                cells.append(_cell(*lines[k], len(cells)))
            k += 1
        if len(cells) < len(heads) or not _fits(heads, cells):
            break
        block.rows.append(Row(cells, piped=True))
        last = k
    return (block, last) if block.rows else None


_VERTICAL_STARTS = frozenset({
    "rencana aksi", "indikator", "indikator kinerja", "uraian", "program", "kegiatan", "opd",
    "sasaran", "perangkat daerah", "unit", "unit kerja", "sasaran strategis",
})  # fmt: skip


def _fits(heads: list[tuple[int, str]], cells: list[Cell]) -> bool:
    """True when most cells under heads of figures hold a figure, a dash, or nothing to tell."""
    under = [
        c for (_, h), c in zip(heads, cells, strict=True) if h.strip().lower().split(" ")[0] in _FIGURE_HEADS
    ]
    figures = sum(is_figure(c.text) or c.text in {"-", "–"} for c in under)
    return 2 * figures > len(under)


def _spaced(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """Cells parted by single blanks: a line of heads, then lines with as many figures as it has heads for
    them.
    """
    at, text = lines[n]
    words = text.split()
    if not 2 <= len(words) <= _MAX_COLUMNS or any(c.isdigit() for c in text) or len(text) > _MAX_LINE:
        return None
    heads = [w for w in words if w.lower().strip("()") in _FIGURE_HEADS]
    if len(heads) < 2 or len(set(heads)) < len(heads):
        return None
    block = Block(heads=[Row([Cell(at, at, c, c, c, h) for c, h in enumerate(heads)], piped=True)])
    k = n + 1
    while k < len(lines) and len(lines[k][1]) <= _MAX_LINE:
        row_at, row = lines[k]
        figures = [m for m in _FIGURE.finditer(row) if len(m.group()) < 30]
        if (
            len(figures) == len(heads) + 1
            and words[0].lower().startswith("no")
            and not row[: figures[0].start()].strip()
        ):
            figures = figures[1:]  # the row's own number
        if row.strip() and len(figures) != len(heads):
            break
        if figures:
            label = Cell(row_at, row_at + figures[0].start(), -1, -1, -1, row[: figures[0].start()].strip())
            cells = [
                Cell(row_at + m.start(), row_at + m.end(), c, c, c, m.group()) for c, m in enumerate(figures)
            ]
            block.rows.append(Row([label, *cells] if label.text else cells, piped=True))
        k += 1
    return (block, k) if block.rows else None


def _trailing(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """Cells parted by single blanks, told by the figures and grades that end each line: "Wilayah 2030 2031
    Peringkat", then "Nusa 68,89 69,47 6". The heads may run over three lines; a line of units ("(Rp) Rp % (%)")
    or of numbers may stand under them.
    """
    at, text = lines[n]
    if not _may_be_heads(text):
        return None
    k = n
    heads, units = "", ""
    while k < len(lines) and k - n < 5 and not _tail(lines[k][1])[1]:
        row = lines[k][1].split()
        if row and all(w.lower().strip("()") in _UNITS for w in row):
            units = lines[k][1]
        elif _may_be_heads(lines[k][1]):
            heads = f"{heads} {lines[k][1]}".strip()
        elif row and not all(c.isdigit() or c in " =()/+-*x" for c in lines[k][1]):
            return None
        k += 1
    if k < len(lines) and all(c.isdigit() or c in " =()/+-*x" for c in lines[k][1]):
        k += 1  # the numbers of the columns
    if k >= len(lines) or len(heads) > _MAX_LINE:
        return None
    width = len(_tail(lines[k][1])[1])
    cut = cut_heads(heads, width) if width >= 2 else None
    if cut is None or len(heads.split()) <= width or not _tell(cut):
        return None
    if units and len(units.split()) != width:
        return None
    block = Block(heads=[_head_row(at, cut)] + ([_head_row(at, units.split())] if units else []))
    last = k
    while k < len(lines) and len(lines[k][1]) <= _MAX_LINE:
        row_at, row_text = lines[k]
        label, figures = _tail(row_text)
        if figures and not (len(figures) == width or (len(figures) < width and label.lower() in _SUMS)):
            break
        if not figures and (
            len(row_text) > 60 or k - last > 1 or row_text.rstrip().endswith((".", ":", ";"))
        ):
            break
        k += 1
        if figures:
            cells = [Cell(row_at + a, row_at + b, c, c, c, row_text[a:b]) for c, (a, b) in enumerate(figures)]
            head = Cell(row_at, row_at + figures[0][0], -1, -1, -1, label)
            block.rows.append(Row([head, *cells] if label else cells, piped=True))
            last = k
    return (block, last) if len(block.rows) > 1 else None


def _may_be_heads(text: str) -> bool:
    """True for a line of heads: no figures but years, no end of a sentence."""
    words = text.split()
    return (
        0 < len(words) <= 3 * _MAX_COLUMNS
        and len(text) <= _MAX_LINE
        and not text.rstrip().endswith((".", ";", ":", ","))
        and all(_is_title(word) for word in words)
    )


def _tell(heads: list[str]) -> bool:
    """True when at least two of the heads, and half of them, begin as heads of figures do."""
    known = sum(begins_head(head) for head in heads)
    return known >= 2 and 2 * known >= len(heads)


def _columns(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """A column by itself: its head, then at least two lines of one figure or grade each. The labels of its rows
    are the lines of the list before, where there are as many.
    """
    at, text = lines[n]
    if not _may_be_heads(text) or not begins_head(text.strip()) or len(text.split()) > 6:
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
    block = Block(heads=[_head_row(at, [text.strip()])])
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


_UNITS = frozenset({"rp", "%", "orang", "unit", "poin", "ribu", "juta", "miliar", "persen"})
_SUMS = frozenset({"jumlah", "total", "rata-rata", "jumlah total"})


def _is_title(word: str) -> bool:
    """True for a word of a head: letters, a sign, or a year."""
    return _HEAD.fullmatch(word) is not None or (
        len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}
    )


def _head_row(at: int, words: list[str]) -> Row:
    return Row([Cell(at, at, c, c, c, word) for c, word in enumerate(words)], piped=True)


def _tail(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A line's label, and where the figures lie that end it; a dash stands for an empty cell."""
    if len(text) > _MAX_LINE or not text[-1:].strip():
        text = text.rstrip()[:_MAX_LINE]
    spans: list[tuple[int, int]] = []
    end = len(text)
    while end and len(spans) <= _MAX_COLUMNS:
        start = text.rfind(" ", 0, end) + 1
        token = text[start:end]
        if token and token not in {"-", "–"} and not _FIGURE.fullmatch(token):
            graded = _grade_start(text, start, end)
            if graded is None:
                break
            start = graded
        if token:
            spans.append((start, end))
        end = start - 1 if start else 0
    label = text[: spans[-1][0]].strip() if spans else text.strip()
    told = label and not label.isdigit() and any(text[a:b][0].isdigit() for a, b in spans)
    return label.lstrip("0123456789. "), spans[::-1] if told else []


def _grade_start(text: str, start: int, end: int) -> int | None:
    """Where the grade begins that ends at `end` ("Sangat Baik", "BB"); None when there is none."""
    token = text[start:end].strip("()")
    if token in _LETTERS:
        return start
    if token.lower() not in _GRADE_WORDS or not token[:1].isupper():
        return None
    before = text.rfind(" ", 0, max(0, start - 1)) + 1
    return before if start and text[before : start - 1].lower() in _DEGREES else start


_LETTERS = frozenset({"AA", "A", "A-", "BB", "B", "B-", "CC", "C", "D", "E", "WTP", "WDP"})
_GRADE_WORDS = frozenset({"baik", "cukup", "kurang", "memuaskan", "tinggi", "sedang", "rendah", "hijau", "kuning", "merah"})
_DEGREES = frozenset({"sangat", "kurang", "cukup", "tidak", "amat"})
