"""Tables that go on over pages become one."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Table
from ingest.flow import join_broken
from ingest.table_cut import continued_columns
from ingest.table_parting import heading_rows, is_parted, running_lines
from ingest.table_shape import BodyRow, RawTable, Shape, body_rows, labels, shape_of

_SAME_COLUMN = 4.0  # points that a column's width may differ from page to page
_FIGURE = re.compile(r"(?:Rp\.?\s*)?[\d.,]*\d[\d.,]*\s*%?")
_ALIKE = 0.6  # share of the columns whose heads are equal for a header that comes again


@dataclass(frozen=True, slots=True)
class _Part:
    raw: RawTable
    shape: Shape


def tables(found: Sequence[RawTable]) -> list[Table]:
    """The tables of a document, given those of its pages in order."""
    chains: list[list[_Part]] = []
    waiting = deque(found)
    running = running_lines(found)
    while waiting:
        raw = waiting.popleft()
        is_new = not chains or is_parted([part.raw for part in chains[-1]], raw, running)
        going_on, rest = (None, []) if is_new else _as_continuation(chains[-1], raw)
        if going_on is None:
            raw, *rest = _split_at_headers(_part(raw), raw)
            chains.append([_part(raw)])
        else:
            chains[-1].append(going_on)
        waiting.extendleft(reversed(rest))
    return [table for chain in chains if (table := _table(chain)).rows or any(table.header)]


def _part(raw: RawTable) -> _Part:
    return _Part(raw, shape_of(raw))


def _split_at_headers(first: _Part, raw: RawTable) -> list[RawTable]:
    """A table cut before each row where the header of the first one comes again in its middle."""
    height = first.shape.header_rows
    if not height or raw.columns != first.raw.columns:
        return [raw]
    own = max(1, shape_of(raw).body)
    cuts = [
        row
        for row in range(own, raw.rows - height + 1)
        if _is_header_at(first.shape.header, raw, row, height)
    ]
    if not cuts:
        return [raw]
    tops = [row - heading_rows(raw, row) for row in cuts]
    parts = [raw.between(start, end) for start, end in pairwise([0, *tops, raw.rows])]
    headings = [_texts_between(raw, top, row) for top, row in zip(tops, cuts, strict=True)]
    return [parts[0], *(replace(part, above=above) for part, above in zip(parts[1:], headings, strict=True))]


def _texts_between(raw: RawTable, first: int, last: int) -> tuple[str, ...]:
    """The texts of rows that stand between a table and its header's return, a line each."""
    return tuple(cell.text for row in range(first, last) for cell in raw.starting(row) if cell.text)


def _is_header_at(header: tuple[str, ...], raw: RawTable, row: int, height: int) -> bool:
    heads = [cell for cell in raw.cells if row <= cell.row < row + height]
    return any(cell.text for cell in heads) and _is_alike(header, labels(raw, heads))


def _as_continuation(chain: list[_Part], raw: RawTable) -> tuple[_Part | None, list[RawTable]]:
    """The table up to where the header comes again, as it goes on from the chain's last one, and its rest.

    None where it is a table of its own.
    """
    last, first = chain[-1], chain[0]
    if not 0 <= raw.page - last.raw.page <= 1 or last.raw.columns != raw.columns:
        return None, []
    raw, *rest = _split_at_headers(first, raw)
    part = _part(raw)
    is_same = _same_columns(last.raw, raw)
    goes_on = is_same or (raw.page > last.raw.page and first.shape.header == part.shape.header)
    if goes_on and any(first.shape.header) and _is_alike(first.shape.header, part.shape.header):
        return part, rest
    if not is_same:
        return None, []
    if part.raw.page == last.raw.page or part.shape.title:
        return None, []
    if part.shape.header and (part.shape.is_filled or not first.shape.header):
        return None, []
    return replace(part, shape=Shape("", (), 0)), rest


def _same_columns(one: RawTable, other: RawTable) -> bool:
    widths = zip(_widths(one.xs), _widths(other.xs), strict=False)
    return all(abs(left - right) <= _SAME_COLUMN for left, right in widths)


def _widths(xs: Sequence[float]) -> list[float]:
    return [right - left for left, right in pairwise(xs)]


