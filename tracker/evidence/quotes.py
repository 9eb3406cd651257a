"""The sentence around a finding, as it is shown beside the page."""

from __future__ import annotations

import re

LONGEST_QUOTE = 400  # characters
SHORT_QUOTE, WIDER = 60, 120
_SENTENCE_END = re.compile(r"[\n\f\t]|(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(]*[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:[A-Z]|No|Nomor|Rp|Dr|Drs|Ir|Hj?|Kab|Prov|Jl|s\.d|dll|dsb|Kec|Kel|Tgl|[ap]\.n)|(?:^|\n)\s*\d{1,3})\.$"
)
_LONGEST_ABBREVIATION = 12  # characters, with the blanks before a number that begins a line


def quoted(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before the span in its sentence or line, the span itself and what follows, each run of
    white space as one blank; before a short line, such as a cell of a table, with what precedes it.
    """
    first, last = quote_span(text, start, end)
    return _folded(text[_back(text, first, last) : start]), _folded(text[start:end]), _folded(text[end:last])


def quote_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or line, that the span stands in, at most `LONGEST_QUOTE` characters unless the span is
    longer.
    """
    floor, ceiling = max(0, end - LONGEST_QUOTE), min(len(text), start + LONGEST_QUOTE)
    first = floor
    for match in _SENTENCE_END.finditer(text, floor, start):
        if _ends(text, floor, match.start()):
            first = match.end()
    last = max(ceiling, end)
    for match in _SENTENCE_END.finditer(text, end, ceiling):
        if _ends(text, floor, match.start()):
            last = match.start()
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return min(first, start), last


def _ends(text: str, floor: int, at: int) -> bool:
    """False where the dot before `at` is that of an abbreviation or of a list's number."""
    return not _NO_END.search(text, max(floor, at - _LONGEST_ABBREVIATION), at)


def _back(text: str, first: int, last: int) -> int:
    """Where to begin quoting: a short line, such as a cell of a table, says little without what precedes."""
    if last - first >= SHORT_QUOTE:
        return first
    wider = max(0, first - WIDER)
    blank = text.find(" ", wider, first)
    return wider if wider == 0 else blank + 1 if blank >= 0 else first


def _folded(text: str) -> str:
    return " ".join(text.split())
