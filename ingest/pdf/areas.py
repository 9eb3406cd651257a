"""Parts of a page in which a table without upright rules may stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.grid import Edge
from ingest.pdf.bands import LONG_RULE, NEW_ROW, Band, bottom_of, gap_between, top_of

_FAR = 3.0  # of the text's height: a gap in which a table ends
_APART = 0.4  # of the text's height: the lines of one cell stand nearer
_NEARLY = 0.9  # of the longest rule: shorter ones stand inside a table
_SAME_END = 4.0  # points
_NOTE = re.compile(r"\W?(?:catatan|keterangan|ket|sumber|note)\.?\s?:", re.IGNORECASE)
_PROSE = 0.6  # of an area's width: a line so long, from its left on, is running text


@dataclass(frozen=True, slots=True)
class Part:
    """Bands of an area; a heading is one that stands apart from those over and under it."""

    bands: list[Band]
    is_heading: bool = False


def areas_of(bands: Sequence[Band], rules: Sequence[Edge]) -> list[list[Part]]:
    """Bands without a wide gap between them, nor a table's end; each area in the parts that headings make.

    Each rule is in one piece.
    """
    cuts = _outer(rules)
    firsts, lasts = cuts[::2], cuts[1::2]
    areas: list[list[Band]] = [[]]
    for band in bands:
        height = band[0].box[3] - band[0].box[1]
        if areas[-1]:
            above, below = bottom_of(areas[-1][-1]), top_of(band)
            is_over = any(above - 2 <= cut <= below + 2 for cut in lasts) and not _is_row(band, 1)
            is_begun = any(above - 2 <= cut <= below + 2 for cut in firsts) and not _is_row(areas[-1][-1])
            is_end = is_over or is_begun or _is_note(band, areas[-1])
            if below - above > _FAR * height or is_end:
                areas.append([])
        areas[-1].append(band)
    return [_between_headings(run) for area in areas for run in _without_prose(area)]


def _outer(rules: Sequence[Edge]) -> list[float]:
    """The first and the last of three or more rules that are equally long: the ends of a table."""
    alike: list[list[Edge]] = []
    longest = max((rule.end - rule.start for rule in rules), default=0.0)
    for rule in rules:
        if rule.end - rule.start >= max(LONG_RULE, _NEARLY * longest):
            own = next((some for some in alike if _are_over_one_another(some[0], rule)), None)
            if own is None:
                alike.append([rule])
            else:
                own.append(rule)
    places = [[rule.at for rule in some] for some in alike if len(some) > 2]
    return [end for place in places for end in (min(place), max(place))]


def _are_over_one_another(one: Edge, other: Edge) -> bool:
    """Whether two rules begin and end at the same places, but for what a scanner makes of them."""
    return abs(one.start - other.start) <= _SAME_END and abs(one.end - other.end) <= _SAME_END


def _without_prose(area: list[Band]) -> list[list[Band]]:
    """The parts of an area between two or more lines of running text from its left to its right."""
    left = min((band[0].box[0] for band in area), default=0.0)
    right = max((band[-1].box[2] for band in area), default=0.0)
    is_prose = [
        band[0].box[0] - left < band[0].box[3] - band[0].box[1]
        and band[-1].box[2] - left > _PROSE * (right - left)
        and not _is_row(band, 1)
        for band in area
    ]
    parts: list[list[Band]] = [[]]
    for index, band in enumerate(area):
        neighbours = is_prose[max(index - 1, 0) : index + 2]
        is_left = band[0].box[0] - left < band[0].box[3] - band[0].box[1]
        ends = not parts[-1] and index > 0 and is_left and not _is_row(band, 1)  # a paragraph's last line
        if ends or (is_prose[index] and sum(neighbours) > 1):
            parts.append([])
        else:
            parts[-1].append(band)
    return [part for part in parts if part]


def _is_note(band: Band, above: Sequence[Band]) -> bool:
    """Whether a line at the left begins the notes under a table: "Catatan:", "Sumber : Bappeda"."""
    if not _NOTE.match(" ".join(token.text for token in band[:2])) or _is_row(band, 1):
        return False
    left = min(other[0].box[0] for other in above)
    return band[0].box[0] <= left + band[0].box[3] - band[0].box[1]


def _between_headings(area: list[Band]) -> list[Part]:
    """The parts of an area before and after lines of one phrase that stand apart from both, and these."""
    steps = [top_of(lower) - top_of(upper) for upper, lower in pairwise(area)]
    if len(steps) < 2:
        return [Part(area)]
    usual = median(steps)
    parts: list[Part] = [Part([])]
    for index, band in enumerate(area):
        apart = 0 < index < len(steps) and min(steps[index - 1], steps[index]) > NEW_ROW * usual
        apart = apart and min(gap_between(area[index - 1], band), gap_between(band, area[index + 1])) > _APART
        if apart and not _is_row(band, 1):
            parts += [Part([band], is_heading=True), Part([])]
        else:
            parts[-1].bands.append(band)
    return [part for part in parts if part.bands]


def _is_row(band: Band, fewest_gaps: int = 2) -> bool:
    """Whether words stand in several columns, told by the gaps between them alone."""
    gaps = sum(two.box[0] - one.box[2] > one.box[3] - one.box[1] for one, two in pairwise(band))
    return gaps >= fewest_gaps
