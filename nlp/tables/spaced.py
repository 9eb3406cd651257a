"""Tables whose cells are parted by single blanks: "Dinas Satu 90 85" under "OPD Target Realisasi".

A row is a line that holds a run of figures, dashes and grades; the runs tell how many columns there are, and
the lines above are cut into as many heads.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from nlp.tables.captions import caption_of
from nlp.tables.grid import Block, Cell, Row
from nlp.tables.heads import begins_head, begins_labels, stack_heads
from nlp.tables.shapes import fit, learn
from nlp.tables.spaced_lines import DEGREES, GRADE_WORDS, LETTERS, MAX_LINE, MAX_NOTE, Line, Rows

_MAX_COLUMNS = 14
_MAX_HEADS = 5
_MAX_ROWS = 400
_MAX_LABEL = 3  # lines that a row's label may be broken over before its figures
_MAX_CELL = 4  # words of a cell: "B (Sangat Baik)", "< 5 % orang"
_BEGINNINGS = frozenset("0123456789<>≥≤±-–—r")  # of cells of figures and dashes, and of "Rp"
_NO_HEAD_ENDS = (".", ";", ":", ",")
_WORDS_OF_CELLS = DEGREES | GRADE_WORDS | {"n/a", *map(str.lower, LETTERS)}
_MAY_HOLD_DIGITS = re.compile(r"[0-9]|[^\x00-\x7f]")  # such as "²"
_FIGURE = re.compile(r"[0-9][0-9.,]*")
_BRACKET = re.compile(r"\([^)]*\)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBERS = re.compile(r"\(?1\)?(?:[ ()+/x*=:,-]|[0-9])*")
_SUMS = ("jumlah", "total", "rata-rata", "rerata", "grand", "sub", "rata")


def spaced_block(read: Rows, n: int) -> tuple[Block, int] | None:
    """The table whose first row is line n, and the line behind it; None when there is none."""
    lines = read.lines
    top = _top(lines, n)
    if top is None or _years(lines[n][1]):
        return None
    first = read[n]
    named = len(first.cells) > 1 and not _numbers(first.text) and first.label().strip("0123456789. ")
    if not named and not (first.cells and n and _broken_label(lines, n, first)):
        return None
    rows, last = _rows(read, n)
    rows, numbers = _without_numbers(rows, lines[top][1])
    width = _width(rows)
    full = [r for r in rows if len(r.cells) >= width]
    heads = [text for _, text in lines[top:n] if text.strip() and not _numbers(text)]
    pending = _pending(heads)
    heads = heads[: len(heads) - pending] if pending else heads
    sure = begins_labels(heads[0]) if heads else False
    if width < 2 or not heads or (len(full) < 2 and not sure):
        return None
    shapes = learn([r.words()[-width:] for r in full], width)
    found = stack_heads(heads, width, shapes)
    if found is None or not _tell(found, sure):
        return None
    at = lines[top][0]
    in_units = "satuan" in " ".join(heads).lower()
    titles = [Cell(at, at, k, k, k + 2, head) for k, head in enumerate(found)]
    if in_units:
        titles.insert(0, Cell(at, at, -1, -1, 1, "Satuan"))
    block = Block(heads=[Row(titles, piped=True)], caption=caption_of(lines, top), start=at)
    before = [text.strip() for _, text in lines[n - pending : n]] if pending else []
    for row in rows:
        if not row.cells:
            before.append(row.text.strip())
            continue
        spans = row.cells[-width:]
        label = " ".join([*before[-_MAX_LABEL:], row.text[: spans[0][0]].strip()]).strip()
        before = []
        columns = fit([row.text[a:b] for a, b in spans], shapes)
        block.rows.append(_row(row, spans, columns, label, in_units))
    block.numbers = [(at, at + len(text)) for at, text in lines[top:n] if _numbers(text)]
    block.numbers += numbers
    return block, last


def may_be_row(words: list[list[str]], n: int) -> bool:
    """False for line n, of lines as lower-case words, where no table can begin its rows: behind the end of a
    sentence, and where two cells cannot be side by side near the line's end, the second of which may begin a
    few words behind the first. Told fast, for most lines are of running text.
    """
    above = words[n - 1] or words[n - 2] if n > 1 else words[0]
    if not n or not above or above[-1][-1] in _NO_HEAD_ENDS:
        return False
    line = words[n]
    begun = [
        k
        for k, word in enumerate(line)
        if (word[0] in _BEGINNINGS and (word[0] != "r" or word[:2] == "rp")) or word in _WORDS_OF_CELLS
    ]
    if len(begun) < 2 or begun[-1] < len(line) - _MAX_CELL - MAX_NOTE:
        return False
    if line[-1][-1] in ".,;" and begun[-1] != len(line) - 1:
        return False
    return any(b - a <= _MAX_CELL for a, b in pairwise(begun))


def _row(row: Line, spans: list[tuple[int, int]], columns: list[int], label: str, named: bool) -> Row:
    cells = []
    label = label.lstrip("0123456789.) ") or label
    if label:
        cells.append(Cell(row.at, row.at + spans[0][0], 0, 0, 0, label))
    before = row.text[: spans[0][0]].split()
    if named and before:
        cells.append(Cell(row.at, row.at, 1, 1, 1, before[-1]))
    for (a, b), k in zip(spans, columns, strict=True):
        cells.append(Cell(row.at + a, row.at + b, k + 2, k + 2, k + 2, row.text[a:b]))
    return Row(cells, piped=True)


def _broken_label(lines: list[tuple[int, str]], n: int, first: Line) -> bool:
    """True for figures alone on their line behind a line of words: a label that was broken."""
    return len(first.cells) >= 2 and not _numbers(first.text) and bool(lines[n - 1][1].strip())


def _numbers(text: str) -> bool:
    """True for the line that numbers the columns: "1 2 3 4 5 = 4/3 6"."""
    text = text.strip()
    if not 5 <= len(text) <= 120 or not _NUMBERS.fullmatch(text):
        return False
    plain = [int(m) for m in re.findall(r"(?<!\S)\(?([0-9]{1,2})(?=[ )]|$)", text)]
    return len(plain) >= 3 and plain[:2] == [1, 2]


def _years(text: str) -> bool:
    """True for a line of heads that are figures only as years: "2022 2022 (4/3) 2021", "OPD 2030 2031"."""
    figures = _FIGURE.findall(_without_brackets(text[:MAX_LINE]))
    return bool(figures) and all(map(_is_year, figures))


def _without_brackets(text: str) -> str:
    return _BRACKET.sub(" ", text) if "(" in text else text


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in {"19", "20"}


def _is_head(text: str) -> bool:
    """True for a line that can be one of heads: short words, no end of a sentence, no figures but years."""
    text = text.strip()
    if not text or len(text) > MAX_LINE or text.endswith(_NO_HEAD_ENDS):
        return False
    if _MAY_HOLD_DIGITS.search(text):
        plain = _without_brackets(text)
        figures = _FIGURE.findall(plain)
        if (figures and all(map(_is_year, figures))) or _numbers(text):
            return True
        if figures or any(map(str.isdigit, plain)):
            return False
    return len(text.split()) <= 3 * _MAX_COLUMNS


def _top(lines: list[tuple[int, str]], n: int) -> int | None:
    """The first line of heads over row n: one that begins with the name of a column of labels, else the
    nearest line that has the words of at least two heads.
    """
    near = None
    for k in range(n - 1, max(-1, n - 1 - _MAX_HEADS - _MAX_LABEL), -1):
        text = lines[k][1]
        tokens = text.split()
        if not tokens and k == n - 1:
            continue
        if not _is_head(text):
            break
        if len(tokens) > 1 and n - k <= _MAX_HEADS + 1 and begins_labels(tokens[0]):
            return k
        if near is None and sum(map(begins_head, tokens)) >= 2:
            near = k
    return near


def _pending(heads: list[str]) -> int:
    """How many of the last lines over the first row are the beginning of its label, not heads."""
    count = 0
    for text in reversed(heads[1:]):
        tokens = text.split()
        if _years(text) or sum(begins_head(w) or w.startswith("(") for w in tokens) * 2 >= len(tokens):
            break
        if text[:1].isspace() or len(tokens) > 9:
            break
        count += 1
    return count if count < len(heads) and count <= _MAX_LABEL else 0


def _rows(read: Rows, n: int) -> tuple[list[Line], int]:
    """The rows from line n on, with the lines of broken labels between them, and the line behind the last."""
    rows: list[Line] = []
    waiting: list[Line] = []
    last = n
    for k in range(n, min(len(read.lines), n + _MAX_ROWS)):
        row = read[k]
        text = row.text.strip()
        if not text:
            if k - last > 1:
                break
            continue
        if row.cells and (
            len(row.cells) > 1 or row.label().lower().startswith(_SUMS) or (k - last < 2 and _alone(row))
        ):
            rows += [*waiting, row]
            waiting, last = [], k + 1
        elif len(waiting) < _MAX_LABEL and len(text) <= 80 and not text.endswith((".", ":", ";")):
            waiting.append(Line(row.at, row.text, []))
        else:
            break
    return rows, last


def _alone(row: Line) -> bool:
    """True for one figure that ends its line without a word behind it."""
    return row.cells[-1][1] == len(row.text.rstrip()) and len(row.text) < 80 and not _years(row.text)


def _without_numbers(rows: list[Line], head: str) -> tuple[list[Line], list[tuple[int, int]]]:
    """The rows without their numbers, and the years behind them, where they stand as figures before rows
    that have no labels; and the places of the numbers.
    """
    begun = head.lower().split()[:2]
    if not begun or begun[0].strip(".") not in {"no", "nomor"}:
        return rows, []
    full = [row for row in rows if len(row.cells) > 2 and not row.label()]
    if len(full) < 2 or any(row.words()[0].strip(".") != str(k) for k, row in enumerate(full, 1)):
        return rows, []
    dated = begun[1:] == ["tahun"] and all(_YEAR.fullmatch(row.words()[1]) for row in full)
    spans = [(row.at + row.cells[0][0], row.at + row.cells[0][1]) for row in full]
    bare = {row.at: replace(row, cells=row.cells[1 + dated :]) for row in full}
    return [bare.get(row.at, row) for row in rows], spans


def _width(rows: list[Line]) -> int:
    """The number of columns that most rows have."""
    counts = Counter(min(len(r.cells), _MAX_COLUMNS) for r in rows if len(r.cells) > 1)
    return max(counts, key=lambda w: (counts[w], w)) if counts else 0


def _tell(heads: list[str], sure: bool) -> bool:
    """True when enough of the heads begin as heads of figures do."""
    known = sum(begins_head(head) for head in heads)
    return known >= 1 if sure else known >= 2 and 2 * known >= len(heads)
