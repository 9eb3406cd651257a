"""Totals that a table prints, checked against the sums of its rows.

Careful on purpose: a total is doubted only where every way of adding the rows up gives something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Remark, Table
from ingest.remarks import remarked
from nlp.text.numbers import plain_number

_TOTAL = re.compile(
    r"(?:(?P<sub>sub[ -]?)|grand )?(?:jumlah|total)\b(?P<rest>[\w ()./-]{0,40}?)[\s:.]*", re.IGNORECASE
)
_OF_ROWS = re.compile(r"\b(?:yang|orang|dokumen|peserta|laporan|unit)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:rp\.?\s*)?(-?\d[\d.,]*?)(?:,-+|\.-+)?", re.IGNORECASE)
_NOT_ADDED = re.compile(
    r"%|\b(?:persen|prosentase|persentase|capaian|rata|indeks|nilai|predikat|tahun|no|nomor|kode)\b",
    re.IGNORECASE,
)
_FEWEST = 2  # rows with an amount: fewer are no sum
_ROUNDING = Decimal("0.005")  # of one unit in each row: amounts may be printed rounded


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A printed total that its rows do not add up to. `row` and `column` are 0-based."""

    row: int
    column: int
    label: str
    head: str
    printed: Decimal
    added: Decimal


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row prints totals: its first text is "Jumlah", "TOTAL", "Sub Total", "Jumlah Anggaran"."""
    return total_label(texts) is not None


def total_label(texts: Sequence[str]) -> str | None:
    """The words that make a row one of totals, None for any other row."""
    first = next((text for text in texts if text), "")
    match = _TOTAL.fullmatch(" ".join(first.split()))
    if match is None or _OF_ROWS.search(match["rest"]):
        return None
    others = [text for text in texts if text and text != first]
    if match["rest"].strip() and any(_is_words(text) for text in others):
        return None  # "Jumlah peserta" with a unit of measure is a thing that is counted
    return first if not others or any(amount(text) is not None for text in others) else None


def _is_words(text: str) -> bool:
    return amount(text) is None and re.search(r"[^\W\d_]{3}|^%$", text) is not None


def amount(text: str) -> Decimal | None:
    """The number of a cell that holds a plain amount and nothing else: "1.234,5", "Rp 1.000,-"."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    value = plain_number(match[1].lstrip("-").rstrip(".,"))
    return -value if value is not None and match[1].startswith("-") else value


def mismatches(table: Table, counted: Collection[int] = ()) -> list[Mismatch]:
    """The printed totals of a table that do not hold, in the order of the rows; `counted` rows are none."""
    labels = ((row, total_label(texts)) for row, texts in enumerate(table.rows) if row not in counted)
    totals = [(row, label) for row, label in labels if label]
    found = []
    for row, label in totals:
        for column, head in enumerate(table.header):
            printed = amount(table.rows[row][column])
            if printed is None or _NOT_ADDED.search(head):
                continue
            ways = list(_sums(table.rows, [at for at, _ in totals], row, column))
            if ways and not any(abs(way - printed) <= _ROUNDING * row for way in ways):
                nearest = min(ways, key=lambda way: abs(way - printed))
                found.append(Mismatch(row, column, label, head, printed, nearest))
    return found


def _sums(rows: Sequence[Sequence[str]], totals: Sequence[int], row: int, column: int) -> Iterator[Decimal]:
    """What the rows above a total may add up to: all, those since the last total, the totals themselves.

    Half of all as well: where parents print the sum of their children, each amount stands there twice.
    """
    last = max((at for at in totals if at < row), default=-1)
    since = _amounts(rows, range(last + 1, row), column)
    every = _amounts(rows, [at for at in range(row) if at not in totals], column)
    above = _amounts(rows, [at for at in totals if at < row], column)
    if since is None or every is None:
        return
    for values in (since, every):
        if len(values) >= _FEWEST:
            yield sum(values, Decimal(0))
            yield sum(values, Decimal(0)) / 2
    if above and len(above) >= _FEWEST:
        yield sum(above, Decimal(0))


def _amounts(rows: Sequence[Sequence[str]], numbers: Sequence[int], column: int) -> list[Decimal] | None:
    """The amounts of a column in these rows; None where one of its cells is no plain amount."""
    values = []
    for number in numbers:
        text = rows[number][column].strip()
        if not text or not text.strip("-–— "):
            continue
        value = amount(text)
        if value is None:
            return None
        values.append(value)
    return values


def total_remarks(table: Table) -> list[Remark]:
    """The totals of a table that do not hold, as sentences with their place."""
    return [
        remarked(
            "table-total",
            table.row_pages[wrong.row] if table.row_pages else None,
            row=wrong.label,
            column=wrong.head or wrong.column + 1,
            printed=written(wrong.printed),
            added=written(wrong.added),
        )
        for wrong in mismatches(table)
    ]


def written(value: Decimal) -> str:
    """A number as Indonesians write it: 1234.50 is "1.234,5"."""
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,"))