def _is_alike(header: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a header comes again; a year or page number in it may have moved on."""
    if len(header) != len(other):
        return False
    same = sum(_plain(one) == _plain(two) for one, two in zip(header, other, strict=True))
    return same >= _ALIKE * len(header)


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\W+", "", text.casefold()))


def _table(chain: list[_Part]) -> Table:
    rows: list[BodyRow] = []
    for index, part in enumerate(chain):
        new = body_rows(part.raw, part.shape.body)
        if index and rows and new:
            _mend(rows, new, chain[index - 1], part)
        rows += new
    first = chain[0]
    header = first.shape.header or ("",) * first.raw.columns
    return Table(
        pages=tuple(dict.fromkeys((*(part.raw.page for part in chain), *(row.page for row in rows)))),
        header=header,
        rows=tuple(row.texts for row in rows),
        row_pages=tuple(row.page for row in rows),
        title=first.shape.title,
        row_boxes=tuple(row.box for row in rows),
        row_sure=tuple(row.sure for row in rows),
        xs=() if first.raw.places else tuple(round(x, 1) for x in first.raw.xs),
        row_shades=tuple(row.shades for row in rows) if any(row.shades for row in rows) else (),
    )


def _mend(rows: list[BodyRow], new: list[BodyRow], last: _Part, part: _Part) -> None:
    """Put together what the end of the page between two parts of a table cut."""
    if _is_cut(last, part, new[0], rows):
        rows[-1] = _mended(rows[-1], new.pop(0))
        return
    columns, is_whole = continued_columns(last.raw, part.raw, part.shape.body, rows)
    for column in sorted(columns):
        at = next((n for n in range(len(rows) - 1, -1, -1) if rows[n].texts[column]), len(rows) - 1)
        rows[at] = _with_rest(rows[at], column, new[0])
        new[0] = new[0]._replace(texts=_without(new[0].texts, column))
    if is_whole:
        shades = tuple(sorted({*rows[-1].shades, *new[0].shades}))
        rows[-1] = rows[-1]._replace(shades=shades)
        del new[0]


def _with_rest(row: BodyRow, column: int, lower: BodyRow) -> BodyRow:
    """The row whose text in a column goes on in another."""
    text = _continued(row.texts[column], lower.texts[column])
    texts = (*row.texts[:column], text, *row.texts[column + 1 :])
    return row._replace(texts=texts, sure=min(row.sure, lower.sure))


def _without(texts: tuple[str, ...], column: int) -> tuple[str, ...]:
    return (*texts[:column], "", *texts[column + 1 :])


def _is_cut(last: _Part, part: _Part, row: BodyRow, rows: Sequence[BodyRow]) -> bool:
    """Whether a row runs over the page's end: no line was drawn under its first half, and its second is none.

    The second half has no line over it, or lacks what nearly every row has in its first column.
    """
    if not last.raw.open_bottom or _has_figures_again(rows[-1], row):
        return False
    if part.raw.open_top and part.shape.body == 0:
        return True
    return not row.texts[0] and sum(bool(other.texts[0]) for other in rows) * 2 > len(rows)


def _has_figures_again(upper: BodyRow, lower: BodyRow) -> bool:
    """Whether a row has figures of its own where the one above has some: it is a new one."""
    pairs = zip(upper.texts, lower.texts, strict=True)
    return sum(bool(_FIGURE.search(above) and _FIGURE.fullmatch(below)) for above, below in pairs) > 1


def _mended(upper: BodyRow, lower: BodyRow) -> BodyRow:
    texts = (_continued(above, below) for above, below in zip(upper.texts, lower.texts, strict=True))
    shades = tuple(sorted({*upper.shades, *lower.shades}))
    return upper._replace(texts=tuple(texts), sure=min(upper.sure, lower.sure), shades=shades)


def _continued(above: str, below: str) -> str:
    """The text of a cell that goes on; a word broken by a hyphen is whole again."""
    if above.endswith("-"):
        stem = join_broken(above.rsplit(maxsplit=1)[-1][:-1], below)
        if stem is not None:
            return above.rpartition(" ")[0] + " " * (" " in above) + stem + below
    return f"{above} {below}".strip()
