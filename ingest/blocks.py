"""Documents made of blocks, paragraphs and tables, as Word files, workbooks and mails are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ingest.document import Document, Page, Remark
from ingest.errors import NoText
from ingest.flow_pages import pages_of_text
from ingest.language import language_of
from ingest.page_text import CELL_END
from ingest.table_join import tables
from ingest.table_shape import RawTable, TextCell, bounds_of
from ingest.text_document import first_line

PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its cells by row and column; `raw.page` is of no meaning yet."""

    raw: RawTable


Block = str | TableBlock


def document_of_blocks(
    blocks: Iterable[Block],
    *,
    media_type: str,
    name: str,
    title: str = "",
    is_wide: bool = False,
    remarks: tuple[Remark, ...] = (),
) -> Document:
    """A Document of the blocks in order: a line for a paragraph or a row of a table, cells parted by bars.

    Raises NoText when there is none.
    """
    parts: list[str] = []
    found: list[tuple[RawTable, list[int]]] = []
    position = 0
    for block in blocks:
        if isinstance(block, str):
            lines = [block if block == PAGE_BREAK else block + "\n"]
        else:
            lines = [f"{row}\n" for row in _row_lines(block.raw)]
            found.append((block.raw, list(accumulate(map(len, lines), initial=position))))
        parts += lines
        position += sum(map(len, lines))
    text = "".join(parts)
    if not text.strip():
        raise NoText(name)
    pages = pages_of_text(text, is_wide=is_wide)
    return Document(
        media_type=media_type,
        name=name,
        text=text,
        pages=pages,
        title=title or first_line(text.lstrip(PAGE_BREAK)),
        language=language_of(text),
        tables=tuple(table for raw, starts in found for table in tables([_placed(raw, starts, pages)])),
        warnings=remarks,
    )


def raw_table(rows: list[list[str]], merged: Iterable[tuple[int, int, int, int]] = ()) -> RawTable:
    """A table of the texts; `merged` are (row, column, row_end, column_end) of cells that span others."""
    columns = max(map(len, rows), default=0)
    spans = {(row, column): (row_end, column_end) for row, column, row_end, column_end in merged}
    hidden = {
        (r, c)
        for (row, column), (row_end, column_end) in spans.items()
        for r in range(row, row_end)
        for c in range(column, column_end)
        if (r, c) != (row, column)
    }
    cells = []
    for row, texts in enumerate(rows):
        for column in range(columns):
            if (row, column) in hidden:
                continue
            row_end, column_end = spans.get((row, column), (row + 1, column + 1))
            text = texts[column] if column < len(texts) else ""
            cells.append(TextCell(row, column, min(row_end, len(rows)), min(column_end, columns), text))
    return RawTable(page=1, rows=len(rows), columns=columns, cells=tuple(cells))


def _row_lines(raw: RawTable) -> list[str]:
    rows = [[""] * raw.columns for _ in range(raw.rows)]
    for cell in raw.cells:
        rows[cell.row][cell.column] = cell.text
    return [f" {CELL_END}".join(row).rstrip(" |") for row in rows]


def _placed(raw: RawTable, starts: list[int], pages: tuple[Page, ...]) -> RawTable:
    """The table with its rows on the pages where their lines came to stand; `starts` ends with its end."""
    page_starts = [page.start for page in pages]
    places = []
    for start, end in pairwise(starts):
        page = pages[bisect_right(page_starts, start) - 1]
        places.append((page.number, bounds_of(page.words_between(start, end))))
    return replace(raw, page=places[0][0] if places else 1, places=tuple(places))
