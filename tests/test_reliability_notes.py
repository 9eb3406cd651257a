"""docs/reliability.md: every part has its table, which its command writes and nothing else."""

import argparse

import pytest

from tests.reliability import PAGE, PARTS, rights, written
from tests.tracker.web.walking import counted


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_table_that_was_measured_or_says_that_it_was_not(part: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition(f"<!-- {part} -->\n")[2].partition(f"<!-- /{part} -->")[0]
    assert table.count("|") > 10 or table.strip() == "Not measured yet."


def test_a_table_is_written_between_its_markers_alone() -> None:
    page = "before\n<!-- load -->\nold\n<!-- /load -->\nafter\n<!-- kills -->\n<!-- /kills -->\n"
    assert written(page, "load", "| new |") == page.replace("old", "| new |")
    with pytest.raises(ValueError, match="markers"):
        written(page, "rights", "")


def test_what_is_told_of_rights_is_what_the_tests_walk() -> None:
    walk = counted()
    assert f"| {walk.routes} |" in rights(argparse.Namespace())
    assert walk.requests > 1000
