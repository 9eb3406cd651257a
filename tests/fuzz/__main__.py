"""The long form: `python -m tests.fuzz [--seed N] [--count N] [--keep FOLDER] [KIND …]`.

Each file is read, and its first page drawn, in the reading child. A Document or a clear error is right; what
crashed, stalled or swelled is listed and kept.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from ingest import sandbox
from ingest.errors import DocumentError, OutOfMemory, ReaderCrashed, TimedOut
from ingest.limits import Limits
from tests.fuzz.breaking import broken
from tests.fuzz.sound import SOUND

LIMITS = Limits(pages=50, pixels=4_000_000, seconds=30, memory_mb=700)
FALLS = (OutOfMemory, ReaderCrashed, TimedOut)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100, help="of each kind")
    parser.add_argument("--keep", type=Path, help="where what falls is kept")
    parser.add_argument("kinds", nargs="*")
    asked = parser.parse_args()
    fallen = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berkas"
        for kind in asked.kinds or SOUND:
            sound = SOUND[kind](Path(folder))
            outcomes: Counter[str] = Counter()
            for number in range(asked.count):
                path.write_bytes(broken(sound, random.Random(f"{asked.seed} {kind} {number}")))
                outcome = await read(path)
                outcomes[outcome] += 1
                if outcome.startswith("!"):
                    fallen += 1
                    print(f"{kind} {number}: {outcome}", flush=True)
                    if asked.keep:
                        asked.keep.mkdir(parents=True, exist_ok=True)
                        (asked.keep / f"{kind} {number}").write_bytes(path.read_bytes())
            print(f"{kind:10}", dict(outcomes.most_common()), flush=True)
    sandbox.shut_down()
    return min(fallen, 1)


async def read(path: Path) -> str:
    """What became of the file: "document", the code of an error, with "!" before what should not happen."""
    try:
        result = await sandbox.read_in_child(path, name="rusak", limits=LIMITS)
        await sandbox.page_picture_in_child(path, 1, width_px=200, limits=LIMITS)
    except FALLS as error:
        return f"!{error.code}"
    except DocumentError as error:
        return error.code
    return "document, with remarks" if result.document.warnings else "document"


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
