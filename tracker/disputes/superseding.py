"""Claims that a decision on a contradiction has superseded: what holds instead, by whom, when, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.database import Session
from tracker.disputes.models import Dispute, DisputeState
from tracker.web.formats import number

FINDING = "finding:"
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Superseded:
    """A decision by which another value holds than a claim's."""

    dispute_id: str
    label: str  # of the matter
    value: str  # that holds, in words
    by_name: str
    at: datetime
    why: str


async def superseded_by(
    instansi: str, finding_ids: Iterable[Any], session: Session | None = None
) -> dict[str, Superseded]:
    """The decision in force that supersedes each of these findings, by the finding's id."""
    keys = sorted({f"{FINDING}{one}" for one in finding_ids})
    if not keys:
        return {}
    where = {"instansi": instansi, "ruling.superseded": {"$in": keys}}
    fields = {"label": 1, "state": 1, "ruling": 1, "statements": 1}
    rows = await Dispute.get_pymongo_collection().find(where, fields, session=session).to_list()
    return {
        key.removeprefix(FINDING): _decision(row)
        for row in sorted(rows, key=lambda row: row["ruling"]["at"])
        if row["state"] == DisputeState.SETTLED
        for key in row["ruling"]["superseded"]
        if key in keys
    }


def findings_in(*rulings: Raw | None) -> list[str]:
    """The ids of the findings that these raw rulings supersede; None: there is no ruling."""
    keys = {key for ruling in rulings if ruling for key in ruling["superseded"]}
    return sorted(key.removeprefix(FINDING) for key in keys if key.startswith(FINDING))


def _decision(dispute: Raw) -> Superseded:
    ruling = dispute["ruling"]
    return Superseded(
        dispute_id=dispute["_id"],
        label=dispute["label"],
        value=_value(dispute["statements"], ruling["stands"]),
        by_name=ruling["by_name"],
        at=ruling["at"],
        why=ruling["why"],
    )


def _value(statements: Sequence[Raw], key: str | None) -> str:
    said = next((one for one in statements if one["key"] == key), None)
    if said is None:
        return ""
    shown = said.get("grade") or number(said.get("value"))
    return f"{shown} %" if said["kind"] == "percent" and not said.get("grade") else shown
