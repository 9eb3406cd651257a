"""Suggestions of planned outputs for a claim."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp import extract
from nlp.matching import Candidate, Match, match
from nlp.text.stemming import stem

SENTENCE = "Bagian Organisasi menyusun 12 dokumen peta proses bisnis pada triwulan III tahun 2031."
RIGHT = Candidate(
    id="peta",
    text="Tersusunnya dokumen peta proses bisnis perangkat daerah",
    satuan="Dokumen",
    year=2031,
    triwulan=3,
    values={"reported": Decimal(12), "target": Decimal(15)},
    unit_names=("Bagian Organisasi",),
)
OTHER = Candidate(
    id="latih", text="Jumlah pegawai yang mengikuti pelatihan", satuan="Orang", year=2031, triwulan=3
)


def best(candidates: list[Candidate], sentence: str = SENTENCE) -> list[Match]:
    return match(extract(sentence).claims[0], sentence, candidates)


def test_the_candidate_with_the_same_words_and_value_comes_first():
    found = best([OTHER, RIGHT])
    assert found[0].candidate == "peta"
    assert found[0].score > 0.8


def test_the_reason_is_told_in_indonesian():
    reason = best([RIGHT])[0].reason
    assert reason.startswith("nilai sama dengan realisasi TW III (12 dokumen)")
    assert "kata sama: " in reason
    assert "satuan sama: Dokumen" in reason


def test_what_shares_nothing_is_left_out():
    assert best([OTHER]) == []


def test_no_candidates_give_no_matches():
    assert best([]) == []


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"year": 2030}, "tahun berbeda"),
        ({"satuan": "%"}, "satuan berbeda"),
    ],
)
def test_another_year_or_unit_speaks_against_a_match(changed: dict[str, object], word: str):
    from dataclasses import replace  # noqa: PLC0415  # used by this test alone

    weaker = best([replace(RIGHT, **changed)])[0]  # type: ignore[arg-type]
    assert weaker.score < best([RIGHT])[0].score
    assert word in weaker.reason


def test_scores_stay_between_0_and_1():
    assert all(0 <= one.score <= 1 for one in best([RIGHT, OTHER, RIGHT]))


@pytest.mark.parametrize(
    ("word", "root"),
    [("pelaksanaan", "laksana"), ("dilaksanakan", "laksana"), ("dokumen", "dokumen"), ("desa", "desa")],
)
def test_forms_of_a_word_share_their_stem(word: str, root: str):
    assert stem(word) == root
