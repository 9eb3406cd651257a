"""A sample that anybody can draw again: the same seed and population give the same reports."""

from collections import Counter

import pytest

from tracker.review.drawing import draw, key_of, population_hash

POPULATION = [(f"laporan-{number}", number % 4 + 1) for number in range(200)]
KNOWN = ["laporan-7", "laporan-34", "laporan-161", "laporan-22", "laporan-123"]
KNOWN_KEY = "1.481240767941678419"


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    first = draw(POPULATION, seed="2023-TW3", size=20)
    assert draw(list(reversed(POPULATION)), seed="2023-TW3", size=20) == first
    assert len(set(first)) == 20
    assert draw(POPULATION, seed="2023-TW4", size=20) != first


def test_a_longer_sample_begins_with_the_shorter() -> None:
    assert draw(POPULATION, seed="a", size=50)[:20] == draw(POPULATION, seed="a", size=20)


@pytest.mark.parametrize(("size", "count"), [(0, 0), (-1, 0), (200, 200), (999, 200)])
def test_no_more_are_drawn_than_there_are(size: int, count: int) -> None:
    assert len(draw(POPULATION, seed="a", size=size)) == count


def test_a_known_draw_stays_as_it_is() -> None:
    """Figures of another machine, year and version of Python."""
    assert draw(POPULATION, seed="42", size=5) == KNOWN
    assert str(key_of("42", "laporan-0", 1)).startswith(KNOWN_KEY)


def test_weight_makes_likely() -> None:
    """Over many seeds, weight 4 comes first about four times as often as weight 1."""
    first: Counter[int] = Counter()
    weights = dict(POPULATION)
    for seed in range(400):
        first[weights[draw(POPULATION, seed=str(seed), size=1)[0]]] += 1
    assert 2.5 < first[4] / first[1] < 6.5


def test_a_weight_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        key_of("a", "b", 0)


def test_the_hash_tells_any_change_of_the_population() -> None:
    population = [("a", 1, 2), ("b", 3, 4)]
    known = population_hash(population)
    assert population_hash(list(reversed(population))) == known
    changes = ([("a", 1, 2)], [("a", 2, 2), ("b", 3, 4)], [("a", 1, 9), ("b", 3, 4)])
    assert known not in {population_hash(changed) for changed in changes}
