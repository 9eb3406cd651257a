"""The numbers that Word writes before paragraphs: they stand in no text, but the "No" of a matrix is one.

Source: ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HUNDREDS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN = (*_HUNDREDS, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST = 9999
_BULLET = "•"
_DEEPEST = 9  # levels


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = "%1."


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of each list as they come; a list goes on wherever it is taken up again."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, Counter[int]] = field(default_factory=dict)

    def before(self, paragraph: etree._Element) -> str:
        """What stands before the paragraph: "1. ", "a) ", "• "; nothing where it is in no list."""
        number, depth = self._place(paragraph)
        level = self.lists.get(number, {}).get(depth)
        if level is None:
            return ""
        if level.kind in {"bullet", "none"}:
            return f"{_BULLET} " if level.kind == "bullet" else ""
        counts = self._counts.setdefault(number, Counter())
        counts[depth] = min(counts[depth] + 1, _LARGEST) if counts[depth] else level.start
        for deeper in range(depth + 1, _DEEPEST):
            counts[deeper] = 0
        return (
            f"{re.sub(r'%([1-9])', lambda match: self._part(number, int(match.group(1)) - 1), level.text)} "
        )

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of a paragraph, by itself or by its style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        number, depth = self.styles.get(style.get(f"{W}val", "") if style is not None else "", ("", 0))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        return _numbered(own, number, depth) if own is not None else (number, depth)

    def _part(self, number: str, depth: int) -> str:
        level = self.lists[number].get(depth, _Level())
        return _written(self._counts[number][depth] or level.start, level.kind)


def numbering_of(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists of a Word file."""
    found = Numbering()
    if numbering is None:
        return found
    kinds = {
        abstract.get(f"{W}abstractNumId"): dict(_levels(abstract))
        for abstract in numbering.findall(f"{W}abstractNum")
    }
    for number in numbering.findall(f"{W}num"):
        levels = kinds.get(_value(number, "abstractNumId"), {})
        changed = {
            depth: level
            for override in number.findall(f"{W}lvlOverride")
            for depth, level in _levels(override)
        }
        found.lists[number.get(f"{W}numId", "")] = levels | changed
    for style in styles.findall(f"{W}style") if styles is not None else ():
        own = style.find(f"{W}pPr/{W}numPr")
        if own is not None:
            found.styles[style.get(f"{W}styleId", "")] = _numbered(own, "", 0)
    return found


def _levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in parent.findall(f"{W}lvl"):
        depth = level.get(f"{W}ilvl", "")
        if depth.isdecimal() and int(depth) < _DEEPEST:
            start = _value(level, "start")
            kind, text = _value(level, "numFmt") or "decimal", _value(level, "lvlText")
            yield int(depth), _Level(int(start) if start.isdecimal() else 1, kind, text)


def _numbered(own: etree._Element, number: str, depth: int) -> tuple[str, int]:
    level = _value(own, "ilvl")
    return _value(own, "numId") or number, int(level) if level.isdecimal() else depth


def _value(parent: etree._Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return found.get(f"{W}val", "")[:100] if found is not None else ""


def _written(count: int, kind: str) -> str:
    if kind.endswith("Letter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return letter.upper() if kind.startswith("upper") else letter
    if kind.endswith("Roman"):
        roman = _roman(count)
        return roman.upper() if kind.startswith("upper") else roman
    return f"{count:02}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
