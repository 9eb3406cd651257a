"""How sure a mark is: the share of such marks that were right.

For claims it is a table of weights (data/confidence.tsv), fitted by `python -m nlp.calibration` to marked
texts: each says how much a fact about how the claim was read speaks for or against it (log-odds). A claim
counts as right when a person marked the same kind and value at its place. Dates keep shares counted by hand.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import exp
from pathlib import Path
from typing import NamedTuple

WEIGHTS = Path(__file__).parent / "data" / "confidence.tsv"
BASE = "base"
_LEAST, _MOST = 0.02, 0.99
_NEEDS_MEASURE = frozenset({"score", "grade", "rank"})


class Judged(NamedTuple):
    """How sure a claim is, and the facts that say so."""

    confidence: float
    evidence: tuple[str, ...]


@lru_cache(maxsize=4096)
def of_claim(kind: str, sure: float, place: str, told: bool, named: str) -> Judged:
    """How sure a claim is, in two decimals and never certain, by what speaks for it: the rule that read it
    (by its kind and its own guess `sure`), whether a "table" or running "text" holds it, whether its role was
    told, and whether its indicator was "named", "carried" on from the sentences before or "unnamed".
    """
    facts = [f"rule {kind} {sure:.2f}", f"{place} {kind}", f"role {'told' if told else 'usual'}"]
    if kind in _NEEDS_MEASURE:
        facts.append(f"measure {named}")
    chance = max(_LEAST, min(_MOST, probability(tuple(facts), weights())))
    return Judged(round(chance, 2), tuple(facts))


@cache
def weights(path: Path = WEIGHTS) -> dict[str, float]:
    """Weights by fact; a fact that the table lacks weighs nothing."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {fact: float(weight) for fact, weight in rows}


def probability(evidence: tuple[str, ...], table: dict[str, float]) -> float:
    """Chance, 0 to 1, that a claim with this evidence is right, by a table of weights."""
    total = table.get(BASE, 0.0) + sum(table.get(fact, 0.0) for fact in evidence)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=32)
def of_date(complete: bool, bare: bool, role: str) -> float:
    """Confidence of a date: surer when written in full than when it leans on the day of publication."""
    value = 0.99 if complete and not bare else (0.97 if complete else 0.93)
    return round(value * (0.93 if role == "event" else 0.97), 2)
