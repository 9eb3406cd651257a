"""Reads all hard tables and prints their F1: `python -m tests.tables [--set taught] [--seeds 1-8] [NAME …]`.

The sets: `styles` as a browser prints them, `taught` and `held` as ReportLab draws them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import fmean

from ingest.read import read
from tests.conftest import chromium_path
from tests.tables.contents import Content, f1, pairs, truth
from tests.tables.pages import print_to, printer
from tests.tables.papers import draw
from tests.tables.shapes import HELD, TAUGHT, Shape
from tests.tables.styles import STYLES

SETS: dict[str, dict[str, Shape]] = {"taught": TAUGHT, "held": HELD}
GOAL = 0.95


Drawn = Callable[[str, int, Path], tuple[Path, list[Content]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="styles", choices=["styles", *SETS])
    parser.add_argument("--seeds", default="1-3")
    parser.add_argument("names", nargs="*", help="styles or shapes, all without")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    scores: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, _drawing(asked.set) as drawn:
        for name in asked.names or SETS.get(asked.set, STYLES):
            for seed in range(int(first), int(last or first) + 1):
                path, contents = drawn(name, seed, Path(folder) / "table.pdf")
                wanted = pairs(truth(content) for content in contents)
                got = pairs((found.header, found.rows) for found in read(path, name=name).tables)
                scores.setdefault(name, []).append(f1(wanted, got))
                if asked.names:
                    print("missing", list((wanted - got).items()), "\nextra", list((got - wanted).items()))
    for name, found in sorted(scores.items(), key=lambda item: min(item[1])):
        print(f"{name:28}", *(f"{score:.3f}" for score in found))
    every = [score for found in scores.values() for score in found]
    print(f"mean {fmean(every):.4f}; {sum(score < GOAL for score in every)} of {len(every)} below {GOAL}")


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
            sheet = STYLES[name_](Random(f"{name_}{seed}"))
            return print_to(path, sheet, page), sheet.contents

        yield by_browser


if __name__ == "__main__":
    main()
