"""What the command line prints of a file: its tables, or what was found in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from ingest.document import Table
from ingest.findings import extract_json
from ingest.limits import DEFAULT, Limits
from ingest.read import read

_RANGE = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?")


def tables_json(
    path: Path, *, pages: str | None = None, password: str | None = None, limits: Limits = DEFAULT
) -> dict[str, Any]:
    """The extraction contract's object of tables, of the pages asked for ("1-3,5") or of all.

    Where a person should look at something (pages hard to read, printed totals that do not hold), the object
    has "warnings" beside "tables".
    Raises ValueError when `pages` cannot be read, or a DocumentError.
    """
    wanted = page_numbers(pages) if pages else None
    document = read(path, name=path.name, limits=limits, password=password)
    found = (_on_pages(table, wanted) if wanted is not None else table for table in document.tables)
    answer: dict[str, Any] = {
        "tables": [
            {
                "pages": list(table.pages),
                "header": list(table.header),
                "rows": [list(row) for row in table.rows],
            }
            for table in found
            if table is not None
        ]
    }
    remarks = [
        {"code": remark.code, "page": remark.page, "message": remark.message}
        for remark in document.warnings
        if wanted is None or remark.page is None or remark.page in wanted
    ]
    return answer | {"warnings": remarks} if remarks else answer


def extract_file(
    path: Path, *, published: date | None = None, password: str | None = None, limits: Limits = DEFAULT
) -> dict[str, Any]:
    """The extraction contract's object for one file. Raises a DocumentError."""
    document = read(path, name=path.name, limits=limits, password=password)
    return extract_json(document, published=published)


def page_numbers(text: str) -> frozenset[int]:
    """The pages of "1-3,5": {1, 2, 3, 5}. Raises ValueError for what is no list of pages."""
    numbers: set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise ValueError(f"halaman ditulis seperti 1-3 atau 1,4, bukan {text!r}")
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if not 1 <= first <= last:
            raise ValueError(f"halaman {part.strip()!r} tidak berurutan atau kurang dari 1")
        numbers.update(range(first, last + 1))
    return frozenset(numbers)


def _on_pages(table: Table, wanted: Collection[int]) -> Table | None:
    """The rows that stand on the pages asked for, None without any."""
    kept = [(row, page) for row, page in zip(table.rows, table.row_pages, strict=True) if page in wanted]
    if not kept:
        return None
    return Table(
        pages=tuple(page for page in table.pages if page in wanted),
        header=table.header,
        rows=tuple(row for row, _ in kept),
        row_pages=tuple(page for _, page in kept),
        title=table.title,
    )
