"""Reads invented matrices as plans and says how much is right: `python -m tests.papers --wording held`.

Forms: `table` (as a reader without error gives it), pdf, word, workbook, page; `scan` is the pdf as a scanner
gives it; `sheet` is a workbook on the way that it goes by itself, which for most is that of the rehearsal.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from ingest.read import read
from tests.papers.drawn import FORMS, as_table, fill
from tests.papers.kinds import KINDS
from tests.papers.scoring import Score, score, score_sheet
from tests.papers.words import Words
from tests.tables.scans import scan

WORDINGS = ("printed", "taught", "held")


def one(kind: str, wording: str, seed: int, form: str, folder: Path) -> Score:
    """The score of one document."""
    random = Random(f"{kind}{wording}{seed}")
    made = KINDS[kind](Words(random, wording))  # type: ignore[arg-type]
    filled = fill(made, random)
    if form == "table":
        return score(made, filled.content, [as_table(filled)])
    if form == "sheet":
        data = FORMS["workbook"](filled, random, folder / "matriks").read_bytes()
        found = score_sheet(made, data)
        return found or one(kind, wording, seed, "workbook", folder)
    path = FORMS["pdf" if form == "scan" else form](filled, random, folder / "matriks")
    if form == "scan":
        path = scan(path, folder / "pindaian.pdf", random)
    return score(made, filled.content, read(path, name=path.name).tables)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wording", default="printed,taught,held")
    parser.add_argument("--form", default="table", help="or several, with commas between")
    parser.add_argument("--seeds", default="1-5")
    parser.add_argument("--all", action="store_true", help="say all that is wrong")
    parser.add_argument("kinds", nargs="*")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    with tempfile.TemporaryDirectory() as folder:
        for form in asked.form.split(","):
            for wording in asked.wording.split(","):
                found = {
                    kind: [one(kind, wording, seed, form, Path(folder)) for seed in seeds]
                    for kind in asked.kinds or KINDS
                }
                _print(f"{form}, {wording}", found, is_all=asked.all)


def _print(title: str, found: dict[str, list[Score]], *, is_all: bool) -> None:
    print(f"\n{title:20}   kind  columns   cells    kept")
    every: list[Score] = []
    for kind, scores in found.items():
        every += scores
        print(f"  {kind:20} {_line(scores)}")
        if is_all:
            for wrong, count in Counter(wrong for one in scores for wrong in one.wrong).most_common(25):
                print(f"      {count:3} {wrong}")
    print(f"  {'all':20} {_line(every)}")


def _line(scores: list[Score]) -> str:
    parts = []
    for name in ("kind", "columns", "cells", "kept"):
        right = sum(getattr(one, name)[0] for one in scores)
        whole = sum(getattr(one, name)[1] for one in scores)
        parts.append(f"{right / whole:7.3f}" if whole else "      –")
    return " ".join(parts)


if __name__ == "__main__":
    main()
