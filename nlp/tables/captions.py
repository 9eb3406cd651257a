"""What stands over a table, its caption, from the nearest lines that are no sentences; the unit below it."""

from __future__ import annotations

import re

from nlp.tables.grid import Block

_BACK = 12
_LINES = 5
_MAX_NOTE = 240
_UNIT_BELOW = re.compile(
    r"^\W*(?:(?:ket(?:erangan)?|catatan)\W{1,3})?(?:(?:semua|seluruh) )?"
    r"(?:angka|nilai|satuan|dinyatakan|besaran|data|disajikan)(?: adalah)?(?: dalam|:) ?"
    r"((?:rp\.? ?)?(?:ribu|juta|miliar|milyar|triliun|persen|rupiah|%)(?:an)?(?: ?(?:rp|rupiah))?)",
    re.M,
)


def caption_of(lines: list[tuple[int, str]], n: int) -> str:
    """The lines (offset, text) before line n that can be a caption, joined by line ends, nearest last."""
    found: list[str] = []
    for k in range(n - 1, max(-1, n - 1 - _BACK), -1):
        text = lines[k][1].strip()
        if text and not is_sentence(text):
            found.insert(0, text)
        if len(found) >= _LINES:
            break
    return "\n".join(found)


def is_sentence(text: str) -> bool:
    """True for a line of running text: long, or ended by a full stop."""
    return len(text) > 160 or (len(text) > 60 and text.endswith((".", ",", ";")))


def note_below(text: str, block: Block) -> str:
    """What is said right below a table of the unit of its figures: "*) angka dalam persen", "satuan: juta
    rupiah"; "" without it.
    """
    end = max((row.cells[-1].end for row in block.rows if row.cells), default=-1)
    if end < 0:
        return ""
    lines = [line for line in text[end : end + _MAX_NOTE].split("\n") if line.strip()]
    found = _UNIT_BELOW.search("\n".join(lines[:3]).lower())
    return f"({found.group(1)})" if found else ""
