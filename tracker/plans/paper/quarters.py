"""Four columns side by side, one for each quarter, of whose heads a scan's reader took some wrongly."""

import re
from collections.abc import Sequence
from itertools import groupby

from tracker.plans.sheets.headers import quarter_of

_HEAD = re.compile(
    r"(?P<above>.*?)\b(?:triwulan|triw|trw|twl|tw|kuartal)[\s.-]*(?P<numeral>[\w|]{0,4})\W*",
    re.IGNORECASE | re.DOTALL,
)
_FEWEST_RIGHT = 2  # of four that must name the quarter of their place


def in_order(heads: Sequence[str]) -> list[str]:
    """The heads of a table's columns, where four that belong together name the quarters in their order.

    "TW I, TW II, TW, TW IV" lacks a three, and no plan has "TW I, TW III, TW II, TW IV".
    """
    result = list(heads)
    start = 0
    for above, group in groupby(map(_above, heads)):
        count = len(list(group))
        if above is not None and count % 4 == 0:
            for first in range(start, start + count, 4):
                result[first : first + 4] = _ordered(heads[first : first + 4])
        start += count
    return result


def _above(head: str) -> str | None:
    """What a head says before its quarter, None where it names none."""
    match = _HEAD.fullmatch(head)
    return match["above"].strip(" /").casefold() if match else None


def _ordered(heads: Sequence[str]) -> list[str]:
    numbers = [_number(head) for head in heads]
    if sum(number == place for place, number in enumerate(numbers, 1)) < _FEWEST_RIGHT:
        return list(heads)
    return [
        head if number == place else _with_number(head, place)
        for place, (head, number) in enumerate(zip(heads, numbers, strict=True), 1)
    ]


def _with_number(head: str, quarter: int) -> str:
    match = _HEAD.fullmatch(head)
    return f"{head[: match.start('numeral')].rstrip()} {quarter}" if match else head


def _number(head: str) -> int | None:
    match = _HEAD.fullmatch(head)
    return quarter_of(match["numeral"].casefold()) if match else None
