"""The chain of the audit trail holds, and breaks visibly."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.audit.rules import SEALED, Chain, seal


def chain(length: int) -> list[dict[str, Any]]:
    """Events that hold together."""
    events: list[dict[str, Any]] = []
    previous = ""
    for number in range(1, length + 1):
        event: dict[str, Any] = dict.fromkeys(SEALED) | {"number": number, "data": {"value": str(number)}}
        event |= {"previous": previous, "hash": seal(event, previous)}
        previous = event["hash"]
        events.append(event)
    return events


def first_break(events: list[dict[str, Any]]) -> int | None:
    """The number of the first event that does not fit, or None."""
    followed = Chain()
    return next((followed.number + 1 for event in events if not followed.fits(event)), None)


def test_an_untouched_chain_holds() -> None:
    assert first_break(chain(5)) is None
    assert first_break([]) is None


@given(st.integers(0, 7), st.sampled_from(["actor_name", "reason", "action", "at"]))
def test_a_changed_event_is_found(index: int, field: str) -> None:
    events = chain(8)
    events[index][field] = "lain"
    assert first_break(events) == index + 1


@given(st.integers(0, 6))
def test_a_missing_event_is_found(index: int) -> None:
    events = chain(8)
    del events[index]
    assert first_break(events) == index + 1


@pytest.mark.parametrize("field", SEALED)
def test_every_field_is_sealed(field: str) -> None:
    event = chain(1)[0]
    assert seal(event | {field: "lain"}, "") != event["hash"]
