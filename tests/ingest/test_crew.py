"""Processes that share the pages of a document."""

from __future__ import annotations

import os
import signal
import time

import pytest

from ingest.crew import Lost, each
from ingest.errors import TooLarge


def squared(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def test_results_come_in_order_whoever_is_quicker():
    assert list(each(squared, range(12), hands=3, seconds=30)) == [(n, n * n) for n in range(12)]


def killed_by_two(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def failing_at_two(number: int) -> int:
    return 6 // (number - 2)


def stalling_at_two(number: int) -> int:
    if number == 2:
        time.sleep(60)
    return number


@pytest.mark.parametrize("work", [killed_by_two, failing_at_two, stalling_at_two])
@pytest.mark.parametrize("hands", [1, 2])
def test_what_one_piece_breaks_is_that_piece_alone(work, hands):
    outcomes = list(each(work, range(5), hands=hands, seconds=0.5))
    assert [number for number, outcome in outcomes if isinstance(outcome, Lost)] == [2]
    assert len(outcomes) == 5


def test_large_results_come_whole():
    assert [len(result) for _, result in each(lambda n: bytes(n << 20), [1, 5], hands=2, seconds=30)] == [
        1 << 20,
        5 << 20,
    ]


def test_who_stops_asking_leaves_no_process():
    crew = each(lambda _: os.getpid(), range(10), hands=2, seconds=30)
    _, pid = next(crew)
    crew.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_errors_cross_between_processes_with_their_facts():
    error = TooLarge("a.tif", size_mb=300, limit_mb=100)
    ((_, came),) = each(lambda _: error, [0], hands=1, seconds=30)
    assert isinstance(came, TooLarge)
    assert (came.name, came.message) == (error.name, error.message)


def test_nothing_to_do_takes_nobody():
    assert list(each(squared, [], hands=2, seconds=1)) == []
