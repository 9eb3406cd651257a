"""The tables of weights: asking one sums what fitting it spells out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.claims.find import by_rules
from nlp.claims.indicators import load_indicators
from nlp.dates.find import find_dates
from nlp.learned.cell_roles import cell_facts, cell_leaning
from nlp.learned.days import ROLES, Days, decided, options
from nlp.learned.fit import MarkedPage, best, marked_pages
from nlp.learned.measures import measure_options, told_measure
from nlp.learned.model import Table, read_weights
from nlp.learned.page import Surroundings
from nlp.learned.roles import leaning, role_facts
from nlp.learned.times import time_options, told_time
from nlp.preparing import prepare
from nlp.tables.find import find_tables
from nlp.text.lexer import lex

MARKED = Path(__file__).parent / "marked"


@pytest.fixture(scope="module")
def pages() -> list[MarkedPage]:
    return list(marked_pages(MARKED))


@pytest.fixture(scope="module")
def surroundings(pages: list[MarkedPage]) -> list[Surroundings]:
    indicators = load_indicators()
    return [by_rules(page.lexed, page.dates, indicators, page.tables) for page in pages]


def _figures(surroundings: list[Surroundings], *, in_cells: bool) -> Iterator[tuple[Surroundings, int]]:
    for page in surroundings:
        for n, one in enumerate(page.found):
            if (one.cell is not None) == in_cells:
                yield page, n


def test_the_role_of_a_figure_is_what_its_facts_weigh(surroundings: list[Surroundings]) -> None:
    text, cells = read_weights("role"), read_weights("cell")
    asked = 0
    for page, n in _figures(surroundings, in_cells=False):
        here = page.figure(n)
        assert leaning(page, here) == sum(text.get(fact, 0) for fact in role_facts(page, here))
        asked += 1
    for page, n in _figures(surroundings, in_cells=True):
        assert cell_leaning(page, n) == sum(cells.get(fact, 0) for fact in cell_facts(page, n))
        asked += 1
    assert asked > 1000


def test_measure_and_time_are_the_options_whose_facts_weigh_most(surroundings: list[Surroundings]) -> None:
    measures, times = read_weights("measure"), read_weights("time")
    for page, n in _figures(surroundings, in_cells=False):
        here = page.figure(n)
        assert told_measure(page, here) == best(measures, measure_options(page, here))
        assert told_time(page, here) == best(times, time_options(page, here))


def test_the_role_of_a_date_is_the_one_whose_facts_weigh_most(pages: list[MarkedPage]) -> None:
    table = {**read_weights("day"), "deadline|leaning": 1250}
    asked = 0
    for page in pages:
        days = Days(page.lexed, page.dates.spans, page.dates.published, page.tables)
        for n in range(len(page.dates.spans)):
            spelt = options(days, n)
            leaning_too = [
                (role, [*facts, "deadline|leaning"] if role == "deadline" else facts) for role, facts in spelt
            ]
            assert decided(days, n) == best(table, leaning_too)
            asked += 1
    assert asked > 500


@pytest.mark.parametrize("weighs", [(0, 0, 0, 0), (5, -7, 0, 123456), (-1, -1, -1, -1), (-90000, 3, 2, -1)])
def test_weights_for_several_answers_are_added_in_one_sum(weighs: tuple[int, ...]) -> None:
    table = Table("day", ROLES)
    twice = 2 * sum(weight << 32 * place for place, weight in enumerate(weighs))
    assert table.split(twice) == [2 * weight for weight in weighs]


def test_a_group_gives_its_facts_or_their_weight() -> None:
    table = Table("role")
    fact, weight = next(iter(table.weights.items()))

    @table.group
    def said(name: str) -> tuple[str, ...]:
        return name, "a fact that no text has"

    assert said(True, fact) == (fact, "a fact that no text has")
    assert said(False, fact) == weight


def test_a_figure_is_told_alike_whatever_was_read_before() -> None:
    whole, decimal = "Nilai SAKIP kabupaten 46 pada 2030.", "Nilai SAKIP kabupaten 46,0 pada 2030."
    pages = [_page_of(text) for text in (whole, decimal, whole, decimal)]
    sizes = [
        [fact for _, facts in measure_options(page, page.figure(0)) for fact in facts if fact[:2] == "v:"]
        for page in pages
    ]
    assert sizes[0] == sizes[2] != sizes[1] == sizes[3]


def _page_of(text: str) -> Surroundings:
    lexed = lex(text)
    tables = find_tables(lexed)
    prepare(lexed)
    return by_rules(lexed, find_dates(lexed, None, tables), load_indicators(), tables)
