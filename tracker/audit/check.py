"""Check an exported audit trail of Renaksi. Needs nothing but Python 3.8 or newer:

    python check.py jejak-audit.jsonl

Every line of the export after the first is an event. Each holds the hash of the event before it ("previous")
and its own ("hash"): the SHA-256, in hexadecimal, of

    previous + "\\n" + JSON of the sealed fields

with the fields sorted by name, no spaces, and characters beyond ASCII as they are, in UTF-8. The first event
of an institution has the empty string before it. So whoever changes, removes or adds an event must make all
later hashes anew, and the last one then differs from the one that was noted elsewhere: in a frozen manifest,
in a backup's manifest, on a printed page.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple  # noqa: UP035 - Python 3.8 knows no dict[...]

SEALED = (
    "instansi",
    "number",
    "at",
    "actor_id",
    "actor_name",
    "role",
    "action",
    "subject",
    "unit",
    "data",
    "reason",
)


def seal(event: Dict[str, Any], previous: str) -> str:  # noqa: UP006
    """The hash that an event must bear, given the one before it."""
    content = json.dumps(
        {name: event[name] for name in SEALED}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def check(lines: Iterator[str]) -> Iterator[str]:
    """Yield what is wrong with an export, a sentence each; nothing where it holds."""
    header = json.loads(next(lines))
    ends: Dict[str, Tuple[int, str]] = {}  # noqa: UP006
    for line in lines:
        event = json.loads(line)
        instansi = event["instansi"]
        number, previous = ends.get(instansi, (0, ""))
        if event["number"] != number + 1:
            yield f"{instansi}: event {number + 1} is missing, {event['number']} follows"
            return
        if event["previous"] != previous or event["hash"] != seal(event, previous):
            yield f"{instansi}: event {event['number']} does not fit its seal"
            return
        ends[instansi] = (event["number"], event["hash"])
    for instansi, head in header["heads"].items():
        number, last = ends.get(instansi, (0, ""))
        if (number, last) != (head["number"], head["hash"]):
            yield f"{instansi}: the trail ends at event {number}, it should end at {head['number']}"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python check.py FILE")
    with Path(sys.argv[1]).open(encoding="utf-8") as export:
        header = json.loads(export.readline())
        export.seek(0)
        problems = list(check(iter(export)))
    for problem in problems:
        print("✗", problem)
    if not problems:
        for instansi, head in sorted(header["heads"].items()):
            print(f"✓ {instansi}: {head['number']} events, last hash {head['hash']}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
