"""Packing the index, and the line that is shown."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.search.rules import boxes_on, items_of, pack, postings, snippet

WORDS = st.text(alphabet="abcdeé#.0123456789", min_size=1, max_size=8)


@given(st.dictionaries(WORDS, st.lists(st.text("pf0123456789", min_size=1), min_size=1, max_size=5)))
def test_what_is_packed_is_found_again_and_nothing_else(by_term: dict[str, list[str]]) -> None:
    packed = pack(by_term)
    assert all(items_of(packed, term) == items for term, items in by_term.items())
    assert items_of(packed, "zzz") == []


def test_an_item_stands_once_under_a_term() -> None:
    found = postings([("p1", "indeks indeks SPBE"), ("p2", "indeks")])
    held = {term: items for by_term in found.values() for term, items in by_term.items()}
    assert held == {"indeks": ["p1", "p2"], "spbe": ["p1"]}


def test_the_line_shows_what_was_looked_for_in_its_own_words() -> None:
    text = "Pembukaan. " * 60 + "Indeks SPBE naik menjadi 2,34 pada tahun ini. " + "Penutup. " * 60
    pieces = snippet(text, ["indeks", "#2.34"])
    assert [piece.text for piece in pieces if piece.marked] == ["Indeks", "2,34"]
    assert "SPBE naik menjadi" in "".join(piece.text for piece in pieces)
    assert sum(len(piece.text) for piece in pieces) < 300


def test_a_text_without_it_shows_its_beginning() -> None:
    assert snippet("Teks lain.", ["spbe"])[0].text == "Teks lain."
    assert snippet("", ["spbe"]) == []


def test_the_words_on_the_page_get_their_boxes() -> None:
    words = [(100, 106, 1, 1, 2, 2), (107, 111, 3, 1, 4, 2)]
    assert boxes_on("Indeks SPBE", 100, words, ["spbe"]) == [(3, 1, 4, 2)]
