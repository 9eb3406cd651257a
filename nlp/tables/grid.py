"""What a table is made of: cells, rows, blocks with their heads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_FIGURE = re.compile(
    r"(?:rp\.?)? ?[<>≥≤±~]? ?-?[0-9Ool]*[0-9][0-9Ool.,]*(?:,-)? ?(?:%|persen|o/o|[a-z/]+(?: [a-z/]+)?)?", re.I
)


# "1. Sukaraja", "01 Betung", "1.2 Cakupan": an item of a list
_NUMBERED = re.compile(r"[0-9]{1,2}[.)] [^\W\d_]|(?:0[0-9]{1,2}|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?) [A-Z]")


@dataclass(slots=True, eq=False)
class Cell:
    """A cell's text at offsets start to end, in column `column` of line `line` of its block."""

    start: int
    end: int
    left: int
    right: int
    column: int
    text: str


@dataclass(slots=True)
class Row:
    """One line of a table."""

    cells: list[Cell]
    piped: bool


@dataclass(slots=True)
class Block:
    """A table: the lines of its head, its rows, and the offset at which its head begins (-1: its rows)."""

    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    caption: str = ""
    note: str = ""  # the line below the table that names its unit: "angka dalam persen"
    start: int = -1
    sorts: dict[int, bool] = field(default_factory=dict)  # by column: whether it holds figures alone
    numbers: list[tuple[int, int]] = field(default_factory=list)  # lines that number the columns
    over: dict[int, str] = field(default_factory=dict)  # by column: the words of the heads over it
    said: frozenset[str] | None = None  # the words of all heads, once they were asked for
    measured: bool | None = None  # whether a head says "Satuan", once that was asked for
    planned: bool | None = None  # whether caption and heads tell of a plan, once that was asked for


def is_item(text: str) -> bool:
    """True for what begins with its number in a list: "1.2 Cakupan layanan", "01 Lembah Hijau"."""
    return text[:1].isdigit() and _NUMBERED.match(text) is not None


def is_figure(text: str) -> bool:
    """True for a cell that holds one figure, with its unit: "55,56 %", "35 orang", "Rp 4.000", "12 bulan"."""
    return len(text) <= 40 and _is_figure(text)


@lru_cache(maxsize=1 << 12)  # asked of a cell for each of the cells beside it
def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None and not _NUMBERED.match(text)
