"""Tables of weights of facts, and the option that the facts speak for most."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import repeat
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
Weights = Mapping[str, float]
Option = tuple[str | None, Collection[str]]  # an answer, and the facts that speak for it


@cache
def weights(name: str) -> dict[str, int]:
    """The table `name` ("role", "cell", "measure" …): weight by fact, in thousandths, whose sums are exact in
    any order; a fact that it lacks weighs nothing.
    """
    text = gzip.decompress((DATA / f"learned-{name}.tsv.gz").read_bytes()).decode("utf-8")
    rows = (line.rsplit("\t", 1) for line in text.splitlines())
    return {fact: int(weight) for fact, weight in rows}


def write_weights(name: str, table: Weights, least: float = 0.02) -> None:
    """Write a table, in thousandths, without weights below `least`; the same table gives the same bytes."""
    lines = [f"{fact}\t{round(1000 * w)}" for fact, w in sorted(table.items()) if abs(w) >= least]
    (DATA / f"learned-{name}.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0))


def total(table: Weights, facts: Iterable[str]) -> float:
    """What the facts weigh together."""
    return sum(map(table.get, facts, repeat(0)))


def best(table: Weights, options: Collection[Option]) -> str | None:
    """The answer whose facts weigh most, the first of equals."""
    if len(options) == 1:
        return next(iter(options))[0]
    return max(options, key=lambda option: total(table, option[1]))[0]
