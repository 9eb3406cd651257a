"""The long form: `python -m tests.chaos --uploads 1000 --writes 1000 --seed 1 [--redis]`.

It stops by itself; everything listens on loopback and writes into a folder that goes with it (`--keep`: not).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos.run import KEPT, Plan, Run, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uploads", type=int, default=1000)
    parser.add_argument("--writes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--kill-every", type=float, default=4.0, help="seconds, on average")
    parser.add_argument("--minutes", type=float, default=60.0, help="the longest that the load may take")
    parser.add_argument("--redis", action="store_true", help="with Redis as the broker, killed as well")
    parser.add_argument("--keep", type=Path, help="a folder where data and log are left")
    parser.add_argument("--outcome", type=Path, help="a file for the outcome, for `tests.reliability kills`")
    asked = parser.parse_args()
    plan = Plan(
        asked.uploads,
        asked.writes,
        asked.seed,
        asked.clients,
        asked.kill_every,
        asked.minutes * 60,
        asked.redis,
    )
    with tempfile.TemporaryDirectory(prefix="renaksi-chaos-") as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        outcome = Run(plan, folder, say=lambda line: print(line, flush=True)).go()
    print("\n".join(told(outcome)), flush=True)
    if asked.outcome is not None:
        asked.outcome.write_bytes(KEPT.dump_json(outcome))
    return 1 if outcome.wrong or outcome.unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
