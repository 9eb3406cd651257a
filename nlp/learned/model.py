"""Tables of weights of facts, and the option that the facts speak for most.

A fact is a short text ("b:figures=2:True"). Who fits a table wants the facts, spelt out; who asks it wants
only what they weigh: a tuple or a number, and both are added with "+". The same few facts come together
again and again: what makes them is wrapped by `Table.group`, whose first argument then says which of the two
is wanted, and whose answers are kept.
"""

from __future__ import annotations

import gzip
import sys
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, lru_cache, wraps
from itertools import repeat
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, cast

DATA = Path(__file__).parent.parent / "data"
Weights = Mapping[str, float]
Facts = tuple[str, ...]
Said = Any  # facts, or the one number that they weigh together
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
        self._by_word = _ByWord(self)

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

    @cached_property
    def facts(self) -> list[str]:
        """All that it weighs, in order."""
        return sorted(self.weights)

    def split(self, weight: int) -> list[int]:
        """What facts weigh together for each of the answers."""
        parts = []
        for _ in self.answers:
            part = ((weight + _HALF) & (2 * _HALF - 1)) - _HALF
            parts.append(part)
            weight = (weight - part) >> _WIDTH
        return parts

    def word(self, spelt: bool, of: str, word: str) -> Said:
        """The fact "of" + word, or what it weighs."""
        return (of + word,) if spelt else self._by_word[of].get(word, 0)

    def words(self, spelt: bool, of: str, words: Iterable[str]) -> Said:
        """The facts "of" + word for each of the words, or what they weigh."""
        if spelt:
            return tuple(of + word for word in words)
        weights, weight = self._by_word[of], 0
        for word in words:
            if word in weights:
                weight += weights[word]
        return weight

    def said(self, spelt: bool, facts: Iterable[str]) -> Said:
        """The facts, or what they weigh."""
        return tuple(facts) if spelt else sum(map(self.weights.get, facts, repeat(0)))

    def group(self, make: Callable[P, Facts]) -> Callable[Concatenate[bool, P], Said]:
        """Wraps what makes facts from a few plain values: with True it gives the facts, with False what they
        weigh.
        """

        def made(spelt: bool, *values: P.args, **named: P.kwargs) -> Said:
            return self.said(spelt, make(*values, **named))

        return cast("Callable[Concatenate[bool, P], Said]", lru_cache(maxsize=_KEPT)(wraps(make)(made)))


def nothing(spelt: bool) -> Said:
    """What is said before anything is said."""
    return () if spelt else 0


class _ByWord(dict[str, dict[str, int]]):
    """What each word weighs in facts that begin with the key: words are quicker to look up than facts that
    are put together of them.
    """

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, of: str) -> dict[str, int]:
        weights, facts = self._table.weights, self._table.facts
        low, high = bisect_left(facts, of), bisect_left(facts, of + chr(sys.maxunicode))
        found = self[of] = {fact[len(of) :]: weights[fact] for fact in facts[low:high]}
        return found


def read_weights(name: str) -> dict[str, int]:
    """The weights in the file of a table, in thousandths."""
    text = gzip.decompress((DATA / f"learned-{name}.tsv.gz").read_bytes()).decode("utf-8")
    rows = (line.rsplit("\t", 1) for line in text.splitlines())
    return {fact: int(weight) for fact, weight in rows}


def write_weights(name: str, table: Weights, least: float = 0.02) -> None:
    """Write a table, in thousandths, without weights below `least`; the same table gives the same bytes."""
    lines = [f"{fact}\t{round(1000 * w)}" for fact, w in sorted(table.items()) if abs(w) >= least]
    (DATA / f"learned-{name}.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0))
