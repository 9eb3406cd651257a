"""The chain of the audit trail: how an event is sealed, and how a chain is checked."""

import hashlib
import json
from collections.abc import Mapping
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


class Chain:
    """Follows a trail event by event, from number 1 on: `fits` for each, in order, until it does not."""

    def __init__(self) -> None:
        self.number = 0
        self.hash = ""

    def fits(self, event: Mapping[str, Any]) -> bool:
        """Whether the event is the next of the chain, sealed as it should be."""
        expected = self.number + 1
        if (
            event["number"] != expected
            or event["previous"] != self.hash
            or event["hash"] != seal(event, self.hash)
        ):
            return False
        self.number, self.hash = expected, event["hash"]
        return True
