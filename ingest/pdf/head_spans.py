"""How far the heads of a table without upright lines reach, by what stands under them.

The parts of a head are on lines below it, side by side on one height. It stands over their middle, or begins
where the first of them does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.grid import Edge
from ingest.pdf.bands import Columns
from ingest.pdf.tokens import Token

_OVER = 2.0  # points that a head may reach over its walls
_UNNAMED = 0.3  # of the text's height: what it costs to leave a part without a head over it
_INTO = 0.3  # of the text's height that a part may reach up beside its head
_WHOLE = 0.9  # of the table's width: so long a rule is under no single head


@dataclass(slots=True)
class Head:
    """Words of one head: where they stand, and the columns [first, last] that they are over."""

    words: list[Token]
    x0: float
    top: float
    x1: float
    bottom: float
    first: int = 0
    last: int = 0
    level: int = 0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def levels_of(heads: Iterable[Head]) -> list[list[Head]]:
    """Heads by the lines that they stand on."""
    levels: list[list[Head]] = []
    for head in sorted(heads, key=lambda head: head.top + head.bottom):
        if levels and any(
            other.top < (head.top + head.bottom) / 2 < other.bottom
            or head.top < (other.top + other.bottom) / 2 < head.bottom
            for other in levels[-1]
        ):
            levels[-1].append(head)
        else:
            levels.append([head])
    return [sorted(level, key=lambda head: head.x0) for level in levels]


def place(
    level: Sequence[Head],
    leaves: dict[int, Head],
    walls: Sequence[float],
    columns: Columns,
    rules: Sequence[Edge],
) -> None:
    """Give each head of a level the columns that it is over."""
    line = _Line(level, leaves, walls, columns, rules)
    ways = [found for is_left in (False, True) if (found := _cheapest(line, is_left=is_left))]
    if ways:
        _, placed = min(ways, key=lambda way: way[0])
        for head, (first, last) in zip(level, placed, strict=True):
            head.first, head.last = first, last


@dataclass(slots=True)
class _Line:
    """The heads of one level, and what they stand over."""

    heads: Sequence[Head]
    leaves: dict[int, Head]  # by column
    walls: Sequence[float]
    columns: Columns
    rules: Sequence[Edge]
    height: float = field(init=False)  # of the text
    waits: list[bool] = field(init=False)  # whether a column may still be under one of the heads

    def __post_init__(self) -> None:
        lowest = max(head.bottom for head in self.heads)
        self.height = min(word.box[3] - word.box[1] for head in self.heads for word in head.words) or 1.0
        self.waits = [
            column not in self.leaves or self.leaves[column].top >= lowest - _INTO * self.height
            for column in range(len(self.walls) - 1)
        ]

    def middle(self, first: int, last: int) -> float:
        return (self.walls[first] + self.walls[last + 1]) / 2


def _cheapest(line: _Line, *, is_left: bool) -> tuple[float, list[tuple[int, int]]] | None:
    """What it costs to place the heads from left to right, and where: off their middles, parts left out."""
    states: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for head in line.heads:
        ranges = _ranges(line, head, is_left=is_left)
        after: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for free, (cost, placed) in states.items():
            for first, last, off in ranges:
                if first < free:
                    continue
                total = cost + off + sum(line.waits[free:first]) * _UNNAMED
                if last + 1 not in after or total < after[last + 1][0]:
                    after[last + 1] = total, [*placed, (first, last)]
        states = after
    ends = ((cost + sum(line.waits[free:]) * _UNNAMED, placed) for free, (cost, placed) in states.items())
    return min(ends, default=None)


def _ranges(line: _Line, head: Head, *, is_left: bool) -> list[tuple[int, int, float]]:
    """(first, last, cost) of the runs of columns that a head may be over."""
    under = _rule_under(line, head)
    if under is not None:
        return [(*under, 0.0)]
    walls, columns = line.walls, line.columns
    own = abs(line.middle(head.first, head.last) - head.middle)
    found = [(head.first, head.last, 2 * own / line.height)]
    for first in range(len(line.waits)):
        for last in range(first, len(line.waits)):
            parts = [line.leaves[at] for at in range(first, last + 1) if at in line.leaves]
            if not line.waits[last] or not _are_abreast(parts):
                break
            before = columns[first - 1][1] if first else walls[0]
            after = columns[last + 1][0] if last + 1 < len(columns) else walls[-1]
            if head.x0 < before - _OVER or head.x1 > after + _OVER:
                continue
            if is_left:
                starts = [columns[first][0], *(line.leaves[at].x0 for at in [first] if at in line.leaves)]
                off = min(abs(head.x0 - start) for start in starts)
            else:
                off = abs(line.middle(first, last) - head.middle)
            found.append((first, last, off / line.height))
    return found


def _are_abreast(heads: Sequence[Head]) -> bool:
    """Whether heads begin, end or have their middles on one height, as the parts of one do."""
    sides = zip(*((head.top, head.bottom, (head.top + head.bottom) / 2) for head in heads), strict=True)
    return not heads or any(max(side) - min(side) <= _OVER for side in sides)


def _rule_under(line: _Line, head: Head) -> tuple[int, int] | None:
    """The columns over which a rule runs directly under a head alone, but not under the whole table."""
    height = head.words[0].box[3] - head.words[0].box[1]
    whole = line.walls[-1] - line.walls[0]
    for rule in line.rules:
        is_under = head.bottom - 2 <= rule.at <= head.bottom + height
        if not is_under or rule.end - rule.start > _WHOLE * whole:
            continue
        over = [other for other in line.heads if rule.start < other.middle < rule.end]
        inside = [
            at
            for at, (left, right) in enumerate(pairwise(line.walls))
            if rule.start < (left + right) / 2 < rule.end
        ]
        if over == [head] and len(inside) > 1:
            return inside[0], inside[-1]
    return None
