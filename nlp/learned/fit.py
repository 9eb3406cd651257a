"""Fits the learned tables to marked texts: `python -m nlp.learned.fit KNOWN [--new FOLDER …] [--write]`.

KNOWN are marked texts by which the rules were mended: on them the rules are right more often than on any
other, and facts of their own ("known …") take that up, which are left out of the tables. The shares that are
printed are of the texts of `--new`, each told by tables that were fitted without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.claims.find import by_rules
from nlp.claims.indicators import load_indicators
from nlp.dates.find import by_rules as dates_by_rules
from nlp.learned.cell_roles import cell_facts
from nlp.learned.days import Days, is_weighed
from nlp.learned.days import options as role_options
from nlp.learned.measures import measure_options
from nlp.learned.model import Option, Weights, write_weights
from nlp.learned.page import Surroundings
from nlp.learned.roles import role_facts
from nlp.learned.times import is_time_told, time_options
from nlp.marks import ClaimMark, DateMark, Dates
from nlp.preparing import prepare
from nlp.score import day_of, pair, same
from nlp.tables.find import Tables, find_tables
from nlp.text.lexer import Lexed, lex

FOLDS = 8
ROUNDS = 150
STEP = 0.3
RIDGE = {
    "day": 3.0,
    "role": 3.0,
    "cell": 1.5,
    "measure": 1.5,
    "time": 5.0,
}  # how strongly weights are held near zero, in figures


@dataclass(frozen=True, slots=True)
class Example:
    """A figure that a person marked: its text, its options with their facts, and what is right of it."""

    document: str
    options: list[Option]
    right: str | None
    ruled: str | None


def _roles(page: Surroundings, n: int, known: bool) -> list[Option]:
    return [("target", role_facts(page, page.figure(n), known=known)), ("actual", [])]


def _cells(page: Surroundings, n: int, known: bool) -> list[Option]:
    return [("target", cell_facts(page, n, known=known)), ("actual", [])]


def _measures(page: Surroundings, n: int, known: bool) -> list[Option]:
    return measure_options(page, page.figure(n), known=known)


def _times(page: Surroundings, n: int, known: bool) -> list[Option]:
    here = page.figure(n)
    return [] if is_time_told(here) else time_options(page, here, known=known)


TABLES: dict[str, tuple[str, Callable[[Surroundings, int, bool], list[Option]]]] = {
    "role": ("role", _roles),
    "cell": ("role", _cells),
    "measure": ("indicator", _measures),
    "time": ("period", _times),
}


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page of a marked text, its dates with the roles that rules give them: those of the table of days
    are known better here than on any new text.
    """

    document: str
    marked: dict[str, Any]
    offset: int
    lexed: Lexed
    tables: Tables
    dates: Dates

    def right_of(
        self, kind: str, found: Sequence[DateMark | ClaimMark], fields: tuple[str, ...]
    ) -> list[Any]:
        """The person's mark of each one that was found on the page, None where there is none."""
        marks = self.marked.get(kind) or []
        answers = [
            mark._replace(start=mark.start + self.offset, end=mark.end + self.offset).to_json()
            for mark in found
        ]
        of_found = {n: marks[m] for m, n in pair(marks, answers, lambda m, a: same(kind, m, a), fields)}
        return [of_found.get(n) for n in range(len(found))]


def marked_pages(folder: Path) -> Iterator[MarkedPage]:
    """Each page of a folder's texts."""
    for path in sorted(folder.glob("*.json")):
        marked = json.loads(path.read_text(encoding="utf-8"))
        offset = 0
        for part in path.with_suffix(".txt").read_bytes().decode("utf-8").split("\f"):
            lexed = lex(part)
            prepare(lexed)
            tables = find_tables(lexed)
            dates = dates_by_rules(lexed, day_of(marked.get("published")), tables)
            yield MarkedPage(f"{folder.name}/{path.stem}", marked, offset, lexed, tables, dates)
            offset += len(part) + 1


def day_examples(folder: Path, *, known: bool) -> list[Example]:
    """The marked dates of a folder that the table of days is asked about."""
    found = []
    for page in marked_pages(folder):
        spans = page.dates.spans
        days = Days(page.lexed, spans, page.dates.published, page.tables)
        for n, mark in enumerate(page.right_of("dates", [span.mark for span in spans], ("role",))):
            if mark is not None and is_weighed(spans[n]):
                given = role_options(days, n, known=known)
                found.append(Example(page.document, given, mark["role"], spans[n].mark.role))
                days.told[n] = mark["role"]
    return found


