"""Whether a table that looks like the one before it is another: a heading stands between them.

On one page any line of text parts two tables. Over a page's end that line may be a running head or the title
that is printed on every page, so it must look like a heading, or the rows must be counted anew under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.table_shape import RawTable, is_number_row

_FEWEST_LETTERS = 3
_GOES_ON = re.compile(r"\b(?:lanjutan|sambungan|lanj|continued|cont)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:tabel|table|daftar|formulir|matriks|lampiran\s+[ivx\d]+|bab|bagian|triwulan|tw|tahun|bulan|semester|bidang|urusan"
    r"|tujuan|sasaran|program|kegiatan|tema|fokus|area|unit kerja|perangkat daerah|opd)\b"
    r"|(?:[A-Z]|[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)]\s",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"\b(?:hal|halaman|page|hlm)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\(?(\d{1,4})[.)]?")


def running_lines(found: Sequence[RawTable]) -> frozenset[str]:
    """The lines over tables that come again from page to page, as `_key` writes them."""
    pages: dict[str, set[int]] = {}
    for table in found:
        for line in table.above:
            pages.setdefault(_key(line), set()).add(table.page)
    return frozenset(key for key, where in pages.items() if len(where) > 1)


def is_parted(chain: Sequence[RawTable], table: RawTable, running: Iterable[str]) -> bool:
    """Whether a heading says that the table does not go on from the last of the chain."""
    said = [line for line in table.above if _letters(line) >= _FEWEST_LETTERS]
    if not said or any(_GOES_ON.search(line) for line in said):
        return False
    is_near = table.page == chain[-1].page
    known = {*(() if is_near else running), *(_key(line) for line in chain[0].above)}
    new = [line for line in said if _key(line) not in known and not _PAGE_NUMBER.search(line)]
    if not new or is_near:
        return bool(new)
    before, after = [number for part in chain for number in _numbers(part)], _numbers(table)
    if before and after and after[0] == before[-1] + 1:
        return False
    return any(map(_HEADING.match, new)) or _counts_anew(before, after)


def heading_rows(table: RawTable, row: int) -> int:
    """How many rows before `row` are a heading inside the table: in each one text on the left, or nothing."""
    first = row
    while first > 1 and _may_be_heading(table, first - 1):
        first -= 1
    has_text = any(cell.text for number in range(first, row) for cell in table.starting(number))
    return row - first if has_text else 0


def _may_be_heading(table: RawTable, row: int) -> bool:
    filled = [cell for cell in table.starting(row) if cell.text]
    if not filled:
        return True
    cell, text = filled[0], filled[0].text
    is_left = cell.column == 0 or (cell.column_end - cell.column) * 2 > table.columns
    is_note = text.casefold().startswith(("jumlah", "total", "keterangan", "catatan", "sumber"))
    return len(filled) == 1 and is_left and _letters(text) >= _FEWEST_LETTERS and not is_note


def _counts_anew(before: Sequence[int], after: Sequence[int]) -> bool:
    """Whether rows were numbered, and those that follow begin again with 1."""
    rises = sum(two > one for one, two in pairwise(before))
    return bool(after) and after[0] == 1 and rises >= 1 and rises * 2 >= len(before) - 1


def _numbers(table: RawTable) -> list[int]:
    """The numbers that stand alone in the first column, without those that count the columns."""
    first = (cell for cell in table.cells if cell.column == 0 and not is_number_row(table, cell.row))
    matches = (_COUNTED.fullmatch(cell.text.strip()) for cell in first)
    return [int(match.group(1)) for match in matches if match]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _key(line: str) -> str:
    """The line in small letters; the numbers of pages do not count."""
    bare = " ".join(line.casefold().split())
    return (
        re.sub(r"\d+", "#", bare) if _PAGE_NUMBER.search(bare) or _letters(bare) < _FEWEST_LETTERS else bare
    )
