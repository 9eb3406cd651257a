"""Running heads and feet: lines near a page's edge that come again from page to page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.document import Page

_BAND = 0.12  # of the page's height, at the top and at the bottom
_LINES = 3  # at most, at either end
_FEWEST = 3  # pages
_SHARE = 0.4  # of the pages
_LINE = re.compile(r"[^\n]+")


def with_margins(pages: list[Page]) -> list[Page]:
    """The pages with the spans of their running lines. Page numbers count as equal."""
    candidates = [_edge_lines(page) for page in pages]
    seen = Counter(key for lines in candidates for key in {key for key, _ in lines})
    needed = max(_FEWEST, _SHARE * len(pages))
    running = {key for key, count in seen.items() if count >= needed}
    return [
        replace(page, margins=tuple(span for key, span in lines if key in running)) if lines else page
        for page, lines in zip(pages, candidates, strict=True)
    ]


def _edge_lines(page: Page) -> list[tuple[tuple[str, str], tuple[int, int]]]:
    """((place, text with its numbers taken out), span) of the lines that lie in the bands at the page's
    ends."""
    found = []
    lines = list(_LINE.finditer(page.text))
    for match in lines[:_LINES] + lines[max(_LINES, len(lines) - _LINES) :]:
        span = page.start + match.start(), page.start + match.end()
        words = page.words_between(*span)
        if not words:
            continue
        place = "top" if max(word.bottom for word in words) < _BAND * page.height else ""
        place = "bottom" if min(word.top for word in words) > (1 - _BAND) * page.height else place
        if place:
            found.append(((place, re.sub(r"\d+", "#", match.group()).strip()), span))
    return found
