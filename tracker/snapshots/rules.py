"""Frozen facts: what of a cell is kept, how it is hashed, and what differs from it today. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

RECIPE = (
    "facts_sha256 = SHA-256 of the plan's cells as JSON: keys sorted, separators ',' and ':' without spaces, "
    "characters beyond ASCII unescaped, UTF-8. The manifest's own SHA-256 is made in the same way and stands "
    "in the audit trail, in the event deadline.frozen."
)
COMPARED = ("state", "value", "spent", "proven", "files")


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that is not as it was frozen; `late`: handed in only after the deadline."""

    unit: str | None
    renaksi_id: str
    indikator: str
    triwulan: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    late: bool


def facts_of(
    renaksi: Iterable[Mapping[str, Any]],
    reports: Iterable[Mapping[str, Any]],
    files: Mapping[Any, str],
) -> list[dict[str, Any]]:
    """The cells of a plan that hold anything, as JSON values, in the order of their ids.

    Raw documents of the plan's renaksi (without removed ones) and reports; `files` gives the SHA-256 of the
    newest file of an evidence.
    """
    labels = {
        output["id"]: (str(action["_id"]), output["indikator"], action.get("unit"))
        for action in renaksi
        for output in action["outputs"]
    }
    cells = [
        _cell(report, *labels[report["output_id"]], files)
        for report in reports
        if report["output_id"] in labels
    ]
    return sorted(cells, key=lambda cell: str(cell["id"]))


def _cell(
    report: Mapping[str, Any],
    renaksi_id: str,
    indikator: str,
    unit: str | None,
    files: Mapping[Any, str],
) -> dict[str, Any]:
    value, submitted = report.get("value"), report.get("submitted_at")
    linked = {files[link["evidence_id"]] for link in report.get("links", []) if link["evidence_id"] in files}
    return {
        "id": report["_id"],
        "renaksi": renaksi_id,
        "indikator": indikator,
        "unit": unit,
        "triwulan": report["triwulan"],
        "state": str(report["state"]),
        "value": None if value is None else format(value.normalize(), "f"),
        "spent": None if report.get("spent") is None else int(report["spent"]),
        "revision": int(report["revision"]),
        "proven": bool(report.get("proof", {}).get("proven")),
        "submitted_at": submitted.isoformat(timespec="milliseconds") if submitted else None,
        "files": sorted(linked),
    }


def canonical_sha256(content: Any) -> str:
    """SHA-256 of JSON values in their one canonical form."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed_cells(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    closes_for: Callable[[str | None], datetime],
) -> list[ChangedCell]:
    """The cells that differ between the frozen facts and others, in the order of their ids.

    `closes_for` gives the last instant for a unit, which may have been given longer.
    """
    old = {cell["id"]: cell for cell in before}
    new = {cell["id"]: cell for cell in after}
    return [
        _changed(old.get(cell_id), new.get(cell_id), closes_for)
        for cell_id in sorted(old.keys() | new.keys())
        if _compared(old.get(cell_id)) != _compared(new.get(cell_id))
    ]


def _compared(cell: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return None if cell is None else tuple(cell[name] for name in COMPARED)


def _changed(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    closes_for: Callable[[str | None], datetime],
) -> ChangedCell:
    cell = after or before
    assert cell is not None  # noqa: S101 - one of the two is there
    submitted = after["submitted_at"] if after else None
    return ChangedCell(
        cell["unit"],
        cell["renaksi"],
        cell["indikator"],
        cell["triwulan"],
        before,
        after,
        late=submitted is not None and datetime.fromisoformat(submitted) > closes_for(cell["unit"]),
    )
