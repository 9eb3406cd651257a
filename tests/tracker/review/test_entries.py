"""The queue's lines: kept and read back, ordered, narrowed and counted."""

from dataclasses import replace

import pytest

from tracker.progress.rules import State
from tracker.review.entries import (
    Entry,
    Filter,
    Level,
    Order,
    counted,
    from_line,
    narrowed,
    place_in,
    shard_of,
    to_line,
)
from tracker.review.models import SHARDS

GRAVE = ("claim_differs", "late")
WELL = ("claim_equals", "on_target")


def entry(identifier: str, codes: tuple[str, ...] = WELL, **fields: object) -> Entry:
    """A waiting report."""
    plain = Entry(identifier, "98:kominfo", 3, 2023, "submitted", 2, codes, 0, 100.0)
    return from_line(identifier, to_line(plain._replace(**fields)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(entry("a:3"), id="plain"),
        pytest.param(entry("a:3", ()), id="without tests"),
        pytest.param(entry("a:3", GRAVE, held="Sri Rahayu", pm="11-0", apip="1111"), id="everything"),
        pytest.param(entry("a:3", unit="", at=1696471200.123), id="without unit, to the millisecond"),
    ],
)
def test_a_line_is_read_back_as_it_was(kept: Entry) -> None:
    assert from_line(kept.id, to_line(kept)) == kept


@pytest.mark.parametrize(
    ("codes", "level", "passes"),
    [
        (WELL, Level.LOW, True),
        (("claim_equals", "below_target"), Level.LOW, True),
        (("claim_equals", "late"), Level.LOW, False),
        (("claim_equals", "unexplained"), Level.MEDIUM, False),
        (("no_evidence",), Level.HIGH, False),
        ((), Level.LOW, False),
    ],
)
def test_the_level_and_whether_all_is_passed(codes: tuple[str, ...], level: Level, passes: bool) -> None:
    assert (entry("a:3", codes).level, entry("a:3", codes).passes) == (level, passes)


def test_what_somebody_was_unsure_of_has_not_passed() -> None:
    assert not entry("a:3", held="Sri").passes


QUEUE = [
    entry("new", at=300.0),
    entry("old", at=100.0),
    entry("grave", GRAVE, at=200.0),
    entry("doubt", GRAVE, at=50.0, held="Sri"),
    entry("other unit", at=90.0, unit="98:bkd", triwulan=2),
    entry("verified", state="verified", decided=400.0, at=10.0),
    entry("verified later", state="verified", decided=500.0, at=10.0),
]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        pytest.param(Filter(), ["grave", "other unit", "old", "new", "doubt"], id="risk, then age"),
        pytest.param(Filter(order=Order.AGE), ["other unit", "old", "grave", "new", "doubt"], id="age alone"),
        pytest.param(Filter(unit="98:bkd"), ["other unit"], id="a unit"),
        pytest.param(Filter(triwulan=2), ["other unit"], id="a triwulan"),
        pytest.param(Filter(test="late"), ["grave", "doubt"], id="a test"),
        pytest.param(Filter(level=Level.HIGH), ["grave", "doubt"], id="a level"),
        pytest.param(Filter(passing=True), ["other unit", "old", "new"], id="what passes"),
        pytest.param(Filter(held=True), ["doubt"], id="what somebody was unsure of"),
        pytest.param(
            Filter(state=State.VERIFIED), ["verified later", "verified"], id="newest decision first"
        ),
    ],
)
def test_the_order_of_work(wanted: Filter, ids: list[str]) -> None:
    assert [one.id for one in narrowed(QUEUE, wanted)] == ids


def test_the_counts_beside_the_filters() -> None:
    counts = counted(QUEUE, Filter(unit="98:bkd"))
    assert (counts.states["submitted"], counts.states["verified"]) == (1, 0)
    assert (counts.levels["tinggi"], counts.levels["rendah"]) == (2, 3)
    assert (counts.tests["late"], counts.passing, counts.held) == (2, 3, 1)
    assert counts.units == {"98:kominfo": 4, "98:bkd": 1}


def test_a_place_has_neighbours_and_a_number() -> None:
    place = place_in(["a", "b", "c"], "b")
    assert (place.previous_id, place.next_id, place.number, place.total) == ("a", "c", 2, 3)
    assert replace(place_in(["a"], "a"), total=0, number=0) == replace(place_in([], "a"), total=0)
    assert place_in(["a"], "gone").next_id is None


def test_reports_are_spread_over_the_shards_for_ever() -> None:
    used = {shard_of(f"652f{number:020x}:3") for number in range(2_000)}
    assert used == set(range(SHARDS))
    assert shard_of("652f00000000000000000000:3") == shard_of("652f00000000000000000000:3")
