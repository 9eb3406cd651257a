"""The lines of text over each table of a page: they tell whether it is the same table as the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Box
from ingest.pdf.bands import Band, bands_of, bottom_of, top_of
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable

_MOST = 12  # lines kept
_OVERLAP = 2.0  # points that a line may reach into the table under it


def with_captions(tables: Sequence[RawTable], tokens: Sequence[Token]) -> list[RawTable]:
    """The tables of a page, from its top down, each with the lines between it and the one before."""
    if not tables:
        return []
    boxes = [(table.xs[0], table.top, table.xs[-1], table.bottom) for table in tables]
    bands = bands_of([token for token in tokens if not any(_is_in(token, box) for box in boxes)])
    found = []
    for number, table in enumerate(tables):
        upper = max((box[3] for box in boxes[:number] if box[3] <= table.top + _OVERLAP), default=0.0)
        lines = [band for band in bands if _lies_between(band, upper, table)]
        found.append(replace(table, above=tuple(map(_text, lines[-_MOST:]))))
    return found


def _is_in(token: Token, box: Box) -> bool:
    x0, top, x1, bottom = token.box
    return box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


def _lies_between(band: Band, upper: float, table: RawTable) -> bool:
    beside = band[-1].box[2] < table.xs[0] or band[0].box[0] > table.xs[-1]
    return not beside and top_of(band) >= upper - _OVERLAP and bottom_of(band) <= table.top + _OVERLAP


def _text(band: Band) -> str:
    return " ".join(token.text for token in band)