def examples(folder: Path, name: str, *, known: bool) -> list[Example]:
    """The marked figures of a folder, in cells of tables or in running text, or its dates, for one table."""
    if name == "day":
        return day_examples(folder, known=known)
    answer, options = TABLES[name]
    indicators, found = load_indicators(), []
    for page in marked_pages(folder):
        around = by_rules(page.lexed, page.dates, indicators, page.tables)
        figures = [one.mark for one in around.found]
        for n, mark in enumerate(page.right_of("claims", figures, ("role", "indicator", "period"))):
            in_cell = around.found[n].cell is not None
            given = options(around, n, known) if mark is not None and in_cell == (name == "cell") else []
            if given:
                found.append(Example(page.document, given, mark[answer], getattr(figures[n], answer)))
    return found


def fit(given: Sequence[Example], ridge: float) -> dict[str, float]:
    """Weights of a conditional logit by full-batch AdaGrad; the same examples give the same table."""
    places: dict[str, int] = {}
    rows, columns, starts, right = [], [], [], []
    row = 0
    for example in given:
        starts.append(row)
        for value, facts in example.options:
            for fact in sorted(facts):
                rows.append(row)
                columns.append(places.setdefault(fact, len(places)))
            right.append(value == example.right)
            row += 1
    at, of = np.array(rows), np.array(columns)
    first, wanted = np.array(starts), np.array(right, dtype=float)
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, row)))
    usable = (np.add.reduceat(wanted, first) > 0)[group]
    weight, squares = np.zeros(len(places)), np.full(len(places), 1e-6)
    for _ in range(ROUNDS):
        score = np.asarray(np.bincount(at, weight[of], minlength=row), dtype=float)
        miss = _miss(score, wanted, first, group, usable)
        slope = np.bincount(of, miss[at], minlength=len(places)) + ridge * weight
        squares += slope * slope
        weight -= STEP * slope / np.sqrt(squares)
    return {fact: float(weight[place]) for fact, place in places.items()}


def _miss(
    score: NDArray[np.float64],
    wanted: NDArray[np.float64],
    first: NDArray[np.int64],
    group: NDArray[np.int64],
    usable: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Stated less wanted share of each option; 0 where the right one is not among them."""
    raised = np.exp(score - np.maximum.reduceat(score, first)[group])
    return (raised / np.add.reduceat(raised, first)[group] - wanted) * usable


def held_out(name: str, known: Sequence[Example], new: Sequence[Example]) -> tuple[float, float]:
    """Shares of `new` that the rules and the tables tell right, each text by tables fitted without it."""
    documents = sorted({one.document for one in new})
    right = 0
    for part in range(FOLDS):
        out = set(documents[part::FOLDS])
        table = fit([*known, *(one for one in new if one.document not in out)], RIDGE[name])
        right += sum(best(table, one.options) == one.right for one in new if one.document in out)
    return sum(one.ruled == one.right for one in new) / len(new), right / len(new)


def best(table: Weights, options: Sequence[Option]) -> str | None:
    """The answer whose facts weigh most, the first of equals."""
    return max(options, key=lambda option: sum(table.get(fact, 0.0) for fact in option[1]))[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the shares on new texts, fit to all, and write the tables where asked."""
    parser = argparse.ArgumentParser(prog="python -m nlp.learned.fit")
    parser.add_argument("known", type=Path, nargs="+", help="marked texts that the rules were mended by")
    parser.add_argument(
        "--new", type=Path, nargs="*", default=[], help="marked texts that they were not mended by"
    )
    parser.add_argument("--write", action="store_true", help="write the tables")
    given = parser.parse_args(arguments)
    for name, ridge in RIDGE.items():
        known = [one for folder in given.known for one in examples(folder, name, known=True)]
        new = [one for folder in given.new for one in examples(folder, name, known=False)]
        if new:
            ruled, told = held_out(name, known, new)
            print(f"{name:<8} {len(new)} marks of new texts: rules {ruled:.3f}, tables {told:.3f}")
        if given.write:
            table = fit([*known, *new], ridge)
            write_weights(name, {fact: w for fact, w in table.items() if not fact.startswith("known ")})
    return 0


if __name__ == "__main__":
    sys.exit(main())
