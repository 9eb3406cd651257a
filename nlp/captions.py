"""What stands over a table: its caption, from the nearest lines before it that are not sentences."""

from __future__ import annotations

_BACK = 12
_LINES = 5


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
