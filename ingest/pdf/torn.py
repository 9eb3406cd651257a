"""Words that pdfium tears into letters.

It asks each page whether its lines run across or down, and on a page of narrow columns, or for letters that
stand upright, it breaks the line after nearly every letter. Where the next piece stands is what tells.
"""

from __future__ import annotations

from typing import Literal

from ingest.document import Box

_OVERLAP = 0.7  # of the smaller height: pieces side by side are on one line
_SAME_WORD = 0.08  # of the text's height: a gap between two letters of a word
_SAME_LINE = 0.45  # a gap between two words of a line
_BEHIND = -0.15  # letters may overlap a little
_SAME_EDGE = 0.6  # points that letters of an upright word may stand out of line
_TURNED = 0.95  # height ÷ width of a single letter: no letter that stands the right way up is so low
_NARROW_PAIR = 0.7  # the same of two letters
_TALL = 1.2  # height ÷ width of three letters or more

Joint = Literal["word", "line", ""]


def joint(before: str, box: Box, after: str, following: Box) -> Joint:
    """What two pieces are that pdfium broke apart: one word, two words of a line, or neither."""
    if is_turned(before, box) or is_turned(after, following):
        gap = _gap_upright(box, following)
    else:
        gap = _gap_across(box, following)
    if gap is None or not _BEHIND <= gap <= _SAME_LINE:
        return ""
    return "word" if gap <= _SAME_WORD else "line"


def is_turned(text: str, box: Box) -> bool:
    """Whether a word stands upright; two letters of some width may be either way and are not taken for it."""
    width, height = box[2] - box[0], box[3] - box[1]
    if len(text) > 2:
        return height > _TALL * width
    return height < (_TURNED if len(text) == 1 else _NARROW_PAIR) * width


def _gap_across(one: Box, two: Box) -> float | None:
    """The gap from one to the other on a line, in heights; None where they are not on one."""
    height = min(one[3] - one[1], two[3] - two[1])
    if height <= 0 or min(one[3], two[3]) - max(one[1], two[1]) < _OVERLAP * height:
        return None
    return (two[0] - one[2]) / height


def _gap_upright(one: Box, two: Box) -> float | None:
    """The gap between letters that stand over one another and are turned, read upwards or downwards."""
    width = two[2] - two[0]
    if width <= 0 or abs(one[0] - two[0]) > _SAME_EDGE or abs(one[2] - two[2]) > _SAME_EDGE:
        return None
    return (one[1] - two[3] if two[1] < one[1] else two[1] - one[3]) / width
