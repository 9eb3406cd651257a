from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Page, Word, Words, words_of
from ingest.errors import ERRORS, TooManyPages, error_from_dict, error_to_dict

tenths = st.integers(0, 20_000).map(lambda number: number / 10)
words = st.builds(
    lambda x0, top, width, height, start, length: Word(
        x0, top, x0 + width, top + height, start, start + length
    ),
    *(tenths, tenths, tenths, tenths, st.integers(0, 10_000), st.integers(1, 50)),
)


@given(st.lists(words, max_size=20), st.integers(0, 1000))
def test_words_are_kept_to_a_tenth_of_a_point(given_words, origin):
    moved = [word._replace(start=word.start + origin, end=word.end + origin) for word in given_words]
    kept = words_of(moved, origin)
    assert len(kept) == len(moved)
    for mine, theirs in zip(kept, moved, strict=True):
        assert mine.box == pytest.approx(theirs.box, abs=0.06)
        assert (mine.start, mine.end) == (theirs.start, theirs.end)
    assert list(kept) == [kept[index] for index in range(len(kept))]


def test_words_are_a_sequence():
    kept = Words(array("i", [10, 20, 30, 40, 0, 4, 50, 60, 70, 80, 5, 2]), 100, bytes([90, 100]))
    assert kept[-1] == Word(5, 6, 7, 8, 105, 107)
    assert kept[0].confidence == 0.9
    assert kept[:1] == (kept[0],)
    assert kept.moved(0)[0].start == 0
    with pytest.raises(IndexError):
        kept[2]


@pytest.mark.parametrize(
    ("start", "end", "found"), [(0, 4, [0]), (3, 6, [0, 1]), (4, 5, []), (5, 6, [1]), (0, 99, [0, 1])]
)
def test_the_words_that_a_span_touches(start, end, found):
    page = Page(1, 100, 100, "satu dua", 0, words_of([Word(1, 1, 2, 2, 0, 4), Word(3, 1, 4, 2, 5, 8)], 0))
    assert page.words_between(start, end) == tuple(page.words[index] for index in found)


def test_errors_cross_a_process_border():
    error = error_from_dict(error_to_dict(TooManyPages("a.pdf", pages=900, limit=500)))
    assert isinstance(error, TooManyPages)
    assert "900 halaman" in error.message
    assert error.name == "a.pdf"


def test_each_error_has_its_own_code():
    assert len({kind.code for kind in ERRORS.values()}) == len(ERRORS) > 15
