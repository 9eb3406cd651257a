"""The time that a head or a label of a table names: a year, and a month, quarter or half of it."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.text.calendar import MONTHS, ROMAN

_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_QUARTER = re.compile(r"\b(?:tw|trw|triwulan|twl|q)[ ./-]*(iv|i{1,3}|[1-4])\b")
_HALF = re.compile(r"\b(?:semester|smt|sem)[ ./-]*(ii|i|[12])\b")
_UP_TO = re.compile(r"\b(?:s\.?d\.?|s/d|sampai|hingga|kumulatif)(?![a-z])")


@lru_cache(maxsize=1 << 9)  # asked of the head of a column for each of its cells
def year_in(text: str) -> int | None:
    """The last year that a text names."""
    found = _YEAR.findall(text)
    return int(found[-1]) if found else None


@lru_cache(maxsize=1 << 9)
def part_in(text: str) -> tuple[int, int] | None:
    """First and last month of the part of a year that a head or label names: "target / tw iii" is (7, 9)."""
    low = text.lower()
    if _UP_TO.search(low):
        return None
    quarter = _QUARTER.search(low)
    if quarter:
        number = ROMAN.get(quarter.group(1)) or int(quarter.group(1))
        return 3 * number - 2, 3 * number
    half = _HALF.search(low)
    if half:
        number = ROMAN.get(half.group(1)) or int(half.group(1))
        return 6 * number - 5, 6 * number
    last = low.rsplit(" / ", 1)[-1].strip()
    word = re.sub(r" ?(?:19|20)[0-9]{2}$", "", last).strip(" .")
    if word in MONTHS:
        return MONTHS[word], MONTHS[word]
    roman = re.fullmatch(r"(?:.* / )?(iv|iii|ii|i)(?: / \(\d+\))?", low)
    if roman:
        number = ROMAN[roman.group(1)]
        return 3 * number - 2, 3 * number
    return None
