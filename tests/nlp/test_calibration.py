"""Confidences: fitted to marked texts, judged on texts that were left out."""

from __future__ import annotations

from pathlib import Path

from nlp import extract
from nlp.calibration import Reading, curve, fit, held_out, read_first, write_first, write_weights
from nlp.confidence import WEIGHTS, probability, weights

FIRST = Path(__file__).parent / "first_readings.tsv"


def readings(rule: str, right: int, wrong: int, known: bool = False) -> list[Reading]:
    judged = [True] * right + [False] * wrong
    return [Reading(f"{rule}{n % 20}", (rule,), one, known) for n, one in enumerate(judged)]


def test_a_rule_that_errs_more_often_is_given_less_confidence():
    table = fit(readings("sure", 97, 3) + readings("unsure", 60, 40))
    assert abs(probability(("sure",), table) - 0.97) < 0.03
    assert abs(probability(("unsure",), table) - 0.6) < 0.05


def test_what_is_known_does_not_raise_what_is_new():
    table = fit(readings("rule", 100, 0, known=True) + readings("rule", 80, 20))
    assert abs(probability(("rule",), table) - 0.8) < 0.05


def test_each_text_is_judged_by_a_table_that_was_fitted_without_it():
    judged = held_out(readings("rule", 90, 10))
    assert len(judged) == 100
    assert abs(sum(stated for stated, _ in judged) / 100 - 0.9) < 0.05


def test_the_curve_sets_stated_against_observed_shares():
    (low, high) = curve([(0.92, True)] * 9 + [(0.92, False), (0.97, True)])
    assert (low.count, low.observed) == (10, 0.9)
    assert (high.count, high.observed) == (1, 1.0)


def test_first_readings_are_kept_as_they_were(tmp_path: Path):
    kept = readings("rule", 2, 1)
    write_first(tmp_path / "first.tsv", kept)
    assert read_first(tmp_path / "first.tsv") == kept


def test_the_table_that_is_shipped_fits_the_first_readings():
    pairs = [(probability(one.evidence, weights()), one.right) for one in read_first(FIRST)]
    stated = sum(one for one, _ in pairs) / len(pairs)
    assert abs(stated - sum(right for _, right in pairs) / len(pairs)) < 0.03


def test_a_table_that_was_written_is_read_again(tmp_path: Path):
    write_weights(tmp_path / "weights.tsv", {"base": 1.5, "known": 2.0})
    assert weights(tmp_path / "weights.tsv") == {"base": 1.5}
    assert WEIGHTS.exists()


def test_a_claim_tells_what_its_confidence_was_told_from():
    (claim,) = extract("Indeks SPBE sebesar 2,75 pada tahun 2030.").claims
    assert "rule score 0.93" in claim.evidence
    assert 0.5 < claim.confidence < 1
