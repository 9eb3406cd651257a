"""The counts of the recaps, as tables."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tracker.reports.recap import Counts, counts_of, recap

EARLY, LATE = datetime(2023, 9, 1, tzinfo=UTC), datetime(2023, 10, 1, tzinfo=UTC)


def report(state: str, *decisions: str, unit: str | None = "98:bkd", at: datetime = EARLY) -> dict[str, Any]:
    """A raw report that was handed in once for each decision, and once more unless its state is the last."""
    submissions: list[dict[str, Any]] = [
        {"at": at, "decision": {"state": each, "at": at}} for each in decisions
    ]
    if state == "submitted":
        submissions.append({"at": at, "decision": None})
    return {"unit": unit, "state": state, "submissions": submissions}


@pytest.mark.parametrize(
    ("raw", "counts"),
    [
        pytest.param(report("draft"), Counts(), id="a draft is nothing yet"),
        pytest.param(report("submitted"), Counts(submitted=1, waiting=1), id="it waits"),
        pytest.param(report("verified", "verified"), Counts(submitted=1, verified=1), id="accepted at once"),
        pytest.param(
            report("returned", "returned"),
            Counts(submitted=1, returned=1, unmended=1, oldest=EARLY),
            id="it lies with the unit",
        ),
        pytest.param(
            report("submitted", "returned"),
            Counts(submitted=1, waiting=1, returned=1, mended=1),
            id="mended and waiting",
        ),
        pytest.param(
            report("submitted", "returned", "returned"),
            Counts(submitted=1, waiting=1, returned=1, mended=1),
            id="twice returned counts once",
        ),
        pytest.param(
            report("verified", "returned", "verified"),
            Counts(submitted=1, verified=1, returned=1, accepted=1),
            id="the correction was accepted",
        ),
        pytest.param(
            report("reopened", "verified"),
            Counts(submitted=1, unmended=1, oldest=EARLY),
            id="reopened lies with the unit, though it was never returned",
        ),
        pytest.param(
            report("draft", "returned"),
            Counts(submitted=1, returned=1, unmended=1, oldest=EARLY),
            id="withdrawn after it came back",
        ),
    ],
)
def test_a_report_counts_by_what_it_is_and_was(raw: dict[str, Any], counts: Counts) -> None:
    assert counts_of(raw) == counts


def test_units_stand_by_name_and_those_without_anything_are_left_out() -> None:
    reports = [
        report("returned", "returned", unit="98:kominfo", at=LATE),
        report("submitted", unit="98:bkd"),
        report("draft", unit="98:setda"),
        report("verified", "verified", unit=None),
    ]
    rows, total = recap(reports, {"98:kominfo": "Kominfo", "98:bkd": "BKD", None: "Belum ditetapkan"})
    assert [row.name for row in rows] == ["BKD", "Kominfo", "Belum ditetapkan"]
    assert total == Counts(submitted=3, verified=1, waiting=1, returned=1, unmended=1, oldest=LATE)
