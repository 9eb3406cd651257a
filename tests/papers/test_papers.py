"""A short form of the measurement: invented matrices of every kind, read as their plans."""

import pytest

from tests.papers.__main__ import one
from tests.papers.kinds import KINDS

GOAL = 0.98


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wording", ["printed", "taught", "held"])
def test_a_plan_is_proposed_as_its_paper_says_it(kind, wording, tmp_path):
    scores = [one(kind, wording, seed, "table", tmp_path) for seed in (1, 2)]
    wrong = [wrong for score in scores for wrong in score.wrong]
    for part in ("kind", "columns", "cells", "kept"):
        right, whole = (sum(getattr(score, part)[at] for score in scores) for at in (0, 1))
        assert right >= GOAL * whole, (part, wrong)


@pytest.mark.parametrize("form", ["pdf", "word", "workbook", "page"])
@pytest.mark.parametrize("kind", ["kompilasi", "tipe baris", "lampiran tahun", "mcp"])
def test_the_form_of_the_paper_changes_nothing(kind, form, tmp_path):
    score = one(kind, "printed", 3, form, tmp_path)
    assert (score.cells[0], score.kept[0]) == (score.cells[1], score.kept[1]), score.wrong
