"""The totals that a document's tables print and that do not hold, as they are kept with the file."""

from typing import Any

from ingest.document import Document
from ingest.table_checks import mismatches, written
from tracker.evidence.models import WrongTotal

MOST = 50


def wrong_totals(document: Document) -> list[dict[str, Any]]:
    """Each with its page, the words of its row and column, and both numbers; the first 50 of a document."""
    found = [
        WrongTotal(
            page=table.row_pages[wrong.row] if table.row_pages else None,
            row=wrong.label,
            column=wrong.head or str(wrong.column + 1),
            printed=written(wrong.printed),
            added=written(wrong.added),
        )
        for table in document.tables
        for wrong in mismatches(table)
    ]
    return [one.model_dump() for one in found[:MOST]]
