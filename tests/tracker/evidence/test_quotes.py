from __future__ import annotations

import pytest

from tracker.evidence.quotes import quote_span


@pytest.mark.parametrize(
    ("text", "mark", "quote"),
    [
        ("Satu. Nilainya 75,5 saja. Tiga.", "75,5", "Nilainya 75,5 saja."),
        ("Baris satu\nNilai 3\nBaris tiga", "3", "Nilai 3"),
        ("Kata Drs. Budi di No. 5 nilainya 9. Lalu", "9", "Kata Drs. Budi di No. 5 nilainya 9."),
        ("9", "9", "9"),
    ],
)
def test_the_quote_is_the_sentence_or_line(text, mark, quote):
    start = text.index(mark)
    first, last = quote_span(text, start, start + len(mark))
    assert text[first:last] == quote
