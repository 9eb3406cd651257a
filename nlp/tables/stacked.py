"""Tables that became one cell a line: row by row under a list of heads, or column by column."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

import re

from nlp.tables.captions import caption_of
from nlp.tables.grid import Block, Cell, Row, is_figure
from nlp.tables.heads import begins_head, begins_labels, names_time
from nlp.tables.shapes import fit, learn
from nlp.text.words import words

_MAX_COLUMNS = 12
_MAX_CELL = 90
_MAX_LINES = 60
GRADES = frozenset({"aa", "a", "a-", "bb", "b", "b-", "cc", "c", "d", "e", "wtp", "wdp", "tmp"})
_GRADE = re.compile(r"(?:AA|A-?|BB|B-?|CC|C|D|E|WTP|WDP|TMP)(?: \((?:[A-Za-z ]{2,25}|[0-9][0-9.,]*)\))?")
GRADE_WORDS = words("spaced grades")
_DASHES = frozenset({"-", "–", "—", "n/a"})
_SUMS = ("jumlah", "total", "rata-rata", "nilai rata", "rerata")
_OVER_FIGURES = frozenset({"target", "realisasi", "capaian", "satuan", "keterangan", "pagu", "anggaran", "%"})
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def is_value(text: str) -> bool:
    """True for the cell of a column of figures or grades: a figure, a dash, a grade."""
    text = text.strip().removesuffix("*)").rstrip()
    if text in _DASHES or is_figure(text) or _GRADE.fullmatch(text):
        return True
    parts = text.lower().split()
    graded = 0 < len(parts) <= 3 and text[:1].isupper() and parts[-1] in GRADE_WORDS
    return graded and not begins_labels(text)  # "Indikator Kinerja Utama" is a head


def _is_name(text: str) -> bool:
    """True for a short line that can be a head: no figure, no end of a sentence."""
    text = text.strip()
    if (
        not text
        or len(text) > 50
        or len(text.split()) > 6
        or (text.endswith((".", ";", ",")) and len(text) > 5)
    ):
        return False
    return not is_figure(text) or bool(_YEAR.fullmatch(text))


def _cell(line: tuple[int, str], column: int) -> Cell:
    at, text = line
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    return Cell(at + lead, at + lead + len(stripped), column, column, column, stripped)


def records_block(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """Row by row: heads one a line, then rows of as many lines whose columns hold the same sort of cell."""
    if not begins_labels(lines[n][1]) and not begins_head(lines[n][1]):
        return None
    if not _is_name(lines[n][1]) or names_time(lines[n][1]):
        return None
    cells: list[tuple[int, str]] = []
    gap = None  # how many heads stand before the first empty line
    last = n
    for k in range(n, min(len(lines), n + 40 * _MAX_COLUMNS)):
        text = lines[k][1].strip()
        if not text:
            if k - last > 2:
                break
            gap = gap or len(cells)
            continue
        if len(text) > _MAX_CELL:
            break
        cells.append(lines[k])
        last = k
    names = 0
    while names < min(len(cells), _MAX_COLUMNS + 1) and _is_name(cells[names][1]):
        names += 1
    best: tuple[int, int] = (0, 0)
    values: dict[str, bool] = {}
    for width in range(2, min(names, _MAX_COLUMNS) + 1):
        count = _like_rows(cells, width, values)
        heads = [text.strip() for _, text in cells[:width]]
        told = sum(begins_head(h) for h in heads)
        if all(begins_head(text) for _, text in cells[width : width + 2]):
            continue  # the list of heads goes on
        if count < (1 if width == gap and told >= 2 else 2 if width > 2 else 3) or not told:
            continue
        covered = count * width + (2 * width if width == gap else 0)
        if covered > best[0]:
            best = (covered, width)
    width = best[1]
    if not width:
        return None
    return _records(lines, cells, n, width, values)


def _records(
    lines: list[tuple[int, str]],
    cells: list[tuple[int, str]],
    n: int,
    width: int,
    values: dict[str, bool],
) -> tuple[Block, int]:
    block = Block(caption=caption_of(lines, n), start=lines[n][0])
    block.heads = [Row([_cell(cell, k) for k, cell in enumerate(cells[:width])], piped=True)]
    count = _like_rows(cells, width, values)
    end = (count + 1) * width
    for r in range(width, end, width):
        block.rows.append(Row([_cell(cell, k) for k, cell in enumerate(cells[r : r + width])], piped=True))
    sums = _sums(block, cells, end, width)
    last = cells[end + sums - 1][0]
    after = next((k for k in range(n, len(lines)) if lines[k][0] > last), len(lines))
    return block, after


def _like_rows(cells: list[tuple[int, str]], width: int, values: dict[str, bool]) -> int:
    """How many rows of `width` cells follow the heads, each with values where the first one has them;
    `values` keeps which texts are values.
    """
    first = [_is_value(text, values) for _, text in cells[width : 2 * width]]
    figures = [k for k, value in enumerate(first) if value and cells[width + k][1].strip() not in _DASHES]
    if len(first) < width or not figures or all(first):
        return 0
    count = 0
    for r in range(width, len(cells) - width + 1, width):
        row = [text for _, text in cells[r : r + width]]
        same = 0
        for text, value in zip(row, first, strict=True):
            same += _is_value(text, values) == value or text.strip() in _DASHES
        labelled = all(not _is_value(row[k], values) for k, value in enumerate(first) if not value and k < 2)
        if same < width - (width > 3) or not labelled:
            break
        count += 1
    return count


def _is_value(text: str, values: dict[str, bool]) -> bool:
    known = values.get(text)
    if known is None:
        known = values[text] = is_value(text)
    return known


def _sums(block: Block, cells: list[tuple[int, str]], end: int, width: int) -> int:
    """How many cells behind the rows belong to a row of sums, which has fewer; it is added to the block."""
    if end >= len(cells) or not cells[end][1].strip().lower().startswith(_SUMS):
        return 0
    values = []
    for line in cells[end + 1 : end + width]:
        if not is_value(line[1]):
            break
        values.append(line)
    rows = [[c.text for c in row.cells] for row in block.rows]
    columns = [k for k in range(width) if is_value(rows[0][k]) and k > 0]
    shapes = learn([[row[k] for k in columns] for row in rows], len(columns))
    if not values or len(values) > len(columns):
        return 0
    places = fit([text.strip() for _, text in values], shapes)
    added = [_cell(line, columns[k]) for line, k in zip(values, places, strict=True)]
    block.rows.append(Row([_cell(cells[end], 0), *added], piped=True))
    return 1 + len(values)


def column_groups(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """Column by column: paragraphs of as many lines, each a head and its cells, the first with the labels."""
    if (n and lines[n - 1][1].strip()) or not _is_name(lines[n][1]):
        return None
    first, k = _paragraph(lines, n)
    if len(first) < 3 or len(first) > _MAX_LINES or not all(_fits_column(text) for _, text in first):
        return None
    if sum(is_value(text) for _, text in first[1:]) * 2 > len(first):
        return None
    if sum(text.strip().lower().split(" ")[0] in _OVER_FIGURES for _, text in first[1:] if text.strip()) >= 2:
        return None  # the heads of a table row by row
    groups: list[list[tuple[int, str]]] = []
    last = k
    while k < len(lines) and len(groups) < _MAX_COLUMNS:
        group, k = _paragraph(lines, k)
        if not group or not (len(groups) == 0 or abs(len(group) - len(groups[0])) <= 2):
            break
        if not all(_fits_column(text) for _, text in group) or not _is_name(group[0][1]) or len(group) < 3:
            break
        groups.append(group)
        last = k
    valued = [g for g in groups if sum(is_value(text) for _, text in g[1:]) * 4 >= 3 * (len(g) - 1)]
    if not valued or not any(any(c.isdigit() for c in t) for g in valued for _, t in g[1:]):
        return None
    count = max((len(g) for g in valued), key=[len(g) for g in valued].count) - 1
    labels = _joined([text.strip() for _, text in first[1:]], count)
    if labels is None:
        return None
    return _transposed(lines, n, first, valued, labels, count), last


def _transposed(
    lines: list[tuple[int, str]],
    n: int,
    first: list[tuple[int, str]],
    groups: list[list[tuple[int, str]]],
    labels: list[str],
    count: int,
) -> Block:
    """The block of columns turned into rows."""
    at = first[0][0]
    heads = [_cell(first[0], 0), *(_cell(group[0], k) for k, group in enumerate(groups, 1))]
    block = Block(heads=[Row(heads, piped=True)], caption=caption_of(lines, n), start=at)
    for r in range(count):
        cells = [_cell(g[r + 1], k) for k, g in enumerate(groups, 1) if r + 1 < len(g)]
        cells.insert(0, Cell(at, at, 0, 0, 0, labels[r]))
        block.rows.append(Row(cells, piped=True))
    return block


def _paragraph(lines: list[tuple[int, str]], n: int) -> tuple[list[tuple[int, str]], int]:
    """The lines of the paragraph at n or behind one or two empty lines, and the line behind it."""
    k = n
    while k < len(lines) and not lines[k][1].strip():
        if k - n > 1:
            return [], k
        k += 1
    first = k
    while k < len(lines) and lines[k][1].strip() and k - first <= _MAX_LINES:
        k += 1
    return lines[first:k], k


def _fits_column(text: str) -> bool:
    text = text.strip()
    return len(text) <= 70 and not (len(text) > 40 and text.endswith((".", ";", ",")))


def _joined(labels: list[str], count: int) -> list[str] | None:
    """The labels, broken lines joined, when they are then `count`; None otherwise."""
    if len(labels) > count:
        whole: list[str] = []
        for text in labels:
            if whole and (text[:1].islower() or text.startswith("(")):
                whole[-1] = f"{whole[-1]} {text}"
            else:
                whole.append(text)
        labels = whole
    return labels if len(labels) == count else None
