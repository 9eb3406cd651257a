"""How far the heads of a table without upright lines reach, by what stands under them.

The parts of a head are on lines below it, side by side on one height. It stands over their middle, or begins
where the first of them does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.grid import Edge
from ingest.pdf.bands import Columns
from ingest.pdf.tokens import Token

_OVER = 2.0  # points that a head may reach over its walls
_UNNAMED = 0.3  # of the text's height: what it costs to leave a part without a head over it
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
    count = len(walls) - 1
    lowest = max(head.bottom for head in level)
    height = min(word.box[3] - word.box[1] for head in level for word in head.words) or 1.0
    waits = [
        (column in leaves and leaves[column].top >= lowest - 0.3 * height) or column not in leaves
        for column in range(count)
    ]
    best: tuple[float, list[tuple[int, int]]] | None = None
    for is_left in (False, True):
        found = _cheapest(level, waits, leaves, walls, columns, rules, height, is_left=is_left)
        if found is not None and (best is None or found[0] < best[0] - 1e-6):
            best = found
    if best is None:
        return
    for head, (first, last) in zip(level, best[1], strict=True):
        head.first, head.last = first, last


def _cheapest(
    level: Sequence[Head],
    waits: Sequence[bool],
    leaves: dict[int, Head],
    walls: Sequence[float],
    columns: Columns,
    rules: Sequence[Edge],
    height: float,
    *,
    is_left: bool,
) -> tuple[float, list[tuple[int, int]]] | None:
    """What it costs to place the heads from left to right, and where: off their middles, parts left out."""
    count = len(waits)
    states: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for head in level:
        ranges = _ranges(head, level, waits, leaves, walls, columns, rules, height, is_left=is_left)
        after: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for free, (cost, placed) in states.items():
            for first, last, off in ranges:
                if first < free:
                    continue
                left_out = sum(waits[free:first]) * _UNNAMED
                total = cost + off + left_out
                if last + 1 not in after or total < after[last + 1][0]:
                    after[last + 1] = total, [*placed, (first, last)]
        states = after
    ends = [(cost + sum(waits[free:]) * _UNNAMED, placed) for free, (cost, placed) in states.items()]
    return min(ends, default=None) if ends and count else None


def _ranges(
    head: Head,
    level: Sequence[Head],
    waits: Sequence[bool],
    leaves: dict[int, Head],
    walls: Sequence[float],
    columns: Columns,
    rules: Sequence[Edge],
    height: float,
    *,
    is_left: bool,
) -> list[tuple[int, int, float]]:
    """(first, last, cost) of the runs of columns that a head may be over."""
    under = _rule_under(head, level, rules, walls)
    if under is not None:
        return [(*under, 0.0)]
    found = [(head.first, head.last, 2 * abs(_middle(walls, head.first, head.last) - head.middle) / height)]
    for first in range(len(waits)):
        for last in range(first, len(waits)):
            if not waits[last] or not _are_abreast(
                [leaves[at] for at in range(first, last + 1) if at in leaves]
            ):
                break
            before = columns[first - 1][1] if first else walls[0]
            after = columns[last + 1][0] if last + 1 < len(columns) else walls[-1]
            if head.x0 < before - _OVER or head.x1 > after + _OVER:
                continue
            off = head.x0 - columns[first][0] if is_left else _middle(walls, first, last) - head.middle
            found.append((first, last, abs(off) / height))
    return found


def _are_abreast(heads: Sequence[Head]) -> bool:
    """Whether heads begin, end or have their middles on one height, as the parts of one do."""
    sides = zip(*((head.top, head.bottom, (head.top + head.bottom) / 2) for head in heads), strict=True)
    return not heads or any(max(side) - min(side) <= _OVER for side in sides)


def _rule_under(
    head: Head, level: Sequence[Head], rules: Sequence[Edge], walls: Sequence[float]
) -> tuple[int, int] | None:
    """The columns over which a rule runs directly under a head alone, but not under the whole table."""
    height = head.words[0].box[3] - head.words[0].box[1]
    whole = walls[-1] - walls[0]
    for rule in rules:
        is_under = head.bottom - 2 <= rule.at <= head.bottom + height
        if not is_under or rule.end - rule.start > _WHOLE * whole:
            continue
        over = [other for other in level if rule.start < other.middle < rule.end]
        inside = [
            at
            for at, (left, right) in enumerate(pairwise(walls))
            if rule.start < (left + right) / 2 < rule.end
        ]
        if over == [head] and len(inside) > 1:
            return inside[0], inside[-1]
    return None


def _middle(walls: Sequence[float], first: int, last: int) -> float:
    return (walls[first] + walls[last + 1]) / 2
