"""Tables of one cell a line whose labels take one or more lines: rows are told by their runs of figures.

"1 / Panjang jalan / kabupaten / 4.812 / 4.655 / 96,74 / 2 / …" under one head a line: each row ends in as
many figures, perhaps with a note behind them, and its number stands before its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.tables.captions import caption_of
from nlp.tables.grid import Block, Cell, Row
from nlp.tables.heads import begins_head, begins_labels, names_time
from nlp.tables.shapes import fit, learn
from nlp.tables.stacked import is_value

_MAX_COLUMNS = 14
_MAX_CELL = 90
_MAX_LINES = 400
_MAX_LABEL = 5  # lines of text between two runs of figures
_SUMS = ("jumlah", "total", "rata-rata", "rerata")
_PART_NUMBER = re.compile(r"([0-9]{1,2})(?:\.[0-9]{1,2}){1,2}\.?")  # "1.2": of a row in group 1
_NUMBER = re.compile(r"\(?([0-9]{1,3})[.)]{0,2}(?: ?=.*)?")

_WITH_TIME = re.compile(r"(?:tahun |th\.? ?)?20[0-9]{2}|(?:tw|triwulan|semester) ?(?:i{1,3}|iv|[1-4])", re.I)

_NOTES = frozenset({"Ket.", "Ket", "Keterangan", "KET.", "KET", "KETERANGAN"})
_UNITED = re.compile(r"\((?:rp\.?|%|persen|ribu|juta|miliar)[^)]*\)$", re.I)  # surely the end of a head
_GO_ON = frozenset({"anggaran", "capaian", "kinerja", "keuangan", "fisik"})  # second words of heads

_Line = tuple[int, str]


@dataclass(slots=True)
class _Row:
    """The lines of text before a run of figures, and the run."""

    label: list[str] = field(default_factory=list)
    values: list[_Line] = field(default_factory=list)
    numbered: bool = False
    note: bool = False  # text of the row before stands between its figures and this row's number


def runs_block(lines: list[_Line], n: int) -> tuple[Block, int] | None:
    """The table whose heads begin at line n, and the line behind it; None when there is none."""
    if not begins_labels(lines[n][1]) or len(lines[n][1]) > _MAX_CELL or names_time(lines[n][1]):
        return None
    found = _heads(lines, n)
    if found is None:
        return None
    heads, k = found
    if _is_title(heads):
        return None
    start = k
    k = _skip_numbers(lines, k, len(heads))
    rows, end = _rows(lines, k, lines[n][1].strip())
    width = _width(rows)
    kept = [row for row in rows if len(row.values) <= width and row.label]
    full = [row for row in kept if len(row.values) == width]
    if width < 2 or len(full) < 2 or len(kept) < len(rows):
        return None
    heads = _folded(heads, width)
    units = next((at for at, (_, text) in enumerate(heads) if text.strip().lower() == "satuan"), None)
    if units is not None and not rows[0].numbered and len(heads) - 1 - units - width in range(1, _MAX_LABEL):
        over = [text.strip() for _, text in heads[units + 1 + width :]]
        if not set(over) & _NOTES:  # "Jumlah kunjungan" is no head but the label of the first row
            heads = heads[: units + 1 + width]
            rows[0].label[:0] = over
    if any(row.note for row in rows[1:]) and len(heads) > width + 1:
        heads = heads[:-1]
    if len(heads) <= width or sum(_over_figures(text) for _, text in heads[-width:]) < 2:
        return None
    shapes = learn([[text.strip() for _, text in row.values] for row in full], width)
    block = Block(caption=caption_of(lines, n), start=lines[n][0])
    in_units = heads[-width - 1][1].strip().lower() == "satuan" and len(heads) > width + 1
    titles = [heads[0], *heads[-width - in_units :]]
    block.heads = [Row([_cell(head, at) for at, head in enumerate(titles)], piped=True)]
    block.numbers = [(lines[j][0], lines[j][0] + len(lines[j][1])) for j in range(start, k)]
    for row in kept:
        at = row.values[0][0]
        places = fit([text.strip() for _, text in row.values], shapes)
        unit = row.label.pop() if in_units and len(row.label) > 1 else ""
        cells = [Cell(at, at, 0, 0, 0, " ".join(row.label))]
        if unit:
            cells.append(Cell(at, at, 1, 1, 1, unit))
        cells += [_cell(line, place + 1 + in_units) for line, place in zip(row.values, places, strict=True)]
        block.rows.append(Row(cells, piped=True))
    return block, end


def _is_title(heads: list[_Line]) -> bool:
    """True when the first of the heads is a title: words in capitals, over heads that are written small."""
    first = heads[0][1].strip()
    return first.isupper() and " " in first and not heads[-1][1].isupper()


def _over_figures(text: str) -> bool:
    return begins_head(text.strip()) or text.rstrip().endswith(")")


def _cell(line: _Line, column: int) -> Cell:
    at, text = line
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    return Cell(at + lead, at + lead + len(stripped), column, column, column, stripped)


def _heads(lines: list[_Line], n: int) -> tuple[list[_Line], int] | None:
    """The heads, one a line, with what goes on with the one before put to it; and the line behind."""
    heads: list[_Line] = []
    behind: list[int] = []  # each head
    k = n
    while k < len(lines) and k - n < 3 * _MAX_COLUMNS:
        at, text = lines[k]
        stripped = text.strip()
        if not stripped:
            break
        timed = heads and _goes_on_with_time(lines, k, heads[-1][1])
        if not timed and (is_value(stripped) or stripped == "(1)"):
            if _number(stripped) is None or (_mid(lines, k) and _skip_numbers(lines, k, len(heads)) == k):
                heads, k = _before_label(heads, behind, k)
            break
        if len(stripped) > 60 or (stripped.endswith((".", ";", ",")) and len(stripped) > 5):
            return None
        k += 1
        if heads and (timed or stripped[0] in "(/" or stripped[:1].islower()):
            heads[-1] = heads[-1][0], f"{heads[-1][1].strip()} {stripped}"
            behind[-1] = k
        else:
            heads.append((at, text))
            behind.append(k)
    while k < len(lines) and not lines[k][1].strip() and k - n < 3 * _MAX_COLUMNS + 2:
        k += 1
    return (heads, k) if 3 <= len(heads) <= _MAX_COLUMNS + 3 else None


def _goes_on_with_time(lines: list[_Line], k: int, head: str) -> bool:
    """True for "Tahun 2031" under "Target": one time that no other follows, each of which has its column."""
    following = lines[k + 1][1].strip() if k + 1 < len(lines) else ""
    return (
        _WITH_TIME.fullmatch(lines[k][1].strip()) is not None
        and _WITH_TIME.search(head) is None
        and _WITH_TIME.fullmatch(following) is None
    )


def _before_label(heads: list[_Line], behind: list[int], k: int) -> tuple[list[_Line], int]:
    """The heads without the label of the first row, which follows them at once where rows have no numbers,
    and the line behind.
    """
    over = [at > 0 and (_over_figures(text) or text.strip() in _NOTES) for at, (_, text) in enumerate(heads)]
    last = next((at for at in range(1, len(heads)) if over[at - 1] and not over[at]), len(heads))
    united = [at for at, (_, text) in enumerate(heads) if _UNITED.search(text)]
    last = max(last, united[-1] + 1) if united else last
    if sum(over[:last]) < 2 or len(heads) - last > _MAX_LABEL:
        return heads, k
    return heads[:last], behind[last - 1]


def _folded(heads: list[_Line], width: int) -> list[_Line]:
    """The heads with "Realisasi" and "Anggaran" made one where there are more than `width` over figures."""
    first = next((at for at, (_, text) in enumerate(heads) if at and _over_figures(text)), len(heads))
    notes = heads[-1][1].strip() in _NOTES
    at = len(heads) - 1
    while len(heads) - first - notes > width and at > first:
        if heads[at][1].strip().lower() in _GO_ON and len(heads[at - 1][1].split()) == 1:
            heads = [
                *heads[: at - 1],
                (heads[at - 1][0], f"{heads[at - 1][1].strip()} {heads[at][1].strip()}"),
                *heads[at + 1 :],
            ]
        at -= 1
    return heads


def _number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip()[:30])
    return int(match.group(1)) if match else None


def _skip_numbers(lines: list[_Line], k: int, width: int) -> int:
    """The line behind the numbers of the columns, one a line; k when there are none."""
    count, j = 0, k
    while j < len(lines) and count < width + 3 and _number(lines[j][1]) == count + 1:
        count, j = count + 1, j + 1
    return j if count >= 3 else k


def _rows(lines: list[_Line], k: int, first_head: str) -> tuple[list[_Row], int]:
    """Rows from line k on, and the line behind the last one."""
    rows: list[_Row] = []
    row, end, empty = _Row(), k, 0
    last: int | None = None  # the number of a row before; one number may stand before several rows
    for j in range(k, min(len(lines), k + _MAX_LINES)):
        text = lines[j][1].strip()
        if not text:
            empty += 1
            if empty > 2:
                break
            continue
        empty = 0
        if text == first_head or len(text) > _MAX_CELL:
            break
        number = _number(text)
        follows = number is not None and (last is None or number == last + 1)
        if follows and not row.values and not row.numbered and not _mid(lines, j):
            last = number
            row = _Row(numbered=True, note=bool(row.label))
        elif not row.values and _is_part(lines, j, last):
            row = _Row(numbered=True)  # the label of the group says nothing of its figures
        elif is_value(text):
            row.values.append(lines[j])
            end = j + 1
            if (
                j + 1 >= len(lines)
                or not is_value(lines[j + 1][1])
                or (last is not None and _begins(lines, j + 1, last + 1))
                or _is_part(lines, j + 1, last)
            ):
                rows.append(row)
                row = _Row()
        elif len(row.label) >= _MAX_LABEL:
            break
        else:
            summed = text.lower().startswith(_SUMS) and j + 1 < len(lines) and is_value(lines[j + 1][1])
            if summed and row.label and not row.numbered:
                row = _Row(note=True)
            row.label.append(text)
    return rows, end


def _mid(lines: list[_Line], j: int) -> bool:
    """True for a number that other figures follow: it is one of them."""
    return j + 1 < len(lines) and is_value(lines[j + 1][1])


def _is_part(lines: list[_Line], j: int, group: int | None) -> bool:
    """True for the number of a row in a numbered group, which its label follows."""
    match = _PART_NUMBER.fullmatch(lines[j][1].strip()[:12])
    return match is not None and int(match.group(1)) == group and not _mid(lines, j)


def _begins(lines: list[_Line], j: int, number: int) -> bool:
    """True for the number of the next row, which its label follows."""
    return _number(lines[j][1]) == number and not _mid(lines, j)


def _width(rows: list[_Row]) -> int:
    """The number of figures that most rows have."""
    counts = [len(row.values) for row in rows]
    return max(set(counts), key=lambda w: (counts.count(w), w), default=0)
