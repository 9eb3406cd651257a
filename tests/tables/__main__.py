"""Reads all hard tables and prints their F1: `python -m tests.tables [--seeds 1-8] [NAME …]`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from random import Random
from statistics import fmean

from ingest.read import read
from tests.conftest import chromium_path
from tests.tables.contents import f1, pairs, truth
from tests.tables.pages import print_to, printer
from tests.tables.styles import STYLES

GOAL = 0.95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1-3")
    parser.add_argument("names", nargs="*", help="styles, all without")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    chromium = chromium_path()
    if chromium is None:
        raise SystemExit("needs Chromium")
    scores: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, printer(chromium) as page:
        for name in asked.names or STYLES:
            for seed in range(int(first), int(last or first) + 1):
                sheet = STYLES[name](Random(f"{name}{seed}"))
                path = print_to(Path(folder) / "table.pdf", sheet, page)
                wanted = pairs(truth(content) for content in sheet.contents)
                got = pairs((found.header, found.rows) for found in read(path, name=name).tables)
                scores.setdefault(name, []).append(f1(wanted, got))
                if asked.names:
                    print("missing", list((wanted - got).items()), "\nextra", list((got - wanted).items()))
    for name, found in sorted(scores.items(), key=lambda item: min(item[1])):
        print(f"{name:28}", *(f"{score:.3f}" for score in found))
    every = [score for found in scores.values() for score in found]
    print(f"mean {fmean(every):.4f}; {sum(score < GOAL for score in every)} of {len(every)} below {GOAL}")


if __name__ == "__main__":
    main()
