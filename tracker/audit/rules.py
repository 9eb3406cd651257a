"""The chain of the audit trail: how an event is sealed, and how a chain is checked."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

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
"""The fields that the hash covers, besides the hash of the event before."""


def seal(event: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over the event's fields as canonical JSON, behind the hash of the event before.

    `event` holds the fields of `SEALED` as JSON values; `at` is ISO 8601 in UTC, to the millisecond.
    """
    content = json.dumps(
        {key: event[key] for key in SEALED}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def first_break(events: Iterable[Mapping[str, Any]]) -> int | None:
    """The number of the first event that does not fit its chain, or None where the whole chain holds.

    Events come in the order of their numbers, from 1.
    """
    previous = ""
    for expected, event in enumerate(events, start=1):
        fits = (
            event["number"] == expected
            and event["previous"] == previous
            and event["hash"] == seal(event, previous)
        )
        if not fits:
            return expected
        previous = event["hash"]
    return None
