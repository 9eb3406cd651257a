"""Whatever a text holds, the answer's offsets hold, and pages do not touch each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import Extraction, extract

WORDS = (
    "Rp 1,4 miliar 50 % persen 17 Oktober 2031 / - – . , : ; ( ) “ ” tahun triwulan III TW s.d. hingga sejak",
    "peringkat kedua kategori A- predikat baik nilai 4,44 SPBE SAKIP opini WTP Nomor 188.45/12/2031",
    "Peraturan Bupati UU dua puluh lima OPD orang target realisasi paling lambat kemarin Senin pekan depan |",
    "Target Realisasi Tahun 2O31 l2 0 1.234.567,89 ke-4 > < ( empat ) Baca juga : Lembaran Daerah NOMOR …..",
)
BLANKS = ["\n", "\n\n", "   ", "\t", "\f", " ", "", "\ud800", "🙂", "é", "\u0301", "٣", "\x00", "\u2028"]
PIECES = st.sampled_from([*" ".join(WORDS).split(" "), *BLANKS])
TEXTS = (
    st.lists(PIECES, max_size=60).map(" ".join)
    | st.lists(PIECES, max_size=60).map("".join)
    | st.text(max_size=80)
)
DAYS = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


def assert_sound(found: Extraction) -> None:
    for marks in (found.dates, found.claims, found.regulations):
        end = 0
        for mark in marks:
            assert end <= mark.start < mark.end <= len(found.text)
            assert (
                found.text[mark.start : mark.end] == mark.text
                or "\ud800" in found.text[mark.start : mark.end]
            )
            assert mark.text == mark.text.strip()
            assert 0 < mark.confidence <= 1
            end = mark.end


@settings(max_examples=300, deadline=None)
@given(TEXTS, DAYS)
def test_every_text_gives_sound_marks(text: str, published: date | None):
    found = extract(text, published=published)
    assert found.text == text
    assert_sound(found)
    found.to_json()


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, DAYS)
def test_two_pages_give_what_each_alone_gives(first: str, second: str, published: date | None):
    both = extract(f"{first}\f{second}", published=published)
    alone = [extract(first, published=published), extract(second, published=published)]
    shift = len(first) + 1
    for name in ("dates", "claims", "regulations"):
        expected = [m.to_json() for m in getattr(alone[0], name)]
        moved = [m.to_json() for m in getattr(alone[1], name)]
        expected += [{**m, "start": m["start"] + shift, "end": m["end"] + shift} for m in moved]
        assert [m.to_json() for m in getattr(both, name)] == expected


@settings(max_examples=50, deadline=None)
@given(TEXTS, DAYS)
def test_the_same_text_gives_the_same_answer(text: str, published: date | None):
    assert extract(text, published=published) == extract(text, published=published)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800",
        "\x00",
        "٣٤",
        "\u202e5 Mei 2031",
        "5\u0301 Mei 2031",
        "5\u00a0Mei\u2003203\u200b1",
        "Rp" + "9" * 50_000,
        "a" * 200_000,
        "\f" * 3_000,
        "\r\n" * 3_000,
        "Ⅲ triwulan Ⅳ ½ ²",
        "Senin, 3/²; Kamis (²/5), 1²/3, tanggal ²\n’²²",
        "ﬁ 5 % İstanbul ß",
    ],
)
def test_odd_texts_give_sound_marks(text: str):
    assert_sound(extract(text, published=date(2031, 6, 18)))
    assert extract(text).text == text
