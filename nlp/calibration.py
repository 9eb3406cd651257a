"""Fits the table of confidences to marked texts: `python -m nlp.calibration FOLDER FIRST [--write]`.

FOLDER holds marked texts; FIRST (a table) what the rules found in texts on the day they were first read,
before any rule was mended by them. The rules have been mended by the texts of FOLDER, so they are right there
more often than on a new one; a weight of its own ("known") takes up that difference and is left out.
Prints the curve of stated against observed shares, each text judged by a table that was fitted without it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from nlp.confidence import BASE, WEIGHTS, probability

KNOWN = "known"
FOLDS = 10
_ROUNDS = 400
_RIDGE = 2.0  # how strongly weights are held near zero, in records
_STEP = 0.5
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim that was found: its text's name, its evidence, and whether a person marked the same."""

    document: str
    evidence: tuple[str, ...]
    right: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies in one range: how many, and what was stated and observed on average."""

    low: float
    high: float
    count: int
    stated: float
    observed: float


def curve(judged: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Bins of (confidence, right), the empty ones left out."""
    pairs = list(judged)
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(stated, right) for stated, right in pairs if low <= stated < high]
        if inside:
            count = len(inside)
            stated = sum(one for one, _ in inside) / count
            bins.append(Bin(low, min(high, 1.0), count, stated, sum(right for _, right in inside) / count))
    return bins


def curve_lines(bins: Sequence[Bin]) -> list[str]:
    """The curve as text, with the mean distance between what is stated and observed."""
    total = sum(one.count for one in bins)
    lines = [
        f"  {one.low:.2f}–{one.high:.2f}  n {one.count:>5}  "
        f"stated {one.stated:.3f}  observed {one.observed:.3f}"
        for one in bins
    ]
    away = sum(one.count * abs(one.stated - one.observed) for one in bins) / total if total else 0.0
    return ["confidence of claims", *lines, f"  mean distance {away:.3f}"]


def fit(readings: Sequence[Reading]) -> dict[str, float]:
    """Weights of a ridge logistic regression by full-batch descent; the same readings give the same table."""
    rows = [(BASE, *one.evidence, *((KNOWN,) if one.known else ())) for one in readings]
    table = {fact: 0.0 for row in rows for fact in row}
    squares = dict.fromkeys(table, 1e-8)
    for _ in range(_ROUNDS):
        slope = {fact: 0.0 if fact == BASE else _RIDGE * weight for fact, weight in table.items()}
        for row, one in zip(rows, readings, strict=True):
            miss = probability(row[1:], table) - one.right
            for fact in row:
                slope[fact] += miss
        for fact, value in slope.items():
            squares[fact] += value * value
            table[fact] -= _STEP * value / squares[fact] ** 0.5
    return table


def held_out(readings: Sequence[Reading]) -> list[tuple[float, bool]]:
    """(confidence, right) of each reading that is not known, by a table fitted without its text."""
    documents = sorted({one.document for one in readings})
    judged: list[tuple[float, bool]] = []
    for part in range(FOLDS):
        out = set(documents[part::FOLDS])
        asked = [one for one in readings if one.document in out and not one.known]
        if asked:
            table = fit([one for one in readings if one.document not in out])
            judged += [(probability(one.evidence, table), one.right) for one in asked]
    return judged


def read_first(path: Path) -> list[Reading]:
    """Readings of a table of first readings: text, right (0 or 1), evidence separated by ";"."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return [Reading(row[0], tuple(row[2].split(";")), row[1] == "1", known=False) for row in rows]


def write_first(path: Path, readings: Iterable[Reading]) -> None:
    """Write a table of first readings."""
    lines = [f"{one.document}\t{int(one.right)}\t{';'.join(one.evidence)}" for one in readings]
    path.write_text("\n".join(["text\tright\tevidence", *lines]) + "\n", encoding="utf-8")


def collect(folder: Path, *, known: bool) -> list[Reading]:
    """What the rules find in marked texts."""
    from nlp.score import judged_claims  # noqa: PLC0415  # the scorer prints this module's curve

    return [Reading(name, mark.evidence, right, known) for name, mark, right in judged_claims(folder)]


def write_weights(path: Path, table: Mapping[str, float]) -> None:
    """Write the table that `nlp.confidence` reads, without the weight of known texts."""
    lines = [f"{fact}\t{weight:.3f}" for fact, weight in sorted(table.items()) if fact != KNOWN]
    path.write_text("\n".join(["fact\tweight", *lines]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: fit, print the held-out curve, and write the table where asked."""
    parser = argparse.ArgumentParser(prog="python -m nlp.calibration")
    parser.add_argument("folder", type=Path, help="marked texts that the rules were mended by")
    parser.add_argument("first", type=Path, help="table of first readings")
    parser.add_argument("--write", action="store_true", help="write the table that confidences come from")
    parser.add_argument(
        "--add", type=Path, help="marked texts, not seen before, to add to the first readings"
    )
    given = parser.parse_args(arguments)
    if given.add:
        first = read_first(given.first) if given.first.exists() else []
        write_first(given.first, [*first, *collect(given.add, known=False)])
    readings = collect(given.folder, known=True) + read_first(given.first)
    print("\n".join(curve_lines(curve(held_out(readings)))))
    if given.write:
        write_weights(WEIGHTS, fit(readings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
