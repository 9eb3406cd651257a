"""The scorer, and the score of the marked texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp import extract
from nlp.score import main, pair, same, score_folder

TEXT = "Indeks SPBE mencapai 2,75 pada tahun 2030. Batas akhir 20 Oktober 2031."
MARKED = Path(__file__).parent / "marked"


def write(folder: Path, **changes: list[dict[str, object]]) -> Path:
    marks = {**extract(TEXT).to_json(), **changes}
    (folder / "satu.txt").write_text(TEXT, encoding="utf-8")
    (folder / "satu.json").write_text(json.dumps(marks), encoding="utf-8")
    return folder


def test_its_own_answers_score_full(tmp_path: Path):
    report = score_folder(write(tmp_path))
    assert {tally.f1 for tally in report.tallies.values()} == {1.0}
    assert report.shares["deadlines found"] == [1, 1]
    assert report.errors == []


def test_a_missed_mark_lowers_recall_and_is_listed(tmp_path: Path):
    extra = {"start": 0, "end": 6, "text": "Indeks", "value": "2029", "role": "period"}
    report = score_folder(write(tmp_path, dates=[*extract(TEXT).to_json()["dates"], extra]))
    assert report.tallies["dates"].right == report.tallies["dates"].marks - 1
    assert any("missed" in line for line in report.errors)


def test_a_wrong_role_counts_in_strict_only(tmp_path: Path):
    claims = [{**extract(TEXT).to_json()["claims"][0], "role": "target"}]
    report = score_folder(write(tmp_path, claims=claims))
    assert report.tallies["claims"].f1 == 1.0
    assert report.tallies["claims strict"].f1 == 0.0


@pytest.mark.parametrize(
    ("kind", "mark", "answer", "equal"),
    [
        ("dates", {"value": "2030"}, {"value": "2030/2031"}, False),
        (
            "claims",
            {"kind": "grade", "value": "Sangat Baik"},
            {"kind": "grade", "value": "“sangat  baik”"},
            True,
        ),
        ("claims", {"kind": "score", "value": 2.75}, {"kind": "percent", "value": 2.75}, False),
        (
            "regulations",
            {"type": "UU", "number": "05", "year": 2014},
            {"type": "UU", "number": "5", "year": 2014},
            True,
        ),
    ],
)
def test_equality_follows_the_contract(
    kind: str, mark: dict[str, object], answer: dict[str, object], equal: bool
):
    assert same(kind, mark, answer) is equal


def test_each_mark_matches_one_answer():
    mark = {"start": 0, "end": 4, "value": "2030"}
    assert len(pair([mark, mark], [mark], lambda a, b: a == b, ())) == 1


def test_the_command_prints_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(write(tmp_path)), "--errors"]) == 0
    assert "claims strict" in capsys.readouterr().out


@pytest.mark.skipif(not MARKED.exists(), reason="no marked texts beside the tests")
def test_the_marked_texts_are_read_as_well_as_promised():
    report = score_folder(MARKED)
    assert report.tallies["dates"].f1 >= 0.97
    assert report.tallies["claims"].f1 >= 0.92
    assert report.tallies["claims strict"].f1 >= 0.88
    assert report.tallies["regulations"].f1 >= 0.98
    right, marks = report.shares["claims indicator"]
    assert right / marks >= 0.9
    right, marks = report.shares["deadlines found"]
    assert right / marks >= 0.95
