"""The ten kinds of matrices, made as real files, read, and proposed as exactly the rows that they say."""

import pytest

from ingest.read import read
from tests.tracker.plans.paper.matrices import MATRICES, Matrix
from tracker.plans.paper.proposal import Proposal, Wishes, propose


def proposed(matrix: Matrix, tmp_path) -> Proposal:
    path = tmp_path / matrix.name
    path.write_bytes(matrix.make())
    document = read(path, name=matrix.name)
    return propose(document.tables, matrix.plan, matrix.year, wishes=Wishes(into=matrix.into))


every = pytest.mark.parametrize("matrix", MATRICES, ids=lambda matrix: matrix.id)


@every
def test_each_kind_is_recognised(matrix, tmp_path):
    proposal = proposed(matrix, tmp_path)
    assert {table.recognised and table.recognised.kind.id for table in proposal.tables} == {matrix.kind}


@every
def test_each_row_says_what_the_paper_says(matrix, tmp_path):
    proposal = proposed(matrix, tmp_path)
    assert [row.texts() for row in proposal.rows] == matrix.rows


@every
def test_every_row_knows_its_place(matrix, tmp_path):
    for row in proposed(matrix, tmp_path).rows:
        assert row.place.page >= 1
        assert row.place.box is not None


@every
def test_what_is_not_taken_is_listed_with_its_reason(matrix, tmp_path):
    reasons = [one.reason for one in proposed(matrix, tmp_path).unclear]
    for start in matrix.unclear:
        assert any(reason.startswith(start) for reason in reasons), reasons
