"""Tables of weights of facts, and the option that the facts speak for most.

A fact is a short text ("b:figures=2:True"). Who fits a table wants the facts, spelt out; who asks it wants
only what they weigh. The same few facts come together again and again: what makes them is wrapped by
`Table.group`, whose first argument then says which of the two is wanted, and whose answers are kept.
"""

from __future__ import annotations

import gzip
import sys
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, cached_property, lru_cache, wraps
from itertools import repeat
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, cast

DATA = Path(__file__).parent.parent / "data"
Weights = Mapping[str, float]
Facts = tuple[str, ...]
Said = tuple[Any, ...]  # facts, or the one number that they weigh together
Option = tuple[str | None, Collection[str]]  # an answer, and the facts that speak for it

P = ParamSpec("P")
_KEPT = 1 << 12  # groups of facts that are kept of each sort
_WIDTH = 32  # bits of the weight for one answer
_HALF = 1 << (_WIDTH - 1)


class Table:
    """The table `name`: weights of facts in thousandths, whose sums are exact in any order; a fact that it
    lacks weighs nothing.

    With `answers` a fact weighs something for each of them, which the file tells by "answer|fact"; all its
    weights are one number, so that one sum adds them all, and `split` takes it apart.
    """

    def __init__(self, name: str, answers: tuple[str, ...] = ()) -> None:
        self.name, self.answers = name, answers

    @cached_property
    def weights(self) -> dict[str, int]:
        """Weight by fact."""
        given = read_weights(self.name)
        if not self.answers:
            return given
        packed: dict[str, int] = {}
        for key, weight in given.items():
            answer, _, fact = key.partition("|")
            packed[fact] = packed.get(fact, 0) + (weight << _WIDTH * self.answers.index(answer))
        return packed

    def split(self, weight: int) -> list[int]:
        """What facts weigh together for each of the answers."""
        parts = []
        for _ in self.answers:
            part = ((weight + _HALF) & (2 * _HALF - 1)) - _HALF
            parts.append(part)
            weight = (weight - part) >> _WIDTH
        return parts

    @cache  # noqa: B019  # tables live as long as the process
    def by_word(self, of: str) -> dict[str, int]:
        """What each word weighs in the facts "of" + word: words are quicker to look up than facts of them."""
        low, high = bisect_left(self._facts, of), bisect_left(self._facts, of + chr(sys.maxunicode))
        return {fact[len(of) :]: self.weights[fact] for fact in self._facts[low:high]}

    @cached_property
    def _facts(self) -> list[str]:
        return sorted(self.weights)

    def worded(self, spelt: bool, of: str, found: Iterable[str]) -> Said:
        """The facts "of" + word for each word that was found, or what they weigh."""
        if spelt:
            return tuple(of + word for word in found)
        return (sum(map(self.by_word(of).get, found, repeat(0))),)

    def said(self, spelt: bool, facts: Iterable[str]) -> Said:
        """The facts, or what they weigh."""
        return tuple(facts) if spelt else (sum(map(self.weights.get, facts, repeat(0))),)

    def group(self, make: Callable[P, Facts]) -> Callable[Concatenate[bool, P], Said]:
        """Wraps what makes facts from a few plain values: with True it gives the facts, with False what they
        weigh.
        """

        def made(spelt: bool, *values: P.args, **named: P.kwargs) -> Said:
            return self.said(spelt, make(*values, **named))

        return cast("Callable[Concatenate[bool, P], Said]", lru_cache(maxsize=_KEPT)(wraps(make)(made)))


def read_weights(name: str) -> dict[str, int]:
    """The weights in the file of a table, in thousandths."""
    text = gzip.decompress((DATA / f"learned-{name}.tsv.gz").read_bytes()).decode("utf-8")
    rows = (line.rsplit("\t", 1) for line in text.splitlines())
    return {fact: int(weight) for fact, weight in rows}


def write_weights(name: str, table: Weights, least: float = 0.02) -> None:
    """Write a table, in thousandths, without weights below `least`; the same table gives the same bytes."""
    lines = [f"{fact}\t{round(1000 * w)}" for fact, w in sorted(table.items()) if abs(w) >= least]
    (DATA / f"learned-{name}.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0))
