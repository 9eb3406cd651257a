"""Reads all hard tables and prints their F1: `python -m tests.tables [--set taught] [--seeds 1-8] [NAME …]`.

The sets: `styles` and `printed` as a browser prints them, `taught` and `held` as ReportLab draws them,
`ruled` those of both that are ruled on all sides. With `--scanned` they are read from pictures of their
pages; then a grid is right that has as many rows and columns as its table, and a cell whose letters are
nearly the same.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import fmean

from ingest.read import read
from tests.conftest import chromium_path
from tests.tables.contents import Content, f1, pairs, truth
from tests.tables.pages import print_to, printer
from tests.tables.papers import draw
from tests.tables.printed import PRINTED
from tests.tables.scans import Found, lenient_f1, right_grids, scan
from tests.tables.shapes import HELD, RULED, TAUGHT, Shape
from tests.tables.styles import STYLES

SETS: dict[str, dict[str, Shape]] = {"taught": TAUGHT, "held": HELD, "ruled": RULED}
PRINTS = {"styles": STYLES, "printed": PRINTED}
GOAL = 0.95


Drawn = Callable[[str, int, Path], tuple[Path, list[Content]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="styles", choices=[*PRINTS, *SETS])
    parser.add_argument("--seeds", default="1-3")
    parser.add_argument("--scanned", action="store_true")
    parser.add_argument("names", nargs="*", help="styles or shapes, all without")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    scores: dict[str, list[float]] = {}
    right = wanted_grids = 0
    with tempfile.TemporaryDirectory() as folder, _drawing(asked.set) as drawn:
        for name in asked.names or {**SETS, **PRINTS}[asked.set]:
            for seed in range(int(first), int(last or first) + 1):
                path, contents = drawn(name, seed, Path(folder) / "table.pdf")
                if asked.scanned:
                    path = scan(path, Path(folder) / "scan.pdf", Random(f"scan {name}{seed}"))
                wanted = [truth(content) for content in contents]
                got = [(found.header, found.rows) for found in read(path, name=name).tables]
                score = lenient_f1 if asked.scanned else _strict_f1
                scores.setdefault(name, []).append(score(wanted, got))
                good, every_grid = right_grids(wanted, got)
                right, wanted_grids = right + good, wanted_grids + every_grid
                if asked.names:
                    _print_difference(wanted, got)
    for name, found in sorted(scores.items(), key=lambda item: min(item[1])):
        print(f"{name:28}", *(f"{score:.3f}" for score in found))
    every = [score for found in scores.values() for score in found]
    print(f"mean {fmean(every):.4f}; {sum(score < GOAL for score in every)} of {len(every)} below {GOAL}")
    print(f"right grids: {right} of {wanted_grids}")


def _strict_f1(wanted: Sequence[Found], got: Sequence[Found]) -> float:
    return f1(pairs(wanted), pairs(got))


def _print_difference(wanted: Sequence[Found], got: Sequence[Found]) -> None:
    sizes = [[(len(rows), len(header)) for header, rows in found] for found in (wanted, got)]
    left, right = pairs(wanted), pairs(got)
    print(
        "rows and columns",
        *sizes,
        "\nmissing",
        list((left - right).items()),
        "\nextra",
        list((right - left).items()),
    )


@contextmanager
def _drawing(name: str) -> Iterator[Drawn]:
    """What makes a document of a set from a name and a seed."""
    if name in SETS:

        def by_reportlab(name_: str, seed: int, path: Path) -> tuple[Path, list[Content]]:
            paper = SETS[name][name_](Random(f"{name_}{seed}"))
            return draw(path, paper), paper.contents

        yield by_reportlab
        return
    chromium = chromium_path()
    if chromium is None:
        raise SystemExit("needs Chromium")
    with printer(chromium) as page:

        def by_browser(name_: str, seed: int, path: Path) -> tuple[Path, list[Content]]:
            sheet = PRINTS[name][name_](Random(f"{name_}{seed}"))
            return print_to(path, sheet, page), sheet.contents

        yield by_browser


if __name__ == "__main__":
    main()
