"""A long list, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.web.pages import with_query


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list, with where the neighbours are; `first` and `last` count from 1."""

    items: Sequence[Any]
    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None

    @classmethod
    def of(cls, items: Sequence[Any], *, number: int, size: int, url: str, **params: object) -> "Paging":
        """The page of that number (from 1); a number past the end gives the last page."""
        total = len(items)
        number = min(number, max(1, -(-total // size)))
        start = (number - 1) * size
        shown = items[start : start + size]

        def at(other: int) -> str:
            return with_query(url, **params, hal=other)

        return cls(
            items=shown,
            first=start + 1 if shown else 0,
            last=start + len(shown),
            total=total,
            previous_url=at(number - 1) if number > 1 else None,
            next_url=at(number + 1) if start + size < total else None,
        )
