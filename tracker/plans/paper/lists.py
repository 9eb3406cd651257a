"""Lists inside a cell: "a. Perda b. SOP" are two things, "1. Dinas A 2. Dinas B" two names."""

import re
from dataclasses import dataclass

_MARK = re.compile(r"(?:(?<=\s)|^)\(?(?P<mark>[a-z]|\d{1,2})[.)]\s+(?=\S)", re.IGNORECASE)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list; `mark` is its letter or number, "a" or "1"."""

    mark: str
    text: str


def items(text: str) -> tuple[Item, ...]:
    """The things of a list in a cell, in order; none where the text is no list from a or 1 on.

    Marks that do not follow one another ("pasal 4. Lihat 7. …") are no list.
    """
    marks = [(match, match["mark"].casefold()) for match in _MARK.finditer(text)]
    chosen: list[tuple[re.Match[str], str]] = []
    for match, mark in marks:
        if mark == _next(chosen[-1][1] if chosen else None, mark):
            chosen.append((match, mark))
    if len(chosen) < _FEWEST or text[: chosen[0][0].start()].strip():
        return ()
    ends = [following.start() for following, _ in chosen[1:]] + [len(text)]
    return tuple(
        Item(mark, text[match.end() : end].strip(" ;,"))
        for (match, mark), end in zip(chosen, ends, strict=True)
    )


def _next(before: str | None, mark: str) -> str:
    """The mark that follows in a list of this sort."""
    if before is None:
        return "1" if mark.isdigit() else "a"
    if before.isdigit():
        return str(int(before) + 1)
    return chr(ord(before) + 1)
