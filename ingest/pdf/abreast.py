"""Tables that stand side by side without upright rules: two rules end where white parts the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.grid import Edge
from ingest.pdf.bands import LONG_RULE
from ingest.pdf.tokens import Token

_WIDEST_CELL_GAP = 11.0  # points between two rules of one table, as under the heads of groups
_SAME_HEIGHT = 1.5  # points
_OVER = 4.0  # of the text's height: so high may heads stand over the first rule
_FEWEST_WORDS = 12  # on each side


def sides_of(
    tokens: Sequence[Token], rules: Sequence[Edge]
) -> tuple[list[Token], list[Token], list[Token]] | None:
    """The words of two tables side by side, and the other words; None where rules, each in one piece, show no
    two."""
    lines = sorted(rules)
    for one, two in pairwise(lines):
        gap = two.start - one.end
        if two.at - one.at > _SAME_HEIGHT or gap <= _WIDEST_CELL_GAP:
            continue
        if min(one.end - one.start, two.end - two.start) < LONG_RULE:
            continue
        found = _parted(tokens, lines, one, two)
        if found is not None and min(len(found[0]), len(found[1])) >= _FEWEST_WORDS:
            return found
    return None


def _parted(
    tokens: Sequence[Token], rules: Sequence[Edge], one: Edge, two: Edge
) -> tuple[list[Token], list[Token], list[Token]] | None:
    """The words left and right of the strip between two rules, as far up and down as nothing runs over it."""
    over = [token.box for token in tokens if token.box[0] < two.start and token.box[2] > one.end]
    over += [(rule.start, rule.at, rule.end, rule.at) for rule in rules if rule.start < one.end < rule.end]
    top = max((box[3] for box in over if box[3] <= one.at), default=0.0)
    bottom = min((box[1] for box in over if box[1] >= one.at), default=float("inf"))
    left, right, others = [], [], []
    for token in tokens:
        x0, upper, x1, lower = token.box
        if not top <= (upper + lower) / 2 <= bottom:
            others.append(token)
        elif (x0 + x1) / 2 < one.end:
            left.append(token)
        else:
            right.append(token)
    height = max((token.box[3] - token.box[1] for token in left), default=0.0)
    first = min((token.box[1] for token in (*left, *right)), default=0.0)
    return (left, right, others) if first > one.at - _OVER * height else None
