"""Scores the pipeline against a folder of marked texts: `python -m nlp.score FOLDER [--errors]`.

For each NAME.json with marks, NAME.txt is read and extracted. An answer matches a mark when their spans
overlap and a date's value, a claim's kind and value, or a regulation's type, number and year are equal; each
mark matches one answer at most. Source of the definitions: extraction contract, "Scoring".
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nlp.calibration import curve, curve_lines
from nlp.extraction import extract
from nlp.marks import ClaimMark, Extraction

Mark = dict[str, Any]
_LISTS = ("dates", "claims", "regulations")
_EXTRAS = {"dates": ("role",), "claims": ("role", "indicator", "period"), "regulations": ()}


@dataclass(slots=True)
class Tally:
    """Numbers of marks, answers and matches."""

    marks: int = 0
    answers: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there is nothing to find and nothing was found."""
        both = self.marks + self.answers
        return 2 * self.right / both if both else 1.0


@dataclass(slots=True)
class Report:
    """Tallies by list ("claims strict" asks for the role too), shares of right extras, and lines on
    errors.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, list[int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    stated: list[tuple[float, bool]] = field(
        default_factory=list
    )  # confidence of each claim, and was it right

    def lines(self) -> list[str]:
        """The report as text."""
        out = [
            f"{name:<16} marks {t.marks:>5}  answers {t.answers:>5}  right {t.right:>5}  F1 {t.f1:.3f}"
            for name, t in self.tallies.items()
        ]
        out += [
            f"  {name:<18} {right} of {n}  {right / n:.3f}" for name, (right, n) in self.shares.items() if n
        ]
        return out + (curve_lines(curve(self.stated)) if self.stated else [])


def same(kind: str, mark: Mark, answer: Mark) -> bool:
    """True when two marks of one list mean the same thing, wherever they stand."""
    if kind == "dates":
        return bool(mark["value"] == answer["value"])
    if kind == "regulations":
        number = [str(m["number"]).strip().lstrip("0").casefold() for m in (mark, answer)]
        return number[0] == number[1] and (mark["type"], mark["year"]) == (answer["type"], answer["year"])
    if mark["kind"] != answer["kind"]:
        return False
    if mark["kind"] == "grade":
        return _plain_grade(mark["value"]) == _plain_grade(answer["value"])
    return abs(float(mark["value"]) - float(answer["value"])) <= 1e-6 * max(1.0, abs(float(mark["value"])))


def _plain_grade(value: object) -> str:
    return " ".join(str(value).strip(" \"'“”‘’.,;:()").casefold().split())


def pair(
    marks: Sequence[Mark], answers: Sequence[Mark], fits: Callable[[Mark, Mark], bool], extras: Sequence[str]
) -> list[tuple[int, int]]:
    """As many pairs (mark, answer) as there can be, those that agree in `extras` and overlap more tried
    first.
    """
    edges: list[list[int]] = []
    for mark in marks:
        options = []
        for n, answer in enumerate(answers):
            overlap = min(mark["end"], answer["end"]) - max(mark["start"], answer["start"])
            if overlap > 0 and fits(mark, answer):
                agree = sum(mark.get(name) == answer.get(name) for name in extras)
                options.append((-agree, -overlap, n))
        edges.append([n for _, _, n in sorted(options)])
    of_answer: dict[int, int] = {}
    for m in range(len(marks)):
        _augment(m, edges, of_answer, set())
    return sorted((m, n) for n, m in of_answer.items())


def _augment(m: int, edges: list[list[int]], of_answer: dict[int, int], seen: set[int]) -> bool:
    for n in edges[m]:
        if n in seen:
            continue
        seen.add(n)
        if n not in of_answer or _augment(of_answer[n], edges, of_answer, seen):
            of_answer[n] = m
            return True
    return False


def read_marked(folder: Path) -> Iterator[tuple[str, Mark, Extraction]]:
    """Name, marks and answer of each marked text of a folder."""
    for path in sorted(folder.glob("*.json")):
        marked = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        yield path.stem, marked, extract(text, published=day_of(marked.get("published")))


def day_of(given: str | None) -> date | None:
    """The day of publication that is given; None for none, or for a month or year alone."""
    return date.fromisoformat(given) if given and len(given) == len("2031-01-01") else None


def judged_claims(folder: Path) -> Iterator[tuple[str, ClaimMark, bool]]:
    """Each claim found in a folder's texts: the text's name, the claim, and whether it was marked."""
    for name, marked, found in read_marked(folder):
        marks = marked.get("claims") or []
        pairs = pair(marks, found.to_json()["claims"], lambda m, a: same("claims", m, a), ())
        right = {n for _, n in pairs}
        for n, mark in enumerate(found.claims):
            yield name, mark, n in right


def score_folder(folder: Path) -> Report:
    """Extract every marked text of a folder and compare."""
    report = Report(tallies={name: Tally() for name in ("dates", "claims", "claims strict", "regulations")})
    for name, marked, found in read_marked(folder):
        answer = found.to_json()
        for kind in _LISTS:
            _compare(report, name, kind, marked.get(kind) or [], answer[kind])
    return report


def _compare(report: Report, name: str, kind: str, marks: list[Mark], answers: list[Mark]) -> None:
    pairs = pair(marks, answers, lambda m, a: same(kind, m, a), _EXTRAS[kind])
    _add(report.tallies[kind], marks, answers, pairs)
    if kind == "claims":
        found = {n for _, n in pairs}
        report.stated += [(answer["confidence"], n in found) for n, answer in enumerate(answers)]
    if kind == "claims":
        strict = pair(
            marks, answers, lambda m, a: same(kind, m, a) and m["role"] == a["role"], ("indicator", "period")
        )
        _add(report.tallies["claims strict"], marks, answers, strict)
    for m, n in pairs:
        for extra in _EXTRAS[kind]:
            right = marks[m].get(extra) == answers[n].get(extra)
            share = report.shares.setdefault(f"{kind} {extra}", [0, 0])
            share[0] += right
            share[1] += 1
            if not right:
                report.errors.append(
                    f"{name}: {extra} {marks[m].get(extra)}, got {answers[n].get(extra)}: {_quote(marks[m])}"
                )
    if kind == "dates":
        _deadlines(report, marks, answers, dict(pairs))
    report.errors += [
        f"{name}: missed {_quote(m)}" for n, m in enumerate(marks) if n not in {a for a, _ in pairs}
    ]
    report.errors += [
        f"{name}: not there {_quote(a)}" for n, a in enumerate(answers) if n not in {b for _, b in pairs}
    ]


def _add(tally: Tally, marks: list[Mark], answers: list[Mark], pairs: list[tuple[int, int]]) -> None:
    tally.marks += len(marks)
    tally.answers += len(answers)
    tally.right += len(pairs)


def _deadlines(report: Report, marks: list[Mark], answers: list[Mark], pairs: dict[int, int]) -> None:
    for n, mark in enumerate(marks):
        if mark["role"] == "deadline":
            share = report.shares.setdefault("deadlines found", [0, 0])
            share[0] += n in pairs and answers[pairs[n]]["role"] == "deadline"
            share[1] += 1


def _quote(mark: Mark) -> str:
    value = mark.get("value", mark.get("number"))
    return f"{mark.get('kind', mark.get('type', 'date'))} {value} “{' '.join(mark['text'].split())}”"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the report of a folder."""
    parser = argparse.ArgumentParser(
        prog="python -m nlp.score", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every mark that was missed or wrong")
    given = parser.parse_args(arguments)
    report = score_folder(given.folder)
    print("\n".join([*report.lines(), *(report.errors if given.errors else [])]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
