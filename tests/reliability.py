"""The figures of docs/reliability.md, measured and written anew: `python -m tests.reliability [PART …]`.

Parts: rights, inputs, load, kills (all without any). Each writes its table between its markers and leaves the
rest of the page alone. `kills` takes an hour or more on two cores; `python -m tests.chaos --outcome FILE` is
one run of it, which `kills --outcomes FILE …` writes down.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from ingest import sandbox
from tests.chaos.run import KEPT, NEVER, Outcome, Plan, Run, told
from tests.fuzz.__main__ import read
from tests.fuzz.breaking import broken
from tests.fuzz.damaged import DAMAGED
from tests.fuzz.sound import SOUND
from tests.tracker.web.walking import counted

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
Row = Sequence[object]
MOST_OF_LOAD = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=["rights", "inputs", "load", "kills", []],
        help="what to measure; all without any",
    )
    parser.add_argument("--fuzz", type=int, default=15, help="broken files of each kind")
    parser.add_argument("--uploads", type=int, default=1000)
    parser.add_argument("--writes", type=int, default=1000)
    parser.add_argument("--kill-every", type=float, default=8.0, help="seconds, on average")
    parser.add_argument(
        "--outcomes", type=Path, nargs="*", default=[], help="of `tests.chaos`, which `kills` then takes"
    )
    asked = parser.parse_args()
    for part in asked.parts or PARTS:
        table = PARTS[part](asked)
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), part, table), encoding="utf-8")
        print(table, flush=True)
    return 0


def written(page: str, part: str, table: str) -> str:
    """The page with another table between a part's markers. Raises ValueError where it has none."""
    begin, end = f"<!-- {part} -->\n", f"<!-- /{part} -->"
    if begin not in page or end not in page:
        raise ValueError(f"docs/reliability.md has no markers for {part}")
    before, _begin, rest = page.partition(begin)
    _old, _end, after = rest.partition(end)
    return f"{before}{begin}{table}\n{end}{after}"


def table_of(head: Row, rows: Iterable[Row]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def measured_at() -> str:
    """When, and on what: the load of a machine says how much to make of a time."""
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {os.cpu_count()} cores, load of the machine {os.getloadavg()[0]:.1f}"


# The parts


def rights(_asked: argparse.Namespace) -> str:
    """Routes × kinds of people, and fields × foreign ids, as the tests walk them."""
    walk = counted()
    return table_of(
        [
            "routes and methods",
            "of them public",
            "kinds of people and browsers",
            "requests",
            "fields with an id",
            "with foreign ids",
        ],
        [[walk.routes, walk.public, walk.kinds, walk.requests, walk.id_fields, walk.foreign_requests]],
    )


def inputs(asked: argparse.Namespace) -> str:
    """Broken files read in the child."""
    outcomes: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "berkas")
        for kind, make in SOUND.items():
            sound = make(Path(folder))
            outcomes[f"broken {kind}"] = Counter()
            for number in range(asked.fuzz):
                path.write_bytes(broken(sound, Random(f"1 {kind} {number}")))
                outcomes[f"broken {kind}"][asyncio.run(read(path))] += 1
        on_purpose = outcomes.setdefault("PDFs damaged on purpose", Counter())
        for make, _expected in DAMAGED.values():
            path.write_bytes(make())
            on_purpose[asyncio.run(read(path))] += 1
    sandbox.shut_down()
    rows = [_outcome_row(what, counts) for what, counts in outcomes.items()]
    head = ["what", "tried", "read", "clear error", "fell (crashed, stalled or swelled)"]
    return f"{table_of(head, rows)}\n\nMeasured {measured_at()}."


def _outcome_row(what: str, counts: Counter[str]) -> Row:
    documents = sum(times for name, times in counts.items() if name.startswith("document"))
    fallen = sum(times for name, times in counts.items() if name.startswith("!"))
    return [what, counts.total(), documents, counts.total() - documents - fallen, fallen]


def load(asked: argparse.Namespace) -> str:
    """The same load as `kills`, with nothing killed."""
    rows = []
    for clients in (1, 6):
        many = min(asked.uploads, MOST_OF_LOAD), min(asked.writes, MOST_OF_LOAD)
        outcome = _run(Plan(*many, seed=1, clients=clients, kill_every=NEVER))
        seconds = sorted(outcome.seconds)
        rows.append(
            [
                clients,
                f"{outcome.uploads} uploads, {outcome.writes} writes",
                f"{(outcome.uploads + outcome.writes) / outcome.load_seconds:.1f}",
                f"{statistics.median(seconds) * 1000:.0f}",
                f"{seconds[int(len(seconds) * 0.95)] * 1000:.0f}",
                f"{outcome.drain_seconds:.0f}",
            ]
        )
    head = ["clients", "acknowledged", "per second", "median ms", "95 % within ms", "read after the last, s"]
    return f"{table_of(head, rows)}\n\nMeasured {measured_at()}; readers work at the same time."


def kills(asked: argparse.Namespace) -> str:
    """Both brokers, run now, or the runs whose outcomes were kept."""
    if asked.outcomes:
        return kills_table(KEPT.validate_json(path.read_bytes()) for path in asked.outcomes)
    outcomes = [
        _run(
            Plan(
                uploads=asked.uploads,
                writes=asked.writes,
                seed=1,
                kill_every=asked.kill_every,
                with_redis=with_redis,
            )
        )
        for with_redis in (False, True)
    ]
    return kills_table(outcomes)


def kills_table(outcomes: Iterable[Outcome]) -> str:
    """What runs came to."""
    rows = []
    for outcome in outcomes:
        killed = ", ".join(f"{role} {times}" for role, times in outcome.killed.most_common())
        rows.append(
            [
                "Redis" if outcome.plan.with_redis else "embedded",
                f"{outcome.uploads} + {outcome.writes}",
                outcome.unanswered,
                f"{outcome.killed.total()} ({killed})",
                len(outcome.wrong),
                f"{outcome.load_seconds / 60:.0f} min, load of the machine {outcome.machine_load:.0f}",
            ]
        )
    return table_of(
        [
            "broker",
            "uploads + writes acknowledged",
            "not answered, sent again",
            "killed",
            "lost, doubled or untrue",
            "in",
        ],
        rows,
    )


def _run(plan: Plan) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="renaksi-reliability-") as folder:
        outcome = Run(plan, Path(folder), say=lambda line: print(line, flush=True)).go()
    print("\n".join(told(outcome)), flush=True)
    return outcome


PARTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "rights": rights,
    "inputs": inputs,
    "load": load,
    "kills": kills,
}

if __name__ == "__main__":
    sys.exit(main())
