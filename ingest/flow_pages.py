"""Pages for what has none: running text set in a fixed-width face on A4, so that every word has a place.

The picture of such a page (`ingest.pictures`) draws the same words at the same places.
"""

from __future__ import annotations

import re

from ingest.document import Page, Word, words_of

WIDTH, HEIGHT = 595.28, 841.89  # A4 in points
MARGIN = 48.0
FONT_SIZE = 10.0
ADVANCE = FONT_SIZE * 1233 / 2048  # of every character of DejaVu Sans Mono
LINE_HEIGHT = 13.0
TAB = 4
_WORD = re.compile(r"\S+")


def pages_of_text(text: str, *, is_wide: bool = False) -> tuple[Page, ...]:
    """Pages that together are exactly `text`, cut where a page is full or the text has a form feed.

    `is_wide` sets them across, for the long rows of tables.
    """
    width, height = (HEIGHT, WIDTH) if is_wide else (WIDTH, HEIGHT)
    columns = int((width - 2 * MARGIN) / ADVANCE)
    rows = int((height - 2 * MARGIN) / LINE_HEIGHT)
    pages: list[Page] = []
    words: list[Word] = []
    page_start = row = 0

    def close(end: int) -> None:
        pages.append(
            Page(len(pages) + 1, width, height, text[page_start:end], page_start, words_of(words, page_start))
        )
        words.clear()

    position = 0
    for line in re.split(r"(?<=\n)|(?<=\f)", text):
        for start, placed in _wrapped(line, columns):
            if row == rows:
                close(position + start)
                page_start, row = position + start, 0
            words.extend(_word(position, row, column, first, last) for column, first, last in placed)
            row += 1
        position += len(line)
        if line.endswith("\f"):
            close(position)
            page_start, row = position, 0
    if page_start < len(text) or not pages:
        close(len(text))
    return tuple(pages)


def _wrapped(line: str, columns: int) -> list[tuple[int, list[tuple[int, int, int]]]]:
    """The rows that a line takes: where each begins, and (column, start, end) of its words."""
    rows: list[tuple[int, list[tuple[int, int, int]]]] = [(0, [])]
    column = end = 0
    for match in _WORD.finditer(line):
        column = _column_after(line[end : match.start()], column)
        end = match.end()
        for start in range(match.start(), end, columns):
            last = min(start + columns, end)
            if column + last - start > columns:
                rows.append((start, []))
                column = 0
            rows[-1][1].append((column, start, last))
            column += last - start
    return rows


def _column_after(gap: str, column: int) -> int:
    for character in gap:
        column = (column // TAB + 1) * TAB if character == "\t" else column + 1
    return column


def _word(position: int, row: int, column: int, start: int, end: int) -> Word:
    x0 = MARGIN + column * ADVANCE
    top = MARGIN + row * LINE_HEIGHT
    return Word(
        round(x0, 1),
        top,
        round(x0 + (end - start) * ADVANCE, 1),
        top + LINE_HEIGHT,
        position + start,
        position + end,
    )
