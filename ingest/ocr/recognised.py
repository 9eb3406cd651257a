"""What an engine gives for a picture, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass

DPI = 200  # at which pages are drawn for an engine

PixelBox = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Recognised:
    """One word: its box in pixels, `line` counting the picture's lines, `confidence` 0 to 100."""

    text: str
    box: PixelBox
    line: int
    confidence: int


class EngineFailed(RuntimeError):
    """The engine is not there, died, or took too long with a picture."""
